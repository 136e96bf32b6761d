//! Expressions: names to slots, types agreed.

use super::agree::{agree, number_type, takes};
use super::checker::Checker;
use super::names::Scope;
use super::row_rules::column_outside;
use super::{range_words, words};
use crate::nearest::nearest;
use crate::rule::functions::{FUNCTIONS, Function, Signature};
use crate::rule::types::{Type, UnitKind};
use crate::rule::{Domain, Expr, Kind};
use crate::source::Span;
use crate::syntax::rule as written;
use crate::syntax::rule::{Aggregation, BinaryOp, ExprKind};
use crate::value::{read_date, read_figure};

impl<'a> Checker<'a> {
    /// An expression that must be a condition.
    pub(super) fn condition(&mut self, scope: &mut Scope, expr: &'a written::ExprNode) -> Expr {
        let checked = self.expr(scope, expr);
        if !checked.ty.is_condition() {
            self.diagnostics.report(words::not_a_condition(checked.span, &checked.ty));
        }
        checked
    }

    /// Any expression.
    pub(super) fn expr(&mut self, scope: &mut Scope, expr: &'a written::ExprNode) -> Expr {
        let span = expr.span;
        let (ty, kind) = match &expr.kind {
            ExprKind::Name(name) => self.name(scope, name, span),
            ExprKind::Member(of, member) => {
                let of = self.expr(scope, of);
                self.member(scope, of, member)
            }
            ExprKind::Text(literal) => (Type::Text, Kind::Text(literal.text.as_str().to_owned())),
            ExprKind::Column(column) => {
                self.diagnostics.report(column_outside(column.span));
                faulty()
            }
            ExprKind::Number(text) => match read_figure(text) {
                Some(figure) => (Type::Figure(UnitKind::of(&figure.unit)), Kind::Figure(figure)),
                None => {
                    self.diagnostics.report(words::no_such_number(text, span));
                    faulty()
                }
            },
            ExprKind::Date(text) => match read_date(text) {
                Some(date) => (Type::Date, Kind::Date(date)),
                None => {
                    self.diagnostics.report(words::no_such_date(text, span));
                    faulty()
                }
            },
            ExprKind::Regex(regex) => match self.pattern(regex) {
                Some(pattern) => (Type::Pattern, Kind::Pattern(pattern)),
                None => faulty(),
            },
            ExprKind::List(items) => self.list(scope, items),
            ExprKind::Call(name, arguments) => self.call(scope, name, arguments, span),
            ExprKind::Count(domain) => match self.inner_domain(scope, domain) {
                Some(domain) => (Type::Figure(UnitKind::Plain), Kind::Count(domain)),
                None => faulty(),
            },
            ExprKind::Aggregate(what, body, over) => self.aggregate(scope, *what, body, over),
            ExprKind::Not(inner) => {
                let inner = self.condition(scope, inner);
                (Type::Truth, Kind::Not(Box::new(inner)))
            }
            ExprKind::Negative(inner) => {
                let inner = self.expr(scope, inner);
                if !matches!(inner.ty, Type::Figure(_) | Type::Faulty) {
                    self.diagnostics.report(words::not_a_number(inner.span, &inner.ty));
                }
                (inner.ty.clone(), Kind::Negative(Box::new(inner)))
            }
            ExprKind::Percent(inner) => {
                let inner = self.expr(scope, inner);
                if !matches!(inner.ty, Type::Figure(_) | Type::Fragment | Type::Faulty)
                    && !matches!(inner.ty, Type::Match(_))
                {
                    self.diagnostics.report(words::not_a_number(inner.span, &inner.ty));
                }
                (Type::Figure(UnitKind::Percent), Kind::Percent(Box::new(inner)))
            }
            ExprKind::Binary(left, op, right) => {
                return self.binary(scope, (left, *op, right), span);
            }
            ExprKind::Compare(first, rest) => {
                return self.compare(scope, first, rest, span);
            }
            ExprKind::Exists(amount, domain) => match self.inner_domain(scope, domain) {
                Some(domain) => (Type::Truth, Kind::Exists(*amount, domain)),
                None => faulty(),
            },
            ExprKind::Every(domain, body) => {
                let depth = scope.enter();
                let domain = self.domain(scope, domain);
                let body = self.condition(scope, body);
                scope.leave(depth);
                match domain {
                    Some(domain) => (Type::Truth, Kind::Every(domain, Box::new(body))),
                    None => faulty(),
                }
            }
            ExprKind::Present(there, inner) => self.present(scope, *there, inner),
        };
        Expr::new(span, ty, kind)
    }

    /// A domain whose variable is visible only in its filter.
    fn inner_domain(
        &mut self,
        scope: &mut Scope,
        domain: &'a written::DomainNode,
    ) -> Option<Domain> {
        let depth = scope.enter();
        let domain = self.domain(scope, domain);
        scope.leave(depth);
        domain
    }

    fn list(&mut self, scope: &mut Scope, items: &'a [written::ExprNode]) -> (Type, Kind) {
        let items: Vec<Expr> = items.iter().map(|item| self.expr(scope, item)).collect();
        let ty = match items.first().map(|item| &item.ty) {
            Some(Type::Text) | None => Type::Words,
            Some(first) => Type::List(Box::new(first.clone())),
        };
        for item in &items {
            let fits = match &ty {
                Type::List(first) => agree(first, &item.ty),
                _ => item.ty.is_textual(),
            };
            if !fits && let Some(first) = items.first() {
                self.diagnostics.report(words::incomparable(first, item, None));
            }
        }
        self.twice_in_list(&items);
        (ty, Kind::List(items))
    }

    fn aggregate(
        &mut self,
        scope: &mut Scope,
        what: Aggregation,
        body: &'a written::ExprNode,
        over: &'a written::Ranging,
    ) -> (Type, Kind) {
        let depth = scope.enter();
        let range = self.ranging(scope, over);
        let body = self.expr(scope, body);
        scope.leave(depth);
        let orders = matches!(what, Aggregation::Largest | Aggregation::Smallest);
        let ty = match &body.ty {
            Type::Figure(_) | Type::Faulty => body.ty.clone(),
            Type::Date if orders => Type::Date,
            Type::Found(find) if find.unit().is_some() => {
                Type::Figure(find.unit().unwrap_or(UnitKind::Any))
            }
            Type::Fragment => Type::Figure(UnitKind::Any),
            _ => {
                self.diagnostics.report(range_words::not_addable(body.span, &body.ty));
                Type::Faulty
            }
        };
        match range {
            Some(range) => (ty, Kind::Aggregate(what, Box::new(body), Box::new(range))),
            None => faulty(),
        }
    }

    fn present(
        &mut self,
        scope: &mut Scope,
        there: bool,
        inner: &'a written::ExprNode,
    ) -> (Type, Kind) {
        let inner = self.expr(scope, inner);
        // A catalogue may have no entry for a name, though it is a list.
        let made = inner.ty == Type::Words && matches!(inner.kind, Kind::Call(..));
        let literal = matches!(inner.kind, Kind::Text(_) | Kind::Figure(_) | Kind::Date(_));
        if literal
            || !made
                && matches!(
                    inner.ty,
                    Type::Truth
                        | Type::Words
                        | Type::Suffixes
                        | Type::Catalogue
                        | Type::Synonyms
                        | Type::Pattern
                )
        {
            self.diagnostics.report(words::always_there(inner.span, &inner.ty));
        }
        (Type::Truth, Kind::Present(there, Box::new(inner)))
    }

    fn call(
        &mut self,
        scope: &mut Scope,
        name: &written::Name,
        arguments: &'a [written::ExprNode],
        span: Span,
    ) -> (Type, Kind) {
        let mut arguments: Vec<Expr> =
            arguments.iter().map(|argument| self.expr(scope, argument)).collect();
        if self.vocabulary.defines.contains_key(&name.text) {
            return self.applied(scope, &name.text, arguments, span);
        }
        let Some(signature) = Signature::find(&name.text) else {
            let known = FUNCTIONS.iter().map(|signature| signature.zh);
            let near = nearest(&name.text, known.clone());
            self.diagnostics.report(words::function_unknown(
                name,
                near,
                &known.collect::<Vec<_>>(),
            ));
            return faulty();
        };
        let (most, given) = (signature.parameters.len(), arguments.len());
        if given > most || given + signature.optional < most {
            self.diagnostics.report(words::argument_count(signature, given, span));
        }
        for (argument, parameter) in arguments.iter().zip(signature.parameters) {
            if !parameter.takes(&argument.ty) {
                self.diagnostics.report(words::argument_type(
                    signature,
                    argument,
                    &parameter.name(),
                ));
            }
        }
        if matches!(signature.function, Function::SameName | Function::Carries) && given == 2 {
            let kind = Kind::Synonyms(self.synonyms_seen());
            arguments.push(Expr::new(span, Type::Synonyms, kind));
        }
        let ty = match (signature.function, arguments.first()) {
            (Function::Absolute, Some(figure)) => figure.ty.clone(),
            _ => signature.result(),
        };
        (ty, Kind::Call(signature.function, arguments))
    }

    /// A definition with its arguments.
    pub(super) fn applied(
        &mut self,
        scope: &mut Scope,
        name: &str,
        given: Vec<Expr>,
        span: Span,
    ) -> (Type, Kind) {
        let Some((define, ty)) = self.define(name, scope.form_id) else { return faulty() };
        let item = self.vocabulary.defines.get(name);
        let wanted: Vec<(String, Type)> = item
            .into_iter()
            .flat_map(|item| &item.parameters)
            .map(|parameter| {
                let ty = parameter.ty.as_ref().ok().copied().and_then(Type::of_parameter);
                (parameter.name.text.clone(), ty.unwrap_or(Type::Faulty))
            })
            .collect();
        if wanted.len() != given.len() {
            self.diagnostics.report(range_words::given_to_define(span, name, &wanted, given.len()));
            return faulty();
        }
        for (argument, (parameter, wanted)) in given.iter().zip(&wanted) {
            if !takes(wanted, &argument.ty) {
                let (span, ty) = (argument.span, &argument.ty);
                self.diagnostics
                    .report(range_words::wrong_for_define(span, name, parameter, wanted, ty));
            }
        }
        if let Some(defined) = self.set.defines.get(define) {
            scope.lean_on(&defined.leans_on);
        }
        if !self.definitions.is_sound(define) {
            self.diagnostics.taint();
        }
        (ty, Kind::Define(define, given))
    }

    fn binary(
        &mut self,
        scope: &mut Scope,
        (left, op, right): (&'a written::ExprNode, BinaryOp, &'a written::ExprNode),
        span: Span,
    ) -> Expr {
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            let left = self.condition(scope, left);
            let right = self.condition(scope, right);
            let kind = Kind::Binary(Box::new(left), op, Box::new(right));
            return Expr::new(span, Type::Truth, kind);
        }
        let left = self.expr(scope, left);
        let right = self.expr(scope, right);
        for side in [&left, &right] {
            if number_type(&side.ty).is_none() {
                self.diagnostics.report(words::not_a_number(side.span, &side.ty));
            }
        }
        let ty = match (&number_type(&left.ty), &number_type(&right.ty)) {
            (Some(Type::Figure(a)), Some(Type::Figure(b))) => match op {
                BinaryOp::Divide if a == b || *b == UnitKind::Any => Type::Figure(UnitKind::Ratio),
                BinaryOp::Divide => Type::Figure(a.clone()),
                BinaryOp::Multiply if matches!(a, UnitKind::Plain | UnitKind::Any) => {
                    Type::Figure(b.clone())
                }
                BinaryOp::Multiply => Type::Figure(a.clone()),
                _ => {
                    if !agree(&left.ty, &right.ty) {
                        self.diagnostics.report(words::incomparable(&left, &right, None));
                    }
                    Type::Figure(if *a == UnitKind::Any { b.clone() } else { a.clone() })
                }
            },
            _ => Type::Faulty,
        };
        Expr::new(span, ty, Kind::Binary(Box::new(left), op, Box::new(right)))
    }
}

pub(super) fn faulty() -> (Type, Kind) {
    (Type::Faulty, Kind::Faulty)
}
