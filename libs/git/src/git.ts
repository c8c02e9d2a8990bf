import { execFile } from 'node:child_process';

/** git could not answer at all: it is missing, or there is no repository. */
export class GitError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'GitError';
  }
}

export interface GitAnswer {
  /** git's exit code. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Milliseconds; the status of a large working tree on a cold disk takes long. */
const patience = 60_000;

/**
 * Runs git in `root` with an argument list, never through a shell, and resolves whatever its exit code.
 * @param timeout milliseconds
 * @param input what git reads on its standard input; nothing when absent
 * @throws GitError when git cannot be started, or takes too long, or when `root` is in no repository.
 */
export function git(root: string, args: string[], timeout = patience, input?: string): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      ['-C', root, ...args],
      // The locale and the pager must not change what is parsed; a reader must not fight `git add` for the index lock.
      {
        env: { ...process.env, LC_ALL: 'C', GIT_PAGER: 'cat', GIT_OPTIONAL_LOCKS: '0' },
        maxBuffer: 256 * 1024 * 1024,
        timeout,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (error?.killed && (code as unknown) === null) {
          reject(
            new GitError(
              `git ${args[0]} took longer than ${timeout / 1000} seconds, and was stopped.`,
              `Look whether git answers in ${root}, then try again.`,
              { cause: error },
            ),
          );
        } else if (typeof code !== 'number') {
          const missing = (code as unknown) === 'ENOENT';
          reject(
            new GitError(
              missing ? 'git was not found on this machine.' : `git could not be run: ${error?.message}`,
              missing ? 'Install git and make sure that it is on the PATH.' : 'Try again.',
              { cause: error },
            ),
          );
        } else if (code === 128 && /not a git repository/.test(stderr)) {
          reject(
            new GitError(
              `${root} is not inside a git repository.`,
              'Run Sluice in a clone of the repository, not in a downloaded archive of it.',
            ),
          );
        } else {
          resolve({ code, stdout, stderr });
        }
      },
    );
    // git may end before it has read everything; how it ended is what counts.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
