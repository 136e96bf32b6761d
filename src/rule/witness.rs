//! What a rule finds in other sheets: its witnesses. A rule is judged for one sheet and reports
//! once for each thing in it, however many other sheets show the fault. Takes checked ranges and
//! demands; gives which variables are other sheets or parts of them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::visit::walk;
use super::{Amount, BinaryOp, Domain, Expr, Kind, OnForm, Over, PartOf, Range, Slot};
use crate::form::AttributeId;

/// The parts of a rule that look at other sheets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Witnesses {
    /// How many of the ranges read only the judged sheet; they come first.
    pub(crate) own_ranges: usize,
    /// The variables of 对 and of forbidden 有 that stand for other sheets or for what is in them.
    pub(crate) slots: BTreeSet<Slot>,
    /// The variables behind the first ranges that stand for something in the judged sheet all the
    /// same.
    pub(crate) own_slots: Vec<Slot>,
    /// Where the last ranges are other sheets and their indicators: what the conditions read of
    /// such an indicator, if that is all that they read there.
    pub(crate) reads: Option<Vec<IndicatorRead>>,
}

/// What can be read of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum IndicatorRead {
    /// 名称, or where it is filed.
    Part(PartOf),
    /// An attribute.
    Attribute(AttributeId),
}

impl OnForm {
    /// Moves the ranges that read only the judged sheet before the others, and notes which
    /// variables are witnesses.
    pub(crate) fn find_witnesses(&mut self) {
        let mut slots = BTreeSet::new();
        let (mut own, mut others) = (Vec::new(), Vec::new());
        let mut own_slots = Vec::new();
        for range in std::mem::take(&mut self.ranges) {
            let is_other = range.is_elsewhere(&slots);
            if is_other {
                slots.extend(range.slots());
            }
            if is_other || range.expressions().iter().any(|expr| reads_any(expr, &slots)) {
                if !is_other {
                    own_slots.extend(range.slots());
                }
                others.push(range);
            } else {
                own.push(range);
            }
        }
        let own_ranges = own.len();
        self.ranges = own.into_iter().chain(others).collect();
        let forbidden = self.demands.iter().flat_map(|demand| forbidden(demand, false));
        slots.extend(forbidden.map(|domain| domain.slot));
        let reads = self.reads_of_last(own_ranges);
        self.witnesses = Witnesses { own_ranges, slots, own_slots, reads };
    }
}

impl OnForm {
    fn reads_of_last(&self, own_ranges: usize) -> Option<Vec<IndicatorRead>> {
        let [before @ .., Range::Each(sheets), Range::Each(last)] = self.ranges.as_slice() else {
            return None;
        };
        let fits = before.len() >= own_ranges
            && sheets.filter.is_none()
            && matches!(sheets.over, Over::Sheets(_))
            && matches!(last.over, Over::Indicators)
            && last.of == Some(sheets.slot);
        if !fits {
            return None;
        }
        let exceptions = self.exceptions.iter().map(|exception| &exception.condition);
        let conditions = self.when.iter().chain(exceptions).chain(&self.demands);
        let mut reads = BTreeSet::new();
        let mut conditions = conditions.chain(last.filter.as_deref());
        let known =
            conditions.all(|condition| reads_only(condition, [sheets.slot, last.slot], &mut reads));
        known.then(|| reads.into_iter().collect())
    }
}

/// Whether all that an expression reads of a sheet and of an indicator in it are names, levels and
/// attributes of the indicator, which are noted.
fn reads_only(expr: &Expr, [sheet, last]: [Slot; 2], reads: &mut BTreeSet<IndicatorRead>) -> bool {
    let read = match &expr.kind {
        Kind::Part(of, part) => Some((of, IndicatorRead::Part(*part))),
        Kind::Attribute(of, id) => Some((of, IndicatorRead::Attribute(*id))),
        _ => None,
    };
    if let Some((of, read)) = read
        && matches!(of.kind, Kind::Variable(slot) if slot == last)
    {
        reads.insert(read);
        return true;
    }
    let is_either = |slot: Slot| slot == sheet || slot == last;
    let bare = matches!(expr.kind, Kind::Variable(slot) if is_either(slot))
        || expr.domain().and_then(|domain| domain.of).is_some_and(is_either);
    !bare && expr.children().into_iter().all(|part| reads_only(part, [sheet, last], reads))
}

impl Range {
    /// Its variables.
    pub(crate) fn slots(&self) -> Vec<Slot> {
        match self {
            Range::Each(domain) => vec![domain.slot],
            Range::Pair { domain, second, .. } => vec![domain.slot, *second],
            Range::Match { slot, .. } => vec![*slot],
        }
    }

    /// Whether it ranges over other sheets or parts of them.
    fn is_elsewhere(&self, others: &BTreeSet<Slot>) -> bool {
        match self {
            Range::Each(domain) | Range::Pair { domain, .. } => {
                matches!(domain.over, Over::Sheets(_))
                    || domain.of.is_some_and(|of| others.contains(&of))
            }
            Range::Match { within, .. } => within.iter().any(|text| reads_any(text, others)),
        }
    }
}

/// Whether an expression reads one of some variables.
pub(crate) fn reads_any(expr: &Expr, slots: &BTreeSet<Slot>) -> bool {
    let mut found = false;
    walk(expr, &mut |part| {
        let of = part.domain().and_then(|domain| domain.of);
        let read = if let Kind::Variable(slot) = part.kind { Some(slot) } else { of };
        found |= read.is_some_and(|slot| slots.contains(&slot));
    });
    found
}

/// The sheets that must not be there: those that are, where a condition has the other truth than it
/// must have. `不得 有 表 b …`, `须 没有 表 b …`, alone or joined by 且 to what else is forbidden.
pub(crate) fn forbidden(expr: &Expr, truth: bool) -> Vec<&Domain> {
    match &expr.kind {
        Kind::Not(inner) => forbidden(inner, !truth),
        Kind::Binary(left, op @ (BinaryOp::And | BinaryOp::Or), right)
            if (*op == BinaryOp::And) == truth =>
        {
            [left, right].into_iter().flat_map(|side| forbidden(side, truth)).collect()
        }
        Kind::Exists(amount, domain) if matches!(domain.over, Over::Sheets(_)) => {
            let present = matches!(amount, Amount::Some | Amount::AtLeast(_));
            let absent = matches!(amount, Amount::None | Amount::AtMost(_));
            if (truth && present) || (!truth && absent) { vec![domain] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}
