import type { FastifyInstance } from 'fastify';
import type { Releases } from '../releases/releases';

/** What is where, as the bucket tells it now. */
export function addApi(app: FastifyInstance, releases: Releases): void {
  app.get('/api/environments', async (_request, reply) => {
    const environments = await releases.environments();
    reply.header('cache-control', 'no-store');
    return environments;
  });
  app.get('/api/releases', async (_request, reply) => {
    const published = await releases.releases();
    reply.header('cache-control', 'no-store');
    return published;
  });
}
