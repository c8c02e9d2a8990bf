import { operations } from '@sluice/console-api';
import type { FastifyInstance } from 'fastify';
import type { Console } from '../../console/console';
import { guard, type GuardOptions } from '../guard';
import { openApiDocument } from '../openapi/document';
import { answerNotFound } from '../problems';
import { addEvents, type EventLimits } from './events';
import { addLooking } from './looking';
import { addMoving } from './moving';
import { serve } from './serve';

export interface ApiOptions extends GuardOptions {
  console: Console;
  /** The environment that this server itself runs in. */
  environment: string | null;
  events: EventLimits;
  onEventStreams(open: number): void;
}

/** Bytes of a body; a reason of 500 characters takes 2,000 at the most. */
const largestBody = 16 * 1024;

/** Everything under /api, what is not there too: nothing answers there who is not signed in. */
export function addApi(app: FastifyInstance, options: ApiOptions): void {
  app.register(async (api) => {
    guard(api, options);
    acceptJsonOnly(api);
    addLooking(api, options.console, options.environment);
    addMoving(api, options.console);
    addEvents(api, options.console, options.events, options.onEventStreams);
    const document = openApiDocument();
    serve(api, operations.getOpenApi, { handle: async () => document });
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
