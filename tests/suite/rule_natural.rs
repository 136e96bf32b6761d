//! Lines as officers write them (`tests/data/rule_natural`). Below each stands what becomes of it:
//!
//! ```text
//! 须 总预算 大于 100万元
//!   = 须 总预算 > 100万元
//! 须 项目概况 字数 ≥ 50
//!   → 须 字数(项目概况) ≥ 50
//! ```
//!
//! `=` is how a line that is understood is formatted, `→` a line that is offered and that is
//! correct once it is taken over (several where the written one can mean two things), `？` the
//! message where none is offered. `|` stands for the end of a line. `lines.txt` was written with
//! the sayings at hand, `officers.txt` by someone who had only skimmed the handbook, `clerks.txt`
//! by someone who had not read it.

use std::path::Path;

use biaochi::diagnostic::{Diagnostic, Lang, Severity};
use biaochi::format;
use biaochi::source::{Source, SourceId, apply};

use crate::rule_check::read;

/// The clauses of a line in a rule that lacks nothing else.
fn rule_of(line: &str) -> String {
    let clauses: Vec<&str> = line.split(" | ").collect();
    let begins = |words: &[&str]| {
        clauses.iter().any(|clause| words.iter().any(|word| clause.starts_with(word)))
    };
    let mut all = clauses.clone();
    let demands = ["须", "不得", "必须", "应", "不应", "不能", "禁止", "凡"];
    let demanded = ["须", "不得", "则", "应"];
    let whole = |clause: &str| {
        ["当", "如果", "若", "如"].iter().any(|word| clause.starts_with(word))
            && demanded.iter().any(|word| clause.contains(word))
    };
    if !begins(&demands) && !clauses.iter().any(|clause| whole(clause)) {
        all.push("须 有 项目概况");
    }
    if !begins(&["否则"]) {
        all.push("否则 错误 \"有问题\" 于 项目名称");
    }
    if !begins(&["依据", "根据", "按照"]) {
        all.push("依据 办法 第一条");
    }
    format!("词表 空话：甲词、乙词\n规则 试/一：\n  {}\n", all.join("\n  "))
}

fn errors(text: &str) -> (Source, Vec<Diagnostic>) {
    let (_, source, _, findings) = read(text);
    let wrong = |finding: &Diagnostic| {
        finding.severity == Severity::Error || finding.code.name() == "尺/名称没加引号"
    };
    (source, findings.into_iter().filter(wrong).collect())
}

/// The line that a rule holds in place of the one written.
fn line_in(text: &str, written: &str, clauses: usize) -> String {
    let before = rule_of(written);
    let kept = before.lines().skip(2 + clauses).count();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let from = lines.iter().position(|line| line.starts_with("规则")).unwrap_or(0);
    let mut shown = lines.get(1..from).unwrap_or_default().to_vec();
    shown.extend(lines.get(from + 1..lines.len() - kept).unwrap_or_default());
    shown.join(" | ")
}

/// What becomes of a line, and whether it is understood or corrected.
fn outcome(line: &str) -> (String, bool) {
    let clauses = line.split(" | ").count();
    let text = rule_of(line);
    let (source, found) = errors(&text);
    let Some(first) = found.first() else {
        let formatted = format::rules(&Source::new(SourceId::ALONE, "", text), None).unwrap();
        return (format!("  = {}\n", line_in(&formatted, line, clauses)), true);
    };
    let mut said = String::new();
    // Faults of several clauses are resolved one after the other.
    let mut rest: Vec<&Diagnostic> = found.iter().collect();
    rest.retain(|finding| finding.fixes.is_empty());
    if rest.is_empty() {
        for fix in &first.fixes {
            let mut text = apply(source.text(), &fix.edits).unwrap();
            for _ in 0..3 {
                let (source, found) = errors(&text);
                let Some(fix) = found.first().and_then(|finding| finding.fixes.first()) else {
                    break;
                };
                text = apply(source.text(), &fix.edits).unwrap();
            }
            if errors(&text).1.is_empty() {
                said += &format!("  → {}\n", line_in(&text, line, clauses));
            }
        }
    }
    let corrected = !said.is_empty();
    if !corrected {
        said = format!("  ？ {}\n", first.message.get(Lang::Zh));
    }
    (said, corrected)
}

#[test]
fn natural_lines_are_understood_or_corrected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rule_natural");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut all, mut helped) = (0, 0);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let mut actual = String::new();
        for line in text.lines().filter(|line| !line.starts_with("  ")) {
            actual += &format!("{line}\n");
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (said, corrected) = outcome(line);
            (all, helped) = (all + 1, helped + usize::from(corrected));
            actual += &said;
        }
        if std::env::var_os("BIAOCHI_UPDATE").is_some() {
            std::fs::write(&file, &actual).unwrap();
        } else {
            assert_same(&file, &text, &actual);
        }
    }
    assert!(helped * 10 >= all * 9, "{helped} of {all} lines are understood or corrected");
}

/// Fails with the first lines that differ.
fn assert_same(file: &Path, expected: &str, actual: &str) {
    let differs =
        expected.lines().zip(actual.lines()).find(|(expected, actual)| expected != actual);
    let lengths = (expected.lines().count(), actual.lines().count());
    assert!(
        differs.is_none() && lengths.0 == lengths.1,
        "{}: {differs:?}, {lengths:?} lines",
        file.display()
    );
}
