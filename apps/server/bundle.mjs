// Bundles the server into one file that runs with no node_modules. Same sources, same bytes: no source map, no
// clock, and only paths relative to the workspace.
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';

const workspace = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param file absolute path of the bundle
 * @param minify whether white space goes; names stay, as errors and logs show them
 * @returns absolute paths of the modules that were bundled
 */
export async function bundleServer(file, { minify = false } = {}) {
  const build = await rolldown({
    cwd: workspace,
    platform: 'node',
    // ES modules, where a package has them: what nothing imports is left out of those.
    resolve: { mainFields: ['module', 'main'] },
    tsconfig: join(workspace, 'tsconfig.base.json'),
    input: { main: join(workspace, 'apps/server/src/main.ts') },
    transform: { target: 'node20' },
  });
  const { output } = await build.write({
    file,
    format: 'cjs',
    codeSplitting: false,
    minify: minify ? { compress: true, mangle: false, codegen: { removeWhitespace: true } } : false,
    sourcemap: false,
    comments: { legal: false, jsdoc: false, annotation: false },
  });
  await build.close();
  const modules = output.flatMap((chunk) => Object.keys(chunk.modules ?? {}));
  return modules.filter((id) => isAbsolute(id));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { outdir: { type: 'string', default: 'dist/apps/server' } } });
  const outdir = resolve(workspace, values.outdir);
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await bundleServer(join(outdir, 'main.js'));
  await copyFile(join(workspace, 'sluice.json'), join(outdir, 'sluice.json'));
}
