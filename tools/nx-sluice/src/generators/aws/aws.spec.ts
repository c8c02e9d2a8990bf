import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { validate } from 'dockerfile-utils';
import configuration from '../configuration/generator';
import environment from '../environment/generator';
import { readTemplate } from '../shared/templates';
import { filesOf, printed, readJson, server, workspaceTree } from '../testing/workspace-tree';
import aws from './generator';

async function configured(project: string, files: Record<string, string | object> = {}): Promise<Tree> {
  const tree = workspaceTree(files);
  await printed(() => configuration(tree, { project }));
  return tree;
}

const text = (tree: Tree, path: string) => tree.read(path, 'utf8') ?? '';

describe('aws', () => {
  it('copies the templates, describes each environment, and packs the folder', async () => {
    const tree = await configured('api');
    await printed(() => aws(tree, {}));
    for (const name of ['platform.yml', 'app.yml', 'environment.yml', 'pipeline.yml', 'cfn-template.yml'])
      expect(text(tree, `aws/${name}`)).toBe(readTemplate('aws', name));
    expect(text(tree, 'aws/Dockerfile')).toContain('CMD ["node", "app/server/main.js"]');
    expect(readJson(tree, 'aws/cfn-template-configuration-uat.json')).toMatchObject({
      Parameters: { Cpu: '256' },
      Variables: {},
      Tags: { environment: 'uat' },
    });
    const { targets } = readJson<{ targets: { package: { options: { assets: unknown[] } } } }>(
      tree,
      'apps/api/project.json',
    );
    expect(targets.package.options.assets).toContainEqual({ input: 'aws', output: 'aws' });
  });

  it('installs the packages of a lockfile that is packed, and lets the build reach the network for it', async () => {
    const api = server('api');
    const prune = { executor: 'nx:noop' };
    const targets = { ...api.targets, prune };
    const tree = await configured('api', { 'apps/api/project.json': { ...api, targets } });
    await printed(() => aws(tree, {}));
    expect(text(tree, 'aws/Dockerfile')).toMatch(/^RUN cd app\/server && npm ci --omit=dev$/m);
    for (const name of ['pipeline.yml', 'buildspec.yaml'])
      expect(text(tree, `aws/${name}`)).toMatch(/^ +docker build --file aws\/Dockerfile/m);
  });

  it.each([
    ['npm', 'package-lock.json', '{}', 'npm ci --omit=dev'],
    ['pnpm', 'pnpm-lock.yaml', 'lockfileVersion: 9\n', 'pnpm install --frozen-lockfile --prod'],
    ['yarn 1', 'yarn.lock', '# yarn lockfile v1\n', 'yarn install --frozen-lockfile --production'],
    ['yarn 4', 'yarn.lock', '__metadata:\n', 'YARN_NODE_LINKER=node-modules yarn install --immutable'],
    ['bun', 'bun.lock', '{}', 'bun install --frozen-lockfile --production'],
  ])('installs with %s in a Dockerfile that is valid', async (_, lockfile, content, install) => {
    const api = server('api');
    const targets = { ...api.targets, prune: { executor: 'nx:noop' } };
    const tree = await configured('api', { 'apps/api/project.json': { ...api, targets } });
    tree.delete('package-lock.json');
    tree.write(lockfile, content);
    await printed(() => aws(tree, {}));
    const dockerfile = text(tree, 'aws/Dockerfile');
    const [line = ''] = /^RUN .*$/m.exec(dockerfile) ?? [];
    expect(line).toMatch(/^RUN cd app\/server && /);
    expect(line.endsWith(` && ${install}`)).toBe(true);
    expect(validate(dockerfile)).toEqual([]);
    // Who installs may write; who serves may not.
    expect(dockerfile.indexOf('USER node')).toBeGreaterThan(dockerfile.indexOf(line));
  });

  it.each([
    ['yarn@4.9.1+sha512.0a', ' && corepack install --global yarn@4.9.1+sha512.0a'],
    ['yarn@4 && rm', ' && corepack install --global yarn@4'],
    ['pnpm@10.1.0', ' && corepack install --global yarn@4'],
    [undefined, ' && corepack install --global yarn@4.14.2'],
  ])('installs with the version of Yarn that the workspace names: %s', async (packageManager, pinned) => {
    const api = server('api');
    const targets = { ...api.targets, prune: { executor: 'nx:noop' } };
    const tree = await configured('api', { 'apps/api/project.json': { ...api, targets } });
    tree.write('package.json', JSON.stringify({ name: '@acme/source', packageManager }));
    tree.delete('package-lock.json');
    tree.write('yarn.lock', '__metadata:\n');
    tree.write('.yarnrc.yml', 'nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-4.14.2.cjs\n');
    await printed(() => aws(tree, {}));
    expect(text(tree, 'aws/Dockerfile')).toContain(
      `RUN cd app/server && corepack enable yarn${pinned} && YARN_NODE_LINKER=`,
    );
  });

  it('starts the file that the build names, or the one that is given', async () => {
    const api = server('api');
    const options = { ...api.targets.build.options, outputFileName: 'server.cjs' };
    const targets = { build: { ...api.targets.build, options } };
    const tree = await configured('api', { 'apps/api/project.json': { ...api, targets } });
    await printed(() => aws(tree, {}));
    expect(text(tree, 'aws/Dockerfile')).toContain('CMD ["node", "app/server/server.cjs"]');
    await printed(() => aws(tree, { main: 'app/server/other.js', overwrite: true }));
    expect(text(tree, 'aws/Dockerfile')).toContain('CMD ["node", "app/server/other.js"]');
  });

  it.each([
    ['python3 app/server/main.py', 'exec python3 app/server/main.py'],
    ['cd app/server && ./run', 'cd app/server && ./run'],
  ])('starts what sluice.json names: %s', async (command, line) => {
    const tree = await configured('api');
    const settings = readJson<object>(tree, 'sluice.json');
    tree.write('sluice.json', JSON.stringify({ ...settings, start: { command } }));
    const said = await printed(() => aws(tree, {}));
    const dockerfile = text(tree, 'aws/Dockerfile');
    expect(dockerfile).toContain(`CMD ["/bin/sh", "-c", "${line}"]`);
    expect(validate(dockerfile)).toEqual([]);
    expect(said).toContain('If it needs another one, change NODE_IMAGE there.');
  });

  it('keeps files that were changed, names them, and replaces them only when asked', async () => {
    const tree = await configured('api', { 'aws/platform.yml': '# ours\n' });
    const said = await printed(() => aws(tree, {}));
    expect(text(tree, 'aws/platform.yml')).toBe('# ours\n');
    expect(said).toContain('Kept as they are: aws/platform.yml.');
    const before = filesOf(tree);
    expect(await printed(() => aws(tree, {}))).toContain('Nothing to change');
    expect(filesOf(tree)).toEqual(before);
    await printed(() => aws(tree, { overwrite: true }));
    expect(text(tree, 'aws/platform.yml')).toBe(readTemplate('aws', 'platform.yml'));
  });

  it('refuses a workspace without an app and an app without a project, and says what to run', async () => {
    const tree = workspaceTree();
    await expect(aws(tree, {})).rejects.toThrow('Run first: npx nx g nx-sluice:init');
    tree.write('sluice.json', JSON.stringify({ app: 'store', environments: { stage: { tag: 'latest' } } }));
    await expect(aws(tree, {})).rejects.toThrow('nx-sluice:configuration <project> --app=store');
    await expect(aws(tree, { app: 'shop' })).rejects.toThrow('no app "shop". It has: store.');
  });
});

describe('the server of a static site', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-static-'));
  let stop: () => void = () => undefined;
  let url: string;

  beforeAll(async () => {
    const tree = await configured('web');
    await printed(() => aws(tree, {}));
    expect(text(tree, 'aws/Dockerfile')).toMatch(
      /COPY aws\/static-server\.mjs \.\/\n[^]*"static-server\.mjs"/,
    );
    mkdirSync(join(folder, 'app/client/assets'), { recursive: true });
    writeFileSync(join(folder, 'static-server.mjs'), text(tree, 'aws/static-server.mjs'));
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    writeFileSync(join(folder, 'app/client/index.html'), '<h1>Shop</h1>');
    writeFileSync(join(folder, 'app/client/about.html'), '<h1>About</h1>');
    writeFileSync(join(folder, 'app/client/.env'), 'KEY=1');
    writeFileSync(join(folder, 'app/client/assets/main-DiwrgTda.js'), 'run()');
    const port = await freePort();
    const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', SLUICE_DIGEST: 'd1' };
    const child = spawn(process.execPath, ['static-server.mjs'], { cwd: folder, env });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    stop = async () => {
      child.kill();
      await ended;
    };
    url = `http://127.0.0.1:${port}`;
    await untilItAnswers(`${url}/healthz`);
  });
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  it('answers /healthz with what runs', async () => {
    const answer = await fetch(`${url}/healthz`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok', digest: 'd1' }]);
  });

  it('answers files with their type, and lets browsers keep what has a hash in its name', async () => {
    const [page, script] = await Promise.all([fetch(`${url}/`), fetch(`${url}/assets/main-DiwrgTda.js`)]);
    expect([page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
      'text/html; charset=utf-8',
      'no-cache',
    ]);
    expect([await script.text(), script.headers.get('cache-control')]).toEqual([
      'run()',
      'public, max-age=31536000, immutable',
    ]);
  });

  it.each([
    ['a page with a file of its own, as static exports have them', '/about', 200, '<h1>About</h1>'],
    ['a page of the app', '/orders/7', 200, '<h1>Shop</h1>'],
    ['a missing file', '/missing.js', 404, 'Not found\n'],
    ['a file outside', '/..%2f..%2fsecret.txt', 404, 'Not found\n'],
    ['a hidden file', '/.env', 404, 'Not found\n'],
    ['a path that is no text', '/%ff', 400, 'Bad request\n'],
  ])('answers %s', async (_what, path, status, body) => {
    const answer = await fetch(url + path);
    expect([answer.status, await answer.text()]).toEqual([status, body]);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function untilItAnswers(address: string): Promise<void> {
  for (;;) {
    const isUp = await fetch(address).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('environment', () => {
  const deploy = [
    'on:',
    '  workflow_dispatch:',
    '    inputs:',
    '      tag:',
    '        type: choice',
    '        options: [uat,   prod] # ours',
    'env: { SLUICE_BUCKET: b }',
    '',
  ].join('\n');

  it('adds it to sluice.json, to aws/ with the sizes of another, and to the choices of the workflow', async () => {
    const tree = await configured('api', { '.github/workflows/deploy.yml': deploy });
    await printed(() => aws(tree, {}));
    const path = 'aws/cfn-template-configuration-prod.json';
    const prod = readJson<{ Parameters: { Cpu: string }; Variables: object }>(tree, path);
    prod.Parameters.Cpu = '1024';
    prod.Variables = { MODE: 'prod' };
    tree.write(path, JSON.stringify(prod));
    await printed(() => environment(tree, { name: 'demo', requires: 'uat', confirm: true }));
    expect(readJson(tree, 'sluice.json')).toMatchObject({
      environments: { demo: { tag: 'demo', requires: ['uat'], confirm: true } },
    });
    expect(readJson(tree, 'aws/cfn-template-configuration-demo.json')).toMatchObject({
      Parameters: { Cpu: '1024' },
      Variables: {},
      Tags: { environment: 'demo' },
    });
    expect(text(tree, '.github/workflows/deploy.yml')).toBe(deploy.replace('prod]', 'prod, demo]'));
    const before = filesOf(tree);
    await printed(() => environment(tree, { name: 'demo', requires: 'uat', confirm: true }));
    expect(filesOf(tree)).toEqual(before);
  });

  it('adds a choice to a list with a line for each', async () => {
    const lines = deploy.replace(
      'options: [uat,   prod] # ours',
      'options:\n          - uat # ours\n          - prod',
    );
    const tree = await configured('api', { '.github/workflows/deploy.yml': lines });
    await printed(() => environment(tree, { name: 'demo' }));
    expect(text(tree, '.github/workflows/deploy.yml')).toBe(
      lines.replace('- prod', '- prod\n          - demo'),
    );
  });

  it('refuses an environment that watches another tag, and one that requires an unknown one', async () => {
    const tree = await configured('api');
    const before = filesOf(tree);
    await expect(environment(tree, { name: 'uat', tag: 'test' })).rejects.toThrow(
      'The environment "uat" of "acme-app" watches the tag "uat".',
    );
    await expect(environment(tree, { name: 'demo', requires: 'nowhere' })).rejects.toThrow(
      'has no environment "nowhere" to require. It has: stage, uat, prod.',
    );
    expect(filesOf(tree)).toEqual(before);
  });
});
