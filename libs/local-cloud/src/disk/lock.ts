import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ownerIsAlive, thisOwner } from './owner';

/** Nobody holds a lock for longer than a few file operations. */
const timeoutMs = 30_000;
/** A lock file without an owner is either being written right now, or its writer was killed in between. */
const ownerlessAge = 2000;

/** The ends of the queues of this process, shared by every copy of this module in it. */
const queues: Map<string, Promise<void>> = ((globalThis as Record<symbol, unknown>)[
  Symbol.for('local-cloud.locks')
] ??= new Map()) as Map<string, Promise<void>>;

/**
 * Runs `work` while no other call, in this process or another one, runs under the same lock file. The lock of a
 * process that died is broken.
 * @throws Error when a living process holds the lock for 30 seconds.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  let leave!: () => void;
  const turn = new Promise<void>((resolve) => (leave = resolve));
  const end = before.then(() => turn);
  queues.set(path, end);
  await before;
  try {
    await acquire(path);
    try {
      return await work();
    } finally {
      rmSync(path, { force: true });
    }
  } finally {
    leave();
    if (queues.get(path) === end) queues.delete(path);
  }
}

async function acquire(path: string): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!create(path)) {
    if (breakIfStale(path)) continue;
    if (Date.now() > deadline) {
      throw new Error(
        `The lock ${path} has been held for ${timeoutMs / 1000} seconds by process ${read(path)}.`,
      );
    }
    await delay(1 + Math.random() * 5);
  }
}

function create(path: string): boolean {
  try {
    writeFileSync(path, thisOwner, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // On a full disk the file is made and its owner does not fit: nobody holds such a lock.
    rmSync(path, { force: true });
    throw error;
  }
}

/** Only the holder of the guard may remove a lock, or two breakers could remove each other's new one. */
function breakIfStale(path: string): boolean {
  if (!isStale(path)) return false;
  const guard = `${path}.break`;
  if (!create(guard)) {
    if (isStale(guard)) rmSync(guard, { force: true });
    return false;
  }
  try {
    if (isStale(path)) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
  return true;
}

function isStale(path: string): boolean {
  const owner = read(path);
  if (owner === undefined) return false;
  if (owner === '') return age(path) > ownerlessAge;
  // This thread stands first in its own queue, so it cannot be holding the lock.
  return owner === thisOwner || !ownerIsAlive(owner);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function age(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}
