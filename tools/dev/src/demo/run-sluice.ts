import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

/** Of the compiled package, as users have it; `npm run demo` and the tests compile it first. */
const bin = resolve(__dirname, '../../../../dist/nx-sluice/bin/sluice.cjs');

/** Variables of whoever runs this, which must not reach the command. */
const foreign = /^(NX_|SLUICE_|AWS_(?!SDK_JS_)|CI$|GITHUB_|GITLAB_|CODEBUILD_|BUILD_|NODE_OPTIONS$)/;

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** A folder of the workspace. */
  cwd: string;
  env?: Record<string, string>;
}

/** Variables of a command that runs in `cwd`. */
export function environmentOf(cwd: string, env: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_EC2_METADATA_DISABLED: 'true',
    // Otherwise the Nx that it asks what changed keeps a cache below the home folder.
    NX_CACHE_DIRECTORY: join(cwd, '.nx/cache'),
    ...env,
  };
}

/** Runs the `sluice` command as a shell does: a process of its own, without a terminal to ask on. */
export function runSluice(args: string[], { cwd, env }: RunOptions): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd,
      env: environmentOf(cwd, env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const result = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        result[name] += text;
      });
    }
    child.once('error', fail);
    child.once('close', (code) => done({ code: code ?? -1, ...result }));
  });
}
