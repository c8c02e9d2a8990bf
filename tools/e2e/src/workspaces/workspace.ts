import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openBucket } from '@sluice/aws';
import { localBucket } from '@sluice/composition';
import type { Served } from '@sluice/contract';
import { connectLocalCloud, ensureBucket } from '@sluice/local-cloud';
import { answers } from './answers';

/** What the person who starts this has set must not reach the workspaces, npm's settings for scripts least of all. */
const foreign = /^(NX_|SLUICE_|AWS_|CI$|GITHUB_|GITLAB_|CODEBUILD_|npm_|INIT_CWD)/i;

/** A workspace of someone else, in a folder of its own. */
export class Workspace {
  readonly root: string;
  private readonly env: NodeJS.ProcessEnv;

  /** @param home an empty folder */
  constructor(
    readonly home: string,
    name: string,
    registry: string,
    tools: string,
  ) {
    this.root = join(home, name);
    const identity = join(home, '.gitconfig');
    writeFileSync(
      identity,
      '[user]\nname = Amy Anderson\nemail = amy@example.org\n[init]\ndefaultBranch = main\n',
    );
    const own = Object.entries(process.env).filter(([key]) => !foreign.test(key));
    this.env = {
      ...Object.fromEntries(own),
      PATH: `${tools}/node_modules/.bin:${process.env.PATH ?? ''}`,
      GIT_CONFIG_GLOBAL: identity,
      NPM_CONFIG_REGISTRY: registry,
      NPM_CONFIG_AUDIT: 'false',
      NPM_CONFIG_FUND: 'false',
      NPM_CONFIG_YES: 'true',
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      NX_CACHE_DIRECTORY: join(home, 'nx-cache'),
      NX_NO_CLOUD: 'true',
      NEXT_TELEMETRY_DISABLED: '1',
      NO_COLOR: '1',
      FORCE_COLOR: '0',
    };
  }

  write(path: string, content: string | object): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(
      join(this.root, path),
      typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`,
    );
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /**
   * Runs lines of a shell, each only if those before it succeeded.
   * @returns all that was printed
   * @throws Error with all that was printed when a line fails.
   */
  sh(lines: string, folder = this.root): Promise<string> {
    console.log(lines.replace(/^/gm, '  $ '));
    return new Promise((resolve, reject) => {
      // `set -e` continues after a failure in front of `&&`.
      const script = lines.replace(/$/gm, ' || exit');
      const child = spawn('bash', ['-uo', 'pipefail', '-c', script], {
        cwd: folder,
        env: this.env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      child.once('error', reject);
      child.once('close', (code) =>
        code === 0 ? resolve(output) : reject(new Error(`${output}\nIt ended with ${code}.`)),
      );
    });
  }

  /**
   * Serves the environments and the console with `sluice start`, on free ports, while something is done with them.
   * @param use gets the address of an environment by `app/name`, and where the local cloud is
   * @throws Error with all that was printed when it ends before they are served.
   */
  async served(
    use: (urlOf: (environment: string) => string, served: Served) => Promise<void>,
  ): Promise<void> {
    await this.serving<Served>('start', ['--console=0'], async (served) => {
      await answers(served.console ?? '', /<title>/);
      const urlOf = (environment: string) => {
        const found = served.environments.find(({ app, name }) => `${app}/${name}` === environment);
        if (found === undefined) throw new Error(`Nothing serves ${environment}.`);
        return found.url;
      };
      await use(urlOf, served);
    });
  }

  /** Serves the console alone, and asks it for its page. */
  async openConsole(): Promise<void> {
    await this.serving<{ url: string }>('console', [], async ({ url }) => {
      await answers(url, /<title>/);
    });
  }

  /** Runs a command of `sluice` on free ports until something is done with what it prints as JSON. */
  private async serving<T>(
    command: string,
    args: string[],
    use: (printed: T) => Promise<void>,
  ): Promise<void> {
    console.log(`  $ npx sluice ${command}`);
    const program = join(this.root, 'node_modules/nx-sluice/bin/sluice.cjs');
    const child = spawn(process.execPath, [program, command, '--port=0', ...args, '--json'], {
      cwd: this.root,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    try {
      await use(await firstJson<T>(child.stdout));
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${errors}`, { cause: error });
    } finally {
      child.kill('SIGINT');
      await ended;
    }
  }

  /** Every version in the bucket of the local cloud, as `key version`, sorted. */
  async versions(): Promise<string[]> {
    const cloud = await connectLocalCloud({ folder: join(this.root, '.sluice') });
    await ensureBucket(cloud, localBucket);
    const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
    const bucket = openBucket({
      bucket: localBucket,
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
    });
    const found: string[] = [];
    for await (const { key } of bucket.list(''))
      for (const { versionId } of await bucket.versions(key)) found.push(`${key} ${versionId}`);
    bucket.close();
    await cloud.close();
    return found.sort();
  }
}

async function firstJson<T>(output: NodeJS.ReadableStream): Promise<T> {
  let text = '';
  for await (const chunk of output) {
    text += String(chunk);
    try {
      return JSON.parse(text) as T;
    } catch {
      // More of it is to come.
    }
  }
  throw new Error(`It ended before it served anything: ${text}`);
}
