#!/usr/bin/env bash
# Node 20.20 and TypeScript disagree about `import { b }` from a CommonJS module that ends with
# `module.exports = { name: "x", a, b }`. Node finds names in an object literal up to the first value that is not an
# identifier, so `name` is found and all names behind it are not: the import fails when it is linked. TypeScript, which
# reads the declaration file, sees nothing wrong. `exports.b = b` for each name works, and so do literals at the end.
#
# Seen (Node 20.20.2):
#   literal first:  SyntaxError: Named export 'b' not found.
#   literal last:   b
#   one by one:     b
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo 'const a = 1, b = 2; module.exports = { name: "x", a, b };' > first.cjs
echo 'const a = 1, b = 2; module.exports = { a, b, name: "x" };' > last.cjs
echo 'const a = 1, b = 2; exports.name = "x"; exports.a = a; exports.b = b;' > one.cjs
run() { node --input-type=module -e "import { b } from '$folder/$1.cjs'; console.log(b === 2 ? 'b' : 'not b');" 2>&1 | grep -E '^(b$|SyntaxError)' || true; }
echo "literal first: $(run first)"
echo "literal last:  $(run last)"
echo "one by one:    $(run one)"
[[ $(run first) == SyntaxError*"Named export 'b' not found"* ]]
[[ $(run last) == b && $(run one) == b ]]
echo 'As described.'
