import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryWorkspace } from '../testing/temporary-workspace';

const { refuseDirtyTree } = jest.requireActual<{
  refuseDirtyTree(context: { argv: string[]; workspaceRoot: string }, nodes: object): Promise<void>;
}>('../../early-check.cjs');
const { createNodes } = jest.requireActual<{
  createNodes: [string, (paths: string[], options: object, context: { workspaceRoot: string }) => unknown];
}>('../../plugin.cjs');

const executor = 'nx-sluice:publish-s3';
const project = (name: string, targets: object) => ({
  name,
  data: { root: `apps/${name}`, tags: [`named:${name}`], targets },
});
const targets = {
  build: { executor: 'nx:run-commands' },
  package: { executor: 'nx-sluice:package-archive', dependsOn: ['build'] },
  publish: { executor, dependsOn: ['package'], configurations: { trial: { allowDirty: true } } },
  ship: { executor: 'nx:noop', dependsOn: [{ target: 'publish' }] },
  loop: { executor: 'nx:noop', dependsOn: ['loop'] },
};
const nodes = {
  shop: project('shop', targets),
  admin: project('admin', { publish: { executor: './tools/nx-sluice:publish-s3' } }),
  // Names that only look like what is searched for.
  publish: project('publish', { lint: { executor: 'nx:run-commands' } }),
  trial: project('trial', { publish: { executor, options: { allowDirty: true } } }),
};

const workspace = new TemporaryWorkspace();
beforeAll(() => workspace.write('new file.txt', 'new'));
afterAll(() => workspace.dispose());

const run = (args: string) => () =>
  refuseDirtyTree({ argv: ['node', 'nx', ...args.split(' ')], workspaceRoot: workspace.root }, nodes);

it.each([
  'run shop:publish',
  'run shop:publish:other --watch',
  'run shop:ship',
  'run admin:publish',
  'publish shop',
  'shop:publish',
  'affected -t publish',
  'affected -t lint,publish --base=HEAD~1',
  'affected --targets lint publish --parallel=3',
  'run-many --target=publish -p shop',
  'run-many -t publish --projects=trial,sh*',
  'run-many -t publish -p tag:named:admin',
  'run-many -t publish -p trial apps/shop',
  'run-many -t publish --exclude shop',
  'run-many -t publish --all',
  'affected -t publish --exclude=trial,admin',
  'affected -t publish -- --exclude=*',
  'run shop:publish --allowDirty=false',
])('refuses a dirty tree before `nx %s` builds anything', async (args) => {
  await expect(run(args)()).rejects.toThrow(
    'The working tree differs from the commit: new file.txt.\nNothing was built. Commit or stash it, or publish with --allowDirty.',
  );
});

it.each([
  'run shop:build',
  'run shop:package',
  'run shop:loop',
  'run publish:lint',
  'run trial:publish',
  'run shop:publish -c trial',
  'run shop:publish --configuration=trial',
  'run shop:publish --allowDirty',
  'run shop:publish --allow-dirty',
  'run unknown:publish',
  'lint publish',
  'affected -t lint -p publish',
  'affected -t',
  'run-many -t build test',
  'run-many -t publish -p trial',
  'run-many -t publish --projects=trial,publish',
  'run-many -t publish --projects tag:named:trial !shop --parallel 3',
  'run-many -t publish -p shop admin --exclude=*',
  'run-many -t publish -p nothing',
  'affected -t publish --exclude=shop,admin',
  'affected --exclude tag:named:shop apps/admin -t publish',
  'report',
  '',
])('lets `nx %s` continue', async (args) => {
  expect(await run(args)()).toBeUndefined();
});

it('names three files at most, of each only what can be printed', async () => {
  for (const name of ['a', 'b\u0007', 'c', 'd']) workspace.write(name, '');
  await expect(run('run shop:publish')()).rejects.toThrow(/: a, b\ufffd, c and 2 more\.\n/);
  for (const name of ['a', 'b\u0007', 'c', 'd']) rmSync(join(workspace.root, name));
});

it('leaves to the publish what cannot be told here', async () => {
  const argv = ['node', 'nx', 'run', 'shop:publish'];
  expect(await refuseDirtyTree({ argv, workspaceRoot: '/nowhere' }, nodes)).toBeUndefined();
  expect(await refuseDirtyTree({ argv, workspaceRoot: workspace.root }, {})).toBeUndefined();
  expect(await refuseDirtyTree({ argv: [], workspaceRoot: workspace.root }, nodes)).toBeUndefined();
});

it('lets a clean tree be published', async () => {
  rmSync(join(workspace.root, 'new file.txt'));
  expect(await run('run shop:publish')()).toBeUndefined();
});

describe('where a run below sluice cache stores nothing', () => {
  const before = process.argv;
  afterEach(() => {
    process.argv = before;
    delete process.env.SLUICE_WORKSPACE_DATA;
    rmSync(join(workspace.root, 'new file.txt'), { force: true });
  });

  /** As Nx, in a tree with a new file, which is gone once git has told of it if it was asked. */
  const findProjects = async (args: string, data: string) => {
    workspace.write('new file.txt', 'new');
    process.env.SLUICE_WORKSPACE_DATA = data;
    process.argv = ['node', 'nx', ...args.split(' ')];
    await createNodes[1]([], {}, { workspaceRoot: workspace.root });
    while (process.getActiveResourcesInfo().includes('ProcessWrap')) await new Promise(setImmediate);
    rmSync(join(workspace.root, 'new file.txt'));
  };

  it('asks git while Nx looks for the projects, and once more for the next run', async () => {
    await findProjects('affected -t publish', 'take');
    await expect(run('affected -t publish')()).rejects.toThrow('new file.txt');
    expect(await run('affected -t publish')()).toBeUndefined();
  });

  it.each([
    ['affected -t publish', 'leave'],
    ['affected -t publish --allowDirty', 'take'],
  ])('asks git when it is needed for `nx %s` that is to %s what Nx knows', async (args, data) => {
    await findProjects(args, data);
    expect(await run('affected -t publish')()).toBeUndefined();
  });
});
