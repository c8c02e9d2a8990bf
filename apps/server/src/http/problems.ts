import { exitCodes, isExplained } from '@sluice/release';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UnavailableError } from '../releases/unavailable';

/** The body of every answer that is an error. */
export interface Problem {
  /** One sentence on what is wrong. */
  error: string;
  /** One sentence on what to do. */
  remedy: string;
  /** Where to find more in the server's log; only on a failure that the server cannot explain. */
  requestId?: string;
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0];
  return send(reply, 404, {
    error: `Nothing answers ${request.method} ${path}.`,
    remedy: 'Ask for /api/environments, /api/releases, /healthz or the console at /.',
  });
}

/** Turns what a handler threw into an answer; no stack and no inner message ever leaves the server. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isExplained(error)) {
    request.log.warn({ err: error, remedy: error.remedy }, 'explained failure');
    return send(reply, statusOfExplained(error), { error: error.message, remedy: error.remedy });
  }
  const status = clientErrorStatus(error);
  if (status) {
    request.log.info({ err: error }, 'request refused');
    return send(reply, status, {
      error: 'The server does not understand this request.',
      remedy: 'Correct its path, headers or body.',
    });
  }
  request.log.error({ err: error }, 'unexpected failure');
  return send(reply, 500, {
    error: 'The server failed on this request.',
    remedy: `Look for request ${request.id} in the server's log.`,
    requestId: request.id,
  });
}

/**
 * Every route reads only, so a usage error is about the server's own configuration (503) and any other
 * explained error is about the bucket behind it (502).
 */
function statusOfExplained(error: Error & { exitCode?: number }): number {
  return error instanceof UnavailableError || error.exitCode === exitCodes.usage ? 503 : 502;
}

/** The status that Fastify gave to a request it could not parse or serve. */
function clientErrorStatus(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function send(reply: FastifyReply, status: number, problem: Problem): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').type('application/json').send(problem);
}
