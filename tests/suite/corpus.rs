//! A generated corpus: what is planted in it is found by the shipped rules, and nothing else of
//! those kinds.

#[path = "../../benches/corpus/mod.rs"]
pub(crate) mod generated;

use biaochi::check::{Options, check};
use generated::{DUTIES, KINDS, Read, against, corpus as generate, read};

#[test]
fn what_is_planted_is_found_and_nothing_else() {
    // Each kind once.
    let sheets = KINDS.len() * 10;
    let corpus = generate(7, sheets);
    let Read { rules, texts, .. } = read(&corpus);
    let checked = check(&rules, &texts, Options::default());
    let [missed, wrong] = against(&corpus, &texts, &checked);
    assert!(missed.is_empty() && wrong.is_empty(), "missed {missed:#?}, wrong {wrong:#?}");
    assert_eq!(checked.sheets.len(), sheets);
    assert_eq!(checked.outcomes.undecidable, 0);
    for duty in DUTIES {
        assert!(KINDS.iter().any(|kind| kind.rule == duty), "{duty}");
    }
    for kind in KINDS {
        assert!(corpus.truth.iter().any(|planted| planted.rule == kind.rule), "{}", kind.rule);
    }
}
