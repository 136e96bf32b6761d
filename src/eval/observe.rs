//! Observes the evaluator: each condition as it is decided and, on request, each expression and
//! each thing ranged over. Does not know what is done with them, nor any sheet.

use super::Cause;
use super::expr::Evaluator;
use super::value::{Fragment, Known, Snippet, Val};
use crate::rule::{Expr, Slot};
use crate::source::Span;

/// Observes the evaluation of a rule.
pub(crate) trait Observer {
    /// A condition with its result; `None` where that is unknown.
    fn decided(&self, condition: &Expr, truth: Option<bool>) {
        let _ = (condition, truth);
    }

    /// Whether to report expressions and things ranged over as well, which takes time.
    fn follows(&self) -> bool {
        false
    }

    /// An expression is about to be evaluated; what is reported until `left` belongs to it.
    fn entered(&self, expr: &Expr) {
        let _ = expr;
    }

    /// An expression has been evaluated.
    fn left(&self, expr: &Expr, seen: Observed) {
        let _ = (expr, seen);
    }

    /// A variable has been bound.
    fn bound(&self, slot: Slot, seen: Observed) {
        let _ = (slot, seen);
    }
}

/// The result of an expression.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observed {
    /// Of a condition, if known.
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
    /// How a result is shown to an observer.
    pub(super) fn seen(&self, value: &Known<Val<'s>>) -> Observed {
        let value = match value {
            Ok(value) => value,
            Err(causes) => {
                return Observed {
                    causes: causes.iter().copied().collect(),
                    ..Observed::default()
                };
            }
        };
        let text = |snippet: &Snippet<'_>| Observed {
            value: Some(short(&snippet.text)),
            place: snippet.span(),
            ..Observed::default()
        };
        let bare = |value: String| Observed { value: Some(value), ..Observed::default() };
        match value {
            Val::Truth(truth) => Observed { truth: Some(*truth), ..Observed::default() },
            Val::Figure(figure) => bare(figure.to_string()),
            Val::Date(date) => bare(date.to_string()),
            Val::Sheet(sheet) => Observed {
                value: Some(short(&sheet.name)),
                place: Some(sheet.head),
                ..Observed::default()
            },
            Val::Field(sheet, id) => Observed {
                value: sheet.form.field_at(*id).map(|field| field.name.clone()),
                place: sheet.field(*id).map(|cell| cell.key),
                ..Observed::default()
            },
            Val::Fragments(fragments) if fragments.is_empty() => Observed::default(),
            Val::Fragments(fragments) => Observed {
                value: Some(pieces(fragments)),
                place: fragments.first().and_then(|first| first.snippet.span()),
                ..Observed::default()
            },
            Val::Target(None) | Val::Nothing => Observed::default(),
            Val::Text(_) | Val::Target(_) | Val::Match(_) | Val::Indicator(..) | Val::Row(..) => {
                self.snippet(value).as_ref().map(text).unwrap_or_default()
            }
            Val::List(items) => bare(items.len().to_string()),
            // Dictionaries and patterns are not values of the sheet: nothing is shown.
            Val::Words(_)
            | Val::Suffixes(_)
            | Val::Catalogue(_)
            | Val::Synonyms(_)
            | Val::Pattern(_) => Observed::default(),
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
