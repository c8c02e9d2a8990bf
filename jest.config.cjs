module.exports = {
  projects: ['<rootDir>/libs/*', '<rootDir>/apps/client', '<rootDir>/apps/server', '<rootDir>/tools/*'],
  maxWorkers: 2,
};
