module.exports = { ...require('../../jest.preset.cjs'), displayName: 'aws-checks', rootDir: __dirname };
