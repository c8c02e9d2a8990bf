import { operations } from '@sluice/contract';
import { readMetrics } from '@sluice/release';
import type { FastifyInstance } from 'fastify';
import { versionOf } from '../board/version-of';
import type { ApiOptions } from './api-options';
import { sendVersion } from './send-version';
import { serve } from './serve';

/** The figures that teams measure their delivery by: everybody who is signed in may see them. */
export function addDeliveryMetrics(app: FastifyInstance, { console }: Pick<ApiOptions, 'console'>): void {
  serve(app, operations.getMetrics, {
    isCostly: true,
    handle: async ({ query, request, reply }) => {
      const metrics = await readMetrics(console.look, query);
      return sendVersion(request, reply, metrics, versionOf(metrics));
    },
  });
}
