import { connectLocalCloud } from '@sluice/local-cloud';
import { accessVariables } from '@sluice/dev';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningApp } from './running-app';

interface LogLine {
  msg: string;
  audit?: { who?: string; what: string; on?: string; outcome: string; status: number };
}

/** Milliseconds until a line of the log has come through on a loaded machine. */
const timeoutMs = 30_000;

interface StartOptions {
  /** Beside those by which it finds the bucket: how people sign in, for one. */
  variables: Record<string, string>;
  /** A script that its process runs first. */
  preload?: string;
}

/** Another server of the console beside that of `npm start`, on the same cloud, whose log can be read. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
    /** What it logged so far. */
    readonly log: readonly LogLine[],
  ) {}

  static async start({ clone }: RunningApp, { variables, preload }: StartOptions): Promise<ServerProcess> {
    const cloud = await connectLocalCloud({ folder: clone.cloud });
    const main = join(clone.root, 'dist/apps/server/main.js');
    const child = spawn(process.execPath, [...(preload ? ['-r', preload] : []), main], {
      env: {
        ...clone.environment(),
        ...accessVariables({ bucket: 'sluice-local', ...cloud }),
        PORT: '0',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await cloud.close();
    const log: LogLine[] = [];
    return new ServerProcess(child, await listening(child, log), log);
  }

  /** Waits until the log tells who was refused what: `403 PUT /api/environments/:name/hold by amy`. */
  async refused(whom: string): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!this.refusals.includes(whom)) {
      if (Date.now() > deadline)
        throw new Error(`The log tells of no ${whom}, but: ${this.refusals.join('; ')}`);
      await sleep(20);
    }
  }

  private get refusals(): string[] {
    return this.log.flatMap(({ audit }) =>
      audit?.outcome === 'refused' ? [`${audit.status} ${audit.what} by ${audit.who ?? 'nobody'}`] : [],
    );
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'close');
  }
}

/** Keeps the log, and waits until it says where the server listens. */
function listening(child: ChildProcess, log: LogLine[]): Promise<string> {
  return new Promise((done, fail) => {
    let output = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (text) => {
        const line = JSON.parse(text) as LogLine;
        log.push(line);
        const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line.msg) ?? [];
        if (address !== undefined) done(address);
      });
    }
    child.once('error', fail);
    child.once('close', (code) => fail(new Error(`The server ended with ${code}:\n${output}`)));
  });
}
