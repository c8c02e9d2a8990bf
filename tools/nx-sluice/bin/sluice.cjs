#!/usr/bin/env node
const { existsSync } = require('node:fs');
const nodeModule = require('node:module');
const { join } = require('node:path');

// From 22.1 on, Node keeps what it has compiled for the next start; NODE_DISABLE_COMPILE_CACHE=1 turns it off.
nodeModule.enableCompileCache?.();

// Whoever reads the output may stop early, as `head` does. The work continues: ending it here could leave it half done.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** The compiled command or, in the repository of Sluice itself, its sources. */
function load() {
  const compiled = join(__dirname, '../lib/cli.js');
  if (existsSync(compiled)) return require(compiled);
  // The TypeScript settings are those beside these sources, not those of the folder that the person is in.
  const { readDefaultTsConfig } = require('@swc-node/register/read-default-tsconfig');
  const { register } = require('@swc-node/register/register');
  register(readDefaultTsConfig(join(__dirname, '../../../tsconfig.base.json')));
  return require('../src/cli/main');
}

void load().main(process.argv.slice(2));
