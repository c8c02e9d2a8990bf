module.exports = {
  ...require('../../jest/preset.cjs'),
  displayName: 'nx-sluice',
  rootDir: __dirname,
};
