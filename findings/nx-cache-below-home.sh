#!/usr/bin/env bash
# nx 23.2.1 keeps the cache of a workspace in ~/.nx/<id>/cache, where earlier versions had .nx/cache in the workspace; the
# variable NX_CACHE_DIRECTORY keeps it out of the home folder. After `nx reset --only-cache`, the next run of a cached task
# is a hit that restores nothing: it says "local cache", ends with 0, and the output is not there. Seen on Node 20.20.2.
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
printf '{"name":"app","targets":{"build":{"command":"mkdir -p dist && echo built > dist/file","cache":true,"outputs":["{workspaceRoot}/dist"]}}}' >app/project.json
git add -A && git -c user.name=example -c user.email=name@example.com commit -qm first
npx nx run app:build >/dev/null
echo "below the home folder: $(cd "$HOME" && ls -d .nx/*/cache); in the workspace: $(ls -d .nx/cache 2>/dev/null || echo nothing)"
[ -d "$HOME"/.nx/*/cache ] && [ ! -d .nx/cache ]
npx nx reset --only-cache >/dev/null && rm -rf dist
said=$(npx nx run app:build); code=$?
echo "after nx reset --only-cache: exit $code, $(grep -oE 'local cache' <<<"$said" | head -1), dist/file is $([ -f dist/file ] && echo there || echo 'not there')"
grep -q 'local cache' <<<"$said" && [ ! -f dist/file ]
rm -rf "$HOME/.nx"
NX_CACHE_DIRECTORY="$PWD/.nx/cache" npx nx run app:build --skip-nx-cache >/dev/null
echo "with NX_CACHE_DIRECTORY: $([ -e "$HOME/.nx" ] && echo 'the home folder is written to' || echo 'the home folder stays as it was')"
[ ! -e "$HOME/.nx" ]
