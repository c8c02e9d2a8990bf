module.exports = { ...require('../../jest.preset.cjs'), displayName: 'workbench', rootDir: __dirname };
