import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readDefinitions, readGeneratorDefinitions } from '../cli/definitions';
import { optionsDeclaration, optionsSchema } from '../executors/definition';
import { generatorDeclaration, generatorSchema } from '../generators/definition';

const textOf = (folder: string, file: string) => readFileSync(resolve(__dirname, '..', folder, file), 'utf8');

/** Prettier changes white space only. */
const withoutSpace = (text: string) => text.replace(/\s+/g, '');

const all: [folder: string, schema: object, declaration: string][] = [
  ...readDefinitions().map(([name, definition]): [string, object, string] => [
    `executors/${name}`,
    optionsSchema(definition),
    optionsDeclaration(name, definition),
  ]),
  ...readGeneratorDefinitions().map(([name, definition]): [string, object, string] => [
    `generators/${name}`,
    generatorSchema(name, definition),
    generatorDeclaration(name, definition),
  ]),
];

it.each(all)(
  'equals schema.json and schema.d.ts of %s, as `npm run reference` writes them',
  (folder, schema, declaration) => {
    const written = JSON.parse(textOf(folder, 'schema.json')) as { properties: object };
    const made = JSON.parse(JSON.stringify(schema)) as { properties: object };
    expect(written).toEqual(made);
    expect(Object.keys(written.properties)).toEqual(Object.keys(made.properties));
    expect(withoutSpace(textOf(folder, 'schema.d.ts'))).toBe(withoutSpace(declaration));
  },
);
