#!/usr/bin/env bash
# Drives Emacs, in batch, with editors/emacs/biaochi.el.
set -euo pipefail
source "$(dirname "$0")/shared.sh"

command -v emacs >/dev/null || unchecked "there is no emacs"
packages=$(find /usr/share/emacs/site-lisp/elpa-src -maxdepth 1 -name 'eglot-*' 2>/dev/null | head -1)
run() {
  timeout 60 emacs --batch ${packages:+-L "$packages"} "$@" </dev/null
}
run --eval "(require 'eglot)" 2>/dev/null || unchecked "there is no eglot"
SHEET=$sheet run -l "$root/editors/emacs/biaochi.el" -l "$root/tests/editors/emacs.el"
echo "$(emacs --version | head -1) shows our finding"
