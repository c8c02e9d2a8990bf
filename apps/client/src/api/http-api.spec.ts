/** @jest-environment node */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { board } from '../testing/sample';
import { httpApi } from './http-api';

let server: Server;
let base: string;
let listener: RequestListener;
beforeAll(async () => {
  server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const answer = (status: number, body: string) => {
  listener = (_request, response) => void response.writeHead(status).end(body);
};

/** Answers everything with `{}` and keeps what was asked. */
function recordRequests() {
  const requests: { line: string; body: string; headers: IncomingMessage['headers'] }[] = [];
  listener = async (request, response) => {
    const body = await text(request);
    requests.push({ line: `${request.method} ${request.url}`, body, headers: request.headers });
    response.end('{}');
  };
  return requests;
}

it('reads where the contract says', async () => {
  const requests = recordRequests();
  const api = httpApi(base);
  await api.session();
  await api.releases({ search: 'a b', sort: 'size', order: 'asc', page: 2, pageSize: 20 });
  await api.release('abc');
  await api.compare('uat', 'stage');
  await api.history('prod', 20);
  expect(requests.map(({ line }) => line)).toEqual([
    'GET /api/session',
    'GET /api/releases?search=a+b&sort=size&order=asc&page=2&pageSize=20',
    'GET /api/releases/abc',
    'GET /api/compare?from=uat&to=stage',
    'GET /api/environments/prod/history?limit=20',
  ]);
});

it('writes JSON, and names what it writes to so that no path can be forged', async () => {
  const requests = recordRequests();
  const api = httpApi(base);
  const move = { commit: 'abc', expects: null, reason: 'Friday' };
  await api.promotionPlan('../x', { commit: 'abc' });
  await api.rollbackPlan('prod', {});
  await api.promote('prod', move);
  await api.rollBack('prod', move);
  await api.redeploy('prod', { expects: 'v1', reason: 'rotated' });
  await api.hold('prod', { reason: 'test' });
  await api.removeHold('prod', {});
  await api.reject('abc', { reason: 'broken' });
  await api.accept('abc', { reason: 'fixed' });
  expect(requests.map(({ line, body }) => `${line} ${body}`)).toEqual([
    'POST /api/environments/..%2Fx/promotion-plan {"commit":"abc"}',
    'POST /api/environments/prod/rollback-plan {}',
    'POST /api/environments/prod/promotions {"commit":"abc","expects":null,"reason":"Friday"}',
    'POST /api/environments/prod/rollbacks {"commit":"abc","expects":null,"reason":"Friday"}',
    'POST /api/environments/prod/redeployments {"expects":"v1","reason":"rotated"}',
    'PUT /api/environments/prod/hold {"reason":"test"}',
    'DELETE /api/environments/prod/hold {}',
    'PUT /api/releases/abc/rejection {"reason":"broken"}',
    'DELETE /api/releases/abc/rejection {"reason":"fixed"}',
  ]);
  for (const { headers } of requests) expect(headers['content-type']).toBe('application/json');
});

it('does not have an unchanged board sent again', async () => {
  let sent = 0;
  listener = (request, response) => {
    if (request.headers['if-none-match'] === '"1"') return void response.writeHead(304).end();
    sent += 1;
    response.setHeader('etag', '"1"').end(JSON.stringify(board));
  };
  const api = httpApi(base);
  await expect(api.board()).resolves.toEqual(board);
  await expect(api.board()).resolves.toEqual(board);
  expect(sent).toBe(1);
});

it('passes on what the server says is wrong, what to do, and by what its log tells more', async () => {
  const problem = { code: 'refused', error: 'It is held.', remedy: 'Release the hold.', requestId: 'r-7' };
  answer(422, JSON.stringify(problem));
  await expect(httpApi(base).hold('prod', { reason: 'x' })).rejects.toMatchObject({
    message: 'It is held.',
    remedy: 'Release the hold.',
    code: 'refused',
    requestId: 'r-7',
  });
});

it.each([
  [200, '<!doctype html>'],
  [200, 'null'],
  [500, '{"message": "inner"}'],
  [502, '<h1>Bad gateway</h1>'],
])('explains an answer of %i that no Sluice server gives: %s', async (status, body) => {
  answer(status, body);
  await expect(httpApi(base).board()).rejects.toMatchObject({
    name: 'Problem',
    message: 'The console cannot read the response of the server.',
  });
});

it.each([302, 401])('knows by a %i of the load balancer that the sign-in is over', async (status) => {
  listener = (_request, response) =>
    void response.writeHead(status, { location: 'https://sign-in.example/' }).end('<h1>Sign in</h1>');
  await expect(httpApi(base).board()).rejects.toMatchObject({ code: 'signed-out' });
});

it('explains a connection that breaks', async () => {
  listener = (request) => void request.socket.destroy();
  await expect(httpApi(base).session()).rejects.toMatchObject({
    name: 'Problem',
    message: 'The server does not respond.',
  });
});

it.each([
  [409, JSON.stringify({ code: 'race-lost', error: 'It was moved.', remedy: 'Plan anew.' }), false],
  [413, '<h1>Too large</h1>', false],
  [500, JSON.stringify({ code: 'failed', error: 'It failed.', remedy: 'See the log.' }), true],
  [502, JSON.stringify({ code: 'unavailable', error: 'The bucket is silent.', remedy: 'Wait.' }), true],
  [504, '<h1>Gateway time-out</h1>', true],
  [200, '<!doctype html>', true],
])(
  'reports an answer of %i with %s whether a write may have been done: %s',
  async (status, body, mayBeDone) => {
    answer(status, body);
    const move = { commit: 'abc', expects: null, reason: 'Friday' };
    await expect(httpApi(base).promote('prod', move)).rejects.toMatchObject({ mayBeDone });
  },
);

it('knows that a write may have been done whose answer was lost', async () => {
  listener = (request) => void request.socket.destroy();
  await expect(httpApi(base).hold('prod', { reason: 'x' })).rejects.toMatchObject({ mayBeDone: true });
});

it('reports an abort, not a problem, when a view cancels the request', async () => {
  listener = () => {};
  const controller = new AbortController();
  const looking = httpApi(base).session(controller.signal);
  controller.abort();
  await expect(looking).rejects.toMatchObject({ name: 'AbortError' });
});
