import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCommands } from './commands';
import { referencePage } from './reference';

const page = resolve(__dirname, '../../../../docs/commands.md');

it('equals docs/commands.md, as `npm run reference` writes it', () => {
  // Prettier is an ES module, which Jest cannot load.
  const prettier = require.resolve('prettier/bin/prettier.cjs');
  const formatted = execFileSync(process.execPath, [prettier, '--stdin-filepath', page], {
    input: referencePage(readCommands()),
    encoding: 'utf8',
  });
  expect(readFileSync(page, 'utf8')).toBe(formatted);
});
