module.exports = { ...require('../../jest/preset.cjs'), displayName: 'infra-tests', rootDir: __dirname };
