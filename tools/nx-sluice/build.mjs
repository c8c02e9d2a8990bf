// Compiles the plugin into dist/nx-sluice, ready for `npm publish`: our own libraries are bundled, what comes from the
// registry stays a dependency. Same sources, same bytes: no source map, no clock, and only paths relative to the workspace.
// All modules lie flat in lib/, so that `__dirname` means the same in each, and files that are started by path lie beside them.
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';

const workspace = fileURLToPath(new URL('../..', import.meta.url));
const source = join(workspace, 'tools/nx-sluice');
const { values } = parseArgs({
  options: {
    outdir: { type: 'string', default: 'dist/nx-sluice' },
    /** Makes `nx-sluice` and `sluice` of this workspace mean the compiled package. */
    link: { type: 'boolean', default: false },
  },
});
const outdir = resolve(workspace, values.outdir);

/** Started as programs of their own, by their path. */
const programs = ['libs/local-cloud/src/environments/processes/warden.cjs'];

/** Started as threads, by their path: `worker-pool.ts` looks for this name beside itself. */
const threads = { 'pack-worker': join(workspace, 'libs/archive/src/writer/pack-worker.ts') };

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));
const writeJson = (path, value) => writeFile(path, `${JSON.stringify(value, null, 2)}\n`);

/** Bundles and returns the packages that the bundle needs at run time. */
async function bundle(folder, executors) {
  const entries = Object.entries(executors).map(([name, { implementation }]) => [
    name,
    join(source, `${implementation}.ts`),
  ]);
  const build = await rolldown({
    cwd: workspace,
    platform: 'node',
    tsconfig: join(workspace, 'tsconfig.base.json'),
    input: { cli: join(source, 'src/cli/main.ts'), ...threads, ...Object.fromEntries(entries) },
    external: (id) => !id.startsWith('.') && !id.startsWith('@sluice/') && !isAbsolute(id),
    onLog: (level, log, report) => {
      // An executor's default export is what Nx calls; the named ones are for tests.
      if (log.code !== 'MIXED_EXPORTS') report(level === 'warn' ? 'error' : level, log);
    },
  });
  const { output } = await build.write({
    dir: folder,
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name].js',
    sourcemap: false,
    comments: { legal: false, jsdoc: false, annotation: false },
  });
  await build.close();
  const imports = output.flatMap((file) => [...(file.imports ?? []), ...(file.dynamicImports ?? [])]);
  const packages = imports
    .filter((id) => !id.startsWith('chunk-') && !id.endsWith('.js') && !id.startsWith('node:'))
    .map((id) => id.split('/', id.startsWith('@') ? 2 : 1).join('/'))
    .filter((name) => !builtinModules.includes(name));
  return [...new Set(packages)].sort();
}

/** Versions are those that this workspace tests with. */
async function manifest(packages) {
  const [own, root] = [
    await readJson(join(source, 'package.json')),
    await readJson(join(workspace, 'package.json')),
  ];
  const peers = Object.keys(own.peerDependencies ?? {});
  const dependencies = packages
    .filter((name) => !peers.includes(name))
    .map((name) => {
      const version = root.dependencies[name];
      if (version === undefined)
        throw new Error(`${name} is imported, and package.json does not list it under "dependencies".`);
      return [name, version];
    });
  delete own.private;
  return { ...own, dependencies: Object.fromEntries(dependencies) };
}

async function writePackage(folder) {
  const descriptor = await readJson(join(source, 'executors.json'));
  // It names a file that only this workspace has in that place.
  delete descriptor.$schema;
  const packages = await bundle(join(folder, 'lib'), descriptor.executors);
  for (const [name, executor] of Object.entries(descriptor.executors)) {
    const schema = join('schemas/executors', `${name}.json`);
    await mkdir(dirname(join(folder, schema)), { recursive: true });
    await cp(join(source, executor.schema), join(folder, schema));
    executor.implementation = `./lib/${name}`;
    executor.schema = `./${schema}`;
  }
  await writeJson(join(folder, 'executors.json'), descriptor);
  await writeJson(join(folder, 'package.json'), await manifest(packages));
  for (const path of ['bin', 'schemas', 'plugin.cjs', 'early-check.cjs'])
    await cp(join(source, path), join(folder, path), { recursive: true });
  for (const path of programs) await cp(join(workspace, path), join(folder, 'lib', path.split('/').at(-1)));
  await cp(join(workspace, 'LICENSE'), join(folder, 'LICENSE'));
}

/** Replaces what is there by one rename, as somebody may be running it. */
async function replace(from, to) {
  const old = `${from}.old`;
  await rename(to, old).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(from, to);
  await rm(old, { recursive: true, force: true });
}

async function link(path, target) {
  await mkdir(dirname(path), { recursive: true });
  await symlink(relative(dirname(path), target), `${path}.${process.pid}`);
  await rm(path, { recursive: true, force: true });
  await rename(`${path}.${process.pid}`, path);
}

const staging = `${outdir}.${process.pid}`;
await rm(staging, { recursive: true, force: true });
await mkdir(join(staging, 'lib'), { recursive: true });
await writePackage(staging);
await replace(staging, outdir);
if (values.link) {
  await link(join(workspace, 'node_modules/nx-sluice'), outdir);
  await link(join(workspace, 'node_modules/.bin/sluice'), join(outdir, 'bin/sluice.cjs'));
}
