module.exports = { ...require('../../jest.preset.cjs'), displayName: 'console-api', rootDir: __dirname };
