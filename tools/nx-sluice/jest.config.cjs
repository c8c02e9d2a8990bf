module.exports = {
  ...require('../../jest/preset.cjs'),
  displayName: 'nx-sluice',
  rootDir: __dirname,
  setupFiles: ['<rootDir>/src/testing/errors-of-every-realm.cjs'],
};
