import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Service } from '@sluice/local-cloud';

/** Listens in on a server: how many bytes it sent, headers and all. */
export class Traffic {
  private readonly sockets = new Set<Socket>();
  private readonly requests: string[] = [];
  private sentBefore = 0;

  /** A service that no request is for, and that sees every one. */
  readonly service: Service = {
    name: 'traffic',
    streaming: false,
    errorFormat: 'json',
    matches: (request: IncomingMessage) => {
      this.sockets.add(request.socket);
      this.requests.push(`${request.method} ${request.url}`);
      return false;
    },
    handle: async () => undefined,
  };

  reset(): void {
    this.sentBefore = this.allSent();
    this.requests.length = 0;
  }

  /** Bytes since the last reset. */
  get sent(): number {
    return this.allSent() - this.sentBefore;
  }

  /** Those since the last reset, as `GET /bucket/key`. */
  get asked(): readonly string[] {
    return this.requests;
  }

  private allSent(): number {
    return [...this.sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
  }
}
