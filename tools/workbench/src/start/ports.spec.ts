import { createServer, type AddressInfo } from 'node:net';
import { freeOr0 } from './ports';

it('takes any port when the wished one belongs to another program', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await freeOr0(port)).toBe(0);
  await new Promise((resolve) => server.close(resolve));
  expect(await freeOr0(port)).toBe(port);
});
