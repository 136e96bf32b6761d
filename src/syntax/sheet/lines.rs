//! Text to lines: what pest sees in each. Sole user of the sheet grammar's line rules.

use pest::Parser;
use pest::iterators::Pair;
use pest_derive::Parser;

/// The parser that pest derives.
#[derive(Parser)]
#[grammar = "../grammar/sheet.pest"]
pub(super) struct SheetParser;

/// Bytes of the text.
pub(super) type Range = std::ops::Range<usize>;

/// One line that is not blank.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Where its indentation begins.
    pub start: usize,
    /// Columns of indentation; a tab or a full-width blank counts as two.
    pub indent: usize,
    /// From its first character that is no blank to its last.
    pub body: Range,
    /// What it is.
    pub kind: LineKind,
    /// How many blank lines stand before it.
    pub blank: Option<Range>,
}

/// What a line is.
#[derive(Clone, Debug)]
pub(super) enum LineKind {
    Comment,
    Separator,
    Entry(EntryLine),
    /// `- …`, what follows the dash being a line of its own.
    Element {
        dash: Range,
        rest: Box<Rest>,
    },
    Raw,
}

/// What follows a dash.
#[derive(Clone, Debug)]
pub(super) enum Rest {
    Nothing(Option<Range>),
    Value(Value, Option<Range>),
    /// An entry or element that begins a block, with its column.
    Line(usize, Range, LineKind),
}

/// `键: 值`
#[derive(Clone, Debug)]
pub(super) struct EntryLine {
    pub key: Range,
    pub colon: Range,
    pub value: Value,
    pub comment: Option<Range>,
}

/// What follows a colon or a dash, not yet looked into.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Nothing,
    Bar(Range),
    Quoted(Range),
    Flow(Range),
    Plain(Range),
}

/// The lines of a text that are not blank, and the blanks after the last.
pub(super) fn lines(text: &str) -> (Vec<Line>, Option<Range>) {
    let mut lines = Vec::new();
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut start = bom;
    let mut blank: Option<Range> = None;
    // The grammar takes any text: every line is at least `raw`.
    let pairs = SheetParser::parse(Rule::file, text).ok().and_then(|mut files| files.next());
    for pair in pairs.into_iter().flat_map(Pair::into_inner) {
        if pair.as_rule() == Rule::EOI {
            break;
        }
        let body = trimmed(text, range(&pair));
        let next = pair_end(text, body.end);
        if body.is_empty() {
            if next > start {
                blank.get_or_insert(start..start).end = next;
            }
        } else {
            let indent = columns(text.get(start..body.start).unwrap_or_default());
            let kind = kind(text, start, pair);
            lines.push(Line { start, indent, body, kind, blank: blank.take() });
        }
        start = next;
    }
    (lines, blank)
}

pub(super) fn count(text: &str) -> usize {
    let pairs = SheetParser::parse(Rule::file, text).ok().and_then(|mut files| files.next());
    pairs.map_or(0, |file| file.into_inner().len())
}

fn kind(text: &str, line_start: usize, pair: Pair<'_, Rule>) -> LineKind {
    match pair.as_rule() {
        Rule::comment => LineKind::Comment,
        Rule::separator => LineKind::Separator,
        Rule::entry => {
            let entry = entry(text, pair);
            // A line without a colon is no entry.
            if entry.colon.is_empty() { LineKind::Raw } else { LineKind::Entry(entry) }
        }
        Rule::element => {
            let mut inner = pair.into_inner();
            let dash = inner.next().map(|dash| range(&dash)).unwrap_or_default();
            let Some(first) = inner.next() else {
                return LineKind::Element { dash, rest: Box::new(Rest::Nothing(None)) };
            };
            let rest = match first.as_rule() {
                Rule::comment => Rest::Nothing(Some(trimmed(text, range(&first)))),
                Rule::entry | Rule::element => {
                    let body = trimmed(text, range(&first));
                    let column = columns(text.get(line_start..body.start).unwrap_or_default());
                    Rest::Line(column, body, kind(text, line_start, first))
                }
                _ => {
                    let comment = inner.find(|pair| pair.as_rule() == Rule::comment);
                    let comment = comment.map(|comment| trimmed(text, range(&comment)));
                    Rest::Value(value(text, &first), comment)
                }
            };
            LineKind::Element { dash, rest: Box::new(rest) }
        }
        _ => LineKind::Raw,
    }
}

fn entry(text: &str, pair: Pair<'_, Rule>) -> EntryLine {
    let mut entry = EntryLine { key: 0..0, colon: 0..0, value: Value::Nothing, comment: None };
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::key => {
                let key = range(&part);
                let rest = text.get(key.end..).unwrap_or_default();
                let colon = rest.chars().next().filter(|sign| matches!(sign, ':' | '：'));
                entry.colon = key.end..key.end + colon.map_or(0, char::len_utf8);
                entry.key = trimmed(text, key);
            }
            Rule::comment => entry.comment = Some(trimmed(text, range(&part))),
            _ => entry.value = value(text, &part),
        }
    }
    entry
}

fn value(text: &str, pair: &Pair<'_, Rule>) -> Value {
    let range = trimmed(text, range(pair));
    match pair.as_rule() {
        _ if range.is_empty() => Value::Nothing,
        Rule::bar => Value::Bar(range.start..range.start + 1),
        Rule::string => Value::Quoted(range),
        Rule::flow => Value::Flow(range),
        _ => Value::Plain(range),
    }
}

pub(super) fn range(pair: &Pair<'_, Rule>) -> Range {
    pair.as_span().start()..pair.as_span().end()
}

/// A range without the blanks at its end and start.
pub(super) fn trimmed(text: &str, range: Range) -> Range {
    let body = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (body.len() - body.trim_start().len());
    start..(range.start + body.trim_end().len()).max(start)
}

/// The first byte of the line after the one that holds a byte.
fn pair_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |at| from + at + 1)
}

/// Columns of a run of blanks.
pub(super) fn columns(blanks: &str) -> usize {
    blanks.chars().map(|blank| if matches!(blank, '\t' | '　') { 2 } else { 1 }).sum()
}
