//! What editors are given beside the server: colours follow the keywords of the grammar.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The spellings of the keywords of `grammar/keywords.pest`, as the grammars of editors write them:
/// `not +matches`.
fn spellings() -> BTreeSet<String> {
    let grammar = read("grammar/keywords.pest");
    let bodies = grammar.lines().filter_map(|line| {
        line.split_once(" = @{ (")?.1.split_once(") ~ !letter }").map(|(body, _)| body)
    });
    let words = |spelling: &str| {
        let words = spelling.split('"').skip(1).step_by(2).filter(|word| *word != " ");
        words.collect::<Vec<_>>().join(" +")
    };
    bodies.flat_map(|body| body.split(" | ").map(words).collect::<Vec<_>>()).collect()
}

/// All texts of a JSON value.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

/// The words that one grammar colours: what stands between the bars of its patterns.
fn alternatives(grammar: &str) -> BTreeSet<String> {
    let mut found = Vec::new();
    texts(&serde_json::from_str(grammar).unwrap(), &mut found);
    let groups = found.iter().flat_map(|pattern| pattern.split("(?").skip(1));
    let groups = groups.filter_map(|group| group.split_once([':', '=']).map(|(_, rest)| rest));
    let inner = groups.filter_map(|group| group.split_once(')').map(|(inner, _)| inner));
    let is_word = |word: &&str| {
        !word.is_empty() && word.chars().all(|at| at.is_alphabetic() || " +_".contains(at))
    };
    inner.flat_map(|inner| inner.split('|')).filter(is_word).map(str::to_owned).collect()
}

#[test]
fn the_colours_of_rules_have_the_keywords_of_the_grammar() {
    const REMEDY: &str = "run `node editors/vscode/scripts/grammar.js`";
    let spellings = spellings();
    assert!(spellings.contains("规则") && spellings.contains("not +matches"), "{spellings:?}");
    assert!(!spellings.contains(""), "a spelling cannot be read");
    let coloured = alternatives(&read("editors/vscode/syntaxes/chi.tmLanguage.json"));
    assert_eq!(coloured, spellings, "editors/vscode/syntaxes/chi.tmLanguage.json: {REMEDY}");
    // Of a keyword of several words each is coloured.
    let words: BTreeSet<&str> = spellings.iter().flat_map(|words| words.split(" +")).collect();
    let queries = read("editors/tree-sitter-chi/queries/highlights.scm");
    let quoted = queries.lines().filter_map(|line| line.strip_prefix("  \""));
    let quoted: BTreeSet<&str> = quoted.map(|line| line.trim_end_matches(['"', ')'])).collect();
    assert_eq!(quoted, words, "editors/tree-sitter-chi/queries/highlights.scm: {REMEDY}");
}

#[test]
fn the_extension_sets_what_sheets_and_rules_need() {
    let extension: Value = serde_json::from_str(&read("editors/vscode/package.json")).unwrap();
    let defaults = &extension["contributes"]["configurationDefaults"];
    for language in ["[biao]", "[chi]"] {
        // Files in GB 18030 are opened as such; full-width marks are no confusable characters.
        assert_eq!(defaults[language]["files.autoGuessEncoding"], true, "{language}");
        let ambiguous = &defaults[language]["editor.unicodeHighlight.ambiguousCharacters"];
        assert_eq!(*ambiguous, false, "{language}");
    }
}
