//! Which rules judge a sheet: one answer for all callers. Takes checked rules, the policy of a
//! project, and the form and days of a sheet; gives the rules that judge it, and why each other
//! rule does not. Knows no sheet.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Severity};
use crate::dictionary::DaySpan;
use crate::rule::{FormId, OnForm, Rule, RuleId, RuleSet};

/// Why a rule judges no sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeftOut {
    /// Others were selected.
    NotSelected,
    /// It is ignored.
    Ignored,
    /// Its severity is `off`.
    Off,
}

/// The settings of a project for the rules of one rule set; without one, a rule applies as written.
#[derive(Clone, Debug, Default)]
pub struct Judging {
    /// The rules that judge no sheet.
    pub(super) left_out: BTreeMap<RuleId, LeftOut>,
    /// Severities that replace those of the rules.
    pub(super) severity: BTreeMap<RuleId, Severity>,
}

impl Judging {
    /// Whether a rule judges no sheet.
    pub(crate) fn leaves_out(&self, id: RuleId) -> bool {
        self.left_out.contains_key(&id)
    }

    /// The severity of the findings of a rule.
    pub fn severity(&self, id: RuleId, rule: &Rule) -> Severity {
        self.severity.get(&id).copied().unwrap_or(rule.severity)
    }

    /// The rules that judge sheets, in order.
    pub(crate) fn rules<'r>(&self, rules: &'r RuleSet) -> impl Iterator<Item = (RuleId, &'r Rule)> {
        rules.rules.entries().filter(|(id, _)| !self.leaves_out(*id))
    }

    /// The rules that do not, in order, with the reason.
    pub(crate) fn rules_left_out<'r>(
        &self,
        rules: &'r RuleSet,
    ) -> impl Iterator<Item = (&'r Rule, LeftOut)> {
        let all = rules.rules.entries();
        all.filter_map(|(id, rule)| Some((rule, *self.left_out.get(&id)?)))
    }
}

/// A rule that judges sheets of one form.
#[derive(Clone, Debug)]
pub(super) struct Judge<'r> {
    pub(crate) id: RuleId,
    pub(crate) rule: &'r Rule,
    pub(crate) on: &'r OnForm,
    pub(crate) severity: Severity,
    /// The code of its findings.
    pub(crate) code: Code,
}

/// Why a rule does not judge a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) enum WhyNot<'r> {
    /// It is not for sheets of this form.
    OtherForm,
    /// The project leaves it out.
    LeftOut,
    /// This rule replaces it.
    TightenedBy(&'r Rule),
    /// It is not in force on the days of the sheet.
    NotInForce(&'r [DaySpan]),
}

/// The rules that judge the sheets of one form on some days.
#[derive(Debug, Default)]
pub(super) struct Bench<'r> {
    pub(crate) judges: Vec<Judge<'r>>,
    /// How many more would judge if they were in force.
    pub(crate) not_in_force: usize,
    /// How many rules are for the form, whether they judge or not; and how many of these the
    /// project leaves out.
    pub(crate) for_form: usize,
    pub(crate) left_out: usize,
}

/// The rules with the policy of a project.
#[derive(Clone, Copy)]
pub(super) struct Judges<'r> {
    rules: &'r RuleSet,
    judging: &'r Judging,
}

impl<'r> Judges<'r> {
    pub(crate) fn new(rules: &'r RuleSet, judging: &'r Judging) -> Self {
        Self { rules, judging }
    }

    /// Whether a rule judges the sheets of a form on some days.
    pub(crate) fn judge(
        &self,
        id: RuleId,
        rule: &'r Rule,
        form: Option<FormId>,
        days: Option<DaySpan>,
    ) -> Result<Judge<'r>, WhyNot<'r>> {
        let on = form.and_then(|form| rule.on(form)).ok_or(WhyNot::OtherForm)?;
        if self.judging.leaves_out(id) {
            return Err(WhyNot::LeftOut);
        }
        let tighter = on.tightened_by.iter().filter(|id| !self.judging.leaves_out(**id));
        let mut tighter = tighter.filter_map(|id| self.rules.rules.get(*id));
        let binds = |rule: &&Rule| rule.on(on.id).is_some_and(|on| on.binds(days));
        if let Some(tighter) = tighter.find(binds) {
            return Err(WhyNot::TightenedBy(tighter));
        }
        if !on.binds(days) {
            return Err(WhyNot::NotInForce(on.in_force.as_deref().unwrap_or_default()));
        }
        let severity = self.judging.severity(id, rule);
        Ok(Judge { id, rule, on, severity, code: Code::rule(&*rule.name) })
    }

    /// All that judge the sheets of a form on some days.
    pub(crate) fn bench(&self, form: Option<FormId>, days: Option<DaySpan>) -> Bench<'r> {
        let mut bench = Bench::default();
        for (id, rule) in self.rules.rules.entries() {
            let judge = self.judge(id, rule, form, days);
            bench.for_form += usize::from(!matches!(judge, Err(WhyNot::OtherForm)));
            match judge {
                Ok(judge) => bench.judges.push(judge),
                Err(WhyNot::NotInForce(_)) => bench.not_in_force += 1,
                Err(WhyNot::LeftOut) => bench.left_out += 1,
                Err(WhyNot::OtherForm | WhyNot::TightenedBy(_)) => {}
            }
        }
        bench
    }
}
