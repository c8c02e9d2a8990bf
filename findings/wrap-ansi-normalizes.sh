#!/bin/sh
# wrap-ansi 10.0.2 changes the text that it wraps: it normalizes it to Unicode NFC, even where no line is too long.
#
# Its readme promises to word-wrap a string with ANSI escape codes. A name in decomposed form, as macOS gives file names
# ("e" and U+0301), comes out composed (U+00E9). It looks the same and is another sequence of code points, so a path that
# was printed through wrap-ansi and copied from the terminal need not name the file. `{ trim: false }` does not help.
#
# Seen with Node 20.20.2:
#   in  cafe U+0301 = 5 code units, out cafU+00E9 = 4 code units
#
# Prints what it sees, and fails when the behavior changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{ "private": true, "type": "module" }\n' > package.json
npm install --silent --no-audit --no-fund wrap-ansi@10.0.2
cat > look.js <<'JS'
import wrapAnsi from 'wrap-ansi';

const decomposed = 'cafe\u0301';
const wrapped = wrapAnsi(decomposed, 80, { trim: false });
console.log(`in: ${decomposed.length} code units, out: ${wrapped.length} code units, same text: ${wrapped === decomposed}`);
process.exit(wrapped !== decomposed && wrapped === decomposed.normalize('NFC') ? 0 : 1);
JS
node look.js
