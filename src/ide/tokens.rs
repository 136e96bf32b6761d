//! The tokens of a text, for colours: what the parser sees, not what it looks like. Takes a
//! snapshot and a text; gives tokens in order, none overlapping.

use super::IdeOptions;
use super::document::{DocumentLines, Under, under_key};
use super::rules::RuleText;
use crate::source::{SourceId, Span};
use crate::syntax::rule::AtomKind;
use crate::syntax::sheet::OutlineKind;
use crate::workspace::Snapshot;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColourToken {
    /// Its bytes, on one line.
    pub span: Span,
    /// What it is.
    pub kind: ColourKind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourKind {
    /// A keyword of rules.
    Keyword,
    /// A sign between or before values.
    Operator,
    /// A text, a pattern, a figure, a fragment.
    Text,
    /// A number of things.
    Number,
    /// A comment.
    Comment,
    /// The key of a field.
    Field,
    /// The key of a level or of the tree.
    Level,
    /// The name of an indicator.
    Indicator,
    /// A name where it is declared.
    Declaration,
}

/// The tokens of a text.
pub fn tokens(snapshot: &Snapshot, source: SourceId, _options: &IdeOptions) -> Vec<ColourToken> {
    let mut found = match RuleText::of(snapshot, source) {
        Some(file) => tokens_of_rules(file),
        None => tokens_of_sheets(snapshot, source),
    };
    found.sort_by_key(|token| (token.span.start, std::cmp::Reverse(token.span.end)));
    let mut reached = 0;
    found.retain(|token| {
        let is_free = token.span.start >= reached && !token.span.is_empty();
        if is_free {
            reached = token.span.end;
        }
        is_free
    });
    found
}

fn tokens_of_rules(file: RuleText<'_>) -> Vec<ColourToken> {
    let comments = file.layout.file.comments.iter();
    let mut found: Vec<ColourToken> =
        comments.map(|span| ColourToken { span: *span, kind: ColourKind::Comment }).collect();
    let declared = file.declared().into_iter();
    found.extend(declared.flat_map(|declared| {
        lines_of(file.source.text(), declared.name.span, ColourKind::Declaration)
    }));
    for atom in &file.layout.atoms {
        let kind = match atom.kind {
            AtomKind::Keyword(_) | AtomKind::Pieces => ColourKind::Keyword,
            AtomKind::Sign(_) | AtomKind::Minus | AtomKind::Percent => ColourKind::Operator,
            AtomKind::Amount => ColourKind::Number,
            AtomKind::Verbatim | AtomKind::Fragment => ColourKind::Text,
            AtomKind::Colon => continue,
        };
        let span = Span::new(file.source.id(), atom.range.start, atom.range.end);
        found.extend(lines_of(file.source.text(), span, kind));
    }
    found
}

/// A token of several lines as one for each line.
fn lines_of(text: &str, span: Span, kind: ColourKind) -> Vec<ColourToken> {
    let mut at = span.start as usize;
    let mut found = Vec::new();
    for line in text.get(span.range()).unwrap_or_default().split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let blank = body.len() - body.trim_start().len();
        found.push(ColourToken { span: Span::new(span.source, at + blank, at + body.len()), kind });
        at += line.len();
    }
    found
}

fn tokens_of_sheets(snapshot: &Snapshot, id: SourceId) -> Vec<ColourToken> {
    let mut found = Vec::new();
    for document in DocumentLines::all(snapshot, id) {
        for (at, line) in document.lines.iter().enumerate() {
            match &line.kind {
                OutlineKind::Comment => found.push(ColourToken {
                    span: document.span(line.first..line.range.end),
                    kind: ColourKind::Comment,
                }),
                OutlineKind::Entry { key, end, .. } => {
                    let kind = match document.key(line).map(|name| (name, &document.form)) {
                        Some((name, Some(form))) => {
                            let (_, under) = document.parent(at, line.column);
                            match (&under, under_key(form, &under, name)) {
                                (_, Under::Tree | Under::Level(_)) => ColourKind::Level,
                                (_, Under::Indicator(_)) => ColourKind::Indicator,
                                _ => ColourKind::Field,
                            }
                        }
                        _ => ColourKind::Field,
                    };
                    found.push(ColourToken { span: document.span(key.clone()), kind });
                    found.push(ColourToken {
                        span: document.span(*end..line.range.end),
                        kind: ColourKind::Comment,
                    });
                }
                _ => {}
            }
        }
    }
    found
}
