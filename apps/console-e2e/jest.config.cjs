module.exports = {
  ...require('../../jest/preset.cjs'),
  displayName: 'console-e2e',
  rootDir: __dirname,
};
