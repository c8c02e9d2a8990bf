import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { commandsWithOutput, outputSchema } from './output-schema';

/** Writes the schemas that this package publishes anew, from the views of libs/release. */
async function writeOutputSchemas(): Promise<void> {
  const folder = resolve(__dirname, '../../schemas/output');
  mkdirSync(folder, { recursive: true });
  for (const command of commandsWithOutput) {
    const path = resolve(folder, `${command}.schema.json`);
    const text = JSON.stringify(outputSchema(command));
    writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
  }
}

void writeOutputSchemas();
