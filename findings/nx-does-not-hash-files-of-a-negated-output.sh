#!/bin/sh
# nx 23.2.1: a task may declare outputs such as "dist/!(cache)" beside "dist/!(cache)/**/*", as @nx/next does for .next. The
# cache stores and restores the files directly in dist by that pattern, but an input
# { dependentTasksOutputFiles: "**/*" } of the next task does not hash them: it sees those in folders below only. Good
# engineers would expect the same files to be outputs for both.
# Seen: after a change of dist/main.txt the next task is restored from the cache and its result stays "1"; after a change
# of dist/sub/main.txt it runs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NX_DAEMON=false NX_TUI=false CI=true NX_CACHE_DIRECTORY="$folder/cache"
mkdir one
echo '{"name":"w","private":true}' > package.json
npm install --silent --no-audit --no-fund --save-exact nx@23.2.1
echo '{"analytics":false,"neverConnectToCloud":true}' > nx.json
printf 'node_modules\ndist\ncache\nresult.txt\n' > .gitignore
cat > one/project.json <<'JSON'
{
  "name": "one",
  "targets": {
    "build": {
      "command": "mkdir -p dist/sub && cp top.txt dist/main.txt && cp below.txt dist/sub/main.txt",
      "cache": true,
      "inputs": ["{workspaceRoot}/top.txt", "{workspaceRoot}/below.txt"],
      "outputs": ["{workspaceRoot}/dist/!(cache)/**/*", "{workspaceRoot}/dist/!(cache)"]
    },
    "pack": {
      "command": "cat dist/main.txt > result.txt",
      "cache": true,
      "dependsOn": ["build"],
      "inputs": [{ "dependentTasksOutputFiles": "**/*" }],
      "outputs": ["{workspaceRoot}/result.txt"]
    }
  }
}
JSON
pack() {
  echo "$1" > top.txt
  echo "$2" > below.txt
  npx nx run one:pack > log.txt 2>&1
  cat result.txt
}
first=$(pack 1 1)
rm -r dist
npx nx run one:build > log.txt 2>&1
restored=$(cat dist/main.txt)
top=$(pack 2 1)
below=$(pack 3 2)
echo "at first: $first, restored: $restored, after a change directly in dist: $top, after one in a folder below: $below"
[ "$first" = 1 ]
[ "$restored" = 1 ]
[ "$top" = 1 ]
[ "$below" = 3 ]
