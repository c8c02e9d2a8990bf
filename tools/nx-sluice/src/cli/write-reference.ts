import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { fileSchema } from '@sluice/release';
import { z } from 'zod';
import { optionsDeclaration, optionsSchema } from '../executors/definition';
import { readCommands } from './commands';
import { generatorDeclaration, generatorSchema } from '../generators/definition';
import { readDefinitions, readGeneratorDefinitions } from './definitions';
import { withGatesTable } from './gates-table';
import { commandsWithOutput, outputSchema } from './output-schema';
import { referencePage } from './reference';

const tool = resolve(__dirname, '../..');

async function write(path: string, text: string): Promise<void> {
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}

/** Writes what is made of schemas: those of executors and generators, the JSON schema of sluice.json, those of the commands' output, docs/commands.md, and the table of gates. */
async function writeReference(): Promise<void> {
  // First, because the page of the commands is made of them.
  for (const [name, definition] of readDefinitions()) {
    const folder = resolve(tool, 'src/executors', name);
    await write(resolve(folder, 'schema.json'), JSON.stringify(optionsSchema(definition)));
    await write(resolve(folder, 'schema.d.ts'), optionsDeclaration(name, definition));
  }
  for (const [name, definition] of readGeneratorDefinitions()) {
    const folder = resolve(tool, 'src/generators', name);
    await write(resolve(folder, 'schema.json'), JSON.stringify(generatorSchema(name, definition)));
    await write(resolve(folder, 'schema.d.ts'), generatorDeclaration(name, definition));
  }
  mkdirSync(resolve(tool, 'schemas/output'), { recursive: true });
  for (const command of commandsWithOutput) {
    const path = resolve(tool, `schemas/output/${command}.schema.json`);
    await write(path, JSON.stringify(outputSchema(command)));
  }
  const settings = {
    title: 'sluice.json',
    ...z.toJSONSchema(fileSchema, { io: 'input', target: 'draft-7' }),
  };
  await write(resolve(tool, 'schemas/sluice.schema.json'), JSON.stringify(settings));
  await write(resolve(tool, '../../docs/commands.md'), referencePage(readCommands()));
  const configuration = resolve(tool, '../../docs/configuration.md');
  await write(configuration, withGatesTable(readFileSync(configuration, 'utf8')));
}

void writeReference();
