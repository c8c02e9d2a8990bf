#!/usr/bin/env bash
# jsonc-parser 3.3.1: modify() with formattingOptions also reformats what it inserts into. Its types say of the option:
# "If undefined, the newly inserted code will be inserted unformatted." So one expects it to format the inserted code.
# If the object or array stands on one line, all its other elements are spread over several lines too. Without the option
# nothing is reformatted, and the inserted text has no white space at all. A generator that keeps the style of a file has
# to insert text itself.
#
# Seen:
#   with formattingOptions:    {\n  "list": [\n    { "a": 1 ... spread over lines\n    "new"\n  ]\n}
#   without formattingOptions: {\n  "list": [{ "a": 1 }, { "b": 2 },"new"]\n}
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --silent --prefix . jsonc-parser@3.3.1
node --input-type=commonjs -e '
const { applyEdits, modify } = require("jsonc-parser");
const text = "{\n  \"list\": [{ \"a\": 1 }, { \"b\": 2 }]\n}";
const insert = (options) =>
  applyEdits(text, modify(text, ["list", 2], "new", { isArrayInsertion: true, ...options }));
const formatted = insert({ formattingOptions: { insertSpaces: true, tabSize: 2 } });
const plain = insert({});
console.log("with formattingOptions:   ", JSON.stringify(formatted));
console.log("without formattingOptions:", JSON.stringify(plain));
if (formatted.includes("[{ \"a\": 1 }, { \"b\": 2 }")) throw new Error("The neighbors were left as they were.");
if (!plain.includes("{ \"b\": 2 },\"new\"]")) throw new Error("The inserted text has white space.");
'
echo 'As described.'
