import type { EventStream } from './console-api';

/** Of the channel and the lock, which all pages of one app in one browser profile have in common. */
const nameOf = (base: string) => `sluice.events${base}`;

const kinds = ['open', 'board', 'releases', 'error'] as const;

/** An event of the stream, as one page passes it on to the others. */
interface Told {
  kind: (typeof kinds)[number];
  data?: string;
  lastEventId?: string;
}

/** `hello`: a page has come, and wants to know what the others know already. */
type Message = Told | { kind: 'hello' };

/**
 * One stream for all pages of a browser: over HTTP/1.1 it opens six connections to a server at the most, and each
 * stream holds one. Who gets the lock opens the stream and passes its events on; who closes it, or goes, leaves the
 * lock to the next. A browser without Web Locks, as on a page that came over plain HTTP, has a stream for each page.
 *
 * @param open the stream itself
 * @param base tells the stream of one app from those of the others
 */
export function sharedEvents(
  open: () => EventStream,
  base = '',
  locks: Pick<LockManager, 'request'> | undefined = globalThis.navigator?.locks,
): EventStream {
  if (!locks || typeof BroadcastChannel === 'undefined') return open();
  return new SharedEvents(open, nameOf(base), locks);
}

class SharedEvents extends EventTarget {
  private readonly channel: BroadcastChannel;
  private readonly closing = new AbortController();
  private isLeading = false;
  /** What a page that comes now has to be told. */
  private readonly latest = new Map<Told['kind'], Told>();

  constructor(
    private readonly open: () => EventStream,
    name: string,
    locks: Pick<LockManager, 'request'>,
  ) {
    super();
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => this.hear(data);
    this.channel.postMessage({ kind: 'hello' } satisfies Message);
    const { signal } = this.closing;
    locks
      .request(name, { signal }, () => this.lead())
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
  }

  close(): void {
    this.closing.abort();
    this.channel.close();
  }

  /** @returns what ends when this page leads no longer */
  private lead(): Promise<void> | undefined {
    const { signal } = this.closing;
    if (signal.aborted) return undefined;
    this.isLeading = true;
    const stream = this.open();
    for (const kind of kinds) {
      stream.addEventListener(kind, (event) => {
        const { data, lastEventId } = event as MessageEvent<string>;
        if (!signal.aborted) this.tell({ kind, data, lastEventId });
      });
    }
    return new Promise((done) =>
      signal.addEventListener('abort', () => {
        stream.close();
        done();
      }),
    );
  }

  private tell(told: Told): void {
    this.latest.set(told.kind, told);
    // The others first: who hears of an error here closes this.
    this.channel.postMessage(told satisfies Message);
    this.dispatch(told);
  }

  private hear(message: Message): void {
    if (message.kind !== 'hello') {
      // The last words of the page that led before are no news to who has a stream by now.
      if (!this.isLeading) this.dispatch(message);
    } else if (this.isLeading) {
      for (const told of this.latest.values()) this.channel.postMessage(told);
    }
  }

  private dispatch({ kind, data, lastEventId }: Told): void {
    this.dispatchEvent(new MessageEvent(kind, { data, lastEventId }));
  }
}
