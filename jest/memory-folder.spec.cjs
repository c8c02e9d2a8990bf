const { spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname } = require('node:path');

/** Skipped where this run has found no room in memory. */
const inMemory = tmpdir().startsWith('/dev/shm/') ? it : it.skip;

inMemory('goes with its process, takes along what a killed one has left, and leaves that of others', () => {
  const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
  const folders = [gone, process.pid].map((pid) => `/dev/shm/sluice-tests-${pid}`);
  for (const folder of folders) mkdirSync(`${folder}/of a test`, { recursive: true });
  try {
    const code = `const { makeMemoryFolder } = require(${JSON.stringify(require.resolve('./memory-folder.cjs'))});
      const folder = makeMemoryFolder();
      require('node:fs').writeFileSync(folder + '/of a test', '');
      process.stdout.write(folder);`;
    const made = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' }).stdout;
    expect(dirname(made)).toBe('/dev/shm');
    expect([made, ...folders].map((folder) => existsSync(folder))).toEqual([false, false, true]);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
});
