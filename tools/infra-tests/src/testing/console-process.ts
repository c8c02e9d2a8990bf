import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { freePort } from './free-port';

/** How long a server may take to start on a busy machine, in milliseconds. */
const timeoutMs = 120_000;

/** The release console's server, as the archive has it. */
export class ConsoleProcess {
  private constructor(
    private readonly server: ChildProcess,
    private readonly url: string,
    private readonly token: string,
  ) {}

  /**
   * With someone signed in, as `npm start` does it.
   *
   * @param main absolute path of the built server's main.js
   * @param variables how it reaches the bucket
   */
  static async startWithToken(main: string, variables: Record<string, string>): Promise<ConsoleProcess> {
    const token = randomBytes(32).toString('base64url');
    return ConsoleProcess.start(main, { ...variables, CONSOLE_TOKEN: token, CONSOLE_ACTOR: 'amy' }, token);
  }

  /** With nothing but these variables, and a port of its own. */
  static async start(main: string, variables: Record<string, string>, token = ''): Promise<ConsoleProcess> {
    const port = await freePort();
    const server = spawn(process.execPath, [main], {
      stdio: 'inherit',
      env: { LOG_LEVEL: 'error', ...variables, HOST: '127.0.0.1', PORT: String(port) },
    });
    const started = new ConsoleProcess(server, `http://127.0.0.1:${port}`, token);
    for (const deadline = Date.now() + timeoutMs; Date.now() < deadline;) {
      const answer = await fetch(`${started.url}/healthz`).catch(() => undefined);
      if (answer?.ok) return started;
      if (server.exitCode !== null) break;
      await new Promise((wake) => setTimeout(wake, 100));
    }
    await started.stop();
    throw new Error('The console did not start.');
  }

  /** What someone who is not signed in is answered. */
  async statusWithoutSession(path: string): Promise<number> {
    return (await fetch(`${this.url}${path}`)).status;
  }

  /** How long it keeps a connection that nothing comes over, as it says itself. */
  async idleSeconds(): Promise<number> {
    const { headers } = await fetch(`${this.url}/healthz`);
    return Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1]);
  }

  /** @throws when it answers anything but what was asked for, with its words. */
  async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const writing = { origin: this.url, 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(method === 'GET' ? {} : writing) },
      body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as Answer;
  }

  async stop(): Promise<void> {
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    const gone = once(this.server, 'exit');
    this.server.kill('SIGTERM');
    await gone;
  }
}
