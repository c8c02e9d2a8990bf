import type { CheckFinding } from '@sluice/contract';
import type { EventRule } from '../../../ports/event-rules';
import { publish } from '../../publish/publish';
import { MemoryPipelines } from '../../../testing/memory-pipelines';
import { ReleaseFixture } from '../../../testing/release-fixture';
import { runDoctor } from '../examine';

const tags = { stage: 'latest', uat: 'uat', qa: 'uat', prod: 'prod' };

export const environmentNames = Object.keys(tags);

export const pipelineArn = (name: string) =>
  `arn:aws:codepipeline:us-east-1:000000000000:story-${name}-pipeline`;

/** What a role is told that lacks a permission. */
export const refusal = Object.assign(new Error('Access denied.'), {
  kind: 'access-denied',
  remedy: 'Get access.',
});

/** A setup with nothing wrong, for a test to break. */
export class HealthySetup {
  readonly fixture = new ReleaseFixture(2);
  pipelines = new MemoryPipelines();
  /** The rules by the ARN of their target; nothing: they may not be read. */
  rules: Map<string, EventRule[]> | undefined = new Map();

  constructor() {
    for (const [name, tag] of Object.entries(tags)) this.addPipeline(name, tag);
  }

  /** With something published, as after a while. */
  static async open(): Promise<HealthySetup> {
    const setUp = new HealthySetup();
    const { fixture } = setUp;
    await publish(fixture.context(), { archive: await fixture.archive('content') });
    const published = await fixture.bucket.head('story/latest.zip');
    setUp.pipelines.ran('story-stage-pipeline', published?.versionId, 'Succeeded');
    return setUp;
  }

  /** A pipeline with the rule that starts it. */
  addPipeline(name: string, tag: string, more: object = {}): void {
    const key = `story/${tag}.zip`;
    const arn = pipelineArn(name);
    this.pipelines.add(`story-${name}-pipeline`, { key, pipelineArn: arn, ...more });
    const pattern = JSON.stringify({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: ['memory'] }, object: { key: [key] } },
    });
    this.rules?.set(arn, [{ name: `story-${name}-start`, isEnabled: true, pattern }]);
  }

  /** What the bucket is asked with such a key is refused, as to a role that lacks the permission. */
  refuse(method: 'putText' | 'copy' | 'list' | 'versions' | 'tags' | 'head', matches = /./): void {
    const { bucket } = this.fixture;
    const asked = bucket[method].bind(bucket) as (...args: unknown[]) => never;
    Object.assign(bucket, {
      [method]: (...args: unknown[]) => {
        const key = String(method === 'copy' ? args[1] : args[0]);
        if (!matches.test(key)) return asked(...args);
        if (method === 'list') throw refusal;
        return Promise.reject(refusal);
      },
    });
  }

  async findings(change: object = {}): Promise<CheckFinding[]> {
    const context = this.fixture.context();
    const settings = { ...context.settings, region: 'us-east-1', bucket: 'memory' };
    const { rules, pipelines } = this;
    const targeting = async (arn: string) => {
      if (rules === undefined) throw refusal;
      return rules.get(arn) ?? [];
    };
    const { bucket } = this.fixture;
    return runDoctor({ ...context, bucket, settings, pipelines, rules: { targeting }, ...change });
  }

  async troubles(change?: object): Promise<CheckFinding[]> {
    return (await this.findings(change)).filter(({ state }) => state !== 'ok');
  }
}
