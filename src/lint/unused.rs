//! Unused names: definitions, word lists, tables, laws, and variables of 对. Takes the checked
//! rules; gives warnings. A rule that is left out may have used anything, so then nothing is
//! reported.

use std::collections::{BTreeMap, BTreeSet};

use super::Linter;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::rule::visit::{read_slots, walk, walk_rule};
use crate::rule::{
    CatalogueId, Expr, Kind, LawId, ListId, OnForm, Over, Pattern, Range, Rule, SuffixesId,
};
use crate::source::{SourceId, Span};

/// The declarations that are used.
#[derive(Default)]
struct UsedNames {
    lists: BTreeSet<ListId>,
    suffixes: BTreeSet<SuffixesId>,
    catalogues: BTreeSet<CatalogueId>,
    defines: BTreeSet<String>,
    laws: BTreeSet<LawId>,
}

impl Linter<'_> {
    /// Unused declarations of packs that have rules of their own. A pack that does not judge now
    /// may use the declarations of upper packs.
    pub(super) fn unused(&self, judging: &BTreeSet<SourceId>) -> Vec<Diagnostic> {
        if !self.set.faulty.is_empty() || judging.is_empty() {
            return Vec::new();
        }
        let mut used = UsedNames::default();
        for rule in &self.set.rules {
            used.laws.extend(rule.basis.iter().map(|(law, _)| *law));
            for on in &rule.forms {
                let exceptions =
                    on.exceptions.iter().filter_map(|exception| exception.basis.as_ref());
                used.laws.extend(exceptions.map(|(law, _)| *law));
                walk_rule(on, &mut |expr| self.note(expr, &mut used));
            }
        }
        for define in &self.set.defines {
            walk(&define.body, &mut |expr| self.note(expr, &mut used));
        }
        used.lists.extend(self.set.patterns.iter().filter_map(Pattern::list));
        let own = |span: Span| judging.contains(&span.source);
        let mut found = Vec::new();
        let mut say = |what, name: &str, span: Span, used: bool| {
            if !used && own(span) {
                found.push(words::unused(what, name, span));
            }
        };
        for (at, law) in self.set.laws.entries() {
            say(("法规", "law"), &law.name, law.span, used.laws.contains(&at));
        }
        for (at, list) in self.set.lists.entries() {
            say(("词表", "word list"), &list.name, list.span, used.lists.contains(&at));
        }
        for (at, table) in self.set.suffixes.entries() {
            say(
                ("词尾表", "table of endings"),
                &table.name,
                table.span,
                used.suffixes.contains(&at),
            );
        }
        for (at, catalogue) in self.set.catalogues.entries() {
            say(
                ("指标库", "catalogue"),
                &catalogue.name,
                catalogue.span,
                used.catalogues.contains(&at),
            );
        }
        let names: BTreeMap<&str, Span> =
            self.set.defines.iter().map(|define| (define.name.as_str(), define.span)).collect();
        for (name, span) in names {
            say(("定义", "definition"), name, span, used.defines.contains(name));
        }
        found
    }

    fn note(&self, expr: &Expr, used: &mut UsedNames) {
        match &expr.kind {
            Kind::Words(at) => {
                used.lists.insert(*at);
            }
            Kind::Suffixes(at) => {
                used.suffixes.insert(*at);
            }
            Kind::Catalogue(at) => {
                used.catalogues.insert(*at);
            }
            Kind::Define(at, _) => {
                used.defines.extend(self.set.defines.get(*at).map(|define| define.name.clone()));
            }
            _ => {}
        }
    }
}

/// The variables of 对 that nothing reads: the result is the same for each value.
pub(super) fn variables(rule: &Rule, on: &OnForm) -> Option<Diagnostic> {
    let read = read_slots(on);
    // 每两个 表 a, b need not read a.
    let counts = |range: &&Range| {
        on.ranges.len() == 1
            || !matches!(range, Range::Each(domain) if domain.over == Over::ThisSheet)
    };
    let mut ranges = on.ranges.iter().filter(counts);
    let idle = ranges.any(|range| range.slots().iter().all(|slot| !read.contains(slot)));
    idle.then(|| words::range_unused(&rule.name, rule.span))
}
