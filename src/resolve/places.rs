//! Where findings point, and the parts of messages: 于 and the holes of texts. From syntax to
//! checked form.

use super::checker::Checker;
use super::names::Scope;
use super::ranges::{levels_at, levels_of_role};
use super::words;
use crate::rule::{Anchor, Expr, Kind, MessagePart, Template, Type};
use crate::syntax::rule::{self as written, Keyword};

impl<'a> Checker<'a> {
    /// 于
    pub(super) fn anchor(
        &mut self,
        scope: &mut Scope,
        anchor: &'a written::AnchorNode,
    ) -> Option<Anchor> {
        let place = match anchor {
            written::AnchorNode::Expr(expr) => {
                let expr = self.expr(scope, expr);
                let placed = expr.ty.is_textual()
                    || matches!(
                        expr.ty,
                        Type::Fragments
                            | Type::Finds(_)
                            | Type::Indicator
                            | Type::Row(_)
                            | Type::Field
                            | Type::Sheet
                    )
                    || matches!(
                        &expr.kind,
                        Kind::Attribute(..)
                            | Kind::Cell(..)
                            | Kind::Field(_)
                            | Kind::SheetField(..)
                    )
                    || matches!(&expr.kind, Kind::Part(of, _) if matches!(of.ty, Type::Found(_)));
                if !placed || matches!(expr.kind, Kind::Text(_)) {
                    self.diagnostics.report(words::no_place(expr.span, &expr.ty));
                    return None;
                }
                return Some(Anchor::Expr(expr));
            }
            written::AnchorNode::Place(place) => place,
        };
        let form = scope.form.clone();
        if let [(Some(name), span)] = place.segments.as_slice()
            && place.columns.is_empty()
        {
            if let Some(variable) = scope.variable(name) {
                let kind = Kind::Variable(variable.slot);
                return Some(Anchor::Expr(Expr::new(*span, variable.ty.clone(), kind)));
            }
            if let Some(field) = form.field(name) {
                return Some(Anchor::Field(field));
            }
            if let Some(table) = form.table(name) {
                return Some(Anchor::Table(table));
            }
            // An unnamed variable gives its members: 于 目标值.
            if let Some(implied) = self.implied_member(scope, name, *span) {
                return Some(Anchor::Expr(implied));
            }
            // By its name, or by its name on every form: a rule for several forms knows no common
            // name.
            let is_tree = form.trees.iter().any(|tree| tree.is_called(name))
                || Keyword::Tree.is_spelled(name);
            if is_tree {
                return Some(Anchor::Tree);
            }
            if scope.lacks_variables() {
                return None;
            }
            if form.levels_called(name).is_empty() && levels_of_role(&form, name).is_empty() {
                let near = self.vocabulary.nearest_name(scope, name);
                let spaced = self.vocabulary.missing_space(scope, name, *span);
                self.diagnostics.report(
                    spaced.unwrap_or_else(|| words::anchor_unknown(name, *span, near.as_deref())),
                );
                return None;
            }
        }
        levels_at(&mut self.diagnostics, scope, place).first().copied().map(Anchor::Level)
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
                parts.push(MessagePart::Text(unescape(before).into()));
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
                        self.diagnostics.report(words::not_sayable(hole.span, &expr.ty));
                    }
                    parts.push(MessagePart::Hole(expr));
                }
                Err(broken) => self.broken(broken),
            }
        }
        let rest = text.get(at..).unwrap_or_default();
        if !rest.is_empty() {
            parts.push(MessagePart::Text(unescape(rest).into()));
        }
        Template { parts }
    }
}
