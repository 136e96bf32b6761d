//! 收紧: a rule of a lower pack in place of one of an upper pack. Finds the upper rule; whether the
//! lower one demands no less is checked by `lint`.

use super::checker::Checker;
use super::law_words as words;
use crate::lint::relaxed;
use crate::nearest::nearest;
use crate::rule::{FormId, RuleId};
use crate::syntax::rule::Name;

/// A rule that was declared to tighten another: its id, and the other's name.
pub(super) struct Tightening<'a> {
    pub(crate) rule: RuleId,
    pub(crate) of: &'a Name,
}

impl Checker<'_> {
    /// Makes each rule replace the one that it tightens, on every form.
    pub(super) fn tighten(&mut self, all: &[Tightening<'_>]) {
        let mut relaxing: Vec<(RuleId, FormId)> = Vec::new();
        for Tightening { rule: id, of } in all {
            let forms = self.set.rules.get(*id).map(|rule| rule.forms.iter().map(|on| on.id));
            for form in forms.into_iter().flatten().collect::<Vec<_>>() {
                if !self.tighten_on(*id, of, form) {
                    relaxing.push((*id, form));
                }
            }
        }
        for (id, form) in relaxing {
            // A faulty rule stays in the set, so that it can be named, and is never in force.
            let Some(rule) = self.set.rules.get_mut(id) else { continue };
            if !self.set.faulty.contains(&rule.name) {
                self.set.faulty.push(rule.name.clone());
            }
            for on in rule.forms.iter_mut().filter(|on| on.id == form) {
                on.in_force = Some(Vec::new());
            }
        }
    }

    /// Whether the rule demands no less on a form, if there is a rule to compare it with.
    fn tighten_on(&mut self, id: RuleId, of: &Name, form: FormId) -> bool {
        let upper_id = self.set.rules.find(|rule| rule.name == of.text && rule.on(form).is_some());
        let lower = self.set.rules.get(id).and_then(|rule| Some((rule, rule.on(form)?)));
        let upper = upper_id.and_then(|id| self.set.rules.get(id));
        let upper = upper.and_then(|rule| Some((rule, rule.on(form)?)));
        let Some(lower) = lower else { return true };
        let (Some(upper_id), Some(upper)) = (upper_id, upper) else {
            let known = self.set.rules.iter().map(|rule| rule.name.as_str());
            let near = nearest(&of.text, known).map(str::to_owned);
            self.diagnostics.report(words::tightens_nothing(of, near.as_deref()));
            return true;
        };
        if upper.0.pack == lower.0.pack {
            self.diagnostics.report(words::tightens_its_own_pack(of, upper.0.span));
            return true;
        }
        if let Some(how) = relaxed(&self.set, upper, lower) {
            self.diagnostics.report(words::relaxes(of, upper.0.span, lower.0.span, how));
            return false;
        }
        let upper = self.set.rules.get_mut(upper_id).into_iter().flat_map(|rule| &mut rule.forms);
        upper.filter(|on| on.id == form).for_each(|on| on.tightened_by.push(id));
        true
    }
}
