import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutorContext, Task } from '@nx/devkit';
import type { CacheOutcomes } from '@sluice/contract';
import { buildTasks, withHashesBefore } from './build-tasks';

const executors: Record<string, string> = { package: 'nx-sluice:package-archive', build: '@nx/js:tsc' };

function task(id: string, more: Partial<Task> = {}): Task {
  const [project = '', target = ''] = id.split(':');
  const outputs = [`dist/${project}`];
  return {
    id,
    target: { project, target },
    outputs,
    overrides: {},
    hash: `hash of ${id}`,
    cache: true,
    parallelism: true,
    ...more,
  };
}

function contextOf(dependencies: Record<string, string[]>, tasks: Task[]): ExecutorContext {
  const projects = new Set(tasks.map(({ target }) => target.project));
  const targets = Object.fromEntries(
    Object.entries(executors).map(([name, executor]) => [name, { executor }]),
  );
  return {
    projectName: 'app',
    targetName: 'publish',
    taskGraph: {
      roots: [],
      continuousDependencies: {},
      dependencies,
      tasks: Object.fromEntries(tasks.map((one) => [one.id, one])),
    },
    projectGraph: {
      nodes: Object.fromEntries(
        [...projects].map((name) => [name, { name, type: 'app', data: { root: name, targets } }]),
      ),
      dependencies: {},
    },
  } as unknown as ExecutorContext;
}

const context = contextOf(
  {
    'app:publish': ['app:package'],
    'app:package': ['client:build', 'server:build'],
    'server:build': ['lib:build', 'lib:check', 'lib:generate'],
  },
  [
    task('app:publish'),
    task('app:package'),
    task('client:build'),
    task('server:build'),
    task('lib:build'),
    task('lib:check', { outputs: [] }),
    task('lib:generate', { cache: false }),
    task('other:build'),
  ],
);

let server: Server;
let answer: CacheOutcomes | string;
const authorizations: (string | undefined)[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    if (request.url !== '/v1/outcomes') response.writeHead(404).end();
    else response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const env = () => ({
  NX_SELF_HOSTED_REMOTE_CACHE_SERVER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 'token',
});

it('tells of each task with outputs before the publication whether the cache had its output, and who made it', async () => {
  answer = {
    outcomes: [
      {
        hash: 'hash_of_client',
        outcome: 'restored',
        namespace: 'main',
        commit: 'a'.repeat(40),
        run: 'https://ci/7',
      },
      { hash: 'hash_of_server', outcome: 'missed', why: 'absent' },
    ],
  };
  const hashed = (id: string) => id.replace(/^hash of (\w+):build$/, 'hash_of_$1');
  for (const one of Object.values(context.taskGraph?.tasks ?? {})) one.hash = hashed(one.hash ?? '');
  expect(await buildTasks(context, env())).toEqual([
    {
      task: 'client:build',
      hash: 'hash_of_client',
      outcome: 'restored',
      namespace: 'main',
      commit: 'a'.repeat(40),
      run: 'https://ci/7',
    },
    { task: 'lib:build', hash: 'hash_of_lib', outcome: 'unknown' },
    { task: 'lib:generate', hash: 'hash of lib:generate', outcome: 'built' },
    { task: 'server:build', hash: 'hash_of_server', outcome: 'built', missed: 'absent' },
  ]);
  expect(authorizations).toEqual(['Bearer token']);
});

it.each([
  ['there is no cache server', () => ({}), '{}'],
  ['the server is not that of sluice cache', env, 'hello'],
  ['the server is away', () => ({ NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://127.0.0.1:1' }), '{}'],
])('does not know where outputs came from when %s', async (_, variables, text) => {
  answer = text;
  const outcomes = (await buildTasks(context, variables()))?.map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['unknown', 'unknown', 'built', 'unknown']);
});

it('knows of no task where Nx does not run it', async () => {
  expect(await buildTasks({ ...context, taskGraph: undefined }, {})).toBeUndefined();
});

describe('where Nx leaves the hashes out of the graph, as from 23.3 on', () => {
  const ids = ['app:publish', 'app:package', 'client:build', 'server:build', 'lib:build'];
  const pruned = contextOf(
    { 'app:publish': ['app:package'], 'app:package': ['client:build'], 'client:build': ['lib:build'] },
    ids.map((id) => task(id, { hash: undefined })),
  );

  it('takes them from the hasher, which runs in the process of Nx', async () => {
    const hashPublish =
      jest.requireActual<(one: object, context: object) => Promise<object | string>>(
        '../../publish-hasher.cjs',
      );
    const { taskGraph } = contextOf(
      pruned.taskGraph?.dependencies ?? {},
      ids.map((id) => task(id, { hash: `hash_of_${id.split(':')[0]}` })),
    );
    const variables: Record<string, string> = {};
    const hasher = { hashTask: async () => 'the hash of the publication' };
    const publication = task('app:publish', { cache: false });
    const hashed = await hashPublish(publication, { hasher, taskGraph, env: variables });
    expect(hashed).toMatchObject({ value: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const cached = task('app:publish', { cache: true });
    expect(await hashPublish(cached, { hasher, taskGraph, env: {} })).toBe('the hash of the publication');
    answer = { outcomes: [{ hash: 'hash_of_client', outcome: 'restored', namespace: 'main' }] };
    const known = [
      { task: 'client:build', hash: 'hash_of_client', outcome: 'restored', namespace: 'main' },
      { task: 'lib:build', hash: 'hash_of_lib', outcome: 'unknown' },
    ];
    expect(await buildTasks(pruned, { ...env(), ...variables })).toEqual(known);
    expect(publication).toEqual(task('app:publish', { cache: false }));
    // A batch gets no variables of a task, but the task.
    process.argv.push('--batch');
    await hashPublish(publication, { hasher, taskGraph, env: {} });
    process.argv.pop();
    const inBatch = withHashesBefore(publication, pruned.taskGraph!);
    expect(await buildTasks({ ...pruned, taskGraph: inBatch }, env())).toEqual(known);
  });

  it('reads dependencies that are objects, as from 24.0 on', async () => {
    const named = (ids: string[]) => ids.map((id) => ({ id }));
    const dependencies = Object.fromEntries(
      Object.entries(pruned.taskGraph?.dependencies ?? {}).map(([id, before]) => [id, named(before)]),
    );
    const context = {
      ...pruned,
      taskGraph: { ...pruned.taskGraph, dependencies },
    } as unknown as ExecutorContext;
    expect((await buildTasks(context, env()))?.map((told) => told.task)).toEqual([
      'client:build',
      'lib:build',
    ]);
  });

  it('knows of no tasks where the graph has another form', async () => {
    const unknown = (dependencies: unknown) =>
      ({ ...pruned, taskGraph: { ...pruned.taskGraph, dependencies } }) as unknown as ExecutorContext;
    expect(await buildTasks(unknown({}), env())).toBeUndefined();
    await expect(buildTasks(unknown({ 'app:publish': [{ task: 'app:package' }] }), env())).rejects.toThrow(
      'The graph of tasks has an unknown form',
    );
  });

  it('does not take a task for none where nothing tells its hash', async () => {
    expect(await buildTasks(pruned, env())).toEqual([
      { task: 'client:build', hash: '', outcome: 'unknown' },
      { task: 'lib:build', hash: '', outcome: 'unknown' },
    ]);
  });
});
