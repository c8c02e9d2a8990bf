const { existsSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const LongestFirst = require('./sequencer.cjs');

const root = join(__dirname, '..');
const listed = Object.keys(LongestFirst.seconds).map((spec) => join(root, spec));

let cacheDirectory;
beforeEach(() => {
  cacheDirectory = mkdtempSync(join(tmpdir(), 'sluice-sequencer-'));
});
afterEach(() => rmSync(cacheDirectory, { recursive: true, force: true }));

/** Those with the largest files come first. */
function testsOf(paths) {
  const context = {
    config: { id: 'all', cache: true, cacheDirectory, haste: {} },
    hasteFS: { getSize: (path) => paths.length - paths.indexOf(path) },
  };
  return paths.map((path) => ({ path, context, duration: undefined }));
}

function sorted(paths) {
  return new LongestFirst({}).sort(testsOf(paths)).map(({ path }) => path);
}

function remember(paths, results) {
  const testResults = results.map(([path, runtime, numFailingTests = 0]) => ({
    testFilePath: path,
    perfStats: { runtime },
    numFailingTests,
  }));
  new LongestFirst({}).cacheResults(testsOf(paths), { testResults });
}

it('lists only specs that exist', () => {
  expect(listed.filter((path) => !existsSync(path))).toEqual([]);
});

it('starts the listed ones first on a machine that has run nothing, and of the others the larger ones', () => {
  expect(sorted(['/large.spec.ts', '/small.spec.ts', ...listed])).toEqual([
    ...listed,
    '/large.spec.ts',
    '/small.spec.ts',
  ]);
});

it('starts first what took longest the last time, also instead of a listed one, after what failed', () => {
  const [first, second] = listed;
  const paths = ['/failed.spec.ts', '/slow.spec.ts', second, '/new.spec.ts', first];
  remember(paths, [
    ['/failed.spec.ts', 10, 1],
    ['/slow.spec.ts', 500_000],
    [first, 20],
  ]);
  expect(sorted(paths)).toEqual(['/failed.spec.ts', '/slow.spec.ts', second, first, '/new.spec.ts']);
});
