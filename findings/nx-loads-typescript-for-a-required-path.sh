#!/usr/bin/env bash
# nx 23.2.1 with @nx/js and a root tsconfig: a text in quotes anywhere within the parentheses of require(), such as in
# require(join(__dirname, 'lib/task.js')), is taken for the name of a package. No package has it, so Nx loads TypeScript to
# look for it, in each command that makes the graph of the projects, and finds no dependency. Given to a variable first, the
# same path costs nothing. Seen on Node 20.20.2. Exits with 0 while that holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export NX_DAEMON=false NX_TUI=false NX_ISOLATE_PLUGINS=false NX_CACHE_PROJECT_GRAPH=false CI=
export npm_config_cache="${npm_config_cache:-$HOME/.npm}" HOME="$folder/home"
mkdir -p "$HOME"
cat >"$folder/loaded.cjs" <<'JS'
process.on('exit', () => {
  const isLoaded = Object.keys(require.cache).some((path) => path.endsWith('/typescript/lib/typescript.js'));
  if (/[\\/]nx/.test(process.argv[1])) console.error(`TypeScript: ${isLoaded ? 'loaded' : 'not loaded'}`);
});
JS

mkdir -p "$folder/workspace/app/lib"
cd "$folder/workspace"
git init -q
printf '{"name":"example","private":true}' >package.json
printf '{"analytics":false,"neverConnectToCloud":true}' >nx.json
printf 'node_modules\n.nx\n' >.gitignore
npm install --silent --no-audit --no-fund --save-exact -D nx@23.2.1 @nx/js@23.2.1 typescript@5.9.3
printf '{"compilerOptions":{"paths":{}}}' >tsconfig.base.json
printf '{"name":"app"}' >app/project.json
printf 'exports.task = () => 1;\n' >app/lib/task.js
graph() {
  NODE_OPTIONS="-r $folder/loaded.cjs" node node_modules/nx/dist/bin/nx.js graph --file=graph.json 2>&1 |
    sed -n 's/^TypeScript: //p'
}
printf "const { join } = require('node:path');\nrequire(join(__dirname, 'lib/task.js'));\n" >app/main.cjs
within=$(graph)
printf "const { join } = require('node:path');\nconst task = join(__dirname, 'lib/task.js');\nrequire(task);\n" >app/main.cjs
named=$(graph)
echo "the path within require(): $within; in a variable: $named"
[ "$within, $named" = 'loaded, not loaded' ]
