// Once per test file the AWS SDK would tell which Node versions its future releases need.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

module.exports = {
  ...require('../../jest/preset.cjs'),
  displayName: 'e2e',
  rootDir: __dirname,
  setupFiles: ['<rootDir>/../nx-sluice/src/testing/errors-of-every-realm.cjs'],
};
