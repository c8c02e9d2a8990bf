module.exports = { ...require('../../jest/preset.cjs'), displayName: 'release', rootDir: __dirname };
