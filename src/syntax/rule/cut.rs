//! A rule file cut into items, and items into clauses, by the words at the starts of lines. Quotes,
//! patterns and `"""` are respected, so that a keyword inside them cuts nothing; one that is never
//! closed reaches to the end of its line, and `"""` to the next item at most.

use super::Keyword;

/// Bytes of the text.
pub(super) type ByteRange = std::ops::Range<usize>;

/// One line that holds more than blanks and comments.
#[derive(Clone, Debug)]
pub(super) struct CodeLine {
    /// The place of its first character.
    pub(crate) start: usize,
    /// The byte after its last character, comment and blanks left out.
    pub(crate) end: usize,
    /// Whether it starts at the left edge.
    pub(crate) flush: bool,
    /// Whether it is the inside of a `"""`.
    pub(crate) inside: bool,
}

/// A quote that is never closed.
#[derive(Clone, Debug)]
pub(super) struct Unclosed {
    /// From the quote to the end of its line.
    pub(crate) range: ByteRange,
    /// The quote.
    pub(crate) quote: &'static str,
}

/// The pieces of a file.
#[derive(Debug, Default)]
pub(super) struct Cut {
    pub(crate) lines: Vec<CodeLine>,
    pub(crate) comments: Vec<ByteRange>,
    pub(crate) unclosed: Vec<Unclosed>,
}

/// Finds lines, comments and quotes left open.
pub(super) fn cut(text: &str) -> Cut {
    let mut cut = Cut::default();
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    // Where `"""` was opened, and how many lines there were then.
    let mut fragment: Option<(ByteRange, usize)> = None;
    while at < text.len() {
        let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| at + n);
        let line = text.get(at..end).unwrap_or_default();
        let body = line.trim_start_matches([' ', '\t', '　']);
        let start = at + (line.len() - body.len());
        let flush = start == at;
        if flush
            && fragment.is_some()
            && Keyword::item(body).is_some()
            && let Some((range, lines)) = fragment.take()
        {
            // An item at the edge ends a fragment that was never closed.
            cut.unclosed.push(Unclosed { range, quote: "\"\"\"" });
            cut.lines.truncate(lines + 1);
        }
        let inside = fragment.is_some();
        let scan = scan(text, start, end, inside);
        if let Some(comment) = scan.comment {
            cut.comments.push(comment..trimmed_end(text, comment, end));
        }
        cut.unclosed.extend(scan.unclosed);
        let code = trimmed_end(text, start, scan.code_end);
        if code > start {
            match scan.fragment {
                FragmentEdge::Opens(from) => fragment = Some((from..code, cut.lines.len())),
                FragmentEdge::Closes => fragment = None,
                FragmentEdge::Stays => {}
            }
            cut.lines.push(CodeLine { start, end: code, flush, inside });
        }
        at = end + 1;
    }
    if let Some((range, lines)) = fragment {
        cut.unclosed.push(Unclosed { range, quote: "\"\"\"" });
        cut.lines.truncate(lines + 1);
    }
    cut
}

fn trimmed_end(text: &str, start: usize, end: usize) -> usize {
    start + text.get(start..end).unwrap_or_default().trim_end().len()
}

enum FragmentEdge {
    Opens(usize),
    Closes,
    Stays,
}

struct LineScan {
    code_end: usize,
    comment: Option<usize>,
    fragment: FragmentEdge,
    unclosed: Option<Unclosed>,
}

/// Looks through one line for quotes, patterns and a comment.
fn scan(text: &str, start: usize, end: usize, mut inside: bool) -> LineScan {
    let line = text.get(start..end).unwrap_or_default();
    let mut found =
        LineScan { code_end: end, comment: None, fragment: FragmentEdge::Stays, unclosed: None };
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        if inside {
            let Some(close) = rest.find("\"\"\"") else { return found };
            at += close + 3;
            inside = false;
            found.fragment = FragmentEdge::Closes;
            continue;
        }
        let Some(character) = rest.chars().next() else { break };
        let before = line.get(..at).unwrap_or_default();
        let (quote, length) = match character {
            '#' | '＃' => {
                found.code_end = start + at;
                found.comment = Some(start + at);
                return found;
            }
            '"' if rest.starts_with("\"\"\"") => {
                found.fragment = FragmentEdge::Opens(start + at);
                inside = true;
                at += 3;
                continue;
            }
            '"' => ("\"", escaped_end(rest, '"')),
            '“' => ("“", rest.find('”').map(|close| close + '”'.len_utf8())),
            '「' => ("「", rest.find('」').map(|close| close + '」'.len_utf8())),
            '/' if starts_pattern(before) => ("/", escaped_end(rest, '/')),
            _ => {
                at += character.len_utf8();
                continue;
            }
        };
        match length {
            Some(length) => at += length,
            None => {
                let code = trimmed_end(text, start, end);
                found.unclosed = Some(Unclosed { range: start + at..code, quote });
                return found;
            }
        }
    }
    found
}

/// Bytes up to and including the closing mark; a backslash escapes the next character.
fn escaped_end(rest: &str, close: char) -> Option<usize> {
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == close {
            return Some(at + close.len_utf8());
        }
    }
    None
}

/// Whether a slash after this text begins a pattern: it follows 匹配, or an opening mark.
fn starts_pattern(before: &str) -> bool {
    let before = before.trim_end();
    before.ends_with(['(', '（', '[', ',', '，'])
        || Keyword::Matches.spellings().any(|word| before.ends_with(word))
}
