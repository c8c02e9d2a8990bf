#!/usr/bin/env bash
# npx (npm 11) starts no program of node_modules/.bin where the package of the current folder has a bin of the same name in its
# package.json: it installs that package into its own cache below the home folder, which runs the script `prepare`, and starts it
# from there. So `npx tool` in the repository of a tool runs its build each time that the cache is new, and its sources rather
# than what was installed. Without the bin, the program of node_modules/.bin is started. Seen on Node 20.20.2.
# Exits with 0 while that holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export npm_config_cache="$folder/cache" npm_config_update_notifier=false
echo "npm $(npm --version)"
case $(npm --version) in 11.*) ;; *) echo 'This is about npm 11.' && exit 1 ;; esac
mkdir -p "$folder/tool/node_modules/.bin"
cd "$folder/tool"
printf '#!/bin/sh\necho "the program of node_modules/.bin"\n' >node_modules/.bin/tool
printf '#!/bin/sh\necho "the own package"\n' >tool.sh
chmod +x node_modules/.bin/tool tool.sh
manifest() {
  printf '{"name":"tool","version":"1.0.0",%s"scripts":{"prepare":"echo prepared >>%s/prepared"}}' "$1" "$folder" >package.json
}
manifest '"bin":{"tool":"tool.sh"},'
with=$(npx --offline --yes tool)
echo "with a bin in package.json: $with; prepare ran $(wc -l <"$folder/prepared") time(s)"
[ "$with" = 'the own package' ] && [ -s "$folder/prepared" ]
rm "$folder/prepared"
manifest ''
without=$(npx --offline --yes tool)
echo "without: $without; prepare ran $([ -e "$folder/prepared" ] && echo again || echo 'no more')"
[ "$without" = 'the program of node_modules/.bin' ] && [ ! -e "$folder/prepared" ]
