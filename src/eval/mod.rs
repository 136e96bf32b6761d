//! Rules applied to sheets: pure and total. Takes a checked [`RuleSet`] and the sheets of a run;
//! gives one [`Outcome`] for each rule, with the places and the filled-in words of what it found.
//! Knows no prose of its own, no files and no clocks.

mod call;
mod cause;
mod compare;
mod expr;
mod facts;
mod fix_edits;
mod in_place;
mod member;
mod observe;
mod operators;
mod quantifiers;
mod run;
mod search;
mod searched;
mod shown_place;
mod similar;
mod targets;
mod text;
mod twins;
mod value;
mod witness;
mod words;
mod world;

pub(crate) use cause::Cause;
pub(crate) use facts::Facts;
pub(crate) use observe::{Observed, Observer};
pub(crate) use world::{IndexKey, World};

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Subject, Words};
use crate::rule::{OnForm, RuleSet};
use crate::source::{Edit, Span};

/// The most steps one rule may take on one sheet. A rule that needs more is reported, not waited
/// for.
pub(crate) const MAX_STEPS: u32 = 4_000_000;

/// The most failures of one rule that are reported of one sheet; the rest are counted. A sheet of
/// nothing but brackets must not make a report of nothing but brackets.
pub(crate) const MAX_FAILURES: usize = 200;

/// The most witnesses of one failure that are counted.
pub(crate) const MOST_WITNESSES: usize = 100;

/// The most causes in other sheets that one outcome keeps. Each sheet of a group may be undecided
/// because of each other one.
pub(crate) const MAX_CAUSES_ELSEWHERE: usize = 100;

/// The outcome of a rule on a sheet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// 通过
    Holds,
    /// 不通过.
    Fails(Failures),
    /// 不适用
    NotApplicable,
    /// 无法判定, and why.
    Undecidable(BTreeSet<Cause>),
}

/// The duties that a sheet does not meet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Failures {
    /// Each of them, [`MAX_FAILURES`] at most.
    pub(crate) listed: Vec<Failure>,
    /// How many more there are.
    pub(crate) more: usize,
    /// Why other instances of the rule could not be decided.
    pub(crate) causes: BTreeSet<Cause>,
}

/// One duty that is not met.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    /// Where; the first is the primary place. Never empty.
    pub(crate) places: Vec<ShownPlace>,
    /// The message, its holes filled.
    pub(crate) message: Words,
    /// The remedy, its holes filled.
    pub(crate) help: Option<Words>,
    /// What it is about in the judged sheet, by meaning.
    pub(crate) subject: Option<Subject>,
    /// The other sheets that show it, of a rule that looks at others.
    pub(crate) witnesses: Option<SeenElsewhere>,
    /// Changes of the sheet that resolve it.
    pub(crate) repairs: Vec<Repair>,
}

/// Other sheets that show a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SeenElsewhere {
    /// Where each of them begins, in the order of the run; one more than [`MOST_WITNESSES`] stands
    /// for any more.
    pub(crate) heads: Vec<Span>,
    /// The first of them: name and head.
    pub(crate) examples: Vec<(Arc<str>, Span)>,
}

/// A 修复 of the rule as it would be done here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repair {
    /// The position of the fix among those of the rule.
    pub(crate) fix: usize,
    /// What it does, in the sheet's own words.
    pub(crate) deed: Deed,
    /// The edits, none overlapping.
    pub(crate) edits: Vec<Edit>,
}

/// What a repair does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// An entry is added: where, unless it is a field, its name, its value.
    Add(Option<String>, String, String),
    /// A value is set.
    Set(String),
    /// Something is removed, in its own words.
    Remove(String),
    /// An indicator is moved to this level.
    Move(String),
    /// An indicator is renamed to this.
    Rename(String),
    /// A piece of text is replaced by this.
    Replace(String),
}

/// A place to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShownPlace {
    /// Its bytes.
    pub span: Span,
    /// Why it is shown.
    pub(crate) role: PlaceRole,
}

/// Why a place is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlaceRole {
    /// It is faulty, or belongs to what is.
    Fault,
    /// What is missing would be inserted here.
    Insert,
    /// The first occurrence of what is repeated.
    FirstOccurrence,
    /// The other one of a pair, or the one before in a sequence.
    Partner,
}

/// Applies one rule to one sheet of its form, the one at a position of the run. Rules across sheets
/// compare it with the others. The facts are those of this sheet, shared by all its rules; they
/// only save time. Returns the outcome and the number of steps.
pub(crate) fn evaluate<'s>(
    rules: &'s RuleSet,
    rule: &'s OnForm,
    world: &'s World<'s>,
    at: usize,
    facts: &Facts<'s>,
) -> (Outcome, u32) {
    match world.sheet(at) {
        Some(sheet) => run::run(rules, rule, world, (at, sheet), facts, None),
        None => (Outcome::NotApplicable, 0),
    }
}

/// The same, with an observer that sees each condition as it is decided.
pub(crate) fn observe<'s>(
    rules: &'s RuleSet,
    rule: &'s OnForm,
    world: &'s World<'s>,
    at: usize,
    observer: &'s dyn Observer,
) -> Outcome {
    match world.sheet(at) {
        Some(sheet) => {
            run::run(rules, rule, world, (at, sheet), &Facts::default(), Some(observer)).0
        }
        None => Outcome::NotApplicable,
    }
}
