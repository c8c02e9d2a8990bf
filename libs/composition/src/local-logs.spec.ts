import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ActionExecution, Pipelines } from '@sluice/release';
import { withLocalLogs } from './local-logs';

const id = '11111111-2222-4333-8444-555555555555';
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-logs-'));
  mkdirSync(join(folder, 'logs'));
  file = join(folder, 'logs', `${id}.log`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Pipelines whose execution has an action with this address. */
function logOf(url: string | undefined, lines = 100, executionId = id) {
  const actions = async () => [{ url: 'http://127.0.0.1:1/' }, { url }] as ActionExecution[];
  return withLocalLogs({ actions } as unknown as Pipelines).log?.('pipeline', executionId, lines);
}

const at = '2026-11-24T09:30:00.000Z';

it('reads the lines of the file that an execution names, with their stages and times', async () => {
  writeFileSync(
    file,
    `${at} Build 2 files\n${at} Deploy Deploy failed: it ended.\nLast output:\n\n at main\n`,
  );
  expect(await logOf(pathToFileURL(file).href)).toEqual({
    lines: [
      { text: '2 files', stage: 'Build', at: new Date(at) },
      { text: 'Deploy failed: it ended.', stage: 'Deploy', at: new Date(at) },
      { text: 'Last output:', stage: 'Deploy' },
      { text: ' at main', stage: 'Deploy' },
    ],
    isTruncated: false,
  });
});

it('reads the end only, in whole lines, and says so', async () => {
  writeFileSync(file, `${`${at} Deploy ${'ü'.repeat(1000)}\n`.repeat(1000)}${at} Deploy last\n`);
  const log = await logOf(pathToFileURL(file).href, 2);
  expect(log).toMatchObject({ isTruncated: true, lines: [{ stage: 'Deploy' }, { text: 'last' }] });
  const most = await logOf(pathToFileURL(file).href, 10_000);
  expect(most?.isTruncated).toBe(true);
  for (const { text } of most?.lines ?? []) expect(text).toMatch(/^(?:ü{1000}|last)$/);
});

it('is nothing where the file is gone, or there is no address', async () => {
  expect(await logOf(pathToFileURL(file).href)).toBeUndefined();
  expect(await logOf(undefined)).toBeUndefined();
});

it.each([
  () => pathToFileURL(join(folder, 'secret')).href,
  () => pathToFileURL(join(folder, 'logs', 'other.log')).href,
  () => `http://127.0.0.1/logs/${id}.log`,
])('opens no other file: %#', async (urlOf) => {
  for (const name of ['secret', 'logs/other.log', `logs/${id}.log`])
    writeFileSync(join(folder, name), 'secret');
  expect(await logOf(urlOf())).toBeUndefined();
  expect(await logOf(pathToFileURL(join(folder, 'secret')).href, 100, '../secret')).toBeUndefined();
});
