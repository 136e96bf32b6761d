//! Patterns that only list words, told as those words. Takes a pattern; gives what it asks for, where a
//! person would say it in words. Knows no language.

/// What a plain pattern asks for.
pub(super) struct Listed<'p> {
    /// Where the words stand.
    pub at: At,
    /// The words.
    pub words: Vec<&'p str>,
}

/// Where in a text a pattern's words must stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Anywhere,
    Start,
    End,
    Whole,
}

/// `/A|B/`, `/^(?:A|B)/`, `/A$/`; nothing for what is more than words.
pub(super) fn words(pattern: &str) -> Option<Listed<'_>> {
    let (rest, start) = match pattern.strip_prefix('^') {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let (rest, end) = match rest.strip_suffix('$') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let (inner, grouped) = match rest.strip_prefix("(?:").and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (rest, false),
    };
    let words: Vec<&str> = inner.split('|').collect();
    let plain =
        words.iter().all(|word| !word.is_empty() && word.chars().all(|it| it.is_alphanumeric()));
    // An anchor beside words without a group belongs to one of them only.
    if !plain || ((start || end) && words.len() > 1 && !grouped) {
        return None;
    }
    let at = match (start, end) {
        (false, false) => At::Anywhere,
        (true, false) => At::Start,
        (false, true) => At::End,
        (true, true) => At::Whole,
    };
    Some(Listed { at, words })
}
