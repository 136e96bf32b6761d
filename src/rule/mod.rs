//! Rules as data, checked: a [`RuleSet`] whose names are ids and whose types agree, and the ways through it. Knows no
//! tree, no sheet and nothing of evaluation.

mod body_hash;
mod conditions;
mod expr;
pub(crate) mod functions;
mod ids;
mod parameter;
mod pattern;
mod range;
mod reads;
#[allow(clippy::module_inception, reason = "a rule is the chief thing among rules")]
mod rule;
mod ruleset;
pub(crate) mod same;
mod tags;
pub(crate) mod types;
pub(crate) mod visit;
mod witness;

pub use conditions::{Condition, conditions};
pub use expr::*;
pub use functions::{FUNCTIONS, Function, Signature, StandardPart};
pub use ids::*;
pub(crate) use parameter::when_and_where;
pub use parameter::{Layer, NoValue, Parameter, Valued};
pub use pattern::{Match, Pattern};
pub use range::*;
pub use reads::{definitions, reads};
pub use rule::*;
pub use ruleset::{Define, RuleSet};
pub use tags::{Strength, Tags};
pub use types::{TARGET_KINDS, Type, UnitKind};
pub use witness::Witnesses;
pub(crate) use witness::{forbidden, reads_any};
