//! The other sheets that a range covers, found by lookups. Takes the range and what is bound; gives
//! positions in the run. A lookup narrows what is tried; the filter decides.

use std::borrow::Cow;

use super::Cause;
use super::expr::{Evaluator, TEXT_IN_A_STEP};
use super::similar::Near;
use super::value::{Known, Val, unknown};
use super::world::{Common, SheetGroup, key_of, text_of};
use crate::form::FieldId;
use crate::rule::{Alike, Domain, Expr, Join, Over, Range, SheetScope, Slot};

/// The most sheets that are looked at to see whether a rule applies to any that is not similar.
const MOST_DISSIMILAR: usize = 64;

/// The pairs of characters that two texts are compared by in one step.
const GRAINS_IN_A_STEP: usize = 8;

/// What is searched for.
pub(super) struct Search<'r> {
    scope: SheetScope,
    joins: &'r [Join],
    alike: Option<&'r Alike>,
    /// The variable that each sheet found is bound to.
    pub slot: Slot,
    filter: Option<&'r Expr>,
}

/// What is found, sheet by sheet, in order.
pub(super) struct FoundSheets<'r> {
    sheets: Sheets<'r>,
    /// The sheets that the filter may accept, what the rule forbids left aside.
    covered: Vec<usize>,
    /// Those of them that have been found to be similar.
    met: Vec<usize>,
    /// The judged sheet, where it is not covered itself.
    without: Option<usize>,
}

enum Sheets<'r> {
    /// Those that have the values requested, or may have them.
    Listed(std::vec::IntoIter<usize>),
    /// Those whose text may be similar to this one, among those listed.
    Near { near: Near, field: FieldId, text: Cow<'r, str>, listed: Option<Vec<usize>> },
}

impl<'r> Search<'r> {
    /// Of a range over other sheets; `None` for any other.
    pub(super) fn of(range: &'r Range) -> Option<Self> {
        let Range::Each(domain) = range else { return None };
        let Over::Sheets(scope) = domain.over else { return None };
        Some(Self::of_domain(scope, domain))
    }

    /// Of a domain over other sheets.
    pub(super) fn of_domain(scope: SheetScope, domain: &'r Domain) -> Self {
        Self {
            scope,
            joins: &domain.joins,
            alike: domain.alike.as_deref(),
            slot: domain.slot,
            filter: domain.filter.as_deref(),
        }
    }

    /// Binds a sheet that was found and evaluates the filter.
    pub(super) fn matches(&self, evaluator: &mut Evaluator<'r>, at: usize) -> Known<bool> {
        let Some(sheet) = evaluator.world.sheet(at) else { return Ok(false) };
        evaluator.bind(self.slot, Val::Sheet(sheet));
        self.filter.map_or(Ok(true), |filter| evaluator.truth(filter))
    }

    /// Finds the sheets; unknown if the judged one lacks the key of its scope.
    pub(super) fn run(&self, evaluator: &mut Evaluator<'r>) -> Known<FoundSheets<'r>> {
        let (world, at, sheet) = (evaluator.world, evaluator.at, evaluator.sheet);
        let common = Common { unit: self.scope.unit, year: self.scope.year };
        let Some(group) = world.group(at, common) else {
            let lacks = common.keys().find(|key| key_of(sheet, *key).is_none());
            return match lacks {
                Some(key) => unknown(Cause::lacking(sheet, key)),
                None => Ok(FoundSheets {
                    sheets: Sheets::Listed(Vec::new().into_iter()),
                    covered: Vec::new(),
                    met: Vec::new(),
                    without: None,
                }),
            };
        };
        let covered = self.equal(evaluator, &group, false);
        let listed = match self.equal(evaluator, &group, true) {
            None => covered.clone(),
            Some(mut equal) => {
                if let Some(covered) = &covered {
                    equal.retain(|at| covered.binary_search(at).is_ok());
                }
                Some(equal)
            }
        };
        let sheets = match self.similar(evaluator, &group) {
            Some((near, field, text)) => Sheets::Near { near, field, text, listed },
            None => {
                let listed = listed.unwrap_or_else(|| group.sheets.clone());
                Sheets::Listed(listed.into_iter())
            }
        };
        // A sheet left out meets the demand, but only if the rule applies to it at all.
        let forbids = self.joins.iter().any(|join| join.forbidden)
            || self.alike.is_some_and(|alike| alike.forbidden);
        let covered = match forbids {
            true => covered.unwrap_or_else(|| group.sheets.clone()),
            false => Vec::new(),
        };
        let without = self.scope.others.then_some(at);
        Ok(FoundSheets { sheets, covered, met: Vec::new(), without })
    }

    /// The sheets that have the values which the filter requires or the rule forbids, and those
    /// where that is unknown. `None` if nothing is looked up.
    fn equal(
        &self,
        evaluator: &mut Evaluator<'r>,
        group: &SheetGroup,
        forbidden: bool,
    ) -> Option<Vec<usize>> {
        let mut sheets: Option<Vec<usize>> = None;
        for join in self.joins.iter().filter(|join| join.forbidden == forbidden) {
            // Values that cannot be looked up are left to the filter.
            let Ok(value) = evaluator.value(&join.with) else { continue };
            let Some(value) = evaluator.key(&value) else { continue };
            let index = evaluator.world.index(group, join.key);
            let found = index.find(&value);
            sheets = Some(match sheets {
                Some(mut known) => {
                    known.retain(|at| found.iter().any(|some| some.binary_search(at).is_ok()));
                    known
                }
                None => {
                    let mut all: Vec<usize> =
                        found.iter().flat_map(|some| some.iter().copied()).collect();
                    all.sort_unstable();
                    all
                }
            });
        }
        sheets
    }

    /// The sheets that may be similar enough, by which field and to which text; `None` if no
    /// similarity is required, or the text is unknown.
    fn similar(
        &self,
        evaluator: &mut Evaluator<'r>,
        group: &SheetGroup,
    ) -> Option<(Near, FieldId, Cow<'r, str>)> {
        let alike = self.alike?;
        let value = evaluator.value(&alike.with).ok()?;
        let text = evaluator.snippet(&value)?.text;
        evaluator.work(text.len() / TEXT_IN_A_STEP);
        let near = evaluator.world.similar(group, alike, &text, evaluator.at);
        Some((near, alike.field, text))
    }
}

impl<'r> FoundSheets<'r> {
    /// The next sheet.
    pub(super) fn next(&mut self, evaluator: &mut Evaluator<'r>) -> Option<usize> {
        loop {
            let at = match &mut self.sheets {
                Sheets::Listed(sheets) => sheets.next()?,
                Sheets::Near { near, field, text, listed } => {
                    let near = near.next()?;
                    evaluator.work(near.compared / GRAINS_IN_A_STEP);
                    let among = |listed: &Vec<usize>| listed.binary_search(&near.sheet).is_ok();
                    if !near.enough || !listed.as_ref().is_none_or(among) {
                        continue;
                    }
                    let other = evaluator.world.sheet(near.sheet);
                    let other = other.and_then(|sheet| text_of(sheet, *field));
                    if let (Some(other), Some(similarity)) = (other, near.similarity) {
                        evaluator.facts.know_similarity((&*text).into(), other, similarity);
                    }
                    near.sheet
                }
            };
            evaluator.work(1);
            if !self.covered.is_empty() {
                self.met.push(at);
            }
            if self.without != Some(at) {
                return Some(at);
            }
        }
    }

    /// After all have been found: some of those that meet the demand because they are too different
    /// to be forbidden.
    pub(super) fn dissimilar(self) -> Vec<usize> {
        let Self { covered, met, without, .. } = self;
        let far = |at: &usize| Some(*at) != without && met.binary_search(at).is_err();
        covered.into_iter().filter(far).take(MOST_DISSIMILAR).collect()
    }
}
