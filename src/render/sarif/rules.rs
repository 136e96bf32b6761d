//! The rules of a run as SARIF declares them: those that judged, then the checks of the program
//! itself whose codes occur. Takes a report; gives descriptors and the number of each. Knows no
//! result.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Criterion, Diagnostic, Lang, Severity, Stage, Words};
use crate::render::report::RulesByFinding;
use crate::render::{Report, RuleInfo, words};

use super::level;
use super::shapes::{Configuration, RuleProperties, SarifLaw, SarifRule, SarifText};

/// The rules, and which stands where.
pub(super) struct SarifRules<'a> {
    pub(super) declared: Vec<SarifRule<'a>>,
    by_finding: RulesByFinding<'a>,
    /// The checks of the program itself.
    own: BTreeMap<&'a Code, usize>,
}

impl<'a> SarifRules<'a> {
    pub(super) fn new(
        report: &'a Report,
        findings: impl Iterator<Item = &'a Diagnostic>,
        lang: Lang,
    ) -> Self {
        let by_finding = RulesByFinding::new(&report.rules);
        let declared = report.rules.iter().map(|rule| of_rule(rule, lang)).collect();
        let mut rules = Self { declared, by_finding, own: BTreeMap::new() };
        // A check of the program's own has the severity of its worst finding.
        let mut own: BTreeMap<&'a Code, Severity> = BTreeMap::new();
        for finding in findings.filter(|finding| rules.by_finding.of(finding).is_none()) {
            let worst = own.entry(&finding.code).or_insert(finding.severity);
            *worst = finding.severity.max(*worst);
        }
        for (code, severity) in own {
            rules.own.insert(code, rules.declared.len());
            rules.declared.push(of_program(code, severity, lang));
        }
        rules
    }

    /// The number of the rule that a finding is of.
    pub(super) fn index(&self, finding: &Diagnostic) -> Option<usize> {
        let rule = self.by_finding.of(finding).map(|(at, _)| at);
        rule.or_else(|| self.own.get(&finding.code).copied())
    }
}

fn of_rule(rule: &RuleInfo, lang: Lang) -> SarifRule<'_> {
    let sentence = rule.sentence.get(lang);
    let said = [rule.criterion.map(Criterion::name), rule.strength.as_deref()];
    let mut tags: Vec<&str> = Vec::new();
    let others = rule.tags.iter().map(String::as_str);
    for tag in said.into_iter().flatten().chain(others) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let law = |(basis, url): &(_, Option<String>)| {
        let url = url.as_ref().map(|url| format!(" {url}")).unwrap_or_default();
        format!("{}{url}", words::basis(basis, lang))
    };
    let head = Words::new("依据：", "Basis: ");
    let laws: Vec<String> = rule.basis.iter().map(law).collect();
    let laws = match laws.is_empty() {
        true => Words::new("没有写明依据", "no basis is given").get(lang).to_owned(),
        false => {
            format!("{}{}", head.get(lang), laws.join(if lang == Lang::Zh { "；" } else { "; " }))
        }
    };
    SarifRule {
        id: &rule.name,
        name: short(&rule.name),
        short_description: SarifText { text: sentence.to_owned() },
        full_description: SarifText { text: rule.about.as_deref().unwrap_or(sentence).to_owned() },
        help: SarifText { text: format!("{sentence}\n{laws}") },
        default_configuration: Configuration { level: level(rule.severity) },
        properties: RuleProperties {
            tags,
            pack: Some(&rule.pack),
            basis: rule
                .basis
                .iter()
                .map(|(basis, url)| SarifLaw {
                    law: &basis.law,
                    article: basis.article.as_deref(),
                    force: basis.force.as_deref(),
                    url: url.as_deref(),
                })
                .collect(),
            fixable: rule.fixable,
        },
    }
}

/// What needs no rule: whether a sheet or a rule can be read, and whether the check could be done.
fn of_program(code: &Code, severity: Severity, lang: Lang) -> SarifRule<'_> {
    let about = match code.stage() {
        Stage::Sheet => Words::new("表的写法", "how a sheet is written"),
        Stage::Rules => Words::new("规则的写法", "how a rule is written"),
        Stage::Settings => Words::new("项目的设置", "the settings of the project"),
        Stage::Files | Stage::Check => Words::new("检查能否进行", "whether the check can be done"),
        Stage::Rule => Words::new("规则", "a rule"),
    };
    let code = code.name();
    let text = match lang {
        Lang::Zh => format!("{}：{}（biaochi 自带，不依据法规）", about.zh, short(code)),
        Lang::En => format!("{}: {} (built into biaochi, stands on no law)", about.en, short(code)),
    };
    let text = || SarifText { text: text.clone() };
    SarifRule {
        id: code,
        name: short(code),
        short_description: text(),
        full_description: text(),
        help: text(),
        default_configuration: Configuration { level: level(severity) },
        properties: RuleProperties { tags: vec![], pack: None, basis: vec![], fixable: false },
    }
}

/// The name without what it is filed under.
fn short(code: &str) -> &str {
    code.rsplit('/').next().unwrap_or(code)
}
