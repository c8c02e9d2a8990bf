import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import { visible } from './visible';

type Logger = Exclude<FastifyServerOptions['logger'], undefined | boolean>;

/**
 * What the log says of a request: never its headers, which hold sign-ins, and never the token that the first address
 * of a browser carries.
 */
export function withSafeRequests(logger: boolean | Logger | undefined): boolean | Logger | undefined {
  if (typeof logger !== 'object') return logger;
  return { ...logger, serializers: { req: requestLine } };
}

/** Fastify's own line of a request's end is missing for who hung up. */
export function logAbortedRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) {
        request.log.info({ responseTime: reply.elapsedTime }, 'request aborted');
      }
    });
  });
}

function requestLine({ method, url, ip }: FastifyRequest) {
  return { method, url: visible(withoutToken(url)), ip };
}

export function withoutToken(url: string): string {
  return url.replace(/([?&]token=)[^&#]*/gi, '$1[hidden]');
}
