#!/usr/bin/env bash
# nx 23.2.1 takes an option value that looks like a number for one before it looks at the schema: an option of type "string"
# refuses --sha=12345678, 1e5 and 0x10, and takes 0123, 12e45678 and 40 digits as they were typed. A schema that allows
# string and number gets the number 12345678. Seen on Node 20.20.2.
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
printf '{"version":2,"type":"object","properties":{"sha":{"type":"string"},"both":{"type":["string","number"]}}}' >tool/schema.json
printf '{"name":"app","targets":{"run":{"executor":"./tool:run"}}}' >app/project.json
cat >tool/run.js <<'END'
exports.default = async ({ sha, both }) => {
  console.log(`got ${JSON.stringify(sha ?? both)}`);
  return { success: true };
};
END
got() { (npx nx run app:run "$@" 2>&1 || true) | grep -oE 'got .*|does not match the schema' | head -1; }
for value in 12345678 1e5 0x10; do
  said=$(got --sha=$value); echo "--sha=$value: $said"; [ "$said" = 'does not match the schema' ]
done
for value in 0123 12e45678 1234567890123456789012345678901234567890; do
  said=$(got --sha=$value); echo "--sha=$value: $said"; [ "$said" = "got \"$value\"" ]
done
said=$(got --both=12345678); echo "--both=12345678: $said"; [ "$said" = 'got 12345678' ]
