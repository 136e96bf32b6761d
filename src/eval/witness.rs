//! Failures collected by what is faulty in the judged sheet, each with the other sheets that show
//! it, its witnesses. Takes the variables as they are bound whenever the rule fails; gives the
//! cases to report.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::MOST_WITNESSES;
use super::expr::Evaluator;
use super::run::each_candidate;
use super::value::Val;
use crate::rule::{Domain, OnForm, Over, forbidden};
use crate::source::Span;

/// The most witnesses that are shown.
const MOST_SHOWN: usize = 3;

/// The failures of one binding of the ranges that read the judged sheet alone.
#[derive(Default)]
pub(super) struct GatheredCases<'s> {
    /// By what is faulty in the judged sheet, if the other ranges contain that.
    by: BTreeMap<Vec<usize>, WitnessCases<'s>>,
}

/// One failure with its witnesses.
#[derive(Default)]
pub(super) struct WitnessCases<'s> {
    /// The variables of the first case of each of the first witnesses; for a rule without other
    /// sheets, of its only case.
    pub(crate) shown: Vec<Vec<Val<'s>>>,
    /// The witnesses by their positions.
    sheets: BTreeSet<usize>,
    /// Where each begins; one more than the most that are counted stands for all others.
    pub(super) heads: Vec<Span>,
}

impl<'s> GatheredCases<'s> {
    /// Adds what is bound now as a failure. Breaks when no more is needed.
    pub(super) fn add(
        &mut self,
        evaluator: &mut Evaluator<'s>,
        rule: &'s OnForm,
    ) -> ControlFlow<()> {
        let domains = evaluator.unseen(|evaluator| failed_domains(evaluator, rule));
        for domain in &domains {
            evaluator.bind(domain.slot, Val::Nothing);
        }
        evaluator.unseen(|evaluator| self.each(evaluator, rule, &domains))
    }

    /// Adds each of the sheets that a demand forbids.
    fn each(
        &mut self,
        evaluator: &mut Evaluator<'s>,
        rule: &'s OnForm,
        domains: &[&'s Domain],
    ) -> ControlFlow<()> {
        let Some((domain, inner)) = domains.split_first() else {
            return self.case(evaluator, rule);
        };
        let met = each_candidate(evaluator, domain, &mut |evaluator, candidate| {
            evaluator.bind(domain.slot, candidate);
            let filter = domain.filter.as_deref();
            match filter.is_none_or(|filter| evaluator.truth(filter) == Ok(true)) {
                true => self.each(evaluator, rule, inner),
                false => ControlFlow::Continue(()),
            }
        });
        met.unwrap_or(ControlFlow::Continue(()))
    }

    fn case(&mut self, evaluator: &Evaluator<'s>, rule: &'s OnForm) -> ControlFlow<()> {
        let values = |slots: &mut dyn Iterator<Item = usize>| -> Vec<Val<'s>> {
            slots.filter_map(|slot| evaluator.slots.get(slot).cloned()).collect()
        };
        let own = values(&mut rule.witnesses.own_slots.iter().copied());
        let own: Vec<usize> = own.iter().map(position).collect();
        let alone = own.is_empty();
        let cases = self.by.entry(own).or_default();
        let elsewhere = values(&mut rule.witnesses.slots.iter().copied());
        let sheet = elsewhere.iter().find_map(|value| match value {
            Val::Sheet(sheet) => Some(*sheet),
            _ => None,
        });
        let is_new = match sheet {
            Some(sheet) => cases.sheets.insert(std::ptr::from_ref(sheet).addr()),
            None => cases.shown.is_empty(),
        };
        if is_new && cases.heads.len() <= MOST_WITNESSES {
            cases.heads.extend(sheet.map(|sheet| sheet.head));
        }
        if is_new && cases.shown.len() < MOST_SHOWN {
            cases.shown.push(evaluator.slots.clone());
        }
        match alone && cases.sheets.len() > MOST_WITNESSES {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    /// Whether nothing has failed.
    pub(super) fn is_empty(&self) -> bool {
        self.by.is_empty()
    }

    /// The cases to report, in the order of the judged sheet.
    pub(super) fn into_cases(self) -> impl Iterator<Item = WitnessCases<'s>> {
        self.by.into_values()
    }
}

/// The position among the things of its kind in the judged sheet.
fn position(value: &Val<'_>) -> usize {
    match value {
        Val::Indicator(_, at) | Val::Row(_, _, at) => *at,
        Val::Field(_, id) => usize::from(id.0),
        Val::Match(matched) => matched.whole.span().map_or(0, |span| span.start as usize),
        Val::Fragments(found) => {
            let first = found.first().and_then(|first| first.snippet.span());
            first.map_or(0, |span| span.start as usize)
        }
        _ => 0,
    }
}

/// The domains of sheets that the demands which fail forbid.
fn failed_domains<'s>(evaluator: &mut Evaluator<'s>, rule: &'s OnForm) -> Vec<&'s Domain> {
    let mut found = Vec::new();
    for demand in &rule.demands {
        let domains = forbidden(demand, false);
        if !domains.is_empty() && evaluator.truth(demand) == Ok(false) {
            found.extend(domains);
        }
    }
    found.retain(|domain| matches!(domain.over, Over::Sheets(_)));
    found
}
