import { consoleContract, gateNameSchema } from '@sluice/contract';
import { gates } from '@sluice/release';
import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

const place = '#/components/schemas/';

/** A schema of the contract as JSON Schema 2020-12; one that has a name is referred to by it. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const id = schema.meta()?.id;
  return id === undefined ? convert(schema, io).own : { $ref: `${place}${id}` };
}

/** Every schema of the contract that has a name, and those that they refer to. What is sent is an input. */
export function componentSchemas(): Record<string, JsonSchema> {
  const components: Record<string, JsonSchema> = {};
  for (const schema of Object.values(consoleContract)) {
    if (!(schema instanceof z.ZodType)) continue;
    const id = schema.meta()?.id;
    if (id === undefined) continue;
    const { own, others } = convert(schema, id.endsWith('Request') ? 'input' : 'output');
    // zod puts a schema that has a name among those that it refers to, and refers to it.
    Object.assign(components, others, id in others ? {} : { [id]: own });
  }
  return components;
}

const override = ({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: JsonSchema }): void => {
  if (zodSchema === gateNameSchema) jsonSchema.enum = gates.map(({ name }) => name);
};

/** zod refers to `#/$defs/<id>`; OpenAPI keeps its schemas elsewhere. */
function convert(
  schema: z.ZodType,
  io: 'input' | 'output',
): { own: JsonSchema; others: Record<string, JsonSchema> } {
  const text = JSON.stringify(z.toJSONSchema(schema, { io, override }), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', place) : value,
  );
  const own = JSON.parse(text) as JsonSchema & { $defs?: Record<string, JsonSchema> };
  const others = own.$defs ?? {};
  // Words that JSON Schema, or this place of it, does not know.
  for (const one of [own, ...Object.values(others)])
    for (const word of ['id', '$schema', '$defs']) delete one[word];
  return { own, others };
}
