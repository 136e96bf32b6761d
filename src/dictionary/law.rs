//! Laws as rules cite them: their names, and where and when they apply.

use serde::{Deserialize, Serialize};

use crate::source::Span;
use crate::value::Date;

/// A regulation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Law {
    /// The name that rules cite.
    pub(crate) name: String,
    /// Where it was declared.
    pub(crate) span: Span,
    /// The title with 《》.
    pub(crate) title: String,
    /// 文号
    pub(crate) number: Option<String>,
    /// 适用
    pub(crate) scope: Option<String>,
    /// 效力
    pub(crate) force: Option<String>,
    /// 施行
    pub(crate) from: Option<Date>,
    /// 废止
    pub(crate) until: Option<Date>,
    /// 网址
    pub(crate) url: Option<String>,
}

impl Law {
    /// Title and document number, as a reviewer cites it: 《…》（财预〔2015〕88号）.
    pub(crate) fn citation(&self) -> String {
        match &self.number {
            Some(number) => format!("{}（{number}）", self.title),
            None => self.title.clone(),
        }
    }

    /// Its address, if that is one of the web: a rule file could name a program.
    pub(crate) fn address(&self) -> Option<&str> {
        let is_web = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
        self.url.as_deref().filter(is_web)
    }
}

/// A span of days, both ends included; `None` is unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct DaySpan {
    /// The first day.
    pub(crate) from: Option<Date>,
    /// The last day.
    pub(crate) until: Option<Date>,
}

impl DaySpan {
    /// Whether the two have a day in common.
    pub(crate) fn meets(&self, other: &DaySpan) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| {
            end.zip(start).is_some_and(|(end, start)| end < start)
        };
        !before(self.until, other.from) && !before(other.until, self.from)
    }
}

/// The scope of a law that applies everywhere.
const EVERYWHERE: [&str; 2] = ["全国", "国家"];

/// Units of the central government, which belong to no city.
const CENTRAL: &str = "中央";

impl Law {
    /// The days on which it is in force.
    pub(crate) fn period(&self) -> DaySpan {
        DaySpan { from: self.from, until: self.until }
    }

    /// Whether it is cited as a reference or as custom, so that it need not be in force.
    pub(crate) fn guides(&self) -> bool {
        matches!(self.force.as_deref(), Some("参照" | "惯例"))
    }

    /// Whether it covers a place: its own, and those inside it, which begin with its name.
    pub(crate) fn reaches(&self, place: Option<&str>) -> bool {
        match (self.scope.as_deref(), place) {
            (None, _) | (_, None) => true,
            (Some(scope), _) if EVERYWHERE.contains(&scope) => true,
            (Some(CENTRAL), Some(place)) => place == CENTRAL,
            // A law of a district applies to some of the city's sheets.
            (Some(scope), Some(place)) => place.starts_with(scope) || scope.starts_with(place),
        }
    }
}

impl DaySpan {
    /// The whole of a year, or of several, both included.
    pub(crate) fn years(from: Option<i32>, until: Option<i32>) -> Self {
        let day =
            |year: Option<i32>, month, day| Date::new(i16::try_from(year?).ok()?, month, day).ok();
        Self { from: day(from, 1, 1), until: day(until, 12, 31) }
    }

    /// The days in both.
    pub(crate) fn within(self, other: DaySpan) -> Self {
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self { from: self.from.max(other.from), until }
    }
}
