import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { actionlint } from '@sluice/testing';
import { parse } from 'yaml';
import app from '../app/generator';
import configuration from '../configuration/generator';
import environment from '../environment/generator';
import { filesOf, printed, workspaceTree } from '../testing/workspace-tree';
import workflows from './generator';

interface Workflow {
  on: {
    workflow_run: { workflows: string[]; branches: string[] };
    workflow_dispatch: { inputs: Record<string, { options?: string[]; default?: string }> };
  };
  jobs: Record<string, { steps: { run?: string; uses?: string; with?: Record<string, string> }[] }>;
}

async function configured(files: Record<string, string | object> = {}): Promise<Tree> {
  const tree = workspaceTree(files);
  await printed(() => configuration(tree, { project: 'api' }));
  return tree;
}

function read(tree: Tree, name: string): Workflow {
  return parse(tree.read(`.github/workflows/${name}`, 'utf8') ?? '') as Workflow;
}

const scripts = ({ jobs }: Workflow) =>
  Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

/** What actionlint says of all workflows; it does not know `queue` yet (.github/actionlint.yaml). */
function lint(trees: Tree[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-workflows-'));
  for (const [index, tree] of trees.entries())
    for (const [path, content] of Object.entries(filesOf(tree)))
      if (path.startsWith('.github/workflows/'))
        writeFileSync(join(folder, `${index}-${path.split('/').at(-1)}`), content);
  const found = actionlint(folder, '*.yml');
  rmSync(folder, { recursive: true });
  return found.filter((line) => !line.includes('"queue"'));
}

const linted: Tree[] = [];

it('leaves the promotion out where no environment has a tag of its own, and says how to add it', async () => {
  const tree = await configured();
  const settings = { app: 'acme-app', project: 'api', environments: { stage: { tag: 'latest' } } };
  tree.write('sluice.json', JSON.stringify(settings));
  expect(await printed(() => workflows(tree, {}))).toContain(
    'deploy.yml cannot promote. After you have added',
  );
  const deploy = read(tree, 'deploy.yml');
  expect(Object.keys(deploy.on)).toEqual(['workflow_run']);
  expect(Object.keys(deploy.jobs)).toEqual(['publish']);
  linted.push(tree);
  const said = await printed(() => environment(tree, { name: 'prod' }));
  expect(said).toContain('.github/workflows/deploy.yml cannot promote yet. Delete it, and run');
  tree.delete('.github/workflows/deploy.yml');
  await printed(() => workflows(tree, {}));
  expect(read(tree, 'deploy.yml').on.workflow_dispatch.inputs.tag?.options).toEqual(['prod']);
});

it('writes workflows for this project, its tags, its branch and its package manager', async () => {
  const tree = await configured({
    'nx.json': { defaultBase: 'trunk' },
    'pnpm-lock.yaml': 'lockfileVersion: 9\n',
  });
  tree.delete('package-lock.json');
  await printed(() => workflows(tree, {}));
  const deploy = read(tree, 'deploy.yml');
  expect(deploy.on).toMatchObject({
    workflow_run: { workflows: ['CI'], branches: ['trunk'] },
    workflow_dispatch: { inputs: { tag: { options: ['uat', 'prod'] } } },
  });
  expect(scripts(deploy).join('\n')).toContain('npx nx run api:promote');
  expect(read(tree, 'init.yml').on.workflow_dispatch.inputs.app?.default).toBe('acme-app');
  expect(scripts(read(tree, 'ci.yml'))).toContain('pnpm install --frozen-lockfile');
  expect(filesOf(tree)['.github/workflows/deploy.yml']).not.toContain('npm ci');
  linted.push(tree);
});

it.each([
  ['# yarn lockfile v1\n', 'yarn install --frozen-lockfile'],
  ['__metadata:\n', 'yarn install --immutable'],
])('installs with the options of the Yarn that wrote %j', async (lockfile, install) => {
  const tree = await configured({ 'yarn.lock': lockfile });
  tree.delete('package-lock.json');
  await printed(() => workflows(tree, {}));
  expect(scripts(read(tree, 'ci.yml'))).toEqual(expect.arrayContaining(['corepack enable yarn', install]));
});

it('lets a person choose the project where several publish, in workflows in which actionlint finds nothing', async () => {
  const tree = await configured();
  await printed(() => app(tree, { name: 'site', projects: 'web', app: 'acme-site' }));
  await printed(() => workflows(tree, {}));
  const deploy = read(tree, 'deploy.yml');
  expect(deploy.on.workflow_dispatch.inputs.project?.options).toEqual(['api', 'site']);
  expect(scripts(deploy).join('\n')).toContain('npx nx run "$PROJECT:promote"');
  // Each app has roles of its own.
  const text = (name: string) => filesOf(tree)[`.github/workflows/${name}.yml`];
  expect(text('deploy')).toContain(
    "role-to-assume: ${{ inputs.project == 'api' && vars.SLUICE_PROMOTER_ROLE_ACME_APP || inputs.project == 'site' && vars.SLUICE_PROMOTER_ROLE_ACME_SITE || '' }}",
  );
  expect(text('init')).toContain(
    "role-to-assume: ${{ inputs.app == 'acme-app' && vars.SLUICE_BOOTSTRAP_ROLE_ACME_APP || inputs.app == 'acme-site' && vars.SLUICE_BOOTSTRAP_ROLE_ACME_SITE || '' }}",
  );
  expect(text('init')).toContain('SLUICE_PROMOTER_ROLE_$(tr a-z- A-Z_ <<< "$APP")');
  expect(text('deploy')).toContain('role-to-assume: ${{ vars.SLUICE_PUBLISHER_ROLE }}');
  expect(lint([...linted, tree])).toEqual([]);
});

it('changes no workflow of the user: it follows their CI, and writes Deploy beside theirs', async () => {
  const own = {
    '.github/workflows/ci.yml': 'name: Tests # ours\non: push\njobs: {}\n',
    '.github/workflows/deploy.yml': 'name: Deploy docs\non: push\njobs: {}\n',
  };
  const tree = await configured(own);
  await printed(() => workflows(tree, {}));
  expect(filesOf(tree)).toMatchObject(own);
  const deploy = read(tree, 'sluice-deploy.yml');
  expect(deploy.on.workflow_run.workflows).toEqual(['Tests']);
  expect(scripts(deploy).join('\n')).toContain('actions/workflows/sluice-deploy.yml/runs');
});

it.each(['github', 'gitlab'] as const)('changes nothing the second time: %s', async (ci) => {
  const tree = await configured();
  await printed(() => workflows(tree, { ci }));
  const before = filesOf(tree);
  expect(await printed(() => workflows(tree, { ci }))).toMatch(/^Nothing to change/);
  expect(filesOf(tree)).toEqual(before);
});

describe('GitLab', () => {
  it('has a manual job for each environment that is promoted to', async () => {
    const tree = await configured();
    await printed(() => workflows(tree, { ci: 'gitlab' }));
    const pipeline = parse(filesOf(tree)['.gitlab-ci.yml'] ?? '') as Record<string, unknown>;
    expect(pipeline).toMatchObject({
      stages: ['check', 'publish', 'promote'],
      publish: {
        environment: 'stage',
        script: expect.arrayContaining([expect.stringContaining('-t publish')]),
      },
      'promote acme-app to uat': { extends: '.promote', environment: 'uat' },
      'promote acme-app to prod': { variables: { SLUICE_APP: 'acme-app', SLUICE_TARGET: 'prod' } },
    });
    expect(pipeline).not.toHaveProperty('promote acme-app to stage');
  });

  it('goes beside a pipeline of the user, and says how to include it', async () => {
    const own = { '.gitlab-ci.yml': 'test: { script: [npm test] }\n' };
    const tree = await configured(own);
    const said = await printed(() => workflows(tree, { ci: 'gitlab' }));
    expect(filesOf(tree)).toMatchObject(own);
    expect(tree.exists('.gitlab/sluice.gitlab-ci.yml')).toBe(true);
    expect(said).toContain('include: { local: .gitlab/sluice.gitlab-ci.yml }');
  });
});
