import type { Tree } from '@nx/devkit';
import { fileSchema } from '@sluice/release';
import { parse } from 'jsonc-parser';
import app from './app/generator';
import aws from './aws/generator';
import configuration from './configuration/generator';
import environment from './environment/generator';
import init from './init/generator';
import { filesOf, printed, workspaceTree } from './testing/workspace-tree';
import workflows from './workflows/generator';

/** A workspace that its owners have furnished: their own defaults, workflows, comments and style in every file. */
const own: Record<string, string> = {
  'nx.json': `{
    // Read by everybody.
    "plugins": ["@nx/vite/plugin", { "plugin": "@nx/eslint/plugin", "options": {} }],
    "namedInputs": { "default": ["{projectRoot}/**/*"], "production": ["default", "!{projectRoot}/**/*.spec.ts"] },
    "targetDefaults": {
        "build": { "cache": true, "dependsOn": ["^build"] },
        "package": { "inputs": ["production"] }, // ours
        "nx-sluice:publish-s3": { "dependsOn": ["package", "lint"] },
        "*": { "parallelism": true }
    }
}
`,
  'sluice.json': `{
  "app": "acme-shop",
  "region": "eu-central-1",
  "start": { "command": "./api" },
  "environments": {
    "live": { "tag": "latest" }
  }
}
`,
  '.gitignore': '# ours\nnode_modules\n/dist\n!keep.zip',
  'apps/api/project.json': `{
\t"name": "api", "projectType": "application", // the API
\t"sourceRoot": "apps/api/src",
\t"targets": {
\t\t"build": { "executor": "@nx/esbuild:esbuild", "outputs": ["{options.outputPath}"], "options": { "outputPath": "dist/apps/api" } },
\t\t"status": { "command": "./status.sh" },
\t\t"doctor": { "command": "./doctor.sh" }
\t},
\t"tags": ["scope:api"]
}
`,
  'apps/web/project.json':
    '{"name":"web","targets":{"build":{"executor":"@nx/vite:build","outputs":["{options.outputPath}"],"options":{"outputPath":"dist/apps/web"}}}}',
  '.github/workflows/ci.yml': 'name: Tests # ours\non: push\njobs: {}\n',
  '.github/workflows/deploy.yml':
    'name: Deploy docs\non:\n  workflow_dispatch:\n    inputs:\n      tag: { type: choice, options: [a, b] }\njobs: {}\n',
  '.github/workflows/init.yml': 'name: Init\non: push\njobs: {}\n',
  '.gitlab-ci.yml': 'test: { script: [npm test] }\n',
  'aws/Dockerfile': 'FROM scratch\n',
  'aws/cfn-template-configuration-live.json': '{ "Parameters": { "Cpu": "2048" } }\n',
};

const steps: [string, (tree: Tree) => Promise<unknown>][] = [
  ['init', (tree) => init(tree, {})],
  ['configuration', (tree) => configuration(tree, { project: 'api' })],
  ['app', (tree) => app(tree, { name: 'site', projects: 'web' })],
  ['environment', (tree) => environment(tree, { app: 'acme-shop', name: 'demo', requires: 'live' })],
  ['aws', (tree) => aws(tree, { app: 'acme-shop' })],
  ['workflows for GitHub', (tree) => workflows(tree, { ci: 'github' })],
  ['workflows for GitLab', (tree) => workflows(tree, { ci: 'gitlab' })],
];

/** Every name, value and comment of the one is in the other, as often. */
function isWithin(before: string, after: string): boolean {
  const left = tokensOf(after);
  return tokensOf(before).every((token) => {
    const at = left.indexOf(token);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function tokensOf(text: string): string[] {
  // The name of the one app becomes a key, and so its own key goes.
  return (text.match(/"[^"]*"|\/\/.*|#.*|[\w./!-]+/g) ?? []).filter((token) => token !== '"app"');
}

const tree = workspaceTree(own);

it.each(steps)('%s loses nothing of the user, and changes nothing the second time', async (_, generate) => {
  const before = filesOf(tree);
  await printed(() => generate(tree));
  const after = filesOf(tree);
  const lost = Object.entries(before).filter(([path, text]) => !isWithin(text, after[path] ?? ''));
  expect(lost.map(([path]) => path)).toEqual([]);
  expect(await printed(() => generate(tree))).toMatch(/^Nothing to change/);
  expect(filesOf(tree)).toEqual(after);
});

it('leaves files that it does not add to as they were, to the byte', () => {
  const edited = ['nx.json', 'sluice.json', '.gitignore', 'apps/api/project.json'];
  const untouched = Object.entries(own).filter(([path]) => !edited.includes(path));
  expect(filesOf(tree)).toMatchObject(Object.fromEntries(untouched));
});

it('keeps sluice.json valid when a second app changes its form', () => {
  const file: unknown = parse(tree.read('sluice.json', 'utf8') ?? '');
  expect(fileSchema.parse(file)).toMatchObject({
    region: 'eu-central-1',
    apps: {
      'acme-shop': { start: { command: './api' }, environments: { live: {}, demo: {} } },
      'site-app': { project: 'site' },
    },
  });
});

it('keeps the defaults and targets of the user that have the name of its own', () => {
  const nxJson = tree.read('nx.json', 'utf8') ?? '';
  expect(nxJson).toContain('"nx-sluice:publish-s3": { "dependsOn": ["package", "lint"] }');
  expect(nxJson).toContain('"package": { "inputs": ["production"] }, // ours');
  expect(tree.read('apps/api/project.json', 'utf8')).toContain('"status": { "command": "./status.sh" }');
});
