//! A hash of everything that an outcome of a rule depends on besides the sheets. Takes a rule on a
//! form; gives a number that does not depend on where the rule, and what it refers to, is written.
//! Valid in one process: the hash is the standard library's.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use super::{
    Alike, Anchor, CatalogueId, DefineId, Domain, Expr, FixChange, Goal, IdTable, Join, Kind,
    ListId, MessagePart, OnForm, ParameterId, PatternId, Range, RuleSet, SuffixesId, SynonymsId,
    Template,
};

impl OnForm {
    /// A hash of its form, ranges, conditions, places, words and fixes, and of all that they refer
    /// to: word lists, endings, catalogues, synonyms, parameters, patterns and definitions, those
    /// of definitions included. What only a report reads, such as its severity and its law, does
    /// not count, nor where anything is written.
    pub fn body_hash(&self, set: &RuleSet) -> u64 {
        let mut body =
            Body { set, hasher: DefaultHasher::new(), known: BTreeMap::new(), order: vec![] };
        body.rule(self);
        // A definition may refer to more.
        let mut at = 0;
        while let Some(referred) = body.order.get(at).copied() {
            body.referred(referred);
            at += 1;
        }
        body.hasher.finish()
    }
}

/// What an expression refers to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Referred {
    Words(ListId),
    Suffixes(SuffixesId),
    Catalogue(CatalogueId),
    Synonyms(SynonymsId),
    Parameter(ParameterId),
    Pattern(PatternId),
    Define(DefineId),
}

struct Body<'r> {
    set: &'r RuleSet,
    hasher: DefaultHasher,
    /// What is referred to, numbered in order of first use, so that each is hashed once.
    known: BTreeMap<Referred, usize>,
    order: Vec<Referred>,
}

impl Body<'_> {
    fn put(&mut self, value: impl Hash) {
        value.hash(&mut self.hasher);
    }

    fn refer(&mut self, referred: Referred) {
        let number = *self.known.entry(referred).or_insert_with(|| {
            self.order.push(referred);
            self.order.len()
        });
        self.put(number);
    }

    fn rule(&mut self, rule: &OnForm) {
        // Destructured, so that a new field cannot be left out.
        let OnForm {
            id: _,
            form,
            of_lower: _,
            tightened_by: _,
            in_force: _,
            ranges,
            witnesses: _,
            when,
            exceptions,
            demands,
            message,
            anchors,
            help,
            fixes,
            slots,
            leans_on: _,
        } = rule;
        self.put((form, slots));
        self.put([ranges.len(), when.len(), exceptions.len(), demands.len(), anchors.len()]);
        ranges.iter().for_each(|range| self.range(range));
        let conditions = when.iter().chain(exceptions.iter().map(|exception| &exception.condition));
        conditions.chain(demands).for_each(|condition| self.expr(condition));
        self.template(message);
        anchors.iter().for_each(|anchor| self.anchor(anchor));
        self.put((help.is_some(), fixes.len()));
        help.iter().for_each(|help| self.template(help));
        for fix in fixes {
            self.put(fix.level);
            self.change(&fix.change);
        }
    }

    fn referred(&mut self, referred: Referred) {
        let set = self.set;
        match referred {
            Referred::Words(id) => self.table(&set.lists, id),
            Referred::Suffixes(id) => self.table(&set.suffixes, id),
            Referred::Catalogue(id) => self.table(&set.catalogues, id),
            Referred::Synonyms(id) => self.table(&set.synonyms, id),
            Referred::Pattern(id) => {
                self.put(set.patterns.get(id).map(|pattern| pattern.as_str()));
            }
            Referred::Define(id) => {
                if let Some(define) = set.defines.get(id) {
                    self.put((define.parameters.len(), define.slots));
                    self.expr(&define.body);
                }
            }
            Referred::Parameter(id) => {
                let Some(parameter) = set.parameters.get(id) else { return };
                self.put((&parameter.name, &parameter.ty, parameter.layers.len()));
                for layer in &parameter.layers {
                    self.put(layer.values.len());
                    for valued in &layer.values {
                        self.put((valued.years, &valued.place));
                        self.expr(&valued.value);
                    }
                }
            }
        }
    }

    fn table<I: super::Id, T: Hash>(&mut self, table: &IdTable<I, T>, id: I) {
        self.put(table.get(id));
    }

    fn expr(&mut self, expr: &Expr) {
        let Expr { id: _, span: _, ty, kind } = expr;
        self.put((ty, discriminant(kind)));
        self.own(kind);
        let inside = expr.children();
        self.put(inside.len());
        inside.into_iter().for_each(|part| self.expr(part));
    }

    /// The content of an expression, except for the expressions inside it.
    fn own(&mut self, kind: &Kind) {
        match kind {
            Kind::Faulty
            | Kind::List(_)
            | Kind::Year
            | Kind::SheetYear(_)
            | Kind::Not(_)
            | Kind::Negative(_)
            | Kind::Percent(_)
            | Kind::Ratio(_) => {}
            Kind::Text(text) => self.put(text),
            Kind::YesNo(truth) => self.put(truth),
            // As written: 1.0 and 1.00 are equal, and shown otherwise.
            Kind::Figure(figure) => self.put((figure.number.to_string(), &figure.unit)),
            Kind::Date(date) => self.put(date),
            Kind::Words(id) => self.refer(Referred::Words(*id)),
            Kind::Suffixes(id) => self.refer(Referred::Suffixes(*id)),
            Kind::Catalogue(id) => self.refer(Referred::Catalogue(*id)),
            Kind::Pattern(id) => self.refer(Referred::Pattern(*id)),
            Kind::Synonyms(id) => self.refer(Referred::Synonyms(*id)),
            Kind::Parameter(id) => self.refer(Referred::Parameter(*id)),
            Kind::Define(id, _) => self.refer(Referred::Define(*id)),
            Kind::Field(field) | Kind::SheetField(_, field) => self.put(field),
            Kind::Variable(slot) => self.put(slot),
            Kind::Attribute(_, attribute) => self.put(attribute),
            Kind::Cell(_, column) => self.put(column),
            Kind::Part(_, part) => self.put(part),
            Kind::Group(_, name) => self.put(name),
            Kind::Call(function, _) => self.put(function),
            Kind::Binary(_, op, _) => self.put(op),
            Kind::Chain(_, rest) => rest.iter().for_each(|(order, _)| self.put(order)),
            Kind::Near { negated, .. } => self.put(negated),
            Kind::SetTest { relation, negated, .. } => self.put((relation, negated)),
            Kind::Test { test, negated, .. } => self.put((test, negated)),
            Kind::IsOfClass { class, negated, .. } => self.put((class, negated)),
            Kind::Exists(amount, domain) => {
                self.put(amount);
                self.domain(domain);
            }
            Kind::Every(domain, _) | Kind::Count(domain) => self.domain(domain),
            Kind::Aggregate(aggregation, _, range) => {
                self.put(aggregation);
                self.range_itself(range);
            }
            Kind::Present(wanted, _) => self.put(wanted),
        }
    }

    fn range(&mut self, range: &Range) {
        self.range_itself(range);
        let inside = range.expressions();
        self.put(inside.len());
        inside.into_iter().for_each(|part| self.expr(part));
    }

    /// A range without its texts and filters.
    fn range_itself(&mut self, range: &Range) {
        self.put(discriminant(range));
        match range {
            Range::Each(domain) => self.domain(domain),
            Range::Pair { domain, second, filter: _ } => {
                self.domain(domain);
                self.put(second);
            }
            Range::Match { slot, within, pattern, filter: _ } => {
                self.put((slot, within.len(), pattern.is_some()));
                pattern.iter().for_each(|pattern| self.refer(Referred::Pattern(*pattern)));
            }
        }
    }

    /// A domain without its filter.
    fn domain(&mut self, domain: &Domain) {
        let Domain { over, of, slot, named, levels, filter: _, joins, alike } = domain;
        self.put((over, of, slot, named, levels));
        self.lookups(joins, alike.as_deref());
    }

    fn lookups(&mut self, joins: &[Join], alike: Option<&Alike>) {
        self.put((joins.len(), alike.is_some()));
        for Join { key, with, forbidden } in joins {
            self.put((key, forbidden));
            self.expr(with);
        }
        if let Some(Alike { field, with, least, forbidden }) = alike {
            self.put((field, least, forbidden));
            self.expr(with);
        }
    }

    fn template(&mut self, template: &Template) {
        self.put(template.parts.len());
        for part in &template.parts {
            self.put(discriminant(part));
            match part {
                MessagePart::Text(text) => self.put(text),
                MessagePart::Hole(expr) => self.expr(expr),
            }
        }
    }

    fn anchor(&mut self, anchor: &Anchor) {
        self.put(discriminant(anchor));
        match anchor {
            Anchor::Tree => {}
            Anchor::Level(level) => self.put(level),
            Anchor::Field(field) => self.put(field),
            Anchor::Table(table) => self.put(table),
            Anchor::Expr(expr) => self.expr(expr),
        }
    }

    fn change(&mut self, change: &FixChange) {
        self.put(discriminant(change));
        match change {
            FixChange::AddIndicator { level, name, value } => {
                self.put(level);
                self.template(name);
                self.template(value);
            }
            FixChange::AddField(field, value) => {
                self.put(field);
                self.template(value);
            }
            FixChange::Set(of, words)
            | FixChange::Rename(of, words)
            | FixChange::Replace(of, words) => {
                self.expr(of);
                self.template(words);
            }
            FixChange::Remove(of) => self.expr(of),
            FixChange::Move(of, goal) => {
                self.expr(of);
                self.put(discriminant(goal));
                match goal {
                    Goal::Level(level) => self.put(level),
                    Goal::Path(path) => self.expr(path),
                }
            }
        }
    }
}
