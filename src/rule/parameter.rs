//! 参数: a figure that a place or a year may set. Takes values with where and when they apply;
//! gives the one that applies to a sheet. Knows only the place and year of a sheet.

use serde::{Deserialize, Serialize};

use super::Expr;
use super::types::Type;
use crate::diagnostic::Words;
use crate::source::Span;

/// A named figure.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: String,
    /// Where it is declared first.
    pub(crate) span: Span,
    /// The type of all its values.
    pub(crate) ty: Type,
    /// Its values, those of lower packs first.
    pub(crate) layers: Vec<Layer>,
}

/// The values of a parameter in one pack.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Layer {
    /// The pack.
    pub(crate) pack: String,
    /// Its values, none ambiguous.
    pub(crate) values: Vec<Valued>,
}

/// One value with where and when it applies.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Valued {
    /// First and last year; `None` is always.
    pub(crate) years: Option<(i32, i32)>,
    /// 地区; `None` is everywhere.
    pub(crate) place: Option<String>,
    /// The value.
    pub(crate) value: Expr,
    /// The value as written.
    pub(crate) text: String,
    /// All of it as written.
    pub(crate) span: Span,
}

/// Why a parameter has no value for a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoValue {
    /// There is none for the place and year.
    Unsaid,
    /// It depends on the year, and the sheet has none.
    NoYear,
}

impl Parameter {
    /// The value for a place and year: the most specific of the lowest pack that has one.
    ///
    /// # Errors
    /// There is none, or it depends on a year that is not known.
    pub(crate) fn value(&self, place: Option<&str>, year: Option<i32>) -> Result<&Valued, NoValue> {
        for layer in &self.layers {
            let here = || layer.values.iter().filter(|valued| valued.covers_place(place));
            if year.is_none() && here().any(|valued| valued.years.is_some()) {
                return Err(NoValue::NoYear);
            }
            let now = here().filter(|valued| {
                valued.years.is_none_or(|(from, until)| {
                    year.is_some_and(|year| (from..=until).contains(&year))
                })
            });
            let finest = now.reduce(|best, other| if other.is_finer(best) { other } else { best });
            if let Some(finest) = finest {
                return Ok(finest);
            }
        }
        Err(NoValue::Unsaid)
    }

    /// The first year of a span without a value in a place.
    pub(crate) fn unsaid_year(&self, place: Option<&str>, from: i32, until: i32) -> Option<i32> {
        let values = || self.layers.iter().flat_map(|layer| &layer.values);
        let mut ranges: Vec<(i32, i32)> = values()
            .filter(|valued| valued.covers_place(place))
            .map(|valued| valued.years.unwrap_or((i32::MIN, i32::MAX)))
            .collect();
        ranges.sort_unstable();
        let mut next = from;
        for (first, last) in ranges {
            if first <= next && next <= last {
                if until <= last {
                    return None;
                }
                next = last.saturating_add(1);
            }
        }
        Some(next)
    }
}

impl Valued {
    /// Where and when it applies, for people: 上海市2020年度.
    pub(crate) fn counts(&self) -> Words {
        counts(self)
    }

    fn covers_place(&self, place: Option<&str>) -> bool {
        match (&self.place, place) {
            (None, _) => true,
            (Some(own), Some(place)) => place.starts_with(own.as_str()),
            (Some(_), None) => false,
        }
    }

    /// Whether it applies only where and when the other does.
    pub(crate) fn is_finer(&self, other: &Valued) -> bool {
        let place = match (&self.place, &other.place) {
            (_, None) => true,
            (Some(own), Some(other)) => own.starts_with(other.as_str()),
            (None, Some(_)) => false,
        };
        let (from, until) = self.years();
        let (first, last) = other.years();
        place && first <= from && until <= last
    }

    /// Where and when both apply: the more specific place and the years that they share.
    pub(crate) fn shared<'v>(&'v self, other: &'v Valued) -> Option<(Option<&'v str>, (i32, i32))> {
        let place = match (self.place.as_deref(), other.place.as_deref()) {
            (None, place) | (place, None) => place,
            (Some(a), Some(b)) if a.starts_with(b) => Some(a),
            (Some(a), Some(b)) if b.starts_with(a) => Some(b),
            _ => return None,
        };
        let (a, b) = (self.years(), other.years());
        let years = (a.0.max(b.0), a.1.min(b.1));
        (years.0 <= years.1).then_some((place, years))
    }

    fn years(&self) -> (i32, i32) {
        self.years.unwrap_or((i32::MIN, i32::MAX))
    }

    /// Whether this value resolves the ambiguity of two others.
    pub(crate) fn settles(&self, place: Option<&str>, years: (i32, i32)) -> bool {
        let (from, until) = self.years();
        self.place.as_deref() == place && from <= years.0 && years.1 <= until
    }
}

/// Where and when a value applies, for people.
fn counts(valued: &Valued) -> Words {
    match (&valued.place, valued.years) {
        (None, None) => Words::new("各地各年度", "everywhere, every year"),
        (place, years) => when_and_where(place.as_deref(), years),
    }
}

/// 上海市2020至2021年度; empty for everywhere and always.
pub(crate) fn when_and_where(place: Option<&str>, years: Option<(i32, i32)>) -> Words {
    let zh_years = match years {
        Some((from, until)) if from == until => format!("{from}年度"),
        Some((i32::MIN, until)) => format!("{until}年度及以前"),
        Some((from, i32::MAX)) => format!("{from}年度及以后"),
        Some((from, until)) => format!("{from}至{until}年度"),
        None => String::new(),
    };
    let en_years = match years {
        Some((from, until)) if from == until => format!("{from}"),
        Some((i32::MIN, until)) => format!("up to {until}"),
        Some((from, i32::MAX)) => format!("from {from}"),
        Some((from, until)) => format!("{from} to {until}"),
        None => String::new(),
    };
    let join = |years: String, sep: &str| {
        let parts: Vec<String> = place.map(str::to_owned).into_iter().chain([years]).collect();
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(sep)
    };
    Words::new(join(zh_years, ""), join(en_years, ", "))
}
