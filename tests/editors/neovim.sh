#!/usr/bin/env bash
# Drives Neovim, headless, with editors/neovim/biaochi.lua: NVIM, or the one on PATH.
set -euo pipefail
source "$(dirname "$0")/shared.sh"

nvim=${NVIM:-nvim}
command -v "$nvim" >/dev/null || unchecked "there is no $nvim"
SHEET=$sheet timeout 60 "$nvim" --headless -u "$root/editors/neovim/biaochi.lua" \
  -c "luafile $root/tests/editors/neovim.lua" </dev/null
# The name stands where it belongs, and the sheet as written is clean.
biaochi check "$sheet"
echo "$("$nvim" --version | head -1) shows our finding and applies its fix"
