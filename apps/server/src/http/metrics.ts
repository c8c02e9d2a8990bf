import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics/metrics';
import { isLoopbackAddress, isLoopbackHost } from '../auth/loopback';
import { admit, type GuardOptions } from './guard';
import { whenEnded } from './when-ended';

/**
 * `GET /metrics`, for who is signed in, and for a collector on the same machine or in the same task, which asks
 * directly: from a loopback address, by a loopback name, and through no proxy.
 */
export function addMetrics(app: FastifyInstance, metrics: Metrics, guarding: GuardOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    whenEnded(request, reply, () => {
      // Addresses that nobody answers are one route: others must not make up labels.
      const route = request.routeOptions.url ?? 'none';
      const status = reply.raw.headersSent ? reply.statusCode : 'aborted';
      metrics.ended(request.method, route, status, reply.elapsedTime / 1000);
    });
  });
  app.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    if (!isDirect(request)) await admit(request, guarding);
    return reply
      .header('cache-control', 'no-store')
      .type(metrics.registry.contentType)
      .send(await metrics.registry.metrics());
  });
}

function isDirect({ socket, headers }: FastifyRequest): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return isLoopbackAddress(socket.remoteAddress) && isLoopbackHost(headers.host) && !isForwarded;
}
