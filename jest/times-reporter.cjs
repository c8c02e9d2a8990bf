const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

const root = dirname(__dirname);
const file = join(root, 'dist/test-times.tsv');

/** Writes what each suite took into dist/test-times.tsv, slowest first: its path, its seconds, its number of tests. */
module.exports = class TimesReporter {
  onRunComplete(_contexts, { testResults }) {
    const rows = testResults
      .map(({ testFilePath, perfStats, testResults: tests }) => [
        relative(root, testFilePath),
        (perfStats.runtime / 1000).toFixed(1),
        tests.length,
      ])
      .sort(([, one], [, other]) => other - one);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      [['suite', 'seconds', 'tests'], ...rows].map((row) => `${row.join('\t')}\n`).join(''),
    );
  }
};
