import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBucket, type S3Bucket } from '@sluice/aws';
import {
  CodePipelineService,
  ensureBucket,
  type FaultPlan,
  openLocalCloud,
  startPipelines,
  type LocalCloud,
  type PipelineDefinition,
} from '@sluice/local-cloud';
import { TemporaryWorkspace, type Executor, type RunResult } from './temporary-workspace';

/** The bucket of the app in the first cloud, and that of prod in the second. */
const homeBucket = 'acme-archives';
const placeBucket = 'acme-prod';

/**
 * One account beside another: two servers, whose keys are not the same, so that neither can copy from the other. The
 * commands of a workspace have the keys of the first, and for prod a profile with those of the second.
 */
export class TwoClouds {
  readonly workspace = new TemporaryWorkspace();
  readonly shas: string[] = [];

  private constructor(
    readonly folder: string,
    readonly first: LocalCloud,
    readonly second: LocalCloud,
    readonly home: S3Bucket,
    readonly place: S3Bucket,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /**
   * @param environments of sluice.json, by name; what they are given besides prod's bucket
   * @param faults of the second cloud
   * @param pipelines the environments of each cloud whose pipeline runs
   */
  static async open({
    environments,
    faults,
    pipelines,
  }: {
    environments: { prod: object } & Record<string, object>;
    faults?: FaultPlan;
    pipelines?: { first: readonly string[]; second: readonly string[] };
  }): Promise<TwoClouds> {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-two-clouds-'));
    const opened = async (name: 'first' | 'second', bucket: string, more: { faults?: FaultPlan }) => {
      const at = join(folder, name);
      const service = new CodePipelineService();
      const cloud = await openLocalCloud({ folder: at, announce: false, services: () => [service], ...more });
      await ensureBucket(cloud, bucket);
      const definitions = (pipelines?.[name] ?? []).map((environment) => definition(environment, bucket));
      if (definitions.length > 0)
        await startPipelines({
          service,
          store: cloud.store,
          folder: join(at, 'codepipeline'),
          definitions,
          pollMs: 20,
          timing: { healthIntervalMs: 10, healthTimeoutMs: 10_000, drainMs: 20, graceMs: 200 },
        });
      return cloud;
    };
    const first = await opened('first', homeBucket, {});
    const second = await opened('second', placeBucket, { faults });
    const credentials = join(folder, 'credentials');
    writeFileSync(
      credentials,
      `[acme-prod]\naws_access_key_id = ${second.accessKeyId}\naws_secret_access_key = ${second.secretAccessKey}\n`,
    );
    const env = {
      SLUICE_LOCAL_CLOUD: '',
      AWS_REGION: first.region,
      AWS_ENDPOINT_URL: first.endpoint,
      AWS_ACCESS_KEY_ID: first.accessKeyId,
      AWS_SECRET_ACCESS_KEY: first.secretAccessKey,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_CONFIG_FILE: join(folder, 'none'),
    };
    const clouds = new TwoClouds(
      folder,
      first,
      second,
      bucketOf(first, homeBucket),
      bucketOf(second, placeBucket),
      env,
    );
    const own = { bucket: placeBucket, endpoint: second.endpoint, profile: 'acme-prod' };
    const prod = { tag: 'prod', ...own, ...environments.prod };
    clouds.workspace.write(
      'sluice.json',
      JSON.stringify({ app: 'story', bucket: homeBucket, environments: { ...environments, prod } }),
    );
    return clouds;
  }

  /** Publishes a commit for each content. */
  async publish(...contents: string[]): Promise<void> {
    for (const content of contents) {
      this.shas.push(this.workspace.commit(content));
      await this.workspace.pack(content);
      done(await this.workspace.publish({}, { env: this.env }));
    }
  }

  run<Options>(executor: Executor<Options>, options: Options): Promise<RunResult> {
    return this.workspace.run(executor, options, { env: this.env });
  }

  /** The key of a published archive. */
  archive(index: number): string {
    return `story/${this.shas[index]}.zip`;
  }

  async close(): Promise<void> {
    for (const bucket of [this.home, this.place]) bucket.close();
    for (const cloud of [this.first, this.second]) await cloud.close();
    rmSync(this.folder, { recursive: true });
    this.workspace.dispose();
  }
}

function bucketOf({ endpoint, region, accessKeyId, secretAccessKey }: LocalCloud, bucket: string): S3Bucket {
  return openBucket({ bucket, endpoint, region, credentials: { accessKeyId, secretAccessKey } });
}

/** A pipeline that deploys a server, whatever the archive has in it. Its environment has the name of its tag. */
function definition(environment: string, bucket: string): PipelineDefinition {
  const server = `require('node:http').createServer((_, response) => response.end('{}')).listen(process.env.PORT, '127.0.0.1');`;
  return {
    name: `story-${environment}-pipeline`,
    source: { bucket, key: `story/${environment}.zip` },
    build: async ({ file, folder }) => {
      copyFileSync(file, join(folder, 'app.zip'));
      writeFileSync(join(folder, 'server.cjs'), server);
      return { summary: 'Taken as it is' };
    },
    deploy: {
      name: environment,
      publicPort: 0,
      command: (folder) => ({ file: process.execPath, args: [join(folder, 'server.cjs')], env: {} }),
      healthPath: '/healthz',
      expect: () => ({}),
    },
  };
}

/** @throws {Error} with what the command said, when it failed. */
export function done(result: RunResult): RunResult {
  if (!result.success) throw new Error(result.stderr + result.stdout);
  return result;
}
