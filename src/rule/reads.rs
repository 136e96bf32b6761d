//! What a rule reads of a sheet: the fields, levels and attributes that its ranges and conditions
//! name, those of the definitions that it uses included. Takes checked rules; what messages and
//! fixes name does not count.

use super::visit::{walk, walk_range};
use super::{Define, DefineId, Domain, Expr, Kind, OnForm, Over, Range, RuleSet};
use crate::form::{Form, LevelId};

/// All fields of a sheet, if a rule ranges over them.
const FIELDS: &str = "字段";
/// All indicators of a sheet, if a rule ranges over them without giving a level.
const INDICATORS: &str = "指标";

/// The names, each once, in the order of reading: fields and attributes as the form has them,
/// levels as `一级/二级`; 字段 and 指标 for all of them.
pub(crate) fn reads(rules: &RuleSet, rule: &OnForm) -> Vec<String> {
    let mut found = NameFinder { form: &rule.form, names: Vec::new() };
    for range in &rule.ranges {
        match range {
            Range::Each(domain) | Range::Pair { domain, .. } => found.domain(domain),
            Range::Match { .. } => {}
        }
        walk_range(range, &mut |expr| found.expr(expr));
    }
    let exceptions = rule.exceptions.iter().map(|exception| &exception.condition);
    let conditions = rule.when.iter().chain(exceptions).chain(&rule.demands);
    conditions.for_each(|condition| walk(condition, &mut |expr| found.expr(expr)));
    for define in definitions(rules, rule) {
        walk(&define.body, &mut |expr| found.expr(expr));
    }
    found.names
}

struct NameFinder<'r> {
    form: &'r Form,
    names: Vec<String>,
}

impl NameFinder<'_> {
    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            Kind::Field(id) | Kind::SheetField(_, id) => {
                let name = self.form.field_at(*id).map(|field| field.name.clone());
                self.note(name);
            }
            Kind::Attribute(_, id) => {
                let name = self.form.attribute_at(*id).map(|attribute| attribute.name.clone());
                self.note(name);
            }
            Kind::Cell(_, id) => {
                let name = self.form.column_at(*id).map(|column| column.name.clone());
                self.note(name);
            }
            Kind::Exists(_, domain) | Kind::Count(domain) | Kind::Every(domain, _) => {
                self.domain(domain);
            }
            Kind::Aggregate(_, _, range) => {
                if let Range::Each(domain) = &**range {
                    self.domain(domain);
                }
            }
            _ => {}
        }
    }

    fn domain(&mut self, domain: &Domain) {
        match (domain.over, &domain.levels) {
            (Over::Fields, _) => self.note(Some(FIELDS.to_owned())),
            (Over::Indicators, None) => self.note(Some(INDICATORS.to_owned())),
            (Over::Indicators, Some(levels)) => {
                // A level includes those below it.
                let above = |id: &LevelId| self.form.level_at(*id).and_then(|level| level.parent);
                let tops: Vec<String> = levels
                    .iter()
                    .filter(|id| above(id).is_none_or(|parent| !levels.contains(&parent)))
                    .map(|id| self.form.level_path(*id))
                    .collect();
                tops.into_iter().for_each(|path| self.note(Some(path)));
            }
            (Over::Rows(table) | Over::Totals(table), _) => {
                self.note(self.form.table_at(table).map(|table| table.name.clone()));
            }
            (Over::Sheets(_) | Over::ThisSheet, _) => {}
        }
    }

    fn note(&mut self, name: Option<String>) {
        self.names.extend(name.filter(|name| !self.names.contains(name)));
    }
}

/// The definitions that a rule uses, those first that it names itself.
pub fn definitions<'r>(rules: &'r RuleSet, rule: &OnForm) -> Vec<&'r Define> {
    let mut slots: Vec<DefineId> = Vec::new();
    let mut found = |expr: &Expr| {
        if let Kind::Define(slot, _) = expr.kind
            && !slots.contains(&slot)
        {
            slots.push(slot);
        }
    };
    rule.ranges.iter().for_each(|range| walk_range(range, &mut found));
    let exceptions = rule.exceptions.iter().map(|exception| &exception.condition);
    let conditions = rule.when.iter().chain(&rule.demands).chain(exceptions);
    conditions.for_each(|condition| walk(condition, &mut found));
    let mut at = 0;
    while let Some(define) = slots.get(at).and_then(|slot| rules.defines.get(*slot)) {
        walk(&define.body, &mut |expr| {
            if let Kind::Define(slot, _) = expr.kind
                && !slots.contains(&slot)
            {
                slots.push(slot);
            }
        });
        at += 1;
    }
    slots.iter().filter_map(|slot| rules.defines.get(*slot)).collect()
}
