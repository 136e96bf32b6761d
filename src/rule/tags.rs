//! 标签: the words by which rules are grouped: the review criterion that a rule serves, how far it
//! can be trusted, and the rest.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Criterion;

/// How far the findings of a rule can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Strength {
    /// 确定: every finding is a fault, and every fault is found.
    Certain,
    /// 可能多报: a finding may not be a fault.
    MayCryWolf,
    /// 可能漏报: every finding is a fault, but there may be others.
    MayMiss,
}

impl Strength {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Certain, Self::MayCryWolf, Self::MayMiss];

    /// Its name in rules.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Certain => "确定",
            Self::MayCryWolf => "可能多报",
            Self::MayMiss => "可能漏报",
        }
    }
}

/// The 标签 of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tags {
    /// The criterion that it serves.
    pub criterion: Option<Criterion>,
    /// How far it can be trusted.
    pub strength: Option<Strength>,
    /// Words of the author's own.
    pub(crate) others: Vec<String>,
}

/// The word of a rule that is reported alone: what others say of the same indicator or field has
/// the same cause.
const ALONE: &str = "独报";

impl Tags {
    /// Whether the findings of the rule stand for all others about the same thing.
    pub(crate) fn is_alone(&self) -> bool {
        self.others.iter().any(|word| word == ALONE)
    }

    /// All words: criterion, strength, then the author's own.
    pub(crate) fn words(&self) -> Vec<&str> {
        let criterion = self.criterion.map(Criterion::name);
        let strength = self.strength.map(Strength::name);
        let others = self.others.iter().map(String::as_str);
        criterion.into_iter().chain(strength).chain(others).collect()
    }
}
