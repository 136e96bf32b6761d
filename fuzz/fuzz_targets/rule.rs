//! Any text is read as rules, and every place that is told lies in it.
//! `cargo +nightly fuzz run rule`

#![no_main]

use biaochi::source::{Source, SourceId};
use biaochi::syntax::rule::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new(SourceId::ALONE, "fuzz.chi", text);
    for diagnostic in parse(&source).diagnostics {
        for label in diagnostic.labels {
            assert!(text.get(label.span.range()).is_some());
        }
    }
});
