#!/usr/bin/env bash
# Drives Kakoune, without a terminal, with kak-lsp and editors/kakoune/biaochi.kak.
set -euo pipefail
source "$(dirname "$0")/shared.sh"

command -v kak >/dev/null || unchecked "there is no kak"
version=22.0.0
tools=$root/target/editors/kak-lsp-$version
if [ ! -x "$tools/bin/kak-lsp" ]; then
  HOME=$user_home cargo install "kak-lsp@$version" --locked --quiet --root "$tools" || unchecked "kak-lsp $version cannot be had"
fi
PATH=$tools/bin:$PATH
mkdir -p "$XDG_CONFIG_HOME/kak"
printf 'eval %%sh{kak-lsp}\nsource "%s"\n' "$root/editors/kakoune/biaochi.kak" >"$XDG_CONFIG_HOME/kak/kakrc"

session=biaochi-$$
timeout 60 kak -ui dummy -s "$session" "$sheet" </dev/null >"$work/kak.log" 2>&1 &
trap 'echo "kill!" | kak -p "$session" 2>/dev/null; rm -rf "$work"' EXIT
seen=$work/seen
# Columns of Kakoune count bytes: the name stands in the columns 7 to 41.
wanted="biao 1 30.7,30.41|DiagnosticError"
for _ in $(seq 150); do
  sleep 0.2
  echo "evaluate-commands -client client0 %{ echo -to-file $seen -- %opt{filetype} %opt{lsp_diagnostic_error_count} %opt{lsp_inline_diagnostics} }" |
    kak -p "$session" 2>/dev/null || continue
  # The option begins with the time of the text that it is about.
  if [ "$(sed 's/ [0-9]* 30/ 30/' "$seen" 2>/dev/null)" = "$wanted" ]; then
    echo "$(kak -version), $(kak-lsp --version): shows our finding"
    exit 0
  fi
done
cat "$seen" "$work/kak.log" >&2
exit 1
