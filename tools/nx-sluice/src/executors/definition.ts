import type { z } from 'zod';
import { declarationOf, jsonSchemaOf, pascalCase } from '../options/options-schema';

/** What an executor is: its schema.json and schema.d.ts are made of this by `npm run reference`. */
export interface ExecutorDefinition {
  title: string;
  /** One sentence; that of the command's help. */
  description: string;
  options: z.ZodObject;
}

/** The content of schema.json. */
export function optionsSchema({ title, description, options }: ExecutorDefinition): object {
  return {
    $schema: 'https://json-schema.org/schema',
    version: 2,
    title,
    description,
    type: 'object',
    ...jsonSchemaOf(options),
    additionalProperties: false,
  };
}

/** The content of schema.d.ts, before Prettier. */
export function optionsDeclaration(executor: string, { options }: ExecutorDefinition): string {
  return declarationOf(`${pascalCase(executor)}Options`, options);
}
