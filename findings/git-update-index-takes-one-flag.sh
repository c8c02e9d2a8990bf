#!/bin/sh
# git 2.39: `git update-index --no-assume-unchanged --no-skip-worktree FILE` clears the first flag only and exits 0. The
# file stays skip-worktree, and `git status` goes on hiding its changes. Two calls are needed.
# Seen: the tag of `git ls-files -v` is S before, S after the one call, H after a call with --no-skip-worktree alone.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git init -q "$folder"
cd "$folder"
git config user.name T
git config user.email t@example.org
echo one > file
git add file
git commit -q -m one
git update-index --skip-worktree file
tag() { git ls-files -v file | cut -c1; }
before=$(tag)
git update-index --no-assume-unchanged --no-skip-worktree file
both=$(tag)
git update-index --no-skip-worktree file
alone=$(tag)
git --version
echo "before: $before, one call: $both, a call of its own: $alone"
[ "$before $both $alone" = "S S H" ]
