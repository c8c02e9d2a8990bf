import { operations } from '@sluice/contract';
import type { FastifyInstance } from 'fastify';
import { guard } from '../http/guard';
import { openApiDocument } from '../http/openapi/document';
import { answerNotFound } from '../http/problems';
import { addActivity } from './activity-routes';
import type { ApiOptions } from './api-options';
import { addEvents } from './events';
import { addDeliveryMetrics } from './metrics-routes';
import { addLooking } from './read-routes';
import { addMoving } from './write-routes';
import { serve } from './serve';

/** Bytes of a body; a reason of 500 characters takes 2,000 at the most. */
const largestBody = 16 * 1024;

/** Everything under /api, what is not there too: nothing answers there who is not signed in. */
export function addApi(app: FastifyInstance, options: ApiOptions): void {
  app.register(async (api) => {
    guard(api, options);
    acceptJsonOnly(api);
    addLooking(api, options);
    addActivity(api, options);
    addDeliveryMetrics(api, options);
    addMoving(api, options.console);
    addEvents(api, options.console, options.events, options.onEventStreams);
    // Converting the schemas takes longer than all the rest of the start, and few ask for them.
    let document: Record<string, unknown> | undefined;
    serve(api, operations.getOpenApi, { handle: async () => (document ??= openApiDocument(options.apps)) });
    for (const url of ['/api', '/api/*']) api.all(url, (request, reply) => answerNotFound(request, reply));
  });
}

/** A write without a body is JSON too: no page of another origin can send that content type unasked. */
function acceptJsonOnly(api: FastifyInstance): void {
  const parse = api.getDefaultJsonParser('error', 'error');
  api.removeAllContentTypeParsers();
  api.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string', bodyLimit: largestBody },
    (request, body, done) => {
      if (body === '') done(null, undefined);
      else parse(request, body, done);
    },
  );
}
