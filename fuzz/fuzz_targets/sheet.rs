//! Any text as a sheet: it is read without a panic; what is formatted stays as it is when read
//! again, and keeps every comment.
#![no_main]

mod common;

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
        // A full-width sign, and blanks behind it, are written as usual.
        let bare = |text: &str| -> Vec<String> {
            let comments = common::comments(text).into_iter();
            comments.map(|it| it.trim_start_matches(['#', '＃', ' ', '\t', '　']).to_owned()).collect()
        };
        let (mut kept, mut all) = (bare(&formatted), bare(source.text()));
        kept.sort_unstable();
        all.sort_unstable();
        assert_eq!(kept, all);
    }
});
