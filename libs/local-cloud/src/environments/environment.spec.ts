import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentDefinition, EnvironmentEvent } from './definition';
import { Environment } from './environment';
import type { StartFailure } from './errors';
import { identify, isAlive } from './processes/process-identity';
import { eventually } from './testing/eventually';
import { startLoad } from './testing/load';
import type { RunningScript } from './testing/run-script';
import { runScript } from './testing/run-script';
import { environmentDefinition, serverScripts, writeVersion } from './testing/servers';

// Node starts slowly on a busy machine.
jest.setTimeout(60_000);

const never = new AbortController().signal;
let folder: string;
let events: EnvironmentEvent[];
let opened: Environment[];
let parent: RunningScript | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'environment-'));
  events = [];
  opened = [];
});

afterEach(async () => {
  await parent?.kill();
  await Promise.all(opened.map((environment) => environment.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function open(
  changes: Partial<EnvironmentDefinition> = {},
  healthTimeoutMs = 5000,
): Promise<Environment> {
  const environment = await Environment.open({
    definition: environmentDefinition(changes),
    folder: join(folder, 'state'),
    timing: { healthTimeoutMs, healthIntervalMs: 10, drainMs: 2000, graceMs: 1000, restartMs: 20 },
    onEvent: (event) => events.push(event),
  });
  opened.push(environment);
  return environment;
}

const version = (id: string, script?: string) => writeVersion(join(folder, 'versions'), id, script);
const text = async (url: string) => (await fetch(url)).text();
const recordedProcesses = () => readdirSync(join(folder, 'state', 'processes'));

describe('an environment', () => {
  it('says that nothing is deployed, then serves what is', async () => {
    const environment = await open();
    const empty = await fetch(environment.url);
    expect([empty.status, await empty.text()]).toEqual([503, 'Nothing is deployed here yet.\n']);
    expect(environment.status().state).toBe('empty');

    await environment.deploy(version('one'), never);

    expect(await text(environment.url)).toBe('one');
    expect(environment.status()).toMatchObject({
      state: 'serving',
      versionId: 'one',
      variables: { digest: 'one' },
      lastOutput: ['listening as one'],
    });
  });

  it('passes requests and answers on unchanged', async () => {
    const environment = await open();
    await environment.deploy(version('one'), never);

    const body = 'x'.repeat(300_000);
    const answer = await fetch(`${environment.url}/echo`, { method: 'PUT', body });

    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('x-method')).toBe('PUT');
    expect(await answer.text()).toBe(body);
    const chunked = await new Promise<string>((resolve, reject) => {
      const call = request(`${environment.url}/echo`, {
        method: 'GET',
        headers: { 'transfer-encoding': 'chunked' },
      });
      call.on('response', (response) => {
        let result = '';
        response.on('data', (piece: Buffer) => (result += piece.toString()));
        response.on('end', () => resolve(result));
      });
      call.on('error', reject);
      call.end('a body on a GET');
    });
    expect(chunked).toBe('a body on a GET');
  });

  it('passes on a change of protocol', async () => {
    const environment = await open();
    await environment.deploy(version('one'), never);
    const { hostname, port } = new URL(environment.url);
    const socket = connect(Number(port), hostname);
    let result = '';
    socket.on('data', (piece) => (result += piece.toString()));
    socket.write('GET /socket HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    await eventually(() => result.endsWith('\r\n\r\n'));
    socket.write('hello');
    await eventually(() => result.endsWith('hello'));
    expect(result).toMatch(/^HTTP\/1\.1 101 /);
    socket.destroy();
  });

  it('gives a server its port and its own variables, and none of this process', async () => {
    process.env['A_SECRET_OF_THE_DEVELOPER'] = 'secret';
    const environment = await open({
      command: (at, { port, environment: name, variables }) => ({
        file: process.execPath,
        args: [join(at, 'server.cjs')],
        env: { PORT: String(port), ENVIRONMENT: name, DIGEST: variables['digest'] ?? '' },
      }),
    });
    await environment.deploy(version('one'), never);
    const env = JSON.parse(await text(`${environment.url}/env`)) as Record<string, string>;
    delete process.env['A_SECRET_OF_THE_DEVELOPER'];
    expect(env).toMatchObject({ ENVIRONMENT: 'stage', DIGEST: 'one', HOST: '127.0.0.1' });
    expect(env).not.toHaveProperty('A_SECRET_OF_THE_DEVELOPER');
  });

  it.each([
    [
      'ends at start',
      serverScripts.failing,
      'exited',
      /exited with code 3/,
      'Error: DATABASE_URL is not set',
    ],
    ['is never healthy', serverScripts.silent, 'unhealthy', /GET \/healthz answered 503/, 'warming up'],
  ])(
    'continues serving the old version when the new one %s',
    async (_, script, reason, message, lastWord) => {
      const environment = await open({}, 4000);
      await environment.deploy(version('one'), never);

      const failure = (await environment
        .deploy(version('two', script), never)
        .catch((error: unknown) => error)) as StartFailure;

      expect(failure).toMatchObject({
        name: 'StartFailure',
        reason,
        message: expect.stringMatching(message),
      });
      expect(failure.remedy).not.toBe('');
      expect(failure.lastOutput.at(-1)).toBe(lastWord);
      expect(await text(environment.url)).toBe('one');
      expect(environment.status()).toMatchObject({ state: 'serving', versionId: 'one' });
      expect(recordedProcesses()).toHaveLength(1);
    },
  );

  it('serves a server whose health path answers 200 and names no version', async () => {
    const environment = await open({ healthPath: '/anything' });
    await environment.deploy(version('one'), never);
    expect(environment.status()).toMatchObject({ state: 'serving', versionId: 'one' });
  });

  it('refuses a server that answers for another version, and a command that does not exist', async () => {
    const environment = await open({}, 4000);
    const impostor = { ...version('one'), variables: { digest: 'two' } };
    await expect(environment.deploy(impostor, never)).rejects.toThrow(
      'GET /healthz returned digest "one", not "two"',
    );

    const broken = await Environment.open({
      definition: environmentDefinition({ command: () => ({ file: '/no/such/server', args: [], env: {} }) }),
      folder: join(folder, 'broken'),
    });
    opened.push(broken);
    await expect(broken.deploy(version('three'), never)).rejects.toThrow('ENOENT');
  });

  it('loses no request while versions replace each other under load', async () => {
    const environment = await open();
    await environment.deploy(version('v0'), never);
    const load = startLoad(environment.url);
    await load.hears('v0');
    const ids = ['v1', 'v2', 'v3', 'v4'];
    for (const id of ids) {
      await environment.deploy(version(id), never);
      expect(await text(environment.url)).toBe(id);
      await load.hears(id);
    }
    const { answers, failures } = await load.stop();

    expect(failures).toEqual([]);
    expect(new Set(answers)).toEqual(new Set(['v0', ...ids]));
    await eventually(() => recordedProcesses().length === 1, 'the end of the replaced servers');
  });

  it('abandons a start on request', async () => {
    const environment = await open();
    const abandon = new AbortController();
    const deployment = environment.deploy(version('slow', serverScripts.silent), abandon.signal);
    await eventually(() => recordedProcesses().length === 1);
    abandon.abort();
    await expect(deployment).rejects.toMatchObject({ reason: 'aborted' });
    expect(recordedProcesses()).toEqual([]);
  });

  it('starts a server that ended by itself again', async () => {
    const environment = await open();
    await environment.deploy(version('one'), never);
    expect((await fetch(`${environment.url}/crash`)).status).toBe(502);
    await eventually(() => events.some(({ kind }) => kind === 'down'));
    await eventually(() => environment.status().state === 'serving');
    expect(await text(environment.url)).toBe('one');
  });

  it('kills a server that does not end when asked, and frees its port', async () => {
    const environment = await open();
    await environment.deploy(version('one', serverScripts.stubborn), never);
    const { url } = environment;
    await environment.close();
    opened = [];
    expect(recordedProcesses()).toEqual([]);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('comes up with what it served last', async () => {
    const first = await open();
    await first.deploy(version('one'), never);
    await first.deploy(version('two'), never);
    await first.close();

    const second = await open();
    await second.settled();

    expect(await text(second.url)).toBe('two');
  });

  it.each([
    ['the process that ran it', false],
    ['the process that ran it and the warden', true],
  ])('leaves no server behind when %s is killed outright', async (_, wardenToo) => {
    const state = join(folder, 'state');
    version('one');
    parent = runScript(join(__dirname, 'testing', 'run-environment.ts'), [
      state,
      join(folder, 'versions', 'one'),
    ]);
    const { url, server } = (await eventually(() => parent?.messages[0])) as { url: string; server: number };
    expect(await text(url)).toBe('one');
    const orphan = identify(server)!;
    const warden = Number(recordedProcesses()[0]!.replace('.json', ''));

    if (wardenToo) process.kill(warden, 'SIGSTOP');
    await parent.kill();
    if (wardenToo) process.kill(warden, 'SIGKILL');
    else await eventually(() => !isAlive(orphan), 'the end of the server');

    const environment = await open();
    await environment.settled();
    expect(isAlive(orphan)).toBe(false);
    expect(await text(environment.url)).toBe('one');
  });

  it('says whose port it is when it is taken', async () => {
    const first = await open();
    const port = Number(new URL(first.url).port);
    const definition = environmentDefinition({ publicPort: port });
    await expect(Environment.open({ definition, folder: join(folder, 'other') })).rejects.toMatchObject({
      message: `Port ${port} is in use by another program.`,
      remedy: expect.stringContaining('another port') as string,
    });
  });
});
