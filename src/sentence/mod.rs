//! The canonical sentence of a rule, in Chinese and in English. Takes the checked rule, never its
//! text, so that it cannot drift from what is enforced; gives one sentence in each language. Knows
//! no sheet.
//!
//! `build` makes a tree of what a rule says, once; `zh` and `en` word that tree and know no rule.

mod build;
mod clause;
mod en;
mod pattern;
mod text;
mod tree;
mod zh;

use crate::diagnostic::Words;
use crate::form::Form;
use crate::rule::{Define, OnForm, RuleSet};

/// What a rule says, as one sentence in each language.
pub fn sentence(rules: &RuleSet, rule: &OnForm) -> Words {
    let sentence = build::sentence(rules, rule);
    Words::new(bounded(zh::sentence(&sentence)), bounded(en::sentence(&sentence)))
}

/// What a definition stands for, in words of each language.
pub fn meaning(rules: &RuleSet, form: &Form, define: &Define) -> Words {
    let meaning = build::meaning(rules, form, define);
    Words::new(bounded(zh::meaning(&meaning)), bounded(en::meaning(&meaning)))
}

/// The most characters of a sentence: longer ones are useless, and a hostile rule can make any.
const LONGEST: usize = 2_000;

fn bounded(sentence: String) -> String {
    if sentence.chars().count() <= LONGEST {
        return sentence;
    }
    sentence.chars().take(LONGEST).chain("……".chars()).collect()
}
