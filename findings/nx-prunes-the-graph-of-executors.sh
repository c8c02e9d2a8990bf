#!/usr/bin/env bash
# The graph of tasks that Nx gives to an executor has another form from one minor version to the next: with nx 23.2.1 each task
# has its hash, with 23.3.2 none has, and with 24.0.0 the dependencies are objects ({ id }) instead of ids as well, so that code
# that follows ids finds no task before it, and nothing fails. Seen on Node 20.20.2.
# Exits with 0 while that holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export NX_DAEMON=false NX_TUI=false HOME="$folder/home" npm_config_cache="${npm_config_cache:-$HOME/.npm}" CI=
mkdir -p "$folder/home"
seen() {
  mkdir -p "$folder/$1/tool" "$folder/$1/app" && cd "$folder/$1"
  export NX_CACHE_DIRECTORY="$PWD/.nx/cache"
  printf '{"name":"example","private":true}' >package.json
  printf '{"analytics":false,"neverConnectToCloud":true}' >nx.json
  printf 'node_modules\n.nx\n' >.gitignore
  printf '{"name":"tool","version":"1.0.0","executors":"./executors.json"}' >tool/package.json
  printf '{"executors":{"show":{"implementation":"./show.js","schema":"./schema.json"}}}' >tool/executors.json
  printf '{"version":2,"type":"object","properties":{}}' >tool/schema.json
  cat >tool/show.js <<'JS'
exports.default = async (_, { taskGraph }) => {
  const [first] = taskGraph.dependencies['app:show'];
  console.log(`SEEN hash: ${typeof taskGraph.tasks['app:build'].hash}; dependency: ${typeof first}`);
  return { success: true };
};
JS
  printf '{"name":"app","targets":{"build":{"command":"true"},"show":{"executor":"./tool:show","dependsOn":["build"]}}}' >app/project.json
  git init -q
  npm install --silent --no-audit --no-fund --save-exact -D "nx@$1" >/dev/null
  npx nx run app:show 2>&1 | grep -o 'SEEN.*'
}
for expected in '23.2.1=SEEN hash: string; dependency: string' '23.3.2=SEEN hash: undefined; dependency: string' '24.0.0=SEEN hash: undefined; dependency: object'; do
  said=$(seen "${expected%%=*}")
  echo "nx ${expected%%=*}: ${said#SEEN }"
  [ "$said" = "${expected#*=}" ]
done
