import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export interface Place {
  cwd: string;
  /** All variables: none of those of the tests is added. */
  env: NodeJS.ProcessEnv;
}

/** What the process prints after a command, on both streams. */
const ending = /\0(\d+)\n$/;

/** One process, which runs one command line at a time. */
class Answerer {
  private readonly child: ChildProcess;
  private texts = { stdout: '', stderr: '' };
  private done: (ended: Ended) => void = () => undefined;

  constructor() {
    const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
    this.child = fork(join(__dirname, 'answer-sluice.cjs'), [], { stdio: [...stdio], execArgv: [] });
    for (const name of ['stdout', 'stderr'] as const) {
      this.child[name]?.setEncoding('utf8').on('data', (text: string) => {
        this.texts[name] += text;
        this.finish();
      });
    }
    // A command may end its process, and is no different then from one that has a process of its own.
    this.child.once('close', (code) => this.done({ code: code ?? -1, ...this.texts }));
  }

  get isGone(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  run(args: string[], { cwd, env }: Place): Promise<Ended> {
    return new Promise((done) => {
      this.texts = { stdout: '', stderr: '' };
      this.done = done;
      this.child.send({ args, cwd, env });
    });
  }

  async end(): Promise<void> {
    if (this.isGone) return;
    // Where the parent disconnects, "close" is never emitted.
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }

  private finish(): void {
    const { stdout, stderr } = this.texts;
    const code = ending.exec(stdout)?.[1];
    if (code === undefined || !ending.test(stderr)) return;
    this.done({ code: Number(code), stdout: stdout.replace(ending, ''), stderr: stderr.replace(ending, '') });
  }
}

/**
 * Runs command lines of the compiled `sluice` without a terminal, in processes that stay: most of what a process costs is
 * the packages that it loads. It is for tests that run dozens, and are about what a command prints and does.
 */
export class AnsweringSluice {
  private readonly all: Answerer[] = [];
  private readonly idle: Answerer[] = [];

  /** Several at once get a process each. */
  async run(args: string[], place: Place): Promise<Ended> {
    const answerer = this.idle.pop() ?? this.add(new Answerer());
    const ended = await answerer.run(args, place);
    if (!answerer.isGone) this.idle.push(answerer);
    return ended;
  }

  /** Ends the processes. */
  async close(): Promise<void> {
    await Promise.all(this.all.splice(0).map((answerer) => answerer.end()));
  }

  private add(answerer: Answerer): Answerer {
    this.all.push(answerer);
    return answerer;
  }
}
