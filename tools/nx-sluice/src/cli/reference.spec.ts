import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readCommands } from './commands';
import { withGatesTable } from './gates-table';
import { referencePage } from './reference';

const docs = resolve(__dirname, '../../../../docs');

async function formatted(page: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(page)), filepath: page });
}

it('equals docs/commands.md, as `npm run reference` writes it', async () => {
  const page = resolve(docs, 'commands.md');
  expect(readFileSync(page, 'utf8')).toBe(await formatted(page, referencePage(readCommands())));
});

it('equals the table of gates in docs/configuration.md', async () => {
  const page = resolve(docs, 'configuration.md');
  const text = readFileSync(page, 'utf8');
  expect(text).toBe(await formatted(page, withGatesTable(text)));
});
