import { AnsweringSluice, WorkspaceClone, type Ended } from '@sluice/dev';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const start = ['-r', '@swc-node/register', 'tools/dev/src/start/main.ts', '--port=0', '--console=0'];

/** Milliseconds until a line has come through on a loaded machine. */
const timeoutMs = 30_000;

/** The real `npm start`, in a temporary clone of the working tree with a git history and a cloud of its own. */
export class RunningApp {
  private readonly commands = new AnsweringSluice();

  private constructor(
    readonly clone: WorkspaceClone,
    private readonly child: ChildProcess,
    /** The console's, as it was printed: with the token. */
    readonly address: string,
    private readonly printed: { text: string },
  ) {}

  /** Builds, publishes the clone's first commit, and waits until its addresses are printed. */
  static async start(): Promise<RunningApp> {
    const clone = new WorkspaceClone();
    clone.git('commit', '-q', '--amend', '-m', 'Open the shop');
    const child = spawn(process.execPath, start, {
      cwd: clone.root,
      env: clone.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      const printed = listen(child);
      return new RunningApp(clone, child, await printedAddress(child, printed), printed);
    } catch (error) {
      clone.dispose();
      throw error;
    }
  }

  /** `http://127.0.0.1:4300` */
  get origin(): string {
    return new URL(this.address).origin;
  }

  /**
   * Commits a change of the archive's content, packs and publishes it; stage follows.
   *
   * @param prelude JavaScript that its server runs before anything else
   * @returns the commit
   */
  async publish(subject: string, { prelude = '' } = {}): Promise<string> {
    this.clone.append('aws/README.md', 'Another change.\n');
    const commit = this.clone.commit(subject);
    const main = join(this.clone.root, 'dist/apps/server/main.js');
    const built = readFileSync(main);
    try {
      writeFileSync(main, Buffer.concat([Buffer.from(`${prelude}\n`), built]));
      await this.sluice('package');
    } finally {
      writeFileSync(main, built);
    }
    // The server was changed after its build, so nothing can prove what it was built from.
    await this.sluice('publish', '--allow-stale');
    return commit;
  }

  /** Runs the `sluice` command in the workspace. @throws Error when it does not exit with 0. */
  async sluice(...args: string[]): Promise<Ended> {
    const { cloud, root } = this.clone;
    const ended = await this.commands.run(args, { cwd: root, env: { SLUICE_LOCAL_CLOUD: cloud } });
    if (ended.code === 0) return ended;
    throw new Error(`sluice ${args.join(' ')} ended with ${ended.code}:\n${ended.stderr}`);
  }

  /** The object that a command prints with --json. */
  async read<T>(...args: string[]): Promise<T> {
    return JSON.parse((await this.sluice(...args, '--json')).stdout) as T;
  }

  /** Waits until it has printed this, in the terminal that it runs in. */
  async untilPrinted(text: string): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!this.printed.text.includes(text)) {
      if (Date.now() > deadline)
        throw new Error(`npm start never printed ${text}, but:\n${this.printed.text}`);
      await sleep(20);
    }
  }

  async stop(): Promise<void> {
    await this.commands.close();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'close');
    }
    this.clone.dispose();
  }
}

/** Keeps what it prints. */
function listen(child: ChildProcess): { text: string } {
  const printed = { text: '' };
  const hear = (text: string) => void (printed.text += text);
  child.stdout?.setEncoding('utf8').on('data', hear);
  child.stderr?.setEncoding('utf8').on('data', hear);
  return printed;
}

/** @throws Error with all that was printed, when it ends before. */
function printedAddress(child: ChildProcess, printed: { text: string }): Promise<string> {
  return new Promise((done, fail) => {
    child.stdout?.on('data', () => {
      const [, address] = /^ *console +(http\S+)$/m.exec(printed.text) ?? [];
      if (address !== undefined && printed.text.includes('Ctrl-C stops everything.')) done(address);
    });
    child.once('error', fail);
    child.once('close', (code) => fail(new Error(`npm start ended with ${code}:\n${printed.text}`)));
  });
}
