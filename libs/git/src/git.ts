import { AsyncLocalStorage } from 'node:async_hooks';
import { spawn } from 'node:child_process';
import { failureOf } from './failures';
import { GitError } from './git-error';

export interface GitAnswer {
  /** git's exit code. */
  code: number;
  stdout: string;
  stderr: string;
}

export interface GitOptions {
  /** Milliseconds. */
  timeout?: number;
  /** What git reads from its standard input. */
  input?: string;
  /** Variables beside those of this process. */
  env?: Record<string, string>;
}

/** Milliseconds; the status of a large working tree on a cold disk takes long. */
const timeoutMs = 60_000;

const shared = new AsyncLocalStorage<Map<string, Promise<GitAnswer>>>();

/**
 * Makes what works at the same time ask git once for the same. All of it sees the repository as it was when the first one
 * asked.
 * @returns what has to do the work of each
 */
export function sharingAnswers(): <T>(work: () => T) => T {
  const answers = new Map<string, Promise<GitAnswer>>();
  return (work) => shared.run(answers, work);
}

/**
 * Runs git in `root` with an argument list, never through a shell, and resolves whatever its exit code.
 * @throws GitError when git cannot be started, takes too long, or cannot use the repository at all: there is none, it
 *   belongs to someone else, it is bare or damaged.
 */
export function git(root: string, args: string[], options: GitOptions = {}): Promise<GitAnswer> {
  const answers = shared.getStore();
  if (answers === undefined) return run(root, args, options);
  const question = JSON.stringify([root, args, options.input, options.env]);
  const answer = answers.get(question) ?? run(root, args, options);
  answers.set(question, answer);
  return answer;
}

function run(
  root: string,
  args: string[],
  { timeout = timeoutMs, input, env }: GitOptions,
): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-C', root, ...args], {
      // The locale and the pager must not change what is parsed; a reader must not fight `git add` for the index lock.
      env: { ...process.env, ...env, LC_ALL: 'C', GIT_PAGER: 'cat', GIT_OPTIONAL_LOCKS: '0' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const result: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill();
    }, timeout);
    child.stdout.on('data', (chunk: Buffer) => result.stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => result.stderr.push(chunk));
    // git may end before it has read everything; its exit code says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(notStarted(error));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (isLate) return reject(tooLate(root, args, timeout));
      if (code === null) return reject(ended(args));
      const stdout = Buffer.concat(result.stdout).toString('utf8');
      const stderr = Buffer.concat(result.stderr).toString('utf8');
      const failure = code === 0 ? undefined : failureOf(root, stderr);
      if (failure) reject(failure);
      else resolve({ code, stdout, stderr });
    });
  });
}

/** What git printed. @throws GitError when it exited with anything but 0. */
export function outputOf([name]: string[], { code, stdout, stderr }: GitAnswer): string {
  if (code === 0) return stdout;
  throw new GitError(
    `git ${name} failed: ${stderr.trim().split('\n')[0] || `exit code ${code}`}`,
    'Run `git status` here and fix what it reports.',
  );
}

/** The same, of a run that is still to come. */
export async function gitOutput(root: string, args: string[], options?: GitOptions): Promise<string> {
  return outputOf(args, await git(root, args, options));
}

function notStarted(error: NodeJS.ErrnoException): GitError {
  return error.code === 'ENOENT'
    ? new GitError(
        'git was not found on this machine.',
        'Install git and make sure that it is on the PATH.',
        { cause: error },
      )
    : new GitError(`git could not be run: ${error.message}`, 'Try again.', { cause: error });
}

function tooLate(root: string, [name]: string[], timeout: number): GitError {
  return new GitError(
    `git ${name} took longer than ${timeout / 1000} seconds, and was stopped.`,
    `Check that git works in ${root}, then try again.`,
  );
}

function ended([name]: string[]): GitError {
  return new GitError(`git ${name} was stopped by a signal.`, 'Try again.');
}
