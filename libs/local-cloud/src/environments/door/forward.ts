import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { request as sendRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import { loopback } from './loopback';
import type { Target } from './target';

/** Headers that concern one connection only (RFC 9110, 7.6.1); the proxy's own connections have their own. */
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'expect'];

/**
 * Passes one request on and its answer back. Every request gets a connection of its own: an idle connection that the
 * server closes just as we use it again would be a failed request.
 */
export function forwardRequest(request: IncomingMessage, response: ServerResponse, target: Target): void {
  const release = target.take();
  const upstream = sendRequest({
    ...address(request, target),
    headers: { ...requestHeaders(request), connection: 'close' },
  });
  upstream.on('information', ({ statusCode, headers }) => {
    if (statusCode === 103 && headers.link) response.writeEarlyHints({ link: headers.link });
  });
  upstream.on('response', (answer) => {
    const headers = passOn(answer, ['transfer-encoding']);
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
    if (isEventStream(answer)) forwardStream(answer, response, target);
    else pipeline(answer, response, () => undefined);
  });
  upstream.on('error', () => {
    if (response.headersSent) response.destroy();
    else refuse(response, 502, 'The server behind this port closed the connection.');
  });
  response.on('close', () => {
    release();
    if (!response.writableFinished) upstream.destroy();
  });
  request.on('error', () => upstream.destroy());
  request.pipe(upstream);
}

function isEventStream({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('text/event-stream') ?? false;
}

/** Server-sent events: each continues as it comes, and whoever waits for the first knows at once that it will. */
function forwardStream(answer: IncomingMessage, response: ServerResponse, target: Target): void {
  response.flushHeaders();
  answer.on('error', () => response.destroy());
  answer.pipe(response);
  const ended = target.stream(() => {
    answer.unpipe(response);
    answer.removeAllListeners('error').on('error', () => undefined);
    response.end(() => answer.destroy());
  });
  response.on('close', ended);
}

/** Passes on a request to change the protocol (WebSocket), then bytes both ways until either side closes. */
export function forwardUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, target: Target): void {
  const release = target.take();
  const upgrade = { connection: 'upgrade', upgrade: request.headers.upgrade };
  const upstream = sendRequest({
    ...address(request, target),
    headers: { ...requestHeaders(request), ...upgrade },
  });
  socket.on('close', () => {
    release();
    upstream.destroy();
  });
  socket.on('error', () => socket.destroy());
  upstream.on('upgrade', (answer, serverSocket, serverHead) => {
    socket.write(rawHead(answer));
    if (serverHead.length > 0) socket.write(serverHead);
    if (head.length > 0) serverSocket.write(head);
    pipeline(serverSocket, socket, () => socket.destroy());
    pipeline(socket, serverSocket, () => serverSocket.destroy());
  });
  upstream.on('response', (answer) => {
    // The server declined to change: its answer ends with the connection.
    socket.write(rawHead(answer, ['transfer-encoding'], 'Connection: close\r\n'));
    pipeline(answer, socket, () => socket.destroy());
  });
  upstream.on('error', () => socket.destroy());
  upstream.end();
}

/** Answers in the place of a server. The client may try again in a second. */
export function refuse(response: ServerResponse, status: 502 | 503, why: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'retry-after': '1',
    connection: 'close',
  });
  response.end(`${why}\n`);
}

function address({ method, url }: IncomingMessage, { port }: Target) {
  return { host: loopback, port, method, path: url, agent: false as const, setHost: false };
}

function requestHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const { remoteAddress } = request.socket;
  const forwardedFor = [request.headers['x-forwarded-for'], remoteAddress].flat().filter(Boolean).join(', ');
  return {
    ...passOn(request),
    'x-forwarded-for': forwardedFor,
    'x-forwarded-proto': 'http',
    ...(request.headers.host === undefined ? {} : { 'x-forwarded-host': request.headers.host }),
  };
}

function passOn(message: IncomingMessage, dropped: readonly string[] = []): OutgoingHttpHeaders {
  const local = new Set([...hopByHop, ...dropped, ...namedByConnection(message.headers)]);
  const headers: OutgoingHttpHeaders = {};
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values === undefined || local.has(name)) continue;
    headers[name] = values.length === 1 ? values[0] : values;
  }
  return headers;
}

function namedByConnection(headers: IncomingHttpHeaders): string[] {
  return (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
}

function rawHead(answer: IncomingMessage, dropped: readonly string[] = [], extra = ''): string {
  let head = `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n`;
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
    const name = answer.rawHeaders[index] ?? '';
    if (!dropped.includes(name.toLowerCase())) head += `${name}: ${answer.rawHeaders[index + 1]}\r\n`;
  }
  return `${head}${extra}\r\n`;
}
