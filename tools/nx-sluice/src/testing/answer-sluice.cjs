// Runs command lines of the compiled `sluice`, one after the other, whenever the parent asks for it. Each finds what a new
// process has: variables, folder, exit code, and modules of sluice that nobody has used. Only the packages that these
// import stay loaded, which is most of what a start costs.
const Module = require('node:module');
const { join, resolve } = require('node:path');
const { Script, constants } = require('node:vm');

require('./refuse-nx.cjs');

const compiled = resolve(__dirname, '../../../../dist/nx-sluice');
const bin = join(compiled, 'bin/sluice.cjs');
const commands = join(compiled, 'lib/cli.js');

/** By path, the modules of sluice: evaluated for each command, but compiled once. */
const scripts = new Map();
const compile = Module.prototype._compile;
const parameters = 'exports, require, module, __filename, __dirname';

Module.prototype._compile = function (source, filename, ...others) {
  if (!filename.startsWith(compiled)) return compile.call(this, source, filename, ...others);
  if (!scripts.has(filename)) scripts.set(filename, scriptOf(source, filename));
  this.wrapper = scripts.get(filename).runInThisContext();
  // Only what Node compiles itself gets a `require` of its own.
  return compile.call(this, `module.wrapper.call(this, ${parameters});`, filename, ...others);
};

function scriptOf(source, filename) {
  const head = `(function (${parameters}) { `;
  return new Script(`${head}${source.replace(/^#!.*/, '')}\n})`, {
    filename,
    columnOffset: -head.length,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
}

/** @returns the exit code */
async function run({ args, cwd, env }) {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  // What is kept of compiled code is on the disk, and above it is in this process.
  Object.assign(process.env, env, { NODE_DISABLE_COMPILE_CACHE: '1' });
  for (const path of Object.keys(require.cache)) if (path.startsWith(compiled)) delete require.cache[path];
  process.argv = [process.execPath, bin, ...args];
  process.exitCode = undefined;
  await require(commands).main(args);
  return process.exitCode ?? 0;
}

process.on('message', async (line) => {
  const code = await run(line);
  // No command prints a zero byte.
  for (const stream of [process.stdout, process.stderr]) stream.write(`\0${code}\n`);
});
