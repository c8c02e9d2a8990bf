import type { Tree } from '@nx/devkit';
import aws from '../aws/generator';
import init from '../init/generator';
import { filesOf, printed, readJson, workspaceTree } from '../testing/workspace-tree';
import configuration from './generator';

const inferred = {
  executor: 'nx:run-commands',
  outputs: ['{workspaceRoot}/apps/shop/.next/!(cache)/**/*', '{workspaceRoot}/apps/shop/.next/!(cache)'],
  options: { command: 'next build', cwd: 'apps/shop' },
};
const ofExecutor = {
  executor: '@nx/next:build',
  outputs: ['{options.outputPath}'],
  options: { outputPath: 'dist/apps/shop' },
};
const standalone = "export default { output: 'standalone' };\n";

function workspace(config: string, build: object = inferred, files: Record<string, string> = {}): Tree {
  return workspaceTree({
    'apps/shop/next.config.mjs': config,
    'apps/shop/project.json': { name: 'shop', projectType: 'application', targets: { build } },
    'apps/shop/public/robots.txt': 'robots\n',
    ...files,
  });
}

async function assetsOf(tree: Tree): Promise<Record<string, string>> {
  await printed(() => configuration(tree, { project: 'shop' }));
  const { targets } = readJson<{
    targets: { package: { options: { assets: { input: string; output: string }[] } } };
  }>(tree, 'apps/shop/project.json');
  return Object.fromEntries(targets.package.options.assets.map(({ input, output }) => [input, output]));
}

it.each([
  ['as @nx/next infers it', inferred],
  ['by a command', { ...inferred, options: { commands: ['next build --profile'], cwd: 'apps/shop' } }],
  ['by a script', { ...inferred, executor: 'nx:run-script', metadata: { scriptContent: 'next build' } }],
])(
  'packs the standalone server of Next.js, built %s, with what it looks for beside itself',
  async (_, build) => {
    expect(await assetsOf(workspace(standalone, build))).toEqual({
      'apps/shop/.next/standalone': 'app/server',
      'apps/shop/.next/static': 'app/server/apps/shop/.next/static',
      'apps/shop/public': 'app/server/apps/shop/public',
    });
  },
);

it('packs what @nx/next:build puts into its output path', async () => {
  expect(await assetsOf(workspace('module.exports = { output: "standalone" };', ofExecutor))).toEqual({
    'dist/apps/shop/.next/standalone': 'app/server',
    'dist/apps/shop/.next/static': 'app/server/dist/apps/shop/.next/static',
    'apps/shop/public': 'app/server/apps/shop/public',
  });
});

it('takes the folder that an earlier build is relative to, and distDir', async () => {
  const outputs = ['{projectRoot}/build/!(cache)/**/*'];
  const tree = workspace(
    "const output = process.env.PLAIN ? undefined : 'standalone';\nexport default { output, distDir: 'build' };\n",
    { ...inferred, outputs },
    { 'apps/shop/build/standalone/shop/server.js': '' },
  );
  tree.delete('apps/shop/public');
  expect(await assetsOf(tree)).toEqual({
    'apps/shop/build/standalone': 'app/server',
    'apps/shop/build/static': 'app/server/shop/build/static',
  });
});

it('packs the files of a static export', async () => {
  const outputs = ['{projectRoot}/out/!(cache)/**/*'];
  const config = "export default { output: 'export', distDir: 'out' };\n";
  expect(await assetsOf(workspace(config, { ...inferred, outputs }))).toEqual({
    'apps/shop/out': 'app/client',
  });
});

it.each([
  [
    'no output',
    'export default {};\n',
    inferred,
    /does not set output: 'standalone'.* Set output: 'standalone'/,
  ],
  ['it in a comment', "// output: 'standalone'\nexport default {};\n", inferred, /does not set output/],
  [
    'a static export in a folder that is not cached',
    "export default { output: 'export' };\n",
    inferred,
    /writes to apps\/shop\/out, but Nx caches apps\/shop\/\.next only\. Set distDir: 'out'/,
  ],
  [
    'a build without outputs',
    standalone,
    { ...inferred, outputs: ['{projectRoot}/dist'] },
    /does not declare apps\/shop\/\.next among its outputs\. Add "outputs"/,
  ],
])('says what to change, and writes nothing, where Next.js has %s', async (_, config, build, message) => {
  const tree = workspace(config, build);
  const before = filesOf(tree);
  await expect(configuration(tree, { project: 'shop' })).rejects.toThrow(message);
  const { 'apps/shop/project.json': project } = filesOf(tree);
  expect(project).toBe(before['apps/shop/project.json']);
});

it('sets the workspace up with nx add even though the only app cannot be configured yet', async () => {
  const tree = workspace('export default {};\n');
  for (const other of ['apps/api', 'apps/web']) tree.delete(other);
  const said = await printed(() => init(tree, {}));
  expect(said).toContain("does not set output: 'standalone'");
  expect(said).toContain('npx nx g nx-sluice:configuration shop');
  expect(readJson(tree, 'nx.json')).toMatchObject({ plugins: ['nx-sluice'] });
});

it.each([
  [inferred, {}, 'app/server/apps/shop/server.js'],
  [ofExecutor, {}, 'app/server/apps/shop/server.js'],
  [inferred, { 'apps/shop/.next/standalone/server.js': '' }, 'app/server/server.js'],
])(
  'writes a Dockerfile that runs the server of Next.js on a C library like the one it was built on',
  async (build, files, main) => {
    const tree = workspace(standalone, build, files as Record<string, string>);
    await printed(() => configuration(tree, { project: 'shop' }));
    await printed(() => aws(tree, {}));
    const dockerfile = tree.read('aws/Dockerfile', 'utf8') ?? '';
    expect(dockerfile).toContain(`CMD ["node", "${main}"]`);
    expect(dockerfile).toMatch(/^ARG NODE_IMAGE=\S+bookworm-slim@sha256:[0-9a-f]{64}$/m);
    // Next.js listens on this name; in a container it would be that of the container.
    expect(dockerfile).toMatch(/^ +HOSTNAME=0\.0\.0\.0 \\$/m);
    expect(dockerfile).not.toMatch(/^RUN /m);
  },
);
