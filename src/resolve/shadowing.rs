//! Names that hide others, and repeated words of a list: found while names are resolved.

use super::checker::Checker;
use super::diagnostic_sink::DiagnosticSink;
use super::list_words as words;
use super::names::Scope;
use crate::rule::same::same;
use crate::rule::visit::read_slots;
use crate::rule::{Expr, Kind, OnForm, Range, Slot};
use crate::syntax::rule::Name;

impl Checker<'_> {
    /// Reports repeated words of a list.
    pub(super) fn twice_in_list(&mut self, items: &[Expr]) {
        for (at, item) in items.iter().enumerate() {
            let constant = matches!(item.kind, Kind::Text(_) | Kind::Figure(_) | Kind::Date(_));
            let earlier = items.iter().take(at).find(|other| same(&self.set, other, item));
            if let Some(earlier) = earlier.filter(|_| constant) {
                self.diagnostics.report(words::twice_in_list(item.span, earlier.span));
            }
        }
    }
}

/// Warns about names of indicators without quotes: `有 指标 验收合格率` asks for any indicator, and
/// calls it so. What is ranged over rule by rule has a lint of its own.
pub(super) fn unquoted(diagnostics: &mut DiagnosticSink, scope: &Scope, on: &OnForm) {
    if scope.given.iter().all(|(_, name)| name.text.is_ascii()) {
        return;
    }
    let read = read_slots(on);
    let ranged: Vec<Slot> = on.ranges.iter().flat_map(Range::slots).collect();
    for (slot, name) in &scope.given {
        let known = read.contains(slot) || ranged.contains(slot) || name.text.is_ascii();
        if !known && name.text.chars().nth(1).is_some() {
            diagnostics.report(words::name_without_quotes(name));
        }
    }
}

/// Warns about a variable with the name of another, or of a field, which it hides.
pub(super) fn shadows(diagnostics: &mut DiagnosticSink, scope: &Scope, name: &Name) {
    let variable = scope.variable(&name.text).is_some();
    if variable || scope.form.field(&name.text).is_some() {
        diagnostics.report(words::shadows(name, variable));
    }
}
