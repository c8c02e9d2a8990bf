import type { ProblemBody } from '@sluice/contract';
import { isUserFacingError, type ErrorCode, type UserFacingError } from '@sluice/release';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from './refusal';
import { visible } from './visible';

type Code = ProblemBody['code'];

declare module 'fastify' {
  interface FastifyRequest {
    /** What was answered, when it was a problem: for the audit. */
    problem?: Omit<ProblemBody, 'requestId'>;
  }
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0];
  return send(request, reply, 404, {
    code: 'not-found',
    error: `No route for ${request.method} ${path}.`,
    remedy: 'The console is at /. All routes are in /api/openapi.json.',
  });
}

/** Turns what a handler threw into an answer; no stack and no inner message ever leaves the server. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isUserFacingError(error)) {
    const [status, code] = meaningOf(error);
    if (error instanceof Refusal) addRetryAfter(reply, error);
    // The audit reports refusals; what fails behind this server has more to say.
    if (status >= 500) request.log.warn({ err: error, remedy: visible(error.remedy) }, 'user-facing failure');
    return send(request, reply, status, { code, error: error.message, remedy: error.remedy });
  }
  const status = clientErrorStatus(error);
  if (status !== undefined) {
    request.log.info({ err: error }, 'request not understood');
    return send(request, reply, status, {
      code: 'usage',
      error: explanations[status] ?? 'The server cannot parse this request.',
      remedy: 'Correct the path, headers or body. /api/openapi.json describes them.',
    });
  }
  request.log.error({ err: error }, 'unexpected failure');
  return send(request, reply, 500, {
    code: 'failed',
    error: 'Internal server error.',
    remedy: `Search the server log for request ${request.id}.`,
  });
}

export function addRetryAfter(reply: FastifyReply, { retryAfter }: Refusal): void {
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
}

const explanations: Record<number, string> = {
  413: 'The body of this request is too large.',
  415: 'A write must have the content type application/json.',
};

type Meaning = [status: number, code: Code];

const usage: Meaning = [400, 'usage'];
const notFound: Meaning = [404, 'not-found'];
const raceLost: Meaning = [409, 'race-lost'];
const refused: Meaning = [422, 'refused'];
const unavailable: Meaning = [502, 'unavailable'];

/** What an error of libs/release means to who asked over HTTP; what is missing here is the bucket's or AWS's fault. */
const meanings: Partial<Record<ErrorCode, Meaning>> = {
  usage,
  'environment-not-named': usage,
  'unknown-environment': usage,
  'unknown-revision': usage,
  'ambiguous-revision': usage,
  'reason-missing': usage,
  'reason-too-long': usage,
  'not-published': notFound,
  'nothing-on-tag': notFound,
  'commit-unknown': notFound,
  'race-lost': raceLost,
  contended: raceLost,
  refused,
  rejected: refused,
  held: refused,
  'not-confirmed': refused,
  'nothing-to-redeploy': refused,
  'nothing-to-roll-back': refused,
  'pipeline-mismatch': refused,
  'no-pipelines': refused,
  'ancestry-unknown': refused,
  'invalid-configuration': [503, 'unavailable'],
};

function meaningOf(error: UserFacingError): Meaning {
  if (error instanceof Refusal) return [error.status, error.code];
  return meanings[error.code as ErrorCode] ?? unavailable;
}

/** The status that Fastify gave to a request it could not parse or serve. */
function clientErrorStatus(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  problem: Omit<ProblemBody, 'requestId'>,
): FastifyReply {
  request.problem = problem;
  const body: ProblemBody = { ...problem, requestId: request.id };
  return reply.code(status).header('cache-control', 'no-store').type('application/json').send(body);
}
