#!/usr/bin/env bash
# nx 23.2.1: what a plugin's postTasksExecution prints appears at the end of the run without the daemon, as in CI. With the
# daemon, which is on by default on a developer's machine, the daemon runs the hook: it runs, its output goes to the log of
# the daemon, and the person who started the tasks sees nothing of it. Seen on Node 20.20.2, Linux.
# Exits with 0 while that holds.
set -euo pipefail
folder=$(mktemp -d)
export CI=false NX_TUI=false NX_CACHE_DIRECTORY="$folder/cache" NX_WORKSPACE_DATA_DIRECTORY="$folder/data"
trap 'cd "$folder" && NX_DAEMON=true npx nx daemon --stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
cd "$folder"
mkdir app
git init -q
printf '{"name":"example","private":true}' >package.json
printf '{"analytics":false,"neverConnectToCloud":true,"plugins":["./plugin.cjs"]}' >nx.json
printf 'node_modules\ncache\ndata\n' >.gitignore
printf '{"name":"app","targets":{"run":{"command":"echo done"}}}' >app/project.json
cat >plugin.cjs <<'END'
const { appendFileSync } = require('node:fs');
exports.name = 'example';
exports.postTasksExecution = async (_, { workspaceRoot }) => {
  appendFileSync(`${workspaceRoot}/data/ran.txt`, 'x');
  await new Promise((resolve) => process.stdout.write('printed by the hook\n', resolve));
  await new Promise((resolve) => setTimeout(resolve, 200));
};
END
npm install --silent --no-audit --no-fund --save-exact -D nx@23.2.1
seen() { mkdir -p data; NX_DAEMON=$1 npx nx run-many -t run --skip-nx-cache --outputStyle=static | grep -c 'printed by the hook' || true; }
without=$(seen false) with=$(seen true) runs=$(wc -c <data/ran.txt)
echo "lines seen without the daemon: $without; with it: $with; the hook ran $runs times"
[ "$without" = 1 ] && [ "$with" = 0 ] && [ "$runs" = 2 ]
