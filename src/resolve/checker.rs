//! Walks rule files twice: first what they declare, then each rule against the forms of its pack.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::definitions::Definitions;
use super::diagnostic_sink::DiagnosticSink;
use super::inputs::Inputs;
use super::interned::Interned;
use super::names::Vocabulary;
use super::pack_order::Packs;
use super::rewording;
use super::row_rules::RowRules;
use super::table::TableReader;
use super::tighten::Tightening;
use super::{Data, RuleSource, words};
use crate::diagnostic::{Code, Diagnostic, Severity, Words};
use crate::form::Form;
use crate::lint::Linter;
use crate::rule::{FormId, RuleSet};
use crate::source::Span;
use crate::syntax::rule::{Broken, Item};

/// The state of a check: its inputs, what is known so far, and its results.
pub(super) struct Checker<'a> {
    pub(super) inputs: Inputs<'a>,
    pub(super) vocabulary: Vocabulary<'a>,
    pub(super) definitions: Definitions<'a>,
    pub(super) interned: Interned<'a>,
    /// The pack whose file is being checked.
    pub(super) pack: &'a str,
    pub(super) set: RuleSet,
    pub(super) diagnostics: DiagnosticSink,
    /// The forms that lack what the rule at hand names, and what that is.
    pub(super) lacking: Vec<(FormId, Words)>,
}

/// On how many of the forms of a pack its rules must be valid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Every,
    /// On each that has what they name: the form is of another pack, or builds on one of these.
    Having,
    One,
}

/// The findings on a rule by which it turns out that a form lacks what the rule names.
const LACKS: [Code; 5] = [
    Code::UNKNOWN_NAME,
    Code::UNKNOWN_PLACE,
    Code::UNKNOWN_ENUM_VALUE,
    Code::NO_UNIT_FIELD,
    // A field of that name has another type.
    Code::TYPE_MISMATCH,
];

/// Lints that depend on what levels a form has.
const OF_LEVELS: [Code; 2] = [Code::CONDITION_NEVER, Code::NEVER_FOUND];

/// How badly a form fits: the number of errors, then of those without a known correction.
fn distance(said: &[Diagnostic]) -> (usize, usize) {
    let errors = said.iter().filter(|found| found.severity == Severity::Error);
    (errors.clone().count(), errors.filter(|found| found.fixes.is_empty()).count())
}

pub(super) fn check<'a>(
    units: &[RuleSource<'a>],
    data: &[Data<'a>],
    rows: &'a BTreeMap<Span, RowRules>,
    lints: bool,
) -> (RuleSet, Vec<Diagnostic>) {
    let packs = Packs::of(units);
    // Upper packs come first: lower packs extend their dictionaries. Packs that have no part come
    // last: their names give way.
    let mut units = units.to_vec();
    units.sort_by_cached_key(|unit| (packs.is_aside(unit.pack), packs.height(unit.pack)));
    let units = units.as_slice();
    let mut checker = Checker {
        inputs: Inputs {
            sources: units.iter().map(|unit| unit.source).collect(),
            pack_of: units.iter().map(|unit| (unit.source.id(), unit.pack)).collect(),
            tables: data.iter().map(|data| (data.source.name(), data.table)).collect(),
            packs,
            lints,
        },
        vocabulary: Vocabulary::default(),
        definitions: Definitions::default(),
        interned: Interned::default(),
        pack: "",
        set: RuleSet::default(),
        diagnostics: DiagnosticSink::new(data.iter().map(|data| data.source.id())),
        lacking: Vec::new(),
    };
    checker.inputs.packs.references(units, &mut checker.diagnostics);
    for data in data {
        let found = data.table.diagnostics.iter().cloned();
        found.for_each(|found| checker.diagnostics.push(found));
    }
    for unit in units {
        let found = unit.tree.diagnostics.iter().cloned();
        found.for_each(|found| checker.diagnostics.push(found));
        checker.declare(unit);
    }
    checker.forms(units);
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
                checker.clash(&item.name, *first);
                continue;
            }
            seen.insert(&item.name.text, item.name.span);
            if item.from.is_some() {
                checker.rule_table(item, unit, rows);
                continue;
            }
            let rule = checker.rule(item, unit);
            tightenings
                .extend(rule.zip(item.tightens.as_ref()).map(|(rule, of)| Tightening { rule, of }));
        }
    }
    checker.tighten(&tightenings);
    checker.unused_parameters(units);
    if lints {
        let judging = checker.inputs.packs.judging(units);
        for found in checker.linter().all(&judging) {
            checker.diagnostics.report(found);
        }
    }
    checker.diagnostics.report_withheld();
    let trials = rewording::Trials::default();
    let checker = rewording::propose(checker, units, &trials);
    (checker.set, checker.diagnostics.into_all())
}

impl<'a> Checker<'a> {
    /// Reports what the parser could not read, unless a missing space explains it.
    pub(super) fn broken(&mut self, broken: &Broken) {
        let text = self.inputs.slice(broken.span);
        let better = self.vocabulary.missing_space_in(text, broken.span);
        self.diagnostics.report(better.unwrap_or_else(|| (*broken.diagnostic).clone()));
    }

    pub(super) fn linter(&self) -> Linter<'_> {
        Linter { set: &self.set, sources: &self.inputs.sources }
    }

    /// A reader of tables.
    pub(super) fn tables(&mut self) -> TableReader<'_> {
        TableReader { diagnostics: &mut self.diagnostics }
    }

    fn declare(&mut self, unit: &RuleSource<'a>) {
        for item in &unit.tree.items {
            match item {
                Item::Law(law) => self.law(law),
                Item::Words(list) => self.word_list(list, unit),
                Item::Suffixes(table) => self.suffix_table(table, unit),
                Item::Catalogue(item) => self.catalogue(item, unit),
                Item::Synonyms(item) => self.synonyms(item, unit),
                Item::Parameter(item) => self.parameter(item, unit),
                Item::Define(define) => match self.declared(&define.name) {
                    Some(first) => self.clash(&define.name, first),
                    None => {
                        self.vocabulary.defines.insert(define.name.text.clone(), define);
                    }
                },
                Item::Form(_)
                | Item::Use(_)
                | Item::Basis(..)
                | Item::Rule(_)
                | Item::Broken(_) => {}
            }
        }
    }

    /// What can be checked only when all names are known.
    fn places(&mut self, unit: &RuleSource<'a>) {
        for item in &unit.tree.items {
            match item {
                Item::Broken(broken) => self.broken(broken),
                Item::Define(define) if self.is_declared_by(define) => {
                    self.on_each_form(unit.pack, |this, form| {
                        let slot = this.define(&define.name.text, form).map(|(slot, _)| slot);
                        slot.is_some_and(|slot| this.definitions.is_sound(slot))
                    });
                }
                _ => {}
            }
        }
    }

    /// The forms that a pack's rules judge: its own, else those of the packs that it builds on,
    /// else those of the packs that build on it, else all. A rule must be valid on each of its own;
    /// of packs that build on it, and of forms that build on these, on those that have the fields
    /// and levels it names; in the last case only on one: a rule in a file of its own need not say
    /// which form it is for.
    pub(super) fn forms_of(&self, pack: &str) -> (Vec<FormId>, Vec<Fit>) {
        let slots = |wanted: &dyn Fn(&str) -> bool| -> Vec<FormId> {
            let all = self.vocabulary.forms.entries();
            all.filter(|(_, (_, of))| wanted(of)).map(|(slot, _)| slot).collect()
        };
        let own = slots(&|of| of == pack);
        let upper = || slots(&|of| self.inputs.packs.builds_on(pack, of));
        let lower = || slots(&|of| self.inputs.packs.builds_on(of, pack));
        let found = [(own, Fit::Every), (upper(), Fit::Every), (lower(), Fit::Having)];
        let found = found.into_iter().find(|(forms, _)| !forms.is_empty());
        let Some((forms, fit)) = found else {
            return slots(&|_| true).into_iter().map(|form| (form, Fit::One)).unzip();
        };
        let kin = self.kin(&forms);
        let fit_of = |form: FormId| if kin.contains(&form) { Fit::Having } else { fit };
        let own = forms.iter().map(|form| (*form, fit_of(*form)));
        let derived = kin.iter().filter(|form| !forms.contains(form));
        own.chain(derived.map(|form| (*form, Fit::Having))).unzip()
    }

    /// Checks something on each form of a pack; returns whether it is sound. If one form is enough,
    /// only findings on all fitting forms are reported; if none fits, those on the nearest.
    pub(super) fn on_each_form(
        &mut self,
        pack: &str,
        mut check: impl FnMut(&mut Self, FormId) -> bool,
    ) -> bool {
        let (forms, fits) = self.forms_of(pack);
        let mut sound = Vec::new();
        let mut said: Vec<Vec<Diagnostic>> = Vec::new();
        let is_declared =
            |this: &Self, form: FormId| this.form_at(form).is_some_and(|form| !form.general);
        let declared: Vec<bool> = forms.iter().map(|id| is_declared(self, *id)).collect();
        // Of forms that need not fit: whether it does, and what was found.
        let mut others = Vec::new();
        let mut on_every = true;
        let is_one = fits.contains(&Fit::One);
        for (form, fit) in forms.into_iter().zip(fits) {
            let before = self.diagnostics.len();
            let is_sound = check(self, form);
            match fit {
                Fit::Every => {
                    on_every &= is_sound;
                    sound.push(is_sound);
                }
                Fit::Having => others.push((form, is_sound, self.diagnostics.take_back(before))),
                Fit::One => {
                    sound.push(is_sound);
                    said.push(self.diagnostics.take_back(before));
                }
            }
        }
        if !is_one {
            let fits = sound.contains(&true) || others.iter().any(|(_, is_sound, _)| *is_sound);
            return self.on_those_that_have(others, fits) && on_every;
        }
        // A general form has any field in any year: it neither proves a rule nor disproves a
        // finding.
        let only_general = !declared.contains(&true);
        let counted = sound.iter().zip(&declared);
        let counted: Vec<bool> =
            counted.map(|(sound, declared)| *sound && (*declared || only_general)).collect();
        let any = counted.contains(&true);
        let reported: Vec<Diagnostic> = match any {
            true => {
                let all = said.into_iter().zip(counted).filter(|(_, counted)| *counted);
                let mut all = all.map(|(said, _)| said);
                let mut common = all.next().unwrap_or_default();
                all.for_each(|said| common.retain(|found| said.contains(found)));
                common
            }
            false => {
                let of_declared = said.into_iter().zip(&declared);
                let of_declared = of_declared.filter(|(_, declared)| **declared || only_general);
                let said = of_declared.map(|(said, _)| said);
                said.min_by_key(|said| distance(said)).unwrap_or_default()
            }
        };
        for diagnostic in reported {
            self.diagnostics.report(diagnostic);
        }
        any
    }

    /// Reports what was found on forms that need not fit, but for those that only lack what is
    /// named. A name that none of them has is a fault of the rule.
    fn on_those_that_have(
        &mut self,
        others: Vec<(FormId, bool, Vec<Diagnostic>)>,
        any: bool,
    ) -> bool {
        let (mut all, mut reported) = (true, Vec::new());
        for (form, sound, said) in others {
            let mut errors = said.iter().filter(|found| found.severity == Severity::Error);
            let is_of_form = |found: &Diagnostic| {
                found.code == Code::NO_UNIT_FIELD || (any && LACKS.contains(&found.code))
            };
            // What else is wrong may follow from what is lacking: a variable of the other sheets.
            let of_definition = any && !errors.clone().any(|_| true);
            let lacks = !sound && (of_definition || errors.any(is_of_form));
            if lacks {
                let mut errors = said.iter().filter(|found| found.severity == Severity::Error);
                let lacking = errors.find(|found| LACKS.contains(&found.code));
                let reason = lacking.map(|found| found.message.clone());
                let reason = reason.unwrap_or_else(words::definition_lacks);
                self.lacking.push((form, reason));
            } else {
                all &= sound;
                reported.push(said);
            }
        }
        // If it fits none, what the nearest says.
        if !any {
            reported.sort_by_key(|said| distance(said));
            reported.truncate(1);
        }
        // That a condition never holds on the levels of a form is no fault of a rule that is
        // written for others.
        let of_rule = reported.into_iter().flatten();
        let of_rule = of_rule.filter(|found| !OF_LEVELS.contains(&found.code));
        of_rule.for_each(|found| self.diagnostics.report(found));
        all
    }

    /// The form of that id, shared.
    pub(super) fn form_at(&self, slot: FormId) -> Option<&Arc<Form>> {
        self.vocabulary.forms.get(slot).map(|(form, _)| form)
    }
}
