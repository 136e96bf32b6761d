//! Texts as written in a sheet: in quotes if they would be read as something else. Takes texts,
//! gives text; knows no places.

use std::ops::Range;

use super::tree::{BlockItem, Node, NodeKind};
use super::{Entry, parse};
use crate::source::{Source, SourceId};

/// A text as a value on its line.
pub(crate) fn value(text: &str) -> String {
    written(text, |text| format!("键: {text}"), |entry| scalar(&entry.value))
}

/// A text as a value between braces.
pub(crate) fn value_in_braces(text: &str) -> String {
    let read = |entry: &Entry| match &entry.value.kind {
        NodeKind::FlowMap(entries) => match entries.as_slice() {
            [only] => scalar(&only.value),
            _ => None,
        },
        _ => None,
    };
    written(text, |text| format!("键: {{甲: {text}}}"), read)
}

/// A text as a key.
pub(crate) fn key(text: &str) -> String {
    written(text, |text| format!("{text}: 值"), |entry| Some(entry.key.as_str().to_owned()))
}

/// A text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// A text as written between quotes.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The comments of some lines of a sheet, each from its `#` to the end of its line.
pub fn comments(lines: &str) -> Vec<Range<usize>> {
    let file = parse(&Source::new(SourceId::ALONE, "", lines));
    file.comments().into_iter().map(|span| span.range()).collect()
}

/// Whether a text has no special characters of the grammar: true of most texts, which then need no
/// parsing.
fn is_plain(text: &str) -> bool {
    let signs = "%≥≤=<>.()（）〔〕、。~～+*/×";
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_alphanumeric() || "≥≤=<>".contains(first))
        && characters.all(|c| c.is_alphanumeric() || signs.contains(c))
}

/// Unquoted, if it reads as itself.
fn written(
    text: &str,
    line: impl Fn(&str) -> String,
    read: impl Fn(&Entry) -> Option<String>,
) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let file = parse(&Source::new(SourceId::ALONE, "", line(text)));
    let entry = match file.documents.as_slice() {
        [only] if file.diagnostics.is_empty() => match only.items.as_slice() {
            [BlockItem::Entry(entry)] if entry.comment.is_none() => Some(entry),
            _ => None,
        },
        _ => None,
    };
    match entry.and_then(read) {
        Some(same) if same == text => text.to_owned(),
        _ => quoted(text),
    }
}

fn scalar(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::Scalar { text, quoted: false } => Some(text.as_str().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{comments, key, value, value_in_braces};

    #[test]
    fn quotes_are_written_where_a_text_would_be_read_as_something_else() {
        for plain in [">=90%", "甲，乙：丙", "a#b", "100.00(%)", "“甲”和乙"] {
            assert_eq!(value(plain), plain);
        }
        for (text, written) in [
            ("", "\"\""),
            (" 甲", "\" 甲\""),
            ("甲 # 乙", "\"甲 # 乙\""),
            ("甲\n乙", "\"甲\\n乙\""),
            ("“甲”", "\"“甲”\""),
            ("|", "\"|\""),
            ("[1]", "\"[1]\""),
            ("\"甲\"", "\"\\\"甲\\\"\""),
        ] {
            assert_eq!(value(text), written);
        }
        assert_eq!(value_in_braces("甲，乙"), "\"甲，乙\"");
        assert_eq!(value_in_braces("90%"), "90%");
        assert_eq!(key("验收合格率"), "验收合格率");
        assert_eq!(key("12:00前完成"), "\"12:00前完成\"");
        assert_eq!(key("- 甲"), "\"- 甲\"");
    }

    #[test]
    fn what_looks_plain_is() {
        for text in [">=90%", "甲（一）、乙。", "12.5公里~13公里", "≥3×4/5"] {
            assert!(super::is_plain(text));
            for line in
                [format!("键: {text}\n"), format!("{text}: 值\n"), format!("键: {{甲: {text}}}\n")]
            {
                let file = super::parse(&super::Source::new(super::SourceId::ALONE, "", &*line));
                assert!(file.diagnostics.is_empty(), "{line}");
            }
        }
        for text in ["", "-甲", "甲 乙", "甲,乙", "甲#", "“甲”", "甲：乙"] {
            assert!(!super::is_plain(text), "{text}");
        }
    }

    #[test]
    fn comments_are_found_and_what_looks_like_one_is_not() {
        let lines = "    甲: 1#2 # 一\n      # 二\n    乙: \"# 不是\"\n    丙: |\n      # 不是\n";
        let found: Vec<&str> = comments(lines).into_iter().filter_map(|at| lines.get(at)).collect();
        assert_eq!(found, ["# 一", "# 二"]);
    }
}
