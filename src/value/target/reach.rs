//! A target as the set of figures that satisfy it, and the relations of two such sets. Exact.

use serde::{Deserialize, Serialize};

use super::{Comparator, Target, TargetKind};
use crate::value::{Decimal, Figure, Unit};

/// The figures that satisfy a target: an interval, its ends closed or open, or unbounded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reach {
    /// What its figures count.
    unit: Unit,
    low: Option<ReachEnd>,
    high: Option<ReachEnd>,
    /// A figure without a sign: a level to reach beside one with ≥, a limit beside one with ≤.
    bare: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct ReachEnd {
    at: Decimal,
    closed: bool,
}

/// The relation of one set of figures to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Relation {
    /// 严于: all of it satisfies the other, but not the reverse.
    Stricter,
    /// 含: all of the other lies in it.
    Includes,
    /// 低于: it contains a figure that is below all of the other.
    Below,
    /// 高于: it contains a figure that is above all of the other.
    Above,
    /// 仅差边界: they differ only in whether their ends belong to them.
    BoundOnly,
}

impl Reach {
    /// The figures that a target accepts; `None` if they are no set of figures.
    pub(crate) fn of(target: &Target) -> Option<Self> {
        match &target.kind {
            TargetKind::Figure { comparator, figure } => {
                let end = |closed| Some(ReachEnd { at: figure.number, closed });
                let (low, high) = match comparator {
                    None => return Some(Self::of_figure(figure)),
                    Some(Comparator::Equal) => (end(true), end(true)),
                    Some(Comparator::AtLeast) => (end(true), None),
                    Some(Comparator::Above) => (end(false), None),
                    Some(Comparator::AtMost) => (None, end(true)),
                    Some(Comparator::Below) => (None, end(false)),
                };
                Some(Self { unit: figure.unit.clone(), low, high, bare: false })
            }
            TargetKind::Range { low, high } => {
                let end = |figure: &Figure| Some(ReachEnd { at: figure.number, closed: true });
                let unit = low.unit.clone();
                Some(Self { unit, low: end(low), high: end(high), bare: false })
            }
            _ => None,
        }
    }

    /// One figure without a sign.
    pub(crate) fn of_figure(figure: &Figure) -> Self {
        let end = Some(ReachEnd { at: figure.number, closed: true });
        Self { unit: figure.unit.clone(), low: end, high: end, bare: true }
    }

    /// The unit of its figures.
    pub(crate) fn unit(&self) -> &Unit {
        &self.unit
    }

    /// The lower end, where there is one.
    pub(crate) fn low(&self) -> Option<Figure> {
        self.low.map(|end| Figure { number: end.at, unit: self.unit.clone() })
    }

    /// The upper end, where there is one.
    pub(crate) fn high(&self) -> Option<Figure> {
        self.high.map(|end| Figure { number: end.at, unit: self.unit.clone() })
    }

    /// Whether the sets are in the relation. Only the numbers are compared, not the units.
    pub(crate) fn is(&self, relation: Relation, other: &Reach) -> bool {
        let (this, other) = (self.beside(other), other.beside(self));
        match relation {
            Relation::Stricter => other.holds(&this) && !this.holds(&other),
            Relation::Includes => this.holds(&other),
            Relation::Below => starts_before(this.low, other.low),
            Relation::Above => ends_after(this.high, other.high),
            Relation::BoundOnly => {
                let at = |end: Option<ReachEnd>| end.map(|end| end.at);
                let same = at(this.low) == at(other.low) && at(this.high) == at(other.high);
                same && (this.low != other.low || this.high != other.high)
            }
        }
    }

    /// A bare figure takes the direction of the other target: 85% beside `>85%` is at least 85%.
    fn beside(&self, other: &Reach) -> Self {
        let mut this = self.clone();
        if self.bare {
            match (other.low, other.high) {
                (Some(_), None) => this.high = None,
                (None, Some(_)) => this.low = None,
                _ => {}
            }
        }
        this
    }

    fn holds(&self, other: &Reach) -> bool {
        !starts_before(other.low, self.low) && !ends_after(other.high, self.high)
    }
}

/// Whether the set with the first lower end has figures below all of the second.
fn starts_before(left: Option<ReachEnd>, right: Option<ReachEnd>) -> bool {
    match (left, right) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(left), Some(right)) => {
            left.at < right.at || (left.at == right.at && left.closed && !right.closed)
        }
    }
}

fn ends_after(left: Option<ReachEnd>, right: Option<ReachEnd>) -> bool {
    match (left, right) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(left), Some(right)) => {
            left.at > right.at || (left.at == right.at && left.closed && !right.closed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Relation::{Above, Below, BoundOnly, Includes, Stricter};
    use super::*;
    use crate::value::read_target;

    fn relations(left: &str, right: &str) -> Vec<Relation> {
        let [left, right] =
            [left, right].map(|text| Reach::of(&read_target(text).unwrap()).unwrap());
        let all = [Stricter, Includes, Below, Above, BoundOnly];
        all.into_iter().filter(|relation| left.is(*relation, &right)).collect()
    }

    #[test]
    fn targets_are_sets_of_figures() {
        for (left, right, expected) in [
            (">93%", "100%", &[Includes, Below][..]),
            (">93%", "93%", &[Stricter, BoundOnly]),
            ("≥93%", "93%", &[Includes]),
            (">85%", "≥85%", &[Stricter, BoundOnly]),
            ("≥85%", ">85%", &[Includes, Below, BoundOnly]),
            ("≥95%", "≥90%", &[Stricter]),
            ("≥90%", "≥95%", &[Includes, Below]),
            ("=100%", "100%", &[Includes]),
            ("=100%", "≥95%", &[Stricter]),
            ("100%", "95%", &[Above]),
            ("93%", "95%", &[Below]),
            ("≤5%", "5%", &[Includes]),
            ("<5%", "5%", &[Stricter, BoundOnly]),
            ("≤8%", "5%", &[Includes, Above]),
            ("≤3%", "5%", &[Stricter]),
            ("90%~95%", "≥90%", &[Stricter]),
            ("90%~95%", "92%", &[Includes, Below, Above]),
            ("90%~95%", "≤95%", &[Stricter]),
            ("不低于90%", "90%以上", &[Includes]),
            ("≥0.1万元", "1000元", &[Includes]),
            ("≥99.99999999999999999999%", "100%", &[Includes, Below]),
        ] {
            assert_eq!(relations(left, right), expected, "{left} {right}");
        }
    }

    #[test]
    fn what_is_no_set_of_figures() {
        for text in ["健全", "100%合规", "365天24小时", "2020年6月底前", "XX", ""] {
            assert_eq!(Reach::of(&read_target(text).unwrap()), None, "{text}");
        }
    }
}
