//! What a check has found to the report that renderers write: counts, rules and sheets. Knows no format.

use super::rulebook::Rulebook;
use crate::check::{Checked, Judging, count};
use crate::diagnostic::{Basis, Diagnostic, Severity};
use crate::render::{Report, RuleInfo, Summary};
use crate::rule::{Rule, RuleSet};
use crate::sentence::sentence;

/// The report of a run over `files` files. `failures` are what stood in the way of the check itself, and come first.
/// The rules, each with its sentence, are described where they are asked for: most formats need none of it.
pub(super) fn report(
    (book, judging): (&Rulebook, &Judging),
    tells_rules: bool,
    files: usize,
    failures: Vec<Diagnostic>,
    checked: Checked,
) -> Report {
    let incomplete = checked.incomplete
        || book.is_faulty()
        || failures.iter().any(|failure| failure.severity == Severity::Error);
    let findings: Vec<Diagnostic> = failures.into_iter().chain(checked.findings).collect();
    let summary = Summary {
        files,
        sheets: checked.sheets.len(),
        errors: count(&findings, Severity::Error),
        warnings: count(&findings, Severity::Warning),
        notes: count(&findings, Severity::Note),
        suppressed: checked.suppressed.len(),
        baselined: 0,
        unlisted: 0,
        rules_left_out: judging.rules_left_out(book.rules()).count(),
        outcomes: checked.outcomes,
    };
    Report {
        packs: book.packs.clone(),
        rules: if tells_rules { rules(book.rules(), judging) } else { Vec::new() },
        sheets: checked.sheets,
        summary,
        findings,
        suppressed: checked.suppressed,
        baselined: Vec::new(),
        incomplete,
    }
}

fn rules(rules: &RuleSet, judging: &Judging) -> Vec<RuleInfo> {
    let info = |(id, rule)| info(rules, rule, judging.severity(id, rule));
    judging.rules(rules).filter_map(info).collect()
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
