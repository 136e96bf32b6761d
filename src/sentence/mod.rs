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
use crate::rule::{Define, OnForm, Rule, RuleSet};

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

/// Which rules a rule stands in place of, and which stand in place of it, a sentence each.
pub(crate) fn tightening(rules: &RuleSet, rule: &Rule) -> Vec<Words> {
    let tightens = |upper: &Rule| {
        let (name, pack) = (&upper.name, &upper.pack);
        Words::new(
            format!("收紧“{name}”（规则包 {pack}），施行时代替它"),
            format!("tightens “{name}” (pack {pack}), which it replaces while in force"),
        )
    };
    let tightened_by = |lower: &Rule| {
        let (name, pack) = (&lower.name, &lower.pack);
        Words::new(
            format!("被“{name}”（规则包 {pack}）收紧，那条施行时不再判这条"),
            format!("tightened by “{name}” (pack {pack}): not judged while that is in force"),
        )
    };
    let (uppers, lowers) = (rules.tightened(rule), rules.tighteners(rule));
    uppers.into_iter().map(tightens).chain(lowers.into_iter().map(tightened_by)).collect()
}

/// The most characters of a sentence: longer ones are useless, and a hostile rule can make any.
const LONGEST: usize = 2_000;

fn bounded(sentence: String) -> String {
    if sentence.chars().count() <= LONGEST {
        return sentence;
    }
    sentence.chars().take(LONGEST).chain("……".chars()).collect()
}
