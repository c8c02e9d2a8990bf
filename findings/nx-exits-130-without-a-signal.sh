#!/usr/bin/env bash
# nx 23.2.1 ends `nx run` and `nx run-many` with 130, the code of Ctrl-C, when a task fails that another task depends on and
# nobody has sent a signal; the task that depends on it is not run. When a task fails that nothing depends on, it is 1. A
# script that takes 130 for "interrupted by a person" hides a failed build. Seen on Node 20.20.2.
# Exits with 0 while that holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export NX_DAEMON=false NX_TUI=false HOME="$folder/home" npm_config_cache="${npm_config_cache:-$HOME/.npm}" CI=
unset NX_CACHE_DIRECTORY
mkdir -p "$folder/home" "$folder/workspace/app"
cd "$folder/workspace"
git init -q
printf '{"name":"example","private":true}' >package.json
printf '{"analytics":false,"neverConnectToCloud":true}' >nx.json
npm install --silent --no-audit --no-fund --save-exact -D nx@23.2.1
printf '{"name":"app","targets":{"build":{"command":"exit 3"},"publish":{"command":"echo published","dependsOn":["build"]}}}' >app/project.json
code_of() { local code=0; npx nx "$@" >/dev/null 2>&1 || code=$?; echo "$code"; }
alone=$(code_of run app:build)
dependency=$(code_of run app:publish)
many=$(code_of run-many -t publish)
echo "the failed task alone: $alone; as a dependency: $dependency; of run-many: $many"
[ "$alone" = 1 ] && [ "$dependency" = 130 ] && [ "$many" = 130 ]
