import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const thisRepository = resolve(__dirname, '../../../..');

/** Variables of the run that these tests are part of, which must not reach the Nx that they start. */
const foreign = /^(NX_|SLUICE_|AWS_|CI$|GITHUB_|JEST_WORKER_ID$|NODE_ENV$|FORCE_COLOR$)/;

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both, for messages of failing tests. */
  output: string;
}

/** A copy of this repository's files as they are now, new ones too, with a git history of its own. */
export class WorkspaceClone {
  readonly root: string;
  /** The folder of its local cloud. */
  readonly cloud: string;
  /** Of all that is started here; empty from first to last. */
  private readonly home: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'sluice-scenario-'));

  /** @param isKept whether a file of this repository is to be there, by its path from the root */
  constructor(
    private readonly variables: Record<string, string> = {},
    isKept: (path: string) => boolean = () => true,
  ) {
    this.root = join(this.folder, 'workspace');
    this.cloud = join(this.folder, 'cloud');
    this.home = join(this.folder, 'home');
    mkdirSync(this.home);
    const paths = filesToCopy().filter(isKept);
    for (const folder of new Set(paths.map(dirname))) mkdirSync(join(this.root, folder), { recursive: true });
    for (const path of paths) copyFileSync(join(thisRepository, path), join(this.root, path));
    symlinkSync(join(thisRepository, 'node_modules'), join(this.root, 'node_modules'));
    this.git('init', '-q', '-b', 'main');
    // The pattern of .gitignore is for a folder, and here it is a link.
    appendFileSync(join(this.root, '.git/info/exclude'), 'node_modules\n');
    // What this repository has committed is not compressed again.
    writeFileSync(join(this.root, '.git/objects/info/alternates'), `${objectsOfRepository()}\n`);
    appendFileSync(
      join(this.root, '.git/config'),
      '[user]\n\tname = Amy Anderson\n\temail = amy@example.org\n',
    );
    this.commit('the whole workspace');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.root, encoding: 'utf8' }).trim();
  }

  /** Commits everything, and returns the sha. */
  commit(subject: string): string {
    this.git('add', '-A');
    this.git('commit', '-q', '-m', subject);
    return this.git('rev-parse', 'HEAD');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  append(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    appendFileSync(join(this.root, path), text);
  }

  read(path: string): Promise<Buffer> {
    return readFile(join(this.root, path));
  }

  /** Runs Nx as a person would; `umask` is that of the process. */
  nx(args: string[], { env = {}, umask = '022' } = {}): Promise<Finished> {
    return new Promise((done, fail) => {
      const words = ['-c', `umask ${umask}; exec "$@"`, 'sh', process.execPath, nxProgram(), ...args];
      const child = spawn('sh', words, {
        cwd: this.root,
        env: { ...this.environment(), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const texts = { stdout: '', stderr: '', output: '' };
      for (const name of ['stdout', 'stderr'] as const) {
        child[name].setEncoding('utf8').on('data', (chunk: string) => {
          texts[name] += chunk;
          texts.output += chunk;
        });
      }
      child.once('error', fail);
      child.once('close', (code) => done({ code, ...texts }));
    });
  }

  /** @throws Error when something was written below the home folder, where it would be the user's. */
  dispose(): void {
    const written = readdirSync(this.home, { recursive: true });
    rmSync(this.folder, { recursive: true, force: true });
    if (written.length > 0) throw new Error(`Written below the home folder: ${written.join(', ')}`);
  }

  /** Variables of a process that works in this workspace. */
  environment(): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
    return {
      ...Object.fromEntries(inherited),
      HOME: this.home,
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      // Half of what a process of Nx costs is the processes that its plugins get.
      NX_ISOLATE_PLUGINS: 'false',
      NX_CACHE_DIRECTORY: join(this.folder, 'nx-cache'),
      NX_WORKSPACE_DATA_DIRECTORY: join(this.folder, 'nx-data'),
      SLUICE_LOCAL_CLOUD: this.cloud,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...this.variables,
    };
  }
}

function objectsOfRepository(): string {
  const args = ['rev-parse', '--path-format=absolute', '--git-path', 'objects'];
  return execFileSync('git', args, { cwd: thisRepository, encoding: 'utf8' }).trim();
}

/** What git tracks or would track, as far as it is there. */
function filesToCopy(): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { cwd: thisRepository, encoding: 'utf8' }).split('\0');
  return [...new Set(listed)].filter(
    (path) => path !== '' && path !== 'node_modules' && existsSync(join(thisRepository, path)),
  );
}

function nxProgram(): string {
  return require.resolve('nx/bin/nx', { paths: [thisRepository] });
}
