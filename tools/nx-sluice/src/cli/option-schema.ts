import { SluiceError } from '@sluice/release';
import type { Options } from 'yargs';

/** What an executor's schema.json says of one option: the part of JSON Schema that these files use. */
export interface OptionSchema {
  type: string | string[];
  description: string;
  default?: unknown;
  examples?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  items?: { type: string; properties?: Record<string, OptionSchema>; required?: string[] };
}

/** The whole of an executor's schema.json, as far as the command reads it. */
export interface ExecutorSchema {
  description: string;
  properties: Record<string, OptionSchema>;
  required?: string[];
}

/** Options that have a structure, such as `assets`, are for project.json: nobody types them. */
export function isTypable({ type, items }: OptionSchema): boolean {
  return type !== 'object' && !(type === 'array' && items?.type !== 'string');
}

/** An option as the parser takes it. Text stays text: `--sha=12e4567` is a commit, not a number. */
export function parserOption(schema: OptionSchema): Options {
  const { description, default: standard } = schema;
  const shown = standard === undefined || standard === false ? undefined : JSON.stringify(standard);
  const common = { description, defaultDescription: shown === '[]' ? undefined : shown };
  if (schema.type === 'boolean') return { ...common, type: 'boolean' };
  if (schema.type === 'array') return { ...common, type: 'string', array: true, requiresArg: true };
  const isNumber = schema.type === 'integer' || schema.type === 'number';
  return { ...common, type: isNumber ? 'number' : 'string', requiresArg: true };
}

/** @throws SluiceError `usage` when the value is none that the schema takes. */
export function checkOption(name: string, value: unknown, schema: OptionSchema): void {
  const remedy = `Correct --${name}: ${schema.description}`;
  if (value === '') throw new SluiceError('usage', `--${name} requires a value.`, remedy);
  const { type, pattern, minimum = -Infinity, maximum = Infinity } = schema;
  if (
    type === 'integer' &&
    !(Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum)
  ) {
    throw new SluiceError('usage', `--${name} must be a whole number from ${minimum} to ${maximum}.`, remedy);
  }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(String(value))) {
    throw new SluiceError('usage', `Invalid value for --${name}: ${JSON.stringify(value)}.`, remedy);
  }
}
