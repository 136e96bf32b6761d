//! 规则表: the rules of its rows to the set, with what is wrong with the rows. Takes rules that are
//! filled in; a fault that every row has is one of the rule, any other is shown at its row.

use std::collections::BTreeMap;

use super::checker::Checker;
use super::row_rules::{RowRules, filled_in, in_this_row};
use super::{RuleSource, words};
use crate::diagnostic::Diagnostic;
use crate::form::FieldKind;
use crate::source::Span;
use crate::syntax::rule::RuleItem;
use crate::value::normalise;

impl<'a> Checker<'a> {
    /// Resolves each row as a rule.
    pub(super) fn rule_table(
        &mut self,
        item: &'a RuleItem,
        unit: &RuleSource<'a>,
        tables: &'a BTreeMap<Span, RowRules>,
    ) {
        let Some(table) = tables.get(&item.name.span) else { return };
        let Some(from) = &item.from else { return };
        if self.content(from, unit).is_none() {
            self.set.faulty.push(item.name.text.clone());
            return;
        }
        for finding in &table.findings {
            self.diagnostics.report(finding.clone());
        }
        let mut said: Vec<(Span, Vec<Diagnostic>)> = Vec::new();
        for row in &table.rules {
            let before = self.diagnostics.len();
            self.interned.row = Some(row.item.name.span);
            let id = self.rule(&row.item, unit);
            self.interned.row = None;
            said.push((row.item.name.span, self.diagnostics.take_back(before)));
            if let Some(rule) = id.and_then(|id| self.set.rules.get_mut(id)) {
                rule.text = filled_in(&rule.text, &table.head, &row.cells);
            }
        }
        let of_every_row = |found: &Diagnostic| {
            said.len() > 1 && said.iter().all(|(_, findings)| findings.contains(found))
        };
        let common: Vec<Diagnostic> = said
            .first()
            .map(|(_, findings)| findings.iter().filter(|found| of_every_row(found)).cloned())
            .into_iter()
            .flatten()
            .collect();
        for (row, findings) in said {
            for found in findings {
                let placed = common.contains(&found)
                    || found.labels.iter().any(|label| label.span.source == row.source);
                self.diagnostics.report(if placed { found } else { in_this_row(found, row) });
            }
        }
        if table.rules.is_empty() && table.findings.is_empty() {
            self.diagnostics.report(words::nothing_in_file(&from.text, from.span));
        }
        self.values_without_row(table, unit);
    }

    /// Reports the values of a field that no row covers.
    fn values_without_row(&mut self, table: &RowRules, unit: &RuleSource<'a>) {
        let Some(review) = &table.review else { return };
        let (forms, _) = self.forms_of(unit.pack);
        for (field, covered) in review.words() {
            let mut missing: Vec<String> = Vec::new();
            for form in forms.iter().filter_map(|form| self.form_at(*form)) {
                let Some(id) = form.field(field) else { continue };
                let Some(FieldKind::Enum { values, .. }) =
                    form.field_at(id).map(|field| &field.kind)
                else {
                    continue;
                };
                for value in values {
                    if !covered.contains(&normalise(value)) && !missing.contains(value) {
                        missing.push(value.clone());
                    }
                }
            }
            let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
            if !missing.is_empty()
                && let Some(gap) = review.gap(field, &missing)
            {
                self.diagnostics.report(gap);
            }
        }
    }
}
