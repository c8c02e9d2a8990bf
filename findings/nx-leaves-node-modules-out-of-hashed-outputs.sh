#!/bin/sh
# nx 23.2.1: an input { dependentTasksOutputFiles: "**/*" } hashes the files that the tasks before it have written, except
# those below a folder named node_modules. Next.js and others copy the packages that a server needs into such a folder of
# their output. A task that packs this output is then a cache hit, though what it packs is different. Good engineers would
# expect every output to count.
# Seen: after a change of dist/node_modules/one.js the task is restored from the cache and its result stays "1"; after a
# change of dist/main.js it runs.
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
    "build": { "command": "true", "outputs": ["{workspaceRoot}/dist"] },
    "pack": {
      "command": "cat dist/node_modules/one.js > result.txt",
      "cache": true,
      "dependsOn": ["build"],
      "inputs": [{ "dependentTasksOutputFiles": "**/*" }],
      "outputs": ["{workspaceRoot}/result.txt"]
    }
  }
}
JSON
mkdir -p dist/node_modules
pack() {
  echo "$1" > dist/main.js
  echo "$2" > dist/node_modules/one.js
  npx nx run one:pack > log.txt 2>&1
  cat result.txt
}
first=$(pack 1 1)
installed=$(pack 1 2)
built=$(pack 2 3)
echo "at first: $first, after a change below node_modules: $installed, after one beside it: $built"
[ "$first" = 1 ]
[ "$installed" = 1 ]
[ "$built" = 3 ]
