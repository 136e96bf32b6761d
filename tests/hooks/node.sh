#!/usr/bin/env bash
# Tries the recipes of docs/hooks.md for lefthook and husky with the real programs. Takes the release build.
set -euo pipefail
source "$(dirname "$0")/recipe.sh"

command -v npm >/dev/null || unchecked "there is no npm to run lefthook and husky"
tools=$root/target/hooks/node
if [ ! -x "$tools/node_modules/.bin/lefthook" ]; then
  mkdir -p "$tools"
  # Without its script: that would put hooks into the repository that this runs in.
  npm install --silent --ignore-scripts --no-fund --no-audit --prefix "$tools" lefthook@2 husky@9 >&2 ||
    unchecked "lefthook and husky cannot be installed"
fi
biaochi=$root/target/release/biaochi
[ -x "$biaochi" ] || (cd "$root" && cargo build --release --locked)
PATH=$tools/node_modules/.bin:$root/target/release:$PATH

# The hook of another program is not changed, and the recipe is shown.
refused() {
  local status=0
  "$biaochi" hook install >"$work/said" 2>&1 || status=$?
  if [ "$status" -ne 2 ] || ! grep -q "由 $1 管" "$work/said" || ! grep -q 'biaochi check --staged' "$work/said"; then
    cat "$work/said"
    echo "hook install beside $1: exit code $status" >&2
    exit 1
  fi
}

git init --quiet "$work/lefthook"
cd "$work/lefthook"
recipe lefthook.yml >lefthook.yml
lefthook install >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
commits
refused lefthook

git init --quiet "$work/husky"
cd "$work/husky"
echo '{ "private": true }' >package.json
husky
recipe .husky/pre-commit >.husky/pre-commit
commits
refused husky
echo "lefthook $(lefthook version) and husky run our recipes"
