import { writeArchive } from '@sluice/archive';
import { openBucket, openPipelines, type LazyPipelines, type S3Bucket } from '@sluice/aws';
import {
  CodePipelineService,
  ensureBucket,
  openLocalCloud,
  startPipelines,
  type LocalCloud,
  type PipelineDefinition,
} from '@sluice/local-cloud';
import {
  applyPromotion,
  chooseTarget,
  planPromotion,
  publish,
  resolveSettings,
  type ReleaseContext,
} from '@sluice/release';
import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CountingFaults } from './counting-faults';
import { Repository } from './repository';

const bucketName = 'shop-archives';

export const settings = resolveSettings({
  file: {
    app: 'shop-console',
    environments: {
      stage: { tag: 'latest' },
      uat: { tag: 'uat' },
      prod: { tag: 'prod', requires: ['uat'], confirm: true },
    },
  },
  env: { SLUICE_BUCKET: bucketName },
});

/** Answers health checks, and nothing else. */
const tinyServer = `
  const answer = JSON.stringify({ status: 'ok' });
  require('node:http').createServer((request, response) => response.end(answer)).listen(process.env.PORT, '127.0.0.1');`;

interface OpenOptions {
  withPipelines?: boolean;
  /** Whose content it has. */
  from?: Cloud;
}

/** The whole of it on this machine: a repository, a bucket, and with `pipelines` what deploys from it. */
export class Cloud {
  private archives = 0;

  private constructor(
    readonly folder: string,
    readonly local: LocalCloud,
    readonly faults: CountingFaults,
    readonly repository: Repository,
    readonly bucket: S3Bucket,
    readonly pipelines: LazyPipelines,
  ) {}

  static async open({ withPipelines = false, from }: OpenOptions = {}): Promise<Cloud> {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-server-cloud-'));
    if (from) await cp(join(from.folder, 'cloud'), join(folder, 'cloud'), { recursive: true });
    const faults = new CountingFaults();
    const service = new CodePipelineService();
    const local = await openLocalCloud({
      folder: join(folder, 'cloud'),
      faults,
      announce: false,
      services: () => [service],
    });
    await ensureBucket(local, bucketName);
    if (withPipelines) {
      await startPipelines({
        store: local.store,
        folder: join(folder, 'pipelines'),
        service,
        definitions: definitions(),
        pollMs: 20,
        timing: { healthIntervalMs: 20, drainMs: 500, graceMs: 500 },
      });
    }
    const { endpoint, region, accessKeyId, secretAccessKey } = local;
    const address = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
    const cloud = new Cloud(
      folder,
      local,
      faults,
      await Repository.create(from?.repository.folder),
      openBucket({ bucket: bucketName, ...address }),
      openPipelines({
        ...address,
        whenMissing: { noPipelines: 'Start them.', otherPipelines: 'Restart them.' },
      }),
    );
    cloud.archives = from?.archives ?? 0;
    return cloud;
  }

  /** Another one with the same content, which goes its own way from here: to copy costs less than to publish. */
  copy(): Promise<Cloud> {
    return Cloud.open({ from: this });
  }

  context(actor = 'amy'): ReleaseContext {
    return {
      settings,
      bucket: this.bucket,
      pipelines: this.pipelines,
      commits: this.repository,
      changes: { affects: async () => true },
      project: 'app',
      prefix: 'shop-console/',
      actor,
      report: () => undefined,
    };
  }

  /** Commits, packs and publishes, as CI does; stage follows. `content`: of which archive before. */
  async publish(subject: string, content?: number): Promise<string> {
    const commit = await this.repository.commit(subject);
    const number = content ?? (this.archives += 1);
    const source = join(this.folder, `file-${number}`);
    await writeFile(source, `content ${number}`);
    const archive = join(this.folder, `${number}.zip`);
    const files = [{ path: `app/server/part-${number}.js`, file: source }];
    await writeArchive({ root: this.folder, files, output: archive });
    await publish(
      { ...this.context(), checkout: this.repository, build: { builder: 'local' } },
      { archive, allowStale: true },
    );
    return commit;
  }

  /** Promotes as the command does. */
  async promote(environment: string, commit: string): Promise<string | undefined> {
    const context = this.context('grace');
    const plan = await planPromotion(context, chooseTarget(settings, { env: environment }), commit);
    return (await applyPromotion(context, plan, 'by the command')).versionId;
  }

  async close(): Promise<void> {
    this.bucket.close();
    await this.pipelines.close();
    await this.local.close();
    await this.repository.remove();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function definitions(): PipelineDefinition[] {
  return settings.environments.map(({ name, tag, pipeline }) => ({
    name: pipeline,
    source: { bucket: bucketName, key: `shop-console/${tag}.zip` },
    build: async ({ file, folder, metadata }) => {
      await mkdir(folder, { recursive: true });
      await copyFile(file, join(folder, 'archive.zip'));
      await writeFile(join(folder, 'server.cjs'), tinyServer);
      return { variables: { commit: metadata.commit ?? '' } };
    },
    deploy: {
      name,
      publicPort: 0,
      healthPath: '/healthz',
      command: (folder) => ({ file: process.execPath, args: [join(folder, 'server.cjs')], env: {} }),
    },
  }));
}
