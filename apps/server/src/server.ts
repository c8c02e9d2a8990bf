import rateLimit from '@fastify/rate-limit';
import fastify, {
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { BadgeSettings } from './config/badge-settings';
import type { Identity } from './config/configuration';
import type { Console } from './console/console';
import { addApis, leadToAnApp } from './http/apps';
import { defaultEventLimits, type EventLimits } from './routes/events';
import { auditWritesAndRefusals } from './http/audit';
import { addBadges } from './http/badges';
import { addClient, addMissingClient } from './http/client';
import { warmUp } from './http/early-look';
import { addHealth } from './http/health';
import { answerClientError } from './http/client-errors';
import { logAbortedRequests, withSafeLines } from './http/logging';
import { addMetrics } from './http/metrics';
import { addMissingApi } from './http/missing-api';
import { answerError } from './http/problems';
import { createLimiters, defaultRateLimits, type RateLimits } from './http/rate-limits';
import { addSecurityHeaders } from './http/security-headers';
import { acceptTokenInAddress } from './http/token-address';
import type { Metrics } from './metrics/metrics';
import { LoadBalancerSignIn } from './auth/load-balancer-sign-in';
import { requireLoopbackHost } from './auth/loopback';
import type { SignIn } from './auth/sign-in';
import { TokenSignIn } from './auth/token-sign-in';

export interface Dependencies {
  /** Absent: no bucket is configured, and the API says so to whoever is signed in. */
  console?: Console;
  /** Those of the other apps of the workspace. */
  otherConsoles?: readonly Console[];
  /** The app that this server itself belongs to, where that is known. */
  ownApp?: string;
  signIn: SignIn;
  identity: Identity;
  metrics: Metrics;
  /** Environments whose badge everybody may see. */
  badges?: BadgeSettings;
  /** Where browsers see the server; absent: as they say in the Host header. */
  publicOrigin?: string;
  /** Absolute path of the built client; absent when there is none. */
  clientDirectory?: string;
  /** Pino's options, or false for silence. */
  logger: FastifyServerOptions['logger'];
  rateLimits?: Partial<RateLimits>;
  events?: EventLimits;
}

/** How long connections and requests may take, in milliseconds, and how large the headers of a request may be. */
const connectionLimits = {
  /**
   * Above the load balancer's idle timeout (aws/cfn-template.yml, 120 seconds): whoever closes first must be the load
   * balancer, or it sends a request over a connection that is just being closed, and answers 502
   * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html).
   */
  keepAliveTimeout: 125_000,
  /** Until a request has arrived whole. Fastify's own default would switch off Node's. */
  requestTimeout: 60_000,
  /** Bytes. As much as a load balancer lets through: what it says of a person, and its cookies, may be long. */
  http: { maxHeaderSize: 64 * 1024 },
  /** Characters of a part of a path: an entry of the activity log is named by a version id of S3, of 1,024 at the most. */
  routerOptions: { maxParamLength: 4_096 },
} satisfies FastifyHttpOptions<Server>;

/** Everything but the listening. Closing it lets the requests in flight finish, and ends the streams of events. */
export function buildServer(dependencies: Dependencies): FastifyInstance {
  const { console, signIn, identity, metrics, clientDirectory, publicOrigin } = dependencies;
  const consoles = console === undefined ? [] : [console, ...(dependencies.otherConsoles ?? [])];
  const isBehindLoadBalancer = signIn instanceof LoadBalancerSignIn;
  const isEncrypted = isBehindLoadBalancer || !!publicOrigin?.startsWith('https:');
  const app = fastify({
    ...connectionLimits,
    // Whoever asks is who asked the load balancer, as it says itself. Without one, a header says nothing.
    trustProxy: isBehindLoadBalancer && ((_address, hop) => hop === 0),
    logger: withSafeLines(dependencies.logger),
    genReqId: () => randomUUID(),
    clientErrorHandler: answerClientError,
    // Such a request meets none of the hooks below.
    frameworkErrors: (error, request, reply) => {
      addHeaders(request, reply);
      answerError(error, request, reply);
      audit(request, reply);
    },
  });
  const addHeaders = (request: FastifyRequest, reply: FastifyReply) => {
    addSecurityHeaders(reply, isEncrypted);
    reply.header('x-request-id', request.id);
  };
  app.addHook('onRequest', async (request, reply) => addHeaders(request, reply));
  endConnectionsWhenClosing(app);
  logAbortedRequests(app);
  const audit = auditWritesAndRefusals(app);
  if (signIn instanceof TokenSignIn)
    app.addHook('onRequest', async (request) => requireLoopbackHost(request));
  app.setErrorHandler(answerError);
  app.addHook('onClose', async () => consoles.forEach((one) => one.close()));
  app.register(rateLimit, { global: false });
  app.register(async (routes) => {
    const limiters = createLimiters(routes, { ...defaultRateLimits, ...dependencies.rateLimits });
    const guarding = { signIn, limiters, publicOrigin };
    addHealth(routes, identity);
    addMetrics(routes, metrics, guarding);
    addBadges(routes, { badges: dependencies.badges ?? [], consoles, limiters });
    if (consoles.length === 0) addMissingApi(routes, guarding);
    else {
      addApis(routes, {
        ...guarding,
        consoles,
        own: { app: dependencies.ownApp, environment: identity.environment },
        events: dependencies.events ?? defaultEventLimits,
        onEventStreams: (open) => metrics.streaming(open),
      });
    }
    await routes.register(async (pages) => {
      if (signIn instanceof TokenSignIn) acceptTokenInAddress(pages, signIn, limiters);
      leadToAnApp(pages, consoles);
      if (consoles.length > 0) warmUp(pages, signIn, consoles);
      if (clientDirectory) addClient(pages, clientDirectory);
      else addMissingClient(pages);
    });
  });
  return app;
}

/**
 * Once the server is closing, answers in flight end their connection. Without it a browser's kept-alive connection
 * stays open after its last answer, and the server waits for the keep-alive timeout (two minutes) before it ends.
 */
function endConnectionsWhenClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}
