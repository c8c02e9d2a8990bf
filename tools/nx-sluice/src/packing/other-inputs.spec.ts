import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { Task, TaskGraph } from '@nx/devkit';
import type { BuildTask } from '@sluice/release';
import { describeInput, withOtherInputs } from './other-inputs';

// Plain JavaScript, which Nx loads with the plugin.
const { sendTaskInputs } = jest.requireActual<{
  sendTaskInputs(context: object, env: object): Promise<void>;
}>('../../task-inputs.cjs');

const commit = 'c'.repeat(40);
const secret = 'value of a variable';
const nodes = {
  'npm:vite': '1',
  'env:API_URL': secret,
  'runtime:node --version': '2',
  'client:apps/client/**/*,!apps/client/**/*.spec.ts': '3',
  'client:ProjectConfiguration': '4',
  'workspace:[{workspaceRoot}/package.json,{workspaceRoot}/sluice.json]': '5',
};

function task(id: string, more: Partial<Task> = {}): Task {
  const [project = '', target = ''] = id.split(':');
  const hashDetails = { command: 'a command', nodes, implicitDeps: {}, runtime: {} };
  return {
    ...{ id, target: { project, target }, outputs: [`dist/${project}`], overrides: {}, hash: `1${project}` },
    ...{ cache: true, parallelism: true, hashDetails, ...more },
  };
}

/** Keeps what is put, as the server of the cache does. */
const kept = new Map<string, Buffer>();
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { url = '', method } = request;
      if (method === 'PUT') kept.set(url, body);
      const found = kept.get(url);
      response.writeHead(found === undefined ? 404 : 200).end(method === 'GET' ? found : undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => kept.clear());

const env = () => ({
  SLUICE_CACHE_INPUTS: commit,
  NX_SELF_HOSTED_REMOTE_CACHE_SERVER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 'token',
});

/** A run of CI that ended with these tasks. */
const runInCi = (tasks: Task[], status = 'success') =>
  sendTaskInputs(
    { taskResults: Object.fromEntries(tasks.map((one) => [one.id, { task: one, status }])) },
    env(),
  );

const missed: BuildTask = { task: 'client:build', hash: '7', outcome: 'built', missed: 'absent' };

async function inCi(here: Task): Promise<BuildTask['inCi']> {
  const taskGraph = { tasks: { 'client:build': here } } as unknown as TaskGraph;
  const [told] = await withOtherInputs([missed], { taskGraph }, commit, env());
  return told?.inCi;
}

const changed = (more: Record<string, string>) =>
  task('client:build', {
    hashDetails: { command: 'a command', nodes: { ...nodes, ...more }, implicitDeps: {}, runtime: {} },
  });

it('names what differs from the run of CI', async () => {
  await runInCi([task('client:build'), task('server:build')]);
  expect(await inCi(changed({ 'env:API_URL': 'another', 'npm:vite': '9', 'env:EXTRA': 'new' }))).toEqual([
    'the package vite',
    'the variable API_URL',
    'the variable EXTRA',
  ]);
  expect(await inCi(task('client:build'))).toEqual([]);
});

it('tells that CI has not run a task, or has not said what it ran', async () => {
  expect(await inCi(task('client:build'))).toBeUndefined();
  await runInCi([task('client:build')], 'failure');
  expect(await inCi(task('client:build'))).toBeUndefined();
  await runInCi([task('server:build'), task('client:build', { outputs: [] })]);
  expect(await inCi(task('client:build'))).toBe('not-run');
});

it('leaves no value in the cache, and nothing where entries are not stored', async () => {
  await runInCi([task('client:build')]);
  const [[url, body]] = [...kept] as [[string, Buffer]];
  expect(url).toBe(`/v1/cache/inputs-${commit}`);
  const text = gunzipSync(body).toString();
  expect(text).toContain('"env:API_URL":"');
  expect(text).not.toContain(secret);
  kept.clear();
  const readOnly = { ...env(), SLUICE_CACHE_INPUTS: undefined };
  await sendTaskInputs({ taskResults: { a: { task: task('client:build'), status: 'success' } } }, readOnly);
  expect(kept.size).toBe(0);
});

it('does without what is no description of tasks', async () => {
  kept.set(`/v1/cache/inputs-${commit}`, Buffer.from('no gzip'));
  expect(await inCi(task('client:build'))).toBeUndefined();
});

it.each([
  ['env:API_URL', 'the variable API_URL'],
  ['runtime:node --version', 'the output of "node --version"'],
  ['npm:@vitejs/plugin-react', 'the package @vitejs/plugin-react'],
  ['AllExternalDependencies', 'the packages in the lockfile'],
  ['client:apps/client/**/*,!apps/client/**/*.spec.ts', 'the files of client'],
  ['client:ProjectConfiguration', 'the configuration of client'],
  ['client:TsConfig', 'tsconfig.base.json for client'],
  [
    'workspace:[{workspaceRoot}/package.json,{workspaceRoot}/sluice.json]',
    'the files package.json,sluice.json',
  ],
  ['command', 'the command and its arguments'],
  ['something new', 'something new'],
  ['env:\u001b[31mRED', 'the variable \ufffd[31mRED'],
])('describes the input %j', (name, described) => {
  expect(describeInput(name)).toBe(described);
});
