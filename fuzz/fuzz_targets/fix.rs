//! Sheets of known and of any pieces: after their fixes the text can still be read, no comment is
//! lost, and a second run changes nothing.
#![no_main]

mod common;

use std::sync::LazyLock;

use biaochi::check::{Options, check, fix};
use biaochi::diagnostic::{Severity, Stage};
use biaochi::rule::RuleSet;
use biaochi::source::{Source, Sources};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    pieces: Vec<Piece<'a>>,
    consent: bool,
}

#[derive(Arbitrary, Debug)]
enum Piece<'a> {
    Known(u8),
    Any(&'a str),
}

static SHARED: LazyLock<(Sources, RuleSet)> = LazyLock::new(|| {
    let mut sources = Sources::new();
    let rules = common::rules(&mut sources);
    (sources, rules)
});

fuzz_target!(|input: Input<'_>| {
    let (sources, rules) = &*SHARED;
    let mut text = String::new();
    for piece in &input.pieces {
        text.push_str(match piece {
            Piece::Known(at) => common::PIECES[usize::from(*at) % common::PIECES.len()],
            Piece::Any(any) => any,
        });
    }
    let mut sources = sources.clone();
    let before = sources.add("表.biao", text);
    let fixed = |source: &Source| {
        let fixed = fix(rules, std::slice::from_ref(source), Options::default(), input.consent);
        fixed.texts.into_iter().next().map(|text| text.after)
    };
    let Some(after) = fixed(&before) else { return };
    let unreadable = |source: &Source| {
        let findings = check(rules, std::slice::from_ref(source), Options::default()).findings;
        let faults = findings.iter().filter(|finding| finding.code.stage() == Stage::Sheet);
        faults.filter(|finding| finding.severity == Severity::Error).count()
    };
    assert!(unreadable(&after) <= unreadable(&before));
    let (kept, all) = (common::comments(after.text()), common::comments(before.text()));
    for comment in &all {
        let count = |comments: &[String]| comments.iter().filter(|other| *other == comment).count();
        assert!(count(&all) <= count(&kept), "{comment}");
    }
    assert!(fixed(&after).is_none_or(|again| again.text() == after.text()));
});
