#!/usr/bin/env bash
# Tries .pre-commit-hooks.yaml and the recipe of docs/hooks.md with the real pre-commit, which builds biaochi from HEAD
# of this repository. What is not committed is not tried.
set -euo pipefail
source "$(dirname "$0")/recipe.sh"

command -v python3 >/dev/null || unchecked "there is no python3 to run pre-commit"
tools=$root/target/hooks/python
if [ ! -x "$tools/bin/pre-commit" ]; then
  { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet 'pre-commit>=4,<5'; } >&2 ||
    unchecked "pre-commit cannot be installed"
fi
PATH=$tools/bin:$PATH
# Its clone is built with the libraries that the release build has left.
export PRE_COMMIT_HOME=$work/cache CARGO_TARGET_DIR=$root/target

head=$(git -C "$root" rev-parse HEAD)
git init --quiet "$work/project"
cd "$work/project"
recipe .pre-commit-config.yaml |
  sed -e "s|https://example.org/biaochi .*|$root|" -e "s|rev: .*|rev: $head|" >.pre-commit-config.yaml
pre-commit install --install-hooks
commits

# The others, each on what it is for.
sed -i.before 's/id: biaochi-staged/id: biaochi/; s/id: biaochi-fmt/id: biaochi-test/' .pre-commit-config.yaml
rm .pre-commit-config.yaml.before
git add -A
git commit --quiet --no-verify -m "other hooks"
status=0
pre-commit run --all-files biaochi >"$work/said" 2>&1 || status=$?
if [ "$status" -ne 1 ] || ! grep -q "$finding" "$work/said"; then
  cat "$work/said"
  echo "biaochi on all files: exit code $status" >&2
  exit 1
fi
mkdir 规则
sed 's/：$/:/' "$root/examples/tour/养护.chi" >规则/养护.chi
# The project's own rules are for one kind of sheet: others are judged by the shipped ones.
echo 'packs: [规则, shanghai-2020]' >biaochi.yaml
git add -A
passes "rules whose examples hold"
sed -i.before 's/道路养护里程: =186公里/道路养护里程: =186件/' 规则/养护.chi
rm 规则/养护.chi.before
git add -A
stopped "a rule whose example fails" "尺/例子未通过"
git reset --quiet --hard

# A sheet in need of layout.
sed -i.before 's/id: biaochi-test/id: biaochi-fmt/' .pre-commit-config.yaml
rm .pre-commit-config.yaml.before
good "表 一/丁.biao"
sed -i.before 's/^年度: 2020/年度:    2020/; s/^项目名称: .*/项目名称: 又一个项目/' "表 一/丁.biao"
rm "表 一/丁.biao.before"
git add -A
stopped "a sheet in need of layout" "files were modified by this hook"
git add -A
passes "the same, laid out"

# Its hook is its own.
biaochi=$(find "$PRE_COMMIT_HOME" -path '*rustenv*/bin/biaochi')
status=0
"$biaochi" hook install >"$work/said" 2>&1 || status=$?
if [ "$status" -ne 2 ] || ! grep -q "由 pre-commit 管" "$work/said"; then
  cat "$work/said"
  exit 1
fi
echo "pre-commit: $(pre-commit --version) runs our hooks"
