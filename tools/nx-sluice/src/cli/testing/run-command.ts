import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { AnsweringSluice, type Ended, type Place } from '../../testing/answering-sluice';
import type { TemporaryWorkspace } from '../../testing/temporary-workspace';

export type { Ended };

/** Of the compiled package, as users have it. */
const bin = resolve(__dirname, '../../../../../dist/nx-sluice/bin/sluice.cjs');
const refuseNx = join(__dirname, '../../testing/refuse-nx.cjs');

/** Variables of whoever runs the tests, which must not reach what is tested. */
const foreign = /^(NX_|SLUICE_|AWS_|CI$|GITHUB_|GITLAB_|CODEBUILD_|BUILD_|FORCE_COLOR$|NODE_OPTIONS$)/;

/** Where a command runs: in the workspace or in a folder of it, with its local cloud. */
export function placeIn(workspace: TemporaryWorkspace, cwd = workspace.root): Place {
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const own = {
    SLUICE_LOCAL_CLOUD: workspace.cloud,
    AWS_EC2_METADATA_DISABLED: 'true',
    HOME: workspace.home,
    NX_CACHE_DIRECTORY: workspace.nxCache,
  };
  return { cwd, env: { ...Object.fromEntries(kept), ...own } };
}

/** Runs `sluice` as a shell does: another process, without a terminal, in the workspace or in a folder of it. */
export function runCommand(
  workspace: TemporaryWorkspace,
  args: string[],
  { cwd, program = bin }: { cwd?: string; program?: string } = {},
): Promise<Ended> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['--require', refuseNx, program, ...args],
      placeIn(workspace, cwd),
      (_, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** Several command lines, one after the other, in one process. */
export async function runCommands(workspace: TemporaryWorkspace, lines: string[][]): Promise<Ended[]> {
  const answering = new AnsweringSluice();
  try {
    const ended: Ended[] = [];
    for (const args of lines) ended.push(await answering.run(args, placeIn(workspace)));
    return ended;
  } finally {
    await answering.close();
  }
}
