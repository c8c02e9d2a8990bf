import { createServer, type AddressInfo } from 'node:net';
import { choosePort, environmentPorts, freeOr0 } from './ports';

it('takes any port when the wished one belongs to another program', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await freeOr0(port)).toBe(0);
  await new Promise((resolve) => server.close(resolve));
  expect(await freeOr0(port)).toBe(port);
});

it('keeps the ports of an app where another one gets an environment', () => {
  const app = (name: string, count: number) => {
    const environments = Array.from({ length: count }, (_, index) => ({ name: `e${index}` }));
    return { app: name, environments } as Parameters<typeof environmentPorts>[1][number];
  };
  const portOf = (...apps: ReturnType<typeof app>[]) =>
    environmentPorts(4301, apps).find(({ app: one }) => one === 'admin')?.port;
  expect(environmentPorts(4301, [app('store', 2)]).map(({ port }) => port)).toEqual([4301, 4302]);
  expect(portOf(app('store', 2), app('admin', 1))).toBe(4321);
  expect(portOf(app('store', 3), app('admin', 2))).toBe(4321);
  expect(portOf(app('store', 21), app('admin', 1))).toBe(4341);
});

it('says which port another program has, and nothing where the wished one is free', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  expect(await choosePort(port, 'stage', say)).toBe(0);
  await new Promise((resolve) => server.close(resolve));
  expect(await choosePort(port, 'stage', say)).toBe(port);
  expect(await choosePort(0, 'stage', say)).toBe(0);
  expect(said).toEqual([`Port ${port} is taken by another program; stage gets another one, listed below.`]);
});
