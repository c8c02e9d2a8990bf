import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Target } from './door/target';
import { loopback } from './door/loopback';
import type { EnvironmentDefinition, EnvironmentTiming, Version } from './definition';
import { StartFailure } from './errors';
import { untilHealthy } from './health';
import type { Exit } from './processes/guarded-process';
import { GuardedProcess } from './processes/guarded-process';
import type { ProcessLedger } from './processes/process-ledger';

export interface LaunchOptions {
  definition: EnvironmentDefinition;
  version: Version;
  timing: EnvironmentTiming;
  ledger: ProcessLedger;
  signal: AbortSignal;
  onLine(line: string): void;
}

const portAttempts = 3;

/** One version's running server. */
export class Server {
  readonly target: Target;

  private constructor(
    readonly version: Version,
    port: number,
    private readonly process: GuardedProcess,
  ) {
    this.target = new Target(port);
  }

  /**
   * Starts it on a free port and waits until it is healthy.
   * @throws StartFailure when it is not; then nothing of it is left.
   */
  static async launch(options: LaunchOptions): Promise<Server> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await launchOnce(options, (port, process) => new Server(options.version, port, process));
      } catch (error) {
        const portWasTaken =
          error instanceof StartFailure &&
          error.reason === 'exited' &&
          error.lastOutput.some((line) => line.includes('EADDRINUSE'));
        if (!portWasTaken || attempt === portAttempts) throw error;
      }
    }
  }

  get exited(): Promise<Exit> {
    return this.process.exited;
  }

  get lastOutput(): string[] {
    return this.process.lastOutput;
  }

  stop(): Promise<Exit> {
    return this.process.stop();
  }

  /** Lets the requests in flight end, and ends those that never would, then stops. */
  async retire(drainMs: number): Promise<void> {
    this.target.endStreams();
    await this.target.idle(drainMs);
    await this.stop();
  }
}

async function launchOnce(
  options: LaunchOptions,
  finish: (port: number, process: GuardedProcess) => Server,
): Promise<Server> {
  const { definition, version, timing, signal } = options;
  if (signal.aborted) throw aborted();
  const port = await freePort();
  const process = start(options, port);
  const asking = new AbortController();
  const stopAsking = () => asking.abort();
  signal.addEventListener('abort', stopAsking, { once: true });
  try {
    const ended = process.exited.then((exit) => exit);
    const health = untilHealthy({
      port,
      path: definition.healthPath,
      acceptsAnyAnswer: definition.acceptsAnyAnswer,
      expect: definition.expect?.(version.variables),
      timeoutMs: timing.healthTimeoutMs,
      intervalMs: timing.healthIntervalMs,
      signal: asking.signal,
    });
    const first = await Promise.race([
      health.then((problem) => ({ problem })),
      ended.then((exit) => ({ exit })),
    ]);
    if (signal.aborted) throw aborted();
    if ('exit' in first) throw exitFailure(first.exit, process.lastOutput);
    if (first.problem !== undefined)
      throw unhealthy(timing.healthTimeoutMs, first.problem, process.lastOutput);
    return finish(port, process);
  } catch (error) {
    await process.stop();
    throw error;
  } finally {
    stopAsking();
    signal.removeEventListener('abort', stopAsking);
  }
}

function start({ definition, version, timing, ledger, onLine }: LaunchOptions, port: number): GuardedProcess {
  const { name: environment } = definition;
  const context = { environment, port, versionId: version.id, variables: version.variables };
  const command = definition.command(version.folder, context);
  const env = { PORT: String(port), HOST: loopback, ...command.env };
  const options = { ledger, graceMs: timing.graceMs, onLine };
  return new GuardedProcess({ ...command, cwd: command.cwd ?? version.folder, env }, options);
}

function exitFailure(exit: Exit, lastOutput: string[]): StartFailure {
  if (exit.kind === 'refused') {
    return new StartFailure(
      'not-startable',
      `The server could not be started: ${exit.message}.`,
      'Check the start command, and that the archive contains the files that it needs.',
    );
  }
  const how = exit.signal === null ? `with code ${exit.code}` : `by ${exit.signal}`;
  return new StartFailure(
    'exited',
    `The server exited ${how} before it was healthy.`,
    'Fix the failure shown in its last output and publish again.',
    lastOutput,
  );
}

function unhealthy(timeoutMs: number, problem: string, lastOutput: string[]): StartFailure {
  return new StartFailure(
    'unhealthy',
    `The server was not healthy within ${timeoutMs / 1000} s: ${problem}.`,
    'Check that it responds to its health check in time, with its own commit and digest.',
    lastOutput,
  );
}

function aborted(): StartFailure {
  return new StartFailure('aborted', 'The start was canceled.', 'Start it again.');
}

/** A port on loopback that nobody listens on right now; someone else may be faster to take it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, loopback);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
