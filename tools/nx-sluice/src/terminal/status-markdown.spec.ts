import type { EnvironmentStatus, Status } from '@sluice/contract';
import { statusMarkdown } from './status-markdown';

const current = {
  commit: 'a'.repeat(40),
  subject: 'Sell umbrellas',
  actor: 'Amy Anderson <amy@example.org>',
  writtenAt: '2026-11-24T09:30:00.000Z',
  size: 1,
};
const run = {
  environment: 'prod',
  pipeline: 'p',
  executionId: 'e',
  status: 'Succeeded' as const,
  startedAt: '',
  updatedAt: '',
};
const prod: EnvironmentStatus = { name: 'prod', tag: 'prod', pipeline: 'p', current, run, behind: 2 };
const status = (...environments: EnvironmentStatus[]): Status => ({ environments });

it('is a table with a row for each environment, and a list of what holds them', () => {
  const held = { ...prod, hold: { reason: 'audit' }, rejection: {} };
  const empty = { name: 'uat', tag: 'uat', pipeline: 'q', unreadable: 'Access denied.' };
  expect(statusMarkdown(status(held, empty))).toBe(
    [
      '| Environment | Commit | Subject | Deployment | Behind | Since | By |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      '| `prod` | `aaaaaaaa` | `Sell umbrellas` | Succeeded | 2 | 2026-11-24 09:30Z | `Amy Anderson <amy@example.org>` |',
      '| `uat` | – |  |  |  |  |  |',
      '',
      '- `prod` is on hold: `audit`',
      '- The release of `prod` is rejected',
      '- `uat` is unknown: `Access denied.`',
      '',
    ].join('\n'),
  );
});

it.each([
  ['a|b\\|c', '`a\\|b\\\\|c`'],
  ['`', '`` ` ``'],
  ['```js', '```` ```js ````'],
  ['a ``b` c', '```a ``b` c```'],
  ['two\n# lines', '`two # lines`'],
  ['@team <b>![x](http://x.test)', '`@team <b>![x](http://x.test)`'],
  ['\u001b[2J\u202e', '`\\u001b[2J\\u202e`'],
  [' ', ''],
])('shows %j of others as code', (subject, cell) => {
  const row = statusMarkdown(status({ ...prod, current: { ...current, subject } })).split('\n')[2];
  expect(row).toContain(`| \`aaaaaaaa\` | ${cell} | Succeeded |`);
});

it('has a table below the name of each app, and says which could not be read', () => {
  const text = statusMarkdown({
    schemaVersion: 2,
    apps: [{ app: 'store', ...status(prod) }],
    failed: [{ app: 'admin', message: 'Access denied.', remedy: 'Sign in.' }],
  });
  expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual(['### `store`', '### `admin`']);
  expect(text).toMatch(/\n`Access denied\.`\n$/);
});
