import { connect, type Socket } from 'node:net';
import { Cloud } from '../testing/cloud';
import { eventually } from '../testing/eventually';
import { listenTo } from '../testing/event-stream';
import { consoleOf, runServer, token, type RunningServer } from '../testing/running-server';

let cloud: Cloud;
let server: RunningServer;
let commit: string;
beforeAll(async () => {
  cloud = await Cloud.open();
  commit = await cloud.publish('Sell umbrellas');
});
beforeEach(async () => {
  server = await runServer({ console: consoleOf(cloud) });
});
afterEach(async () => {
  cloud.faults.clear();
  await server?.close();
});
afterAll(() => cloud?.close());

const path = '/api/environments/uat/promotions';
const lineOf = (name: string) =>
  eventually(
    () => server.log.find((line) => line[name] !== undefined || line.msg === name),
    `"${name}" in the log`,
  );
const metrics = async () => (await fetch(`${server.url}/metrics`)).text();

/** Sends a write as a page does, over a socket of its own. */
async function send(body: string, length = Buffer.byteLength(body)): Promise<Socket> {
  const { host, hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    [
      `POST ${path} HTTP/1.1`,
      `host: ${host}`,
      `origin: ${server.url}`,
      `authorization: Bearer ${token}`,
      'content-type: application/json',
      `content-length: ${length}`,
      '',
      body,
    ].join('\r\n'),
  );
  return socket;
}

it('tells what became of an operation that nobody waited for', async () => {
  let open = () => {};
  const opens = new Promise<void>((resolve) => (open = resolve));
  cloud.faults.reset();
  cloud.faults.add({ operation: 'CopyObject', effect: { kind: 'gate', opens } });
  const reason = ` because\u202e of ${'x'.repeat(480)} `;
  const socket = await send(JSON.stringify({ commit, expects: null, reason }));
  await eventually(() => (cloud.faults.of('CopyObject') > 0 ? true : undefined), 'the operation');
  socket.destroy();
  await lineOf('request aborted');
  expect(server.log.some(({ audit }) => audit !== undefined)).toBe(false);
  open();
  const { audit } = await lineOf('audit');
  const { versionId } = (await cloud.bucket.head('shop-console/uat.zip')) ?? {};
  expect(audit).toEqual({
    who: 'amy',
    what: 'POST /api/environments/:name/promotions',
    on: 'uat',
    commit,
    reason: `because\\u{202e} of ${'x'.repeat(480)}`,
    outcome: 'done',
    status: 201,
    aborted: true,
    versionId,
  });
  expect(await metrics()).toContain('route="/api/environments/:name/promotions",status="aborted"} 1');
});

it('reports a write that was broken off before it was one', async () => {
  cloud.faults.reset();
  const socket = await send('{"commit":', 100);
  await lineOf('incoming request');
  socket.destroy();
  expect((await lineOf('audit')).audit).toMatchObject({ who: 'amy', on: 'uat', outcome: 'aborted' });
  expect(cloud.faults.writes).toBe(0);
});

it('counts a stream of events that the browser left', async () => {
  (await listenTo(server.url)).leave();
  await lineOf('request aborted');
  expect(await metrics()).toContain('route="/api/events",status="200"} 1');
});
