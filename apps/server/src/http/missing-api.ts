import type { FastifyInstance } from 'fastify';
import { guard, type GuardOptions } from './guard';
import { Refusal } from './refusal';

/** Answers under /api when no bucket is configured; the pages and `/healthz` work anyway. */
export function addMissingApi(app: FastifyInstance, options: GuardOptions): void {
  app.register(async (api) => {
    guard(api, options);
    for (const url of ['/api', '/api/*']) {
      api.all(url, async () => {
        throw new Refusal(
          503,
          'unavailable',
          'No bucket configured.',
          'Set SLUICE_BUCKET to the bucket that the pipelines watch, then restart the server.',
        );
      });
    }
  });
}
