//! Indicators of other sheets that a rule cannot distinguish: for each name, the values that the
//! rule reads are compared once, so that one result holds for a thousand equal sheets. Takes the
//! sheets of a group and the parts that a rule reads; gives indicators by name, grouped by these
//! values.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::ControlFlow;
use std::sync::Arc;

use foldhash::HashMap;

use super::expr::{Evaluator, name_asked_of};
use super::run::{OutcomeTally, judge};
use super::search::Search;
use super::value::Val;
use super::witness::GatheredCases;
use super::world::Common;
use super::{Cause, MOST_WITNESSES};
use crate::form::LevelId;
use crate::model::{Indicator, Sheet};
use crate::rule::{Domain, Expr, IndicatorRead, OnForm, Over, PartOf, Range, SheetScope};
use crate::value::{fold, fold_char};

/// Which indicators are ranged over, and what is read of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TwinKey {
    levels: Option<Vec<LevelId>>,
    named: Option<String>,
    reads: Vec<IndicatorRead>,
}

/// Indicators of which a rule reads the same values: the position of the sheet of each, and its
/// own, in order.
type Twins = Vec<(usize, usize)>;

/// The indicators of a group of sheets, by their names. Never iterated.
#[derive(Debug, Default)]
pub(super) struct TwinIndex(HashMap<String, Vec<Twins>>);

impl TwinIndex {
    /// From the sheets of a group, in order.
    pub(super) fn new<'s>(sheets: impl Iterator<Item = (usize, &'s Sheet)>, key: &TwinKey) -> Self {
        let mut index = Self::default();
        let mut known: HashMap<(Cow<'_, str>, Vec<Said<'_>>), usize> = HashMap::default();
        for (at, sheet) in sheets {
            for (number, indicator) in sheet.indicators.iter().enumerate() {
                if !key.means(indicator) {
                    continue;
                }
                let name = folded(indicator.name.as_str().trim());
                let read = key.reads.iter().map(|read| said(indicator, *read)).collect();
                let groups = match index.0.get_mut(&*name) {
                    Some(groups) => groups,
                    None => index.0.entry(name.clone().into_owned()).or_default(),
                };
                let group = *known.entry((name, read)).or_insert(groups.len());
                if group == groups.len() {
                    groups.push(Vec::new());
                }
                groups.get_mut(group).into_iter().for_each(|twins| twins.push((at, number)));
            }
        }
        index
    }
}

/// A name by which twins are looked up.
fn folded(name: &str) -> Cow<'_, str> {
    match name.chars().all(|character| fold_char(character) == character) {
        true => Cow::Borrowed(name),
        false => Cow::Owned(fold(name)),
    }
}

impl TwinKey {
    fn means(&self, indicator: &Indicator) -> bool {
        let filed = self
            .levels
            .as_ref()
            .is_none_or(|levels| indicator.level.is_some_and(|level| levels.contains(&level)));
        let named = self.named.as_ref();
        filed && named.is_none_or(|name| crate::value::same_text(name, indicator.name.as_str()))
    }
}

/// What a read of an indicator depends on; all sheets of a group have the same form.
#[derive(PartialEq, Eq, Hash)]
enum Said<'s> {
    Text(Option<&'s str>),
    Level(Option<LevelId>),
}

fn said(indicator: &Indicator, read: IndicatorRead) -> Said<'_> {
    match read {
        IndicatorRead::Part(PartOf::Name) => Said::Text(Some(indicator.name.as_str())),
        // All parts but the name depend on the level alone.
        IndicatorRead::Part(_) => Said::Level(indicator.level),
        IndicatorRead::Attribute(id) => {
            let cell = indicator.attribute(id).filter(|cell| !cell.is_empty());
            Said::Text(cell.map(|cell| cell.text.as_str()))
        }
    }
}

/// The last two ranges of a rule: sheets, and those of their indicators that have a name.
pub(super) struct Tail<'s> {
    scope: SheetScope,
    sheets: &'s Domain,
    indicators: &'s Domain,
    filter: &'s Expr,
    /// The name that the filter requires.
    name: &'s Expr,
    reads: &'s [IndicatorRead],
    /// `None` if the judged sheet lacks the key of the scope.
    index: OnceCell<Option<Arc<TwinIndex>>>,
}

/// The last two ranges of a rule, if the parts that it reads are known.
pub(super) fn tail<'s>(evaluator: &Evaluator<'s>, rule: &'s OnForm) -> Option<Tail<'s>> {
    let [.., Range::Each(sheets), Range::Each(indicators)] = rule.ranges.as_slice() else {
        return None;
    };
    let Over::Sheets(scope) = sheets.over else { return None };
    let filter = indicators.filter.as_deref()?;
    let name = name_asked_of(filter, indicators.slot)?;
    let reads = rule.witnesses.reads.as_deref()?;
    let index = OnceCell::new();
    // An observer sees each of them.
    let tail = Tail { scope, sheets, indicators, filter, name, reads, index };
    Some(tail).filter(|_| !evaluator.is_watched())
}

impl Tail<'_> {
    fn index(&self, evaluator: &Evaluator<'_>) -> Option<&TwinIndex> {
        let find = || {
            let common = Common { unit: self.scope.unit, year: self.scope.year };
            let group = evaluator.world.group(evaluator.at, common)?;
            let key = TwinKey {
                levels: self.indicators.levels.clone(),
                named: self.indicators.named.clone(),
                reads: self.reads.to_vec(),
            };
            Some(evaluator.world.twins(&group, key))
        };
        self.index.get_or_init(find).as_deref()
    }
}

/// Judges what is bound with each of the indicators of other sheets that have the required name.
pub(super) fn judge_each<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    tail: &Tail<'s>,
    tally: &mut OutcomeTally,
    gathered: &mut GatheredCases<'s>,
) -> Option<()> {
    let Tail { scope, sheets, indicators, filter, .. } = *tail;
    let name = evaluator.value(tail.name).ok()?;
    let name = evaluator.snippet(&name)?;
    let Some(index) = tail.index(evaluator) else {
        // If the judged sheet lacks the key, the search reports it.
        let found = Search::of_domain(scope, sheets).run(evaluator);
        tally.undecided(found.err().into_iter().flat_map(|causes| *causes));
        return None;
    };
    let mut failing: Twins = Vec::new();
    for twins in index.0.get(&*folded(name.text.trim())).into_iter().flatten() {
        let own = evaluator.at;
        let others = twins.iter().copied().filter(|(at, _)| !(scope.others && *at == own));
        for (nth, (at, number)) in others.clone().take(MOST_WITNESSES).enumerate() {
            if evaluator.exhausted() {
                tally.causes.insert(Cause::TooMuchWork);
                return Some(());
            }
            bind(evaluator, (sheets, indicators), (at, number))?;
            let doubts = tally.causes.len();
            let mut case = GatheredCases::default();
            match evaluator.truth(filter) {
                Ok(true) => {
                    let _ = judge(evaluator, rule, tally, &mut case);
                }
                Ok(false) => {}
                Err(causes) => tally.undecided(*causes),
            }
            if !case.is_empty() {
                failing.extend(others.clone().take(MOST_WITNESSES + 1));
            }
            // The first result holds for all, but the causes of an unknown are reported for each.
            if nth == 0 && tally.causes.len() == doubts {
                break;
            }
        }
    }
    failing.sort_unstable();
    failing.dedup();
    for place in failing {
        evaluator.work(1);
        bind(evaluator, (sheets, indicators), place)?;
        if gathered.add(evaluator, rule) == ControlFlow::Break(()) {
            break;
        }
    }
    Some(())
}

fn bind<'s>(
    evaluator: &mut Evaluator<'s>,
    (sheets, indicators): (&'s Domain, &'s Domain),
    (at, number): (usize, usize),
) -> Option<()> {
    let sheet = evaluator.world.sheet(at)?;
    evaluator.bind(sheets.slot, Val::Sheet(sheet));
    evaluator.bind(indicators.slot, Val::Indicator(sheet, number));
    Some(())
}
