import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exportCommit, GitRepository } from '@sluice/git';
import { type ContentChanges, SluiceError, shortSha } from '@sluice/release';
import { nxBinary } from './nx-binary';

const run = promisify(execFile);

/** Asks Nx itself whether a project is affected by what lies between two commits. */
export class NxContentChanges implements ContentChanges {
  constructor(private readonly root: string) {}

  async affects(project: string, base: string, head: string): Promise<boolean> {
    try {
      const isCheckedOut = (await new GitRepository(this.root).resolve('HEAD')) === head;
      return isCheckedOut
        ? await isAffected(project, { root: this.root, base, head })
        : await this.isAffectedAt(project, base, head);
    } catch (error) {
      if (error instanceof SluiceError) throw error;
      throw new SluiceError(
        'changes-unknown',
        `Nx could not determine whether ${project} changed since ${shortSha(base)}.`,
        'Run `npx nx show projects --affected` and fix what it reports, or pass a published commit with --sha.',
        { cause: error },
      );
    }
  }

  /** Nx knows the graph of what is on the disk, so another commit is put there, with the packages that are installed. */
  private async isAffectedAt(project: string, base: string, head: string): Promise<boolean> {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-commit-'));
    try {
      const { root, env } = await exportCommit(this.root, head, folder);
      await symlink(join(this.root, 'node_modules'), join(root, 'node_modules'), 'junction');
      const data = {
        NX_WORKSPACE_DATA_DIRECTORY: join(folder, 'data'),
        NX_CACHE_DIRECTORY: join(folder, 'cache'),
        NX_WORKSPACE_ROOT_PATH: root,
      };
      return await isAffected(project, { root, base, head, env: { ...env, ...data } });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

interface Range {
  /** The workspace as it is at `head`. */
  root: string;
  base: string;
  head: string;
  env?: Record<string, string>;
}

async function isAffected(project: string, { root, base, head, env }: Range): Promise<boolean> {
  const affected = await projectsOf(root, ['--affected', `--base=${base}`, `--head=${head}`], env);
  if (affected.includes(project)) return true;
  // What Nx does not know is never affected, which would make any archive stand in.
  if ((await projectsOf(root, [], env)).includes(project)) return false;
  throw new SluiceError(
    'unknown-project',
    `Nx has no project "${project}" at ${shortSha(head)}, so it cannot determine whether it changed.`,
    'Set "project" in sluice.json to the Nx project that publishes the app, or pass a published commit with --sha.',
  );
}

async function projectsOf(
  root: string,
  which: string[],
  env: Record<string, string> = {},
): Promise<string[]> {
  const { stdout } = await run(process.execPath, [nxBinary(), 'show', 'projects', ...which, '--json'], {
    cwd: root,
    // Started for one answer, Nx would take longer to start a process for each plugin than these save.
    env: { NX_ISOLATE_PLUGINS: 'false', ...process.env, NX_DAEMON: 'false', FORCE_COLOR: '0', ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as string[];
}
