#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// Whoever reads the output may stop early, as `head` does. The work continues: ending it here could leave it half done.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** The compiled command or, in the repository of Sluice itself, its sources. */
function load() {
  if (existsSync(join(__dirname, '../lib'))) return require('../compile-cache.cjs').loadCompiled('cli');
  // The TypeScript settings are those beside these sources, not those of the folder that the person is in.
  const { readDefaultTsConfig } = require('@swc-node/register/read-default-tsconfig');
  const { register } = require('@swc-node/register/register');
  register(readDefaultTsConfig(join(__dirname, '../../../tsconfig.base.json')));
  return require('../src/cli/main');
}

void load().main(process.argv.slice(2));
