const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/**
 * Compiles the plugin, which specs run as a process: several times faster than its sources, and what users get.
 * Once, however many projects are tested: Jest calls this for each.
 */
module.exports = function compilePlugin() {
  if (process.env.SLUICE_COMPILED_FOR_TESTS === 'true') return;
  execFileSync(process.execPath, [join(__dirname, '../tools/nx-sluice/build.mjs')], {
    stdio: 'inherit',
  });
  process.env.SLUICE_COMPILED_FOR_TESTS = 'true';
};
