import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isWrite } from './methods';
import { visible } from './visible';
import { whenEnded } from './when-ended';

const refusals = [401, 403, 409, 415, 422, 429];

/** What an answer says of an operation that found nothing to do. */
const nothingToDo = ['current', 'unchanged'];

/** How far a request has come. */
interface Progress {
  /** The address of whoever asks; a connection that is closed no longer tells. */
  ip: string;
  hasBegun: boolean;
  isTold: boolean;
  /** What is sent for a success, before it is text. */
  answer?: unknown;
}

/**
 * One line in the log for every write, and for every request that was refused: who, what, and what became of it. It
 * reports the operation and not the answer, which whoever hangs up never gets; Fastify's onResponse does not run then.
 *
 * @returns writes the line of a request that Fastify answers without its hooks
 */
export function auditWritesAndRefusals(
  app: FastifyInstance,
): (request: FastifyRequest, reply: FastifyReply) => void {
  const all = new WeakMap<FastifyRequest, Progress>();
  const progressOf = (request: FastifyRequest): Progress => {
    const progress = all.get(request) ?? { ip: request.ip, hasBegun: false, isTold: false };
    all.set(request, progress);
    return progress;
  };
  const tell = (request: FastifyRequest, reply?: FastifyReply) => {
    const progress = progressOf(request);
    if (progress.isTold) return;
    progress.isTold = true;
    const isRefused = refusals.includes(reply?.statusCode ?? 0);
    if (!isRefused && !isWrite(request.method)) return;
    const became = whatBecame(request, progress, reply);
    const isWell = ['done', ...nothingToDo].includes(became.outcome);
    request.log[isWell ? 'info' : 'warn']({ audit: { ...about(request, progress), ...became } }, 'audit');
  };

  app.addHook('onRequest', async (request, reply) => {
    const progress = progressOf(request);
    whenEnded(request, reply, () => {
      // An operation that has begun continues, and its line says how it ended.
      if (isWrite(request.method) && !progress.hasBegun) tell(request);
    });
  });
  app.addHook('preHandler', async (request) => {
    // Whatever was told of a write that had not begun, what comes of it now is told too.
    Object.assign(progressOf(request), { hasBegun: true, isTold: false });
  });
  app.addHook('preSerialization', async (request, _reply, answer) => {
    progressOf(request).answer = answer;
  });
  app.addHook('onSend', async (request, reply) => tell(request, reply));
  return tell;
}

function whatBecame(request: FastifyRequest, { hasBegun, answer }: Progress, reply?: FastifyReply) {
  const hasLeft = request.socket.destroyed;
  const status = reply?.statusCode;
  const isRefused = status !== undefined && refusals.includes(status);
  if (status === undefined || (hasLeft && !hasBegun && !isRefused)) return { outcome: 'aborted' };
  const { problem } = request;
  const isDone = status < 400;
  const { outcome, versionId, movedTo } = (isDone ? (answer ?? {}) : {}) as Record<
    string,
    string | undefined
  >;
  return {
    outcome: isDone
      ? (nothingToDo.find((one) => one === outcome) ?? 'done')
      : isRefused
        ? 'refused'
        : 'failed',
    status,
    // Nobody got the answer.
    aborted: hasLeft || undefined,
    versionId,
    movedTo,
    code: problem?.code,
    error: problem && visible(problem.error),
  };
}

function about({ person, params, body, method, url, routeOptions }: FastifyRequest, { ip }: Progress) {
  const path = url.split('?', 1)[0] ?? '';
  const { commit, reason, override } = (body ?? {}) as Record<string, unknown>;
  return {
    who: person === undefined ? undefined : visible(person.name),
    from: person === undefined ? visible(ip ?? '') : undefined,
    what: `${method} ${visible(routeOptions.url ?? path)}`,
    on: visible(Object.values((params ?? {}) as Record<string, string>).join(' ')) || undefined,
    commit: typeof commit === 'string' ? visible(commit, 40) : undefined,
    reason: typeof reason === 'string' ? visible(reason.trim()) : undefined,
    override: typeof override === 'string' ? visible(override.trim()) : undefined,
  };
}
