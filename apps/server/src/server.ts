import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Identity } from './config/configuration';
import { addApi } from './http/api';
import { addClient, addMissingClient } from './http/client';
import { endConnectionsWhenClosing } from './http/closing';
import { addHealth } from './http/health';
import { answerError } from './http/problems';
import { addSecurityHeaders } from './http/security-headers';
import type { Releases } from './releases/releases';

export interface Dependencies {
  releases: Releases;
  identity: Identity;
  /** Absolute path of the built client; absent when there is none. */
  clientDirectory?: string;
  /** Pino's options, or false for silence. */
  logger: FastifyServerOptions['logger'];
}

/** Everything but the listening. Closing it lets the requests in flight finish. */
export function buildServer({ releases, identity, clientDirectory, logger }: Dependencies): FastifyInstance {
  const app = fastify({
    logger,
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) => {
      addSecurityHeaders(reply);
      answerError(error, request, reply);
    },
  });
  app.addHook('onRequest', async (request, reply) => {
    addSecurityHeaders(reply);
    reply.header('x-request-id', request.id);
  });
  endConnectionsWhenClosing(app);
  app.setErrorHandler(answerError);
  addHealth(app, identity);
  addApi(app, releases);
  if (clientDirectory) addClient(app, clientDirectory);
  else addMissingClient(app);
  return app;
}
