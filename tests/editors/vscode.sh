#!/usr/bin/env bash
# Tests editors/vscode, makes its vsix, and drives it in VS Code, served to a headless Chromium.
set -euo pipefail
source "$(dirname "$0")/shared.sh"

command -v npm >/dev/null || unchecked "there is no npm"
export npm_config_cache=${npm_config_cache:-$user_home/.npm} npm_config_fund=false npm_config_audit=false
extension=$root/editors/vscode
(cd "$extension" && npm ci --ignore-scripts --silent) || unchecked "what the extension is made of cannot be had"
(cd "$extension" && BIAOCHI=$biaochi npm test && npm run package)
