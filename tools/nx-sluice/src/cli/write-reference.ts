import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readCommands } from './commands';
import { commandsWithOutput, outputSchema } from './output-schema';
import { withReference } from './reference';

const tool = resolve(__dirname, '../..');

async function write(path: string, text: string): Promise<void> {
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}

/** Writes anew what is made of schemas: those of the commands' output, and the README's reference of the commands. */
async function writeReference(): Promise<void> {
  mkdirSync(resolve(tool, 'schemas/output'), { recursive: true });
  for (const command of commandsWithOutput) {
    const path = resolve(tool, `schemas/output/${command}.schema.json`);
    await write(path, JSON.stringify(outputSchema(command)));
  }
  const readme = resolve(tool, '../../README.md');
  await write(readme, withReference(readFileSync(readme, 'utf8'), readCommands()));
}

void writeReference();
