import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GitRepository } from '@sluice/git';
import { FailedError, shortSha, type Bucket } from '@sluice/release';
import { localBucket, openConfiguredBucket, readSettings } from 'nx-sluice';
import { openLocalApp, type LocalApp } from '../local-app/local-app';
import { runNx } from '../processes/run-nx';
import { tellOfABadVersion } from './bad-version';
import { Narrator } from './narrator';
import { runSluice } from './run-sluice';

/** How long an environment may take to come up, in milliseconds. */
const patience = 60_000;

const unknownSha = 'deadbeef'.repeat(5);

/** Tells the whole story once, with the real commands, on a bucket in a temporary folder. */
export class Demo {
  private constructor(
    private readonly narrator: Narrator,
    private readonly root: string,
    private readonly app: LocalApp,
    private readonly commit: string,
    private readonly isDirty: boolean,
  ) {}

  static async tell(root: string): Promise<void> {
    const repository = new GitRepository(root);
    const commit = await repository.resolve('HEAD');
    if (commit === undefined) {
      throw new FailedError(
        'This repository has no commit yet.',
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
    const narrator = new Narrator();
    let app: LocalApp | undefined;
    try {
      app = await openLocalApp({ settings, folder, port: 0, publicPort: () => 0 });
      await new Demo(narrator, root, app, commit, isDirty).chaptersInOrder();
    } finally {
      await app?.close();
      await rm(folder, { recursive: true, force: true });
    }
    await tellOfABadVersion(narrator);
    narrator.say('\nDone: a good version came up, a bad one was taken back, and the next one followed.');
  }

  private async chaptersInOrder(): Promise<void> {
    const dirty = this.isDirty ? ['--allowDirty'] : [];
    this.narrator.chapter('Pack what the client and the server built into one archive');
    await this.nx(['run', 'app:package']);

    this.narrator.chapter('Publish it under its commit, and watch stage follow');
    await this.nx(['run', 'app:publish', '--watch', ...dirty]);

    this.narrator.chapter('Publish again: the same content, so nothing is written');
    const before = await this.versions();
    await this.nx(['run', 'app:publish', ...dirty]);
    const added = (await this.versions()) - before;
    if (added !== 0)
      throw new FailedError(`${added} object versions were written.`, 'Report this as a bug of Sluice.');
    this.narrator.say('Seen in the bucket: no object version was added.');

    this.narrator.chapter('Promote it to uat: a copy inside the bucket, and watch uat follow');
    await this.nx(['run', 'app:promote', '--env=uat', '--reason=demo', '--watch', '--yes']);

    this.narrator.chapter('Promote a commit that was never published: refused');
    await this.nx(['run', 'app:promote', '--env=uat', `--sha=${unknownSha}`, '--yes'], 'fails');

    this.narrator.chapter('What is where');
    await this.showEnvironments();
    await this.prove('stage');
    await this.prove('uat');
    this.narrator.say(
      `\n${shortSha(this.commit)} was packed, published and promoted; stage and uat serve it.`,
    );
  }

  private async nx(args: string[], expected: 'works' | 'fails' = 'works'): Promise<void> {
    this.narrator.say(`$ npx nx ${args.join(' ')}`);
    const code = await runNx([...args, '--outputStyle=static'], {
      root: this.root,
      env: { SLUICE_LOCAL_CLOUD: this.app.cloud.folder, SLUICE_BUCKET: '' },
    });
    if ((code === 0) === (expected === 'works')) return;
    throw new FailedError(
      `"nx ${args.join(' ')}" ended with exit code ${code}, which the story does not expect.`,
      'Read what it says above.',
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
    const { bucket, close } = await openConfiguredBucket(await this.settings(), this.root);
    try {
      return await use(bucket);
    } finally {
      await close();
    }
  }

  private settings() {
    const env = { ...process.env, SLUICE_LOCAL_CLOUD: this.app.cloud.folder, SLUICE_BUCKET: '' };
    return readSettings(this.root, env, {});
  }

  private async showEnvironments(): Promise<void> {
    this.narrator.say('$ npx sluice status');
    const env = { SLUICE_LOCAL_CLOUD: this.app.cloud.folder, SLUICE_BUCKET: '' };
    const { code } = await runSluice(['status'], { cwd: this.root, env, isShown: true });
    if (code !== 0) throw new FailedError(`"sluice status" ended with ${code}.`, 'Read what it says above.');
    this.narrator.say(`  (bucket ${localBucket} at ${this.app.cloud.endpoint})`);
  }

  /** Asks the environment itself, not the bucket, until its pipeline has brought the commit up. */
  private async prove(environment: string): Promise<void> {
    const url = `${this.app.pipelines.urls[environment]}/healthz`;
    const deadline = Date.now() + patience;
    for (;;) {
      const commit = await servedCommit(url);
      if (commit === this.commit) {
        this.narrator.say(`  ${environment}: GET ${url} answered commit ${commit}`);
        return;
      }
      if (Date.now() > deadline) {
        const state = this.app.pipelines.status().find((one) => one.environment.name === environment);
        throw new FailedError(
          `${environment} answers ${commit ?? 'nothing'} and not ${this.commit}; its pipeline ${state?.latest?.status ?? 'never ran'}.`,
          `Its server's last words: ${state?.environment.lastWords.join(' | ') || 'none'}.`,
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
