#!/usr/bin/env bash
# nx 23.2.1 with a remote cache of one's own (NX_SELF_HOSTED_REMOTE_CACHE_SERVER): if the server answers a PUT with 403 or
# 409, a run whose tasks succeed ends with 0. If it answers with 502 or even 201, or cannot be reached, the same run ends with 1
# ("Misconfigured remote cache endpoint"), although every task succeeded. So a server has to turn whatever goes wrong behind
# it into a 404 or a 403 (https://github.com/nrwl/nx/issues/36107). Seen on Node 20.20.2. Exits with 0 while that holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
export NX_DAEMON=false NX_TUI=false HOME="$folder/home" npm_config_cache="${npm_config_cache:-$HOME/.npm}" CI=
export NX_CACHE_DIRECTORY="$folder/nx-cache" NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN=token
mkdir -p "$folder/home" "$folder/workspace/app"
cd "$folder/workspace"
git init -q
printf '{"name":"example","private":true}' >package.json
printf '{"analytics":false,"neverConnectToCloud":true}' >nx.json
printf 'node_modules\ndist\n.nx\n' >.gitignore
npm install --silent --no-audit --no-fund --save-exact -D nx@23.2.1
printf '{"name":"app","targets":{"build":{"command":"mkdir -p dist && echo built > dist/file","cache":true,"outputs":["{workspaceRoot}/dist"]}}}' >app/project.json
git add -A && git -c user.name=example -c user.email=name@example.com commit -qm first
# Answers GET with 404, and PUT /<status>/v1/cache/<hash> with that status.
node -e '
require("node:http").createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(request.method === "GET" ? 404 : Number(request.url.split("/")[1])).end();
  });
}).listen(0, "127.0.0.1", function () { console.log(this.address().port); });
' >"$folder/port" &
server=$!
until [ -s "$folder/port" ]; do sleep 0.1; done
port=$(cat "$folder/port")
run() {
  rm -rf "$NX_CACHE_DIRECTORY" .nx dist
  code=0
  NX_SELF_HOSTED_REMOTE_CACHE_SERVER="$1" npx nx run app:build >"$folder/log" 2>&1 || code=$?
  grep -q 'Successfully ran target' "$folder/log"
  echo "$code"
}
seen=
for status in 200 403 409 201 502; do seen="$seen$status:$(run "http://127.0.0.1:$port/$status") "; done
seen="${seen}unreachable:$(run http://127.0.0.1:9)"
echo "exit codes of a run whose tasks succeed: $seen"
[ "$seen" = '200:0 403:0 409:0 201:1 502:1 unreachable:1' ]
