import { operations } from '@sluice/contract';
import type { FastifyInstance } from 'fastify';
import { PassThrough } from 'node:stream';
import type { Console } from '../console/console';
import type { Snapshot } from '../board/live';
import { Refusal } from '../http/refusal';
import { serve } from './serve';

export interface EventLimits {
  /** Streams that one person may have open. */
  streams: number;
  /** Milliseconds between two signs of life; load balancers end a silent connection after 60 seconds, ours after 120. */
  heartbeat: number;
  /** Milliseconds after which a stream ends, so that whoever is signed out by then does not come back. */
  longest: number;
}

export const defaultEventLimits: EventLimits = { streams: 50, heartbeat: 15_000, longest: 60 * 60_000 };

/** Milliseconds after which a browser comes back. */
const retry = 2_000;

/** Bytes that a reader may be behind; one that reads nothing is let go. */
const largestBacklog = 1024 * 1024;

/** Server-sent events: what the one poller sees, for as many as look. */
export function addEvents(
  app: FastifyInstance,
  console: Console,
  limits: EventLimits,
  onCount: (open: number) => void,
): void {
  const open = new Map<PassThrough, string>();
  // The server waits for what is in flight before it ends, and these would never.
  app.addHook('preClose', async () => {
    for (const stream of open.keys()) stream.end();
  });

  serve(app, operations.getEvents, {
    handle: async ({ request, reply }) => {
      const key = request.person?.key ?? '';
      if ([...open.values()].filter((one) => one === key).length >= limits.streams) throw tooMany(limits);
      const stream = new PassThrough();
      open.set(stream, key);
      onCount(open.size);
      const stop = feed(stream, console, limits);
      stream.once('close', () => {
        stop();
        open.delete(stream);
        onCount(open.size);
      });
      return reply
        .type('text/event-stream; charset=utf-8')
        .headers({
          'cache-control': 'no-store, no-transform',
          // For proxies that would collect an answer before they pass it on.
          'x-accel-buffering': 'no',
          // Once the stream has ended, nothing else is to come over it.
          connection: 'close',
        })
        .send(stream);
    },
  });
}

/** @returns ends the feeding */
function feed(stream: PassThrough, { live }: Console, { heartbeat, longest }: EventLimits): () => void {
  const write = (text: string) => {
    if (stream.writableEnded) return;
    if (stream.writableLength > largestBacklog) stream.destroy();
    else stream.write(text);
  };
  let told: Partial<Snapshot> = {};
  write(`retry: ${retry}\n\n`);
  const unlisten = live.listen(({ value }) => {
    if (value.boardVersion !== told.boardVersion) write(event('board', value.boardVersion, value.board));
    if (value.releasesVersion !== told.releasesVersion) {
      write(event('releases', value.releasesVersion, value.releases));
    }
    told = value;
  });
  const beat = setInterval(() => write(':\n\n'), heartbeat);
  const end = setTimeout(() => stream.end(), longest);
  return () => {
    unlisten();
    clearInterval(beat);
    clearTimeout(end);
  };
}

function event(name: string, id: string, data: unknown): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

function tooMany({ streams }: EventLimits): Refusal {
  return new Refusal(
    429,
    'too-many-requests',
    `You have ${streams} open event streams, which is the limit per person.`,
    'Close some console pages.',
  );
}
