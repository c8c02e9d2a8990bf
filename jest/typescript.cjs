// Preloaded with `node -r` into programs of TypeScript that tests start. Beside @swc-node/register, which loads a compiler
// and its settings for a third of a second, this loads a compiler only for a file that it has not compiled before.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { version } = require('@swc/core/package.json');
const { compilerOptions } = require('../tsconfig.base.json');

const root = join(__dirname, '..');
const cache = join(root, 'node_modules/.cache/sluice-tests');

const options = {
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
};
const edition = JSON.stringify([version, options]);

const ourOwn = new Map(
  Object.entries(compilerOptions.paths).map(([name, [file]]) => [name, join(root, file)]),
);
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (name, ...others) => resolveFilename(ourOwn.get(name) ?? name, ...others);

Module._extensions['.ts'] = (module, filename) => module._compile(compiled(filename), filename);

function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const key = createHash('sha256').update(`${edition}\0${filename}\0${source}`).digest('hex');
  const file = join(cache, `${key}.js`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const { code } = require('@swc/core').transformSync(source, { ...options, filename });
    // Two programs may compile the same at once; each finds a complete file.
    mkdirSync(cache, { recursive: true });
    const ours = `${file}.${process.pid}.${require('node:worker_threads').threadId}`;
    writeFileSync(ours, code);
    renameSync(ours, file);
    return code;
  }
}
