import { planPromotion } from '../promote/plan';
import { applyPromotion } from '../promote/promote';
import { chooseTarget } from '../../config/choose-target';
import { publish } from '../publish/publish';
import { MemoryBucket } from '../../testing/memory-bucket';
import { MemoryPipelines } from '../../testing/memory-pipelines';
import { ReleaseFixture } from '../../testing/release-fixture';
import type { PublishContext, ReleaseContext } from '../../context';
import { holdTag } from '../hold/hold';
import { planPrune, prune, type PruneContext } from '../prune';
import { planRedeploy, redeploy } from '../redeploy/redeploy';
import { accept, reject } from '../reject/reject';
import { removeHold } from '../hold/unhold';
import { planRollback, rollBack } from '../rollback/rollback';

/** Packs what all scenes publish. To be disposed of at the end. */
export const packer = new ReleaseFixture();
/** A bucket and pipelines of their own for every kill, which begin with the same. */
export class Scene {
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

export interface Operation {
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
export const operations: Operation[] = [
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
