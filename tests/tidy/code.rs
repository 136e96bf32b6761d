//! Rust code as text: without its comments, texts or tests, and the names in it. Knows no rule.

/// Whether a character may be part of a name.
pub(crate) fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The code that is shipped, line for line: comments and tests blanked.
pub(crate) fn production(text: &str) -> String {
    let text = without_comments(text);
    let mut kept = String::new();
    // Where a test item began, its indentation, until its end.
    let mut within: Option<String> = None;
    for line in text.lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        if within.is_none() && line.trim_start().starts_with("#[cfg(test)]") {
            within = Some(indent.to_owned());
        }
        let Some(start) = &within else {
            kept.push_str(line);
            kept.push('\n');
            continue;
        };
        kept.push('\n');
        let ends = line.trim_end().ends_with('}') || line.trim_end().ends_with(';');
        if indent == start && ends {
            within = None;
        }
    }
    kept
}

/// Text whose comment lines are blank.
pub(crate) fn without_comments(text: &str) -> String {
    let blank = |line: &str| {
        if line.trim_start().starts_with("//") { String::new() } else { line.to_owned() }
    };
    text.lines().map(blank).collect::<Vec<_>>().join("\n")
}

/// Code without its comments, texts and single characters, line for line.
pub(crate) fn without_texts(code: &str) -> String {
    let text = r##"//[^\n]*|r(#*)"|b?"(?:\\[\s\S]|[^"\\])*"|'(?:\\[^']+|[^'\\])'"##;
    let text = regex::Regex::new(text).unwrap();
    let (mut kept, mut at) = (String::new(), 0);
    while let Some(found) = text.captures_at(code, at) {
        let whole = found.get(0).unwrap();
        // A raw text ends with as many signs as it began with.
        let end = match found.get(1) {
            Some(signs) => {
                let close = format!("\"{}", signs.as_str());
                code[whole.end()..]
                    .find(&close)
                    .map_or(code.len(), |to| whole.end() + to + close.len())
            }
            None => whole.end(),
        };
        kept.push_str(&code[at..whole.start()]);
        kept.extend(code[whole.start()..end].matches('\n'));
        at = end;
    }
    kept.push_str(&code[at..]);
    kept
}

/// The names that follow a prefix, also those in braces: `crate::{source::Span, value}`.
pub(crate) fn paths_after(text: &str, prefix: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(prefix) {
        // `$crate::` and `in_crate::` are other things.
        if text[..at].ends_with(is_of_word) {
            continue;
        }
        let line = text[..at].matches('\n').count() + 1;
        let rest = &text[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.push((line, name(rest)));
            continue;
        };
        let (mut depth, mut item) = (1, String::new());
        for character in group.chars() {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 || (depth == 1 && character == ',') {
                found.push((line, name(item.trim())));
                item.clear();
            } else {
                item.push(character);
            }
            if depth == 0 {
                break;
            }
        }
    }
    found.retain(|(_, name)| !name.is_empty());
    found
}

/// The identifier at the start of a text.
pub(crate) fn name(text: &str) -> String {
    text.chars().take_while(|character| is_of_word(*character)).collect()
}

/// The first line that names a library: `library::…` or `use library;`.
pub(crate) fn line_of(text: &str, library: &str) -> Option<usize> {
    let path = format!("{library}::");
    let named = |line: &str| {
        line.trim().starts_with(&format!("use {library};"))
            || line.match_indices(&path).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                // `crate::ignore::…` would be ours.
                before.is_none_or(|character| !is_of_word(character) && character != ':')
                    || line[..at].ends_with(" ::")
            })
    };
    text.lines().position(named).map(|at| at + 1)
}

#[test]
fn the_test_sees_what_it_looks_for() {
    let text = "use crate::{source::Span, value};\n// crate::cli\nfn f() { crate::eval::run() }\n\
                #[cfg(test)]\nmod tests {\n    use crate::cli;\n}\nuse crate::rule::{self, crate_x};\n";
    let found: Vec<_> = paths_after(&production(text), "crate::");
    let expected = [(1, "source"), (1, "value"), (3, "eval"), (8, "rule")];
    assert_eq!(found, expected.map(|(line, name)| (line, name.to_owned())));
    let code = without_texts("a(\"\\\"it\"); // it\nr#\"\n\"it\"#; '\"'; it");
    assert_eq!(code, "a(); \n\n; ; it");
    assert_eq!(line_of("a\nuse miette::Report;", "miette"), Some(2));
    assert_eq!(line_of("crate::ignore::x(); my_ignore::y();", "ignore"), None);
}
