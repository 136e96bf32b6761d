//! 定义: each resolved for a form when a rule first uses it. Takes its tree; gives an id and a
//! type, and reports cycles and excessive nesting.

use std::collections::{BTreeMap, BTreeSet};

use super::checker::Checker;
use super::names::Scope;
use super::{range_words, words};
use crate::rule::types::Type;
use crate::rule::{Define, DefineId, Expr, FormId, Kind};
use crate::source::Span;
use crate::syntax::rule as written;
use crate::syntax::rule::DefineParameter;

/// How many definitions may use each other in a chain, and how many levels an expression may have
/// with its definitions written out. Everything that walks expressions follows definitions, so that
/// the stack bounds both.
const DEEPEST_CHAIN: usize = 32;
const DEEPEST: usize = 256;

/// The definitions resolved so far.
#[derive(Debug, Default)]
pub(super) struct Definitions<'a> {
    /// Those being resolved, outermost first.
    open: Vec<&'a str>,
    done: BTreeMap<(String, FormId), DefineId>,
    /// How many levels deep each is, those of the definitions in it included.
    levels: BTreeMap<DefineId, usize>,
    /// Faulty ones: what uses them is faulty as well.
    unsound: BTreeSet<DefineId>,
    /// Whether too deep a chain of definitions has been reported: once, since all that use it are
    /// too deep as well.
    too_deep: bool,
}

impl Definitions<'_> {
    /// Whether a definition is sound.
    pub(super) fn is_sound(&self, id: DefineId) -> bool {
        !self.unsound.contains(&id)
    }

    /// The depth of an expression with its definitions expanded. Walks a single expression as
    /// written, whose depth the parser bounds.
    fn levels_of(&self, expr: &Expr) -> usize {
        let inside = expr.children().into_iter().map(|child| self.levels_of(child)).max();
        let defined = match &expr.kind {
            Kind::Define(id, _) => self.levels.get(id).copied(),
            _ => None,
        };
        1 + inside.max(defined).unwrap_or(0)
    }
}

impl<'a> Checker<'a> {
    /// A definition for a form, resolved on first use; returns the slot and type.
    pub(super) fn define(&mut self, name: &str, form: FormId) -> Option<(DefineId, Type)> {
        let key = (name.to_owned(), form);
        if let Some(slot) = self.definitions.done.get(&key) {
            let ty = self.set.defines.get(*slot).map(|define| define.body.ty.clone());
            return ty.map(|ty| (*slot, ty));
        }
        let (name, item) = self.vocabulary.defines.get_key_value(name)?;
        let (name, item): (String, &'a written::DefineItem) = (name.clone(), item);
        if let Some(start) = self.definitions.open.iter().position(|open| *open == name) {
            let mut cycle: Vec<&str> = self.definitions.open.iter().skip(start).copied().collect();
            cycle.push(&name);
            self.diagnostics.report(words::defined_by_itself(&cycle, item.name.span));
            return None;
        }
        if self.definitions.open.len() >= DEEPEST_CHAIN {
            self.too_deep(item.name.span);
            return None;
        }
        let mut scope = Scope::new(self.form_at(form).cloned()?, form);
        let before = self.diagnostics.faults();
        for DefineParameter { ty, name } in &item.parameters {
            let ty = match ty {
                Ok(keyword) => Type::of_parameter(*keyword).unwrap_or(Type::Faulty),
                Err(written) => {
                    self.diagnostics.report(range_words::parameter_type_unknown(written));
                    Type::Faulty
                }
            };
            if scope.variable(&name.text).is_some() {
                self.diagnostics.report(range_words::parameter_twice(name));
            }
            scope.bind(Some(name.text.clone()), ty);
        }
        let mut body = match &item.body {
            Ok(body) => {
                self.definitions.open.push(&item.name.text);
                let body = self.expr(&mut scope, body);
                self.definitions.open.pop();
                body
            }
            Err(broken) => {
                self.broken(broken);
                Expr::new(item.span, Type::Faulty, Kind::Faulty)
            }
        };
        let mut levels = self.definitions.levels_of(&body);
        if levels > DEEPEST {
            self.too_deep(item.name.span);
            (levels, body) = (1, Expr::new(item.span, Type::Faulty, Kind::Faulty));
        }
        self.interned.number(vec![&mut body]);
        let ty = body.ty.clone();
        let sound = self.diagnostics.faults() == before;
        let parameters =
            item.parameters.iter().map(|parameter| parameter.name.text.clone()).collect();
        let slot = self.set.defines.push(Define {
            name: name.clone(),
            span: item.name.span,
            parameters,
            slots: scope.slots(),
            body,
            leans_on: scope.leans_on,
        });
        self.definitions.levels.insert(slot, levels);
        if !sound {
            self.definitions.unsound.insert(slot);
        }
        self.definitions.done.insert(key, slot);
        Some((slot, ty))
    }

    fn too_deep(&mut self, span: Span) {
        self.diagnostics.taint();
        if !std::mem::replace(&mut self.definitions.too_deep, true) {
            self.diagnostics.report(words::defined_too_deeply(span, DEEPEST_CHAIN, DEEPEST));
        }
    }
}
