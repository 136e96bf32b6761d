//! Outcomes of rules on a sheet, cached by what they depend on. Takes keys; gives outcomes,
//! evaluated only if none is cached for the key. Knows no rule.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::RuleKey;
use crate::eval::Outcome;

/// What the outcome of a rule on a sheet depends on besides the sheet: the content of the rule, and
/// a hash of whatever else it looks at.
pub(crate) type OutcomeKey = (RuleKey, u64);

/// The outcomes of rules on one sheet, in the order in which they were requested, with their costs.
#[derive(Clone, Debug, Default)]
pub(crate) struct CachedOutcomes(Arc<Vec<(OutcomeKey, StoredOutcome, u32)>>);

/// An outcome. Most are bare, and take no more room.
#[derive(Clone, Debug)]
enum StoredOutcome {
    Holds,
    NotApplicable,
    More(Arc<Outcome>),
}

/// The last outcomes of each sheet of a document.
#[derive(Debug, Default)]
pub(crate) struct OutcomeCache(Mutex<BTreeMap<usize, CachedOutcomes>>);

impl CachedOutcomes {
    /// The outcome of the rule requested at that position.
    pub(crate) fn get(&self, at: usize) -> Option<&Outcome> {
        Some(match &self.0.get(at)?.1 {
            StoredOutcome::Holds => &Outcome::Holds,
            StoredOutcome::NotApplicable => &Outcome::NotApplicable,
            StoredOutcome::More(outcome) => outcome,
        })
    }

    /// The cost of all of them, whether they were cached or not.
    pub(crate) fn cost(&self) -> u64 {
        self.0.iter().map(|(.., cost)| u64::from(*cost)).sum()
    }

    fn answers(&self, keys: &[OutcomeKey]) -> bool {
        self.0.len() == keys.len() && self.0.iter().zip(keys).all(|((known, ..), key)| known == key)
    }
}

impl From<Outcome> for StoredOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Holds => Self::Holds,
            Outcome::NotApplicable => Self::NotApplicable,
            outcome => Self::More(Arc::new(outcome)),
        }
    }
}

impl OutcomeCache {
    /// Drops the outcomes of a sheet.
    pub(crate) fn forget(&self, sheet: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&sheet);
    }

    /// The outcomes of the rules with these keys on one of the sheets, in their order. Those not
    /// cached are evaluated, by position among the keys; those not requested are dropped.
    pub(crate) fn outcomes(
        &self,
        sheet: usize,
        keys: &[OutcomeKey],
        evaluate: &dyn Fn(usize) -> (Outcome, u32),
    ) -> CachedOutcomes {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&sheet).cloned().unwrap_or_default();
        if known.answers(keys) {
            return known;
        }
        let by: BTreeMap<OutcomeKey, (&StoredOutcome, u32)> =
            known.0.iter().map(|(key, came, cost)| (*key, (came, *cost))).collect();
        let came = |(at, key): (usize, &OutcomeKey)| {
            let (came, cost) = match by.get(key) {
                Some((came, cost)) => ((*came).clone(), *cost),
                None => {
                    let (outcome, cost) = evaluate(at);
                    (outcome.into(), cost)
                }
            };
            (*key, came, cost)
        };
        let now = CachedOutcomes(Arc::new(keys.iter().enumerate().map(came).collect()));
        lock().insert(sheet, now.clone());
        now
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn only_what_is_not_known_is_evaluated_and_what_is_not_requested_is_forgotten() {
        let cache = OutcomeCache::default();
        let asked = RefCell::new(Vec::new());
        let ask = |keys: &[(u64, u64)]| {
            let keys: Vec<OutcomeKey> =
                keys.iter().map(|(key, rest)| (RuleKey::new(*key), *rest)).collect();
            cache.outcomes(0, &keys, &|at| {
                asked.borrow_mut().push(at);
                (Outcome::Holds, 3)
            });
            std::mem::take(&mut *asked.borrow_mut())
        };
        assert_eq!(ask(&[(1, 0), (2, 0)]), [0, 1]);
        assert_eq!(ask(&[(1, 0), (2, 0)]), [0; 0]);
        assert_eq!(ask(&[(3, 0), (2, 0), (1, 7)]), [0, 2]);
        assert_eq!(ask(&[(1, 0)]), [0], "it was forgotten");
    }
}
