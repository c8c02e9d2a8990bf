import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { readCommands } from './commands';
import { commandsWithOutput, outputSchema } from './output-schema';
import { outputSchemaPath } from './output-schema-path';

const tools = resolve(__dirname, '../../..');

it.each(commandsWithOutput)('publishes what `npm run reference` writes for %s', (command) => {
  const published: unknown = JSON.parse(readFileSync(join(tools, outputSchemaPath(command)), 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(outputSchema(command))));
  const ajv = addFormats(new Ajv({ strict: true, allErrors: true }));
  expect(ajv.compile(published as object)({ isNothing: true })).toBe(false);
});

it('has one for every command, and none that is left over', () => {
  const commands = readCommands();
  expect(commands.filter(({ name }) => !existsSync(join(tools, outputSchemaPath(name))))).toEqual([]);
  expect(commands.filter(({ schema }) => !('json' in schema.properties))).toEqual([]);
  const names = commands.map(({ name }) => `${name}.schema.json`);
  expect(readdirSync(resolve(tools, 'nx-sluice/schemas/output')).sort()).toEqual(names.sort());
});
