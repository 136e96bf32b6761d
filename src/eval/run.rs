//! One rule on one sheet: runs through all that it ranges over and sums up.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::expr::{Evaluator, bit};
use super::search::Search;
use super::value::{Known, Matched, Unknown, Val, unknown};
use super::world::World;
use super::{Cause, Facts, Failure, Failures, MAX_FAILURES, Observer, Outcome, shown_place};
use crate::form::FieldId;
use crate::model::Sheet;
use crate::rule::{Domain, Expr, OnForm, Over, PatternId, Range, RuleSet, Slot};

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
    let mut tally = OutcomeTally::new(rule);
    let mut evaluator = Evaluator::new(rules, world, (at, sheet), facts, observer);
    evaluator.reserve(rule.slots);
    range_over(&mut evaluator, rule, &rule.ranges, 0, &mut tally);
    (tally.outcome(), evaluator.steps())
}

/// The bytes that the search for one match is taken to look at in one step.
const SEARCHED_IN_A_STEP: usize = 512;

/// What has been seen so far.
struct OutcomeTally<'s> {
    failures: Vec<Failure>,
    more: usize,
    causes: BTreeSet<Cause>,
    held: bool,
    /// By range: what it yields, where that is the same whatever is bound outside of it.
    fixed_ranges: Vec<Option<Rc<Passing<'s>>>>,
    /// By condition of 当: what came of it, where that is the same whatever is bound; and the steps that it took.
    fixed_conditions: Vec<Option<(Known<bool>, u32)>>,
}

/// What a range yields: the values that its filter lets through, what is not known of others, and the steps that
/// it took to see it.
struct Passing<'s> {
    values: Vec<Val<'s>>,
    doubt: BTreeSet<Cause>,
    steps: u32,
}

impl<'s> OutcomeTally<'s> {
    fn new(rule: &OnForm) -> Self {
        Self {
            failures: Vec::new(),
            more: 0,
            causes: BTreeSet::new(),
            held: false,
            fixed_ranges: vec![None; rule.ranges.len()],
            fixed_conditions: vec![None; rule.when.len()],
        }
    }

    fn undecided(&mut self, causes: impl IntoIterator<Item = Cause>) {
        self.causes.extend(causes);
    }

    fn outcome(self) -> Outcome {
        if !self.failures.is_empty() {
            let Self { failures, more, causes, .. } = self;
            Outcome::Fails(Failures { told: failures, more, causes })
        } else if !self.causes.is_empty() {
            Outcome::Undecidable(self.causes)
        } else if self.held {
            Outcome::Holds
        } else {
            Outcome::NotApplicable
        }
    }
}

/// All that the ranges yield. `bound` are the variables of those further out, a bit each.
fn range_over<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    ranges: &'s [Range],
    bound: u64,
    tally: &mut OutcomeTally<'s>,
) {
    if evaluator.exhausted() {
        tally.causes.insert(Cause::TooMuchWork);
        return;
    }
    let Some((range, inner)) = ranges.split_first() else {
        judge(evaluator, rule, bound, tally);
        return;
    };
    if let Some(search) = Search::of(range, evaluator.at) {
        if let Range::Pair { domain, .. } = range {
            evaluator.bind(domain.slot, Val::Sheet(evaluator.sheet));
        }
        return other_sheets(evaluator, rule, &search, (inner, bound), tally);
    }
    if let Range::Pair { domain, second, filter, .. } = range {
        let inside = bound | bit(domain.slot) | bit(*second);
        return pairs(
            evaluator,
            domain,
            *second,
            filter.as_ref(),
            &mut |evaluator, met| match met {
                Ok(()) => range_over(evaluator, rule, inner, inside, tally),
                Err(causes) => tally.undecided(*causes),
            },
        );
    }
    if bound != 0 && !evaluator.is_watched() {
        return range_inside(evaluator, rule, (range, inner), bound, tally);
    }
    let slot = slot_of(range);
    let (filter, candidates) = candidates_of(evaluator, range);
    let candidates = match candidates {
        Ok(candidates) => candidates,
        Err(causes) => return tally.undecided(*causes),
    };
    for candidate in candidates {
        evaluator.bind(slot, candidate);
        match filter.map_or(Ok(true), |filter| evaluator.truth(filter)) {
            Ok(true) => range_over(evaluator, rule, inner, bound | bit(slot), tally),
            Ok(false) => {}
            Err(causes) => tally.undecided(*causes),
        }
    }
}

/// A range inside of another: what it yields is found once, if that depends on nothing further out. It is charged
/// each time.
fn range_inside<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    (range, inner): (&'s Range, &'s [Range]),
    bound: u64,
    tally: &mut OutcomeTally<'s>,
) {
    let depth = rule.ranges.len().saturating_sub(inner.len() + 1);
    let passing = match tally.fixed_ranges.get(depth).cloned().flatten() {
        Some(known) => {
            evaluator.work(known.steps as usize);
            known
        }
        None => {
            let (passing, read) = evaluator.reading(|evaluator| passing(evaluator, range));
            let passing = Rc::new(passing);
            if read & bound == 0
                && let Some(place) = tally.fixed_ranges.get_mut(depth)
            {
                *place = Some(Rc::clone(&passing));
            }
            passing
        }
    };
    tally.undecided(passing.doubt.iter().copied());
    let slot = slot_of(range);
    for value in &passing.values {
        evaluator.bind(slot, value.clone());
        range_over(evaluator, rule, inner, bound | bit(slot), tally);
    }
}

fn passing<'s>(evaluator: &mut Evaluator<'s>, range: &'s Range) -> Passing<'s> {
    let before = evaluator.steps();
    let mut passing = Passing { values: Vec::new(), doubt: BTreeSet::new(), steps: 0 };
    let (filter, candidates) = candidates_of(evaluator, range);
    match candidates {
        Err(causes) => passing.doubt = *causes,
        Ok(candidates) => {
            for candidate in candidates {
                evaluator.bind(slot_of(range), candidate.clone());
                match filter.map_or(Ok(true), |filter| evaluator.truth(filter)) {
                    Ok(true) => passing.values.push(candidate),
                    Ok(false) => {}
                    Err(causes) => passing.doubt.extend(*causes),
                }
            }
        }
    }
    passing.steps = evaluator.steps() - before;
    passing
}

/// The variable of what a range yields; of pairs, the first.
fn slot_of(range: &Range) -> Slot {
    match range {
        Range::Each(domain) | Range::Pair { domain, .. } => domain.slot,
        Range::Match { slot, .. } => *slot,
    }
}

/// The filter of a range that is not one over pairs, and what there is for it.
fn candidates_of<'s>(
    evaluator: &mut Evaluator<'s>,
    range: &'s Range,
) -> (Option<&'s Expr>, Known<Vec<Val<'s>>>) {
    match range {
        Range::Each(domain) => (domain.filter.as_deref(), candidates(evaluator, domain)),
        Range::Match { within, pattern, filter, .. } => {
            (filter.as_ref(), matches(evaluator, within, *pattern))
        }
        Range::Pair { .. } => (None, Ok(Vec::new())),
    }
}

/// Each of the sheets that a range finds.
fn other_sheets<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    search: &Search<'s>,
    (inner, bound): (&'s [Range], u64),
    tally: &mut OutcomeTally<'s>,
) {
    let found = match search.run(evaluator) {
        Ok(found) => found,
        Err(causes) => return tally.undecided(*causes),
    };
    for at in found.sheets {
        if evaluator.exhausted() {
            tally.causes.insert(Cause::TooMuchWork);
            return;
        }
        match search.meant(evaluator, at) {
            Ok(true) => range_over(evaluator, rule, inner, bound | bit(search.slot), tally),
            Ok(false) => {}
            Err(causes) => tally.undecided(*causes),
        }
    }
    // What is not similar enough to be forbidden meets the demand, if the rule applies to it at all.
    for at in found.spared {
        if tally.held {
            return;
        }
        let applies =
            search.meant(evaluator, at) == Ok(true) && evaluator.all(&rule.when) == Ok(true);
        tally.held |= applies;
    }
}

/// One instance of the rule, all variables bound.
fn judge<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    bound: u64,
    tally: &mut OutcomeTally<'s>,
) {
    match applies(evaluator, rule, bound, tally) {
        Ok(true) => {}
        Ok(false) => return,
        Err(causes) => return tally.undecided(*causes),
    }
    let mut doubt: Option<Unknown> = None;
    for exception in &rule.exceptions {
        match evaluator.truth(&exception.condition) {
            Ok(true) => return,
            Ok(false) => {}
            Err(causes) => doubt.get_or_insert_default().extend(*causes),
        }
    }
    match (evaluator.all(&rule.demands), doubt) {
        (Ok(true), _) => tally.held = true,
        (Ok(false), Some(causes)) => tally.undecided(*causes),
        (Ok(false), None) => {
            if tally.failures.len() < MAX_FAILURES {
                let failure = evaluator.unseen(|evaluator| shown_place::failure(evaluator, rule));
                tally.failures.push(failure);
            } else {
                tally.more += 1;
            }
        }
        (Err(causes), doubt) => {
            tally.undecided(*causes);
            tally.undecided(doubt.into_iter().flat_map(|causes| *causes));
        }
    }
}

/// Whether all conditions of 当 hold. One that depends on nothing that is bound is decided once, and charged each time.
fn applies<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    bound: u64,
    tally: &mut OutcomeTally<'s>,
) -> Known<bool> {
    if bound == 0 || evaluator.is_watched() {
        return evaluator.all(&rule.when);
    }
    let mut doubt: Option<Unknown> = None;
    for (condition, known) in rule.when.iter().zip(&mut tally.fixed_conditions) {
        let truth = match known {
            Some((truth, steps)) => {
                evaluator.work(*steps as usize);
                truth.clone()
            }
            None => {
                let before = evaluator.steps();
                let (truth, read) = evaluator.reading(|evaluator| evaluator.truth(condition));
                if read & bound == 0 {
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

/// What a domain ranges over, its filter aside.
pub(super) fn candidates<'s>(
    evaluator: &mut Evaluator<'s>,
    domain: &'s Domain,
) -> Known<Vec<Val<'s>>> {
    let sheet = evaluator.sheet_of(domain);
    Ok(match domain.over {
        Over::ThisSheet => vec![Val::Sheet(evaluator.sheet)],
        Over::Sheets(scope) => {
            let found = Search::of_domain(scope, domain).run(evaluator)?;
            let sheets = found.sheets.into_iter().filter_map(|at| evaluator.world.sheet(at));
            sheets.map(Val::Sheet).collect()
        }
        Over::Indicators => {
            let wanted = |at: usize| {
                let indicator = sheet.indicators.get(at)?;
                let filed = domain.levels.as_ref().is_none_or(|levels| {
                    indicator.level.is_some_and(|level| levels.contains(&level))
                });
                let named = domain
                    .named
                    .as_ref()
                    .is_none_or(|name| crate::value::same_text(name, indicator.name.as_str()));
                (filed && named).then_some(Val::Indicator(sheet, at))
            };
            match evaluator.indicators_asked_for(sheet, domain) {
                Some(asked) => asked.into_iter().filter_map(wanted).collect(),
                None => collected(
                    sheet.indicators.len(),
                    (0..sheet.indicators.len()).filter_map(wanted),
                ),
            }
        }
        Over::Fields => {
            let called = |id: &FieldId| {
                domain.named.as_ref().is_none_or(|name| {
                    sheet.form.field_at(*id).is_some_and(|field| field.is_called(name))
                })
            };
            let all = (0..u16::try_from(sheet.form.fields.len()).unwrap_or(u16::MAX)).map(FieldId);
            let filled = all.filter(|id| sheet.field(*id).is_some_and(|cell| !cell.is_empty()));
            let fields = filled.filter(called).map(|id| Val::Field(sheet, id));
            collected(sheet.form.fields.len(), fields)
        }
    })
}

/// Some of so many at most.
fn collected<'s>(most: usize, some: impl Iterator<Item = Val<'s>>) -> Vec<Val<'s>> {
    let mut all = Vec::with_capacity(most);
    all.extend(some);
    all
}

/// Calls back for each pair of things of one sheet that the filter lets through, both bound; or with
/// what keeps it from being decided.
fn pairs<'s>(
    evaluator: &mut Evaluator<'s>,
    domain: &'s Domain,
    second: Slot,
    filter: Option<&'s Expr>,
    found: &mut dyn FnMut(&mut Evaluator<'s>, Known<()>),
) {
    let all = match candidates(evaluator, domain) {
        Ok(all) => all,
        Err(causes) => return found(evaluator, Err(causes)),
    };
    for (at, first) in all.iter().enumerate() {
        for other in all.iter().skip(at + 1) {
            if evaluator.exhausted() {
                return found(evaluator, unknown(Cause::TooMuchWork));
            }
            evaluator.bind(domain.slot, first.clone());
            evaluator.bind(second, other.clone());
            match filter.map_or(Ok(true), |filter| evaluator.truth(filter)) {
                Ok(true) => found(evaluator, Ok(())),
                Ok(false) => {}
                Err(causes) => found(evaluator, Err(causes)),
            }
        }
    }
}

/// What a range yields, its filter applied, for an aggregate.
pub(super) fn each<'s>(
    evaluator: &mut Evaluator<'s>,
    range: &'s Range,
    body: &'s Expr,
) -> Known<Vec<Val<'s>>> {
    // No aggregate is written over pairs.
    let (slot, (filter, candidates)) = (slot_of(range), candidates_of(evaluator, range));
    let candidates = candidates?;
    let mut values = Vec::new();
    let mut doubt: Option<Unknown> = None;
    for candidate in candidates {
        evaluator.bind(slot, candidate);
        match filter.map_or(Ok(true), |filter| evaluator.truth(filter)) {
            Ok(true) => match evaluator.value(body) {
                Ok(value) => values.push(value),
                Err(causes) => doubt.get_or_insert_default().extend(*causes),
            },
            Ok(false) => {}
            Err(causes) => doubt.get_or_insert_default().extend(*causes),
        }
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
            // A search is linear, but each may look at all that is left (`/a[^b]*b|a/` where no b is).
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
