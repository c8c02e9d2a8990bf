import { Mutex } from 'async-mutex';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  EnvironmentDefinition,
  EnvironmentEvent,
  EnvironmentStatus,
  EnvironmentTiming,
  Version,
} from './definition';
import { defaultTiming } from './definition';
import { FrontDoor } from './door/front-door';
import { StartFailure } from './errors';
import { readJsonFile, writeJsonFile } from './files/json-file';
import { ProcessLedger } from './processes/process-ledger';
import { Server } from './server';

export interface EnvironmentOptions {
  definition: EnvironmentDefinition;
  /** Where its state is kept; made when it is not there. One process at a time may use it. */
  folder: string;
  timing?: Partial<EnvironmentTiming>;
  onEvent?(event: EnvironmentEvent): void;
}

interface Deployed {
  version: Version;
  since: string;
}

const longestPause = 64;
/** Whoever ends the local cloud does not want to wait for a stream that never ends. */
const longestClosingDrainMs = 2000;

/** Runs one version at a time behind a fixed port, and goes over to another without losing a request. */
export class Environment {
  private readonly timing: EnvironmentTiming;
  private readonly closing = new AbortController();
  private readonly mutex = new Mutex();
  private readonly retiring = new Set<Promise<void>>();
  private readonly ledger: ProcessLedger;
  private readonly stateFile: string;
  private deployed: Deployed | undefined;
  private serving: Server | undefined;
  private failure: { reason: string; lastOutput: readonly string[] } | undefined;
  private restored: Promise<void> = Promise.resolve();
  private supervision: Promise<void> = Promise.resolve();

  private constructor(
    private readonly options: EnvironmentOptions,
    private readonly door: FrontDoor,
  ) {
    this.timing = { ...defaultTiming, ...options.timing };
    this.ledger = new ProcessLedger(join(options.folder, 'processes'));
    this.stateFile = join(options.folder, 'state.json');
    this.deployed = readJsonFile(this.stateFile) as Deployed | undefined;
  }

  /**
   * Takes the public port, ends what a killed predecessor left behind, and starts what ran last in the background
   * (see {@link settled}).
   * @throws LocalCloudError when the port is taken.
   */
  static async open(options: EnvironmentOptions): Promise<Environment> {
    mkdirSync(options.folder, { recursive: true });
    const door = await FrontDoor.open(options.definition.publicPort);
    const environment = new Environment(options, door);
    await environment.ledger.reap(environment.timing.graceMs);
    environment.restore();
    return environment;
  }

  get name(): string {
    return this.options.definition.name;
  }

  get url(): string {
    return this.door.url;
  }

  /** What was deployed last, whether it runs at the moment or not. */
  get version(): Version | undefined {
    return this.deployed?.version;
  }

  status(): EnvironmentStatus {
    const { deployed, serving, failure } = this;
    const about = {
      name: this.name,
      url: this.url,
      lastOutput: serving?.lastOutput ?? failure?.lastOutput ?? [],
    };
    if (!deployed) return { ...about, state: 'empty' };
    const state = serving ? 'serving' : failure ? 'down' : 'starting';
    const { version, since } = deployed;
    return {
      ...about,
      state,
      versionId: version.id,
      variables: version.variables,
      since,
      reason: failure?.reason,
    };
  }

  /**
   * Starts the version, and moves the public port to it when it is healthy. The one before continues serving until then,
   * ends its requests in flight, and is stopped. Deployments run one after the other.
   * @throws StartFailure when the version does not come up or `signal` aborts; then nothing has changed.
   */
  deploy(version: Version, signal: AbortSignal): Promise<void> {
    return this.mutex.runExclusive(async () => {
      const server = await this.launch(version, signal);
      const since = new Date().toISOString();
      writeJsonFile(this.stateFile, { version, since });
      this.deployed = { version, since };
      this.switchTo(server);
    });
  }

  /** Resolves when what ran last is up again, or was found not to come up. */
  settled(): Promise<void> {
    return this.restored;
  }

  /** Resolves when every server that was replaced so far is gone. */
  async retired(): Promise<void> {
    await Promise.all(this.retiring);
  }

  /** Ends every server and frees the public port. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.door.close(Math.min(this.timing.drainMs, longestClosingDrainMs));
    await this.mutex.runExclusive(async () => {
      const { serving } = this;
      this.serving = undefined;
      await serving?.stop();
    });
    await Promise.all([...this.retiring, this.restored, this.supervision]);
  }

  private launch(version: Version, signal: AbortSignal): Promise<Server> {
    return Server.launch({
      definition: this.options.definition,
      version,
      timing: this.timing,
      ledger: this.ledger,
      signal: AbortSignal.any([signal, this.closing.signal]),
      onLine: (line) => this.tell({ kind: 'output', environment: this.name, versionId: version.id, line }),
    });
  }

  private switchTo(server: Server): void {
    const before = this.serving;
    this.serving = server;
    this.failure = undefined;
    this.door.pointAt(server.target);
    this.tell({ kind: 'serving', environment: this.name, versionId: server.version.id, url: this.url });
    if (before) this.retire(before);
    void server.exited.then(() => this.lost(server));
  }

  private retire(server: Server): void {
    const retirement = server.retire(this.closing.signal.aborted ? 0 : this.timing.drainMs);
    const tracked: Promise<void> = retirement.finally(() => this.retiring.delete(tracked));
    this.retiring.add(tracked);
  }

  /** The serving server ended by itself: start it again, as a service manager would. */
  private lost(server: Server): void {
    if (this.serving !== server) return;
    this.serving = undefined;
    this.fail('The server exited.', server.lastOutput);
    this.keepUp();
  }

  private restore(): void {
    if (!this.deployed) return;
    this.restored = this.mutex
      .runExclusive(() => this.startDeployed())
      .then((done) => {
        if (!done) this.keepUp();
      });
  }

  private keepUp(): void {
    this.supervision = this.supervision.then(() => this.startAgain());
  }

  private async startAgain(): Promise<void> {
    const { restartMs } = this.timing;
    for (let pause = restartMs; ; pause = Math.min(pause * 2, restartMs * longestPause)) {
      await delay(pause, undefined, { signal: this.closing.signal }).catch(() => undefined);
      if (await this.mutex.runExclusive(() => this.startDeployed())) return;
    }
  }

  /** Whether there is nothing left to try. */
  private async startDeployed(): Promise<boolean> {
    const version = this.deployed?.version;
    if (this.serving || !version || this.closing.signal.aborted) return true;
    if (!existsSync(version.folder)) {
      this.fail(`The files of the deployed version are missing (${version.folder}).`, []);
      return true;
    }
    try {
      this.switchTo(await this.launch(version, this.closing.signal));
      return true;
    } catch (error) {
      if (this.closing.signal.aborted) return true;
      this.fail((error as Error).message, error instanceof StartFailure ? error.lastOutput : []);
      return false;
    }
  }

  private fail(reason: string, lastOutput: readonly string[]): void {
    this.failure = { reason, lastOutput };
    this.door.shut(`${this.name} is not running: ${reason}`);
    const versionId = this.deployed?.version.id ?? '';
    this.tell({ kind: 'down', environment: this.name, versionId, reason, lastOutput });
  }

  private tell(event: EnvironmentEvent): void {
    this.options.onEvent?.(event);
  }
}
