//! 参数 as declared: values with their place and years, checked against each other, one layer a
//! pack. Takes their syntax; gives parameters, and reports ambiguous, ill-typed or missing values.

use std::collections::BTreeMap;

use super::checker::Checker;
use super::names::Scope;
use super::table::ParameterRow;
use super::{RuleSource, words};
use crate::rule::types::{Type, UnitKind};
use crate::rule::{Expr, Kind, ParameterId};
use crate::rule::{Layer, Parameter, Valued};
use crate::source::Span;
use crate::syntax::rule::{self as written, ExprKind, Item, Name, ParameterItem};
use crate::syntax::table::TableCell;
use crate::value::{read_date, read_figure};

/// The most values that one pack may give a parameter: all are compared with all.
const MOST_VALUES: usize = 300;

impl<'a> Checker<'a> {
    /// 参数
    pub(super) fn parameter(&mut self, item: &'a ParameterItem, unit: &RuleSource<'a>) {
        for broken in &item.broken {
            self.broken(broken);
        }
        let mut rows: Vec<ParameterRow> = Vec::new();
        if let Some(from) = &item.from {
            match self.content(from, unit) {
                Some(content) => {
                    rows = self.tables().parameters_of(content, from, item.name.as_ref())
                }
                None => {
                    if let Some(name) = &item.name {
                        self.vocabulary.unread.insert(name.text.clone());
                    }
                }
            }
        }
        let mut values: BTreeMap<String, (Name, Vec<Valued>)> = BTreeMap::new();
        if let Some(name) = &item.name {
            values.insert(name.text.clone(), (name.clone(), Vec::new()));
        }
        for variant in &item.variants {
            let (Some(name), Some(value)) = (&item.name, self.constant(&variant.value)) else {
                continue;
            };
            if let Some((from, until)) = variant.years
                && from > until
            {
                self.diagnostics.report(words::years_reversed(variant.span));
                continue;
            }
            let valued = Valued {
                years: variant.years,
                place: variant.place.as_ref().and_then(|place| place_of(&place.text)),
                text: self.inputs.slice(value.span).trim().to_owned(),
                value,
                span: variant.span,
            };
            let entry = values.entry(name.text.clone());
            entry.or_insert_with(|| (name.clone(), Vec::new())).1.push(valued);
        }
        for row in rows {
            let value = constant_of(&row);
            let valued = Valued {
                years: row.years,
                place: row.place.as_ref().and_then(|place| place_of(&place.text)),
                text: row
                    .value
                    .iter()
                    .map(|cell| cell.text.as_str())
                    .collect::<Vec<_>>()
                    .join("、"),
                value,
                span: row.span,
            };
            let entry = values.entry(row.name.text.clone());
            entry.or_insert_with(|| (row.name.clone(), Vec::new())).1.push(valued);
        }
        for (name, values) in values.into_values() {
            if values.is_empty() {
                if !self.vocabulary.unread.contains(&name.text) {
                    self.diagnostics.report(words::parameter_without_value(name.span, &name.text));
                    self.vocabulary.unread.insert(name.text.clone());
                }
                continue;
            }
            self.layer(&name, values, unit);
        }
    }

    /// The values that one pack gives a parameter.
    fn layer(&mut self, name: &Name, values: Vec<Valued>, unit: &RuleSource<'a>) {
        if values.len() > MOST_VALUES {
            self.diagnostics.report(words::too_many_values(name, MOST_VALUES));
            self.vocabulary.unread.insert(name.text.clone());
            return;
        }
        let known = self.vocabulary.parameters.get(&name.text).copied();
        if self.dictionary(name, known.is_some(), unit).is_none() {
            return;
        }
        let old = known.and_then(|slot| self.set.parameters.get(slot));
        let first = old
            .and_then(|old| old.layers.first())
            .and_then(|layer| layer.values.first())
            .or(values.first())
            .map(|valued| (valued.value.ty.clone(), valued.span));
        let Some((ty, first)) = first else { return };
        let (mut kept, mut reported): (Vec<Valued>, Vec<_>) = (Vec::new(), Vec::new());
        for valued in values {
            if valued.value.ty != ty {
                let (was, is) = ((&ty, first), (&valued.value.ty, valued.span));
                reported.push(words::parameter_types(&name.text, was, is));
                continue;
            }
            let twin = kept.iter().find(|other| other.is_finer(&valued) && valued.is_finer(other));
            match twin {
                Some(twin) => reported.push(words::parameter_twice(&name.text, twin, &valued)),
                None => kept.push(valued),
            }
        }
        for (at, first) in kept.iter().enumerate() {
            for second in kept.iter().take(at) {
                if first.is_finer(second) || second.is_finer(first) {
                    continue;
                }
                let Some((place, years)) = first.shared(second) else { continue };
                let settled = kept.iter().any(|third| {
                    third.is_finer(first) && third.is_finer(second) && third.settles(place, years)
                });
                if !settled {
                    reported
                        .push(words::parameter_ambiguous(&name.text, second, first, place, years));
                }
            }
        }
        for finding in reported {
            self.diagnostics.report(finding);
        }
        // The more specific first, in the order of lookup, for readers.
        kept.sort_by_key(|valued| (valued.place.is_none(), valued.years.is_none(), valued.years));
        let layer = Layer { pack: unit.pack.to_owned(), values: kept };
        match known.and_then(|slot| self.set.parameters.get_mut(slot)) {
            Some(parameter) => parameter.layers.insert(0, layer),
            None => {
                let known_as = name.text.clone();
                let (name, span) = (name.text.clone(), name.span);
                let parameter = Parameter { name, span, ty, layers: vec![layer] };
                let id = self.set.parameters.push(parameter);
                self.vocabulary.parameters.insert(known_as, id);
            }
        }
    }

    /// A parameter's name in an expression: it must have a value wherever the form is used.
    pub(super) fn parameter_used(
        &mut self,
        scope: &mut Scope,
        slot: ParameterId,
        span: Span,
    ) -> (Type, Kind) {
        scope.lean_on(&[slot]);
        let Some(parameter) = self.set.parameters.get(slot) else {
            return (Type::Faulty, Kind::Faulty);
        };
        let (ty, form) = (parameter.ty.clone(), scope.form.clone());
        let place = form.place.as_deref();
        let (from, until) =
            (form.from_year.unwrap_or(i32::MIN), form.until_year.unwrap_or(i32::MAX));
        if let Some(year) = parameter.unsaid_year(place, from, until) {
            let year = (year > i32::MIN).then_some(year);
            let reported = words::parameter_unsaid(parameter, span, &form.name, place, year);
            self.diagnostics.report(reported);
        }
        (ty, Kind::Parameter(slot))
    }

    /// A value as written: a figure, a date, a text or a list.
    fn constant(&mut self, expr: &written::ExprNode) -> Option<Expr> {
        let span = expr.span;
        let (ty, kind) = match &expr.kind {
            ExprKind::Number(text) => match read_figure(text) {
                Some(figure) => (Type::Figure(UnitKind::of(&figure.unit)), Kind::Figure(figure)),
                None => {
                    self.diagnostics.report(words::no_such_number(text, span));
                    return None;
                }
            },
            ExprKind::Date(text) => match read_date(text) {
                Some(date) => (Type::Date, Kind::Date(date)),
                None => {
                    self.diagnostics.report(words::no_such_date(text, span));
                    return None;
                }
            },
            ExprKind::Text(literal) => (Type::Text, Kind::Text(literal.text.as_str().to_owned())),
            ExprKind::Negative(inner) => {
                let inner = self.constant(inner)?;
                match &inner.ty {
                    Type::Figure(_) => (inner.ty.clone(), Kind::Negative(Box::new(inner))),
                    _ => {
                        self.diagnostics.report(words::not_a_constant(span));
                        return None;
                    }
                }
            }
            ExprKind::List(items) => {
                let items: Vec<Expr> =
                    items.iter().map(|item| self.constant(item)).collect::<Option<_>>()?;
                match list_type(&items) {
                    Ok(ty) => (ty, Kind::List(items)),
                    Err((first, item)) => {
                        self.diagnostics.report(words::incomparable(first, item, None));
                        return None;
                    }
                }
            }
            _ => {
                self.diagnostics.report(words::not_a_constant(span));
                return None;
            }
        };
        Some(Expr::new(span, ty, kind))
    }

    /// Reports parameters that no rule or definition depends on, of packs that have rules.
    pub(super) fn unused_parameters(&mut self, units: &[RuleSource<'_>]) {
        let judging: Vec<&str> = units
            .iter()
            .filter(|unit| {
                unit.judges && unit.tree.items.iter().any(|item| matches!(item, Item::Rule(_)))
            })
            .map(|unit| unit.pack)
            .filter(|pack| !self.inputs.packs.silent_below(units, pack))
            .collect();
        // A rule that is left out, or does not judge now, may depend on it.
        if !self.set.faulty.is_empty() || judging.is_empty() {
            return;
        }
        let used = |slot: ParameterId| {
            self.set
                .rules
                .iter()
                .flat_map(|rule| &rule.forms)
                .any(|rule| rule.leans_on.contains(&slot))
                || self.set.defines.iter().any(|define| define.leans_on.contains(&slot))
        };
        let unused = self.set.parameters.entries().filter(|(slot, parameter)| {
            let own = parameter.layers.last().is_some_and(|layer| judging.contains(&&*layer.pack));
            own && !used(*slot)
        });
        let reported: Vec<_> = unused
            .map(|(_, parameter)| words::parameter_unused(&parameter.name, parameter.span))
            .collect();
        for finding in reported {
            self.diagnostics.report(finding);
        }
    }
}

/// 全国 and 中央 are everywhere.
fn place_of(text: &str) -> Option<String> {
    let text = text.trim();
    (!["全国", "中央", ""].contains(&text)).then(|| text.to_owned())
}

/// The type of a list of constants.
fn list_type(items: &[Expr]) -> Result<Type, (&Expr, &Expr)> {
    let Some(first) = items.first() else { return Ok(Type::Words) };
    match items.iter().find(|item| item.ty != first.ty) {
        Some(odd) => Err((first, odd)),
        None if first.ty == Type::Text => Ok(Type::Words),
        None => Ok(Type::List(Box::new(first.ty.clone()))),
    }
}

/// The value of cells: figures or dates if all of them are, else texts.
fn constant_of(row: &ParameterRow) -> Expr {
    let cell = |cell: &TableCell, as_text: bool| {
        let text = cell.text.as_str();
        let (ty, kind) = match (as_text, read_date(text), read_figure(text)) {
            (false, Some(date), _) => (Type::Date, Kind::Date(date)),
            (false, None, Some(figure)) => {
                (Type::Figure(UnitKind::of(&figure.unit)), Kind::Figure(figure))
            }
            _ => (Type::Text, Kind::Text(text.to_owned())),
        };
        Expr::new(cell.span, ty, kind)
    };
    match row.value.as_slice() {
        [only] if !row.list => cell(only, false),
        cells => {
            let typed: Vec<Expr> = cells.iter().map(|written| cell(written, false)).collect();
            let (items, ty) = match list_type(&typed) {
                Ok(ty) => (typed, ty),
                Err(_) => (cells.iter().map(|written| cell(written, true)).collect(), Type::Words),
            };
            Expr::new(row.span, ty, Kind::List(items))
        }
    }
}
