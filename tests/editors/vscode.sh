#!/usr/bin/env bash
# Tests editors/vscode, makes its vsix with the program in it, and drives it in VS Code, served to a headless Chromium.
# The program is not on PATH: it is the bundled one that answers.
set -euo pipefail
source "$(dirname "$0")/shared.sh"

command -v npm >/dev/null || unchecked "there is no npm"
export npm_config_cache=${npm_config_cache:-$user_home/.npm} npm_config_fund=false npm_config_audit=false
extension=$root/editors/vscode
(cd "$extension" && npm ci --ignore-scripts --silent) || unchecked "what the extension is made of cannot be had"
(cd "$extension" && BIAOCHI=$biaochi npm test && npm run package -- "$biaochi")
PATH=${PATH#"$work/bin:"}

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || unchecked "there is no chromium"
# The server of VS Code comes with code-server, whose own shell needs a compiler and is left out. Kept between runs.
tools=$root/target/editors/code-server
modules=$tools/node_modules
server=$modules/code-server/lib/vscode
versions="code-server@4.139.1 node@24.21.0 playwright-core@1.65.1"
# Chained, since a function that is asked about does not stop at a failure.
install() {
  echo "installs $versions"
  rm -rf "$tools" && mkdir -p "$tools" && cd "$tools" && npm init --yes >/dev/null || return 1
  export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  # node's own package brings its program by a script of installation.
  npm install --silent "node@24.21.0" || return 1
  # shellcheck disable=SC2086 # several words
  npm install --silent --ignore-scripts $versions || return 1
  local part
  for part in "$server" "$server/extensions"; do
    (cd "$part" && npm install --silent --ignore-scripts --omit=dev --legacy-peer-deps) || return 1
  done
  echo "$versions" >"$tools/installed"
}
[ "$(cat "$tools/installed" 2>/dev/null)" = "$versions" ] || (install) || unchecked "VS Code cannot be had"

# A project of one sheet and one rule file.
cp "$root/examples/tour/养护.chi" "$work/表 一/养护.chi"
printf 'packs: [内置, 养护.chi]\n' >"$work/表 一/biaochi.yaml"
export HOME=$work/home
node=$modules/node/bin/node
vscode() {
  "$node" "$server/out/server-main.js" --server-data-dir "$work/server" --extensions-dir "$work/extensions" "$@"
}
vscode --install-extension "$extension/biaochi.vsix" >"$work/install.log" 2>&1 || { cat "$work/install.log"; exit 1; }
CHROMIUM=$chromium MODULES=$modules DATA=$work FOLDER="$work/表 一" SHOTS=${SHOTS:-} \
  timeout 300 "$node" "$root/tests/editors/vscode.mjs"
