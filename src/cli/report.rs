//! From the findings of a check to the report that renderers write: counts, rules and sheets. Knows
//! no format.

use std::collections::BTreeSet;

use super::projects::Project;
use crate::check::{Checked, Judging, count};
use crate::diagnostic::{Basis, Diagnostic, Severity};
use crate::render::{PackInfo, Report, RuleInfo, Summary};
use crate::rule::{Rule, RuleSet};
use crate::sentence::sentence;

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
    let findings: Vec<Diagnostic> = failures.into_iter().chain(checked.findings).collect();
    let left_out: BTreeSet<(&str, &str)> = projects.iter().flat_map(Project::left_out).collect();
    let summary = Summary {
        files: projects.iter().map(|project| project.asked().count()).sum(),
        sheets: checked.sheets.len(),
        errors: count(&findings, Severity::Error),
        warnings: count(&findings, Severity::Warning),
        notes: count(&findings, Severity::Note),
        suppressed: checked.suppressed.len(),
        baselined: 0,
        unlisted: 0,
        rules_left_out: left_out.len(),
        outcomes: checked.outcomes,
    };
    let (mut packs, mut rules): (Vec<PackInfo>, Vec<RuleInfo>) = (Vec::new(), Vec::new());
    let mut named = BTreeSet::new();
    for project in projects {
        let new = project.book.packs.iter().filter(|pack| !packs.contains(pack));
        packs.extend(new.cloned().collect::<Vec<_>>());
        if tells_rules {
            let known = |rule: &RuleInfo| named.insert(rule.name.clone());
            rules.extend(described(project.book.rules(), &project.judging).filter(known));
        }
    }
    Report {
        packs,
        rules,
        sheets: checked.sheets,
        summary,
        findings,
        suppressed: checked.suppressed,
        baselined: Vec::new(),
        incomplete,
        repository: None,
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
