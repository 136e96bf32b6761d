//! A number with its unit.

use super::Decimal;

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Nothing was said.
    None,
    /// `%`; the number stays as printed (95, not 0.95).
    Percent,
    /// Money; the number is in 元, exact.
    Yuan,
    /// Anything else, as printed: 份, 个, 天, 小时.
    Named(String),
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The number, exact.
    pub number: Decimal,
    /// Its unit.
    pub unit: Unit,
}

impl Figure {
    /// A bare number.
    pub fn plain(number: impl Into<Decimal>) -> Self {
        Self { number: number.into(), unit: Unit::None }
    }

    /// A percentage, as printed.
    pub fn percent(number: impl Into<Decimal>) -> Self {
        Self { number: number.into(), unit: Unit::Percent }
    }

    /// An amount in 元.
    pub fn yuan(number: impl Into<Decimal>) -> Self {
        Self { number: number.into(), unit: Unit::Yuan }
    }
}

/// Reads one figure that fills the whole text: `100%`, `1,800`, `26万元`, `12个月`, `=100.00(%)` is not one.
pub fn read_figure(_text: &str) -> Option<Figure> {
    None
}
