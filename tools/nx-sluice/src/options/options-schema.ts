import { z } from 'zod';

/** The part of JSON Schema that {@link jsonSchemaOf} makes. */
export interface JsonOption {
  type?: string | string[];
  anyOf?: JsonOption[];
  oneOf?: JsonOption[];
  enum?: string[];
  minimum?: number;
  maximum?: number;
  items?: JsonOption;
  properties?: Record<string, JsonOption>;
  required?: string[];
}

/** Options as the schema.json of an executor or a generator describes them, in the words that Nx reads. */
export function jsonSchemaOf(options: z.ZodObject): Required<Pick<JsonOption, 'properties' | 'required'>> {
  const { properties = {}, required = [] } = z.toJSONSchema(options, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      const option = jsonSchema as JsonOption;
      if (option.anyOf) replaceAnyOf(option, option.anyOf);
      if (option.minimum === Number.MIN_SAFE_INTEGER) delete option.minimum;
      if (option.maximum === Number.MAX_SAFE_INTEGER) delete option.maximum;
    },
  }) as JsonOption;
  return { properties, required };
}

/** Nx reads a list of types, and oneOf, and no anyOf. */
function replaceAnyOf(option: JsonOption, choices: JsonOption[]): void {
  delete option.anyOf;
  const types = choices.map(({ type, items }) => (items === undefined ? type : undefined));
  if (types.every((type) => typeof type === 'string')) option.type = types;
  else option.oneOf = choices;
}

/** The content of schema.d.ts, before Prettier. */
export function declarationOf(interfaceName: string, options: z.ZodObject): string {
  const { properties, required } = jsonSchemaOf(options);
  const fields = Object.entries(properties).flatMap(([option, schema]) => [
    ...(Array.isArray(schema.type) ? ['/** Nx makes a number of what looks like one. */'] : []),
    `${fieldOf(option, schema, required)};`,
  ]);
  const head = '// Made of options.ts by `npm run reference`. Do not edit.';
  return [head, `export interface ${interfaceName} {`, ...fields, '}', ''].join('\n');
}

/** `publish-s3` is `PublishS3`. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function fieldOf(option: string, schema: JsonOption, required: readonly string[] = []): string {
  return `${option}${required.includes(option) ? '' : '?'}: ${typeOf(schema)}`;
}

function typeOf({ type, oneOf, items, properties, required, ...rest }: JsonOption): string {
  if (rest.enum !== undefined) return rest.enum.map((value) => `'${value}'`).join(' | ');
  if (oneOf !== undefined) return oneOf.map(typeOf).join(' | ');
  if (Array.isArray(type)) return type.join(' | ');
  if (type === 'integer') return 'number';
  if (type === 'array' && items !== undefined) return `${typeOf(items)}[]`;
  if (type !== 'object') return type ?? 'unknown';
  const fields = Object.entries(properties ?? {}).map(([name, schema]) => fieldOf(name, schema, required));
  return `{ ${fields.join('; ')} }`;
}
