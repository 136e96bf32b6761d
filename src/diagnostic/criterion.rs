//! The four questions of a reviewer, by which rules are tagged and reports are grouped.

use serde::{Deserialize, Serialize};

/// What a reviewer asks of a sheet, as divided by 财预〔2015〕88号.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Criterion {
    /// 完整性
    Completeness,
    /// 相关性
    Relevance,
    /// 适当性
    Adequacy,
    /// 可行性
    Feasibility,
}

impl Criterion {
    /// All of them, in the order of the review.
    pub const ALL: [Self; 4] =
        [Self::Completeness, Self::Relevance, Self::Adequacy, Self::Feasibility];

    /// As the regulation calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Completeness => "完整性",
            Self::Relevance => "相关性",
            Self::Adequacy => "适当性",
            Self::Feasibility => "可行性",
        }
    }
}
