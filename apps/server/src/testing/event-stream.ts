import type { Board, ReleasesEvent } from '@sluice/contract';
import { token } from './running-server';

export interface ReceivedEvents {
  boards: Board[];
  releases: ReleasesEvent[];
  /** Everything that came, as it came. */
  text(): string;
  headers: Headers;
  /** Resolves when the server has ended the stream, or this has been left. */
  ended: Promise<void>;
  leave(): void;
}

/** Listens as a browser's EventSource does. */
export async function listenTo(url: string): Promise<ReceivedEvents> {
  const leaving = new AbortController();
  const answer = await fetch(`${url}/api/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: leaving.signal,
  });
  if (!answer.ok || answer.body === null) throw new Error(`/api/events answered ${answer.status}`);
  const boards: Board[] = [];
  const releases: ReleasesEvent[] = [];
  let text = '';
  let read = 0;
  const take = () => {
    for (let end = text.indexOf('\n\n', read); end >= 0; end = text.indexOf('\n\n', read)) {
      const block = text.slice(read, end);
      read = end + 2;
      const name = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1] ?? '';
      if (name === 'board') boards.push(JSON.parse(data) as Board);
      if (name === 'releases') releases.push(JSON.parse(data) as ReleasesEvent);
    }
  };
  const consume = async (body: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      take();
    }
  };
  const ended = consume(answer.body).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
  return { boards, releases, text: () => text, headers: answer.headers, ended, leave: () => leaving.abort() };
}
