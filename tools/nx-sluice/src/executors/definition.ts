import { z } from 'zod';
import { text } from './shared-options';

/** What an executor is: its schema.json and schema.d.ts are made of this by `npm run reference`. */
export interface ExecutorDefinition {
  title: string;
  /** One sentence; that of the command's help. */
  description: string;
  options: z.ZodObject;
}

/** The part of JSON Schema that {@link optionsSchema} makes. */
interface JsonOption {
  type?: string | string[];
  anyOf?: unknown;
  minimum?: number;
  maximum?: number;
  items?: JsonOption;
  properties?: Record<string, JsonOption>;
  required?: string[];
}

/** The content of schema.json. */
export function optionsSchema({ title, description, options }: ExecutorDefinition): object {
  const { properties, required = [] } = z.toJSONSchema(options, {
    io: 'input',
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      const option = jsonSchema as JsonOption;
      // Nx reads a list of types, and no anyOf.
      if (zodSchema === text) {
        delete option.anyOf;
        option.type = ['string', 'number'];
      }
      if (option.minimum === Number.MIN_SAFE_INTEGER) delete option.minimum;
      if (option.maximum === Number.MAX_SAFE_INTEGER) delete option.maximum;
    },
  });
  return {
    $schema: 'https://json-schema.org/schema',
    version: 2,
    title,
    description,
    type: 'object',
    properties,
    required,
    additionalProperties: false,
  };
}

/** The content of schema.d.ts, before Prettier. */
export function optionsDeclaration(executor: string, definition: ExecutorDefinition): string {
  const name = executor.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const { properties, required } = optionsSchema(definition) as JsonOption;
  const fields = Object.entries(properties ?? {}).flatMap(([option, schema]) => [
    ...(Array.isArray(schema.type) ? ['/** Nx makes a number of what looks like one. */'] : []),
    `${fieldOf(option, schema, required)};`,
  ]);
  const head = '// Made of options.ts by `npm run reference`. Do not edit.';
  return [head, `export interface ${name}Options {`, ...fields, '}', ''].join('\n');
}

function fieldOf(option: string, schema: JsonOption, required: readonly string[] = []): string {
  return `${option}${required.includes(option) ? '' : '?'}: ${typeOf(schema)}`;
}

function typeOf({ type, items, properties, required }: JsonOption): string {
  if (Array.isArray(type)) return type.join(' | ');
  if (type === 'integer') return 'number';
  if (type === 'array' && items !== undefined) return `${typeOf(items)}[]`;
  if (type !== 'object') return type ?? 'unknown';
  const fields = Object.entries(properties ?? {}).map(([name, schema]) => fieldOf(name, schema, required));
  return `{ ${fields.join('; ')} }`;
}
