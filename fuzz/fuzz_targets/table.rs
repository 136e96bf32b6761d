//! Any text as a dictionary: it is read without a panic, and each cell is at its reported place.
#![no_main]

use biaochi::source::{Source, SourceId};
use biaochi::syntax::table;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for name in ["表.csv", "表.tsv", "表.yaml"] {
        let source = Source::new(SourceId::ALONE, name, text);
        let file = table::parse(&source);
        for finding in file.findings() {
            for label in &finding.labels {
                assert!(text.get(label.span.range()).is_some());
            }
        }
    }
});
