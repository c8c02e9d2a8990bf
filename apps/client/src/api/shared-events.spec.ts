/** @jest-environment node */
import type { EventStream } from './console-api';
import { sharedEvents } from './shared-events';

/** What Web Locks promise of one exclusive lock, which Node 20 lacks: first come, first served; a signal ends waiting. */
class OneLock implements Pick<LockManager, 'request'> {
  private readonly queue: (() => Promise<void>)[] = [];
  private isHeld = false;

  request = (async (_name: string, { signal }: LockOptions, work: () => Promise<void> | undefined) => {
    await new Promise<void>((done, fail) => {
      this.queue.push(async () => {
        if (signal?.aborted) return fail(signal.reason as Error);
        await work();
        done();
      });
      void this.next();
    });
  }) as LockManager['request'];

  private async next(): Promise<void> {
    if (this.isHeld) return;
    this.isHeld = true;
    for (let turn = this.queue.shift(); turn; turn = this.queue.shift()) await turn();
    this.isHeld = false;
  }
}

/** One such lock for each name. */
class Locks implements Pick<LockManager, 'request'> {
  private readonly byName = new Map<string, OneLock>();

  request = ((name: string, ...rest: [LockOptions, () => Promise<void> | undefined]) => {
    const lock = this.byName.get(name) ?? new OneLock();
    this.byName.set(name, lock);
    return lock.request(name, ...rest);
  }) as LockManager['request'];
}

/** A stream whose server is the test. */
class Source extends EventTarget {
  isClosed = false;
  close() {
    this.isClosed = true;
  }
  send(kind: string, data?: string, lastEventId = '') {
    this.dispatchEvent(new MessageEvent(kind, { data, lastEventId }));
  }
}

let sources: Source[];
let locks: Locks;
let pages: EventStream[];
beforeEach(() => {
  sources = [];
  locks = new Locks();
  pages = [];
});
afterEach(() => {
  for (const page of pages) page.close();
});

/** What a page has received, `board 1` for an event with data. */
function openPage(base = '') {
  const result: string[] = [];
  const page = sharedEvents(
    () => {
      const source = new Source();
      sources.push(source);
      return source as unknown as EventStream;
    },
    base,
    locks,
  );
  pages.push(page);
  for (const kind of ['open', 'board', 'releases', 'error']) {
    page.addEventListener(kind, (event) => {
      const { data, lastEventId } = event as MessageEvent<string | undefined>;
      result.push([kind, data, lastEventId].filter(Boolean).join(' '));
    });
  }
  return { page, result };
}

async function until(holds: () => boolean) {
  while (!holds()) await new Promise((done) => setImmediate(done));
}

it('opens a stream for each app, and tells no page of another app', async () => {
  const [store, admin] = [openPage('/apps/store'), openPage('/apps/admin')];
  await until(() => sources.length === 2);
  sources[0]?.send('board', 'of store');
  sources[1]?.send('board', 'of admin');
  await until(() => store.result.length > 0 && admin.result.length > 0);
  expect([store.result, admin.result]).toEqual([['board of store'], ['board of admin']]);
});

it('opens one stream for all pages, and sends each event to all', async () => {
  const all = Array.from({ length: 8 }, () => openPage());
  await until(() => sources.length > 0);
  sources[0]?.send('open');
  sources[0]?.send('board', '1');
  sources[0]?.send('releases', '2', 'v2');
  // Who was greeted in the meantime may hear of something twice.
  const distinct = ({ result }: { result: string[] }) => [...new Set(result)];
  await until(() => all.every((page) => distinct(page).length === 3));
  for (const page of all) expect(distinct(page)).toEqual(['open', 'board 1', 'releases 2 v2']);
  expect(sources).toHaveLength(1);
});

it('tells a page that comes later what the others know', async () => {
  const first = openPage();
  await until(() => sources.length > 0);
  sources[0]?.send('open');
  sources[0]?.send('board', '1');
  sources[0]?.send('board', '2');
  expect(first.result).toHaveLength(3);
  const second = openPage();
  await until(() => second.result.length >= 2);
  expect(second.result).toEqual(['open', 'board 2']);
  expect(first.result).toHaveLength(3);
});

it('continues with a stream of another page when the one with the stream goes', async () => {
  const [first, second, third] = [openPage(), openPage(), openPage()];
  await until(() => sources.length > 0);
  first.page.close();
  expect(sources[0]?.isClosed).toBe(true);
  await until(() => sources.length > 1);
  sources[1]?.send('board', '1');
  await until(() => third.result.length > 0);
  expect([first.result, second.result, third.result]).toEqual([[], ['board 1'], ['board 1']]);
});

it('does not count a page that went before its turn', async () => {
  const [first, second, third] = [openPage(), openPage(), openPage()];
  await until(() => sources.length > 0);
  second.page.close();
  first.page.close();
  await until(() => sources.length > 1);
  sources[1]?.send('board', '1');
  expect(third.result).toEqual(['board 1']);
});

it('tells the others that the stream broke, though that makes its own page close it', async () => {
  const [first, , third] = [openPage(), openPage(), openPage()];
  await until(() => sources.length > 0);
  first.page.addEventListener('error', () => first.page.close());
  sources[0]?.send('error');
  expect(first.result).toEqual(['error']);
  expect(sources[0]?.isClosed).toBe(true);
  await until(() => third.result.length > 0);
  expect(third.result).toEqual(['error']);
});

it('ignores the broken stream once it has its own', async () => {
  const [first, second, third] = [openPage(), openPage(), openPage()];
  await until(() => sources.length > 0);
  first.page.addEventListener('error', () => first.page.close());
  sources[0]?.send('error');
  await until(() => sources.length > 1);
  sources[1]?.send('open');
  await until(() => third.result.length > 1);
  expect(second.result).toEqual(['open']);
});

it('is a stream for each page where the browser has no locks', () => {
  const source = new Source() as unknown as EventStream;
  expect(sharedEvents(() => source, '', undefined)).toBe(source);
});
