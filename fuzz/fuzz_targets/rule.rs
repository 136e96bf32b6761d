//! Any text as a rule file: it is read, checked and its examples run without a panic; what is
//! formatted stays as it is when read again.
#![no_main]

use biaochi::check::{PackSources, rulebook, test};
use biaochi::diagnostic::Lang;
use biaochi::format;
use biaochi::source::Sources;
use libfuzzer_sys::fuzz_target;

/// A form to check rules against.
const FORM: &str =
    "表单 表：\n    栏 甲 文本\n    栏 乙 金额 元\n    指标树 丙\n    层级 丁：戊、己\n";

fuzz_target!(|text: &str| {
    let mut sources = Sources::new();
    let form = sources.add("form.chi", FORM);
    let rules = sources.add("fuzz.chi", text);
    for lang in [None, Some(Lang::Zh), Some(Lang::En)] {
        if let Ok(formatted) = format::rules(&rules, lang) {
            let again = rules.changed(formatted.as_str());
            assert_eq!(format::rules(&again, lang).as_deref(), Ok(&*formatted));
        }
    }
    let files = [form, rules];
    let (rules, findings) =
        rulebook(&[PackSources { name: "fuzz", sources: &files, judges: true, upper: None }]);
    for finding in findings.iter().chain(&test(&rules).findings) {
        for label in &finding.labels {
            let source = sources.get(label.span.source).expect("a known text");
            assert!(source.text().get(label.span.range()).is_some());
        }
    }
});
