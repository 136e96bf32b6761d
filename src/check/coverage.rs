//! Coverage: the examples of rules should show each of their conditions true and false.
//! Takes checked rules; gives what was never seen, with its place. Knows no file.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::examples::fitting;
use super::{rows, words};
use crate::diagnostic::Diagnostic;
use crate::eval::{Observer, World, observe};
use crate::rule::{Condition, Expr, ExprId, Kind, OnForm, Rule, RuleSet, conditions};

/// What the examples show.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// How many conditions there are, those of the definitions that rules use included.
    pub conditions: usize,
    /// How many of the two outcomes of each were seen.
    pub seen: usize,
    /// What was never seen, placed in the rule files.
    pub findings: Vec<Diagnostic>,
}

impl Coverage {
    /// How many outcomes there are to be seen.
    pub fn outcomes(&self) -> usize {
        self.conditions * 2
    }

    /// Seen of all, in thousandths, rounded down: only what is complete reads 1000.
    pub fn permille(&self) -> usize {
        (self.seen * 1000).checked_div(self.outcomes()).unwrap_or(1000)
    }
}

/// The results of a condition so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ConditionOutcomes {
    pub holds: bool,
    pub fails: bool,
}

impl ConditionOutcomes {
    fn complete(self) -> bool {
        self.holds && self.fails
    }
}

#[derive(Default)]
struct SeenConditions(RefCell<BTreeMap<ExprId, ConditionOutcomes>>);

impl Observer for SeenConditions {
    fn decided(&self, condition: &Expr, truth: Option<bool>) {
        let mut seen = self.0.borrow_mut();
        // 不得 is written as one with what it forbids: its outcome is one of that.
        let id = match &condition.kind {
            Kind::Not(inner) if inner.span == condition.span => inner.id,
            _ => condition.id,
        };
        let Some(id) = id else { return };
        let outcomes = seen.entry(id).or_default();
        outcomes.holds |= truth == Some(true);
        outcomes.fails |= truth == Some(false);
    }
}

/// Runs the examples of all rules and looks at each condition. A rule that judges by several forms
/// is one rule, and a definition is covered by the examples of all rules that use it.
pub fn coverage(rules: &RuleSet) -> Coverage {
    coverage_of(rules, &|_| true)
}

/// The same for some of the rules.
pub(crate) fn coverage_of(rules: &RuleSet, wanted: &dyn Fn(&Rule) -> bool) -> Coverage {
    let rules = &*rows::with_own_examples(rules);
    let seen = SeenConditions::default();
    for rule in rules.rules.iter().filter(|rule| wanted(rule)) {
        let forms: Vec<OnForm> = rule.forms.iter().map(OnForm::trying_all).collect();
        let examples = rule.accepts.iter().chain(&rule.rejects);
        // An example that cannot be read has been reported by the run itself.
        let fitting =
            examples.flat_map(|example| fitting(&rule.name, &forms, example).unwrap_or_default());
        for (on, sheets) in fitting {
            let world = World::new(rules, sheets.iter().collect(), None);
            for at in 0..world.len() {
                observe(rules, on, &world, at, &seen);
            }
        }
    }
    let seen = seen.0.into_inner();
    let mut reported: BTreeSet<ExprId> = BTreeSet::new();
    let mut report = Coverage::default();
    for rule in rules.rules.iter().filter(|rule| wanted(rule)) {
        for condition in rule.forms.iter().flat_map(|on| conditions(rules, on)) {
            if reported.insert(condition.id) {
                look(rule, &condition, &seen, &mut report);
            }
        }
    }
    report
}

fn look(
    rule: &Rule,
    condition: &Condition,
    seen: &BTreeMap<ExprId, ConditionOutcomes>,
    report: &mut Coverage,
) {
    let of = |id: &ExprId| seen.get(id).copied().unwrap_or_default();
    let outcomes = of(&condition.id);
    report.conditions += 1;
    report.seen += usize::from(outcomes.holds) + usize::from(outcomes.fails);
    // What is missing of a part is reported at the part, not again at the whole.
    let parts_seen = condition.parts.iter().all(|part| of(part).complete());
    if !outcomes.complete() && parts_seen {
        report.findings.push(words::never_seen(&rule.name, condition.span, outcomes));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::check::{PackSources, rulebook};
    use crate::rule::visit::walk_rule;
    use crate::source::Sources;

    const RULES: &str = r#"
表单 小表 年度 2020：
    栏 项目名称 文本 必填
    栏 总预算 金额 元
    指标树 绩效目标
    指标栏 目标值 目标值
    层级 产出目标：数量、质量
规则 一/甲：
    对   每个 指标 i 当 字数(i.名称) > 1
    当   总预算 > 1万元
    须   有 i.目标值
    例外 字数(项目名称) < 3
    否则 错误 "{i.名称}没有目标值，预算{总预算}" 于 i.名称、项目名称
    建议 "写明{i.名称}要做到多少"
    修复 把 i.目标值 改为 "{字数(i.名称)}个"
"#;

    #[test]
    fn every_expression_of_a_rule_has_a_number_of_its_own() {
        let mut sources = Sources::new();
        let files = [sources.add("a.chi", RULES)];
        let pack = PackSources { name: "a", sources: &files, judges: true, upper: None };
        let (rules, findings) = rulebook(&[pack]);
        let on = rules.rules.iter().flat_map(|rule| &rule.forms).next();
        let on = on.unwrap_or_else(|| panic!("{findings:?}"));
        let (mut numbers, mut count) = (BTreeSet::new(), 0);
        walk_rule(on, &mut |expr| {
            count += 1;
            numbers.insert(expr.id);
        });
        assert!(count > 20 && numbers.len() == count && !numbers.contains(&None), "{numbers:?}");
    }
}
