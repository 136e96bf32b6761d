//! The other sheets that a range means, found by lookups. Takes the range and what is bound; gives
//! positions in the run. A lookup narrows what is tried; the filter decides.

use super::Cause;
use super::expr::Evaluator;
use super::value::{Known, Val, unknown};
use super::world::key_of;
use crate::rule::{Alike, Domain, Expr, Join, Over, Range, SheetKey, SheetScope, Slot};

/// The most sheets that are looked at to see whether a rule applies to any that it spares.
const MOST_SPARED: usize = 64;

/// What is searched for.
pub(super) struct Search<'r> {
    scope: SheetScope,
    joins: &'r [Join],
    alike: Option<&'r Alike>,
    /// The variable that each sheet found is bound to.
    slot: Slot,
    filter: Option<&'r Expr>,
    /// Only sheets behind this one: the second of a pair.
    behind: Option<usize>,
}

/// What is found, by position, in order.
pub(super) struct Found {
    pub sheets: Vec<usize>,
    /// Some of those left out for being too different to be forbidden.
    pub spared: Vec<usize>,
}

impl<'r> Search<'r> {
    /// Of a range over other sheets; `None` of any other. `at` is the sheet that is judged.
    pub(super) fn of(range: &'r Range, at: usize) -> Option<Self> {
        match range {
            Range::Each(domain) => match domain.over {
                Over::Sheets(scope) => Some(Self::of_domain(scope, domain)),
                _ => None,
            },
            Range::Pair { domain, second, filter, joins, alike } => {
                let Over::Sheets(scope) = domain.over else { return None };
                let (alike, filter, behind) = (alike.as_deref(), filter.as_ref(), Some(at));
                Some(Self { scope, joins, alike, slot: *second, filter, behind })
            }
            Range::Match { .. } => None,
        }
    }

    /// Of a domain over other sheets.
    pub(super) fn of_domain(scope: SheetScope, domain: &'r Domain) -> Self {
        Self {
            scope,
            joins: &domain.joins,
            alike: domain.alike.as_deref(),
            slot: domain.slot,
            filter: domain.filter.as_deref(),
            behind: None,
        }
    }

    /// Binds a sheet that was found and asks the filter.
    pub(super) fn meant(&self, evaluator: &mut Evaluator<'_>, at: usize) -> Known<bool> {
        let Some(sheet) = evaluator.world.sheet(at) else { return Ok(false) };
        evaluator.bind(self.slot, Val::Sheet(sheet));
        self.filter.map_or(Ok(true), |filter| evaluator.truth(filter))
    }

    /// Finds the sheets; unknown where the judged one lacks what its scope goes by.
    pub(super) fn run(&self, evaluator: &mut Evaluator<'_>) -> Known<Found> {
        let (world, at, sheet) = (evaluator.world, evaluator.at, evaluator.sheet);
        let mut sheets: Option<Vec<usize>> = None;
        let unit = self.scope.unit.map(SheetKey::Field);
        for key in unit.into_iter().chain(self.scope.year.then_some(SheetKey::Year)) {
            let Some(value) = key_of(sheet, key) else {
                return unknown(match key {
                    SheetKey::Field(id) => Cause::Absent(id),
                    SheetKey::Year => Cause::NoYear,
                });
            };
            let found = world.index(at, key).map(|index| index.find(&value).0.to_vec());
            sheets = Some(narrowed(sheets, found.unwrap_or_default()));
        }
        for join in self.joins {
            // What cannot be looked up is left to the filter.
            let Ok(value) = evaluator.value(&join.with) else { continue };
            let Some(value) = evaluator.key(&value) else { continue };
            let Some(index) = world.index(at, join.key) else { continue };
            let (same, unsure) = index.find(&value);
            let mut all: Vec<usize> = same.iter().chain(unsure).copied().collect();
            all.sort_unstable();
            sheets = Some(narrowed(sheets, all));
        }
        let mut sheets = sheets.unwrap_or_else(|| world.like(at).to_vec());
        sheets.retain(|other| {
            !(self.scope.others && *other == at) && self.behind.is_none_or(|first| *other > first)
        });
        let mut spared = Vec::new();
        if let Some(near) = self.similar(evaluator) {
            let (alike, different): (Vec<usize>, Vec<usize>) =
                sheets.into_iter().partition(|at| near.binary_search(at).is_ok());
            sheets = alike;
            if self.alike.is_some_and(|alike| alike.forbidden) {
                spared = different.into_iter().take(MOST_SPARED).collect();
            }
        }
        evaluator.work(sheets.len());
        Ok(Found { sheets, spared })
    }

    /// The sheets that may be similar enough; `None` where none is asked for, or it is not known to what.
    fn similar(&self, evaluator: &mut Evaluator<'_>) -> Option<Vec<usize>> {
        let alike = self.alike?;
        let value = evaluator.value(&alike.with).ok()?;
        let text = evaluator.snippet(&value)?;
        evaluator.work(text.text.len() / 8);
        evaluator.world.similar(evaluator.at, alike, &text.text)
    }
}

/// What both have.
fn narrowed(known: Option<Vec<usize>>, found: Vec<usize>) -> Vec<usize> {
    match known {
        Some(known) => known.into_iter().filter(|at| found.binary_search(at).is_ok()).collect(),
        None => found,
    }
}
