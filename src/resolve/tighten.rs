//! 收紧: a rule of a lower pack in place of one of an upper pack. Finds the upper rule; whether the lower one asks for no
//! less is seen by `lint`.

use std::sync::Arc;

use super::checker::Checker;
use super::law_words as words;
use crate::lint::relaxed;
use crate::nearest::nearest;
use crate::syntax::rule::Name;

/// A rule that was declared to tighten another: its place in the set, and the other's name.
pub(super) struct Tightening<'a> {
    pub rule: usize,
    pub of: &'a Name,
}

impl Checker<'_> {
    /// Lets each rule stand in place of the one that it tightens.
    pub(super) fn tighten(&mut self, all: &[Tightening<'_>]) {
        let mut relaxing: Vec<usize> = Vec::new();
        for Tightening { rule: at, of } in all {
            let Some(lower) = self.set.rules.get(*at) else { continue };
            let upper = self
                .set
                .rules
                .iter()
                .position(|rule| rule.name == of.text && Arc::ptr_eq(&rule.form, &lower.form));
            let (lower, Some((upper_at, upper))) =
                (lower, upper.and_then(|at| Some((at, self.set.rules.get(at)?))))
            else {
                let known = self.set.rules.iter().map(|rule| rule.name.as_str());
                let near = nearest(&of.text, known).map(str::to_owned);
                self.say(words::tightens_nothing(of, near.as_deref()));
                continue;
            };
            if upper.pack == lower.pack {
                self.say(words::tightens_its_own_pack(of, upper.span));
                continue;
            }
            match relaxed(&self.set, upper, lower) {
                Some(how) => {
                    self.say(words::relaxes(of, upper.span, lower.span, how));
                    relaxing.push(*at);
                }
                None => {
                    if let Some(upper) = self.set.rules.get_mut(upper_at) {
                        upper.tightened_by.push(*at);
                    }
                }
            }
        }
        for at in relaxing.into_iter().rev() {
            // The slots of other rules must stay: a faulty rule stays, too, and never applies.
            if let Some(rule) = self.set.rules.get_mut(at) {
                self.set.faulty.push(rule.name.clone());
                rule.in_force = Some(Vec::new());
            }
        }
    }
}
