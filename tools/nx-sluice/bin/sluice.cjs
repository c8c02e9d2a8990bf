#!/usr/bin/env node
// Runs the command from its sources, wherever in the workspace it is called: the TypeScript settings are those beside
// these sources, not those of the folder that the person is in.
const { join, resolve } = require('node:path');
const { readDefaultTsConfig } = require('@swc-node/register/read-default-tsconfig');
const { register } = require('@swc-node/register/register');

const home = resolve(__dirname, '../../..');
register(readDefaultTsConfig(join(home, 'tsconfig.base.json')));

// Whoever reads the output may stop early, as `head` does.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const { main } = require('../src/cli/main');
void main(process.argv.slice(2));
