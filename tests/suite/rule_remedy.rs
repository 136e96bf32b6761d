//! The remedies that are offered for rule files: each keeps what it does not correct, and leaves a
//! file that reads no worse.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use biaochi::check::{PackSources, rulebook};
use biaochi::diagnostic::{Code, Diagnostic, Fix};
use biaochi::source::{Source, Sources, apply};
use biaochi::syntax::rule::parse;
use proptest::prelude::*;
use regex::Regex;

use crate::rule_check::{PRELUDE, read};

/// Texts, patterns, numbers and articles, which nothing may take away unless it is what it
/// corrects.
static KEPT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#""[^"\n]*"|“[^”\n]*”|「[^」\n]*」|《[^》\n]*》|第[一二三四五六七八九十百]+[条款]|[0-9０-９][0-9.,]*"#,
    )
    .unwrap()
});

/// How often each of some pieces stands in a text.
fn counted<'t>(pieces: impl IntoIterator<Item = &'t str>) -> BTreeMap<&'t str, usize> {
    let mut counts = BTreeMap::new();
    pieces.into_iter().for_each(|piece| *counts.entry(piece).or_default() += 1);
    counts
}

/// Applies a fix, and fails where it loses something.
fn keeps_the_rest(source: &Source, finding: &Diagnostic, fix: &Fix) {
    let own = |span: biaochi::source::Span| span.source == source.id();
    if !fix.edits.iter().all(|edit| own(edit.span)) {
        return;
    }
    let after = apply(source.text(), &fix.edits).expect("edits that fit");
    let reported = format!("{} {}\n{}\n--\n{after}", finding.code, fix.title.zh, source.text());
    for edit in &fix.edits {
        let underlined = finding.labels.iter().any(|label| label.span.contains(edit.span));
        let removed = source.slice(edit.span);
        // The level of a fix stands before what is underlined.
        let is_level = ["", "安全", "需确认", "待填", "safe", "unsafe", "draft"].contains(&removed);
        assert!(is_level || underlined, "what is not underlined stays: {reported}");
        let distance = strsim::osa_distance(removed, &edit.text);
        if distance <= (removed.chars().count() / 3).max(1) {
            // A slip in a word, the fault itself.
            continue;
        }
        for (piece, count) in counted(KEPT.find_iter(removed).map(|found| found.as_str())) {
            assert!(edit.text.matches(piece).count() >= count, "{piece} stays: {reported}");
        }
    }
    let (before, reread) = (parse(source), parse(&source.changed(after.as_str())));
    let comments = |file: &biaochi::syntax::rule::RuleFile, source: &Source| {
        let all = file.comments.iter().map(|span| source.slice(*span).to_owned());
        let mut all: Vec<String> = all.collect();
        all.sort();
        all
    };
    let changed = source.changed(after.as_str());
    assert_eq!(comments(&before, source), comments(&reread, &changed), "comments stay: {reported}");
    assert!(reread.faults().len() <= before.faults().len(), "it reads no worse: {reported}");
    let clauses = |file: &biaochi::syntax::rule::RuleFile| {
        let items = format!("{:?}", file.items);
        // What was read as a broken clause may turn out to be a part of its neighbour.
        items.matches("Clause {").count() - items.matches("kind: Broken(").count()
    };
    assert!(clauses(&before) <= clauses(&reread), "no clause is lost: {reported}");
}

fn remedies(text: &str) -> usize {
    let (_, source, _, findings) = read(text);
    let fixes =
        findings.iter().flat_map(|finding| finding.fixes.iter().map(move |fix| (finding, fix)));
    fixes.map(|(finding, fix)| keeps_the_rest(&source, finding, fix)).count()
}

#[test]
fn remedies_of_the_cases_keep_the_rest() {
    let mut count = 0;
    for folder in
        ["rule_check", "rule_syntax", "rule_fix_examples", "rule_examples", "rule_tighten"]
    {
        let root = format!("{}/tests/data/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(root).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let inputs = text.split("\n## ").map(|case| case.split("----\n").next().unwrap());
            count += inputs.map(remedies).sum::<usize>();
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn an_article_that_runs_together_with_its_law_is_kept() {
    let rule = "规则 甲/乙：\n  依据 办法第八条第二款 # 注\n  须 有 项目概况\n  否则 错误 \"缺\"\n";
    let (_, source, _, findings) = read(rule);
    let finding = findings.iter().find(|finding| finding.code == Code::UNKNOWN_LAW).unwrap();
    let [fix] = finding.fixes.as_slice() else { panic!("{finding:?}") };
    let after = apply(source.text(), &fix.edits).unwrap();
    assert!(after.contains("依据 办法 第八条第二款 # 注"), "{after}");
    let (_, _, _, findings) = read(&after);
    assert!(!findings.iter().any(|finding| finding.code == Code::UNKNOWN_LAW));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    /// One character of a shipped rule file is lost, doubled or another: what is then offered keeps
    /// the rest.
    #[test]
    fn remedies_of_slips_keep_the_rest(
        at in any::<prop::sample::Index>(),
        with in prop::sample::select(vec!["", " ", "的", "\"", "（", "）", "==", "~", "&&", "第三条", "、", "1", "/", "#"]),
    ) {
        let text = include_str!("../../rules/targets-2021/filing.chi");
        let laws = include_str!("../../rules/common/laws.chi");
        let characters: Vec<char> = text.chars().collect();
        let at = at.index(characters.len());
        let head: String = characters[..at].iter().collect();
        let tail: String = characters[at + usize::from(with.is_empty())..].iter().collect();
        let mut sources = Sources::new();
        let files = [
            sources.add("prelude.chi", PRELUDE),
            sources.add("laws.chi", laws),
            sources.add("case.chi", format!("{head}{with}{tail}")),
        ];
        let pack = PackSources { name: "case", sources: &files, judges: true, upper: None };
        for finding in &rulebook(&[pack]).1 {
            finding.fixes.iter().for_each(|fix| keeps_the_rest(&files[2], finding, fix));
        }
    }
}
