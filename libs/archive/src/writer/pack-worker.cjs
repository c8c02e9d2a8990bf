// Starts the thread from its sources. A bundle has pack-worker.js instead, and no need of this file. SWC alone: the
// register that the commands use reads tsconfig.json by TypeScript, whose loading takes each thread half a second.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    configFile: false,
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs', ignoreDynamic: true },
    sourceMaps: 'inline',
  });
  module._compile(code, filename);
};
const sources = join(__dirname, 'pack-worker.ts');
require(sources);
