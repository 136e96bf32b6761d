//! Names that nobody uses: definitions, word lists, tables, laws, and variables of 对. Takes the checked
//! rules; gives warnings. A rule that is left out may have used anything, so then nothing is said.

use std::collections::BTreeSet;

use super::super::Unit;
use super::super::checker::Checker;
use super::super::joins::{walk, walk_range};
use super::super::ruleset::{Anchor, Expr, Kind, Range, Rule, Slot, Template};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::syntax::rule::Item;

/// What is used of what can be declared.
#[derive(Default)]
struct Used {
    lists: BTreeSet<usize>,
    suffixes: BTreeSet<usize>,
    catalogues: BTreeSet<usize>,
    defines: BTreeSet<String>,
    laws: BTreeSet<usize>,
}

impl Checker<'_> {
    /// What packs declare that have rules of their own, and no rule or definition uses. A pack that does not judge
    /// now may use what those above it declare.
    pub(super) fn unused(&self, units: &[Unit<'_>]) -> Vec<Diagnostic> {
        let has_rules = |pack: &str| {
            let mut own = units.iter().filter(|unit| unit.judges && unit.pack == pack);
            own.any(|unit| unit.tree.items.iter().any(|item| matches!(item, Item::Rule(_))))
        };
        let judging: BTreeSet<SourceId> = units
            .iter()
            .filter(|unit| unit.judges && has_rules(unit.pack))
            .filter(|unit| !self.silent_below(units, unit.pack))
            .map(|unit| unit.source.id())
            .collect();
        if !self.set.faulty.is_empty() || judging.is_empty() {
            return Vec::new();
        }
        let mut used = Used::default();
        for rule in &self.set.rules {
            used.laws.extend(rule.basis.iter().map(|(law, _)| *law));
            let exceptions =
                rule.exceptions.iter().filter_map(|exception| exception.basis.as_ref());
            used.laws.extend(exceptions.map(|(law, _)| *law));
            for_each(rule, &mut |expr| self.note(expr, &mut used));
        }
        for define in &self.set.defines {
            walk(&define.body, &mut |expr| self.note(expr, &mut used));
        }
        let own = |span: Span| judging.contains(&span.source);
        let mut found = Vec::new();
        let mut say = |what, name: &str, span: Span, used: bool| {
            if !used && own(span) {
                found.push(words::unused(what, name, span));
            }
        };
        for (at, law) in self.set.laws.iter().enumerate() {
            say(("法规", "law"), &law.name, law.span, used.laws.contains(&at));
        }
        for (at, list) in self.set.lists.iter().enumerate() {
            say(("词表", "word list"), &list.name, list.span, used.lists.contains(&at));
        }
        for (at, table) in self.set.suffixes.iter().enumerate() {
            say(
                ("词尾表", "table of endings"),
                &table.name,
                table.span,
                used.suffixes.contains(&at),
            );
        }
        for (at, catalogue) in self.set.catalogues.iter().enumerate() {
            say(
                ("指标库", "catalogue"),
                &catalogue.name,
                catalogue.span,
                used.catalogues.contains(&at),
            );
        }
        for (name, item) in &self.vocabulary.defines {
            say(("定义", "definition"), name, item.name.span, used.defines.contains(name));
        }
        found
    }

    /// Whether a pack that builds on this one does not judge now, so that what it uses is not known.
    pub(in super::super) fn silent_below(&self, units: &[Unit<'_>], pack: &str) -> bool {
        let mut silent = units.iter().filter(|unit| !unit.judges);
        silent.any(|unit| self.packs.builds_on(unit.pack, pack))
    }

    fn note(&self, expr: &Expr, used: &mut Used) {
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

/// Calls back for every expression of a rule.
pub(super) fn for_each(rule: &Rule, seen: &mut impl FnMut(&Expr)) {
    rule.ranges.iter().for_each(|range| walk_range(range, seen));
    rule.when.iter().chain(&rule.demands).for_each(|part| walk(part, seen));
    rule.exceptions.iter().for_each(|exception| walk(&exception.condition, seen));
    let templates: [Option<&Template>; 2] = [Some(&rule.message), rule.help.as_ref()];
    let holes = templates.into_iter().flatten().flat_map(Template::expressions);
    let changes = rule.fixes.iter().flat_map(|fix| fix.change.expressions());
    holes.chain(changes).for_each(|expr| walk(expr, seen));
    for anchor in &rule.anchors {
        if let Anchor::Expr(expr) = anchor {
            walk(expr, seen);
        }
    }
}

/// The variables of 对 that nothing reads: the rule says the same of each thing ranged over.
pub(super) fn variables(rule: &Rule) -> Option<Diagnostic> {
    let mut read: BTreeSet<Slot> = BTreeSet::new();
    for_each(rule, &mut |expr| {
        match &expr.kind {
            Kind::Variable(slot) => {
                read.insert(*slot);
            }
            Kind::Exists(_, domain) | Kind::Count(domain) | Kind::Every(domain, _) => {
                read.extend(domain.of);
            }
            _ => {}
        };
    });
    for range in &rule.ranges {
        if let Range::Each(domain) | Range::Pair { domain, .. } = range {
            read.extend(domain.of);
        }
    }
    let brings = |range: &Range| match range {
        Range::Each(domain) => vec![domain.slot],
        Range::Pair { domain, second, .. } => vec![domain.slot, *second],
        Range::Match { slot, .. } => vec![*slot],
    };
    let idle =
        rule.ranges.iter().any(|range| brings(range).iter().all(|slot| !read.contains(slot)));
    idle.then(|| words::range_unused(&rule.name, rule.span))
}
