import type { ExecutionStatus } from '../../../ports/pipelines';
import { planPromotion } from '../../promote/plan';
import { applyPromotion } from '../../promote/promote';
import { chooseTarget } from '../../../config/choose-target';
import { publish } from '../../publish/publish';
import { MemoryPipelines } from '../../../testing/memory-pipelines';
import { readHold } from '../../../tags/hold';
import { ReleaseFixture } from '../../../testing/release-fixture';
import { planRollback, rollBack } from '../rollback';

/** An app whose versions were published, promoted and rolled back. */
export class Story {
  readonly fixture = new ReleaseFixture(5);
  readonly pipelines = new MemoryPipelines();

  context(actor?: string) {
    return { ...this.fixture.context(actor), pipelines: this.pipelines };
  }

  target(env: string) {
    return chooseTarget(this.fixture.context().settings, { env });
  }

  async publish(index: number, status?: ExecutionStatus) {
    const { bucket } = this.fixture;
    await publish(this.fixture.contextAt(index), { archive: await this.fixture.archive(`content ${index}`) });
    const version = (await bucket.head('story/latest.zip'))?.versionId;
    if (status !== undefined) this.pipelines.ran('story-stage-pipeline', version, status);
  }

  async on(tag: string): Promise<string | undefined> {
    return (await this.fixture.bucket.head(`story/${tag}.zip`))?.metadata.commit;
  }

  async rollBack(env: string, reason?: string, override?: string) {
    const plan = await planRollback(this.context(), this.target(env), override);
    return rollBack(this.context('ida'), plan, reason);
  }

  async rollBackAs(actor: string, env: string, override: string) {
    const plan = await planRollback(this.context(actor), this.target(env), override);
    return rollBack(this.context(actor), plan);
  }

  hold(tag: string) {
    return readHold(this.fixture.bucket, 'story/', tag);
  }

  async promote(env: string, index: number) {
    const context = this.context();
    const plan = await planPromotion(context, this.target(env), this.fixture.sha(index));
    return applyPromotion(context, plan);
  }
}

/** Makes stories that are disposed of when the tests of the file have ended. */
export function newStories(): () => Story {
  const stories: Story[] = [];
  afterAll(() => Promise.all(stories.map(({ fixture }) => fixture.dispose())));
  return () => {
    const story = new Story();
    stories.push(story);
    return story;
  };
}
