import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBucket, FaultPlan, openLocalCloud, type Fault, type LocalCloud } from '@sluice/local-cloud';
import { AwsAnswers, AwsRefusal } from '../../../testing/aws-answers';
import { settings } from '../../../testing/temporary-workspace';

export const bucket = 'releases';
export const plainBucket = 'keeps-no-versions';

/** The source of a pipeline, as its definition says it. */
interface Source {
  S3ObjectKey: string;
  PollForSourceChanges: string;
}

/**
 * What AWS would answer about a healthy setup, over HTTP: a bucket, a pipeline for each environment, and a rule that
 * starts each. A test breaks one thing of it.
 */
export class HealthyCloud {
  /** By the name of the pipeline. */
  sources: Record<string, Source> = {};
  /** Names of the rules by the name of the pipeline that they start. */
  rules: Record<string, string[]> = {};

  private constructor(
    private readonly cloud: LocalCloud,
    private readonly faults: FaultPlan,
    private readonly aws: AwsAnswers,
  ) {
    this.repair();
    const source = (input: Record<string, string>) => {
      const found = this.sources[input.pipelineName ?? input.name ?? ''];
      if (found === undefined) throw new AwsRefusal('PipelineNotFoundException');
      return found;
    };
    aws.answers = {
      'CodePipeline.GetPipeline': (input) => definition(input.name ?? '', source(input)),
      'CodePipeline.GetPipelineState': (input) => source(input) && { stageStates: [] },
      'CodePipeline.ListPipelineExecutions': (input) => source(input) && { pipelineExecutionSummaries: [] },
      'AWSEvents.ListRuleNamesByTarget': ({ TargetArn = '' }) => ({
        RuleNames: this.rules[TargetArn.split(':').at(-1) ?? ''] ?? [],
      }),
      'AWSEvents.DescribeRule': ({ Name = '' }) => ({ Name, State: 'ENABLED', EventPattern: pattern(Name) }),
    };
  }

  static async open(): Promise<HealthyCloud> {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-doctor-'));
    const faults = new FaultPlan();
    const cloud = await openLocalCloud({ folder, faults, announce: false });
    await ensureBucket(cloud, bucket);
    await cloud.store.buckets.create(plainBucket);
    return new HealthyCloud(cloud, faults, await AwsAnswers.open());
  }

  /** What a person would set to reach it. */
  get env(): NodeJS.ProcessEnv {
    return {
      SLUICE_LOCAL_CLOUD: '',
      SLUICE_BUCKET: bucket,
      AWS_REGION: this.cloud.region,
      AWS_ENDPOINT_URL_S3: this.cloud.endpoint,
      AWS_ENDPOINT_URL_CODEPIPELINE: this.aws.endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: this.aws.endpoint,
      AWS_ACCESS_KEY_ID: this.cloud.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.cloud.secretAccessKey,
    };
  }

  /** Makes all sound again. */
  repair(): void {
    this.faults.clear();
    const each = Object.entries(settings.environments).map(([name, { tag }]) => ({
      pipeline: `story-${name}-pipeline`,
      rule: tag,
      source: { S3ObjectKey: `story/${tag}.zip`, PollForSourceChanges: 'false' },
    }));
    this.sources = Object.fromEntries(each.map(({ pipeline, source }) => [pipeline, source]));
    this.rules = Object.fromEntries(each.map(({ pipeline, rule }) => [pipeline, [rule]]));
  }

  /** From now on, every request that this matches is hit. */
  always(...faults: Omit<Fault, 'times'>[]): void {
    for (const fault of faults) this.faults.add({ ...fault, times: Infinity });
  }

  /** The keys that are there, hidden ones too. */
  keys(): string[] {
    return this.cloud.store.buckets.keys(bucket);
  }

  async close(): Promise<void> {
    await this.aws.close();
    await this.cloud.close();
    await rm(this.cloud.folder, { recursive: true, force: true });
  }
}

function definition(name: string, source: Source): object {
  const action = {
    name: 'Source',
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
    configuration: { S3Bucket: bucket, ...source },
  };
  return {
    pipeline: { name, stages: [{ name: 'Source', actions: [action] }] },
    metadata: { pipelineArn: `arn:aws:codepipeline:us-east-1:000000000000:${name}` },
  };
}

/** A rule is named after the tag that it is about. */
function pattern(tag: string): string {
  const detail = { bucket: { name: [bucket] }, object: { key: [`story/${tag}.zip`] } };
  return JSON.stringify({ source: ['aws.s3'], 'detail-type': ['Object Created'], detail });
}
