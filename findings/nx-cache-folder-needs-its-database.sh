#!/usr/bin/env bash
# nx 23.2.1 finds entries of its cache folder by a database in .nx/workspace-data, and the name of the database is the id of
# the machine (/etc/machine-id). A folder of NX_CACHE_DIRECTORY that CI has saved restores nothing by itself: every task
# runs, exit 0, no message. With the database beside it, it is a hit; with the same database under the name of another
# machine, it is a miss again. Seen on Node 20.20.2. Exits with 0 while that holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export NX_DAEMON=false NX_TUI=false HOME="$folder/home" npm_config_cache="${npm_config_cache:-$HOME/.npm}" CI=
mkdir -p "$folder/home" "$folder/first/app"
cd "$folder/first"
git init -q
printf '{"name":"example","private":true}' >package.json
printf '{"analytics":false,"neverConnectToCloud":true}' >nx.json
printf 'node_modules\ndist\n.nx\n' >.gitignore
npm install --silent --no-audit --no-fund --save-exact -D nx@23.2.1
printf '{"name":"app","targets":{"build":{"command":"mkdir -p dist && echo built > dist/file","cache":true,"outputs":["{workspaceRoot}/dist"]}}}' >app/project.json
git add -A && git -c user.name=example -c user.email=name@example.com commit -qm first
NX_CACHE_DIRECTORY="$PWD/.nx/cache" npx nx run app:build >/dev/null
database=$(cd .nx/workspace-data && ls -- *.db)
echo "database: ${database/$(cat /etc/machine-id 2>/dev/null || echo none)/<machine id>}"

# A clone whose .nx has these parts of the first one.
build() {
  git clone -q "$folder/first" "$folder/$1"
  ln -s "$folder/first/node_modules" "$folder/$1/node_modules"
  mkdir "$folder/$1/.nx"
  cp -r "$folder/first/.nx/cache" "$folder/$1/.nx/"
  if [ -n "${2:-}" ]; then
    mkdir "$folder/$1/.nx/workspace-data"
    cp "$folder/first/.nx/workspace-data/$database" "$folder/$1/.nx/workspace-data/$2"
  fi
  (cd "$folder/$1" && NX_CACHE_DIRECTORY="$PWD/.nx/cache" npx nx run app:build) >"$folder/$1.log"
  grep -q 'from the cache' "$folder/$1.log" && echo hit || echo miss
}
alone=$(build alone)
both=$(build both "$database")
other=$(build other "$(printf 'f%.0s' $(seq 32))${database#"${database%%-*}"}")
echo "the folder alone: $alone; with the database: $both; with the database named after another machine: $other"
[ "$alone $both $other" = 'miss hit miss' ]
