import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openBucket } from './s3-bucket';

let server: Server;
afterEach(() => server.close());

it.each([
  ['sluice-local-cloud', true],
  ['another', false],
  [undefined, false],
])('knows a server that says %j once it has answered', async (name, honorsConditions) => {
  server = createServer((_, response) => {
    response.writeHead(200, name === undefined ? {} : { server: name }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const bucket = openBucket({
    bucket: 'acme',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
  expect(bucket.wasAsked).toBe(false);
  await bucket.head('store/latest.zip');
  bucket.close();
  expect(bucket).toMatchObject({ wasAsked: true, honorsConditions });
});
