#!/usr/bin/env bash
# jest 30.5.2 on Node 20.20.2, Linux: jest-circus makes an AsyncLocalStorage for each test file and never disables it. Before
# Node 24, each such store that was used once is written to every promise that is made from then on. So the same test
# takes longer, the more test files its process ran before it. disable() is what ends that, and Jest has no option for it.
# Exits with 0 while the same test takes at least three times as long in the last 5 of 60 files as in the first 5.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --save-exact jest@30.5.2
for index in $(seq 60); do
  cat >"suite-$index.test.js" <<'TEST'
test('awaits 30,000 promises', async () => {
  const before = process.cpuUsage();
  for (let index = 0; index < 30_000; index += 1) await Promise.resolve();
  const { user, system } = process.cpuUsage(before);
  require('node:fs').appendFileSync('times', `${user + system}\n`);
});
TEST
done
npx jest --runInBand --silent >log 2>&1 || { cat log; exit 1; }
first=$(head -n 5 times | sort -n | sed -n 3p)
last=$(tail -n 5 times | sort -n | sed -n 3p)
echo "CPU of the same test, median: $((first / 1000)) ms in the first 5 files, $((last / 1000)) ms in the last 5 of $(wc -l <times)"
[ "$(wc -l <times)" = 60 ] && [ "$last" -ge $((3 * first)) ]
