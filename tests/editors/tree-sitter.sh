#!/usr/bin/env bash
# The tree-sitter grammars: the parsers are those of the grammars, the examples are coloured as written down, and no text
# is an error, neither a shipped one nor a part of one.
set -euo pipefail
source "$(dirname "$0")/shared.sh"

command -v cc >/dev/null || unchecked "there is no C compiler"
version=0.27.1
tools=$root/target/editors/tree-sitter-$version
if [ ! -x "$tools/bin/tree-sitter" ]; then
  HOME=$user_home cargo install "tree-sitter-cli@$version" --locked --quiet --root "$tools" || unchecked "tree-sitter $version cannot be had"
fi
PATH=$tools/bin:$PATH
tree-sitter init-config >/dev/null

for language in biao chi; do
  grammar=$work/tree-sitter-$language
  cp -r "$root/editors/tree-sitter-$language" "$grammar"
  cd "$grammar"
  tree-sitter generate
  cmp src/parser.c "$root/editors/tree-sitter-$language/src/parser.c" || {
    echo "editors/tree-sitter-$language: run \`tree-sitter generate\` there" >&2
    exit 1
  }
  timeout 300 tree-sitter test
  texts=$work/texts-$language
  mkdir "$texts"
  # Each text, and what is left of it without its beginning or its end, cut within characters, too.
  number=0
  while IFS= read -r -d '' file; do
    number=$((number + 1))
    size=$(wc -c <"$file")
    cp "$file" "$texts/$number.$language"
    tail -c "$((size / 3 * 2))" "$file" >"$texts/$number-end.$language"
    head -c "$((size / 2))" "$file" >"$texts/$number-start.$language"
  done < <(find "$root/examples" "$root/rules" -name "*.$language" -print0 | sort -z)
  # A text of the other language is one, too.
  find "$root/README.md" "$root/rules" "$root/examples/tour" -type f -size -200k -print0 | head -z -n 20 |
    xargs -0 -I '{}' sh -c 'cp "$1" "$2/other-$$.$3"' _ '{}' "$texts" "$language"
  find "$texts" -type f >"$work/paths-$language"
  timeout 300 tree-sitter parse --quiet --paths "$work/paths-$language"
  first=$(head -1 "$work/paths-$language")
  timeout 60 tree-sitter query queries/highlights.scm "$first" | grep -q capture
  echo "$(wc -l <"$work/paths-$language") texts are read with the grammar of .$language"
done
