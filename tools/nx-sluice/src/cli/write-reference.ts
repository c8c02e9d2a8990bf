import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { fileSchema } from '@sluice/release';
import { z } from 'zod';
import { readCommands } from './commands';
import { commandsWithOutput, outputSchema } from './output-schema';
import { withReference } from './reference';

const tool = resolve(__dirname, '../..');

async function write(path: string, text: string): Promise<void> {
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}

/** Writes anew what is made of schemas: the JSON schema of sluice.json, those of the commands' output, and the README's reference of the commands. */
async function writeReference(): Promise<void> {
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
  const readme = resolve(tool, '../../README.md');
  await write(readme, withReference(readFileSync(readme, 'utf8'), readCommands()));
}

void writeReference();
