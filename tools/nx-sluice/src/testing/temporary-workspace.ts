import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { openBucket } from '@sluice/aws';
import { connectLocalCloud, ensureBucket } from '@sluice/local-cloud';
import packageArchive from '../executors/package-archive/package-archive.impl';
import publishS3 from '../executors/publish-s3/publish-s3.impl';
import type { PublishS3Options } from '../executors/publish-s3/schema';
import { localBucket } from '@sluice/composition';
import { GitWorkspace } from './git-workspace';

export const settings = {
  app: 'story',
  environments: {
    stage: { tag: 'latest' },
    uat: { tag: 'uat' },
    prod: { tag: 'prod', requires: ['uat'], confirm: true },
  },
};

/** Variables of whoever runs the tests, which must not reach what is tested. */
const foreign = /^(NX_|SLUICE_|AWS_(?!SDK_JS_)|CI$|GITHUB_|GITLAB_|CODEBUILD_|BUILD_)/;

export interface RunResult {
  success: boolean;
  stdout: string;
  stderr: string;
}

export type Executor<Options> = (options: Options, context: ExecutorContext) => Promise<{ success: boolean }>;

/** A workspace with a git history, sluice.json and a local cloud, in a temporary folder. */
export class TemporaryWorkspace extends GitWorkspace {
  /** Nx would keep one below the home folder. */
  readonly nxCache = join(this.folder, 'nx-cache');
  /** Of all that is started here; empty from first to last. */
  readonly home = join(this.folder, 'home');

  constructor() {
    super('sluice-executor-', { 'sluice.json': JSON.stringify(settings), '.gitignore': 'dist/\n' });
    mkdirSync(this.home);
    this.commit('first commit');
  }

  /** Packs an app whose one built file says `content` into dist/app.zip. */
  async pack(content: string): Promise<void> {
    this.write('dist/app/main.js', content);
    const options = { output: 'dist/app.zip', assets: [{ input: 'dist/app', output: 'app/server' }] };
    const { success, stderr } = await this.run(packageArchive, options);
    if (!success) throw new Error(stderr);
  }

  context(more: Partial<ExecutorContext> = {}): ExecutorContext {
    return {
      root: this.root,
      cwd: this.root,
      isVerbose: false,
      projectName: 'app',
      targetName: 'target',
      projectsConfigurations: { version: 2, projects: {} },
      nxJsonConfiguration: {},
      projectGraph: { nodes: {}, dependencies: {} },
      ...more,
    };
  }

  /** Publishes as in a run of Nx that has packed dist/app.zip before. */
  publish(
    options: Partial<PublishS3Options> = {},
    { env, context }: { env?: NodeJS.ProcessEnv; context?: Partial<ExecutorContext> } = {},
  ): Promise<RunResult> {
    const taskGraph = {
      tasks: {
        'app:package': {
          target: { project: 'app', target: 'package' },
          outputs: ['dist/app.zip', 'dist/app.zip.json'],
        },
      },
      dependencies: { 'app:target': ['app:package'], 'app:package': [] },
    } as unknown as TaskGraph;
    const targets = { package: { executor: 'nx-sluice:package-archive' } };
    const projectGraph = {
      nodes: { app: { type: 'app', name: 'app', data: { root: '.', targets } } },
      dependencies: {},
    } as const;
    const all = { archive: 'dist/app.zip', ...options };
    return this.run(publishS3, all, { env, context: { taskGraph, projectGraph, ...context } });
  }

  /** Of all that runs here. */
  variables(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
    return {
      ...Object.fromEntries(kept),
      SLUICE_LOCAL_CLOUD: this.cloud,
      AWS_EC2_METADATA_DISABLED: 'true',
      HOME: this.home,
      NX_CACHE_DIRECTORY: this.nxCache,
      ...more,
    };
  }

  /** Calls an executor as Nx does, and listens to what it says. */
  async run<Options>(
    executor: Executor<Options>,
    options: Options,
    { env = {}, context = {} }: { env?: NodeJS.ProcessEnv; context?: Partial<ExecutorContext> } = {},
  ): Promise<RunResult> {
    const before = process.env;
    process.env = this.variables(env);
    const result = { stdout: '', stderr: '' };
    const listening = (['stdout', 'stderr'] as const).map((name) =>
      jest.spyOn(process[name], 'write').mockImplementation((text, ...more: unknown[]) => {
        result[name] += String(text);
        // Whoever writes may wait until it is written.
        const written = more.find((one) => typeof one === 'function') as (() => void) | undefined;
        written?.();
        return true;
      }),
    );
    try {
      return { ...(await executor(options, this.context(context))), ...result };
    } finally {
      listening.forEach((spy) => spy.mockRestore());
      process.env = before;
    }
  }

  /** Every version in the local cloud's bucket, as `key version`, sorted. */
  async versions(): Promise<string[]> {
    const cloud = await connectLocalCloud({ folder: this.cloud });
    await ensureBucket(cloud, localBucket);
    const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
    const credentials = { accessKeyId, secretAccessKey };
    const bucket = openBucket({ bucket: localBucket, endpoint, region, credentials });
    const found: string[] = [];
    for await (const { key } of bucket.list('')) {
      for (const { versionId } of await bucket.versions(key)) found.push(`${key} ${versionId}`);
    }
    bucket.close();
    await cloud.close();
    return found.sort();
  }

  /** @throws Error when something was written below the home folder, where it would be the user's. */
  override dispose(): void {
    const written = readdirSync(this.home, { recursive: true });
    super.dispose();
    if (written.length > 0) throw new Error(`Written below the home folder: ${written.join(', ')}`);
  }
}
