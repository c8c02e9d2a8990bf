import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultPlan } from '../faults/fault-plan';
import type { Claims, Credentials } from './authentication';
import { readClaims, verify } from './authentication';
import { answerChallenge, isChallenge } from './identity';
import { collect, Payload, unsignedPayload } from './payload';
import { RequestContext } from './request-context';
import type { Service } from './service';
import { asServiceError, ServiceError } from './service-error';
import { xmlErrorAnswer } from './error-answers';
import { emptyHash, sha256 } from './signature';

export interface ServerOptions {
  host: string;
  /** 0: any free port. */
  port: number;
  /** Asked in this order. */
  services: readonly Service[];
  credentials: Credentials;
  /** Further keys that are accepted. */
  keys?: readonly Credentials[];
  faults: FaultPlan;
}

export interface RunningServer {
  /** `http://127.0.0.1:40123` */
  endpoint: string;
  /** Stops listening, lets requests in flight end (two seconds at the most), and breaks what is left. */
  close(): Promise<void>;
}

const bufferedBodyLimit = 1024 * 1024;
const closingGrace = 2000;

/** Listens and verifies every request's signature before a service sees it. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = createServer((request, response) => {
    void answer(request, response, options);
  });
  // Uploads of large archives take longer than Node's default of five minutes allows.
  server.requestTimeout = 0;
  // A client that reuses a connection just as the server closes it sees a reset: the longer, the rarer.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return { endpoint: `http://${host}:${port}`, close: () => closeServer(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions,
): Promise<void> {
  // Without listeners, a client that hangs up in the middle would end the process.
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  const service = options.services.find((candidate) => candidate.matches(request));
  const format = service?.errorFormat ?? 'json';
  let context: RequestContext | undefined;
  try {
    if (isChallenge(request)) return answerChallenge(request, response, options.credentials);
    context = new RequestContext(request, response, options.faults);
    if (!service)
      throw new ServiceError('UnknownOperationException', 404, 'No service answers this request.');
    context.payload = await authenticated(context, service, [options.credentials, ...(options.keys ?? [])]);
    await service.handle(context);
  } catch (error) {
    await (context?.fail(error, format) ?? refuse(response, error));
  } finally {
    // A body that nobody read would keep the client from reading the answer.
    request.resume();
  }
}

async function authenticated(
  context: RequestContext,
  service: Service,
  keys: readonly Credentials[],
): Promise<Payload> {
  const { request, path, queryPairs: query } = context;
  const claims = readClaims(request, query);
  if (service.streaming) {
    const { signed, sent } = payloadHashes(context, claims);
    const proof = verify(claims, { request, path, query, payloadHash: signed, service: service.name }, keys);
    return new Payload(request, sent, proof);
  }
  const body = await collect(new Payload(request, unsignedPayload, noProof).bytes(), bufferedBodyLimit);
  const payloadHash = body.length === 0 ? emptyHash : sha256(body);
  const proof = verify(claims, { request, path, query, payloadHash, service: service.name }, keys);
  return Payload.of(request, body, proof);
}

/**
 * The payload hash that the signature covers, and the one that the body must have. They differ for a presigned URL,
 * which is made before its body is known.
 * @throws ServiceError InvalidRequest.
 */
function payloadHashes(context: RequestContext, claims: Claims): { signed: string; sent: string } {
  const declared = context.header('x-amz-content-sha256');
  if (claims.form === 'query') {
    const inHeader = claims.signedHeaders.includes('x-amz-content-sha256') ? declared : undefined;
    const signed = context.query.get('X-Amz-Content-Sha256') ?? inHeader ?? unsignedPayload;
    return { signed, sent: declared ?? signed };
  }
  if (declared !== undefined) return { signed: declared, sent: declared };
  throw new ServiceError(
    'InvalidRequest',
    400,
    'Missing required header for this request: x-amz-content-sha256',
  );
}

const noProof = { key: Buffer.alloc(0), scope: '', timestamp: '', signature: '' };

function refuse(response: ServerResponse, error: unknown): void {
  const told = asServiceError(error);
  const { headers, body } = xmlErrorAnswer(told, '', '');
  response.writeHead(told.status, headers).end(body);
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const deadline = setTimeout(() => server.closeAllConnections(), closingGrace);
  await closed;
  clearTimeout(deadline);
}
