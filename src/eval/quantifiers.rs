//! Quantifiers and aggregates: whether enough things, or all, satisfy a condition; their number,
//! sum or extreme. Takes domains; gives truths and figures. Unknown only where the known ones do
//! not decide.

use std::ops::ControlFlow;

use super::Cause;
use super::compare;
use super::expr::Evaluator;
use super::run::each_candidate;
use super::value::{Known, Unknown, Val, unknown};
use crate::rule::{Aggregation, Amount, Domain, Expr, Order, Type, UnitKind};
use crate::value::{Decimal, Figure, Unit};

impl<'s> Evaluator<'s> {
    pub(super) fn exists(&mut self, amount: Amount, domain: &'s Domain) -> Known<Val<'s>> {
        let decisive = match amount {
            Amount::Some | Amount::None => 1,
            Amount::AtLeast(least) => least,
            Amount::AtMost(most) | Amount::Exactly(most) => most.saturating_add(1),
        };
        // Whoever watches sees all.
        let decisive = if self.is_watched() { u32::MAX } else { decisive };
        let (sure, doubtful) = self.count(domain, decisive)?;
        let most = sure + doubtful.as_ref().map_or(0, |(more, _)| *more);
        let holds = |count: u32| match amount {
            Amount::Some => count > 0,
            Amount::None => count == 0,
            Amount::AtLeast(least) => count >= least,
            Amount::AtMost(most) => count <= most,
            Amount::Exactly(exact) => count == exact,
        };
        // Decided if every possible count gives the same answer.
        let answer = holds(sure);
        if (sure..=most).all(|count| holds(count) == answer) {
            return Ok(Val::Truth(answer));
        }
        match doubtful {
            Some((_, causes)) => Err(causes),
            None => Ok(Val::Truth(answer)),
        }
    }

    /// How many there surely are, and how many more there might be; counting stops when it is
    /// decided.
    pub(super) fn count(
        &mut self,
        domain: &'s Domain,
        decisive: u32,
    ) -> Known<(u32, Option<(u32, Unknown)>)> {
        let (mut sure, mut doubtful): (u32, Option<(u32, Unknown)>) = (0, None);
        let _ = each_candidate(self, domain, &mut |evaluator, candidate| {
            evaluator.bind(domain.slot, candidate);
            match domain.filter.as_deref().map_or(Ok(true), |filter| evaluator.truth(filter)) {
                Ok(true) => sure += 1,
                Ok(false) => {}
                Err(causes) => {
                    let (more, all) = doubtful.get_or_insert_default();
                    *more += 1;
                    all.extend(*causes);
                }
            }
            match sure >= decisive {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        })?;
        Ok((sure, doubtful))
    }

    /// 每个 … 都 …
    pub(super) fn every(&mut self, domain: &'s Domain, body: &'s Expr) -> Known<Val<'s>> {
        let mut doubt: Option<Unknown> = None;
        let met = each_candidate(self, domain, &mut |evaluator, candidate| {
            evaluator.bind(domain.slot, candidate);
            let filter = domain.filter.as_deref();
            let holds = match filter.map_or(Ok(true), |filter| evaluator.truth(filter)) {
                Ok(false) => return ControlFlow::Continue(()),
                Ok(true) => evaluator.truth(body),
                Err(causes) => match evaluator.truth(body) {
                    // It holds whether it is included or not.
                    Ok(true) => Ok(true),
                    _ => Err(causes),
                },
            };
            match holds {
                Ok(true) => {}
                Ok(false) => return ControlFlow::Break(()),
                Err(causes) => doubt.get_or_insert_default().extend(*causes),
            }
            ControlFlow::Continue(())
        })?;
        if met.is_break() {
            return Ok(Val::Truth(false));
        }
        match doubt {
            Some(causes) => Err(causes),
            None => Ok(Val::Truth(true)),
        }
    }

    /// 合计, 平均, 最大, 最小. Things without a value are left out; of no things there is only a
    /// sum.
    pub(super) fn aggregate(
        &mut self,
        what: Aggregation,
        body: &'s Expr,
        values: Vec<Val<'s>>,
    ) -> Known<Val<'s>> {
        let (mut best, mut sum, mut count): (Option<Val<'s>>, Option<Figure>, u32) =
            (None, None, 0);
        for value in values {
            if matches!(value, Val::Nothing | Val::Target(None)) {
                continue;
            }
            count += 1;
            match what {
                Aggregation::Sum | Aggregation::Average => {
                    let Some(figure) = self.figure(&value) else {
                        let place = self.snippet(&value).and_then(|snippet| snippet.span());
                        return unknown(Cause::NoNumber(place));
                    };
                    sum = Some(match sum {
                        None => figure,
                        Some(sum) if sum.unit != figure.unit => {
                            return unknown(Cause::Units(None));
                        }
                        Some(sum) => match sum.number.checked_add(figure.number) {
                            Some(number) => Figure { number, unit: sum.unit },
                            None => return unknown(Cause::TooLarge(None)),
                        },
                    });
                }
                Aggregation::Largest | Aggregation::Smallest => {
                    let order =
                        if what == Aggregation::Largest { Order::Greater } else { Order::Less };
                    let beats = match &best {
                        None => Ok(true),
                        Some(best) => compare::ordered(self, &value, order, best),
                    };
                    match beats {
                        Ok(true) => best = Some(value),
                        Ok(false) => {}
                        Err(why) => {
                            let sides = best.iter().chain([&value]).map(|value| (value, body));
                            let cause = self.incomparable(why, &sides.collect::<Vec<_>>());
                            return unknown(cause);
                        }
                    }
                }
            }
        }
        Ok(match (what, sum) {
            (Aggregation::Largest | Aggregation::Smallest, _) => best.unwrap_or(Val::Nothing),
            (Aggregation::Average, None) => Val::Nothing,
            (Aggregation::Average, Some(sum)) => match sum.number.checked_div(count.into()) {
                Some(number) => Val::Figure(Figure { number, unit: sum.unit }),
                None => return unknown(Cause::TooLarge(None)),
            },
            (Aggregation::Sum, Some(sum)) => Val::Figure(sum),
            (Aggregation::Sum, None) => {
                let unit = match &body.ty {
                    Type::Figure(UnitKind::Percent) => Unit::Percent,
                    Type::Figure(UnitKind::Yuan) => Unit::Yuan,
                    _ => Unit::None,
                };
                Val::Figure(Figure { number: Decimal::ZERO, unit })
            }
        })
    }
}
