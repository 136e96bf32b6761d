//! Comparisons: of values by order, of texts, of targets with their kinds.

use super::agree::agree;
use super::checker::Checker;
use super::diagnostic_sink::DiagnosticSink;
use super::names::Scope;
use super::{range_words, words};
use crate::nearest::nearest;
use crate::rule::types::{Type, UnitKind, is_target};
use crate::rule::{Expr, Kind, Order, PartOf, TextTest};
use crate::source::Span;
use crate::syntax::rule as written;
use crate::syntax::rule::{CompareOp, ExprKind};
use crate::value::{TargetClass, read_target, same_text, yes_no, yes_no_called};

impl<'a> Checker<'a> {
    pub(super) fn compare(
        &mut self,
        scope: &mut Scope,
        first: &'a written::ExprNode,
        rest: &'a [(CompareOp, Span, written::ExprNode)],
        span: Span,
    ) -> Expr {
        let subject = self.expr(scope, first);
        let truth = |kind| Expr::new(span, Type::Truth, kind);
        if let [(op, op_span, object)] = rest {
            match op {
                // 含 of a text says of it what 包含 says.
                CompareOp::Includes { negated } if !is_target(&subject.ty) => {
                    let object = self.expr(scope, object);
                    let test = TextTest::Contains;
                    text_test(&mut self.diagnostics, &subject, test, *op_span, &object);
                    return truth(Kind::Test {
                        subject: Box::new(subject),
                        test,
                        object: Box::new(object),
                        negated: *negated,
                    });
                }
                CompareOp::Is { negated } => {
                    return self.is(scope, subject, *negated, (object, *op_span), span);
                }
                CompareOp::Contains { negated }
                | CompareOp::Matches { negated }
                | CompareOp::In { negated }
                | CompareOp::StartsWith { negated }
                | CompareOp::EndsWith { negated } => {
                    let object = self.expr(scope, object);
                    let test = match op {
                        CompareOp::Contains { .. } => TextTest::Contains,
                        // One of the words is there.
                        CompareOp::Matches { .. } if object.ty == Type::Words => TextTest::Contains,
                        CompareOp::Matches { .. } => TextTest::Matches,
                        CompareOp::In { .. } => TextTest::In,
                        CompareOp::StartsWith { .. } => TextTest::StartsWith,
                        _ => TextTest::EndsWith,
                    };
                    text_test(&mut self.diagnostics, &subject, test, *op_span, &object);
                    return truth(Kind::Test {
                        subject: Box::new(subject),
                        test,
                        object: Box::new(object),
                        negated: *negated,
                    });
                }
                op => {
                    if let Some(relation) = super::set_tests::relation(op) {
                        let object = self.expr(scope, object);
                        return truth(super::set_tests::set_test(
                            &mut self.diagnostics,
                            subject,
                            relation,
                            *op_span,
                            object,
                        ));
                    }
                }
            }
        }
        if let Some(((CompareOp::GiveOrTake, op_span, tolerance), before)) = rest.split_last() {
            let [(CompareOp::Equal { negated }, equal_span, right)] = before else {
                self.diagnostics.report(range_words::tolerance_alone(*op_span));
                return truth(Kind::Faulty);
            };
            let right = self.expr(scope, right);
            let tolerance = self.expr(scope, tolerance);
            ordered(&mut self.diagnostics, &subject, Order::AtMost, *equal_span, &right);
            ordered(&mut self.diagnostics, &right, Order::AtMost, *op_span, &tolerance);
            let sides = [subject, right, tolerance];
            let as_percent = sides.iter().any(|side| side.ty == Type::Figure(UnitKind::Percent));
            let [left, right, tolerance] = sides.map(|side| match as_percent {
                true => Box::new(percentage(side)),
                false => Box::new(side),
            });
            return truth(Kind::Near { left, right, tolerance, negated: *negated });
        }
        truth(self.chain(scope, subject, rest))
    }

    /// `a ≤ b ≤ c`
    fn chain(
        &mut self,
        scope: &mut Scope,
        subject: Expr,
        rest: &'a [(CompareOp, Span, written::ExprNode)],
    ) -> Kind {
        let mut chain = Vec::new();
        let mut left = subject.clone();
        for (op, op_span, right) in rest {
            let right = self.value_or_expr(scope, &left, right);
            let order = match op {
                CompareOp::Equal { negated: false } => Order::Equal,
                CompareOp::Equal { negated: true } => Order::Unequal,
                CompareOp::Less => Order::Less,
                CompareOp::AtMost => Order::AtMost,
                CompareOp::Greater => Order::Greater,
                CompareOp::AtLeast => Order::AtLeast,
                CompareOp::GiveOrTake => {
                    self.diagnostics.report(range_words::tolerance_alone(*op_span));
                    continue;
                }
                _ => {
                    self.diagnostics.report(words::not_chainable(*op_span));
                    continue;
                }
            };
            ordered(&mut self.diagnostics, &left, order, *op_span, &right);
            chain.push((order, right.clone()));
            left = right;
        }
        comparable(subject, chain)
    }

    /// What something is compared with. A name that means nothing else is the value of that name:
    /// `绩效类型 是 一次性项目`.
    fn value_or_expr(
        &mut self,
        scope: &mut Scope,
        subject: &Expr,
        object: &'a written::ExprNode,
    ) -> Expr {
        if let (Type::Enum { values, .. }, ExprKind::Name(name)) = (&subject.ty, &object.kind)
            && values.iter().any(|value| same_text(value, name))
            && !self.vocabulary.has_meaning(scope, name)
        {
            return Expr::new(object.span, Type::Text, Kind::Text(name.clone()));
        }
        self.expr(scope, object)
    }

    /// `x 是 y`: a kind of target, or equality.
    fn is(
        &mut self,
        scope: &mut Scope,
        subject: Expr,
        negated: bool,
        (object, op_span): (&'a written::ExprNode, Span),
        span: Span,
    ) -> Expr {
        if subject.ty == Type::Target
            && let ExprKind::Name(name) = &object.kind
        {
            let Some(class) = TargetClass::called(name) else {
                let near = nearest(name, TargetClass::ALL.map(TargetClass::zh));
                self.diagnostics.report(words::target_class_unknown(name, object.span, near));
                return Expr::new(span, Type::Truth, Kind::Faulty);
            };
            let kind = Kind::IsOfClass { subject: Box::new(subject), class, negated };
            return Expr::new(span, Type::Truth, kind);
        }
        // The left side is faulty and reported: the kind of target after it is not wrong.
        if subject.ty == Type::Faulty
            && matches!(&object.kind, ExprKind::Name(name) if TargetClass::called(name).is_some())
        {
            return Expr::new(span, Type::Truth, Kind::Faulty);
        }
        let object = self.value_or_expr(scope, &subject, object);
        let order = if negated { Order::Unequal } else { Order::Equal };
        ordered(&mut self.diagnostics, &subject, order, op_span, &object);
        Expr::new(span, Type::Truth, comparable(subject, vec![(order, object)]))
    }
}

/// Whether two things can be compared like this; reports if not.
fn ordered(diagnostics: &mut DiagnosticSink, left: &Expr, order: Order, op: Span, right: &Expr) {
    if !agree(&left.ty, &right.ty) {
        diagnostics.report(words::incomparable(left, right, Some(op)));
        return;
    }
    let textual = left.ty.is_textual() && left.ty != Type::Target && right.ty.is_textual();
    let ordering = !matches!(order, Order::Equal | Order::Unequal);
    if ordering && textual && left.ty != Type::Faulty && right.ty != Type::Faulty {
        diagnostics.report(words::text_has_no_order(op));
    }
    if ordering && [left, right].iter().any(|side| side.ty == Type::YesNo) {
        diagnostics.report(words::yes_no_has_no_order(op));
    }
    for (subject, word) in [(left, right), (right, left)] {
        value_known(diagnostics, subject, word);
    }
}

/// Reports a text that is not one of the values that the other side can have.
fn value_known(diagnostics: &mut DiagnosticSink, subject: &Expr, word: &Expr) {
    let Kind::Text(value) = &word.kind else { return };
    let yes_no = [true, false].map(yes_no).map(str::to_owned);
    let (values, open): (&[String], bool) = match &subject.ty {
        Type::Enum { values, open } => (values, *open),
        Type::YesNo => (&yes_no, false),
        _ => return,
    };
    let known = match &subject.ty {
        Type::YesNo => yes_no_called(value).is_some(),
        _ => values.iter().any(|known| same_text(known, value)),
    };
    if !known {
        let near = likely_value(subject, value, values);
        let near = near.as_deref();
        diagnostics.report(words::enum_value_unknown(
            subject,
            (value, word.span),
            values,
            open,
            near,
        ));
    }
}

/// Whether a text can be tested like this; reports if not.
fn text_test(
    diagnostics: &mut DiagnosticSink,
    subject: &Expr,
    test: TextTest,
    op: Span,
    object: &Expr,
) {
    if test == TextTest::In {
        if let Kind::List(items) = &object.kind {
            items.iter().for_each(|item| value_known(diagnostics, subject, item));
        }
        let fits = match &object.ty {
            Type::Words => subject.ty.is_textual(),
            Type::List(item) => agree(item, &subject.ty),
            Type::Faulty => true,
            _ => false,
        };
        if !fits {
            diagnostics.report(words::not_a_list(object.span, &object.ty));
        }
        return;
    }
    if !subject.ty.is_textual() {
        diagnostics.report(words::not_a_text(subject.span, &subject.ty, op));
    }
    let fits = match test {
        TextTest::Matches => matches!(object.ty, Type::Pattern | Type::Faulty),
        _ => object.ty.is_textual() || object.ty == Type::Words,
    };
    if !fits {
        diagnostics.report(words::wrong_object(test, object.span, &object.ty));
    }
}

/// The value that a text was probably intended as. Values may be opposites (越高越好, 越低越好), so
/// a text near to several matches none; a sign may be written in words.
fn likely_value(subject: &Expr, written: &str, values: &[String]) -> Option<String> {
    if matches!(subject.kind, Kind::Part(_, PartOf::Comparator)) {
        let comparator = read_target(&format!("{written}1")).ok()?.comparator()?;
        return Some(comparator.to_string());
    }
    let near = nearest(written, values.iter().map(String::as_str))?;
    let others = values.iter().map(String::as_str).filter(|value| *value != near);
    nearest(written, others).is_none().then(|| near.to_owned())
}

/// A quotient as a percentage; anything else as it is.
fn percentage(side: Expr) -> Expr {
    match side.ty {
        Type::Figure(UnitKind::Ratio) => {
            let percent = Type::Figure(UnitKind::Percent);
            Expr::new(side.span, percent, Kind::Ratio(Box::new(side)))
        }
        _ => side,
    }
}

/// A comparison whose sides are of one type: beside a percentage a quotient is one, and beside a
/// 是否 the words 是 and 否 are its values.
fn comparable(subject: Expr, rest: Vec<(Order, Expr)>) -> Kind {
    let percent = Type::Figure(UnitKind::Percent);
    let any = |ty: &Type| subject.ty == *ty || rest.iter().any(|(_, side)| side.ty == *ty);
    let (any_percent, any_yes_no) = (any(&percent), any(&Type::YesNo));
    let converted = |side: Expr| {
        let (ty, kind) = match &side.kind {
            _ if any_percent => return percentage(side),
            Kind::Text(word) if any_yes_no => match yes_no_called(word) {
                Some(truth) => (Type::YesNo, Kind::YesNo(truth)),
                None => return side,
            },
            _ => return side,
        };
        Expr::new(side.span, ty, kind)
    };
    let subject = converted(subject.clone());
    Kind::Chain(
        Box::new(subject),
        rest.iter().map(|(order, side)| (*order, converted(side.clone()))).collect(),
    )
}
