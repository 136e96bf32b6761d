//! Which rules a command shows: by pack, form, severity, law, tag, what they read and whether they
//! have a fix. Takes checked rules; gives those that meet every condition, or reports the condition
//! that none meets.

use clap::{Args, ValueEnum};

use super::{Console, words};
use crate::diagnostic::Severity;
use crate::nearest::nearest;
use crate::rule::{OnForm, Rule, RuleSet, Wanted, reads};

/// The conditions; for a repeated one, any value is enough.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Selection {
    /// 只看这一级的规则
    #[arg(long, value_enum)]
    pub(crate) severity: Vec<SeverityName>,

    /// 只看以这部法规为依据的：简称，或题名、文号的一段
    #[arg(long, value_name = "法规")]
    pub(crate) law: Vec<String>,

    /// 只看带这个标签的：完整性、相关性、适当性、可行性，确定、可能多报、可能漏报，或自己的标签
    #[arg(long, value_name = "标签")]
    pub(crate) tag: Vec<String>,

    /// 只看读这一栏、这一层级的，如 项目概况、产出目标/数量
    #[arg(long, value_name = "栏")]
    pub(crate) reads: Vec<String>,

    /// 只看审这种表单的：名称的一段
    #[arg(long, value_name = "表单")]
    pub(crate) form: Vec<String>,

    /// 只看这个规则包里的
    #[arg(long, value_name = "包")]
    pub(crate) pack: Vec<String>,

    /// 只看带修复的
    #[arg(long)]
    pub(crate) fixable: bool,
}

/// Severities by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SeverityName {
    /// 退回
    #[value(name = "error", alias = "错误")]
    Error,
    /// 要改或说明
    #[value(name = "warning", alias = "警告")]
    Warning,
    /// 建议
    #[value(name = "note", alias = "提示")]
    Note,
}

impl SeverityName {
    fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

/// A condition: its option, the value given, and the names that a rule has for it.
struct RuleFilter<'s> {
    option: &'static str,
    asked: &'s [String],
    /// Whether a part of a name is enough.
    part: bool,
    names: fn(&RuleSet, &Rule, &OnForm) -> Vec<String>,
}

impl Selection {
    /// The rules that meet all conditions and have a text in their names, each once, with all forms
    /// for which it does. `None` if a name is in no rule at all, which has been reported.
    pub(crate) fn apply<'r>(
        &self,
        console: &Console,
        rules: &'r RuleSet,
        name: &[String],
    ) -> Option<Vec<Wanted<'r>>> {
        let conditions = [
            RuleFilter {
                option: "名字 / name",
                asked: name,
                part: true,
                names: |_, rule, _| vec![rule.name.clone()],
            },
            RuleFilter { option: "--law", asked: &self.law, part: true, names: laws },
            RuleFilter { option: "--tag", asked: &self.tag, part: false, names: tags },
            RuleFilter { option: "--reads", asked: &self.reads, part: false, names: fields },
            RuleFilter {
                option: "--form",
                asked: &self.form,
                part: true,
                names: |_, _, on| vec![on.form.name.clone()],
            },
            RuleFilter {
                option: "--pack",
                asked: &self.pack,
                part: false,
                names: |_, rule, _| vec![rule.pack.clone()],
            },
        ];
        for condition in &conditions {
            for asked in condition.asked {
                let on_forms = rules.rules.iter().flat_map(|rule| {
                    rule.forms.iter().flat_map(|on| (condition.names)(rules, rule, on))
                });
                let names: Vec<String> = on_forms.collect();
                if !names.iter().any(|name| condition.fits(name, asked)) {
                    let near = nearest(asked, names.iter().map(String::as_str));
                    let text = words::nothing_called(condition.option, asked, near, &names);
                    console.note(text.get(console.lang()));
                    return None;
                }
            }
        }
        let meets = |rule: &Rule, on: &OnForm| {
            let severity = self.severity.iter().any(|name| name.severity() == rule.severity);
            (self.severity.is_empty() || severity)
                && (!self.fixable || !on.fixes.is_empty())
                && conditions.iter().all(|condition| condition.met(rules, rule, on))
        };
        let found = rules.rules.iter().map(|rule| {
            let forms = rule.forms.iter().filter(|on| meets(rule, on)).collect();
            Wanted { rule, forms }
        });
        Some(found.filter(|wanted| !wanted.forms.is_empty()).collect())
    }
}

impl RuleFilter<'_> {
    fn met(&self, rules: &RuleSet, rule: &Rule, on: &OnForm) -> bool {
        let names = (self.names)(rules, rule, on);
        let fits = |asked: &String| names.iter().any(|name| self.fits(name, asked));
        self.asked.is_empty() || self.asked.iter().any(fits)
    }

    fn fits(&self, name: &str, asked: &str) -> bool {
        name == asked || (self.part && name.contains(asked))
    }
}

fn laws(rules: &RuleSet, rule: &Rule, _: &OnForm) -> Vec<String> {
    let cited = rule.basis.iter().filter_map(|(law, _)| rules.laws.get(*law));
    cited.flat_map(|law| [law.name.clone(), law.citation()]).collect()
}

fn tags(_: &RuleSet, rule: &Rule, _: &OnForm) -> Vec<String> {
    rule.tags.words().into_iter().map(str::to_owned).collect()
}

/// What it reads; a rule that reads 产出目标/数量 also reads 产出目标, and 数量 alone means it too;
/// a field also has its aliases.
fn fields(rules: &RuleSet, _: &Rule, on: &OnForm) -> Vec<String> {
    let mut names = reads(rules, on);
    let parts: Vec<String> = names
        .iter()
        .filter_map(|name| name.split_once('/'))
        .flat_map(|(above, below)| [above.to_owned(), below.to_owned()])
        .collect();
    let fields = on.form.fields.iter().filter(|field| names.contains(&field.name));
    let others: Vec<String> = fields.flat_map(|field| field.aliases.iter().cloned()).collect();
    names.extend(parts.into_iter().chain(others));
    names
}
