import type { FastifyInstance } from 'fastify';
import type { Identity } from '../config/configuration';

export interface Health extends Identity {
  status: 'ok';
}

/** Says that this process serves, and which archive it is. It asks nobody else: a dead bucket is no dead server. */
export function addHealth(app: FastifyInstance, identity: Identity): void {
  app.get('/healthz', { logLevel: 'warn' }, async (_request, reply): Promise<Health> => {
    reply.header('cache-control', 'no-store');
    return { status: 'ok', ...identity };
  });
}
