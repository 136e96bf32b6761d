//! One rule on one sheet: iterates over its ranges and sums up the outcome.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::rc::Rc;

use super::expr::{Evaluator, bit};
use super::search::Search;
use super::value::{Known, Matched, Unknown, Val, unknown};
use super::witness::{GatheredCases, WitnessCases};
use super::world::World;
use super::{
    Cause, Facts, Failure, Failures, MAX_CAUSES_ELSEWHERE, MAX_FAILURES, Observer, Outcome,
    searched, shown_place, twins,
};
use crate::form::TableId;
use crate::model::{Indicator, Row, Sheet};
use crate::rule::{Domain, Expr, LookupKey, OnForm, Over, PatternId, Range, RuleSet, Slot};
use crate::source::Span;

pub(super) fn run<'s>(
    rules: &'s RuleSet,
    rule: &'s OnForm,
    world: &'s World<'s>,
    (at, sheet): (usize, &'s Sheet),
    facts: &Facts<'s>,
    observer: Option<&'s dyn Observer>,
) -> (Outcome, u32) {
    if !rule.binds(world.day_of(sheet)) {
        return (Outcome::NotApplicable, 0);
    }
    let mut tally = OutcomeTally::of(rule, sheet);
    let mut evaluator = Evaluator::new(rules, world, (at, sheet), facts, observer);
    evaluator.reserve(rule.slots);
    let (own, others) = rule.ranges.split_at_checked(rule.witnesses.own_ranges).unwrap_or_default();
    let twins = twins::tail(&evaluator, rule);
    let before = others.len() - if twins.is_some() { 2 } else { 0 };
    let others = others.get(..before).unwrap_or_default();
    let _ = range_over(&mut evaluator, rule, own, &mut tally, &mut |evaluator, tally| {
        let mut gathered = GatheredCases::default();
        let _ = range_over(evaluator, rule, others, tally, &mut |evaluator, tally| match &twins {
            None => judge(evaluator, rule, tally, &mut gathered),
            Some(twins) => {
                twins::judge_each(evaluator, rule, twins, tally, &mut gathered);
                ControlFlow::Continue(())
            }
        });
        gathered.into_cases().for_each(|cases| tally.fails(evaluator, rule, &cases));
        ControlFlow::Continue(())
    });
    (tally.outcome(), evaluator.steps())
}

/// The bytes that the search for one match is taken to look at in one step.
const SEARCHED_IN_A_STEP: usize = 512;

/// The result so far.
pub(super) struct OutcomeTally {
    /// The judged sheet.
    sheet: Span,
    /// Whether its form is not known: what it lacks may not be printed there.
    general: bool,
    failures: Vec<Failure>,
    more: usize,
    pub(super) causes: BTreeSet<Cause>,
    causes_elsewhere: usize,
    held: bool,
    /// By condition of 当: its result and steps, where these do not depend on what is ranged over.
    fixed: Vec<Option<(Known<bool>, u32)>>,
    /// The variables of the ranges.
    ranged: u64,
}

impl OutcomeTally {
    fn of(rule: &OnForm, sheet: &Sheet) -> Self {
        let slots = rule.ranges.iter().map(|range| match range {
            Range::Each(domain) => bit(domain.slot),
            Range::Pair { domain, second, .. } => bit(domain.slot) | bit(*second),
            Range::Match { slot, .. } => bit(*slot),
        });
        let ranged = slots.fold(0, |all, slot| all | slot);
        Self {
            sheet: sheet.span,
            general: sheet.form.general,
            failures: Vec::new(),
            more: 0,
            causes: BTreeSet::new(),
            causes_elsewhere: 0,
            held: false,
            fixed: vec![None; rule.when.len()],
            ranged,
        }
    }

    pub(super) fn undecided(&mut self, causes: impl IntoIterator<Item = Cause>) {
        for cause in causes {
            if self.general && matches!(cause, Cause::Absent(_, LookupKey::Field(_))) {
                continue;
            }
            let elsewhere = cause.span().is_some_and(|span| !self.sheet.contains(span));
            if !elsewhere {
                self.causes.insert(cause);
            } else if self.causes_elsewhere < MAX_CAUSES_ELSEWHERE {
                self.causes_elsewhere += usize::from(self.causes.insert(cause));
            } else if !self.causes.contains(&cause) {
                self.causes.insert(Cause::MoreElsewhere);
            }
        }
    }

    fn fails<'s>(
        &mut self,
        evaluator: &mut Evaluator<'s>,
        rule: &'s OnForm,
        cases: &WitnessCases<'s>,
    ) {
        if self.failures.len() >= MAX_FAILURES {
            self.more += 1;
            return;
        }
        let failure = evaluator.unseen(|evaluator| shown_place::failure(evaluator, rule, cases));
        self.failures.push(failure);
    }

    fn outcome(self) -> Outcome {
        if !self.failures.is_empty() {
            let Self { failures, more, causes, .. } = self;
            Outcome::Fails(Failures { listed: failures, more, causes })
        } else if !self.causes.is_empty() {
            Outcome::Undecidable(self.causes)
        } else if self.held {
            Outcome::Holds
        } else {
            Outcome::NotApplicable
        }
    }
}

/// Called for each binding of some ranges; breaks to stop the iteration.
type Leaf<'l, 's> = &'l mut dyn FnMut(&mut Evaluator<'s>, &mut OutcomeTally) -> ControlFlow<()>;

/// Calls back for each binding of ranges that their filters let through.
fn range_over<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    ranges: &'s [Range],
    tally: &mut OutcomeTally,
    leaf: Leaf<'_, 's>,
) -> ControlFlow<()> {
    if evaluator.exhausted() {
        tally.causes.insert(Cause::TooMuchWork);
        return ControlFlow::Break(());
    }
    let Some((range, inner)) = ranges.split_first() else { return leaf(evaluator, tally) };
    if let Some(search) = Search::of(range) {
        return other_sheets(evaluator, rule, &search, inner, tally, leaf);
    }
    let (slot, filter, candidates) = match range {
        Range::Each(domain) => {
            let candidates = match searched::fields(evaluator, domain, inner) {
                Some(fields) => {
                    evaluator.work(fields.len());
                    fields
                }
                None => candidates(evaluator, domain),
            };
            (domain.slot, domain.filter.as_deref(), Ok(candidates))
        }
        Range::Pair { domain, second, filter } => {
            let mut met = |evaluator: &mut Evaluator<'s>, met: Known<()>| match met {
                Ok(()) => range_over(evaluator, rule, inner, tally, leaf),
                Err(causes) => {
                    tally.undecided(*causes);
                    ControlFlow::Continue(())
                }
            };
            return pairs(evaluator, domain, *second, filter.as_ref(), &mut met);
        }
        Range::Match { slot, within, pattern, filter } => {
            (*slot, filter.as_ref(), matches(evaluator, within, *pattern))
        }
    };
    let candidates = match candidates {
        Ok(candidates) => candidates,
        Err(causes) => {
            tally.undecided(*causes);
            return ControlFlow::Continue(());
        }
    };
    for candidate in candidates {
        evaluator.bind(slot, candidate);
        match filter.map_or(Ok(true), |filter| evaluator.truth(filter)) {
            Ok(true) => range_over(evaluator, rule, inner, tally, leaf)?,
            Ok(false) => {}
            Err(causes) => tally.undecided(*causes),
        }
    }
    ControlFlow::Continue(())
}

/// Each of the sheets that a range finds.
fn other_sheets<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    search: &Search<'s>,
    inner: &'s [Range],
    tally: &mut OutcomeTally,
    leaf: Leaf<'_, 's>,
) -> ControlFlow<()> {
    let mut found = match search.run(evaluator) {
        Ok(found) => found,
        Err(causes) => {
            tally.undecided(*causes);
            return ControlFlow::Continue(());
        }
    };
    while let Some(at) = found.next(evaluator) {
        if evaluator.exhausted() {
            tally.causes.insert(Cause::TooMuchWork);
            return ControlFlow::Break(());
        }
        match search.matches(evaluator, at) {
            Ok(true) => range_over(evaluator, rule, inner, tally, leaf)?,
            Ok(false) => {}
            Err(causes) => tally.undecided(*causes),
        }
    }
    // A sheet that is not similar enough to be forbidden meets the demand, if the rule applies to
    // it at all.
    for at in found.dissimilar() {
        if tally.held {
            break;
        }
        let applies =
            search.matches(evaluator, at) == Ok(true) && evaluator.all(&rule.when) == Ok(true);
        tally.held |= applies;
    }
    ControlFlow::Continue(())
}

/// One instance of the rule, all variables bound.
pub(super) fn judge<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    tally: &mut OutcomeTally,
    gathered: &mut GatheredCases<'s>,
) -> ControlFlow<()> {
    let next = ControlFlow::Continue(());
    match applies(evaluator, rule, tally) {
        Ok(true) => {}
        Ok(false) => return next,
        Err(causes) => {
            tally.undecided(*causes);
            return next;
        }
    }
    let mut doubt: Option<Unknown> = None;
    for exception in &rule.exceptions {
        match evaluator.truth(&exception.condition) {
            Ok(true) => return next,
            Ok(false) => {}
            Err(causes) => doubt.get_or_insert_default().extend(*causes),
        }
    }
    match (evaluator.all(&rule.demands), doubt) {
        (Ok(true), _) => tally.held = true,
        (Ok(false), Some(causes)) => tally.undecided(*causes),
        (Ok(false), None) => return gathered.add(evaluator, rule),
        (Err(causes), doubt) => {
            tally.undecided(*causes);
            tally.undecided(doubt.into_iter().flat_map(|causes| *causes));
        }
    }
    next
}

/// Whether all conditions of 当 hold. A condition that reads no range variable is decided once, and
/// charged each time.
fn applies<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    tally: &mut OutcomeTally,
) -> Known<bool> {
    if tally.ranged == 0 || evaluator.is_watched() {
        return evaluator.all(&rule.when);
    }
    let mut doubt: Option<Unknown> = None;
    for (condition, known) in rule.when.iter().zip(&mut tally.fixed) {
        let truth = match known {
            Some((truth, steps)) => {
                evaluator.work(*steps as usize);
                truth.clone()
            }
            None => {
                let before = evaluator.steps();
                let (truth, read) = evaluator.reading(|evaluator| evaluator.truth(condition));
                if read & tally.ranged == 0 {
                    *known = Some((truth.clone(), evaluator.steps() - before));
                }
                truth
            }
        };
        match truth {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(causes) => doubt.get_or_insert_default().extend(*causes),
        }
    }
    doubt.map_or(Ok(true), Err)
}

/// Calls back for each thing that a domain ranges over, ignoring its filter, until a break.
pub(super) fn each_candidate<'s>(
    evaluator: &mut Evaluator<'s>,
    domain: &'s Domain,
    found: &mut dyn FnMut(&mut Evaluator<'s>, Val<'s>) -> ControlFlow<()>,
) -> Known<ControlFlow<()>> {
    if let Over::Sheets(scope) = domain.over {
        let mut sheets = Search::of_domain(scope, domain).run(evaluator)?;
        while let Some(at) = sheets.next(evaluator) {
            if evaluator.exhausted() {
                return unknown(Cause::TooMuchWork);
            }
            let Some(sheet) = evaluator.world.sheet(at) else { continue };
            if found(evaluator, Val::Sheet(sheet)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        return Ok(ControlFlow::Continue(()));
    }
    for candidate in candidates(evaluator, domain) {
        if found(evaluator, candidate).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// The things of one sheet that a domain ranges over, ignoring its filter.
fn candidates<'s>(evaluator: &mut Evaluator<'s>, domain: &'s Domain) -> Vec<Val<'s>> {
    let sheet = evaluator.sheet_of(domain);
    let found: Vec<Val<'s>> = match domain.over {
        // Looked up by the caller.
        Over::Sheets(_) => Vec::new(),
        Over::ThisSheet => vec![Val::Sheet(evaluator.sheet)],
        Over::Indicators => {
            let asked = evaluator.indicators_in_domain(sheet, domain);
            let mut found =
                Vec::with_capacity(asked.as_ref().map_or(sheet.indicators.len(), Vec::len));
            let mut add = |at: usize| {
                if sheet.indicators.get(at).is_some_and(|indicator| covers(domain, indicator)) {
                    found.push(Val::Indicator(sheet, at));
                }
            };
            match asked {
                Some(asked) => asked.into_iter().for_each(&mut add),
                None => (0..sheet.indicators.len()).for_each(&mut add),
            }
            found
        }
        Over::Rows(table) => rows(sheet, table, domain, false),
        Over::Totals(table) => rows(sheet, table, domain, true),
        Over::Fields => (0..u16::try_from(sheet.form.fields.len()).unwrap_or(u16::MAX))
            .map(crate::form::FieldId)
            .filter(|id| sheet.field(*id).is_some_and(|cell| !cell.is_empty()))
            .filter(|id| {
                domain.named.as_ref().is_none_or(|name| {
                    sheet.form.field_at(*id).is_some_and(|field| field.is_called(name))
                })
            })
            .map(|id| Val::Field(sheet, id))
            .collect(),
    };
    evaluator.work(found.len());
    found
}

/// The rows of a table, those that add up others or the rest, with the name that a domain gives.
fn rows<'s>(sheet: &'s Sheet, table: TableId, domain: &Domain, totals: bool) -> Vec<Val<'s>> {
    let rows = sheet.rows(table).iter().enumerate();
    let is_named = |row: &Row| match &domain.named {
        Some(name) => row.name().is_some_and(|own| crate::value::same_text(name, own.as_str())),
        None => true,
    };
    rows.filter(|(_, row)| row.is_total == totals && is_named(row))
        .map(|(at, _)| Val::Row(sheet, table, at))
        .collect()
}

/// Whether an indicator is at a level and has a name that a domain ranges over.
fn covers(domain: &Domain, indicator: &Indicator) -> bool {
    let levels = domain.levels.as_ref();
    let name = domain.named.as_ref();
    levels.is_none_or(|levels| indicator.level.is_some_and(|level| levels.contains(&level)))
        && name.is_none_or(|name| crate::value::same_text(name, indicator.name.as_str()))
}

/// Calls back for each pair of things of one sheet that the filter accepts, both bound; or with the
/// cause that keeps it undecided.
fn pairs<'s>(
    evaluator: &mut Evaluator<'s>,
    domain: &'s Domain,
    second: Slot,
    filter: Option<&'s Expr>,
    found: &mut dyn FnMut(&mut Evaluator<'s>, Known<()>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let all = candidates(evaluator, domain);
    for (at, first) in all.iter().enumerate() {
        for other in all.iter().skip(at + 1) {
            if evaluator.exhausted() {
                return found(evaluator, unknown(Cause::TooMuchWork));
            }
            evaluator.bind(domain.slot, first.clone());
            evaluator.bind(second, other.clone());
            match filter.map_or(Ok(true), |filter| evaluator.truth(filter)) {
                Ok(true) => found(evaluator, Ok(()))?,
                Ok(false) => {}
                Err(causes) => found(evaluator, Err(causes))?,
            }
        }
    }
    ControlFlow::Continue(())
}

/// What a range yields, its filter applied, for an aggregate.
pub(super) fn each<'s>(
    evaluator: &mut Evaluator<'s>,
    range: &'s Range,
    body: &'s Expr,
) -> Known<Vec<Val<'s>>> {
    let mut values = Vec::new();
    let mut doubt: Option<Unknown> = None;
    let mut take = |evaluator: &mut Evaluator<'s>, slot, filter: Option<&'s Expr>, candidate| {
        evaluator.bind(slot, candidate);
        match filter.map_or(Ok(true), |filter| evaluator.truth(filter)) {
            Ok(true) => match evaluator.value(body) {
                Ok(value) => values.push(value),
                Err(causes) => doubt.get_or_insert_default().extend(*causes),
            },
            Ok(false) => {}
            Err(causes) => doubt.get_or_insert_default().extend(*causes),
        }
        ControlFlow::Continue(())
    };
    match range {
        Range::Each(domain) => {
            let filter = domain.filter.as_deref();
            let _ = each_candidate(evaluator, domain, &mut |evaluator, candidate| {
                take(evaluator, domain.slot, filter, candidate)
            })?;
        }
        Range::Match { slot, within, pattern, filter } => {
            for candidate in matches(evaluator, within, *pattern)? {
                let _ = take(evaluator, *slot, filter.as_ref(), candidate);
            }
        }
        // No aggregate is written over pairs.
        Range::Pair { .. } => {}
    }
    doubt.map_or(Ok(values), Err)
}

fn matches<'s>(
    evaluator: &mut Evaluator<'s>,
    within: &'s [Expr],
    pattern: Option<PatternId>,
) -> Known<Vec<Val<'s>>> {
    let mut found = Vec::new();
    for text in within {
        let value = evaluator.value(text)?;
        let Some(pattern) = pattern else {
            if let Val::Fragments(fragments) = value {
                found.extend(fragments.each().map(Val::Fragments));
            }
            continue;
        };
        evaluator.work(evaluator.text(&value).map_or(0, |text| text.len() / 16));
        if !evaluator.may_match(pattern, &value) {
            continue;
        }
        let Some(snippet) = evaluator.snippet(&value) else { continue };
        let Some(pattern) = evaluator.rules.patterns.get(pattern) else { continue };
        for matched in pattern.matches(&snippet.text) {
            // A search is linear, but each may scan the whole rest (`/a[^b]*b|a/` where there is no
            // b).
            evaluator.work((snippet.text.len() - matched.whole.start) / SEARCHED_IN_A_STEP);
            if evaluator.exhausted() {
                return unknown(Cause::TooMuchWork);
            }
            let groups = matched.groups.into_iter();
            let groups = groups.map(|(name, group)| (name, snippet.part(group)));
            let whole = snippet.part(matched.whole);
            found.push(Val::Match(Rc::new(Matched { whole, groups: groups.collect() })));
        }
    }
    Ok(found)
}
