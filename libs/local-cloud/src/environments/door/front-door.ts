import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { LocalCloudError } from '../../local-cloud-error';
import { forwardRequest, forwardUpgrade, refuse } from './forward';
import { loopback } from './loopback';
import type { Target } from './target';

/**
 * An environment's public port, which stays the same while servers come and go behind it. Each request goes to the
 * server that is the target at the moment it arrives, whatever connection it came on.
 */
export class FrontDoor {
  private readonly server: Server;
  private readonly upgraded = new Set<Duplex>();
  private target: Target | undefined;
  private whyClosed = 'Nothing is deployed here yet.';

  private constructor() {
    this.server = createServer((request, response) => {
      response.on('error', () => undefined);
      if (this.target) forwardRequest(request, response, this.target);
      else refuse(response, 503, this.whyClosed);
    });
    this.server.on('upgrade', (request, socket, head) => {
      this.upgraded.add(socket);
      socket.once('close', () => this.upgraded.delete(socket));
      if (this.target) forwardUpgrade(request, socket, head, this.target);
      else socket.destroy();
    });
    // A client that uses a kept connection again just as it is closed sees a failed request: close late.
    this.server.keepAliveTimeout = 65_000;
    this.server.requestTimeout = 0;
  }

  /** Listens on loopback; port 0 is any free one. @throws LocalCloudError when the port is taken. */
  static async open(port: number): Promise<FrontDoor> {
    const door = new FrontDoor();
    await new Promise<void>((resolve, reject) => {
      door.server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(port, error)));
      door.server.listen(port, loopback, resolve);
    });
    return door;
  }

  /** `http://127.0.0.1:4301` */
  get url(): string {
    return `http://${loopback}:${(this.server.address() as AddressInfo).port}`;
  }

  pointAt(target: Target): void {
    this.target = target;
  }

  /** Answers 503 with this sentence until there is a target again. */
  shut(why: string): void {
    this.target = undefined;
    this.whyClosed = why;
  }

  /** Stops listening, lets requests in flight end for `drainMs` milliseconds, then breaks what is left. */
  async close(drainMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const deadline = setTimeout(() => this.server.closeAllConnections(), drainMs);
    for (const socket of this.upgraded) socket.destroy();
    this.target?.endStreams();
    await closed;
    clearTimeout(deadline);
  }
}

function cannotListen(port: number, cause: NodeJS.ErrnoException): LocalCloudError {
  if (cause.code === 'EADDRINUSE') {
    return new LocalCloudError(
      `Port ${port} is in use by another program.`,
      'Stop that program, or configure another port for the environment.',
      { cause },
    );
  }
  return new LocalCloudError(
    `Port ${port} cannot be listened on: ${cause.message}.`,
    'Configure another port for the environment.',
    { cause },
  );
}
