import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readDefinitions } from '../cli/definitions';
import { optionsDeclaration, optionsSchema } from './definition';

const textOf = (name: string, file: string) => readFileSync(resolve(__dirname, name, file), 'utf8');

/** Prettier changes white space only. */
const withoutSpace = (text: string) => text.replace(/\s+/g, '');

it.each(readDefinitions())(
  'equals schema.json and schema.d.ts of %s, as `npm run reference` writes them',
  (name, definition) => {
    const written = JSON.parse(textOf(name, 'schema.json')) as { properties: object };
    const made = JSON.parse(JSON.stringify(optionsSchema(definition))) as { properties: object };
    expect(written).toEqual(made);
    expect(Object.keys(written.properties)).toEqual(Object.keys(made.properties));
    expect(withoutSpace(textOf(name, 'schema.d.ts'))).toBe(
      withoutSpace(optionsDeclaration(name, definition)),
    );
  },
);
