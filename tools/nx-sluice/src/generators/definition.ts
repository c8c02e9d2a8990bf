import type { z } from 'zod';
import { declarationOf, jsonSchemaOf, pascalCase } from '../options/options-schema';

/** What a generator asks for: its schema.json and schema.d.ts are made of this by `npm run reference`. */
export interface GeneratorDefinition {
  title: string;
  /** One sentence. */
  description: string;
  examples?: { command: string; description: string }[];
  /** `meta` of an option has what Nx and its editor extensions read: `x-prompt`, `$default` and their like. */
  options: z.ZodObject;
}

/** The content of schema.json. */
export function generatorSchema(name: string, definition: GeneratorDefinition): object {
  const { title, description, examples, options } = definition;
  const { properties, required } = jsonSchemaOf(options);
  return {
    $schema: 'https://json-schema.org/schema',
    $id: `NxSluice${pascalCase(name)}`,
    title,
    description,
    examples,
    type: 'object',
    properties,
    required: required.length > 0 ? required : undefined,
    additionalProperties: false,
  };
}

/** The content of schema.d.ts, before Prettier. */
export function generatorDeclaration(name: string, { options }: GeneratorDefinition): string {
  return declarationOf(`${pascalCase(name)}Schema`, options);
}
