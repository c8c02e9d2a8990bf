const { availableParallelism } = require('node:os');
const { testTimeout } = require('./jest/preset.cjs');

module.exports = {
  // Jest reads this one here only, whatever the projects say.
  testTimeout,
  projects: [
    '<rootDir>/jest',
    '<rootDir>/libs/*',
    '<rootDir>/apps/client',
    '<rootDir>/apps/console-e2e',
    '<rootDir>/apps/server',
    '<rootDir>/tools/*',
  ],
  testSequencer: '<rootDir>/jest/sequencer.cjs',
  reporters: ['default', '<rootDir>/jest/times-reporter.cjs', '<rootDir>/jest/untouched-reporter.cjs'],
  // Suites wait for the processes that they start: four of them keep two cores busy.
  maxWorkers: Math.max(4, availableParallelism()),
};
