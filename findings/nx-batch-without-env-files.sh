#!/usr/bin/env bash
# nx 23.2.1 and 24.0.0 give the process of a batch (`--batch`, or an executor with "preferBatch") no variables of the .env
# files of the projects in it, and say nothing of it. The process of a single task gets them. Seen on Node 20.20.2. Exits
# with 0 while that holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export NX_DAEMON=false NX_TUI=false npm_config_cache="${npm_config_cache:-$HOME/.npm}" HOME="$folder/home" CI=
mkdir -p "$HOME"

seen() { # version, option
  (cd "$folder/$1" && npx nx run app:say "$2" --outputStyle=static) | sed -n 's/.*GREETING=//p'
}
for version in 23.2.1 24.0.0; do
  mkdir -p "$folder/$version/app" "$folder/$version/tool"
  cd "$folder/$version"
  git init -q
  printf '{"name":"example","private":true}' >package.json
  printf '{"analytics":false,"neverConnectToCloud":true}' >nx.json
  printf 'node_modules\n.nx\n' >.gitignore
  npm install --silent --no-audit --no-fund --save-exact -D "nx@$version"
  printf '{"name":"app","targets":{"say":{"executor":"./tool:say"}}}' >app/project.json
  printf 'GREETING=hello\n' >app/.env
  printf '{"name":"tool","executors":"./executors.json"}' >tool/package.json
  printf '{"executors":{"say":{"implementation":"./say.js","batchImplementation":"./batch.js","schema":"./schema.json"}}}' \
    >tool/executors.json
  printf '{"version":2,"type":"object","properties":{}}' >tool/schema.json
  cat >tool/say.js <<'JS'
exports.default = async () => {
  console.log(`GREETING=${process.env.GREETING}`);
  return { success: true };
};
JS
  cat >tool/batch.js <<'JS'
exports.default = async function* (graph) {
  for (const task of Object.keys(graph.tasks))
    yield { task, result: { success: true, terminalOutput: `GREETING=${process.env.GREETING}\n` } };
};
JS
  alone=$(seen "$version" --no-batch)
  batch=$(seen "$version" --batch)
  echo "nx $version: a task alone has GREETING=$alone, in a batch GREETING=$batch"
  [ "$alone $batch" = 'hello undefined' ]
done
