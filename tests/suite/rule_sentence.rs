//! The sentence that is made of a rule: of each construct, and of every shipped rule.

use std::fmt::Write;

use biaochi::rule::{RuleSet, definitions};
use biaochi::sentence::{meaning, sentence};

use crate::cases;
use crate::rule_check::{is_hint, read};
use crate::shipped::SHIPPED;

fn reported(rules: &RuleSet) -> String {
    let mut text = String::new();
    for rule in rules.rules.iter().flat_map(|rule| &rule.forms) {
        let words = sentence(rules, rule);
        writeln!(text, "{}\n{}", words.zh, words.en).unwrap();
        for define in definitions(rules, rule) {
            let words = meaning(rules, &rule.form, define);
            writeln!(text, "  {}：{}\n  {}: {}", define.name, words.zh, define.name, words.en)
                .unwrap();
        }
    }
    text
}

/// A rule, and its sentence in both languages.
#[test]
fn each_construct_has_its_words() {
    cases::run("rule_sentence", |text| {
        let (_, source, rules, findings) = read(text);
        let faults: Vec<_> = findings
            .into_iter()
            .filter(|found| !is_hint(found) && found.code.name() != "尺/缺后果")
            .collect();
        match faults.is_empty() {
            true => reported(&rules),
            false => cases::describe(&source, &faults),
        }
    });
}

/// The sentences of all shipped rules, to be read as a handbook is.
#[test]
fn shipped_rules_have_sentences() {
    let (_, rules, _) = &*SHIPPED;
    let mut actual = String::new();
    let forms = rules.rules.iter().flat_map(|rule| rule.forms.iter().map(move |on| (rule, on)));
    for (rule, on) in forms {
        let words = sentence(rules, on);
        let reported = format!("{}\n  {}\n  {}\n\n", rule.name, words.zh, words.en);
        // A rule for several forms is shown once, unless a form has other words for the same thing.
        if !actual.contains(&reported) {
            actual.push_str(&reported);
        }
    }
    let path = format!("{}/tests/data/examples/sentences.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("BIAOCHI_UPDATE").is_some() {
        std::fs::write(&path, &actual).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), actual);
}
