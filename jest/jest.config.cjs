module.exports = {
  ...require('./preset.cjs'),
  displayName: 'jest-setup',
  rootDir: __dirname,
  testMatch: ['<rootDir>/*.spec.cjs'],
};
