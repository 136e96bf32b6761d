//! Names that hide others, and words that a list says twice: seen while names are resolved.

use super::checker::Checker;
use super::diagnostic_sink::DiagnosticSink;
use super::list_words as words;
use super::names::Scope;
use crate::rule::same::same;
use crate::rule::{Expr, Kind};
use crate::syntax::rule::Name;

impl Checker<'_> {
    /// Hints at words that a list says twice.
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

/// Warns of a variable that takes the name of another, or of a field: the other cannot be read
/// then.
pub(super) fn shadows(diagnostics: &mut DiagnosticSink, scope: &Scope, name: &Name) {
    let variable = scope.variable(&name.text).is_some();
    if variable || scope.form.field(&name.text).is_some() {
        diagnostics.report(words::shadows(name, variable));
    }
}
