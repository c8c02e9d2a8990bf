#!/usr/bin/env bash
# @swc/core 1.16.18 is shipped with a compressed binary, and unpacks it into ~/.cache/swc-native-<uid> when it is first
# required: a tool that only compiles writes below the home folder. XDG_CACHE_HOME moves it. Seen on Node 20.20.2, Linux.
# Exits with 0 while that holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir home other cache
chmod 700 cache
printf '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --save-exact @swc/core@1.16.18
compile() { node -e 'require("@swc/core").transformSync("const one: number = 1", { jsc: { parser: { syntax: "typescript" } } })'; }
count() { find "$1" -name '*.node' -path '*/swc-native-*' -size +1M | wc -l; }
env -u XDG_CACHE_HOME HOME="$folder/home" bash -c "$(declare -f compile); compile"
HOME="$folder/other" XDG_CACHE_HOME="$folder/cache" bash -c "$(declare -f compile); compile"
echo "binaries below the home folder: $(count home); with XDG_CACHE_HOME: $(count other) there, $(count cache) in the cache"
[ "$(count home)" = 1 ] && [ "$(count other)" = 0 ] && [ "$(count cache)" = 1 ]
