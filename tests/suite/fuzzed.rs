//! What the fuzz targets are made of still serves them: rules that can no longer be read, or that
//! find nothing in any sheet, would let every run pass.

#[path = "../../fuzz/fuzz_targets/common/mod.rs"]
#[allow(unreachable_pub, reason = "it is a file of the fuzz targets")]
mod common;

use std::collections::BTreeSet;

use biaochi::check::{Options, check};
use biaochi::source::Sources;

/// The pieces that make one sheet: the first of each field, and the tree.
fn pieces() -> Vec<&'static str> {
    let mut fields = BTreeSet::new();
    let pieces = common::PIECES.iter().copied().take_while(|piece| *piece != "---\n");
    let pieces = pieces.filter(|piece| !piece.trim_start().starts_with('#'));
    pieces.filter(|piece| fields.insert(piece.split([':', '：']).next())).collect()
}

#[test]
fn each_rule_of_the_fuzz_targets_finds_and_fixes_something_in_their_pieces() {
    let mut sources = Sources::new();
    let rules = common::rules(&mut sources);
    let pieces = pieces();
    let [without_last @ .., _] = pieces.as_slice() else { panic!("no pieces") };
    let text = format!("{}---\n{}", pieces.concat(), without_last.concat());
    let checked = check(&rules, &[sources.add("表.biao", text)], Options::default());
    for rule in common::RULES.split("\n规则 ").skip(1) {
        let (name, body) = rule.split_once('：').unwrap();
        let mut found = checked.findings.iter().filter(|finding| finding.code.name() == name);
        let fixes = body.contains("修复");
        assert!(found.any(|found| !fixes || !found.fixes.is_empty()), "{name}: {checked:#?}");
    }
}
