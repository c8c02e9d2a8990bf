import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choosePorts, environmentPorts, freeOr0, readPorts, rememberPorts } from './ports';

type App = Parameters<typeof environmentPorts>[1][number];
const app = (name: string, ...names: string[]): App => {
  const environments = names.map((one) => ({ name: one }));
  return { app: name, environments } as App;
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-ports-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The port of each environment in one start; what it remembers is there for the next. */
async function start(first: number, ...apps: App[]): Promise<Record<string, number>> {
  const ports = environmentPorts(first, apps, await readPorts(folder));
  await rememberPorts(folder, first, ports);
  return Object.fromEntries(ports.map((one) => [`${one.app} ${one.name}`, one.port]));
}

/** Runs `use` while another program has a port. */
async function whileTaken(use: (port: number) => Promise<void>): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await use(port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  return port;
}

it('takes any port when the wished one belongs to another program', async () => {
  const port = await whileTaken(async (taken) => expect(await freeOr0(taken)).toBe(0));
  expect(await freeOr0(port)).toBe(port);
});

it('keeps every port where an environment comes between others', async () => {
  expect(await start(4301, app('store', 'stage', 'uat', 'prod'))).toEqual({
    'store stage': 4301,
    'store uat': 4302,
    'store prod': 4303,
  });
  expect(await start(4301, app('store', 'dev', 'stage', 'qa', 'uat', 'prod'))).toEqual({
    'store dev': 4304,
    'store stage': 4301,
    'store qa': 4305,
    'store uat': 4302,
    'store prod': 4303,
  });
});

it('gives an environment that comes back its own port, and no other one in the meantime', async () => {
  await start(4301, app('store', 'stage', 'uat', 'prod'));
  expect(await start(4301, app('store', 'stage', 'prod', 'qa'))).toMatchObject({
    'store prod': 4303,
    'store qa': 4304,
  });
  expect(await start(4301, app('store', 'stage', 'uat', 'prod', 'qa'))).toMatchObject({
    'store uat': 4302,
    'store qa': 4304,
  });
});

it('keeps the order of the ports where they are to begin elsewhere', async () => {
  await start(4301, app('store', 'stage', 'prod'));
  expect(await start(5001, app('store', 'stage', 'uat', 'prod'))).toEqual({
    'store stage': 5001,
    'store uat': 5003,
    'store prod': 5002,
  });
});

it('keeps the ports of an app where another one gets an environment and nothing is remembered', () => {
  const many = Array.from({ length: 21 }, (_, index) => `e${index}`);
  const portOf = (...apps: App[]) =>
    environmentPorts(4301, apps).find(({ app: one }) => one === 'admin')?.port;
  expect(portOf(app('store', 'e0', 'e1'), app('admin', 'e0'))).toBe(4321);
  expect(portOf(app('store', 'e0', 'e1', 'e2'), app('admin', 'e0', 'e1'))).toBe(4321);
  expect(portOf(app('store', ...many), app('admin', 'e0'))).toBe(4341);
});

it.each(['', '{', '[]', '{"store stage": "4301"}', '{"store stage": -1}'])(
  'starts from the order of sluice.json where the file says %j',
  async (text) => {
    await writeFile(join(folder, 'ports.json'), text);
    expect(await start(4301, app('store', 'stage', 'prod'))).toEqual({
      'store stage': 4301,
      'store prod': 4302,
    });
    expect(JSON.parse(await readFile(join(folder, 'ports.json'), 'utf8'))).toEqual({
      'store stage': 0,
      'store prod': 1,
    });
  },
);

it('says in one line which ports another program has, and nothing where all are free', async () => {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const first = await whileTaken(async (one) => {
    await whileTaken(async (other) => {
      expect(await choosePorts({ stage: one, uat: 0, prod: other }, say)).toEqual({
        stage: 0,
        uat: 0,
        prod: 0,
      });
      expect(said.splice(0)).toEqual([
        `Ports ${one} (stage), ${other} (prod): in use by another program; other ports are used, listed below.`,
      ]);
    });
    await choosePorts({ 'the console': one }, say);
    expect(said.splice(0)).toEqual([
      `Port ${one} (the console): in use by another program; another port is used, listed below.`,
    ]);
  });
  expect(await choosePorts({ stage: first, uat: 0 }, say)).toEqual({ stage: first, uat: 0 });
  expect(said).toEqual([]);
});
