//! Any text as a sheet: it is read without a panic, and what is formatted stays as it is when read
//! again.
#![no_main]

use biaochi::format;
use biaochi::source::{Source, SourceId};
use biaochi::syntax::sheet;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new(SourceId::ALONE, "fuzz.biao", text);
    let file = sheet::parse(&source);
    for finding in &file.diagnostics {
        for label in &finding.labels {
            assert!(text.get(label.span.range()).is_some());
        }
    }
    if let Ok(formatted) = format::sheet(&source) {
        let again = Source::new(SourceId::ALONE, "again.biao", &*formatted);
        assert_eq!(format::sheet(&again).as_deref(), Ok(&*formatted));
    }
});
