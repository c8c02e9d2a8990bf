import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callersOfCache, namespaceOf } from './testing/attacks-on-cache';
import { GuardedCache } from './testing/guarded-cache';

let cloud: GuardedCache;
const folder = mkdtempSync(join(tmpdir(), 'sluice-wire-'));
beforeEach(async () => {
  cloud = await GuardedCache.open(callersOfCache);
});
afterEach(() => cloud.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const onMain = () => cloud.build('main', { reads: ['main'], writes: 'main' });
const pull = (number: number) => {
  const own = namespaceOf(number);
  return cloud.build(`pull${number}`, { reads: [own, 'main'], writes: own });
};
const deploy = () => cloud.build('deploy', { reads: ['main'] });
const denied = { kind: 'access-denied' };

function file(content: string) {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  return { path, size: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

test('main, Deploy and pull requests get what is theirs, and nobody is refused', async () => {
  const [main, twelve, thirteen, deploying] = [
    await onMain(),
    await pull(12),
    await pull(13),
    await deploy(),
  ];
  expect([await main.get('1'), await main.put('1', 'of main')]).toEqual([404, 200]);
  expect([await twelve.get('1'), await twelve.get('2'), await twelve.put('2', 'of 12')]).toEqual([
    'of main',
    404,
    200,
  ]);
  expect([await twelve.get('2'), await thirteen.get('2'), await main.get('2')]).toEqual(['of 12', 404, 404]);
  expect(await deploying.get('1')).toBe('of main');
  expect([main, twelve, thirteen, deploying].flatMap(({ told }) => told)).toEqual([]);
});

describe('an attack at the wire', () => {
  test('same inputs first: outputs of a pull request do not get to main', async () => {
    // A pull request can change the workflow, and so what our client is told.
    const attacker = await cloud.build('pull12', { reads: ['main'], writes: 'main' });
    expect(await attacker.put('1', 'poison')).toBe(403);
    expect(attacker.told).toEqual([expect.stringMatching(/access denied/)]);
    expect([await (await onMain()).get('1'), await (await deploy()).get('1')]).toEqual([404, 404]);
  });

  test('changed tool: what it made stays in the namespace of the pull request', async () => {
    expect(await (await pull(12)).put('1', 'made by a changed tool')).toBe(200);
    const others = [await onMain(), await deploy(), await pull(13)];
    expect(await Promise.all(others.map((build) => build.get('1')))).toEqual([404, 404, 404]);
  });

  test('cached by a fork: without a key nothing is read or stored', async () => {
    await (await onMain()).put('1', 'of main');
    const fork = await cloud.build('nobody', { reads: ['main'], writes: 'main' });
    expect([await fork.get('1'), await fork.put('2', 'poison')]).toEqual([404, 403]);
    expect(fork.told).toHaveLength(2);
  });

  test.each(['pull12', 'main', 'deploy'])(
    'overwritten entry: %s can neither replace nor delete one',
    async (caller) => {
      const main = await onMain();
      await main.put('1', 'of main');
      const bucket = cloud.bucket(caller);
      await expect(bucket.upload('cache/main/1', file('poison'), {})).rejects.toMatchObject(denied);
      await expect(bucket.remove('cache/main/1')).rejects.toMatchObject(denied);
      expect(await main.get('1')).toBe('of main');
    },
  );

  test('replayed old entry: an old version is neither read nor brought back', async () => {
    await (await onMain()).put('1', 'of main');
    const old = await cloud.bucket('main').head('cache/main/1');
    for (const caller of ['pull12', 'main']) {
      const bucket = cloud.bucket(caller);
      await expect(bucket.head('cache/main/1', old?.versionId)).rejects.toMatchObject(denied);
      await expect(bucket.copy(old!, 'cache/main/2', {}, { kind: 'absent' })).rejects.toMatchObject(denied);
    }
  });

  test('cross-project hash: an entry of one task is refused for another, by IAM and by the client', async () => {
    const main = await onMain();
    await main.put('1', 'of project one');
    await expect(
      cloud.bucket('pull12').upload('cache/main/2', file('of project one'), {}, { kind: 'absent' }),
    ).rejects.toMatchObject(denied);
    // Who may write could do that; the record says for which task it was.
    const { sha256 } = file('of project one');
    const record = { sha256, hash: '1' };
    await cloud.bucket('main').upload('cache/main/2', file('of project one'), record, { kind: 'absent' });
    expect(await main.get('2')).toBe(404);
    expect(main.told).toEqual([expect.stringMatching(/was stored for another task/)]);
  });

  test('another pull request: its entries can be neither read nor stored', async () => {
    await (await pull(12)).put('1', 'of 12');
    const own = namespaceOf(12);
    const attacker = await cloud.build('pull13', { reads: [own], writes: own });
    expect([await attacker.get('1'), await attacker.put('2', 'poison')]).toEqual([404, 403]);
  });
});
