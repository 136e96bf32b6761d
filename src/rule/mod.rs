//! Rules as data, checked: a [`RuleSet`] whose names are ids and whose types agree, and the ways
//! through it. Knows no tree, no sheet and nothing of evaluation.

mod body_hash;
mod conditions;
mod expr;
pub(crate) mod functions;
mod ids;
mod needles;
mod parameter;
mod pattern;
mod range;
mod reads;
#[allow(clippy::module_inception, reason = "the rule is the main type of the module")]
mod rule;
mod ruleset;
pub(crate) mod same;
mod snapshot;
mod tags;
pub(crate) mod types;
pub(crate) mod visit;
mod witness;

pub use crate::dictionary::SuffixTable;
pub(crate) use conditions::{Condition, conditions};
pub use expr::*;
pub(crate) use functions::{FUNCTIONS, Function, StandardPart};
pub use ids::*;
pub(crate) use needles::{LivePatterns, Needles};
pub(crate) use parameter::{Layer, NoValue, Parameter, Valued, when_and_where};
pub(crate) use pattern::Pattern;
pub(crate) use range::*;
pub use reads::definitions;
pub(crate) use reads::reads;
pub use rule::*;
pub use ruleset::{Define, RuleSet};
pub use tags::{Strength, Tags};
pub(crate) use types::{Type, UnitKind};
pub(crate) use witness::{IndicatorRead, Witnesses, forbidden, reads_any};
