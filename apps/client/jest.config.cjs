const preset = require('../../jest/preset.cjs');

module.exports = {
  ...preset,
  displayName: 'client',
  rootDir: __dirname,
  testEnvironment: 'jsdom',
  setupFiles: ['<rootDir>/src/testing/browser.ts'],
  moduleNameMapper: { ...preset.moduleNameMapper, '\\.css$': '<rootDir>/src/testing/no-styles.cjs' },
};
