//! What came of rules on a sheet, remembered by what it depends on. Takes keys; gives outcomes,
//! evaluated only where none is known for the key. Knows no rule.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::RuleKey;
use crate::eval::Outcome;

/// What the outcome of a rule on a sheet depends on besides the sheet: what the rule asks for, and
/// a hash of whatever else it looks at.
pub(crate) type OutcomeKey = (RuleKey, u64);

/// What came of rules on one sheet, in the order in which they were asked for, and what each cost.
#[derive(Clone, Debug, Default)]
pub(crate) struct Remembered(Arc<Vec<(OutcomeKey, Came, u32)>>);

/// An outcome. Most say nothing more, and take no more room.
#[derive(Clone, Debug)]
enum Came {
    Holds,
    NotApplicable,
    More(Arc<Outcome>),
}

/// The last outcomes of each sheet of a document.
#[derive(Debug, Default)]
pub(crate) struct OutcomeMemory(Mutex<BTreeMap<usize, Remembered>>);

impl Remembered {
    /// What came of the rule that was asked for at that place.
    pub(crate) fn get(&self, at: usize) -> Option<&Outcome> {
        Some(match &self.0.get(at)?.1 {
            Came::Holds => &Outcome::Holds,
            Came::NotApplicable => &Outcome::NotApplicable,
            Came::More(outcome) => outcome,
        })
    }

    /// What all of them cost, whether they were remembered or not.
    pub(crate) fn cost(&self) -> u64 {
        self.0.iter().map(|(.., cost)| u64::from(*cost)).sum()
    }

    fn answers(&self, keys: &[OutcomeKey]) -> bool {
        self.0.len() == keys.len() && self.0.iter().zip(keys).all(|((known, ..), key)| known == key)
    }
}

impl From<Outcome> for Came {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Holds => Self::Holds,
            Outcome::NotApplicable => Self::NotApplicable,
            outcome => Self::More(Arc::new(outcome)),
        }
    }
}

impl OutcomeMemory {
    /// Forgets what came of the rules on a sheet.
    pub(crate) fn forget(&self, sheet: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&sheet);
    }

    /// The outcomes of the rules with these keys on one of the sheets, in their order. What is not
    /// known is evaluated, by its position among the keys; what is not asked for is forgotten.
    pub(crate) fn outcomes(
        &self,
        sheet: usize,
        keys: &[OutcomeKey],
        evaluate: &dyn Fn(usize) -> (Outcome, u32),
    ) -> Remembered {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&sheet).cloned().unwrap_or_default();
        if known.answers(keys) {
            return known;
        }
        let by: BTreeMap<OutcomeKey, (&Came, u32)> =
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
        let now = Remembered(Arc::new(keys.iter().enumerate().map(came).collect()));
        lock().insert(sheet, now.clone());
        now
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn only_what_is_not_known_is_evaluated_and_what_is_not_asked_for_is_forgotten() {
        let memory = OutcomeMemory::default();
        let asked = RefCell::new(Vec::new());
        let ask = |keys: &[(u64, u64)]| {
            let keys: Vec<OutcomeKey> =
                keys.iter().map(|(key, rest)| (RuleKey::new(*key), *rest)).collect();
            memory.outcomes(0, &keys, &|at| {
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
