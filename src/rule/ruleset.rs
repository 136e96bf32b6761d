//! All that a run judges by: the rules, and the tables by slot that they refer to.

use std::sync::Arc;

use regex::Regex;

use super::{Expr, Parameter, Rule};
use crate::dictionary::{Catalogue, Law, SuffixTable, Synonyms, WordList};
use crate::form::Form;
use crate::source::Span;

/// Everything that a run judges by.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// The forms, by slot.
    pub forms: Vec<Arc<Form>>,
    /// The laws that rules cite, by slot.
    pub laws: Vec<Law>,
    /// Word lists, by slot.
    pub lists: Vec<WordList>,
    /// Tables of endings, by slot.
    pub suffixes: Vec<SuffixTable>,
    /// 指标库, by slot.
    pub catalogues: Vec<Catalogue>,
    /// Synonyms, by slot: those that have a name, and all that a pack sees together.
    pub synonyms: Vec<Synonyms>,
    /// Parameters, by slot.
    pub parameters: Vec<Parameter>,
    /// Definitions, by slot, once for each form.
    pub defines: Vec<Define>,
    /// Patterns, by slot.
    pub patterns: Vec<Pattern>,
    /// The rules, in the order of the files.
    pub rules: Vec<Rule>,
    /// The names of rules that were left out because they are faulty.
    pub faulty: Vec<String>,
}

impl RuleSet {
    /// The rules as their authors count them: one that judges by several forms is checked once for each of them,
    /// and all of these come together.
    pub fn written(&self) -> impl Iterator<Item = &[Rule]> {
        self.rules.chunk_by(|one, next| one.span == next.span)
    }
}

/// 定义
#[derive(Clone, Debug)]
pub struct Define {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// What its parameters are called; they fill its first slots.
    pub parameters: Vec<String>,
    /// How many variables its body needs, parameters included.
    pub slots: usize,
    /// What it stands for.
    pub body: Expr,
    /// The slots of the 参数 that it hangs on.
    pub leans_on: Vec<usize>,
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The automaton.
    pub regex: Regex,
    /// Its place, slashes included.
    pub span: Span,
}
