#!/bin/sh
# nx 23.2.1: inputs that a plugin infers (createNodes) for a target are thrown away, without a word, as soon as
# targetDefaults or project.json name inputs for that target: the lists are not joined. Only the entry "..." in the
# later list takes the inferred ones over. Good engineers would expect what a plugin adds to be added.
# Seen: without "..." the inputs are ["default"]; with it ["{workspaceRoot}/extra/**/*","default"].
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NX_DAEMON=false NX_TUI=false CI=true NX_CACHE_DIRECTORY="$folder/cache"
mkdir -p apps/one extra
echo '{"name":"w","private":true}' > package.json
npm install --silent --no-audit --no-fund --save-exact nx@23.2.1
cat > plugin.cjs <<'JS'
const { dirname } = require('node:path');
const inputs = ['{workspaceRoot}/extra/**/*'];
const createNodes = ['apps/*/project.json', (files) =>
  files.map((file) => [file, { projects: { [dirname(file)]: { targets: { pack: { inputs } } } } }])];
module.exports = { name: 'infers', createNodes, createNodesV2: createNodes };
JS
echo '{"name":"one","targets":{"pack":{"command":"true"}}}' > apps/one/project.json
inputs() {
  echo "{\"analytics\":false,\"neverConnectToCloud\":true,\"plugins\":[\"./plugin.cjs\"],\"targetDefaults\":{\"pack\":{\"inputs\":$1}}}" > nx.json
  npx nx show project one --json | node -e 'let s="";process.stdin.on("data",(c)=>s+=c).on("end",()=>console.log(JSON.stringify(JSON.parse(s).targets.pack.inputs)))'
}
plain=$(inputs '["default"]')
spread=$(inputs '["...","default"]')
echo "without ...: $plain"
echo "with ...:    $spread"
[ "$plain" = '["default"]' ]
[ "$spread" = '["{workspaceRoot}/extra/**/*","default"]' ]
