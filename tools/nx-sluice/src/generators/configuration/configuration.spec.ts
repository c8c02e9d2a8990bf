import init from '../init/generator';
import app from '../app/generator';
import environment from '../environment/generator';
import { filesOf, printed, readJson, server, workspaceTree } from '../testing/workspace-tree';
import configuration from './generator';

const nothingToChange = /^Nothing to change: all of it is there already\./;

interface Project {
  implicitDependencies?: string[];
  targets: Record<string, { executor: string; dependsOn?: unknown; options?: { assets: unknown } }>;
}

describe('init', () => {
  it('sets up the workspace and, of several applications, configures none', async () => {
    const tree = workspaceTree();
    const text = await printed(() => init(tree, {}));
    expect(readJson(tree, 'nx.json')).toEqual({
      plugins: ['nx-sluice'],
      targetDefaults: {
        'nx-sluice:package-archive': expect.objectContaining({ cache: true }),
        'nx-sluice:publish-s3': expect.objectContaining({ cache: false, dependsOn: ['package'] }),
        'nx-sluice:promote': { cache: false, parallelism: false },
      },
    });
    expect(readJson(tree, 'sluice.json')).toMatchObject({
      $schema: './node_modules/nx-sluice/schemas/sluice.schema.json',
      app: 'acme-app',
      environments: { stage: { tag: 'latest' }, prod: { requires: ['uat'], confirm: true } },
    });
    expect(tree.read('.gitignore', 'utf8')).toBe('.sluice/\ndist/archives/\n');
    expect(text).toContain('npx nx g nx-sluice:configuration <project>');
    expect(readJson<Project>(tree, 'apps/api/project.json').targets).not.toHaveProperty('package');
  });

  it('configures the only application of the workspace, unless told not to', async () => {
    const only = (): ReturnType<typeof workspaceTree> => {
      const tree = workspaceTree();
      tree.delete('apps/web');
      return tree;
    };
    const [asked, told] = [only(), only()];
    const text = await printed(() => init(asked, {}));
    await printed(() => init(told, { configure: false }));
    expect(text).toContain('npx nx run api:publish');
    expect(readJson<Project>(asked, 'apps/api/project.json').targets).toHaveProperty('publish');
    expect(readJson<Project>(told, 'apps/api/project.json').targets).not.toHaveProperty('publish');
  });

  it('keeps comments, indentation, line ends and settings of the user', async () => {
    const nxJson = [
      '{',
      '\t// how we build',
      '\t"plugins": [{ "plugin": "@nx/vite/plugin", "options": {} }],',
      '\t"targetDefaults": {',
      '\t\t"package": { "cache": false },',
      '\t\t"nx-sluice:promote": { "parallelism": true }, // ours',
      '\t},',
      '}',
      '',
    ].join('\r\n');
    const tree = workspaceTree({ 'nx.json': nxJson, '.gitignore': '# ours\r\n/dist/\r\n*.log' });
    await printed(() => init(tree, { configure: false }));
    const text = tree.read('nx.json', 'utf8') ?? '';
    for (const line of [
      '\t// how we build',
      '"package": { "cache": false }',
      '{ "parallelism": true }, // ours',
    ])
      expect(text).toContain(line);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    expect(text).toMatch(/\t\t"nx-sluice:publish-s3"/);
    expect(tree.read('.gitignore', 'utf8')).toBe('# ours\r\n/dist/\r\n*.log\r\n.sluice/\r\n');
  });

  it('names the line of a file that is no JSON, and writes nothing', async () => {
    const tree = workspaceTree({ 'nx.json': '{\n  "plugins": [,\n}\n' });
    const before = filesOf(tree);
    await expect(init(tree, {})).rejects.toThrow(/nx\.json is not valid JSON: \w+ in line 2\. Correct it/);
    expect(filesOf(tree)).toEqual(before);
  });
});

describe('configuration', () => {
  it('packs what the build target writes, and gives the app to the project', async () => {
    const tree = workspaceTree();
    await printed(() => configuration(tree, { project: 'api' }));
    const { targets } = readJson<Project>(tree, 'apps/api/project.json');
    expect(targets.package).toEqual({
      executor: 'nx-sluice:package-archive',
      dependsOn: ['build'],
      options: { assets: [{ input: 'dist/apps/api', output: 'app/server', ignore: ['**/*.tsbuildinfo'] }] },
    });
    expect(Object.keys(targets)).toEqual(
      expect.arrayContaining(['publish', 'promote', 'rollback', 'status', 'prune', 'doctor']),
    );
    expect(readJson(tree, 'sluice.json')).toMatchObject({ app: 'acme-app', project: 'api' });
  });

  it('puts the files of a browser into their own folder', async () => {
    const tree = workspaceTree();
    await printed(() => configuration(tree, { project: 'web' }));
    expect(readJson<Project>(tree, 'apps/web/project.json').targets.package?.options?.assets).toEqual([
      expect.objectContaining({ input: 'dist/apps/web', output: 'app/client' }),
    ]);
  });

  it('writes to package.json where the project has no project.json', async () => {
    const { targets } = server('@acme/worker');
    const manifest = { name: '@acme/worker', nx: { targets } };
    const tree = workspaceTree({ 'apps/worker/package.json': manifest });
    tree.write('package.json', JSON.stringify({ name: '@acme/source', workspaces: ['apps/*'] }));
    await printed(() => configuration(tree, { project: 'worker' }));
    const { nx } = readJson<{ nx: Project }>(tree, 'apps/worker/package.json');
    expect(nx.targets).toMatchObject({ build: {}, publish: { executor: 'nx-sluice:publish-s3' } });
    expect(tree.exists('apps/worker/project.json')).toBe(false);
  });

  it('waits for the pruned lockfile, and keeps a target of the user that has the name of an operation', async () => {
    const api = server('api');
    const prune = { executor: 'nx:noop', dependsOn: ['prune-lockfile'] };
    const tree = workspaceTree({
      'apps/api/project.json': { ...api, targets: { ...api.targets, prune } },
    });
    const text = await printed(() => configuration(tree, { project: 'api' }));
    const { targets } = readJson<Project>(tree, 'apps/api/project.json');
    expect(targets.package?.dependsOn).toEqual(['build', 'prune']);
    expect(targets.prune).toEqual(prune);
    expect(text).toContain('kept its own target "prune"; the command is npx sluice prune');
  });

  it('gives its name to the app of init that nothing publishes, with its environments', async () => {
    const tree = workspaceTree();
    await printed(() => init(tree, {}));
    await printed(() => environment(tree, { name: 'qa', tag: 'qa' }));
    const text = await printed(() => configuration(tree, { project: 'web', app: 'shop-web' }));
    expect(text).toContain('renamed the app "acme-app", which nothing published, to "shop-web"');
    const { app: name, apps, ...rest } = readJson<Record<string, unknown>>(tree, 'sluice.json');
    expect([name, apps]).toEqual(['shop-web', undefined]);
    expect(rest).toMatchObject({ project: 'web', environments: { qa: { tag: 'qa' } } });
  });

  it('renames no app that a project publishes without being named in sluice.json', async () => {
    const tree = workspaceTree();
    await printed(() => configuration(tree, { project: 'api' }));
    const settings = readJson<Record<string, unknown>>(tree, 'sluice.json');
    delete settings.project;
    tree.write('sluice.json', JSON.stringify(settings));
    await printed(() => configuration(tree, { project: 'web', app: 'shop-web' }));
    const { apps } = readJson<{ apps: object }>(tree, 'sluice.json');
    expect(Object.keys(apps)).toEqual(['acme-app', 'shop-web']);
  });

  it('makes an app beside the first for a second project', async () => {
    const tree = workspaceTree();
    await printed(() => configuration(tree, { project: 'api' }));
    await printed(() => configuration(tree, { project: 'web', app: 'shop-web' }));
    const { apps, ...rest } = readJson<{ apps: object }>(tree, 'sluice.json');
    expect(apps).toMatchObject({ 'acme-app': { project: 'api' }, 'shop-web': { project: 'web' } });
    expect(Object.keys(rest)).toEqual(['$schema']);
  });

  it.each([
    ['an unknown project', { project: 'apl' }, 'The workspace has no project "apl". Did you mean "api"?'],
    ['an unknown build target', { project: 'api', buildTarget: 'compile' }, 'has no target "compile"'],
    ['a project that publishes nothing', { project: 'tool' }, 'declares no folder among its outputs'],
    ['a target in the way', { project: 'taken' }, '"taken" has a target "publish" of its own'],
  ])('refuses %s and writes nothing', async (_what, options, message) => {
    const build = { executor: 'nx:run-commands', outputs: ['{projectRoot}/tool.tsbuildinfo'], options: {} };
    const taken = server('taken');
    const tree = workspaceTree({
      'tool/project.json': { name: 'tool', targets: { build } },
      'taken/project.json': {
        ...taken,
        targets: { ...taken.targets, publish: { command: 'npm publish' } },
      },
    });
    await printed(() => init(tree, { configure: false }));
    const before = filesOf(tree);
    await expect(configuration(tree, options)).rejects.toThrow(message);
    expect(filesOf(tree)).toEqual(before);
  });
});

describe('app', () => {
  it('makes a project that packs several projects together', async () => {
    const tree = workspaceTree();
    await printed(() => app(tree, { name: 'shop', projects: 'api, web' }));
    const project = readJson<Project>(tree, 'apps/shop/project.json');
    expect(project.implicitDependencies).toEqual(['api', 'web']);
    expect(project.targets.package).toMatchObject({
      dependsOn: [
        { projects: ['api'], target: 'build' },
        { projects: ['web'], target: 'build' },
      ],
      options: { assets: [{ output: 'app/server' }, { output: 'app/client' }] },
    });
    expect(readJson(tree, 'sluice.json')).toMatchObject({ project: 'shop' });
  });

  it('gives each of several servers a folder of its own', async () => {
    const tree = workspaceTree({ 'apps/jobs/project.json': server('jobs') });
    await printed(() => app(tree, { name: 'shop', projects: ['api', 'jobs', 'web'] }));
    expect(readJson<Project>(tree, 'apps/shop/project.json').targets.package?.options?.assets).toMatchObject([
      { output: 'app/api' },
      { output: 'app/jobs' },
      { output: 'app/client' },
    ]);
  });

  it('gives projects whose folders would have the same name different ones', async () => {
    const tree = workspaceTree({
      'apps/one/project.json': server('@one/api'),
      'apps/two/project.json': server('@two/api'),
      'apps/client/project.json': server('client'),
    });
    const projects = ['@one/api', '@two/api', 'client', 'web'];
    await printed(() => app(tree, { name: 'shop', projects }));
    expect(readJson<Project>(tree, 'apps/shop/project.json').targets.package?.options?.assets).toMatchObject([
      { output: 'app/one-api-server' },
      { output: 'app/two-api-server' },
      { output: 'app/client-server' },
      { output: 'app/client' },
    ]);
  });
});

it.each([
  ['init', (tree: ReturnType<typeof workspaceTree>) => init(tree, {})],
  ['configuration', (tree: ReturnType<typeof workspaceTree>) => configuration(tree, { project: 'api' })],
  ['app', (tree: ReturnType<typeof workspaceTree>) => app(tree, { name: 'shop', projects: 'api,web' })],
])('%s changes nothing the second time, and says so', async (_name, generate) => {
  const tree = workspaceTree();
  await printed(() => generate(tree));
  const before = filesOf(tree);
  expect(await printed(() => generate(tree))).toMatch(nothingToChange);
  expect(filesOf(tree)).toEqual(before);
});
