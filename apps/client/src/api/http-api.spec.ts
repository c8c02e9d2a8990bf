/** @jest-environment node */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sample } from '../testing/sample-snapshot';
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

const look = (signal = new AbortController().signal) => httpApi(base).snapshot(signal);
const answer = (status: number, body: string) => {
  listener = (_request, response) => void response.writeHead(status).end(body);
};

it('reads environments and releases', async () => {
  listener = (request, response) => {
    const body = { '/api/environments': sample.environments, '/api/releases': sample.releases }[
      request.url ?? ''
    ];
    response.end(JSON.stringify(body));
  };
  await expect(look()).resolves.toEqual(sample);
});

it('passes on what the server says is wrong and what to do', async () => {
  answer(503, JSON.stringify({ error: 'No bucket is known.', remedy: 'Set SLUICE_BUCKET.' }));
  await expect(look()).rejects.toMatchObject({
    message: 'No bucket is known.',
    remedy: 'Set SLUICE_BUCKET.',
  });
});

it.each([
  [200, '<!doctype html>'],
  [200, '{"environments": []}'],
  [200, 'null'],
  [500, '{"message": "inner"}'],
  [502, '<h1>Bad gateway</h1>'],
])('explains an answer of %i that no Sluice server gives: %s', async (status, body) => {
  answer(status, body);
  await expect(look()).rejects.toMatchObject({
    name: 'Problem',
    message: 'The server answers in a way that the console does not understand.',
  });
});

it('explains a connection that breaks', async () => {
  listener = (request) => void request.socket.destroy();
  await expect(look()).rejects.toMatchObject({ name: 'Problem', message: 'The server does not answer.' });
});

it('is no problem, but an abort, when the console itself gives up', async () => {
  listener = () => {};
  const controller = new AbortController();
  const looking = look(controller.signal);
  controller.abort();
  await expect(looking).rejects.toMatchObject({ name: 'AbortError' });
});
