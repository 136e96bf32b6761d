//! The 修复 of rules: what each would change, and what stands after all were applied.

use biaochi::check::{Checked, Options, check, fix, test};
use biaochi::diagnostic::{Diagnostic, FixLevel, Severity};
use biaochi::rule::RuleSet;
use biaochi::source::{Source, apply};
use similar::{ChangeTag, TextDiff};

use crate::cases;
use crate::rule_check::{is_hint, read};

/// A rule and, after a line `==== 表`, a sheet: each fix that is offered, with the lines that it
/// changes; then what is left after those that need no blank filled were applied.
#[test]
fn fixes_are_offered_and_applied() {
    cases::run("rule_fix", |text| {
        let (rule, sheet) = text.split_once("==== 表\n").expect("a sheet after the rule");
        let (mut sources, source, rules, findings) = read(rule);
        let faults: Vec<Diagnostic> =
            findings.into_iter().filter(|finding| !is_hint(finding)).collect();
        if !faults.is_empty() {
            return cases::describe(&source, &faults);
        }
        let head = "表单: 绩效目标表\n年度: 2020\n";
        let parts: Vec<&str> = sheet.split("==== 表\n").collect();
        let sheets: Vec<Source> = parts
            .iter()
            .enumerate()
            .map(|(at, sheet)| {
                let sheet = sheet.strip_suffix("（无换行）\n").unwrap_or(sheet);
                let sheet = sheet.replace("␍", "\r");
                sources.add(format!("{at}.biao"), format!("{head}{sheet}"))
            })
            .collect();
        let mut reported = Vec::new();
        let findings = check(&rules, &sheets, Options::default()).findings;
        for finding in findings.iter().filter(|finding| !finding.code.name().starts_with("表/")) {
            reported.push(finding.message.zh.to_string());
            for fix in &finding.fixes {
                let level = match fix.level {
                    FixLevel::Safe => "安全",
                    FixLevel::Unsafe => "需确认",
                    FixLevel::Draft => "待填",
                };
                reported.push(format!("  {level} {}", fix.title.zh));
                let home = fix.edits[0].span.source;
                let sheet = sheets.iter().find(|sheet| sheet.id() == home).unwrap();
                let after = apply(sheet.text(), &fix.edits).expect("edits that fit");
                keeps_comments(sheet.text(), &after);
                reported.push(changed_lines(sheet.text(), &after));
            }
        }
        reported.push(left(&rules, &sheets));
        reported.join("\n")
    });
}

/// What applying all fixes leaves. A second run changes nothing.
fn left(rules: &RuleSet, sheets: &[Source]) -> String {
    let fixed = fix(rules, sheets, Options::default(), true);
    let after = |sheet: &Source| {
        let fixed = fixed.texts.iter().find(|text| text.before.id() == sheet.id());
        fixed.map_or(sheet, |fixed| &fixed.after).clone()
    };
    let after: Vec<Source> = sheets.iter().map(after).collect();
    for (before, after) in sheets.iter().zip(&after) {
        keeps_comments(before.text(), after.text());
    }
    let again = fix(rules, &after, Options::default(), true);
    assert!(again.texts.is_empty(), "a second run changes nothing");
    let checked: Checked = check(rules, &after, Options::default());
    let unreadable = |finding: &&Diagnostic| {
        finding.code.name().starts_with("表/") && finding.severity == Severity::Error
    };
    let before = check(rules, sheets, Options::default());
    let count = |checked: &Checked| checked.findings.iter().filter(unreadable).count();
    assert!(count(&checked) <= count(&before), "what could be read can be read still");
    let applied: usize = fixed.texts.iter().map(|text| text.applied).sum();
    let vain = fixed.findings.iter().map(|finding| format!("\n{}", finding.message.zh));
    let of_rules =
        checked.findings.iter().filter(|finding| !finding.code.name().starts_with("表/"));
    format!("改 {applied} 处，剩 {} 条{}", of_rules.count(), vain.collect::<String>())
}

fn keeps_comments(before: &str, after: &str) {
    let comments = |text: &str| {
        let mut all: Vec<String> = text
            .lines()
            .filter_map(|line| line.find("# ").and_then(|at| line.get(at..)))
            .map(|comment| comment.trim_end().to_owned())
            .collect();
        all.sort();
        all
    };
    assert_eq!(comments(before), comments(after), "comments stay:\n{after}");
}

fn changed_lines(before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let lines = diff.iter_all_changes().filter_map(|change| {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => return None,
        };
        let end = if change.missing_newline() { "（无换行）" } else { "" };
        let line = change.value().trim_end_matches('\n').replace('\r', "␍");
        Some(format!("    {sign} {line}{end}"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A rule with its examples: the findings of its fixes.
#[test]
fn fixes_are_tried_on_the_examples() {
    cases::run("rule_fix_examples", |text| {
        let (_, source, rules, findings) = read(text);
        let faults: Vec<Diagnostic> =
            findings.into_iter().filter(|finding| !is_hint(finding)).collect();
        let report = test(&rules);
        let all: Vec<Diagnostic> = faults.into_iter().chain(report.findings).collect();
        cases::describe(&source, &all)
    });
}
