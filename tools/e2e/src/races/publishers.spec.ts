import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SampleWorkspace } from '@sluice/dev';
import { ensureBucket, openLocalCloud } from '@sluice/local-cloud';

jest.setTimeout(900_000);

const bin = resolve(__dirname, '../../../../dist/nx-sluice/bin/sluice.cjs');
const bucket = 'sluice-local';
const contents = ['x', 'y', 'z'];

/** All of them take more than a minute of both cores: `.ci/run` asks for them, `npm test` plays a few. */
const schedules = process.env.SLUICE_TEST_SCHEDULES === undefined ? 2 : 50;

/** Repeatable: a schedule that fails is played again by its number. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Publisher {
  ended: Promise<{ code: number | null; stderr: string }>;
  kill(): void;
}

/** Publishes what is checked out in `cwd`, in a process of its own. */
function publisher(cwd: string, cloud: string): Publisher {
  const env = { ...process.env, SLUICE_LOCAL_CLOUD: cloud, SLUICE_BUCKET: '', CI: '' };
  const child = spawn(process.execPath, [bin, 'publish', '--allow-stale'], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((done) => {
    child.once('close', (code) => done({ code, stderr }));
  });
  return { ended, kill: () => child.kill('SIGKILL') };
}

/** One archive for each content; publishing binds it to a commit. */
const packed = new SampleWorkspace();
const archives = new Map<string, string>();
beforeAll(async () => {
  for (const content of contents) {
    packed.commitServer(content);
    const child = spawn(process.execPath, [bin, 'package'], { cwd: packed.root, stdio: 'ignore' });
    await new Promise((done) => child.once('close', done));
    const copy = join(packed.cloud, `../${content}.zip`);
    copyFileSync(join(packed.root, 'dist/app.zip'), copy);
    archives.set(content, copy);
  }
});
afterAll(() => packed.dispose());

/** Commits with reverts among them, each checked out in a work tree of its own with its archive packed. */
function history(workspace: SampleWorkspace, random: () => number) {
  const commits: { content: string; tree: string }[] = [];
  for (let index = 0; index < 5; index += 1) {
    const isRevert = index >= 2 && random() < 0.3;
    const content = isRevert
      ? (commits[index - 2]?.content ?? 'x')
      : (contents[Math.floor(random() * contents.length)] ?? 'x');
    const sha = workspace.commitServer(content);
    const tree = join(workspace.cloud, `../tree-${index}`);
    workspace.git('worktree', 'add', '-q', '--detach', tree, sha);
    mkdirSync(join(tree, 'dist'), { recursive: true });
    copyFileSync(archives.get(content) ?? '', join(tree, 'dist/app.zip'));
    commits.push({ content, tree });
  }
  return commits;
}

/** @returns the content of latest in the end, and that of the newest commit. */
async function play(seed: number): Promise<{ latest?: string; newest?: string }> {
  const random = randomOf(seed);
  const workspace = new SampleWorkspace();
  const cloud = await openLocalCloud({ folder: workspace.cloud });
  try {
    await ensureBucket(cloud, bucket);
    const commits = history(workspace, random);
    const digests = new Map<string, string>();
    const failed: string[] = [];
    const plans = commits.map(({ tree }) => ({
      tree,
      delay: random() * 300,
      isKilled: random() < 0.3,
      after: random() * 500,
    }));
    const started = plans.map(async ({ tree, delay, isKilled, after }) => {
      await sleep(delay);
      const process = publisher(tree, workspace.cloud);
      if (isKilled) setTimeout(() => process.kill(), 100 + after).unref();
      const { code, stderr } = await process.ended;
      if (code !== 0 && !isKilled) failed.push(stderr);
    });
    await Promise.all(started);
    // Whoever was killed is started again, as CI does, in any order.
    for (const { tree } of plans.filter(({ isKilled }) => isKilled).sort(() => random() - 0.5)) {
      const { code, stderr } = await publisher(tree, workspace.cloud).ended;
      if (code !== 0) failed.push(stderr);
    }
    expect(failed).toEqual([]);
    for (const [index, { content }] of commits.entries()) {
      const sha = workspace.git('rev-parse', `HEAD~${commits.length - 1 - index}`);
      const archive = cloud.store.currentVersion(bucket, `story/${sha}.zip`);
      digests.set(content, archive?.metadata['digest'] ?? `no archive of ${index}`);
    }
    const latest = cloud.store.currentVersion(bucket, 'story/latest.zip')?.metadata['digest'];
    return { latest, newest: digests.get(commits.at(-1)?.content ?? '') };
  } finally {
    await cloud.close();
    workspace.dispose();
  }
}

it.each(Array.from({ length: schedules }, (_, index) => 20_261_129 + index))(
  'leaves the newest content on latest, whichever publisher is slow or killed (schedule %i)',
  async (seed) => {
    const { latest, newest } = await play(seed);
    expect(latest).toMatch(/^[0-9a-f]{64}$/);
    expect(latest).toBe(newest);
  },
);
