//! A look over the evaluator's shoulder: each condition as it is decided and, for who follows closely, each
//! expression and each thing ranged over. Knows neither what is done with what is seen nor any sheet.

use super::Cause;
use super::expr::Evaluator;
use super::value::{Fragment, Known, Snippet, Val};
use crate::rule::{Expr, Slot};
use crate::source::Span;

/// Sees what is asked for while a rule is applied.
pub(crate) trait Observer {
    /// A condition, and what came of it; `None` where that is unknown.
    fn decided(&self, condition: &Expr, truth: Option<bool>) {
        let _ = (condition, truth);
    }

    /// Whether it wants to see expressions and things as well: that takes time.
    fn follows(&self) -> bool {
        false
    }

    /// An expression is asked for; what is seen until it is left belongs to it.
    fn entered(&self, expr: &Expr) {
        let _ = expr;
    }

    /// An expression has been answered.
    fn left(&self, expr: &Expr, seen: Seen) {
        let _ = (expr, seen);
    }

    /// A variable stands for something from here on.
    fn bound(&self, slot: Slot, seen: Seen) {
        let _ = (slot, seen);
    }
}

/// What came of an expression.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Of a condition, where it is known.
    pub(crate) truth: Option<bool>,
    /// The value as text; `None` where there is none.
    pub(crate) value: Option<String>,
    /// Where it stands in a sheet.
    pub(crate) place: Option<Span>,
    /// Why it is unknown.
    pub(crate) causes: Vec<Cause>,
}

/// The most pieces of a list that are shown.
const MOST_PIECES: usize = 3;

/// The most characters of a text that are shown.
const LONGEST: usize = 200;

impl<'s> Evaluator<'s> {
    /// What an answer looks like from outside.
    pub(super) fn seen(&self, value: &Known<Val<'s>>) -> Seen {
        let value = match value {
            Ok(value) => value,
            Err(causes) => {
                return Seen { causes: causes.iter().copied().collect(), ..Seen::default() };
            }
        };
        let text = |snippet: &Snippet<'_>| Seen {
            value: Some(short(&snippet.text)),
            place: snippet.span(),
            ..Seen::default()
        };
        let bare = |value: String| Seen { value: Some(value), ..Seen::default() };
        match value {
            Val::Truth(truth) => Seen { truth: Some(*truth), ..Seen::default() },
            Val::Figure(figure) => bare(figure.to_string()),
            Val::Date(date) => bare(date.to_string()),
            Val::Sheet(sheet) => {
                Seen { value: Some(short(&sheet.name)), place: Some(sheet.head), ..Seen::default() }
            }
            Val::Field(sheet, id) => Seen {
                value: sheet.form.field_at(*id).map(|field| field.name.clone()),
                place: sheet.field(*id).map(|cell| cell.key),
                ..Seen::default()
            },
            Val::Fragments(fragments) if fragments.is_empty() => Seen::default(),
            Val::Fragments(fragments) => Seen {
                value: Some(pieces(fragments)),
                place: fragments.first().and_then(|first| first.snippet.span()),
                ..Seen::default()
            },
            Val::Target(None) | Val::Nothing => Seen::default(),
            Val::Text(_) | Val::Target(_) | Val::Match(_) | Val::Indicator(..) => {
                self.snippet(value).as_ref().map(text).unwrap_or_default()
            }
            Val::List(items) => bare(items.len().to_string()),
            // Dictionaries and patterns are not made by the sheet: there is nothing to see.
            Val::Words(_)
            | Val::Suffixes(_)
            | Val::Catalogue(_)
            | Val::Synonyms(_)
            | Val::Pattern(_) => Seen::default(),
        }
    }
}

fn pieces(fragments: &[Fragment<'_>]) -> String {
    let shown = fragments.iter().take(MOST_PIECES).map(|fragment| short(&fragment.snippet.text));
    let more = if fragments.len() > MOST_PIECES { "…" } else { "" };
    format!("{}{more}", shown.collect::<Vec<_>>().join("、"))
}

fn short(text: &str) -> String {
    text.trim().chars().take(LONGEST).collect()
}
