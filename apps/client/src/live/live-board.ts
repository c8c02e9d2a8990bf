import type { Board } from '@sluice/contract';
import type { ConsoleApi, EventStream } from '../api/console-api';
import { asProblem, type Problem } from '../api/problem';

export interface LiveState {
  /** The last one that was seen; it stays when the server is gone. */
  board?: Board;
  /** `live`: changes come by themselves. `polling`: the stream does not hold, but the server answers. */
  link: 'connecting' | 'live' | 'polling' | 'lost';
  /** When the server last gave a sign of life; milliseconds since 1970. */
  seenAt?: number;
  /** Why the link is lost. */
  problem?: Problem;
  /** Grows with each change of the list of releases. */
  releaseChanges: number;
}

/** Milliseconds. */
export interface Pace {
  /** Between two looks while the stream does not hold. */
  poll: number;
  /** After which a silent stream is doubted, and the server asked. */
  quiet: number;
  /** Between two attempts at the stream: the first, doubled each time, and the most. */
  reconnect: { first: number; most: number };
  /** The first event must be here by then, or something between holds it back. */
  firstEvent: number;
}

const usualPace: Pace = {
  poll: 5_000,
  quiet: 30_000,
  reconnect: { first: 1_000, most: 30_000 },
  firstEvent: 3_000,
};

/**
 * The state of all environments, kept fresh by one stream that all views share, and all pages of a browser where they
 * can. While the tab is hidden it has none: who does not look costs nothing, and another page takes the stream over.
 */
export class LiveBoard {
  private state: LiveState = { link: 'connecting', releaseChanges: 0 };
  private readonly listeners = new Set<() => void>();
  private stream?: EventStream;
  private isOpen = false;
  private failures = 0;
  private releasesVersion = '';
  private isPolling = false;
  private readonly timers = new Map<'look' | 'connect', ReturnType<typeof setTimeout>>();

  constructor(
    private readonly api: Pick<ConsoleApi, 'board' | 'events'>,
    private readonly pace: Pace = usualPace,
  ) {}

  readonly getState = (): LiveState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Begins to look; the function that it returns ends that. */
  start(): () => void {
    const follow = () => (document.visibilityState === 'visible' ? this.refresh() : this.disconnect());
    document.addEventListener('visibilitychange', follow);
    window.addEventListener('online', this.refresh);
    follow();
    return () => {
      document.removeEventListener('visibilitychange', follow);
      window.removeEventListener('online', this.refresh);
      this.disconnect();
    };
  }

  /** Connects again at once, instead of at the next turn. */
  readonly refresh = (): void => {
    this.disconnect();
    this.failures = 0;
    this.connect();
  };

  private connect(): void {
    const stream = (this.stream = this.api.events());
    const isOurs = () => this.stream === stream;
    stream.addEventListener('open', () => {
      if (!isOurs()) return;
      this.isOpen = true;
      this.failures = 0;
      this.update({ link: this.state.board ? 'live' : 'connecting', problem: undefined });
    });
    stream.addEventListener('board', (event) => {
      if (isOurs()) this.see(JSON.parse((event as MessageEvent<string>).data) as Board);
    });
    stream.addEventListener('releases', (event) => {
      if (isOurs()) this.seeReleases((event as MessageEvent<string>).lastEventId);
    });
    stream.addEventListener('error', () => {
      if (isOurs()) this.breakOff();
    });
    this.schedule('look', this.pace.firstEvent, this.look);
  }

  private disconnect(): void {
    this.stream?.close();
    this.stream = undefined;
    this.isOpen = false;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private breakOff(): void {
    this.disconnect();
    const { first, most } = this.pace.reconnect;
    const pause = Math.min(most, first * 2 ** this.failures);
    this.failures += 1;
    // Jitter: all browsers lose their streams at the same moment, when the server is replaced.
    this.schedule('connect', pause * (0.5 + Math.random() / 2), () => this.connect());
    void this.look();
  }

  /** Asks for the board: while there is no stream that holds, and now and then while there is a silent one. */
  private readonly look = async (): Promise<void> => {
    if (this.isPolling) return;
    this.isPolling = true;
    try {
      this.see(await this.api.board());
    } catch (error) {
      const problem = asProblem(error);
      this.update({ link: 'lost', problem });
      // Asking again would not help, and counts as guessing: it continues when the person comes back to this tab.
      if (problem.code === 'signed-out') return this.disconnect();
      if (this.isOpen) return this.breakOff();
    } finally {
      this.isPolling = false;
    }
    if (document.visibilityState === 'visible') this.schedulePoll();
  };

  private schedulePoll(): void {
    this.schedule('look', this.isOpen ? this.pace.quiet : this.pace.poll, this.look);
  }

  private see(board: Board): void {
    const { board: before } = this.state;
    const isNews = JSON.stringify(before) !== JSON.stringify(board);
    const link = this.isOpen ? 'live' : 'polling';
    // Only the stream reports the list by itself; without it, whatever moved may have changed the list as well.
    if (isNews && before && !this.isOpen) this.seeReleases('');
    this.update({ board: isNews ? board : before, link, seenAt: Date.now(), problem: undefined });
    this.schedulePoll();
  }

  /** @param version of the list; a new stream begins with the one that may be known already */
  private seeReleases(version: string): void {
    const isNews = version === '' || version !== this.releasesVersion;
    this.releasesVersion = version;
    const releaseChanges = this.state.releaseChanges + (isNews ? 1 : 0);
    this.update({ releaseChanges, seenAt: Date.now() });
  }

  private update(change: Partial<LiveState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  private schedule(name: 'look' | 'connect', pause: number, work: () => void): void {
    clearTimeout(this.timers.get(name));
    this.timers.set(name, setTimeout(work, pause));
  }
}
