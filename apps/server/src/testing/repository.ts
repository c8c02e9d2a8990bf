import { GitRepository } from '@sluice/git';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A real repository in a temporary folder. */
export class Repository extends GitRepository {
  private constructor(readonly folder: string) {
    super(folder);
  }

  /** @param from the folder of another one, to be copied; absent: it is empty */
  static async create(from?: string): Promise<Repository> {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-server-git-'));
    if (from !== undefined) await cp(from, folder, { recursive: true });
    else await run('git', ['-C', folder, 'init', '--quiet', '--initial-branch=main']);
    return new Repository(folder);
  }

  async commit(subject: string): Promise<string> {
    const identity = [
      '-c',
      'user.name=Grace',
      '-c',
      'user.email=grace@example.org',
      '-c',
      'commit.gpgsign=false',
    ];
    const message = ['commit', '--quiet', '--allow-empty', '--cleanup=verbatim', '-m', subject];
    await run('git', ['-C', this.folder, ...identity, ...message]);
    return (await this.resolve('HEAD')) ?? '';
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
