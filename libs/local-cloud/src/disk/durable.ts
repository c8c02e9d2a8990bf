import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ownerIsAlive, thisOwner } from './owner';

/** A path for a file that is not finished, marked with this process, in a folder that {@link sweep} knows. */
export function temporaryPath(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return join(folder, `${thisOwner.replaceAll(' ', '-')}-${randomBytes(8).toString('hex')}`);
}

/** Removes what processes that no longer run left unfinished. */
export async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [] as string[]);
  for (const name of names) {
    const owner = name.split('-').slice(0, 3).join(' ');
    if (!ownerIsAlive(owner)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Replaces a file as a whole: whoever reads it, after whatever crash, sees the old content or the new.
 * @param beforeIt runs when the content is on the disk, for which there was room, and not yet in its place.
 */
export async function writeDurably(
  path: string,
  content: string,
  temporaryFolder: string,
  { mode = 0o644, beforeIt }: { mode?: number; beforeIt?: () => Promise<void> } = {},
): Promise<void> {
  const temporary = temporaryPath(temporaryFolder);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await beforeIt?.();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes renames in a folder survive a power loss. Windows cannot open folders, and does not need it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
