# Sourced: what the scripts beside it share. The recipes that are tried are those that docs/hooks.md shows.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
docs=$root/docs/hooks.md

# A test without the settings of the user who runs it, and without the repository of a hook that runs it.
unset $(git rev-parse --local-env-vars)
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 BIAOCHI_LANG=zh
export GIT_AUTHOR_NAME=甲 GIT_AUTHOR_EMAIL=jia@example.org GIT_COMMITTER_NAME=甲 GIT_COMMITTER_EMAIL=jia@example.org

# Nothing of it is left behind. 77 is “left unchecked”.
mkdir -p "$root/target/hooks"
work=$(mktemp -d "$root/target/hooks/XXXXXX")
trap 'rm -rf "$work"' EXIT

unchecked() {
  echo "left unchecked: $*" >&2
  exit 77
}

# The block of docs/hooks.md with a name.
recipe() {
  awk -v head="$1" '$0 ~ "^```[a-z]+ " && $2 == head { on = 1; next } /^```/ { on = 0 } on' "$docs" | grep . ||
    { echo "docs/hooks.md shows no $1" >&2; exit 1; }
}

good() {
  cp "$root/examples/corrected/04-网络基础设施（交易中心）（运维）.biao" "$1"
}

bad() {
  cp "$root/examples/tour/养护.biao" "$1"
}

finding='归类/质量指标不得列入他处'

# The commit passes.
passes() {
  git commit --quiet -m "$1" >"$work/said" 2>&1 || { cat "$work/said"; echo "“$1” was to pass" >&2; exit 1; }
}

# The commit is stopped, and our finding is shown.
stopped() {
  if git commit --quiet -m "$1" >"$work/said" 2>&1; then
    cat "$work/said"
    echo "“$1” was to be stopped" >&2
    exit 1
  fi
  grep -q "${2:-$finding}" "$work/said" || { cat "$work/said"; echo "“$1”: not our finding" >&2; exit 1; }
}

# Commits as people make them, with any hook.
commits() {
  mkdir -p "表 一"
  good "表 一/甲.biao"
  git add -A
  passes "a good sheet"
  bad "表 一/乙.biao"
  git add -A
  stopped "a bad sheet"
  # Staged good, bad on disk since.
  good "表 一/乙.biao"
  sed -i.before 's/^项目名称: .*/项目名称: 另一个项目/' "表 一/乙.biao"
  rm "表 一/乙.biao.before"
  git add -A
  bad "表 一/乙.biao"
  passes "good as staged"
  git checkout --quiet -- .
  git rm --quiet "表 一/乙.biao"
  passes "a sheet that goes"
  bad "表 一/丙.biao"
  git add -A
  git commit --quiet --no-verify -m "as it is"
  echo 甲 >说明.txt
  git add 说明.txt
  passes "no sheet"
}
