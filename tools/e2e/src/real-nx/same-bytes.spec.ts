import { createHash } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { WorkspaceClone } from '@sluice/dev';
import { runTool } from './testing/run-tool';

jest.setTimeout(180_000);

const here = new WorkspaceClone();
const elsewhere = new WorkspaceClone({ TZ: 'Australia/Adelaide', LC_ALL: 'C', LANG: 'C' });
const archive = 'dist/archives/app.zip';

afterAll(() => {
  here.dispose();
  elsewhere.dispose();
});

async function pack(clone: WorkspaceClone, umask: string): Promise<Buffer> {
  const run = await clone.nx(['run', 'app:package', '--skip-nx-cache'], { umask });
  if (run.code !== 0) throw new Error(run.output);
  return clone.read(archive);
}

it('gives the same bytes in another folder, time zone, umask, locale and at other file times', async () => {
  const tracked = elsewhere.git('ls-files', '-z').split('\0').filter(Boolean);
  tracked.forEach((path, index) => utimesSync(join(elsewhere.root, path), 1e9 + index, 1e9 + index * 7));
  const [one, other] = [await pack(here, '022'), await pack(elsewhere, '077')];
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  expect(digest(other)).toBe(digest(one));
  expect(other.equals(one)).toBe(true);
});

it('is a zip that other tools find whole, with modes 0644 and 0755 and one date', async () => {
  const path = join(elsewhere.root, archive);
  const tested = await runTool('unzip', ['-t', path]);
  const listed = await runTool('zipinfo', ['-T', path]);
  if (tested === undefined || listed === undefined) {
    console.info('unzip and zipinfo were not found: no other tool looked at the archive.');
    return;
  }
  expect(tested).toContain('No errors detected');
  const entries = [...listed.matchAll(/^(-\S+) .* (\d{8}\.\d{6}) (\S+)$/gm)];
  expect(entries.length).toBeGreaterThan(5);
  expect(new Set(entries.map(([, mode]) => mode))).toEqual(
    new Set(['-rw-r--r--', ...entries.map(([, mode]) => mode).filter((mode) => mode === '-rwxr-xr-x')]),
  );
  expect(new Set(entries.map(([, , date]) => date)).size).toBe(1);
  expect(entries.at(-1)?.[3]).toBe('sluice-manifest.json');
});
