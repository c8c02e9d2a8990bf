import type { Session } from '@sluice/contract';
import { prefixFor, systemClock, tagKey, decodeMetadata, type Bucket, type Clock } from '@sluice/release';
import type { Commits, ReadPublicKey, ReleaseContext, Pipelines, Settings } from '@sluice/release';
import { readFirstBoard } from '../board/first-board';
import { readBoard } from '../board/read-board';
import { Activity } from '../board/activity';
import { openLive, type Snapshot } from '../board/live';
import type { Poller } from '../board/poller';
import { Memory } from '../cache/shared-cache';
import { CachingBucket } from '../cache/caching-bucket';
import { CachingCommits } from '../cache/caching-commits';
import { CachingPipelines } from '../cache/caching-pipelines';
import { repositoryPages } from '../links/repository-pages';
import { Background } from '../releases/background';
import { PublishedCommits } from '../releases/published-commits';
import { ReleaseIndex } from '../releases/release-index';
import type { ReleaseSources } from '../releases/release-pages';
import { TagHistories } from '../releases/tag-pasts';
import { defaultFrequency, type Frequency } from './frequency';

export interface Ports {
  bucket: Bucket;
  pipelines: Pipelines;
  /** A clone of the repository; absent where there is none. */
  commits?: Commits;
  /** Reads the keys that sluice.json trusts. */
  readPublicKey?: ReadPublicKey;
}

export interface ConsoleOptions extends Partial<Frequency> {
  settings: Settings;
  ports: Ports;
  clock?: Clock;
  onFailure(error: unknown): void;
}

/** Milliseconds that a browser takes to load a page that nobody has opened before. */
const loadingMs = 1_500;

/** Everything that the API tells and does, for one bucket and its pipelines. */
export class Console {
  readonly live: Poller<Snapshot>;
  readonly releases: ReleaseSources;
  /** Ports that remember, to look through. */
  readonly look: ReleaseContext;
  private origin: string | undefined;
  private isListed = false;
  /** Grows with each operation: no listing reports a rejection. */
  private writes = 0;
  private readonly activity: Activity;
  private readonly background = new Background();
  private readonly bucket: CachingBucket;
  private readonly pipelines: CachingPipelines;

  constructor(private readonly options: ConsoleOptions) {
    const { settings, ports, clock = systemClock, onFailure } = options;
    const { pace, lifetimes } = { ...defaultFrequency, ...options };
    const prefix = prefixFor(settings.app);
    const memory = new Memory(clock);
    this.activity = new Activity(clock);
    this.bucket = new CachingBucket(ports.bucket, prefix, memory, lifetimes);
    this.pipelines = new CachingPipelines(ports.pipelines, memory, lifetimes, (pipeline) =>
      this.activity.isBusy(pipeline),
    );
    const { bucket, pipelines, background } = this;
    const commits = new CachingCommits(ports.commits ?? new PublishedCommits(bucket, prefix), memory);
    this.look = this.contextOf({ bucket, pipelines, commits });
    const index = new ReleaseIndex(bucket, ports.bucket, prefix, background, onFailure);
    const pasts = new TagHistories(bucket, ports.bucket, settings, prefix, background, onFailure);
    this.releases = { context: this.look, index, pasts, current: () => this.current() };
    this.live = openLive({
      readBoard: () => background.first(() => this.readBoard(index)),
      readReleases: async () => {
        // While the first listing is under way, the board does not wait for it either.
        const archives = this.isListed ? await index.list() : index.latest;
        void pasts.refresh();
        const [newest] = archives;
        const state = JSON.stringify([newest?.commit, pasts.known, await this.current(), this.writes]);
        return { total: archives.length, indexed: index.indexed, state };
      },
      isBusy: () => this.activity.isAnyBusy,
      onFailure,
      clock,
      pace,
    });
  }

  get settings(): Settings {
    return this.options.settings;
  }

  /** Ports that go by what is there now, in the name of a person. */
  act(actor: string): ReleaseContext {
    const { bucket, pipelines, commits = this.look.commits } = this.options.ports;
    return { ...this.contextOf({ bucket, pipelines, commits }), actor };
  }

  /**
   * Someone opens a page, whose scripts ask for the board in a moment: begins to look. On a cold server, what can be read
   * later waits until the page has had the time to load.
   */
  async visit(): Promise<void> {
    if (this.live.age === undefined) {
      this.background.rest(loadingMs);
      this.live.rest(loadingMs);
    }
    await this.live.ask();
  }

  /** Something was written: whoever looks next sees it. */
  changed(environments: readonly { pipeline: string }[]): void {
    this.writes += 1;
    for (const { pipeline } of environments) this.activity.expect(pipeline);
    this.bucket.forget();
    this.pipelines.forget();
    this.live.kick();
  }

  /** The pages of the repository at its host: of the one that sluice.json names, else of the clone's remote. */
  async repositoryPages(): Promise<Session['repository']> {
    const { settings, ports } = this.options;
    this.origin ??= settings.repository ?? (await ports.commits?.origin?.().catch(() => undefined)) ?? '';
    return repositoryPages(this.origin);
  }

  close(): void {
    this.live.close();
    this.background.close();
  }

  private contextOf(ports: { bucket: Bucket; pipelines: Pipelines; commits: Commits }): ReleaseContext {
    const { settings, ports: given } = this.options;
    return {
      ...ports,
      readPublicKey: given.readPublicKey,
      settings,
      // Only what was published is promoted here, so no archive is ever used in place of another.
      changes: { affects: async () => true },
      project: settings.app,
      prefix: prefixFor(settings.app),
      report: () => undefined,
    };
  }

  private async readBoard(index: ReleaseIndex) {
    const sources = {
      context: this.look,
      published: async () => (await index.list()).map(({ commit }) => commit),
      now: () => (this.options.clock ?? systemClock).now(),
    };
    const isFirst = this.live.age === undefined;
    // A tag that moved lets the list be read again, which must come before the list; nothing is asked twice by this.
    if (!isFirst) await this.current();
    const board = isFirst ? await readFirstBoard(sources, () => this.live.kick()) : await readBoard(sources);
    this.isListed ||= this.live.age !== undefined || index.latest.length > 0;
    // What came to a tag was most likely published a moment ago.
    if (this.activity.note(board)) this.bucket.forgetLists();
    return board;
  }

  private current(): Promise<{ name: string; commit?: string }[]> {
    const { bucket, prefix } = this.look;
    return Promise.all(
      this.settings.environments.map(async ({ name, tag }) => {
        const object = await bucket.head(tagKey(prefix, tag));
        return { name, commit: object && decodeMetadata(object).commit };
      }),
    );
  }
}
