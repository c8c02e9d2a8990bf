import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectAt, readProjects } from './project-files';

const root = mkdtempSync(join(tmpdir(), 'sluice-projects-'));

function write(path: string, content: object) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
}

beforeAll(() => {
  const publish = { executor: 'nx-sluice:publish-s3' };
  write('package.json', { name: '@acme/source', workspaces: ['apps/*'] });
  write('apps/api/package.json', { name: '@acme/api', nx: { targets: { publish }, tags: ['x'] } });
  write('apps/web/package.json', {
    name: '@acme/web',
    nx: { name: 'web', targets: { publish: {}, build: {} } },
  });
  write('apps/web/project.json', { targets: { publish } });
  write('apps/tool/package.json', { name: '@acme/tool' });
  write('apps/shop/project.json', {});
});
afterAll(() => rmSync(root, { recursive: true }));

it('reads projects of project.json and of the field nx of package.json, the former first', async () => {
  const publish = { executor: 'nx-sluice:publish-s3' };
  expect(await readProjects(root)).toEqual([
    { name: '@acme/api', folder: 'apps/api', tags: ['x'], targets: { publish } },
    { name: 'shop', folder: 'apps/shop', tags: [], targets: {} },
    { name: 'web', folder: 'apps/web', tags: [], targets: { publish, build: {} } },
  ]);
});

it('reads comments and trailing commas, as Nx does, and refuses what is no JSON', async () => {
  writeFileSync(join(root, 'apps/shop/project.json'), '{\n  // The shop.\n  "name": "store",\n}\n');
  const projects = await readProjects(root);
  expect(projects.map(({ name }) => name)).toContain('store');
  writeFileSync(join(root, 'apps/shop/project.json'), '{ "name": }');
  await expect(readProjects(root)).rejects.toThrow('apps/shop/project.json is not valid JSON');
  write('apps/shop/project.json', {});
});

it('finds the project of a folder, be it the root itself', async () => {
  write('package.json', { name: '@acme/source', nx: { targets: {} } });
  const projects = await readProjects(root);
  expect(projectAt(projects, root, join(root, 'apps/web/src'))?.name).toBe('web');
  expect(projectAt(projects, root, root)?.name).toBe('@acme/source');
  expect(projectAt(projects, root, join(root, 'docs'))?.name).toBe('@acme/source');
});
