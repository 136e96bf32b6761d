//! The lines of a text one by one, for editors: what is being typed is often no tree yet. Takes a
//! text; gives what each line is by itself, and whether it is prose after a `|`.

use std::ops::Range;

use super::line::{self, Raw, Shape, comment_at, is_blank, width};

/// A line of a text that may be broken.
#[derive(Clone, Debug)]
pub(crate) struct OutlineLine {
    /// Its bytes, without its line end.
    pub(crate) range: Range<usize>,
    /// The first byte of its content, after blanks and dashes.
    pub(crate) first: usize,
    /// Columns before its content.
    pub(crate) column: usize,
    /// What it is.
    pub(crate) kind: OutlineKind,
}

/// What a line is by itself.
#[derive(Clone, Debug)]
pub(crate) enum OutlineKind {
    /// Nothing.
    Blank,
    /// A comment.
    Comment,
    /// `---`
    Separator,
    /// A line of the text after a `|`.
    Prose,
    /// A text without a colon, with the byte at which its comment starts or the line ends.
    Bare {
        /// Its bytes, the blanks after it excluded.
        text: Range<usize>,
        /// Where the content ends.
        end: usize,
    },
    /// `键: 值`
    Entry {
        /// The key, quotes included.
        key: Range<usize>,
        /// The colon.
        colon: Range<usize>,
        /// The value, blanks around it excluded; empty after the colon if there is none.
        value: Range<usize>,
        /// Where the content ends: at the comment, or at the end of the line.
        end: usize,
        /// Whether the value is a `|`.
        is_literal: bool,
    },
}

/// The lines of a text.
pub(crate) fn outline(text: &str) -> Vec<OutlineLine> {
    let mut prose_beyond: Option<usize> = None;
    let mut lines = Vec::new();
    for line in line::read(text) {
        let stop =
            line.next - usize::from(text.get(..line.next).is_some_and(|to| to.ends_with('\n')));
        let stop = match text.get(line.start..stop).is_some_and(|body| body.ends_with('\r')) {
            true => stop - 1,
            false => stop,
        };
        let mut read = OutlineLine {
            range: line.start..stop,
            first: line.first,
            column: line.column,
            kind: OutlineKind::Blank,
        };
        if prose_beyond.is_some_and(|column| line.is_blank() || line.column > column) {
            read.kind = OutlineKind::Prose;
            lines.push(read);
            continue;
        }
        prose_beyond = None;
        match line.shape(text) {
            Shape::Blank => {}
            Shape::Comment => read.kind = OutlineKind::Comment,
            Shape::Separator => read.kind = OutlineKind::Separator,
            Shape::Content(content) => {
                let bar = matches!(content.value, Raw::Bar(_));
                let parent = read.column;
                if let Some(dash) = content.dashes.last() {
                    let after = text.get(dash + 1..line.end).unwrap_or_default();
                    read.first = line.end - after.trim_start_matches(is_blank).len();
                    read.column = width(text.get(line.start..dash + 1).unwrap_or_default())
                        + width(text.get(dash + 1..read.first).unwrap_or_default());
                }
                read.kind = kind(text, read.first, (line.end, stop), content);
                if bar {
                    prose_beyond = Some(parent);
                }
            }
        }
        lines.push(read);
    }
    lines
}

fn kind(
    text: &str,
    first: usize,
    (end, stop): (usize, usize),
    content: line::LineContent<'_>,
) -> OutlineKind {
    // Where the content from a byte on ends, with and without the blanks at its end.
    let until_comment = |from: usize| {
        let run = text.get(from..end).unwrap_or_default();
        let comment = comment_at(run).map(|at| from + at);
        let content = text.get(from..comment.unwrap_or(end)).unwrap_or_default();
        (comment.unwrap_or(stop), from + content.trim_end_matches(is_blank).len())
    };
    let Some(key) = content.key else {
        let (end, last) = until_comment(first);
        return OutlineKind::Bare { text: first..last.max(first), end };
    };
    let is_literal = matches!(content.value, Raw::Bar(_));
    let (value, end) = match content.value {
        Raw::Text(from) => {
            let (end, last) = until_comment(from);
            (from..last.max(from), end)
        }
        Raw::Quoted(range) | Raw::Curly(range) | Raw::Bar(range) => {
            let (end, _) = until_comment(range.end);
            (range, end)
        }
        Raw::Flow(pair) => (pair.as_span().start()..pair.as_span().end(), stop),
    };
    let value = match value.is_empty() {
        true => key.colon.end..key.colon.end,
        false => value,
    };
    OutlineKind::Entry { key: key.range, colon: key.colon, value, end, is_literal }
}
