//! Why a rule could not be decided, and where in the sheets that can be fixed. Takes what a rule
//! reads; gives causes. Words nothing.

use super::compare::Incomparable;
use super::expr::Evaluator;
use super::value::Val;
use crate::model::Sheet;
use crate::rule::{Expr, Kind, LookupKey};
use crate::source::Span;

/// Why a rule could not be decided. A place that is not known is none in a sheet: what the rule
/// itself computes cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// The field, or 年度, is absent or empty in the sheet whose head stands here.
    Absent(Span, LookupKey),
    /// It stands there and could not be read as what the form asks for.
    Unreadable(Span, LookupKey),
    /// The value at this place could not be read as what the form asks for.
    UnreadableValue(Span),
    /// The indicator at this place has no target.
    NoTarget(Span),
    /// The target at this place has no figure to compare.
    NoFigure(Option<Span>),
    /// The figures have units that cannot be compared.
    Units(Option<Span>),
    /// The text at this place is no number.
    NoNumber(Option<Span>),
    /// The rule divides by the figure at this place, which is zero.
    DividedByZero(Option<Span>),
    /// A number out of bounds.
    TooLarge(Option<Span>),
    /// It would have taken more than [`MAX_STEPS`](super::MAX_STEPS).
    TooMuchWork,
    /// There are more causes in other sheets than the
    /// [`MAX_CAUSES_ELSEWHERE`](super::MAX_CAUSES_ELSEWHERE) that are kept.
    MoreElsewhere,
}

impl Cause {
    /// Why a sheet has no value of a field.
    pub(super) fn lacking(sheet: &Sheet, asked: LookupKey) -> Self {
        let is_filled = match asked {
            LookupKey::Year => {
                sheet.year_span.is_some_and(|span| !sheet.source.slice(span).trim().is_empty())
            }
            LookupKey::Field(id) => sheet.field(id).is_some_and(|cell| !cell.is_empty()),
        };
        if is_filled {
            Self::Unreadable(sheet.head, asked)
        } else {
            Self::Absent(sheet.head, asked)
        }
    }

    /// Whether it is for want of a figure where nothing else is wrong.
    pub(super) fn is_for_want_of_a_figure(&self) -> bool {
        matches!(self, Self::NoFigure(_) | Self::NoTarget(_))
    }

    /// A place in the sheet that it is about, where it is about one.
    pub(crate) fn span(self) -> Option<Span> {
        match self {
            Self::Absent(span, _)
            | Self::Unreadable(span, _)
            | Self::UnreadableValue(span)
            | Self::NoTarget(span) => Some(span),
            Self::NoFigure(span)
            | Self::Units(span)
            | Self::NoNumber(span)
            | Self::DividedByZero(span)
            | Self::TooLarge(span) => span,
            Self::TooMuchWork | Self::MoreElsewhere => None,
        }
    }

    /// The same with its place somewhere else.
    pub(crate) fn moved(self, to: impl Fn(Span) -> Span) -> Self {
        match self {
            Self::Absent(span, asked) => Self::Absent(to(span), asked),
            Self::Unreadable(span, asked) => Self::Unreadable(to(span), asked),
            Self::UnreadableValue(span) => Self::UnreadableValue(to(span)),
            Self::NoTarget(span) => Self::NoTarget(to(span)),
            Self::NoFigure(span) => Self::NoFigure(span.map(to)),
            Self::Units(span) => Self::Units(span.map(to)),
            Self::NoNumber(span) => Self::NoNumber(span.map(to)),
            Self::DividedByZero(span) => Self::DividedByZero(span.map(to)),
            Self::TooLarge(span) => Self::TooLarge(span.map(to)),
            Self::TooMuchWork | Self::MoreElsewhere => self,
        }
    }
}

impl<'s> Evaluator<'s> {
    /// Why two values cannot be compared, at the place where it can be fixed.
    pub(super) fn incomparable(
        &mut self,
        why: Incomparable,
        sides: &[(&Val<'s>, &'s Expr)],
    ) -> Cause {
        let place =
            |evaluator: &mut Self| sides.iter().find_map(|(_, expr)| evaluator.place_of(expr));
        match why {
            Incomparable::Units => Cause::Units(place(self)),
            Incomparable::NoFigure => {
                let without = sides.iter().find(|(value, _)| self.figure(value).is_none());
                match without {
                    Some((value, expr)) => self.without_figure(value, expr),
                    None => Cause::NoFigure(place(self)),
                }
            }
        }
    }

    /// The cell that a figure was read from, looked for behind the back of who follows.
    pub(super) fn place_of(&mut self, expr: &'s Expr) -> Option<Span> {
        self.unseen(|evaluator| evaluator.cell_of(expr))
    }

    /// Why a value has no figure.
    pub(super) fn without_figure(&mut self, value: &Val<'s>, expr: &'s Expr) -> Cause {
        let absent = matches!(value, Val::Target(None)).then(|| self.indicator_of(expr)).flatten();
        absent.map_or_else(|| Cause::NoFigure(self.place_of(expr)), Cause::NoTarget)
    }

    /// The indicator whose target an expression reads.
    fn indicator_of(&mut self, expr: &'s Expr) -> Option<Span> {
        let Kind::Attribute(of, _) = &expr.kind else { return None };
        self.unseen(|evaluator| Some(evaluator.indicator(of).ok()??.name.whole()))
    }
}
