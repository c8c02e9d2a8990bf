#!/usr/bin/env bash
# nx 23.2.1 hands one SIGTERM, or one SIGINT, on to the executor of a task twice, as SIGTERM both times, so an executor that
# takes the second for "end at once" never ends in order. Seen on Node 20.20.2.
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
printf '{"version":2,"type":"object","properties":{}}' >tool/schema.json
printf '{"name":"app","targets":{"run":{"executor":"./tool:run"}}}' >app/project.json
cat >tool/run.js <<'END'
const { appendFileSync } = require('node:fs');
exports.default = async () => {
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => appendFileSync('heard', `${name}\n`));
  appendFileSync('ready', 'yes');
  await new Promise((resolve) => setTimeout(resolve, 3000));
  appendFileSync('ended', 'yes');
  return { success: true };
};
END
for signal in TERM INT; do
  rm -f heard ready ended
  # Not npx, and not in the background of the shell, which would have it ignore SIGINT.
  node -e '
    const { spawn } = require("node:child_process");
    const { existsSync } = require("node:fs");
    const nx = spawn(process.execPath, ["node_modules/nx/dist/bin/nx.js", "run", "app:run"], { stdio: "ignore" });
    const poll = setInterval(() => {
      if (!existsSync("ready")) return;
      clearInterval(poll);
      nx.kill("SIG" + process.argv[1]);
    }, 50);
  ' "$signal"
  for _ in $(seq 100); do [ -f ended ] && break; sleep 0.1; done
  echo "one SIG$signal to nx; the executor heard:" $(cat heard)
  [ "$(tr '\n' ' ' <heard)" = 'SIGTERM SIGTERM ' ]
done
