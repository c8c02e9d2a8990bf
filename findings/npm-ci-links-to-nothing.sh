#!/bin/sh
# npm 11.19.1: `npm ci` succeeds for a dependency `file:./folder` whose folder does not exist, if the lockfile has the link.
# It prints "added 1 package", exits with 0 and leaves a symlink to nothing; the program fails when it loads the package.
# `npm ci` also compares the folder of the link and not the text of the range: package.json may say `file:./folder` where
# the lockfile says `folder`, as the lockfiles have it that Nx prunes.
#
# Seen with Node 20.20.2:
#   npm ci: exit code 0, node_modules/lib is a link to nothing
#
# Prints what it sees, and fails when the behavior changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/tool" "$folder/work"
cd "$folder/tool"
printf '{ "private": true }\n' > package.json
npm install --silent --no-audit --no-fund npm@11.19.1
cd "$folder/work"
cat > package.json <<'JSON'
{ "name": "server", "version": "1.0.0", "dependencies": { "lib": "file:./folder" } }
JSON
cat > package-lock.json <<'JSON'
{
  "name": "server",
  "version": "1.0.0",
  "lockfileVersion": 3,
  "packages": {
    "": { "name": "server", "version": "1.0.0", "dependencies": { "lib": "folder" } },
    "node_modules/lib": { "resolved": "folder", "link": true },
    "folder": { "name": "lib", "version": "1.0.0" }
  }
}
JSON
code=0
node ../tool/node_modules/npm/bin/npm-cli.js ci --offline --no-audit --no-fund || code=$?
if [ -L node_modules/lib ] && [ ! -e node_modules/lib ]; then state='is a link to nothing'; else state='is not a link to nothing'; fi
echo "npm ci: exit code $code, node_modules/lib $state"
[ "$code" = 0 ] && [ "$state" = 'is a link to nothing' ]
