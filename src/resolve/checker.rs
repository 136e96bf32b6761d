//! Walks rule files twice: first what they declare, then each rule against the forms of its pack.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::diagnostic_sink::DiagnosticSink;
use super::names::{Scope, Vocabulary};
use super::pack_order::Packs;
use super::tighten::Tightening;
use super::{Data, RuleSource, range_words, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::form::Form;
use crate::lint::Linter;
use crate::rule::types::Type;
use crate::rule::visit::walk_mut;
use crate::rule::{
    Define, DefineId, Expr, ExprId, FormId, Id, Kind, PatternId, RuleSet, SynonymsId,
};
use crate::source::{Source, SourceId, Span};
use crate::syntax::rule as written;
use crate::syntax::rule::{Broken, DefineParameter, Item};
use crate::syntax::table::TableFile;

/// The state of a walk.
pub(super) struct Checker<'a> {
    pub(super) vocabulary: Vocabulary<'a>,
    pub(super) set: RuleSet,
    pub(super) diagnostics: DiagnosticSink,
    /// Where each form is declared.
    pub(super) form_spans: BTreeMap<FormId, Span>,
    /// Definitions being resolved for a form, outermost first; and those done.
    pub(super) defining: Vec<&'a str>,
    pub(super) defined: BTreeMap<(String, FormId), DefineId>,
    /// The dictionaries in files of their own, by name.
    pub(super) data: BTreeMap<&'a str, &'a TableFile>,
    pub(super) packs: Packs<'a>,
    /// The packs that declare each dictionary, and where.
    pub(super) declarers: BTreeMap<String, Vec<(String, Span)>>,
    /// Dictionaries whose file could not be read.
    pub(super) unread: BTreeSet<String>,
    /// How many levels deep each definition is, those of the definitions in it included.
    levels: BTreeMap<DefineId, usize>,
    /// Whether it has been said that definitions use each other too deeply: once, for what uses
    /// those is too deep, too.
    too_deep_said: bool,
    /// Definitions at fault, by slot: what uses them is at fault as well.
    pub(super) unsound: BTreeSet<DefineId>,
    /// How often something that could not be read was used.
    pub(super) tainted: usize,
    /// The pack whose file is being checked.
    pub(super) pack: &'a str,
    /// The groups that each pack declares, and the slots of all that a pack sees together.
    pub(super) synonyms_said: Vec<(&'a str, Vec<Vec<String>>)>,
    pub(super) synonyms_of: BTreeMap<&'a str, SynonymsId>,
    /// The expressions numbered so far: where each is written, and which of those written there it
    /// is.
    expressions: BTreeMap<(Span, usize), ExprId>,
    /// How much has been said of each dictionary's file, and how much kept back.
    of_tables: BTreeMap<SourceId, (usize, usize)>,
    /// The patterns that were read, by place, and what is odd about each.
    pub(super) patterns: BTreeMap<Span, (PatternId, Option<Diagnostic>)>,
    /// Whether sound rules are linted.
    pub(super) lints: bool,
    sources: Vec<&'a Source>,
}

/// On how many of the forms of a pack its rules must hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Every,
    One,
}

/// How far a form is from what was written for it: the errors, then those that no correction is
/// known for.
fn distance(said: &[Diagnostic]) -> (usize, usize) {
    let errors = said.iter().filter(|found| found.severity == Severity::Error);
    (errors.clone().count(), errors.filter(|found| found.fixes.is_empty()).count())
}

/// The most findings of one dictionary's file: a wrong column makes as many as there are rows.
const MOST_OF_TABLE: usize = 100;

/// How many definitions may use each other in a chain, and how many levels an expression may have
/// with its definitions written out. Everything that walks expressions follows definitions, so that
/// the stack bounds both.
const DEEPEST_CHAIN: usize = 32;
const DEEPEST: usize = 256;

pub(super) fn check<'a>(
    units: &[RuleSource<'a>],
    data: &[Data<'a>],
    lints: bool,
) -> (RuleSet, Vec<Diagnostic>) {
    let packs = Packs::of(units);
    // Packs that others build on come first: what a lower pack says of a dictionary is said of
    // theirs.
    let mut units = units.to_vec();
    units.sort_by_cached_key(|unit| packs.height(unit.pack));
    let units = units.as_slice();
    let mut checker = Checker {
        vocabulary: Vocabulary::default(),
        set: RuleSet::default(),
        diagnostics: DiagnosticSink::default(),
        form_spans: BTreeMap::new(),
        defining: Vec::new(),
        defined: BTreeMap::new(),
        levels: BTreeMap::new(),
        too_deep_said: false,
        data: data.iter().map(|data| (data.source.name(), data.table)).collect(),
        packs,
        declarers: BTreeMap::new(),
        unread: BTreeSet::new(),
        unsound: BTreeSet::new(),
        tainted: 0,
        pack: "",
        synonyms_said: Vec::new(),
        synonyms_of: BTreeMap::new(),
        expressions: BTreeMap::new(),
        patterns: BTreeMap::new(),
        lints,
        of_tables: data.iter().map(|data| (data.source.id(), (0, 0))).collect(),
        sources: units.iter().map(|unit| unit.source).collect(),
    };
    checker.references(units);
    for data in data {
        let found = data.table.diagnostics.iter().cloned();
        found.for_each(|found| checker.diagnostics.push(found));
    }
    for unit in units {
        let found = unit.tree.diagnostics.iter().cloned();
        found.for_each(|found| checker.diagnostics.push(found));
        checker.declare(unit);
    }
    for unit in units {
        checker.pack = unit.pack;
        checker.places(unit);
    }
    checker.dictionaries();
    checker.set.forms = checker.vocabulary.forms.iter().map(|(form, _)| form.clone()).collect();
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut tightenings: Vec<Tightening<'_>> = Vec::new();
    for unit in units.iter().filter(|unit| unit.judges) {
        checker.pack = unit.pack;
        for item in &unit.tree.items {
            let Item::Rule(item) = item else { continue };
            if let Some(first) = seen.get(item.name.text.as_str()) {
                checker.say(words::declared_twice(&item.name.text, *first, item.name.span));
                continue;
            }
            seen.insert(&item.name.text, item.name.span);
            let rule = checker.rule(item, unit);
            tightenings
                .extend(rule.zip(item.tightens.as_ref()).map(|(rule, of)| Tightening { rule, of }));
        }
    }
    checker.tighten(&tightenings);
    checker.unused_parameters(units);
    if lints {
        let judging = checker.judging(units);
        for found in checker.linter().all(&judging) {
            checker.say(found);
        }
    }
    checker.kept_back();
    (checker.set, checker.diagnostics.into_all())
}

impl<'a> Checker<'a> {
    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        // A rule is checked once for each form of its pack: what is wrong for all is said once.
        if self.diagnostics.contains(&diagnostic) {
            return;
        }
        let source = diagnostic.span().map(|span| span.source);
        if let Some((reported, kept)) = source.and_then(|id| self.of_tables.get_mut(&id)) {
            if *reported >= MOST_OF_TABLE {
                *kept += 1;
                return;
            }
            *reported += 1;
        }
        self.diagnostics.push(diagnostic);
    }

    /// Says how much of dictionaries' files has been kept back.
    fn kept_back(&mut self) {
        for (id, (_, kept)) in std::mem::take(&mut self.of_tables) {
            if kept > 0 {
                self.say(words::more_in_file(Span::at(id, 0), kept));
            }
        }
    }

    /// Reports what the parser could not read, unless a forgotten blank explains it.
    pub(super) fn broken(&mut self, broken: &Broken) {
        let better = self.forgotten_space_in(broken.span);
        self.say(better.unwrap_or_else(|| (*broken.diagnostic).clone()));
    }

    pub(super) fn linter(&self) -> Linter<'_> {
        Linter { set: &self.set, sources: &self.sources }
    }

    /// The text inside a span of a rule file.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        let source = self.sources.iter().find(|source| source.id() == span.source);
        source.map(|source| source.slice(span)).unwrap_or_default()
    }

    fn declare(&mut self, unit: &RuleSource<'a>) {
        for item in &unit.tree.items {
            match item {
                Item::Form(form) => self.form(form, unit.pack),
                Item::Law(law) => self.law(law),
                Item::Words(list) => self.word_list(list, unit),
                Item::Suffixes(table) => self.suffix_table(table, unit),
                Item::Catalogue(item) => self.catalogue(item, unit),
                Item::Synonyms(item) => self.synonyms(item, unit),
                Item::Parameter(item) => self.parameter(item, unit),
                Item::Define(define) => match self.declared(&define.name) {
                    Some(first) => {
                        let name = &define.name;
                        self.say(words::declared_twice(&name.text, first, name.span));
                    }
                    None => {
                        self.vocabulary.defines.insert(define.name.text.clone(), define);
                    }
                },
                Item::Use(_) | Item::Rule(_) | Item::Broken(_) => {}
            }
        }
    }

    /// What can be checked only when all names are known.
    fn places(&mut self, unit: &RuleSource<'a>) {
        for item in &unit.tree.items {
            match item {
                Item::Broken(broken) => self.broken(broken),
                Item::Define(define) => {
                    self.on_each_form(unit.pack, |this, form| {
                        let slot = this.define(&define.name.text, form).map(|(slot, _)| slot);
                        slot.is_some_and(|slot| !this.unsound.contains(&slot))
                    });
                }
                _ => {}
            }
        }
    }

    /// The forms that a pack's rules judge: its own, else those of the packs that it builds on,
    /// else those of the packs that build on it, else all. A rule must hold on each, but of all
    /// forms only on one: who writes a rule in a file of its own need not say which form it is for.
    pub(super) fn forms_of(&self, pack: &str) -> (Vec<FormId>, Fit) {
        let slots = |wanted: &dyn Fn(&str) -> bool| -> Vec<FormId> {
            let all = self.vocabulary.forms.entries();
            all.filter(|(_, (_, of))| wanted(of)).map(|(slot, _)| slot).collect()
        };
        let own = slots(&|of| of == pack);
        let upper = || slots(&|of| self.packs.builds_on(pack, of));
        let lower = || slots(&|of| self.packs.builds_on(of, pack));
        let named = [own, upper(), lower()].into_iter().find(|found| !found.is_empty());
        named.map_or_else(|| (slots(&|_| true), Fit::One), |found| (found, Fit::Every))
    }

    /// Checks something on each form of a pack; whether it is sound. Where one form is enough, only
    /// what is said on all that fit is reported; where none fits, what is said on the nearest.
    pub(super) fn on_each_form(
        &mut self,
        pack: &str,
        mut check: impl FnMut(&mut Self, FormId) -> bool,
    ) -> bool {
        let (forms, fit) = self.forms_of(pack);
        let before = self.diagnostics.len();
        let mut sound = Vec::new();
        let mut said: Vec<Vec<Diagnostic>> = Vec::new();
        for form in forms {
            sound.push(check(self, form));
            if fit == Fit::One {
                said.push(self.diagnostics.take_back(before));
            }
        }
        if fit == Fit::Every {
            return sound.iter().all(|sound| *sound);
        }
        let any = sound.contains(&true);
        let reported: Vec<Diagnostic> = match any {
            true => {
                let all = said.into_iter().zip(&sound).filter(|(_, sound)| **sound);
                let mut all = all.map(|(said, _)| said);
                let mut common = all.next().unwrap_or_default();
                all.for_each(|said| common.retain(|found| said.contains(found)));
                common
            }
            false => said.into_iter().min_by_key(|said| distance(said)).unwrap_or_default(),
        };
        for diagnostic in reported {
            self.say(diagnostic);
        }
        any
    }

    /// A definition for a form, resolved when first asked for; the slot and type.
    pub(super) fn define(&mut self, name: &str, form: FormId) -> Option<(DefineId, Type)> {
        let key = (name.to_owned(), form);
        if let Some(slot) = self.defined.get(&key) {
            let ty = self.set.defines.get(*slot).map(|define| define.body.ty.clone());
            return ty.map(|ty| (*slot, ty));
        }
        let (name, item) = self.vocabulary.defines.get_key_value(name)?;
        let (name, item): (String, &'a written::DefineItem) = (name.clone(), item);
        if let Some(start) = self.defining.iter().position(|open| *open == name) {
            let mut cycle: Vec<&str> = self.defining.iter().skip(start).copied().collect();
            cycle.push(&name);
            self.say(words::defined_by_itself(&cycle, item.name.span));
            return None;
        }
        if self.defining.len() >= DEEPEST_CHAIN {
            self.too_deep(item.name.span);
            return None;
        }
        let mut scope = Scope::new(self.form_at(form).cloned()?, form);
        let before = self.faults();
        for DefineParameter { ty, name } in &item.parameters {
            let ty = match ty {
                Ok(keyword) => Type::of_parameter(*keyword).unwrap_or(Type::Faulty),
                Err(written) => {
                    self.say(range_words::parameter_type_unknown(written));
                    Type::Faulty
                }
            };
            if scope.variable(&name.text).is_some() {
                self.say(range_words::parameter_twice(name));
            }
            scope.bind(Some(name.text.clone()), ty);
        }
        let mut body = match &item.body {
            Ok(body) => {
                self.defining.push(&item.name.text);
                let body = self.expr(&mut scope, body);
                self.defining.pop();
                body
            }
            Err(broken) => {
                self.broken(broken);
                Expr::new(item.span, Type::Faulty, Kind::Faulty)
            }
        };
        let mut levels = self.levels_of(&body);
        if levels > DEEPEST {
            self.too_deep(item.name.span);
            (levels, body) = (1, Expr::new(item.span, Type::Faulty, Kind::Faulty));
        }
        self.number(vec![&mut body]);
        let ty = body.ty.clone();
        let sound = self.faults() == before;
        let parameters =
            item.parameters.iter().map(|parameter| parameter.name.text.clone()).collect();
        let slot = self.set.defines.push(Define {
            name: name.clone(),
            span: item.name.span,
            parameters,
            slots: scope.slots(),
            body,
            leans_on: scope.leans_on,
        });
        self.levels.insert(slot, levels);
        if !sound {
            self.unsound.insert(slot);
        }
        self.defined.insert(key, slot);
        Some((slot, ty))
    }

    /// How many levels deep an expression is with the definitions in it written out. What is walked
    /// here is a single expression as written, whose depth the parser bounds.
    fn levels_of(&self, expr: &Expr) -> usize {
        let inside = expr.children().into_iter().map(|child| self.levels_of(child)).max();
        let defined = match &expr.kind {
            Kind::Define(id, _) => self.levels.get(id).copied(),
            _ => None,
        };
        1 + inside.max(defined).unwrap_or(0)
    }

    fn too_deep(&mut self, span: Span) {
        self.tainted += 1;
        if !std::mem::replace(&mut self.too_deep_said, true) {
            self.say(words::defined_too_deeply(span, DEEPEST_CHAIN, DEEPEST));
        }
    }

    /// How much has been found at fault so far: what changes it is at fault.
    pub(super) fn faults(&self) -> (usize, usize) {
        (self.diagnostics.errors(), self.tainted)
    }

    /// Numbers the expressions of what has been resolved, by where they are written.
    pub(super) fn number(&mut self, roots: Vec<&mut Expr>) {
        let mut met: BTreeMap<Span, usize> = BTreeMap::new();
        for root in roots {
            walk_mut(root, &mut |expr| {
                let nth = met.entry(expr.span).or_default();
                let next = ExprId::new(self.expressions.len());
                expr.id = Some(*self.expressions.entry((expr.span, *nth)).or_insert(next));
                *nth += 1;
            });
        }
    }

    /// The form of that id, shared.
    pub(super) fn form_at(&self, slot: FormId) -> Option<&Arc<Form>> {
        self.vocabulary.forms.get(slot).map(|(form, _)| form)
    }
}
