#!/usr/bin/env bash
# fast-check 4.10.2: fc.string({ unit: 'binary' }) makes a table of all 1.1 million code points that are no surrogates and
# keeps it as long as the process lives, to make one string. The other units make none. Seen on Node 20.20.2. Exits with 0
# while that holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"name":"example","private":true}' >package.json
npm install --silent --no-audit --no-fund --save-exact fast-check@4.10.2
cat >kept.cjs <<'JS'
const fc = require('fast-check');
const megabytes = () => {
  global.gc();
  return process.memoryUsage().heapUsed / 2 ** 20;
};
const before = megabytes();
fc.sample(fc.string({ unit: process.argv[2], maxLength: 1 }), { numRuns: 1, seed: 1 });
const kept = megabytes() - before;
console.log(kept > 30 ? 'tens of megabytes' : kept < 3 ? 'next to nothing' : `${kept} MB`);
JS
for unit in binary grapheme-ascii; do
  kept=$(node --expose-gc kept.cjs "$unit")
  echo "after one string of the unit $unit, $kept is kept"
  case $unit in
    binary) [ "$kept" = 'tens of megabytes' ] ;;
    *) [ "$kept" = 'next to nothing' ] ;;
  esac
done
