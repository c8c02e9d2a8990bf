const { dirname } = require('node:path');
const { compilerOptions } = require('../tsconfig.base.json');
const { makeMemoryFolder } = require('./memory-folder.cjs');

const root = dirname(__dirname);

// The compiler of the tests unpacks its binary below the home folder otherwise (findings/swc-unpacks-below-home.sh), and so
// do browsers with their caches. All that tests start inherits it.
process.env.XDG_CACHE_HOME = `${root}/node_modules/.cache/xdg`;

// Whoever has chosen a folder for temporary files gets them there. Jest keeps its cache where it was.
const { TMPDIR: temporary = makeMemoryFolder() } = process.env;
if (temporary !== undefined) process.env.TMPDIR = temporary;

// The AWS SDK would tell which Node versions its future releases need.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// Node reads these certificates whenever a process starts: 35 ms for those of a whole system. What tests start talks to
// this machine, but for npm, which has certificates of its own then.
if (process.env.npm_config_cafile) delete process.env.NODE_EXTRA_CA_CERTS;

// After each commit git starts another process that looks for garbage, and may write while a test removes its folder.
Object.assign(process.env, {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'maintenance.auto',
  GIT_CONFIG_VALUE_0: 'false',
});

// All Node processes that tests start run for a second or so, and take up to a fifth less CPU like this.
const optimizeLate = `--require ${JSON.stringify(`${__dirname}/optimize-late.cjs`)}`;
const { NODE_OPTIONS: nodeOptions = '' } = process.env;
if (!nodeOptions.includes(optimizeLate)) process.env.NODE_OPTIONS = `${nodeOptions} ${optimizeLate}`.trim();

// Jest 30 cannot require() ES modules on Node 20, so these are transformed like our own sources.
const esmOnly = [
  '@secretlint/.*',
  '@seriousme/.*',
  '@cloudscape-design/.*',
  'p-map',
  'fast-string-width',
  'fast-string-truncated-width',
  'fast-wrap-ansi',
  'strip-ansi',
  'ansi-regex',
  'ansi-styles',
  'get-east-asian-width',
  'env-ci',
  'is-stream',
];

module.exports = {
  runtime: `${__dirname}/runtime.cjs`,
  globalSetup: `${__dirname}/global-setup.cjs`,
  testEnvironment: `${__dirname}/environment.cjs`,
  // A busy CI machine is slow; a test that hangs still ends. No test measures speed.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/src/**/*.spec.tsx'],
  transform: {
    '^.+\\.(ts|tsx|js|mjs)$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  // What env-ci has in its own node_modules consists of ES modules as well.
  transformIgnorePatterns: [`(?<!/env-ci)/node_modules/(?!(${esmOnly.join('|')})/)`],
  moduleNameMapper: Object.fromEntries(
    Object.entries(compilerOptions.paths).map(([name, [file]]) => [`^${name}$`, `${root}/${file}`]),
  ),
};
