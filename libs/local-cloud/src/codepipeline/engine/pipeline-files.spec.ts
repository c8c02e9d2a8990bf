import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PipelineFiles } from './pipeline-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipeline-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps the end of a log that grows for long, in whole lines', () => {
  const files = new PipelineFiles(folder);
  const text = 'ü'.repeat(40_000);
  for (let line = 0; line < 10; line += 1) files.addToLog('one', 'Deploy', `${line} ${text}`);
  // Another process goes on where this one ended.
  for (let line = 10; line < 20; line += 1)
    new PipelineFiles(folder).addToLog('one', 'Deploy', `${line} ${text}`);
  const log = readFileSync(files.log('one'), 'utf8');
  expect(Buffer.byteLength(log)).toBeLessThanOrEqual(512 * 1024);
  const lines = log.trimEnd().split('\n');
  for (const line of lines) expect(line).toMatch(/^\S+Z Deploy \d+ ü+$/);
  expect(lines.at(-1)).toContain(' Deploy 19 ');
});
