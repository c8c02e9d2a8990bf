const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

it('runs a suite as if none had run before it in the same process', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [require.resolve('jest/bin/jest'), '--config', join(__dirname, 'testing/jest.config.cjs'), '--runInBand'],
    { cwd: __dirname, encoding: 'utf8', env: { ...process.env, FOLDER_OF_TESTS: __dirname } },
  );
  expect(stderr).toContain('Tests:       10 passed, 10 total');
  expect(status).toBe(0);
});
