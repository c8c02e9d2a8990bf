import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LastOutput } from './last-output';
import type { ProcessLedger } from './process-ledger';
import type { ProcessIdentity } from './process-identity';
import { identify, isAlive } from './process-identity';
import { signalGroup } from './process-group';

/** What to run: an executable and its arguments, never a shell line. */
export interface Command {
  file: string;
  args: string[];
  env: Record<string, string>;
  /** Default: the folder of the version. */
  cwd?: string;
}

export type Exit =
  { kind: 'exited'; code: number | null; signal: string | null } | { kind: 'refused'; message: string };

type WardenMessage = Exit | { kind: 'started'; pid: number };

export interface GuardedProcessOptions {
  ledger: ProcessLedger;
  /** Milliseconds between asking a server to end and making it. */
  graceMs: number;
  onLine?: (line: string) => void;
}

/** Between two looks whether a killed server is gone. */
const killPollMs = 5;

/**
 * A server under a warden: a small process between us and it that ends the server, and all that the server started,
 * when this process dies, however it dies.
 */
export class GuardedProcess {
  /** Resolves when the server and everything in its process group is gone. Never rejects. */
  readonly exited: Promise<Exit>;
  private readonly warden: ChildProcess;
  private readonly output: LastOutput;
  private told: Exit | undefined;
  private server: ProcessIdentity | undefined;

  constructor(
    command: Command & { cwd: string },
    private readonly options: GuardedProcessOptions,
  ) {
    this.output = new LastOutput(options.onLine);
    this.warden = fork(join(__dirname, 'warden.cjs'), [], {
      detached: true,
      env: ambientVariables(),
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.warden.stdout?.on('data', (piece: Buffer) => this.output.hear('stdout', piece));
    this.warden.stderr?.on('data', (piece: Buffer) => this.output.hear('stderr', piece));
    this.warden.on('message', (message: WardenMessage) => this.hear(message));
    this.exited = this.watch();
    if (this.warden.pid !== undefined) options.ledger.record(this.warden.pid, this.warden.pid);
    const env = { ...ambientVariables(), ...command.env };
    this.warden.send({ ...command, env, graceMs: options.graceMs }, () => undefined);
  }

  /** What it printed last, oldest line first. */
  get lastOutput(): string[] {
    return this.output.lines;
  }

  /** SIGTERM, then SIGKILL after the grace time. Resolves when it is gone. */
  async stop(): Promise<Exit> {
    const { pid } = this.warden;
    if (pid === undefined) return this.exited;
    const timer = new AbortController();
    const gone = this.exited.finally(() => timer.abort());
    signalGroup(pid, 'SIGTERM');
    await Promise.race([gone, delay(this.options.graceMs, undefined, timer).catch(() => undefined)]);
    if (!timer.signal.aborted) signalGroup(pid, 'SIGKILL');
    return gone;
  }

  private hear(message: WardenMessage): void {
    if (message.kind === 'started') {
      this.server = identify(message.pid);
      if (this.warden.pid !== undefined) this.options.ledger.record(this.warden.pid, message.pid);
    } else {
      this.told = message;
    }
  }

  private async watch(): Promise<Exit> {
    const { warden } = this;
    const closed = once(warden, 'close');
    try {
      const [code, signal] = (await once(warden, 'exit')) as [number | null, string | null];
      this.told ??= { kind: 'exited', code, signal };
    } catch (error) {
      this.told = { kind: 'refused', message: (error as Error).message };
      return this.told;
    }
    const { pid } = warden;
    if (pid !== undefined) {
      // The warden may have been killed alone; without a group to signal (Windows), its server ends by itself.
      signalGroup(pid, 'SIGKILL');
      while (this.server && isAlive(this.server)) await delay(killPollMs);
      this.options.ledger.forget(pid);
    }
    // A descendant that left the group can hold the pipes open for ever.
    await Promise.race([closed, delay(500, undefined, { ref: false })]);
    return this.told;
  }
}

const inherited =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SystemRoot|ComSpec|PATHEXT|USERPROFILE)$/i;

/**
 * The few variables of this process that every program needs. The rest, a developer's credentials among it, is not
 * passed on: what an environment knows is what its definition gives it.
 */
function ambientVariables(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && inherited.test(entry[0]),
    ),
  );
}
