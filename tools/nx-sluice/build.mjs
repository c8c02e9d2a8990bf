// Compiles the plugin into dist/nx-sluice, ready for `npm publish`: our own libraries are bundled, what comes from the
// registry stays a dependency. Same sources, same bytes: no source map, no clock, and only paths relative to the workspace.
// All modules lie flat in lib/, so that `__dirname` means the same in each, and files that are started by path lie beside them.
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';
import { minifySync } from 'rolldown/utils';
import { manifestOf } from './build/manifest.mjs';
import { noticeOf } from './build/notice.mjs';

const workspace = fileURLToPath(new URL('../..', import.meta.url));
const source = join(workspace, 'tools/nx-sluice');
const { values } = parseArgs({
  options: {
    outdir: { type: 'string', default: 'dist/nx-sluice' },
    /** Adds the release console, which takes longer to build than all the rest. */
    console: { type: 'boolean', default: false },
    /** Installs the compiled package in this workspace, so that `nx-sluice` and `sluice` mean it. */
    link: { type: 'boolean', default: false },
    /** Address of the git repository, for package.json: provenance of npm compares it with where the build ran. */
    repository: { type: 'string' },
  },
});
const standardOutdir = join(workspace, 'dist/nx-sluice');
const outdir = resolve(workspace, values.outdir);

/**
 * Packages of the registry, and scopes of them, that are bundled anyway. Whoever loads zod loads its messages in fifty
 * languages: 45 ms and 7 MB of each command.
 * yargs and what it imports are twenty ES modules, which Node finds, reads and links one by one: 40 ms of each command.
 * env-ci is loaded in CI only, and would bring twelve packages more to install.
 * Of the AWS SDK, its CommonJS files describe every operation of a service; of its ES modules only those come along that
 * something imports: 50 ms of each command, and 35 packages less to install.
 */
const bundled = [
  'zod',
  'yargs',
  'fast-string-width',
  'fast-wrap-ansi',
  'env-ci',
  '@aws-sdk',
  '@smithy',
  '@aws-crypto',
];

const isBundled = (id) => bundled.some((name) => id === name || id.startsWith(`${name}/`));

/** yargs reads its texts from a folder that it finds relative to its own module: here, to lib/. */
const yargsTexts = {
  name: 'yargs-texts',
  transform(code, id) {
    if (!id.endsWith('/yargs/lib/platform-shims/esm.mjs')) return undefined;
    const moved = code.replace("'../../../locales'", "'../../locales'");
    if (moved === code) throw new Error('yargs does not look for its texts where it did.');
    return moved;
  },
};

/**
 * yargs brings a measure of text that sets up the segmenter and the emoji of Unicode when it is loaded: 25 ms of each
 * command. Ours, which takes the same arguments, does not.
 */
const yargsTextWidth = {
  name: 'yargs-text-width',
  resolveId(id, importer) {
    return id === 'string-width' ? this.resolve('fast-string-width', importer) : undefined;
  },
};

/** Where a bundled package imports a module of Node late, Node would set up its loader of ES modules for that. */
const nodeModulesByRequire = {
  name: 'node-modules-by-require',
  transform(code, id) {
    if (!id.includes('/node_modules/') || !/\bimport\(["']node:/.test(code)) return undefined;
    return code.replace(/\bimport\((["']node:[^"']+["'])\)/g, 'Promise.resolve(require($1))');
  },
};

/**
 * V8 reads a chunk through before it runs it: those of bundled packages, with a tenth of our own code at most, are
 * minified, which saves a first start about 10 ms. The others keep their names, which the output of --verbose shows.
 */
const minifiedPackages = {
  name: 'minified-packages',
  renderChunk(code, { fileName, modules }) {
    const own = Object.entries(modules).filter(([id]) => isAbsolute(id) && !id.includes('/node_modules/'));
    const ownLength = own.reduce((sum, [, { renderedLength }]) => sum + renderedLength, 0);
    if (ownLength > code.length / 10) return undefined;
    const options = { module: false, mangle: { toplevel: true } };
    const { code: minified, errors } = minifySync(fileName, code, options);
    if (errors.length > 0) throw new Error(`${fileName} cannot be minified: ${errors[0].message}`);
    return minified;
  },
};

/** Started as programs of their own, by their path. */
const programs = ['libs/local-cloud/src/environments/processes/warden.cjs'];

/** Started as threads, by their path: `worker-pool.ts` looks for this name beside itself. */
const threads = { 'pack-worker': join(workspace, 'libs/archive/src/writer/pack-worker.ts') };

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));
const writeJson = (path, value) => writeFile(path, `${JSON.stringify(value, null, 2)}\n`);

/** What generators copy into a workspace, from where this workspace uses it itself. */
const templates = {
  aws: ['platform', 'app', 'environment', 'pipeline', 'cfn-template'].map((name) => `aws/${name}.yml`),
  github: ['.github/workflows/deploy.yml', '.github/workflows/init.yml'],
};
templates.aws.push('aws/buildspec.yaml', 'aws/Dockerfile');

/**
 * Bundles these entries, each a path without `.ts` by the name of its file.
 * @returns the packages that the bundle needs at run time, and the modules that it contains
 */
async function bundle(folder, implementations) {
  const entries = Object.entries(implementations).map(([name, path]) => [name, join(source, `${path}.ts`)]);
  const build = await rolldown({
    cwd: workspace,
    platform: 'node',
    // The ES modules of a package, if it has them.
    resolve: { mainFields: ['module', 'main'] },
    tsconfig: join(workspace, 'tsconfig.base.json'),
    plugins: [yargsTexts, yargsTextWidth, nodeModulesByRequire, minifiedPackages],
    // In what yargs does with files of settings, which `sluice` has none of.
    transform: { define: { 'import.meta.resolve': 'require.resolve' } },
    input: { cli: join(source, 'src/cli/main.ts'), ...threads, ...Object.fromEntries(entries) },
    // What a bundled package imports is bundled with it.
    external: (id, importer) =>
      !id.startsWith('.') &&
      !id.startsWith('@sluice/') &&
      !isAbsolute(id) &&
      !isBundled(id) &&
      !importer?.includes('/node_modules/'),
    onLog: (level, log, report) => {
      // An executor's default export is what Nx calls; the named ones are for tests. A busy machine is slow.
      if (log.code !== 'MIXED_EXPORTS' && log.code !== 'PLUGIN_TIMINGS')
        report(level === 'warn' ? 'error' : level, log);
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
  return {
    packages: [...new Set(packages)].sort(),
    modules: output.flatMap((file) => Object.keys(file.modules ?? {})).filter((id) => isAbsolute(id)),
  };
}

/** Copies the schema of each executor or generator, and lets its entry point into the package. */
async function place(folder, kind, entries, fileOf, field) {
  for (const [name, entry] of Object.entries(entries)) {
    const schema = `schemas/${kind}/${name}.json`;
    await mkdir(dirname(join(folder, schema)), { recursive: true });
    await cp(join(source, entry.schema), join(folder, schema));
    entry[field] = await writeEntryPoint(folder, fileOf(name));
    entry.schema = `./${schema}`;
  }
}

/** @returns what a descriptor calls the file that loads this module of lib/ */
async function writeEntryPoint(folder, name) {
  const entryPoint = `entry-points/${name}`;
  await mkdir(join(folder, dirname(entryPoint)), { recursive: true });
  const code = `module.exports = require('../compile-cache.cjs').loadCompiled('${name}');\n`;
  await writeFile(join(folder, `${entryPoint}.js`), code);
  return `./${entryPoint}`;
}

/** A descriptor without what names a file that only this workspace has in that place. */
async function readDescriptor(name) {
  const descriptor = await readJson(join(source, name));
  delete descriptor.$schema;
  return descriptor;
}

async function writePackage(folder) {
  const executors = await readDescriptor('executors.json');
  const generators = await readDescriptor('generators.json');
  const generatorFile = (name) => `generate-${name}`;
  const batchFile = (name) => `${name}-batch`;
  const batches = Object.entries(executors.executors).filter(([, one]) => one.batchImplementation);
  const { packages, modules } = await bundle(join(folder, 'lib'), {
    ...mapEntries(executors.executors, (name, { implementation }) => [name, implementation]),
    ...Object.fromEntries(batches.map(([name, one]) => [batchFile(name), one.batchImplementation])),
    ...mapEntries(generators.generators, (name, { factory }) => [generatorFile(name), factory]),
  });
  await place(folder, 'executors', executors.executors, (name) => name, 'implementation');
  for (const [name, one] of batches) one.batchImplementation = await writeEntryPoint(folder, batchFile(name));
  await place(folder, 'generators', generators.generators, generatorFile, 'factory');
  await writeJson(join(folder, 'executors.json'), executors);
  await writeJson(join(folder, 'generators.json'), generators);
  await writeJson(join(folder, 'migrations.json'), await readDescriptor('migrations.json'));
  const own = await readJson(join(source, 'package.json'));
  const root = await readJson(join(workspace, 'package.json'));
  const { repository } = values;
  await writeJson(join(folder, 'package.json'), manifestOf({ own, root, packages, repository }));
  for (const path of [
    'bin',
    'schemas',
    'compile-cache.cjs',
    'plugin.cjs',
    'plugin.d.cts',
    'requested-tasks.cjs',
    'early-check.cjs',
    'publish-summary.cjs',
    'task-inputs.cjs',
    'workspace-data.cjs',
    'cache-client.cjs',
    'publish-hasher.cjs',
    'tasks-before.cjs',
    'templates',
    'README.md',
  ])
    await cp(join(source, path), join(folder, path), { recursive: true });
  for (const path of programs) await cp(join(workspace, path), join(folder, 'lib', path.split('/').at(-1)));
  for (const [kind, paths] of Object.entries(templates))
    for (const path of paths)
      await cp(join(workspace, path), join(folder, 'templates', kind, path.split('/').at(-1)));
  const texts = 'locales/en.json';
  await mkdir(join(folder, dirname(texts)));
  await cp(join(workspace, 'node_modules/yargs', texts), join(folder, texts));
  await cp(join(workspace, 'LICENSE'), join(folder, 'LICENSE'));
  if (values.console) {
    const { writeConsole } = await import('./build/console.mjs');
    modules.push(...(await writeConsole(workspace, folder)));
  }
  await writeFile(join(folder, 'NOTICE'), await noticeOf(workspace, modules));
}

function mapEntries(object, map) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => map(name, value)));
}

/** Replaces what is there by one rename, as someone may be running it. */
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

/**
 * Puts the package where npm would. Not a link: of what is not below node_modules, Nx looks for the sources, and loads
 * TypeScript for that in each of its processes (300 ms).
 */
async function install(folder) {
  const installed = join(workspace, 'node_modules/nx-sluice');
  const staged = `${installed}.${process.pid}`;
  await mkdir(dirname(installed), { recursive: true });
  await cp(folder, staged, { recursive: true });
  await replace(staged, installed);
  return installed;
}

/** Someone has asked for it before, and what is there must not stay older than what was compiled. */
const isInstalled = () => existsSync(join(workspace, 'node_modules/nx-sluice'));

const staging = `${outdir}.${process.pid}`;
await rm(staging, { recursive: true, force: true });
await mkdir(join(staging, 'lib'), { recursive: true });
await writePackage(staging);
await replace(staging, outdir);
if (values.link)
  await link(join(workspace, 'node_modules/.bin/sluice'), join(await install(outdir), 'bin/sluice.cjs'));
else if (outdir === standardOutdir && isInstalled()) await install(outdir);
