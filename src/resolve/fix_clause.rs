//! The clause 修复: its target must be a part of the sheet that allows the change, and its new
//! content must be text. Takes clauses as written; gives [`RuleFix`]es. Knows no sheet and no
//! bytes.

use super::checker::Checker;
use super::diagnostic_sink::DiagnosticSink;
use super::fix_words as words;
use super::names::Scope;
use super::ranges::levels_at;
use crate::diagnostic::{Diagnostic, FixLevel};
use crate::form::LevelId;
use crate::nearest::nearest;
use crate::rule::types::Type;
use crate::rule::{Expr, FixChange, Goal, Kind, MessagePart, PartOf, RuleFix, Template};
use crate::source::Span;
use crate::syntax::rule as written;
use crate::syntax::rule::{AnchorNode, FixClause, Literal, Wording};
use crate::value::BLANK;

impl<'a> Checker<'a> {
    pub(super) fn fix(&mut self, scope: &mut Scope, clause: &'a FixClause) -> Option<RuleFix> {
        let FixClause { level, level_span, change, span } = clause;
        let (level, span) = (*level, *span);
        // The place of the level, or where it is missing.
        let said = level_span.unwrap_or(Span::at(span.source, span.start as usize));
        let change = match change {
            written::ChangeNode::Add { levels, name, value } => {
                self.added(scope, levels.as_ref(), name, value)?
            }
            written::ChangeNode::Set(of, value) => {
                let of = self.expr(scope, of);
                let value = self.wording(scope, value);
                if !fits(&mut self.diagnostics, &of, is_cell(&of), words::not_settable) {
                    return None;
                }
                FixChange::Set(of, value)
            }
            written::ChangeNode::Remove(of) => {
                let of = self.expr(scope, of);
                let whole = matches!(of.ty, Type::Indicator | Type::Field)
                    || matches!(of.kind, Kind::Field(_));
                if !fits(&mut self.diagnostics, &of, whole || is_piece(&of), words::not_removable) {
                    return None;
                }
                if whole && level == FixLevel::Safe {
                    self.diagnostics.report(words::needs_consent((span, said), "删除", "removes"));
                }
                FixChange::Remove(of)
            }
            written::ChangeNode::Move(of, to) => {
                let of = self.expr(scope, of);
                let to = self.goal(scope, to)?;
                if !fits(
                    &mut self.diagnostics,
                    &of,
                    of.ty == Type::Indicator,
                    words::not_an_indicator,
                ) {
                    return None;
                }
                if level == FixLevel::Safe {
                    self.diagnostics.report(words::needs_consent((span, said), "移动", "moves"));
                }
                FixChange::Move(of, to)
            }
            written::ChangeNode::Rename(of, name) => {
                let of = self.expr(scope, of);
                let name = self.wording(scope, name);
                if !fits(
                    &mut self.diagnostics,
                    &of,
                    of.ty == Type::Indicator,
                    words::not_an_indicator,
                ) {
                    return None;
                }
                FixChange::Rename(of, name)
            }
            written::ChangeNode::Replace(of, by) => {
                let of = self.expr(scope, of);
                let by = self.wording(scope, by);
                if !fits(&mut self.diagnostics, &of, is_piece(&of), words::not_replaceable) {
                    return None;
                }
                FixChange::Replace(of, by)
            }
        };
        let fix = RuleFix { span, level, change };
        match (fix.leaves_blank(), level) {
            (true, FixLevel::Safe | FixLevel::Unsafe) => {
                self.diagnostics.report(words::leaves_blank((span, said)))
            }
            (false, FixLevel::Draft) => self.diagnostics.report(words::leaves_no_blank(span)),
            _ => {}
        }
        Some(fix)
    }

    fn added(
        &mut self,
        scope: &mut Scope,
        levels: Option<&written::PlaceNode>,
        name: &'a Wording,
        value: &'a Wording,
    ) -> Option<FixChange> {
        let value = self.wording(scope, value);
        if let Some(place) = levels {
            let level = one_level(&mut self.diagnostics, scope, place)?;
            let name = self.wording(scope, name);
            return Some(FixChange::AddIndicator { level, name, value });
        }
        let form = scope.form.clone();
        match name {
            Wording::Verbatim(name) => match form.field(&name.text) {
                Some(field) => Some(FixChange::AddField(field, value)),
                None => {
                    let known = form.fields.iter().map(|field| field.name.as_str());
                    self.diagnostics.report(words::no_such_field(name, nearest(&name.text, known)));
                    None
                }
            },
            Wording::Text(Literal { span, .. }) | Wording::Expr(written::ExprNode { span, .. }) => {
                self.diagnostics.report(words::level_wanted(*span));
                None
            }
        }
    }

    fn goal(&mut self, scope: &mut Scope, to: &'a AnchorNode) -> Option<Goal> {
        match to {
            AnchorNode::Place(place) => match place.segments.as_slice() {
                // A variable's value, or that of a definition, may be the path.
                [(Some(name), span)] if scope.form.levels_called(name).is_empty() => {
                    let Some(variable) = scope.variable(name) else {
                        self.diagnostics.report(words::path_wanted(*span, name));
                        return None;
                    };
                    let kind = Kind::Variable(variable.slot);
                    let expr = Expr::new(*span, variable.ty.clone(), kind);
                    let suits = expr.ty.is_textual();
                    fits(&mut self.diagnostics, &expr, suits, words::not_a_path)
                        .then_some(Goal::Path(expr))
                }
                _ => one_level(&mut self.diagnostics, scope, place).map(Goal::Level),
            },
            AnchorNode::Expr(expr) => {
                let expr = self.expr(scope, expr);
                let suits = expr.ty.is_textual() && expr.ty != Type::Target;
                fits(&mut self.diagnostics, &expr, suits, words::not_a_path)
                    .then_some(Goal::Path(expr))
            }
        }
    }

    fn wording(&mut self, scope: &mut Scope, wording: &'a Wording) -> Template {
        match wording {
            Wording::Text(literal) => self.template(scope, literal),
            Wording::Verbatim(name) => {
                Template { parts: vec![MessagePart::Text(name.text.as_str().into())] }
            }
            Wording::Expr(expr) => {
                let expr = self.expr(scope, expr);
                if matches!(
                    expr.ty,
                    Type::Words
                        | Type::Suffixes
                        | Type::Catalogue
                        | Type::Synonyms
                        | Type::Pattern
                        | Type::Truth
                ) {
                    self.diagnostics.report(super::words::not_sayable(expr.span, &expr.ty));
                }
                Template { parts: vec![MessagePart::Hole(expr)] }
            }
        }
    }
}

/// Whether a target allows a change; reports if not.
fn fits(
    diagnostics: &mut DiagnosticSink,
    of: &Expr,
    suits: bool,
    reported: fn(Span, &Type) -> Diagnostic,
) -> bool {
    if !suits && of.ty != Type::Faulty {
        diagnostics.report(reported(of.span, &of.ty));
    }
    suits
}

/// The single level of a place, with none below it.
fn one_level(
    diagnostics: &mut DiagnosticSink,
    scope: &mut Scope,
    place: &written::PlaceNode,
) -> Option<LevelId> {
    if place.segments.iter().any(|(name, _)| name.is_none()) {
        diagnostics.report(words::many_levels(place.span));
        return None;
    }
    let level = levels_at(diagnostics, scope, place).first().copied()?;
    let form = &scope.form;
    let below: Vec<String> = form.children(level).map(|id| form.level_path(id)).collect();
    if !below.is_empty() {
        diagnostics.report(words::levels_below(place.span, &form.level_path(level), &below));
        return None;
    }
    Some(level)
}

impl RuleFix {
    /// Whether it writes a 〔待填〕.
    fn leaves_blank(&self) -> bool {
        let written: Vec<&Template> = match &self.change {
            FixChange::AddIndicator { name, value, .. } => vec![name, value],
            FixChange::AddField(_, wording)
            | FixChange::Set(_, wording)
            | FixChange::Rename(_, wording)
            | FixChange::Replace(_, wording) => vec![wording],
            FixChange::Remove(_) | FixChange::Move(..) => Vec::new(),
        };
        let mut parts = written.into_iter().flat_map(|wording| &wording.parts);
        parts.any(|part| matches!(part, MessagePart::Text(text) if text.contains(BLANK)))
    }
}

/// A field or an attribute, whose value can be replaced.
fn is_cell(expr: &Expr) -> bool {
    expr.ty == Type::Field
        || match &expr.kind {
            Kind::Field(_) | Kind::SheetField(..) | Kind::Attribute(..) | Kind::Cell(..) => true,
            Kind::Part(of, PartOf::FieldValue) => of.ty == Type::Field,
            _ => false,
        }
}

/// A piece of a text with its place.
fn is_piece(expr: &Expr) -> bool {
    matches!(
        expr.ty,
        Type::Fragment | Type::Fragments | Type::Match(_) | Type::Found(_) | Type::Finds(_)
    )
}
