import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FaultPlan } from '../faults/fault-plan';
import { RequestContext } from './request-context';

let server: Server;
afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

it('sends something while the work takes long, and the answer afterwards with its own headers', async () => {
  let finish = (): void => undefined;
  const longWork = new Promise<void>((resolve) => (finish = resolve));
  server = createServer((incoming, response) => {
    const context = new RequestContext(incoming, response, new FaultPlan());
    incoming.resume();
    void context.keptAlive(
      longWork.then(() => context.send(200, { 'x-amz-version-id': 'v1' }, 'done')),
      1,
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const result: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const outgoing = request({ port, host: '127.0.0.1', method: 'POST', agent: false });
    // The work ends only because the client was told twice.
    outgoing.on('continue', () => result.push('continue') === 2 && finish());
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      result.push(`${response.statusCode} ${response.headers['x-amz-version-id']}`);
      response.on('data', (text: Buffer) => result.push(text.toString()));
      response.on('end', resolve);
    });
    outgoing.end('the body');
  });
  expect(result.slice(0, 2)).toEqual(['continue', 'continue']);
  expect(result.slice(-2)).toEqual(['200 v1', 'done']);
});
