import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isWrite } from './methods';
import { visible } from './visible';

const refusals = [401, 403, 409, 415, 422, 429];

/** One line in the log for every write, and for every request that was refused: who, what, and what became of it. */
export function auditWritesAndRefusals(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const status = reply.statusCode;
    const isRefused = refusals.includes(status);
    if (!isRefused && !isWrite(request.method)) return;
    const outcome = status < 400 ? 'done' : isRefused ? 'refused' : 'failed';
    const audit = { ...about(request), outcome, status, ...why(request) };
    request.log[outcome === 'done' ? 'info' : 'warn']({ audit }, 'audit');
  });
}

function about(request: FastifyRequest) {
  const { person, params, body, ip } = request;
  const path = request.url.split('?', 1)[0] ?? '';
  const { commit, override } = (body ?? {}) as Record<string, unknown>;
  return {
    who: person === undefined ? undefined : visible(person.name),
    from: person === undefined ? ip : undefined,
    what: `${request.method} ${visible(request.routeOptions.url ?? path)}`,
    on: visible(Object.values((params ?? {}) as Record<string, string>).join(' ')) || undefined,
    commit: typeof commit === 'string' ? visible(commit, 40) : undefined,
    override: typeof override === 'string' ? visible(override) : undefined,
  };
}

function why({ problem }: FastifyRequest) {
  return problem === undefined ? {} : { code: problem.code, error: visible(problem.error) };
}
