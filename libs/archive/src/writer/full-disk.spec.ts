import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArchive } from '../index';
import { useTemporaryFolder } from '../testing/temporary-folder';

const folder = useTemporaryFolder();

/** A file system of 256 KB, where this user may mount one. */
function mountSmallDisk(): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'archive-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', path], { stdio: 'ignore' });
    return path;
  } catch {
    rmdirSync(path);
    return undefined;
  }
}

const disk = mountSmallDisk();
afterAll(() => {
  if (disk === undefined) return;
  execFileSync('umount', [disk]);
  rmdirSync(disk);
});

(disk === undefined ? test.skip : test)(
  'leaves nothing on a disk that gets full (skipped where no small file system can be mounted)',
  async () => {
    await writeFile(join(folder(), 'large'), randomBytes(1_000_000));
    const files = [{ path: 'large', file: join(folder(), 'large') }];
    const output = join(disk ?? '', 'out/app.zip');
    await expect(writeArchive({ root: folder(), files, output })).rejects.toMatchObject({
      message: `The archive "${output}" cannot be written: the disk is full (ENOSPC).`,
      remedy: 'Free disk space, then package again. No partial file was left.',
    });
    expect(readdirSync(join(disk ?? '', 'out'))).toEqual([]);
  },
);
