//! Comparisons and arithmetic of expressions. Takes operands as written; gives values, or why they
//! are unknown.

use super::Cause;
use super::compare;
use super::expr::{Evaluator, TEXT_IN_A_STEP};
use super::facts::FactText;

use super::value::{Known, Snippet, Unknown, Val, unknown};
use crate::rule::{BinaryOp, Expr, Function, Kind, Order};
use crate::value::{Decimal, Figure, Unit};

impl<'s> Evaluator<'s> {
    pub(super) fn chain(&mut self, first: &'s Expr, rest: &'s [(Order, Expr)]) -> Known<Val<'s>> {
        if let Some(similar) = self.similar_enough(first, rest)? {
            return Ok(Val::Truth(similar));
        }
        let mut left = self.value(first)?;
        let mut left_expr = first;
        let mut doubt: Option<Unknown> = None;
        for (order, right_expr) in rest {
            let right = self.value(right_expr)?;
            match compare::ordered(self, &left, *order, &right) {
                Ok(true) => {}
                Ok(false) => return Ok(Val::Truth(false)),
                Err(why) => {
                    let sides = [(&left, left_expr), (&right, right_expr)];
                    let cause = self.incomparable(why, &sides);
                    doubt.get_or_insert_default().insert(cause);
                }
            }
            (left, left_expr) = (right, right_expr);
        }
        match doubt {
            Some(causes) => Err(causes),
            None => Ok(Val::Truth(true)),
        }
    }

    /// `相似度(a, b) ≥ 90%`: texts whose lengths already rule it out are not compared. `None` for
    /// any other comparison.
    fn similar_enough(
        &mut self,
        first: &'s Expr,
        rest: &'s [(Order, Expr)],
    ) -> Known<Option<bool>> {
        let (Kind::Call(Function::Similarity, texts), [(order, least)]) = (&first.kind, rest)
        else {
            return Ok(None);
        };
        let ([left, right], Kind::Figure(least)) = (texts.as_slice(), &least.kind) else {
            return Ok(None);
        };
        let enough = |similarity: Decimal| match order {
            Order::AtLeast => Some(similarity >= least.number),
            Order::Greater => Some(similarity > least.number),
            _ => None,
        };
        if self.is_followed() || least.unit != Unit::Percent || enough(Decimal::ZERO).is_none() {
            return Ok(None);
        }
        if let (Some(first_text), Some(second_text)) =
            (self.plain_text(left), self.plain_text(right))
        {
            let holds =
                self.are_similar([first_text.fact(), second_text.fact()], least.number, enough);
            let (work, read) =
                (first_text.steps() + second_text.steps(), [first_text.read, second_text.read]);
            self.charge(2 + work, read);
            return Ok(Some(holds));
        }
        let (left, right) = (self.value(left)?, self.value(right)?);
        let texts =
            [&left, &right].map(|text| self.snippet(text).unwrap_or(Snippet::loose("")).text);
        // Charged whether it is cached, excluded by length, or compared.
        self.work(texts.iter().map(|text| text.len() / TEXT_IN_A_STEP).sum());
        let [left, right] = &texts;
        Ok(Some(self.are_similar([left.into(), right.into()], least.number, enough)))
    }

    fn are_similar(
        &self,
        texts: [FactText<'_>; 2],
        least: Decimal,
        enough: impl Fn(Decimal) -> Option<bool>,
    ) -> bool {
        if let Some(known) = self.facts.similarity(texts) {
            return enough(known) == Some(true);
        }
        let [left, right] = texts.map(|text| self.facts.profile(text));
        left.may_reach(&right, least) && enough(left.similarity(&right)) == Some(true)
    }

    /// `a = b 误差 c`
    pub(super) fn near(&mut self, sides: [&'s Expr; 3], negated: bool) -> Known<Val<'s>> {
        let place =
            |evaluator: &mut Self| sides.into_iter().find_map(|side| evaluator.place_of(side));
        let [left, right, tolerance] = sides.map(|side| self.value(side));
        let (left, right, tolerance) = (left?, right?, tolerance?);
        let figures = (self.figure(&left), self.figure(&right), self.figure(&tolerance));
        let (Some(left), Some(right), Some(tolerance)) = figures else {
            return Ok(Val::Truth(false));
        };
        if !compare::comparable(&left, &right) || !compare::comparable(&right, &tolerance) {
            return unknown(Cause::Units(place(self)));
        }
        let apart = left.number.checked_sub(right.number);
        match apart {
            Some(apart) => Ok(Val::Truth((apart.abs() <= tolerance.number) != negated)),
            None => unknown(Cause::TooLarge(place(self))),
        }
    }

    pub(super) fn arithmetic(
        &mut self,
        left: &'s Expr,
        op: BinaryOp,
        right: &'s Expr,
    ) -> Known<Val<'s>> {
        let (a, b) = (self.value(left)?, self.value(right)?);
        let (Some(a), Some(b)) = (self.figure(&a), self.figure(&b)) else {
            // A text that should say a number does not.
            let text = [a, b].into_iter().find_map(|side| match side {
                Val::Nothing => None,
                side => self.figure(&side).is_none().then(|| self.snippet(&side)?.span()).flatten(),
            });
            return text.map_or(Ok(Val::Nothing), |place| unknown(Cause::NoNumber(Some(place))));
        };
        let number = match op {
            BinaryOp::Add => a.number.checked_add(b.number),
            BinaryOp::Subtract => a.number.checked_sub(b.number),
            BinaryOp::Multiply => a.number.checked_mul(b.number),
            BinaryOp::Divide => a.number.checked_div(b.number),
            BinaryOp::And | BinaryOp::Or => None,
        };
        let Some(number) = number else {
            if op == BinaryOp::Divide && b.number.is_zero() {
                return unknown(Cause::DividedByZero(self.place_of(right)));
            }
            let place = self.place_of(left).or_else(|| self.place_of(right));
            return unknown(Cause::TooLarge(place));
        };
        let unit = match op {
            BinaryOp::Divide if a.unit == b.unit => Unit::None,
            BinaryOp::Multiply if a.unit == Unit::None => b.unit,
            BinaryOp::Add | BinaryOp::Subtract if a.unit != b.unit => {
                let place = self.place_of(left).or_else(|| self.place_of(right));
                return unknown(Cause::Units(place));
            }
            _ => a.unit,
        };
        Ok(Val::Figure(Figure { number, unit }))
    }
}
