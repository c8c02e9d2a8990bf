import { shortSha } from '../keys';
import type { SluiceError } from '../errors';
import { decodeMetadata } from '../metadata/metadata';
import { readHold } from '../tags/hold';
import { killable, Killed, type Kill } from '../testing/killable-bucket';
import { MemoryBucket } from '../testing/memory-bucket';
import { readHistory } from './history/history';
import { rejectionOf } from '../archives/rejection';
import { type Operation, operations, packer, Scene } from './testing/killed-operations';

afterAll(() => packer.dispose());

/** What is signed is packed once more. */
function textIn(json: string): string {
  const { payload } = (json === '' ? {} : JSON.parse(json)) as { payload?: string };
  return payload === undefined ? json : Buffer.from(payload, 'base64').toString('utf8');
}

/** All that is in the bucket, but for what is random or tells the time. */
async function everything({ bucket, pipelines }: Scene) {
  const found: unknown[] = [];
  const names = new Map<string, string>();
  const keys = new Set<string>();
  for await (const version of bucket.versionsBelow('')) keys.add(version.key);
  for (const key of keys) {
    const versions = (await bucket.versions(key)).reverse();
    versions.forEach(({ versionId }, index) => names.set(versionId ?? '', `${key} ${index}`));
    for (const { versionId, isDeleteMarker } of versions) {
      const copied = { ...(await bucket.head(key, versionId))?.metadata, 'deploy-id': '', register: '' };
      const body = /\.jsonl?$/.test(key) ? textIn(await bucket.text(key, versionId)) : '';
      const tags = Object.keys(await bucket.tags(key, versionId));
      found.push({ key, isDeleteMarker, copied, body, tags });
    }
  }
  const text = JSON.stringify({ found, started: pipelines.started.length > 0 });
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  return text.replace(uuid, (id) => names.get(id) ?? 'id').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then');
}

/** What the bucket says of itself is so; at the end of a command, all that is so is said, too. */
async function requireTruth(scene: Scene, { isEnd }: { isEnd: boolean }): Promise<void> {
  const { bucket } = scene;
  for (const tag of ['latest', 'uat']) {
    const versions = await bucket.versions(`story/${tag}.zip`);
    const told = await Promise.all(
      versions.map(async ({ key, versionId }) => decodeMetadata((await bucket.head(key, versionId))!)),
    );
    told.forEach(({ commit = '', previous, replaces, reason = '' }, index) => {
      expect(previous).toBe(told[index + 1]?.commit);
      expect(replaces).toBe(versions[index + 1]?.versionId ?? 'none');
      const move = /rolled back from (\w+) to (\w+)/.exec(reason);
      if (move !== null) expect(move.slice(1)).toEqual([previous ?? '', commit].map(shortSha));
    });
    const hold = await readHold(bucket, 'story/', tag);
    const expected = { unfinished: hold?.rollback?.from, finished: hold?.rollback?.to, other: 'nothing' };
    if (hold?.rollback !== undefined) expect(told[0]?.commit).toBe(expected[hold.rollback.state]);
    expect(/\brolled back/.test(hold?.reason ?? '')).toBe(hold?.rollback?.state === 'finished');
  }
  const { activity } = await readHistory(scene.context('reader'), { tag: 'latest', environments: [] });
  const newest = activity.find(({ kind }) => kind === 'reject' || kind === 'undo-reject');
  if (newest?.commit === undefined) return;
  const isRejected = (await rejectionOf({ bucket, prefix: 'story/' }, newest.commit)) !== undefined;
  if (isEnd || newest.kind === 'undo-reject') expect(isRejected).toBe(newest.kind === 'reject');
}

/**
 * @param ends how it ends when it is run again, by what a kill left behind: a process knows nothing but the bucket, and
 * most calls write nothing, so that many kills leave the same.
 */
async function play(
  { run }: Operation,
  prepared: MemoryBucket,
  kill?: Kill,
  ends = new Map<string, string>(),
): Promise<{ end: string; calls: number }> {
  const scene = new Scene(prepared.fork());
  const { bucket, calls } = killable(scene.bucket, kill);
  let wasKilled = false;
  await run(scene.context('ida', bucket), scene).catch((error: unknown) => {
    if (kill === undefined) throw error;
    wasKilled = true;
  });
  const left = await everything(scene);
  const known = wasKilled ? ends.get(left) : undefined;
  if (known !== undefined) return { end: known, calls: calls() };
  await requireTruth(scene, { isEnd: !wasKilled });
  if (wasKilled) {
    // What was done already may be refused; it is not done twice. A process of its own knows nothing of the bucket.
    await run(scene.context('ida', killable(scene.bucket).bucket), scene).catch((error: unknown) => {
      if (!['refused', 'rejected', 'held'].includes((error as SluiceError).code)) throw error;
    });
    await requireTruth(scene, { isEnd: true });
  }
  const end = wasKilled ? await everything(scene) : left;
  if (wasKilled) ends.set(left, end);
  return { end, calls: calls() };
}

it.each(operations)('ends as ever when $name is killed at any call and run again', async (operation) => {
  const scene = new Scene();
  await operation.prepare(scene);
  const { end, calls } = await play(operation, scene.bucket);
  expect(calls).toBeGreaterThan(1);
  const ends = new Map<string, string>();
  for (let call = 1; call <= calls; call += 1) {
    for (const when of ['before', 'after'] as const) {
      const killed = await play(operation, scene.bucket, { call, when }, ends);
      expect({ call, when, end: killed.end }).toEqual({ call, when, end });
    }
  }
});

it('kills: nothing works any more after the call that a process ends at', async () => {
  const memory = new MemoryBucket();
  const { bucket } = killable(memory, { call: 1, when: 'after' });
  await expect(bucket.putText('a', 'x')).rejects.toThrow(Killed);
  await expect(bucket.head('a')).rejects.toThrow(Killed);
  expect(memory.versionCount()).toBe(1);
});
