//! Everything that a run judges by: the rules, and the tables that they refer to.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::{
    CatalogueId, DefineId, Expr, FormId, IdTable, LawId, ListId, LivePatterns, Needles, Parameter,
    ParameterId, Pattern, PatternId, Rule, RuleId, SuffixesId, SynonymsId,
};
use crate::dictionary::{Catalogue, Law, SuffixTable, Synonyms, WordList};
use crate::form::Form;
use crate::source::Span;

/// Everything that a run judges by.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RuleSet {
    /// The forms; no two are equal.
    pub forms: IdTable<FormId, Arc<Form>>,
    /// The laws that rules cite.
    pub(crate) laws: IdTable<LawId, Law>,
    /// Word lists.
    pub(crate) lists: IdTable<ListId, WordList>,
    /// Tables of endings.
    pub suffixes: IdTable<SuffixesId, SuffixTable>,
    /// 指标库
    pub(crate) catalogues: IdTable<CatalogueId, Catalogue>,
    /// Synonyms: those that have a name, and all that a pack sees together.
    pub(crate) synonyms: IdTable<SynonymsId, Synonyms>,
    /// Parameters.
    pub(crate) parameters: IdTable<ParameterId, Parameter>,
    /// Definitions, once for each form.
    pub defines: IdTable<DefineId, Define>,
    /// Patterns.
    pub(crate) patterns: IdTable<PatternId, Pattern>,
    /// The rules, in the order of the files.
    pub rules: IdTable<RuleId, Rule>,
    /// The names of rules in the files that are not in the set because they are faulty.
    pub faulty: Vec<String>,
    #[serde(skip)]
    pub(super) needles: OnceLock<Needles>,
}

impl RuleSet {
    /// The rules that replace a rule, on some form, while they are in force (收紧).
    pub(crate) fn tighteners(&self, rule: &Rule) -> Vec<&Rule> {
        let ids: BTreeSet<RuleId> =
            rule.forms.iter().flat_map(|on| on.tightened_by.iter().copied()).collect();
        ids.into_iter().filter_map(|id| self.rules.get(id)).collect()
    }

    /// The rules that a rule replaces, on some form.
    pub(crate) fn tightened(&self, rule: &Rule) -> Vec<&Rule> {
        let replaces =
            |upper: &&Rule| self.tighteners(upper).iter().any(|lower| lower.name == rule.name);
        self.rules.iter().filter(replaces).collect()
    }
    /// The patterns that may match in a text, or in a part of it.
    pub(crate) fn live_in(&self, text: &str) -> LivePatterns {
        self.needles.get_or_init(|| Needles::of(&self.patterns)).live_in(text)
    }

    /// The id of a form, by what it declares: a sheet that was read by another rule set keeps its
    /// form.
    pub fn form_id(&self, form: &Arc<Form>) -> Option<FormId> {
        let same = |known: &Arc<Form>| Arc::ptr_eq(known, form);
        self.forms.find(same).or_else(|| self.forms.find(|known| known == form))
    }
}

/// 定义
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Define {
    /// Its name.
    pub name: String,
    /// The place of its name.
    pub(crate) span: Span,
    /// The names of its parameters, which fill its first slots.
    pub(crate) parameters: Vec<String>,
    /// How many variables its body needs, parameters included.
    pub(crate) slots: usize,
    /// Its body.
    pub body: Expr,
    /// The 参数 that it depends on.
    pub(crate) leans_on: Vec<ParameterId>,
}
