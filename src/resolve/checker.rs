//! Walks rule files twice: first what they declare, then each rule against the forms of its pack.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::names::{Scope, Vocabulary};
use super::pack_order::Packs;
use super::tighten::Tightening;
use super::{Data, Unit, example, range_words, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::form::Form;
use crate::lint::Linter;
use crate::nearest::nearest;
use crate::rule::Tags;
use crate::rule::types::{PARAMETER_TYPES, Type};
use crate::rule::{Anchor, Define, Expr, Kind, Part, Range, Rule, RuleSet, Template};
use crate::source::{Source, SourceId, Span};
use crate::syntax::rule as written;
use crate::syntax::rule::{Broken, ClauseKind, Item, RuleItem};
use crate::syntax::table::TableFile;
use crate::value::BLANK;

/// The state of a walk.
pub(super) struct Checker<'a> {
    pub(super) vocabulary: Vocabulary<'a>,
    pub(super) set: RuleSet,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Where the form at each slot is declared.
    pub(super) form_spans: Vec<Span>,
    /// Definitions being resolved for a form, outermost first; and those done.
    pub(super) defining: Vec<&'a str>,
    pub(super) defined: BTreeMap<(String, usize), usize>,
    /// The dictionaries in files of their own, by name.
    pub(super) data: BTreeMap<&'a str, &'a TableFile>,
    pub(super) packs: Packs<'a>,
    /// The packs that declare each dictionary, and where.
    pub(super) declarers: BTreeMap<String, Vec<(String, Span)>>,
    /// Dictionaries whose file could not be read.
    pub(super) unread: BTreeSet<String>,
    /// Definitions at fault, by slot: what uses them is at fault as well.
    pub(super) unsound: BTreeSet<usize>,
    /// How often something that could not be read was used.
    pub(super) tainted: usize,
    /// The pack whose file is being checked.
    pub(super) pack: &'a str,
    /// The groups that each pack declares, and the slots of all that a pack sees together.
    pub(super) synonyms_said: Vec<(&'a str, Vec<Vec<String>>)>,
    pub(super) synonyms_of: BTreeMap<&'a str, usize>,
    /// How much has been said of each dictionary's file, and how much kept back.
    of_tables: BTreeMap<SourceId, (usize, usize)>,
    sources: Vec<&'a Source>,
}

/// On how many of the forms of a pack its rules must hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Every,
    One,
}

fn errors_in(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|found| found.severity == Severity::Error).count()
}

/// How far a form is from what was written for it: the errors, then those that no correction is known for.
fn distance(said: &[Diagnostic]) -> (usize, usize) {
    let errors = said.iter().filter(|found| found.severity == Severity::Error);
    (errors_in(said), errors.filter(|found| found.fixes.is_empty()).count())
}

/// The most findings of one dictionary's file: a wrong column makes as many as there are rows.
const MOST_OF_TABLE: usize = 100;

pub(super) fn check<'a>(units: &[Unit<'a>], data: &[Data<'a>]) -> (RuleSet, Vec<Diagnostic>) {
    let packs = Packs::of(units);
    // Packs that others build on come first: what a lower pack says of a dictionary is said of theirs.
    let mut units = units.to_vec();
    units.sort_by_cached_key(|unit| packs.height(unit.pack));
    let units = units.as_slice();
    let mut checker = Checker {
        vocabulary: Vocabulary::default(),
        set: RuleSet::default(),
        diagnostics: Vec::new(),
        form_spans: Vec::new(),
        defining: Vec::new(),
        defined: BTreeMap::new(),
        data: data.iter().map(|data| (data.source.name(), data.table)).collect(),
        packs,
        declarers: BTreeMap::new(),
        unread: BTreeSet::new(),
        unsound: BTreeSet::new(),
        tainted: 0,
        pack: "",
        synonyms_said: Vec::new(),
        synonyms_of: BTreeMap::new(),
        of_tables: data.iter().map(|data| (data.source.id(), (0, 0))).collect(),
        sources: units.iter().map(|unit| unit.source).collect(),
    };
    checker.references(units);
    for data in data {
        checker.diagnostics.extend(data.table.diagnostics.iter().cloned());
    }
    for unit in units {
        checker.diagnostics.extend(unit.tree.diagnostics.iter().cloned());
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
            let before = checker.set.rules.len();
            checker.rule(item, unit);
            if let Some(of) = &item.tightens {
                let rules = before..checker.set.rules.len();
                tightenings.extend(rules.map(|rule| Tightening { rule, of }));
            }
        }
    }
    checker.tighten(&tightenings);
    checker.unused_parameters(units);
    let judging = checker.judging(units);
    for found in checker.linter().all(&judging) {
        checker.say(found);
    }
    checker.kept_back();
    (checker.set, checker.diagnostics)
}

impl<'a> Checker<'a> {
    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        // A rule is checked once for each form of its pack: what is wrong for all is said once.
        if self.diagnostics.contains(&diagnostic) {
            return;
        }
        let source = diagnostic.span().map(|span| span.source);
        if let Some((told, kept)) = source.and_then(|id| self.of_tables.get_mut(&id)) {
            if *told >= MOST_OF_TABLE {
                *kept += 1;
                return;
            }
            *told += 1;
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

    fn linter(&self) -> Linter<'_> {
        Linter { set: &self.set, sources: &self.sources }
    }

    /// The text inside a span of a rule file.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        let source = self.sources.iter().find(|source| source.id() == span.source);
        source.map(|source| source.slice(span)).unwrap_or_default()
    }

    fn declare(&mut self, unit: &Unit<'a>) {
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
    fn places(&mut self, unit: &Unit<'a>) {
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

    /// The forms that a pack's rules judge: its own, else those of the packs that it builds on, else those of the
    /// packs that build on it, else all. A rule must hold on each, but of all forms only on one: who writes a rule
    /// in a file of its own need not say which form it is for.
    fn forms_of(&self, pack: &str) -> (Vec<usize>, Fit) {
        let slots = |wanted: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let all = self.vocabulary.forms.iter().enumerate();
            all.filter(|(_, (_, of))| wanted(of)).map(|(slot, _)| slot).collect()
        };
        let own = slots(&|of| of == pack);
        let upper = || slots(&|of| self.packs.builds_on(pack, of));
        let lower = || slots(&|of| self.packs.builds_on(of, pack));
        let named = [own, upper(), lower()].into_iter().find(|found| !found.is_empty());
        named.map_or_else(|| (slots(&|_| true), Fit::One), |found| (found, Fit::Every))
    }

    /// Checks something on each form of a pack; whether it is sound. Where one form is enough, only what is said on
    /// all that fit is told; where none fits, what is said on the nearest.
    fn on_each_form(
        &mut self,
        pack: &str,
        mut check: impl FnMut(&mut Self, usize) -> bool,
    ) -> bool {
        let (forms, fit) = self.forms_of(pack);
        let before = self.diagnostics.len();
        let mut sound = Vec::new();
        let mut said: Vec<Vec<Diagnostic>> = Vec::new();
        for form in forms {
            sound.push(check(self, form));
            if fit == Fit::One {
                said.push(self.diagnostics.split_off(before));
            }
        }
        if fit == Fit::Every {
            return sound.iter().all(|sound| *sound);
        }
        let any = sound.contains(&true);
        let told: Vec<Diagnostic> = match any {
            true => {
                let all = said.into_iter().zip(&sound).filter(|(_, sound)| **sound);
                let mut all = all.map(|(said, _)| said);
                let mut common = all.next().unwrap_or_default();
                all.for_each(|said| common.retain(|found| said.contains(found)));
                common
            }
            false => said.into_iter().min_by_key(|said| distance(said)).unwrap_or_default(),
        };
        for diagnostic in told {
            self.say(diagnostic);
        }
        any
    }

    /// A definition for a form, resolved when first asked for; the slot and type.
    pub(super) fn define(&mut self, name: &str, form: usize) -> Option<(usize, Type)> {
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
        let mut scope = Scope::new(self.form_at(form).cloned()?, form);
        let before = (self.errors(), self.tainted);
        for (kind, name) in &item.parameters {
            let ty = Type::of_parameter(&kind.text).unwrap_or_else(|| {
                self.say(range_words::parameter_type_unknown(
                    kind,
                    nearest(&kind.text, PARAMETER_TYPES),
                ));
                Type::Faulty
            });
            if scope.variable(&name.text).is_some() {
                self.say(range_words::parameter_twice(name));
            }
            scope.bind(Some(name.text.clone()), ty);
        }
        let body = match &item.body {
            Ok(body) => {
                self.defining.push(&item.name.text);
                let body = self.expr(&mut scope, body);
                self.defining.pop();
                body
            }
            Err(broken) => {
                self.broken(broken);
                Expr { span: item.span, ty: Type::Faulty, kind: Kind::Faulty }
            }
        };
        let (slot, ty) = (self.set.defines.len(), body.ty.clone());
        if (self.errors(), self.tainted) != before {
            self.unsound.insert(slot);
        }
        let parameters = item.parameters.iter().map(|(_, name)| name.text.clone()).collect();
        self.set.defines.push(Define {
            name: name.clone(),
            span: item.name.span,
            parameters,
            slots: scope.slots(),
            body,
            leans_on: scope.leans_on,
        });
        self.defined.insert(key, slot);
        Some((slot, ty))
    }

    fn rule(&mut self, item: &'a RuleItem, unit: &Unit<'a>) {
        if self.forms_of(unit.pack).0.is_empty() {
            self.say(words::no_form(&item.name));
        }
        let sound = self.on_each_form(unit.pack, |this, form| {
            let (errors, tainted) = (this.errors(), this.tainted);
            let rule = this.rule_for(item, unit, form);
            let sound = this.errors() == errors && this.tainted == tainted;
            if sound {
                for found in
                    rule.iter().flat_map(|rule| this.linter().rule(rule)).collect::<Vec<_>>()
                {
                    this.say(found);
                }
                this.set.rules.extend(rule);
            }
            sound
        });
        if !sound {
            self.set.faulty.push(item.name.text.clone());
        }
    }

    fn errors(&self) -> usize {
        errors_in(&self.diagnostics)
    }

    fn rule_for(&mut self, item: &'a RuleItem, unit: &Unit<'a>, slot: usize) -> Option<Rule> {
        let form = self.form_at(slot).cloned()?;
        let mut scope = Scope::new(form.clone(), slot);
        let mut rule = Rule {
            name: item.name.text.clone(),
            span: item.name.span,
            pack: unit.pack.to_owned(),
            form,
            about: None,
            tags: Tags::default(),
            basis: Vec::new(),
            tightened_by: Vec::new(),
            in_force: None,
            ranges: Vec::new(),
            when: Vec::new(),
            exceptions: Vec::new(),
            demands: Vec::new(),
            severity: Severity::Error,
            message: Template::default(),
            anchors: Vec::new(),
            help: None,
            fixes: Vec::new(),
            accepts: Vec::new(),
            rejects: Vec::new(),
            slots: 0,
            text: String::new(),
            leans_on: Vec::new(),
            left_out: false,
        };
        let mut reported: Option<Span> = None;
        let mut complete = true;
        let mut cited: Vec<Span> = Vec::new();
        let mut tagged = Vec::new();
        // Variables first: a clause may stand above the 对 that it leans on.
        let is_range = |kind: &ClauseKind| {
            matches!(
                kind,
                ClauseKind::Each(_) | ClauseKind::EachPair(..) | ClauseKind::EachMatch(_)
            )
        };
        let (ranges, rest): (Vec<_>, Vec<_>) =
            item.clauses.iter().partition(|clause| is_range(&clause.kind));
        let lost = rest.iter().any(|clause| {
            let broken = matches!(clause.kind, ClauseKind::Broken(_));
            broken && matches!(self.slice(clause.keyword), "对" | "for")
        });
        if lost {
            scope.lack_variables();
        }
        for clause in &item.clauses {
            let text = match &clause.kind {
                ClauseKind::About(literal) | ClauseKind::Help(literal) => &literal.text,
                ClauseKind::Else { message: Some(literal), .. } => &literal.text,
                ClauseKind::Accepts(fragment) | ClauseKind::Rejects(fragment) => &fragment.text,
                _ => continue,
            };
            if let Some(at) = text.as_str().find(BLANK) {
                self.say(words::still_blank(text.span(at..at + BLANK.len())));
            }
        }
        for clause in ranges.into_iter().chain(rest) {
            match &clause.kind {
                ClauseKind::About(text) => rule.about = Some(text.text.as_str().to_owned()),
                ClauseKind::Basis { law, article } => {
                    if let Some(found) = self.citation(law, article.as_ref()) {
                        rule.basis.push(found);
                        cited.push(law.span);
                    }
                }
                ClauseKind::Each(domain) => {
                    if let Some(domain) = self.domain(&mut scope, domain) {
                        rule.ranges.push(Range::Each(domain));
                    }
                }
                ClauseKind::EachPair(domain, second) => {
                    rule.ranges.extend(self.pair(&mut scope, domain, second));
                }
                ClauseKind::EachMatch(pieces) => {
                    let range = self.pieces(&mut scope, pieces);
                    rule.ranges.push(range);
                }
                ClauseKind::Tags(words) => self.tags(&mut rule.tags, words, &mut tagged),
                ClauseKind::InForce { from, until } => {
                    rule.in_force = self.in_force(from, until.as_ref());
                }
                ClauseKind::Unless { condition, basis } => {
                    let exception = self.exception(&mut scope, clause, condition, basis.as_ref());
                    rule.exceptions.push(exception);
                }
                ClauseKind::When(expr) => {
                    let condition = self.condition(&mut scope, expr);
                    rule.when.push(condition);
                }
                ClauseKind::Must(expr) => {
                    let condition = self.condition(&mut scope, expr);
                    rule.demands.push(condition);
                }
                ClauseKind::MustNot(expr) => {
                    let condition = self.condition(&mut scope, expr);
                    rule.demands.push(Expr {
                        span: condition.span,
                        ty: Type::Truth,
                        kind: Kind::Not(Box::new(condition)),
                    });
                }
                ClauseKind::Else { severity, message, anchors } => {
                    if let Some(first) = reported {
                        self.say(words::else_twice(first, clause.keyword));
                        continue;
                    }
                    reported = Some(clause.keyword);
                    rule.severity = *severity;
                    if let Some(message) = message {
                        rule.message = self.template(&mut scope, message);
                    }
                    rule.anchors = anchors
                        .iter()
                        .filter_map(|anchor| self.anchor(&mut scope, anchor))
                        .collect();
                }
                ClauseKind::Help(text) => {
                    rule.help = Some(self.template(&mut scope, text));
                }
                ClauseKind::Fix(fix) => {
                    let fix = self.fix(&mut scope, fix);
                    rule.fixes.extend(fix);
                }
                // Told already, and no example yet.
                ClauseKind::Accepts(fragment) | ClauseKind::Rejects(fragment)
                    if fragment.text.as_str().contains(BLANK) =>
                {
                    complete = false;
                }
                ClauseKind::Accepts(fragment) | ClauseKind::Rejects(fragment) => {
                    match example::read(fragment) {
                        Ok(read) if matches!(clause.kind, ClauseKind::Accepts(_)) => {
                            if let Some(mark) = read.marks.first() {
                                let mark = read.text.span(mark.clone());
                                self.say(words::mark_in_accepted(mark));
                            }
                            rule.accepts.push(read);
                        }
                        Ok(read) => rule.rejects.push(read),
                        Err(mark) => self.say(words::lone_mark(mark)),
                    }
                }
                ClauseKind::Broken(broken) => {
                    // What stands there is unknown: nothing is said to be missing on top of it.
                    complete = false;
                    self.broken(broken);
                }
            }
        }
        Self::join_ranges(&mut rule);
        self.bind_in_time(&mut rule, &scope.form, &cited);
        rule.slots = scope.slots();
        rule.leans_on = scope.leans_on;
        rule.text = self.text_of(item);
        if complete {
            self.completeness(&rule, reported);
        }
        Some(rule)
    }

    /// What a rule must or should have.
    fn completeness(&mut self, rule: &Rule, reported: Option<Span>) {
        if rule.demands.is_empty() {
            self.say(words::no_demand(&rule.name, rule.span));
        }
        if reported.is_none() {
            self.say(words::no_else(&rule.name, rule.span));
        }
        if rule.basis.is_empty() {
            self.say(words::no_basis(&rule.name, rule.span));
        }
        if rule.accepts.is_empty() || rule.rejects.is_empty() {
            let (accepts, rejects) = (rule.accepts.is_empty(), rule.rejects.is_empty());
            self.say(words::no_examples(&rule.name, rule.span, accepts, rejects));
        }
    }

    /// The clauses as written but for examples, one indentation for all.
    fn text_of(&self, item: &RuleItem) -> String {
        let told = item.clauses.iter().filter(|clause| {
            !matches!(clause.kind, ClauseKind::Accepts(_) | ClauseKind::Rejects(_))
        });
        let lines: Vec<_> =
            told.map(|clause| format!("    {}", self.slice(clause.span).trim_end())).collect();
        // In the language of its clauses.
        let latin =
            |line: &String| line.trim_start().starts_with(|it: char| it.is_ascii_alphabetic());
        let english = lines.first().is_some_and(latin);
        let name = &item.name.text;
        let head = if english { format!("rule {name}:") } else { format!("规则 {name}：") };
        std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
    }

    fn anchor(&mut self, scope: &mut Scope, anchor: &'a written::Anchor) -> Option<Anchor> {
        let place = match anchor {
            written::Anchor::Expr(expr) => {
                let expr = self.expr(scope, expr);
                let placed = expr.ty.is_textual()
                    || matches!(
                        expr.ty,
                        Type::Fragments
                            | Type::Finds(_)
                            | Type::Indicator
                            | Type::Field
                            | Type::Sheet
                    )
                    || matches!(
                        &expr.kind,
                        Kind::Attribute(..) | Kind::Field(_) | Kind::SheetField(..)
                    )
                    || matches!(&expr.kind, Kind::Part(of, _) if matches!(of.ty, Type::Found(_)));
                if !placed || matches!(expr.kind, Kind::Text(_)) {
                    self.say(words::no_place(expr.span, &expr.ty));
                    return None;
                }
                return Some(Anchor::Expr(expr));
            }
            written::Anchor::Place(place) => place,
        };
        let form = scope.form.clone();
        if let [(Some(name), span)] = place.segments.as_slice() {
            if let Some(variable) = scope.variable(name) {
                let kind = Kind::Variable(variable.slot);
                return Some(Anchor::Expr(Expr { span: *span, ty: variable.ty.clone(), kind }));
            }
            if let Some(field) = form.field(name) {
                return Some(Anchor::Field(field));
            }
            // What is ranged over without a name lends its members: 于 目标值.
            if let Some(implied) = self.implied_member(scope, name, *span) {
                return Some(Anchor::Expr(implied));
            }
            // By its name, or by what every form calls it: a rule for several forms knows no name.
            let is_tree = form.tree.as_ref().is_some_and(|tree| tree == name)
                || matches!(name.as_str(), "指标树" | "tree");
            if is_tree {
                return Some(Anchor::Tree);
            }
            if scope.lacks_variables() {
                return None;
            }
            if form.levels_called(name).is_empty() {
                let near = self.nearest_name(scope, name);
                let spaced = self.forgotten_space(scope, name, *span);
                self.say(
                    spaced.unwrap_or_else(|| words::anchor_unknown(name, *span, near.as_deref())),
                );
                return None;
            }
        }
        self.levels_at(scope, place).first().copied().map(Anchor::Level)
    }

    pub(super) fn template(
        &mut self,
        scope: &mut Scope,
        literal: &'a written::Literal,
    ) -> Template {
        let text = literal.text.as_str();
        let unescape = |part: &str| part.replace("{{", "{").replace("}}", "}");
        let (mut parts, mut at) = (Vec::new(), 0);
        for hole in &literal.holes {
            let before = text.get(at..hole.range.start).unwrap_or_default();
            if !before.is_empty() {
                parts.push(Part::Text(unescape(before)));
            }
            at = hole.range.end;
            match &hole.expr {
                Ok(expr) => {
                    let expr = self.expr(scope, expr);
                    if matches!(
                        expr.ty,
                        Type::Words
                            | Type::Suffixes
                            | Type::Catalogue
                            | Type::Synonyms
                            | Type::Pattern
                    ) {
                        self.say(words::not_sayable(hole.span, &expr.ty));
                    }
                    parts.push(Part::Hole(expr));
                }
                Err(broken) => self.broken(broken),
            }
        }
        let rest = text.get(at..).unwrap_or_default();
        if !rest.is_empty() {
            parts.push(Part::Text(unescape(rest)));
        }
        Template { parts }
    }

    /// The form at a slot, shared.
    pub(super) fn form_at(&self, slot: usize) -> Option<&Arc<Form>> {
        self.vocabulary.forms.get(slot).map(|(form, _)| form)
    }
}
