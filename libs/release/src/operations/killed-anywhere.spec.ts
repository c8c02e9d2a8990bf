import { shortSha } from '../keys';
import type { SluiceError } from '../errors';
import { decodeMetadata } from '../metadata/metadata';
import { planPromotion } from './promote/plan';
import { applyPromotion } from './promote/promote';
import { chooseTarget } from '../config/choose-target';
import { publish } from './publish/publish';
import { readHold } from '../tags/hold';
import { killable, Killed, type Kill } from '../testing/killable-bucket';
import { MemoryBucket } from '../testing/memory-bucket';
import { MemoryPipelines } from '../testing/memory-pipelines';
import { ReleaseFixture } from '../testing/release-fixture';
import type { PublishContext, ReleaseContext } from '../context';
import { readHistory } from './history/history';
import { holdTag } from './hold/hold';
import { planPrune, prune, type PruneContext } from './prune';
import { planRedeploy, redeploy } from './redeploy/redeploy';
import { accept, reject } from './reject/reject';
import { rejectionOf } from '../archives/rejection';
import { removeHold } from './hold/unhold';
import { planRollback, rollBack } from './rollback/rollback';

/** Packs what all worlds ship. */
const packer = new ReleaseFixture();
afterAll(() => packer.dispose());

/** A bucket and pipelines of their own for every kill, which begin with the same. */
class Scene {
  readonly pipelines = new MemoryPipelines();

  constructor(readonly bucket = new MemoryBucket()) {
    this.pipelines.add('story-stage-pipeline', { key: 'story/latest.zip' });
    for (const name of ['uat', 'qa']) this.pipelines.add(`story-${name}-pipeline`, { key: 'story/uat.zip' });
  }

  context(actor: string, bucket = this.bucket): PublishContext {
    return { ...packer.context(actor), bucket, pipelines: this.pipelines };
  }

  async publish(context: PublishContext, index: number, content = `content ${index}`) {
    const { commits, checkout } = packer.contextAt(index);
    const archive = await packer.archive(content);
    await publish({ ...context, commits, checkout }, { archive, reason: `reason ${index}` });
  }

  async published(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) await this.publish(this.context('ci'), index);
  }

  sha(index: number): string {
    return packer.sha(index);
  }
}

interface Operation {
  name: string;
  prepare(scene: Scene): Promise<unknown>;
  /** The whole command, from its plan on. */
  run(context: PublishContext, scene: Scene): Promise<unknown>;
}

const to = (context: ReleaseContext, env: string) => chooseTarget(context.settings, { env });

async function promote(context: ReleaseContext, env: string, sha: string) {
  return applyPromotion(context, await planPromotion(context, to(context, env), sha), 'why');
}

async function runRollback(context: ReleaseContext, env: string, override?: string) {
  return rollBack(context, await planRollback(context, to(context, env), override), 'white page');
}

async function pruneAll(context: ReleaseContext) {
  const pruning = { ...context, clock: { now: () => Date.UTC(2030, 0) } } as PruneContext;
  return prune(pruning, await planPrune(pruning, { olderThan: 0, keep: 0 }));
}

/** A new operation is one line here. */
const operations: Operation[] = [
  {
    name: 'the first publish',
    prepare: async () => undefined,
    run: (context, scene) => scene.publish(context, 0),
  },
  {
    name: 'a publish',
    prepare: (scene) => scene.published(2),
    run: (context, scene) => scene.publish(context, 2),
  },
  {
    name: 'a publish of content that is there',
    prepare: (scene) => scene.published(2),
    run: (context, scene) => scene.publish(context, 2, 'content 0'),
  },
  {
    name: 'a publish while latest is held',
    prepare: async (scene) => {
      await scene.published(1);
      await holdTag(scene.context('eve'), { tag: 'latest' });
    },
    run: (context, scene) => scene.publish(context, 1),
  },
  {
    name: 'the first promotion',
    prepare: (scene) => scene.published(1),
    run: (context, scene) => promote(context, 'uat', scene.sha(0)),
  },
  {
    name: 'a promotion',
    prepare: async (scene) => {
      await scene.published(2);
      await promote(scene.context('eve'), 'uat', scene.sha(0));
    },
    run: (context, scene) => promote(context, 'uat', scene.sha(1)),
  },
  {
    name: 'a rollback',
    prepare: (scene) => scene.published(2),
    run: (context) => runRollback(context, 'stage'),
  },
  {
    name: 'a rollback over a hold',
    prepare: async (scene) => {
      await scene.published(3);
      await holdTag(scene.context('eve'), { tag: 'latest' }, 'audit');
    },
    run: (context) => runRollback(context, 'stage', 'cannot wait'),
  },
  {
    name: 'a rollback after a rollback',
    prepare: async (scene) => {
      await scene.published(3);
      await runRollback(scene.context('eve'), 'stage');
    },
    run: (context) => runRollback(context, 'stage', 'bad as well'),
  },
  {
    name: 'a hold',
    prepare: (scene) => scene.published(1),
    run: (context) => holdTag(context, { tag: 'latest' }, 'audit'),
  },
  {
    name: 'a hold after a hold',
    prepare: async (scene) => {
      await holdTag(scene.context('eve'), { tag: 'uat' });
      await removeHold(scene.context('eve'), { tag: 'uat' });
    },
    run: (context) => holdTag(context, { tag: 'uat' }, 'audit'),
  },
  {
    name: 'the removal of a hold',
    prepare: async (scene) => holdTag(scene.context('eve'), { tag: 'uat' }),
    run: (context) => removeHold(context, { tag: 'uat' }, 'over'),
  },
  {
    name: 'the removal of a hold, when latest moves on',
    prepare: async (scene) => {
      await scene.published(1);
      await holdTag(scene.context('eve'), { tag: 'latest' });
      await scene.publish(scene.context('ci'), 1);
    },
    run: (context) => removeHold(context, { tag: 'latest' }, 'over'),
  },
  {
    name: 'a redeploy',
    prepare: (scene) => scene.published(1),
    run: async (context) => redeploy(context, await planRedeploy(context, to(context, 'stage')), 'rotated'),
  },
  {
    name: 'a rejection',
    prepare: (scene) => scene.published(1),
    run: (context, scene) => reject(context, scene.sha(0), 'bad'),
  },
  {
    name: 'taking a rejection back',
    prepare: async (scene) => {
      await scene.published(1);
      await reject(scene.context('eve'), scene.sha(0), 'bad');
    },
    run: (context, scene) => accept(context, scene.sha(0), 'good'),
  },
  {
    name: 'a pruning',
    prepare: async (scene) => {
      await scene.published(1);
      for (const index of [1, 2]) {
        await holdTag(scene.context('eve'), { tag: 'latest' });
        await scene.publish(scene.context('ci'), index);
      }
      await removeHold(scene.context('eve'), { tag: 'latest' });
    },
    run: (context) => pruneAll(context),
  },
];

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
      const copied = { ...(await bucket.head(key, versionId))?.metadata, 'deploy-id': '' };
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
