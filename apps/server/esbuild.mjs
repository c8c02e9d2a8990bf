// Bundles the server into one file that runs with no node_modules. Same sources, same bytes: no source map, no
// clock, and only paths relative to the workspace.
import { build } from 'esbuild';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const workspace = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({ options: { outdir: { type: 'string', default: 'dist/apps/server' } } });
const outdir = resolve(workspace, values.outdir);

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
await build({
  absWorkingDir: resolve(workspace),
  entryPoints: ['apps/server/src/main.ts'],
  outfile: join(outdir, 'main.js'),
  tsconfig: 'tsconfig.base.json',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  minify: false,
  legalComments: 'none',
  sourcemap: false,
  logLevel: 'warning',
});
await copyFile(join(workspace, 'sluice.json'), join(outdir, 'sluice.json'));
