//! Ids of parts that are written once and resolved for several forms. Takes expressions and places;
//! gives the same id for the same place.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::rule::visit::walk_mut;
use crate::rule::{Expr, ExprId, Id, ListId, PatternId, SynonymsId};
use crate::source::{SourceId, Span};

/// The ids given so far.
#[derive(Debug, Default)]
pub(super) struct Interned<'a> {
    /// By the row of a 规则表, the place of an expression, and its number among those at that
    /// place.
    expressions: BTreeMap<(Option<Span>, Span, usize), ExprId>,
    /// The row of a 规则表 that is being resolved: what is written once for all rows differs by
    /// row.
    pub(super) row: Option<Span>,
    /// Patterns by place, each with its lint.
    pub(super) patterns: BTreeMap<Span, (PatternId, Option<Diagnostic>)>,
    /// Patterns of word lists.
    pub(super) lists: BTreeMap<ListId, PatternId>,
    /// All synonyms that a pack sees together.
    pub(super) synonyms: BTreeMap<&'a str, SynonymsId>,
}

impl Interned<'_> {
    /// Drops what was written in a text.
    pub(super) fn forget(&mut self, text: SourceId) {
        self.expressions.retain(|(_, span, _), _| span.source != text);
        self.lists.clear();
        self.patterns.retain(|span, _| span.source != text);
    }

    /// Numbers the expressions of what has been resolved, by where they are written.
    pub(super) fn number(&mut self, roots: Vec<&mut Expr>) {
        let mut met: BTreeMap<Span, usize> = BTreeMap::new();
        for root in roots {
            walk_mut(root, &mut |expr| {
                let nth = met.entry(expr.span).or_default();
                let next = ExprId::new(self.expressions.len());
                expr.id =
                    Some(*self.expressions.entry((self.row, expr.span, *nth)).or_insert(next));
                *nth += 1;
            });
        }
    }
}
