//! The other sheets that a range covers, found by lookups. Takes the range and what is bound; gives
//! positions in the run. A lookup narrows what is tried; the filter decides.

use super::Cause;
use super::expr::Evaluator;
use super::value::{Known, Val, unknown};
use super::world::{Common, Group, key_of};
use crate::rule::{Alike, Domain, Expr, Join, LookupKey, Over, Range, SheetScope, Slot};

/// The most sheets that are looked at to see whether a rule applies to any that is not similar.
const MOST_DISSIMILAR: usize = 64;

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
pub(super) struct FoundSheets {
    pub(crate) sheets: Vec<usize>,
    /// Some of those left out for being too different to be forbidden.
    pub(crate) dissimilar: Vec<usize>,
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
    pub(super) fn matches(&self, evaluator: &mut Evaluator<'r>, at: usize) -> Known<bool> {
        let Some(sheet) = evaluator.world.sheet(at) else { return Ok(false) };
        evaluator.bind(self.slot, Val::Sheet(sheet));
        self.filter.map_or(Ok(true), |filter| evaluator.truth(filter))
    }

    /// Finds the sheets; unknown where the judged one lacks what its scope goes by.
    pub(super) fn run(&self, evaluator: &mut Evaluator<'r>) -> Known<FoundSheets> {
        let (world, at, sheet) = (evaluator.world, evaluator.at, evaluator.sheet);
        let common = Common { unit: self.scope.unit, year: self.scope.year };
        let Some(group) = world.group(at, common) else {
            let lacks = common.keys().find(|key| key_of(sheet, *key).is_none());
            return match lacks {
                Some(LookupKey::Field(id)) => unknown(Cause::Absent(id)),
                Some(LookupKey::Year) => unknown(Cause::NoYear),
                None => Ok(FoundSheets { sheets: Vec::new(), dissimilar: Vec::new() }),
            };
        };
        let mut sheets: Option<Vec<usize>> = None;
        for join in self.joins {
            // What cannot be looked up is left to the filter.
            let Ok(value) = evaluator.value(&join.with) else { continue };
            let Some(value) = evaluator.key(&value) else { continue };
            let index = world.index(&group, join.key);
            let found = index.find(&value);
            sheets = Some(match sheets {
                Some(mut known) => {
                    known.retain(|at| found.iter().any(|some| some.binary_search(at).is_ok()));
                    known
                }
                None => {
                    let mut all: Vec<usize> =
                        found.iter().flat_map(|some| self.wanted(some, at)).collect();
                    all.sort_unstable();
                    all
                }
            });
        }
        let mut dissimilar = Vec::new();
        let sheets = match self.similar(evaluator, &group) {
            None => sheets.unwrap_or_else(|| self.wanted(&group.sheets, at).collect()),
            Some(near) => {
                if self.alike.is_some_and(|alike| alike.forbidden) {
                    let all = sheets.as_deref().unwrap_or(&group.sheets);
                    let far = |at: &usize| near.binary_search(at).is_err();
                    dissimilar = self.wanted(all, at).filter(far).take(MOST_DISSIMILAR).collect();
                }
                let joined = |at: &usize| {
                    sheets.as_ref().is_none_or(|sheets| sheets.binary_search(at).is_ok())
                };
                self.wanted(&near, at).filter(joined).collect()
            }
        };
        evaluator.work(sheets.len());
        Ok(FoundSheets { sheets, dissimilar })
    }

    /// Those of some sheets, which are in order, that the range covers: not the judged one, if only others are, and only
    /// those behind the first of a pair.
    fn wanted<'f>(
        &self,
        sheets: &'f [usize],
        judged: usize,
    ) -> impl Iterator<Item = usize> + use<'f> {
        let from = self.behind.map_or(0, |first| sheets.partition_point(|at| *at <= first));
        let others = self.scope.others;
        let behind = sheets.get(from..).unwrap_or_default().iter().copied();
        behind.filter(move |at| !(others && *at == judged))
    }

    /// The sheets that may be similar enough; `None` where none is asked for, or it is not known to what.
    fn similar(&self, evaluator: &mut Evaluator<'r>, group: &Group) -> Option<Vec<usize>> {
        let alike = self.alike?;
        let value = evaluator.value(&alike.with).ok()?;
        let text = evaluator.snippet(&value)?;
        evaluator.work(text.text.len() / 8);
        Some(evaluator.world.similar(group, alike, &text.text))
    }
}
