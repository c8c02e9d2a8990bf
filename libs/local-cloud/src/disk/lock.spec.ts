import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '../testing/cloud';
import { withLock } from './lock';
import { thisOwner } from './owner';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, 'it.lock');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a lock', () => {
  it('lets one in at a time, in the order in which they came, and goes when they fail', async () => {
    const order: string[] = [];
    const enter = (name: string) =>
      withLock(path, async () => {
        order.push(`${name} in`);
        await delay(2);
        order.push(`${name} out`);
        if (name === 'b') throw new Error('b fails');
      });
    const results = await Promise.allSettled([enter('a'), enter('b'), enter('c')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['of a process that is gone', '999999999 1 0'],
    ['of a process whose id another one has now', `${process.pid} 1 0`],
    ['that this very thread forgot', thisOwner],
  ])('%s is broken', async (_, owner) => {
    if (process.platform !== 'linux' && owner.endsWith(' 1 0') && owner.startsWith(`${process.pid}`)) return;
    await writeFile(path, owner);
    expect(await withLock(path, async () => 'in')).toBe('in');
    expect(await readdir(folder)).toEqual([]);
  });

  it('whose writer was killed before it could sign is broken when it is old', async () => {
    await writeFile(path, '');
    const past = new Date(Date.now() - 10_000);
    await utimes(path, past, past);
    expect(await withLock(path, async () => 'in')).toBe('in');
  });

  it('of a living process is waited for', async () => {
    await writeFile(path, `${process.ppid} 0 0`);
    let entered = false;
    const waiting = withLock(path, async () => {
      entered = true;
    });
    await delay(30);
    expect(entered).toBe(false);
    await rm(path);
    await waiting;
    expect(entered).toBe(true);
  });
});
