//! Rules: the tree of rule files to a checked [`RuleSet`]. Names are resolved, types agreed and laws
//! looked up before any sheet is read; what is wrong is said with its place, all of a file in one run.
//! Knows no sheet, no pest and nothing of evaluation.

mod catalogue;
mod checker;
mod conditions;
mod declare;
mod dictionary;
mod example;
mod expr;
mod fix;
mod fix_words;
mod functions;
mod joins;
mod law;
mod law_words;
mod lint;
mod mutants;
mod names;
mod packs;
mod parameter;
mod parameters;
mod range_words;
mod ranges;
mod reads;
mod ruleset;
mod same;
mod sentence;
mod spaces;
mod synonyms;
mod table;
mod tag_words;
mod tags;
mod target_words;
mod targets;
mod tighten;
mod types;
mod visit;
mod words;

pub use catalogue::{Catalogue, Direction, Standard};
pub use conditions::{Condition, conditions};
pub use functions::{FUNCTIONS, Function, Parameter, Signature, StandardPart};
pub use mutants::{DefineMutant, Mutant, define_mutants, mutants};
pub use reads::reads;
pub use ruleset::*;
pub use sentence::{definitions, meaning, sentence};
pub use tags::{Strength, Tags};
pub use types::{TARGET_KINDS, Type, UnitKind};

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::syntax::rule::RuleFile;
use crate::syntax::table::TableFile;

/// One rule file with what is known of it from outside.
#[derive(Clone, Copy, Debug)]
pub struct Unit<'a> {
    /// The text.
    pub source: &'a Source,
    /// Its tree.
    pub tree: &'a RuleFile,
    /// The pack that it belongs to.
    pub pack: &'a str,
    /// Whether its rules are to judge sheets. The forms, laws, lists and definitions of every file
    /// can be used by all.
    pub judges: bool,
    /// The pack that its pack builds on, and where that is said.
    pub upper: Option<(&'a str, Span)>,
}

/// A dictionary in a file of its own.
#[derive(Clone, Copy, Debug)]
pub struct Data<'a> {
    /// The text.
    pub source: &'a Source,
    /// Its cells.
    pub table: &'a TableFile,
}

/// Checks rule files together, with the dictionaries that they name. A faulty rule is left out of the
/// set, and said to be.
pub fn check(units: &[Unit<'_>], data: &[Data<'_>]) -> (RuleSet, Vec<Diagnostic>) {
    checker::check(units, data)
}
