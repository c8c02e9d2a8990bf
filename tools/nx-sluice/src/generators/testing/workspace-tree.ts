import { logger, type Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';

/** A workspace with a server, a site, a config of its own style and a git history of nobody. */
export function workspaceTree(files: Record<string, string | object> = {}): Tree {
  const tree = createTree();
  const standard = {
    'package.json': { name: '@acme/source', private: true },
    'package-lock.json': {},
    'nx.json': {},
    'apps/api/project.json': server('api'),
    'apps/web/project.json': project('web', { executor: '@nx/vite:build', outputPath: 'dist/apps/web' }),
    'apps/web/index.html': '<!doctype html>',
  };
  for (const [path, content] of Object.entries({ ...standard, ...files }))
    tree.write(path, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  return tree;
}

export function server(name: string) {
  return project(name, {
    executor: '@nx/esbuild:esbuild',
    outputPath: `dist/apps/${name}`,
    main: `apps/${name}/src/main.ts`,
  });
}

function project(name: string, { executor, ...options }: Record<string, string>) {
  const build = { executor, outputs: ['{options.outputPath}'], options };
  return { name, sourceRoot: `apps/${name}/src`, projectType: 'application', targets: { build } };
}

/** All files of a tree by path. */
export function filesOf(tree: Tree, folder = '.'): Record<string, string> {
  return Object.assign(
    {},
    ...tree.children(folder).map((name) => {
      const path = folder === '.' ? name : `${folder}/${name}`;
      return tree.isFile(path) ? { [path]: tree.read(path, 'utf8') } : filesOf(tree, path);
    }),
  ) as Record<string, string>;
}

export function readJson<T = Record<string, unknown>>(tree: Tree, path: string): T {
  return JSON.parse(tree.read(path, 'utf8') ?? 'null') as T;
}

/** Runs a generator, and returns what it printed. */
export async function printed(run: () => Promise<unknown>): Promise<string> {
  const spy = jest.spyOn(logger, 'info').mockImplementation(() => undefined);
  try {
    await run();
    return spy.mock.calls.map(([line]) => String(line)).join('\n');
  } finally {
    spy.mockRestore();
  }
}
