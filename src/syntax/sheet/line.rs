//! One line as the grammar read it: where it starts, how far it is indented, its content. Knows
//! nothing of the lines around it.

use std::ops::Range;

use pest::Parser;
use pest::iterators::{Pair, Pairs};

mod grammar {
    //! What pest makes of `grammar/sheet.pest`; its names stay in this folder.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/sheet.pest"]
    pub(in crate::syntax::sheet) struct SheetParser;
}

pub(super) use grammar::Rule;
use grammar::SheetParser;

/// Columns of a tab and of a full-width blank in the indentation.
const WIDE: usize = 2;

/// Whether a character is a blank of the language, trimmed from keys and values.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '\u{a0}')
}

/// Columns that a run of blanks takes.
pub(super) fn width(blanks: &str) -> usize {
    if blanks.bytes().all(|byte| byte == b' ') {
        return blanks.len();
    }
    blanks.chars().fold(0, |column, c| match c {
        '\t' => (column / WIDE + 1) * WIDE,
        '\u{3000}' => column + WIDE,
        _ => column + 1,
    })
}

/// One line.
pub(super) struct SheetLine<'i> {
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte after its indentation.
    pub(crate) first: usize,
    /// The byte after its last non-blank character; `first` on a blank line.
    pub(crate) end: usize,
    /// The byte after all of it, its line end included.
    pub(crate) next: usize,
    /// Columns of indentation.
    pub(crate) column: usize,
    pairs: Pairs<'i, Rule>,
}

/// The content of a line.
pub(super) enum Shape<'i> {
    Blank,
    Comment,
    Separator,
    Content(LineContent<'i>),
}

/// A line that is neither blank nor a comment nor a separator.
pub(super) struct LineContent<'i> {
    /// The bytes of its dashes.
    pub(crate) dashes: Vec<usize>,
    /// The key and its colon, if there is one.
    pub(crate) key: Option<LineKey>,
    /// What follows.
    pub(crate) value: Raw<'i>,
}

/// A key as written.
pub(super) struct LineKey {
    /// Its bytes, quotes included, surrounding blanks not.
    pub(crate) range: Range<usize>,
    /// Whether quotes enclose it.
    pub(crate) quoted: bool,
    /// The colon.
    pub(crate) colon: Range<usize>,
}

/// A value as written.
pub(super) enum Raw<'i> {
    /// From here to the end of the line: text and perhaps a comment.
    Text(usize),
    /// `"…"`
    Quoted(Range<usize>),
    /// `“…”`
    Curly(Range<usize>),
    /// `|`
    Bar(Range<usize>),
    /// `{…` or `[…`, to the end of the line.
    Flow(Pair<'i, Rule>),
}

/// Parses the lines of a text with pest. Any text is valid: a line can always be a key alone.
pub(super) fn pairs(text: &str) -> Option<Pairs<'_, Rule>> {
    Some(SheetParser::parse(Rule::file, text).ok()?.next()?.into_inner())
}

/// Whether a line, its line end included, is a separator that is not indented.
pub(super) fn is_separator(line: &str) -> bool {
    line.starts_with("---") && SheetParser::parse(Rule::separator, line).is_ok()
}

/// The lines of a text.
pub(super) fn read(text: &str) -> Vec<SheetLine<'_>> {
    let mut lines = Vec::with_capacity(text.len() / 32);
    for pair in pairs(text).into_iter().flatten() {
        let span = pair.as_span();
        let (start, stop) = (span.start(), span.end());
        let pairs = pair.into_inner();
        let first = pairs.peek().map_or(stop, |pair| pair.as_span().start());
        let body = text.get(first..stop).unwrap_or_default();
        let body = body.strip_suffix('\r').unwrap_or(body).trim_end_matches(is_blank);
        lines.push(SheetLine {
            start,
            first,
            end: first + body.len(),
            next: (stop + 1).min(text.len()),
            column: width(text.get(start..first).unwrap_or_default()),
            pairs,
        });
    }
    lines
}

impl<'i> SheetLine<'i> {
    /// Whether it is blank.
    pub(crate) fn is_blank(&self) -> bool {
        self.first >= self.end
    }

    /// Whether it has something other than a comment or a separator on it.
    pub(crate) fn is_content(&self) -> bool {
        let rule = self.pairs.peek().map(|pair| pair.as_rule());
        !self.is_blank() && !matches!(rule, Some(Rule::comment | Rule::separator))
    }

    /// Whether it is a comment.
    pub(crate) fn is_comment(&self) -> bool {
        self.pairs.peek().is_some_and(|pair| pair.as_rule() == Rule::comment)
    }

    /// Its content.
    pub(crate) fn shape(&self, text: &str) -> Shape<'i> {
        if self.is_blank() {
            return Shape::Blank;
        }
        let mut pairs = self.pairs.clone().peekable();
        match pairs.peek().map(|pair| pair.as_rule()) {
            Some(Rule::comment) => return Shape::Comment,
            Some(Rule::separator) => return Shape::Separator,
            _ => {}
        }
        let mut dashes = Vec::new();
        while let Some(dash) = pairs.next_if(|pair| pair.as_rule() == Rule::dash) {
            dashes.push(dash.as_span().start());
        }
        let mut content = LineContent { dashes, key: None, value: Raw::Text(self.end) };
        for pair in pairs {
            let range = pair.as_span().start()..pair.as_span().end();
            match pair.as_rule() {
                Rule::key | Rule::quoted_key => {
                    content.value = Raw::Text(range.start);
                    content.key = self.key(text, range, pair.as_rule() == Rule::quoted_key);
                    if content.key.is_none() {
                        break;
                    }
                }
                Rule::quoted => content.value = Raw::Quoted(range),
                Rule::curly => content.value = Raw::Curly(range),
                Rule::bar => content.value = Raw::Bar(range),
                Rule::flow => content.value = Raw::Flow(pair),
                // After a quoted or bracketed value there is at most a comment.
                Rule::text if matches!(content.value, Raw::Text(_)) => {
                    content.value = Raw::Text(range.start);
                }
                _ => {}
            }
        }
        Shape::Content(content)
    }

    /// The key, if a colon follows it and no comment comes first.
    fn key(&self, text: &str, range: Range<usize>, quoted: bool) -> Option<LineKey> {
        let written = text.get(range.clone())?;
        let after = text.get(range.end..self.end)?;
        let colon = range.end + (after.len() - after.trim_start_matches(is_blank).len());
        let width = text.get(colon..self.end)?.chars().next().map(char::len_utf8)?;
        if !quoted && comment_at(written).is_some() {
            return None;
        }
        let trimmed = written.trim_end_matches(is_blank).len();
        Some(LineKey {
            range: range.start..range.start + trimmed,
            quoted,
            colon: colon..colon + width,
        })
    }
}

/// Where the comment of a run of text starts: at a `#` with a blank or nothing on either side.
pub(super) fn comment_at(text: &str) -> Option<usize> {
    text.match_indices(['#', '＃']).map(|(at, _)| at).find(|at| {
        let (before, after) = text.split_at_checked(*at).unwrap_or_default();
        before.chars().next_back().is_none_or(is_blank) && after.chars().nth(1).is_none_or(is_blank)
    })
}
