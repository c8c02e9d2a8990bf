import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { TemporaryWorkspace } from '../../testing/temporary-workspace';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Of the compiled package, as users have it. */
const bin = resolve(__dirname, '../../../../../dist/nx-sluice/bin/sluice.cjs');
const many = join(__dirname, 'run-many.cjs');
const refuseNx = join(__dirname, 'refuse-nx.cjs');

/** Variables of whoever runs the tests, which must not reach what is tested. */
const foreign = /^(NX_|SLUICE_|AWS_|CI$|GITHUB_|GITLAB_|CODEBUILD_|BUILD_|FORCE_COLOR$|NODE_OPTIONS$)/;

/** Runs `sluice` as a shell does: another process, without a terminal, in the workspace or in a folder of it. */
export function runCommand(
  workspace: TemporaryWorkspace,
  args: string[],
  { cwd = workspace.root, program = bin }: { cwd?: string; program?: string } = {},
): Promise<Ended> {
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const own = {
    SLUICE_LOCAL_CLOUD: workspace.cloud,
    AWS_EC2_METADATA_DISABLED: 'true',
    HOME: workspace.home,
    NX_CACHE_DIRECTORY: workspace.nxCache,
  };
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['--require', refuseNx, program, ...args],
      { cwd, env: { ...Object.fromEntries(kept), ...own } },
      (_, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** Several command lines in one process, for those that would open no bucket. */
export async function runCommands(workspace: TemporaryWorkspace, lines: string[][]): Promise<Ended[]> {
  const { stdout, stderr } = await runCommand(workspace, [JSON.stringify(lines)], { program: many });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Ended[];
}
