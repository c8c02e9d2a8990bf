import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { FailedError, type ContentChanges } from '@sluice/release';
import { nxBinary } from './nx-binary';

const run = promisify(execFile);

/** Asks Nx itself whether a project is affected by what lies between two commits. */
export class NxContentChanges implements ContentChanges {
  constructor(private readonly root: string) {}

  async affects(project: string, base: string, head: string): Promise<boolean> {
    const args = ['show', 'projects', '--affected', `--base=${base}`, `--head=${head}`, '--json'];
    try {
      const { stdout } = await run(process.execPath, [nxBinary(), ...args], {
        cwd: this.root,
        env: { ...process.env, NX_DAEMON: 'false', FORCE_COLOR: '0' },
        maxBuffer: 64 * 1024 * 1024,
      });
      return (JSON.parse(stdout) as string[]).includes(project);
    } catch (error) {
      throw new FailedError(
        `Nx could not tell whether ${project} changed since ${base.slice(0, 8)}.`,
        'Run `npx nx show projects --affected` and mend what it says, or name a published commit with --sha.',
        { cause: error },
      );
    }
  }
}
