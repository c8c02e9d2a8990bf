import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCommands } from './commands';
import { withReference } from './reference';

const readme = resolve(__dirname, '../../../../README.md');

it('is in the README as `npm run reference` writes it', () => {
  const text = readFileSync(readme, 'utf8');
  // Prettier is an ES module, which Jest cannot load.
  const prettier = require.resolve('prettier/bin/prettier.cjs');
  const formatted = execFileSync(process.execPath, [prettier, '--stdin-filepath', readme], {
    input: withReference(text, readCommands()),
    encoding: 'utf8',
  });
  expect(text).toBe(formatted);
});

it('is refused a place where there is none', () => {
  expect(() => withReference('# Sluice\n', readCommands())).toThrow(/lacks the marks/);
});
