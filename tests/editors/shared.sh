# Sourced: what the scripts beside it share. Each drives an editor, set up with our own files, over one sheet.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export BIAOCHI_LANG=zh LC_ALL=C.UTF-8

# Nothing of it is left behind. 77 is “left unchecked”.
mkdir -p "$root/target/editors"
work=$(mktemp -d "$root/target/editors/XXXXXX")
trap 'rm -rf "$work"' EXIT

unchecked() {
  echo "left unchecked: $*" >&2
  exit 77
}

# The server: BIAOCHI, or the release build.
biaochi=${BIAOCHI:-$root/target/release/biaochi}
[ -x "$biaochi" ] || (cd "$root" && cargo build --release --locked)
mkdir "$work/bin"
ln -s "$biaochi" "$work/bin/biaochi"
PATH=$work/bin:$PATH

# An editor without the settings of the user who runs it; downloads are kept where that user keeps them.
user_home=$HOME
export HOME=$work/home XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_STATE_HOME=$work/state
mkdir -p "$HOME"

# A sheet with one finding, on a name that has an emoji and a rare character: each is two of UTF-16's units.
mkdir "$work/表 一"
sheet="$work/表 一/养护.biao"
sed 's/路面病害修复合格率/路面🚧病害𠮷修复合格率/' "$root/examples/tour/养护.biao" >"$sheet"
