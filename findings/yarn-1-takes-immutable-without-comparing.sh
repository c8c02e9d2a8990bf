#!/bin/sh
# Yarn 1.22.22 takes `yarn install --immutable`, an option of Yarn 2 and later, without an error or a warning, and does
# not do what it says: a yarn.lock that does not fit package.json is written anew, and the exit code is 0. Of Yarn 1, only
# `--frozen-lockfile` refuses. A script that is written for "yarn" therefore installs what nobody tested.
#
# Seen with Node 20.20.2:
#   --immutable: exit code 0, yarn.lock was changed
#   --frozen-lockfile: exit code 1, yarn.lock is as it was
#
# Prints what it sees, and fails when the behavior changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/tool" "$folder/one" "$folder/two" "$folder/work"
cd "$folder/tool"
printf '{ "private": true }\n' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts yarn@1.22.22
printf '{ "name": "one", "version": "1.0.0" }\n' > "$folder/one/package.json"
printf '{ "name": "two", "version": "1.0.0" }\n' > "$folder/two/package.json"
cd "$folder/work"
yarn() { HOME="$folder" node ../tool/node_modules/yarn/bin/yarn.js install --offline "$@" > /dev/null 2>&1; }
attempt() {
  rm -rf node_modules yarn.lock
  printf '{ "private": true, "dependencies": { "one": "file:../one" } }\n' > package.json
  yarn
  cp yarn.lock before
  printf '{ "private": true, "dependencies": { "one": "file:../one", "two": "file:../two" } }\n' > package.json
  code=0
  yarn "$1" || code=$?
  if cmp -s yarn.lock before; then state='is as it was'; else state='was changed'; fi
  echo "$1: exit code $code, yarn.lock $state"
}
immutable=$(attempt --immutable)
frozen=$(attempt --frozen-lockfile)
printf '%s\n%s\n' "$immutable" "$frozen"
[ "$immutable" = '--immutable: exit code 0, yarn.lock was changed' ]
[ "$frozen" = '--frozen-lockfile: exit code 1, yarn.lock is as it was' ]
