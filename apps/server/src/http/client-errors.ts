import type { ProblemBody } from '@sluice/contract';
import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

type Answer = { status: number } & Pick<ProblemBody, 'error' | 'remedy'>;

/** By Node's code of the error (https://nodejs.org/api/http.html#event-clienterror). */
const answers: Record<string, Answer> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    error: 'The request timed out.',
    remedy: 'Send it again.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    error: 'The headers of this request are too large.',
    remedy: 'Delete the cookies of this site, then reload the page.',
  },
};

const other: Answer = {
  status: 400,
  error: 'The server cannot parse this request.',
  remedy: 'Use HTTP/1.1. HTTPS requires a load balancer in front of the server.',
};

/** Answers what is no request that Fastify could see, and tells the log no byte of it. */
export function answerClientError(
  this: FastifyInstance,
  error: Error & { code?: string },
  socket: Socket,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, ...fields } = answers[error.code ?? ''] ?? other;
  const requestId = randomUUID();
  // Browsers open connections ahead and leave them; only someone whose headers are too large is kept from signing in.
  this.log[status === 431 ? 'warn' : 'debug']({ reqId: requestId, err: error, status }, 'no request');
  const problem: ProblemBody = { code: 'usage', ...fields, requestId };
  const body = JSON.stringify(problem);
  if (socket.writable) {
    socket.write(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'content-type: application/json; charset=utf-8',
        `content-length: ${Buffer.byteLength(body)}`,
        'cache-control: no-store',
        'x-content-type-options: nosniff',
        `x-request-id: ${requestId}`,
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  }
  socket.destroy(error);
}
