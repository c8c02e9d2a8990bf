import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GitRepository } from '@sluice/git';
import { type Bucket, SluiceError } from '@sluice/release';
import {
  exitCodes,
  openConfiguredBackend,
  openLocalApp,
  readSettings,
  runNx,
  ToolLog,
  type LocalApp,
} from 'nx-sluice';
import { taskOutput } from '../processes/task-output';
import { showBadVersion } from './bad-version';
import { runSluice } from './run-sluice';
import { Steps, type Expected } from './steps';

/** How long an environment may take to come up, in milliseconds. */
const timeoutMs = 60_000;

const unknownSha = 'deadbeef'.repeat(5);

/** Ships this repository's own app with the real commands, on a bucket in a temporary folder. */
export class Demo {
  private constructor(
    private readonly steps: Steps,
    private readonly log: ToolLog,
    private readonly root: string,
    private readonly app: LocalApp,
    private readonly commit: string,
    private readonly isDirty: boolean,
  ) {}

  static async run(root: string): Promise<void> {
    const repository = new GitRepository(root);
    const commit = await repository.resolve('HEAD');
    if (commit === undefined) {
      throw new SluiceError(
        'failed',
        'This repository has no commits yet.',
        'Commit something, then run the demo again.',
      );
    }
    const isDirty = (await repository.uncommitted()).length > 0;
    const folder = await mkdtemp(join(tmpdir(), 'sluice-demo-'));
    const settings = await readSettings(
      root,
      { ...process.env, SLUICE_LOCAL_CLOUD: folder, SLUICE_BUCKET: '' },
      {},
    );
    const log = new ToolLog('sluice-demo');
    const steps = new Steps(log);
    steps.say(`The demo deploys the release console of Sluice, then a small app, on this machine only.`);
    steps.say(`Complete output of all commands: ${log.path}`);
    let app: LocalApp | undefined;
    try {
      app = await openLocalApp({ apps: [settings], folder, port: 0, publicPort: () => 0 });
      await new Demo(steps, log, root, app, commit, isDirty).shipThisApp();
    } finally {
      await app?.close();
      await rm(folder, { recursive: true, force: true });
    }
    await showBadVersion(steps, log);
    steps.say('\nDone. `npm start` serves the environments and the console until Ctrl-C.');
  }

  private async shipThisApp(): Promise<void> {
    const { steps } = this;
    // HEAD may be on a branch that is not merged, and this cloud is nobody else's.
    const anyCommit = ['--force', ...(this.isDirty ? ['--allowDirty'] : [])];
    steps.step('Pack what the client and the server built into one archive');
    await this.nx(['run', 'app:package'], { show: 1 });

    steps.step('Publish the archive and watch it deploy to stage');
    await this.nx(['run', 'app:publish', '--watch', ...anyCommit], { show: 2 });

    steps.step('Publish again: the content is unchanged, so nothing is written');
    const before = await this.versions();
    await this.nx(['run', 'app:publish', ...anyCommit], { show: 1 });
    const added = (await this.versions()) - before;
    if (added !== 0)
      throw new SluiceError(
        'failed',
        `${added} object versions were written.`,
        'Report this as a bug of Sluice.',
      );

    steps.step('Promote the commit to uat and watch the deployment');
    await this.nx(['run', 'app:promote', '--env=uat', '--reason=demo', '--watch', '--yes'], { show: 2 });

    steps.step('Promote a commit that was not published: refused');
    const unknown = ['run', 'app:promote', '--env=uat', `--sha=${unknownSha}`, '--yes'];
    await this.nx(unknown, { codes: [exitCodes.failed], show: 2 });

    steps.step('Show the status, and check that the environments serve it');
    const env = { SLUICE_LOCAL_CLOUD: this.app.cloud.folder, SLUICE_BUCKET: '' };
    await steps.run('npx sluice status', () => this.sluice(['status'], env), { show: 12 });
    await this.prove('stage');
    await this.prove('uat');
  }

  private async sluice(argv: string[], env: Record<string, string>) {
    const { code, stdout, stderr } = await runSluice(argv, { cwd: this.root, env });
    this.log.write(`${stdout}${stderr}`);
    return { code, lines: stdout.trimEnd().split('\n') };
  }

  private async nx(args: string[], expected: Expected): Promise<void> {
    const env = { SLUICE_LOCAL_CLOUD: this.app.cloud.folder, SLUICE_BUCKET: '' };
    await this.steps.run(
      `npx nx ${args.join(' ')}`,
      async () => {
        const { code, output } = await runNx(args, { root: this.root, env, log: this.log });
        return { code, lines: taskOutput(output, args[1] ?? '') };
      },
      expected,
    );
  }

  private async versions(): Promise<number> {
    let count = 0;
    await this.withBucket(async (bucket) => {
      for await (const { key } of bucket.list('')) count += (await bucket.versions(key)).length;
    });
    return count;
  }

  private async withBucket<T>(use: (bucket: Bucket) => Promise<T>): Promise<T> {
    const env = { ...process.env, SLUICE_LOCAL_CLOUD: this.app.cloud.folder, SLUICE_BUCKET: '' };
    const settings = await readSettings(this.root, env, {});
    const { bucket, close } = await openConfiguredBackend(settings, this.root);
    try {
      return await use(bucket);
    } finally {
      await close();
    }
  }

  /** Asks the environment itself, not the bucket, until its pipeline has deployed the commit. */
  private async prove(environment: string): Promise<void> {
    const url = `${this.app.pipelines.urls[environment]}/healthz`;
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const commit = await servedCommit(url);
      if (commit === this.commit) {
        this.steps.say(`   GET ${url} of ${environment}: commit ${commit}`);
        return;
      }
      if (Date.now() > deadline) {
        const state = this.app.pipelines.status().find((one) => one.environment.name === environment);
        throw new SluiceError(
          'failed',
          `${environment} serves commit ${commit ?? 'unknown'} instead of ${this.commit}; its pipeline: ${state?.latest?.status ?? 'no execution'}.`,
          `Last output of its server: ${state?.environment.lastOutput.join(' | ') || 'none'}.`,
        );
      }
      await sleep(100);
    }
  }
}

async function servedCommit(url: string): Promise<string | undefined> {
  const answer = await fetch(url).catch(() => undefined);
  if (!answer?.ok) return undefined;
  return ((await answer.json()) as { commit?: string }).commit;
}
