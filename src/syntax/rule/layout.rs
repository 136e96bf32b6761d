//! The layout of a rule file: rows by kind, and in them the keywords, signs and texts that the
//! grammar has seen. Takes a text; gives places. Knows neither what a rule means nor how it should
//! look.

use std::cell::RefCell;
use std::ops::Range;

use super::cut::{self, CodeLine};
use super::items;
use super::parts::{Pairs, Rule};
use super::{Keyword, RuleFile};
use crate::source::Source;

/// A whole file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// The file as read.
    pub(crate) file: RuleFile,
    /// Its lines, but for those inside a `"""`.
    pub(crate) rows: Vec<LayoutRow>,
    /// The tokens other than names and brackets, in order; those in the holes of a text follow it.
    pub(crate) atoms: Vec<Atom>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LayoutRow {
    /// What it is.
    pub(crate) kind: RowKind,
    /// Its code without surrounding blanks; for a `"""`, the whole fragment.
    pub(crate) code: Range<usize>,
    /// The comment after it, or the whole row.
    pub(crate) comment: Option<Range<usize>>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// Nothing.
    Blank,
    /// Only a comment.
    Comment,
    /// The head of an item that is usually one line.
    Short,
    /// The head of an item with lines of its own: 规则, 表单.
    Long,
    /// A clause, or a line inside an item.
    Inner,
    /// What continues a clause.
    More,
}

/// Something that the grammar has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Atom {
    /// Its bytes.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) kind: AtomKind,
}

/// What the grammar sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AtomKind {
    /// A keyword.
    Keyword(Keyword),
    /// An operator of two sides, as it should be written.
    Sign(&'static str),
    /// A sign before a value.
    Minus,
    /// A sign behind a value.
    Percent,
    /// How many there must be.
    Amount,
    /// 个 after it, which English does not have.
    Pieces,
    /// A colon.
    Colon,
    /// A text, a pattern, a figure, an article: as it stands.
    Verbatim,
    /// A sheet fragment with its `"""`.
    Fragment,
}

/// Collects what the grammar sees.
pub(super) type Sink = RefCell<Vec<Atom>>;

/// Reads a text with its layout, which is complete only if the file has no faults.
pub(crate) fn layout(source: &Source) -> Layout {
    let sink = Sink::default();
    let file = items::file(source, Some(&sink));
    let mut atoms = sink.into_inner();
    atoms.sort_by_key(|atom| (atom.range.start, std::cmp::Reverse(atom.range.end)));
    atoms.dedup();
    let rows = rows(source.text(), &atoms);
    Layout { file, rows, atoms }
}

fn rows(text: &str, atoms: &[Atom]) -> Vec<LayoutRow> {
    let cut = cut::cut(text);
    let mut fragments = atoms.iter().filter(|atom| atom.kind == AtomKind::Fragment).peekable();
    let (mut lines, mut comments) = (cut.lines.iter().peekable(), cut.comments.iter().peekable());
    let mut rows = Vec::new();
    let mut item: Option<Keyword> = None;
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while at < text.len() {
        let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| at + n);
        let line = lines.next_if(|line| line.start < end.max(at + 1));
        let mut stop = end;
        let mut code = line.map_or(at..at, |line| line.start..line.end);
        while let Some(fragment) = fragments.next_if(|fragment| fragment.range.start < stop) {
            // The row extends to the end of the line on which the fragment closes.
            let rest = text.get(fragment.range.end..).unwrap_or_default();
            stop = rest.find('\n').map_or(text.len(), |n| fragment.range.end + n);
            while let Some(inside) = lines.next_if(|line| line.start < stop) {
                code.end = inside.end;
            }
        }
        let comment = comments.next_if(|comment| comment.start < stop.max(at + 1)).cloned();
        let kind = match line {
            None if comment.is_some() => RowKind::Comment,
            None => RowKind::Blank,
            Some(line) => kind(text, line, &mut item),
        };
        rows.push(LayoutRow { kind, code, comment });
        at = stop + 1;
    }
    rows
}

fn kind(text: &str, line: &CodeLine, item: &mut Option<Keyword>) -> RowKind {
    let text = text.get(line.start..line.end).unwrap_or_default();
    if let Some(found) = Keyword::item(text).filter(|_| line.flush) {
        *item = Some(found);
        return match found {
            Keyword::Rule | Keyword::RuleTable | Keyword::Form => RowKind::Long,
            _ => RowKind::Short,
        };
    }
    match item {
        Some(Keyword::Rule | Keyword::RuleTable) if Keyword::clause(text).is_none() => {
            RowKind::More
        }
        _ => RowKind::Inner,
    }
}

/// Notes what a piece holds.
pub(super) fn note(sink: &Sink, base: usize, entry: Rule, pair: &Pairs<'_>) {
    let mut atoms = sink.borrow_mut();
    for part in pair.clone().into_inner().flatten() {
        let (rule, span) = (part.as_rule(), part.as_span());
        let written = part.as_str();
        let keyword = Keyword::read(rule, written).filter(|keyword| *keyword != Keyword::Pieces);
        let kind = match (rule, keyword) {
            // Its keyword and its heading are one word.
            (_, Some(Keyword::Column)) => continue,
            (_, Some(keyword)) => AtomKind::Keyword(keyword),
            (Rule::at_least, _) => AtomKind::Sign("≥"),
            (Rule::at_most, _) => AtomKind::Sign("≤"),
            (Rule::not_equal, _) => AtomKind::Sign("≠"),
            (Rule::equal, _) if entry != Rule::synonyms => AtomKind::Sign("="),
            (Rule::less, _) => AtomKind::Sign("<"),
            (Rule::greater, _) => AtomKind::Sign(">"),
            (Rule::add, _) => AtomKind::Sign("+"),
            (Rule::subtract, _) => AtomKind::Sign("-"),
            (Rule::multiply, _) => AtomKind::Sign("×"),
            (Rule::divide, _) => AtomKind::Sign("÷"),
            (Rule::minus, _) => AtomKind::Minus,
            (Rule::percent, _) => AtomKind::Percent,
            (Rule::how_many, _) => AtomKind::Amount,
            (Rule::k_piece, _) => AtomKind::Pieces,
            (Rule::colon, _) => AtomKind::Colon,
            (Rule::fragment, _) => AtomKind::Fragment,
            (
                Rule::text
                | Rule::regex
                | Rule::title
                | Rule::article
                | Rule::as_written
                | Rule::number
                | Rule::integer
                | Rule::date
                | Rule::rule_name
                | Rule::pack_name
                | Rule::column
                | Rule::quoted_name,
                _,
            ) => AtomKind::Verbatim,
            (Rule::name | Rule::member_name, _) if written.starts_with('「') => AtomKind::Verbatim,
            _ => continue,
        };
        let end = span.start() + written.trim_end().len();
        atoms.push(Atom { range: base + span.start()..base + end, kind });
    }
}
