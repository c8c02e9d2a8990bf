import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCommands } from './commands';
import { withGatesTable } from './gates-table';
import { referencePage } from './reference';

const docs = resolve(__dirname, '../../../../docs');

/** Prettier is an ES module, which Jest cannot load. */
function formatted(page: string, input: string): string {
  const prettier = require.resolve('prettier/bin/prettier.cjs');
  const args = [prettier, '--stdin-filepath', page];
  return execFileSync(process.execPath, args, { input, encoding: 'utf8' });
}

it('equals docs/commands.md, as `npm run reference` writes it', () => {
  const page = resolve(docs, 'commands.md');
  expect(readFileSync(page, 'utf8')).toBe(formatted(page, referencePage(readCommands())));
});

it('equals the table of gates in docs/configuration.md', () => {
  const page = resolve(docs, 'configuration.md');
  const text = readFileSync(page, 'utf8');
  expect(text).toBe(formatted(page, withGatesTable(text)));
});
