/** Two suites in one process: the first changes all that it can, and the second tests that it sees nothing of it. */
module.exports = {
  ...require('../preset.cjs'),
  globalSetup: undefined,
  rootDir: __dirname,
  testMatch: ['<rootDir>/*.suite.cjs'],
  testSequencer: '<rootDir>/by-name.cjs',
};
