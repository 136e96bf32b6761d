//! From the findings of a check to the report that renderers write: counts, rules and sheets. Knows
//! no format.

use std::collections::{BTreeMap, BTreeSet};

use super::projects::Project;
use crate::check::{Checked, Judging, count};
use crate::diagnostic::{Basis, Diagnostic, Severity};
use crate::render::{PackInfo, Report, RuleInfo, Summary};
use crate::rule::{Rule, RuleSet};
use crate::sentence::sentence;
use crate::source::{Source, SourceId};

/// The findings of several projects, in the order of their texts.
pub(super) fn merged(checked: Vec<Checked>) -> Checked {
    let is_one = checked.len() == 1;
    let mut all = Checked::default();
    checked.into_iter().for_each(|checked| all.add(checked));
    if !is_one {
        let text = |finding: &Diagnostic| finding.span().map(|span| span.source);
        all.findings.sort_by_key(text);
        all.suppressed.sort_by_key(|entry| text(&entry.finding));
        all.sheets.sort_by_key(|sheet| sheet.span.source);
    }
    all
}

/// The report of a run over some projects. `failures` are what prevented the check itself, and come
/// first. The rules, each with its sentence, are described only on request: most formats do not
/// need them.
pub(super) fn report(
    projects: &[Project],
    tells_rules: bool,
    failures: Vec<Diagnostic>,
    checked: Checked,
) -> Report {
    let incomplete = checked.incomplete
        || projects.iter().any(|project| project.book.is_faulty())
        || failures.iter().any(|failure| failure.severity == Severity::Error);
    let mut findings = checked.findings;
    findings.splice(0..0, failures);
    let left_out: BTreeSet<(&str, &str)> = projects.iter().flat_map(Project::left_out).collect();
    let summary = Summary {
        files: projects.iter().map(|project| project.asked().count()).sum(),
        sheets: checked.sheets.len(),
        errors: count(&findings, Severity::Error),
        warnings: count(&findings, Severity::Warning),
        notes: count(&findings, Severity::Note),
        suppressed: checked.suppressed.len(),
        baselined: 0,
        unlisted: findings.iter().map(|finding| finding.more).sum(),
        left_out: 0,
        rules_left_out: left_out.len(),
        outcomes: checked.outcomes,
    };
    let (mut packs, mut rules) = (Vec::<PackInfo>::new(), DescribedRules::default());
    for project in projects {
        let new = project.book.packs.iter().filter(|pack| !packs.contains(pack));
        packs.extend(new.cloned().collect::<Vec<_>>());
        if tells_rules {
            let sheets: BTreeSet<SourceId> = project.sheets.iter().map(Source::id).collect();
            for rule in described(project.book.rules(), &project.judging) {
                rules.add(rule, &sheets);
            }
        }
    }
    Report {
        packs,
        rules: rules.all,
        sheets: checked.sheets,
        summary,
        findings,
        suppressed: checked.suppressed,
        baselined: Vec::new(),
        incomplete,
        repository: None,
    }
}

/// The rules of some projects.
#[derive(Default)]
struct DescribedRules {
    all: Vec<RuleInfo>,
    by_name: BTreeMap<String, Vec<usize>>,
}

impl DescribedRules {
    /// Takes in a rule by which some sheets are judged: once, unless projects have several of its
    /// name.
    fn add(&mut self, mut rule: RuleInfo, sheets: &BTreeSet<SourceId>) {
        let known = self.by_name.entry(rule.name.clone()).or_default();
        let is_same = |known_rule: &RuleInfo| {
            // How bad it is stands with each finding.
            let (texts, severity) = (known_rule.texts.clone(), known_rule.severity);
            *known_rule == RuleInfo { texts, severity, ..rule.clone() }
        };
        let mut alike = known.iter().filter_map(|at| Some((*at, self.all.get(*at)?)));
        let same = alike.find(|(_, known_rule)| is_same(known_rule));
        match same.map(|(at, _)| at) {
            // The first judges whatever no other does.
            Some(at) if known.first() == Some(&at) => {}
            Some(at) => self
                .all
                .get_mut(at)
                .into_iter()
                .for_each(|known_rule| known_rule.texts.extend(sheets)),
            None => {
                if !known.is_empty() {
                    rule.texts.clone_from(sheets);
                }
                known.push(self.all.len());
                self.all.push(rule);
            }
        }
    }
}

fn described<'r>(
    rules: &'r RuleSet,
    judging: &'r Judging,
) -> impl Iterator<Item = RuleInfo> + use<'r> {
    let info = |(id, rule)| info(rules, rule, judging.severity(id, rule));
    judging.rules(rules).filter_map(info)
}

fn info(rules: &RuleSet, rule: &Rule, severity: Severity) -> Option<RuleInfo> {
    let on = rule.shown()?;
    let basis = rule.basis.iter().filter_map(|(law, article)| {
        let law = rules.laws.get(*law)?;
        let (article, force) = (article.clone(), law.force.clone());
        Some((Basis { law: law.citation(), article, force }, law.url.clone()))
    });
    Some(RuleInfo {
        name: rule.name.clone(),
        texts: BTreeSet::new(),
        pack: rule.pack.clone(),
        severity,
        criterion: rule.tags.criterion,
        strength: rule.tags.strength.map(|strength| strength.name().to_owned()),
        tags: rule.tags.others.clone(),
        about: rule.about.clone(),
        sentence: sentence(rules, on),
        basis: basis.collect(),
        fixable: !on.fixes.is_empty(),
    })
}
