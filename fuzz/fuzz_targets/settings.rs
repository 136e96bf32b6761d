//! Any text as the settings of a project: it is read without a panic, and what is wrong stands
//! where it is reported.
#![no_main]

use biaochi::project;
use biaochi::source::{Source, SourceId};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new(SourceId::ALONE, "biaochi.yaml", text);
    if let Err(finding) = project::check_settings(&source) {
        for label in &finding.labels {
            assert!(text.get(label.span.range()).is_some());
        }
    }
});
