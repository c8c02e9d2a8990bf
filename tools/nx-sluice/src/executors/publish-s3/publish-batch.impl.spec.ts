import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Task, TaskGraph } from '@nx/devkit';
import { TemporaryWorkspace } from '../../testing/temporary-workspace';
import publishBatch, { type TaskResult } from './publish-batch.impl';
import type { PublishS3Options } from './schema';

const workspace = new TemporaryWorkspace();
const processes: ChildProcess[] = [];
afterAll(() => {
  for (const child of processes) child.kill();
  workspace.dispose();
});

const archive = 'dist/app.zip';
const packing = {
  id: 'app:package',
  target: { project: 'app', target: 'package' },
  outputs: [archive, `${archive}.json`],
  overrides: {},
};
const publishing = (project: string, hashesBefore?: string) => ({
  id: `${project}:publish`,
  target: { project, target: 'publish' },
  outputs: [],
  overrides: {},
  hashesBefore,
});

function graphOf(tasks: object[]): TaskGraph {
  const all = tasks as Task[];
  const before = (id: string) => (id === packing.id ? [] : [packing.id]);
  return {
    roots: [],
    tasks: Object.fromEntries(all.map((one) => [one.id, one])),
    dependencies: Object.fromEntries(all.map(({ id }) => [id, before(id)])),
    continuousDependencies: {},
  };
}

/** As the process of Nx that runs a batch. */
async function publish(
  options: Record<string, PublishS3Options>,
  hashesBefore?: string,
  env?: NodeJS.ProcessEnv,
) {
  const tasks = Object.keys(options).map((project) => publishing(project, hashesBefore));
  const byTask = Object.fromEntries(
    Object.entries(options).map(([project, one]) => [`${project}:publish`, one]),
  );
  const node = (name: string, executor: string) => ({
    type: 'app' as const,
    name,
    data: { root: name, targets: { package: { executor } } },
  });
  const context = {
    taskGraph: graphOf([packing, ...tasks]),
    projectGraph: {
      nodes: Object.fromEntries(
        ['app', ...Object.keys(options)].map((name) => [name, node(name, 'nx:run-commands')]),
      ),
      dependencies: {},
    },
  };
  const results: Record<string, TaskResult> = {};
  const ran = await workspace.run(
    async (_options: object, given) => {
      for await (const { task, result } of publishBatch(graphOf(tasks), byTask, {}, given))
        results[task] = result;
      return { success: true };
    },
    {},
    { context, env },
  );
  return { ...ran, results };
}

it('publishes each project, and tells of each alone what it said and whether it failed', async () => {
  await workspace.pack('one');
  const { stdout, stderr, results } = await publish({
    client: { archive, component: 'client' },
    missing: { archive: 'dist/none.zip', component: 'missing' },
    server: { archive, component: 'server', json: true },
  });
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  expect(results).toEqual({
    'client:publish': {
      success: true,
      terminalOutput: expect.stringMatching(
        /^Verified 1 file.*\nUploading .*\n[^]*Published .* as story\/client\//,
      ),
      startTime: expect.any(Number),
      endTime: expect.any(Number),
    },
    'missing:publish': expect.objectContaining({
      success: false,
      terminalOutput: expect.stringMatching(/^The archive .*dist\/none\.zip" does not exist\.\n.*\n$/),
    }),
    'server:publish': expect.objectContaining({
      success: true,
      terminalOutput: expect.stringContaining('"key": "story/server/latest.zip"'),
    }),
  });
});

it('asks git once for what all publications need', async () => {
  const trace = join(workspace.root, 'dist/trace');
  // Nx remembers the variables of a task for as long as its process runs.
  const options = { web: { archive, component: 'web' }, api: { archive, component: 'api' } };
  const { results } = await publish(options, undefined, { GIT_TRACE: trace });
  expect(Object.values(results).map(({ success }) => success)).toEqual([true, true]);
  const commands = [...readFileSync(trace, 'utf8').matchAll(/built-in: git (.*)/g)].map(([, words]) => words);
  expect(commands.length).toBeGreaterThan(5);
  expect(commands).toEqual([...new Set(commands)]);
});

it.each([
  [
    'the hashes that the hasher has told',
    JSON.stringify({ 'app:package': { hash: '7' } }),
    'app:package (the cache was not asked; Nx had an output on this machine)',
  ],
  ['that it was told no hash', undefined, 'app:package (Nx does not tell its hash)'],
])('knows %s of the tasks before', async (_, hashesBefore, message) => {
  const options = { archive, component: 'console', requireCached: true };
  const { results } = await publish({ console: options }, hashesBefore);
  expect(results['console:publish']).toMatchObject({
    success: false,
    terminalOutput: expect.stringContaining(message),
  });
});

it('ends the process of Nx that runs the batch, once the results are sent, without waiting for a signal', async () => {
  await workspace.pack('ending');
  const publication = publishing('client');
  const targets = {
    package: { executor: 'nx-sluice:package-archive' },
    publish: { options: { archive, component: 'ending' } },
  };
  const node = (name: string) => ({ type: 'app', name, data: { root: name, targets } });
  const child = fork(require.resolve('nx/src/tasks-runner/batch/run-batch'), {
    cwd: workspace.root,
    env: workspace.variables({ NX_WORKSPACE_ROOT_PATH: workspace.root }),
    stdio: 'ignore',
  });
  processes.push(child);
  const messages: { type: number; results?: Record<string, TaskResult> }[] = [];
  child.on('message', (message) => messages.push(message as (typeof messages)[number]));
  child.send({
    type: 0,
    executorName: `${join(__dirname, '../../../../../dist/nx-sluice')}:publish-s3`,
    projectGraph: { nodes: { app: node('app'), client: node('client') }, dependencies: {} },
    batchTaskGraph: graphOf([publication]),
    fullTaskGraph: graphOf([packing, publication]),
  });
  const ended = await once(child, 'close');
  expect({ ended, last: messages.at(-1) }).toMatchObject({
    ended: [0, null],
    last: { type: 2, results: { 'client:publish': { success: true } } },
  });
});
