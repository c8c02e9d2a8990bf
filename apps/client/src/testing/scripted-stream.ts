import { act } from '@testing-library/react';
import type { EventStream } from '../api/console-api';

/** Streams that the test opens, feeds and breaks, as a server and its network would. */
export class ScriptedStreams {
  readonly opened: EventTarget[] = [];
  closed = 0;

  readonly open = (): EventStream => {
    const target = new EventTarget();
    this.opened.push(target);
    const close = () => void (this.closed += 1);
    return Object.assign(target, { close }) as unknown as EventStream;
  };

  /** Sends it over the newest stream; `open` and `error` have no data. */
  send(type: string, data?: unknown, lastEventId = ''): void {
    const stream = this.opened.at(-1);
    if (!stream) throw new Error('No stream was opened.');
    act(() => void stream.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId })));
  }
}
