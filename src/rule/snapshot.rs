//! A rule set as bytes and back, so that rules that are known to be sound need not be parsed or
//! checked again. Takes a rule set; gives an equivalent one. What is built on first use, such as
//! automata, is rebuilt.

use std::sync::Arc;

use super::{Id, RuleId, RuleSet};

impl RuleSet {
    /// The rule set as bytes, the same wherever it is written.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_allocvec(self).ok()
    }

    /// The rule set that was written as these bytes; `None` if they are invalid.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (mut set, rest) = postcard::take_from_bytes::<Self>(bytes).ok()?;
        let forms = &set.forms;
        for on in set.rules.iter_mut().flat_map(|rule| &mut rule.forms) {
            on.form = Arc::clone(forms.get(on.id)?);
        }
        rest.is_empty().then_some(set)
    }

    /// Removes the rules of packs that do not judge, as if they had not been checked.
    pub(crate) fn keep_packs(&mut self, judges: impl Fn(&str) -> bool) {
        let mut kept = 0;
        let ids: Vec<Option<RuleId>> = self
            .rules
            .iter()
            .map(|rule| {
                judges(&rule.pack).then(|| {
                    kept += 1;
                    RuleId::new(kept - 1)
                })
            })
            .collect();
        if kept == ids.len() {
            return;
        }
        let id_now = |id: &RuleId| ids.get(id.index()).copied().flatten();
        self.rules.retain(|rule| judges(&rule.pack));
        for on in self.rules.iter_mut().flat_map(|rule| &mut rule.forms) {
            on.tightened_by = on.tightened_by.iter().filter_map(id_now).collect();
        }
    }
}
