#!/usr/bin/env bash
# nx 23.2.1 ends the process of an executor as soon as the executor resolves. A process writes to a pipe asynchronously, so
# of one write of 3,000,000 bytes some 200,000 to 400,000 come out, and the run succeeds. All of it comes out when the
# executor waits for the callback of the write. Seen on Node 20.20.2.
# Exits with 0 while that holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export NX_DAEMON=false NX_TUI=false HOME="$folder/home" npm_config_cache="${npm_config_cache:-$HOME/.npm}" CI=
unset NX_CACHE_DIRECTORY
mkdir -p "$folder/home" "$folder/workspace/tool" "$folder/workspace/app"
cd "$folder/workspace"
git init -q
printf '{"name":"example","private":true}' >package.json
printf '{"analytics":false,"neverConnectToCloud":true}' >nx.json
printf 'node_modules\ndist\n.nx\n' >.gitignore
npm install --silent --no-audit --no-fund --save-exact -D nx@23.2.1
printf '{"name":"tool","executors":"./executors.json"}' >tool/package.json
printf '{"executors":{"run":{"implementation":"./run.js","schema":"./schema.json"}}}' >tool/executors.json
printf '{"version":2,"type":"object","properties":{"wait":{"type":"boolean"}}}' >tool/schema.json
printf '{"name":"app","targets":{"run":{"executor":"./tool:run"}}}' >app/project.json
cat >tool/run.js <<'END'
exports.default = async ({ wait }) => {
  const written = new Promise((resolve) => process.stdout.write('x'.repeat(3e6), resolve));
  if (wait) await written;
  return { success: true };
};
END
printed() { npx nx run app:run "$@" --outputStyle=stream | tr -cd x | wc -c; }
cut=$(printed) whole=$(printed --wait)
echo "without waiting: $cut bytes; waiting for the callback: $whole bytes"
[ "$cut" -lt 3000000 ] && [ "$whole" -ge 3000000 ]
