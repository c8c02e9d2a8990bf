import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const workspace = resolve(__dirname, '../../..');
const run = promisify(execFile);
jest.setTimeout(30_000);
const token = 'a-token-of-forty-three-letters-for-the-bundle';
const signedIn = { headers: { authorization: `Bearer ${token}` } };
let folder: string;
let started: ChildProcess[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'sluice-bundle-')));
  await build('app/server');
}, 60_000);
afterEach(async () => {
  for (const child of started) if (child.kill('SIGKILL')) await once(child, 'exit');
  started = [];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const build = (outdir: string, variables: Record<string, string> = {}) =>
  run(process.execPath, [join(workspace, 'apps/server/bundle.mjs'), '--outdir', join(folder, outdir)], {
    cwd: folder,
    env: { ...process.env, ...variables },
  });

/** Starts the bundle where no node_modules can be found, with nothing of this process's environment. */
function start(variables: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['app/server/main.js'], {
    cwd: folder,
    env: { PORT: '0', ...variables },
  });
  started.push(child);
  return child;
}

async function listening(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url) {
      child.stdout!.resume();
      return url;
    }
  }
  throw new Error('The server ended before it listened.');
}

async function ended(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, errors };
}

it('contains only main.js and sluice.json', async () => {
  expect((await readdir(join(folder, 'app/server'))).sort()).toEqual(['main.js', 'sluice.json']);
});

it('serves health and the client beside it, tells /api what it lacks, and ends well on SIGTERM', async () => {
  await mkdir(join(folder, 'app/client/build'), { recursive: true });
  await writeFile(join(folder, 'app/client/build/index.html'), '<!doctype html><title>Console</title>');
  await writeFile(join(folder, 'app/client/build/index.js'), 'console.log(1);\n'.repeat(200));
  const variables = { SLUICE_COMMIT: 'c'.repeat(40), SLUICE_ENVIRONMENT: 'uat', CONSOLE_TOKEN: token };
  const child = start(variables);
  const end = ended(child);
  const url = await listening(child);

  expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({
    status: 'ok',
    commit: 'c'.repeat(40),
    digest: null,
    environment: 'uat',
  });
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  expect(await page.text()).toContain('<title>Console</title>');
  const script = await fetch(`${url}/index.js`, { headers: { 'accept-encoding': 'br' } });
  expect(script.headers.get('content-encoding')).toBe('br');
  await script.text();
  expect((await fetch(`${url}/api/board`)).status).toBe(401);
  const api = await fetch(`${url}/api/board`, signedIn);
  expect(api.status).toBe(503);
  expect(await api.json()).toMatchObject({
    error: 'No bucket configured.',
    remedy: expect.stringContaining('SLUICE_BUCKET'),
  });

  child.kill('SIGTERM');
  expect(await end).toEqual({ code: 0, errors: '' });
});

it('serves health though the bucket is out of reach, and explains it to /api', async () => {
  const url = await listening(
    start({
      SLUICE_BUCKET: 'no-such-bucket',
      // Port 9 (discard) is closed on loopback.
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_MAX_ATTEMPTS: '1',
      CONSOLE_TOKEN: token,
    }),
  );
  const api = await fetch(`${url}/api/releases`, signedIn);
  expect(api.status).toBe(502);
  expect(await api.json()).toMatchObject({
    code: 'unavailable',
    error: expect.stringContaining('no-such-bucket'),
  });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

it('ends streams of events at once on SIGTERM, and itself', async () => {
  const child = start({
    SLUICE_BUCKET: 'no-such-bucket',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    CONSOLE_TOKEN: token,
  });
  const url = await listening(child);
  const answer = await fetch(`${url}/api/events`, signedIn);
  expect(answer.status).toBe(200);
  const end = ended(child);
  child.kill('SIGTERM');
  expect(await answer.text()).toMatch(/^retry: /);
  expect(await end).toEqual({ code: 0, errors: '' });
});

it.each([
  [{ PORT: 'http' }, /^PORT is "http"/],
  [{ SLUICE_CONFIG: 'missing.json' }, /missing\.json cannot be read \(ENOENT\)/],
  [{ SLUICE_CONFIG: 'broken.json' }, /environments/],
  [{ CONSOLE_TOKEN: 'short' }, /^CONSOLE_TOKEN must have/],
  [{ CONSOLE_OIDC_ISSUER: 'https://issuer' }, /CONSOLE_ALB_ARN, CONSOLE_OIDC_CLIENT_ID are missing/],
  [{ CONSOLE_PUBLIC_URL: 'console' }, /^CONSOLE_PUBLIC_URL is "console"/],
])('says in two lines what is wrong with %j, and exits with code 2', async (variables, wrong) => {
  await writeFile(join(folder, 'broken.json'), '{"app":"shop-console","environments":{}}');
  const { code, errors } = await ended(start(variables as Record<string, string>));
  expect(code).toBe(2);
  expect(errors).toMatch(wrong);
  expect(errors.trim().split('\n')).toHaveLength(2);
});

it('says that its port is taken, with no stack', async () => {
  const url = await listening(start({}));
  const { code, errors } = await ended(start({ PORT: new URL(url).port }));
  expect(code).toBe(2);
  expect(errors).toMatch(/is taken/);
  expect(errors).not.toMatch(/^\s+at /m);
});

it('has the same bytes in another time zone and output folder, and contains no path of this machine', async () => {
  await build('again', { TZ: 'Australia/Adelaide', LC_ALL: 'C' });
  const [one, other] = await Promise.all(
    ['app/server', 'again'].map((name) => readFile(join(folder, name, 'main.js'))),
  );
  expect(one?.equals(other!)).toBe(true);
  expect(one?.includes(workspace)).toBe(false);
  expect(one?.includes(folder)).toBe(false);
}, 60_000);
