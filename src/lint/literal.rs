//! The literals of a condition: a subject, and what it must be. Takes checked expressions; gives
//! literals that can be compared with each other. Ignores what it does not understand.

use std::collections::BTreeSet;

use crate::rule::same::{same, same_domain};
use crate::rule::types::Type;
use crate::rule::{Amount, Function};
use crate::rule::{Domain, Expr, Kind, Order, PartOf, RuleSet, TextTest};
use crate::value::{Date, Decimal, TargetClass, yes_no};

/// A claim about a subject.
#[derive(Clone)]
pub(super) struct Assertion<'e> {
    /// Its words in the rule.
    pub(crate) expr: &'e Expr,
    pub(crate) subject: AssertionSubject<'e>,
    pub(crate) says: Says,
}

/// The subject of a claim.
#[derive(Clone, Copy)]
pub(super) enum AssertionSubject<'e> {
    /// A value.
    Value(&'e Expr),
    /// How many things there are.
    Count(&'e Domain),
    /// The whole condition: it holds or it does not.
    Whole(&'e Expr),
}

/// A claim.
#[derive(Clone, PartialEq)]
pub(super) enum Says {
    /// It is one of the words, or none of them.
    Words { words: BTreeSet<String>, among: bool, of: Option<BTreeSet<String>> },
    /// It lies in an interval, in a unit.
    Within(Interval, String),
    /// It is there, or it is not.
    Present(bool),
    /// It holds, or it does not.
    Holds(bool),
}

/// Numbers between two bounds, each included or not, with exceptions.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Interval {
    low: Option<(Decimal, bool)>,
    high: Option<(Decimal, bool)>,
    but: Vec<Decimal>,
    whole: bool,
}

impl Interval {
    fn of(order: Order, bound: Decimal, whole: bool) -> Self {
        let mut interval = Self { whole, ..Self::default() };
        match order {
            Order::Equal => {
                interval.low = Some((bound, true));
                interval.high = Some((bound, true));
            }
            Order::Unequal => interval.but.push(bound),
            Order::Less => interval.high = Some((bound, false)),
            Order::AtMost => interval.high = Some((bound, true)),
            Order::Greater => interval.low = Some((bound, false)),
            Order::AtLeast => interval.low = Some((bound, true)),
        }
        interval
    }

    /// The intersection.
    pub(super) fn and(&self, other: &Self) -> Self {
        let tighter =
            |a: Option<(Decimal, bool)>, b: Option<(Decimal, bool)>, low: bool| match (a, b) {
                (Some(a), Some(b)) if a.0 == b.0 => Some((a.0, a.1 && b.1)),
                (Some(a), Some(b)) => Some(if (a.0 > b.0) == low { a } else { b }),
                (a, b) => a.or(b),
            };
        Self {
            low: tighter(self.low, other.low, true),
            high: tighter(self.high, other.high, false),
            but: self.but.iter().chain(&other.but).copied().collect(),
            whole: self.whole || other.whole,
        }
    }

    /// Whether it is empty.
    pub(super) fn is_empty(&self) -> bool {
        let (Some((low, from)), Some((high, to))) = (self.low, self.high) else { return false };
        let unit = Decimal::ONE;
        let (low, from, high, to) = match self.whole {
            true => (
                if from { low } else { low + unit },
                true,
                if to { high } else { high - unit },
                true,
            ),
            false => (low, from, high, to),
        };
        low > high || (low == high && (!(from && to) || self.but.contains(&low)))
    }
}

impl Says {
    /// Whether two claims about one subject exclude each other.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Says::Holds(a), Says::Holds(b)) | (Says::Present(a), Says::Present(b)) => a != b,
            (Says::Present(false), Says::Words { .. } | Says::Within(..))
            | (Says::Words { .. } | Says::Within(..), Says::Present(false)) => true,
            (Says::Within(a, x), Says::Within(b, y)) => x == y && a.and(b).is_empty(),
            (Says::Words { .. }, Says::Words { .. }) => match (self.rest(), other.rest()) {
                (Some(a), Some(b)) => a.is_disjoint(&b),
                (Some(a), None) => a.iter().all(|word| !other.admits(word)),
                (None, Some(b)) => b.iter().all(|word| !self.admits(word)),
                (None, None) => false,
            },
            _ => false,
        }
    }

    /// Whether the claim is impossible.
    pub(super) fn is_impossible(&self) -> bool {
        match self {
            Says::Words { .. } => self.rest().is_some_and(|rest| rest.is_empty()),
            Says::Within(interval, _) => interval.is_empty(),
            _ => false,
        }
    }

    /// The conjunction, for more than two claims about one subject.
    pub(super) fn and(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Says::Within(a, x), Says::Within(b, y)) if x == y => {
                Some(Says::Within(a.and(b), x.clone()))
            }
            (Says::Words { of, .. }, Says::Words { .. }) => {
                let (from, by) = match self.rest() {
                    Some(rest) => (rest, other),
                    None => (other.rest()?, self),
                };
                let words = from.into_iter().filter(|word| by.admits(word)).collect();
                Some(Says::Words { words, among: true, of: of.clone() })
            }
            _ => None,
        }
    }

    /// The remaining words, if they are finite.
    fn rest(&self) -> Option<BTreeSet<String>> {
        let Says::Words { words, among, of } = self else { return None };
        match (among, of) {
            (true, Some(all)) => Some(words.intersection(all).cloned().collect()),
            (true, None) => Some(words.clone()),
            (false, Some(all)) => Some(all.difference(words).cloned().collect()),
            (false, None) => None,
        }
    }

    fn admits(&self, word: &str) -> bool {
        match self {
            Says::Words { words, among, .. } => words.contains(word) == *among,
            _ => true,
        }
    }
}

/// Whether two claims are about one subject.
pub(super) fn same_subject(
    set: &RuleSet,
    left: &AssertionSubject<'_>,
    right: &AssertionSubject<'_>,
) -> bool {
    match (left, right) {
        (AssertionSubject::Value(a), AssertionSubject::Value(b))
        | (AssertionSubject::Whole(a), AssertionSubject::Whole(b)) => same(set, a, b),
        // Each domain has its own variable: read that of the first as that of the second.
        (AssertionSubject::Count(a), AssertionSubject::Count(b)) => {
            a.filter.is_none()
                && b.filter.is_none()
                && same_domain(set, a, &Domain { slot: a.slot, ..(*b).clone() })
                || same_domain(set, a, b)
        }
        _ => false,
    }
}

/// The claims of a part of a condition, `wanted` or not: always about itself as a whole, and about
/// a value if it is understood.
pub(super) fn read<'e>(set: &RuleSet, expr: &'e Expr, wanted: bool) -> Vec<Assertion<'e>> {
    let mut literals =
        vec![Assertion { expr, subject: AssertionSubject::Whole(expr), says: Says::Holds(wanted) }];
    if let Some((subject, says)) = of_value(set, expr, wanted) {
        literals.push(Assertion { expr, subject, says });
    }
    // A comparison that reads an absent field neither holds nor fails.
    if matches!(expr.kind, Kind::Chain(..) | Kind::Test { .. } | Kind::Near { .. }) {
        fields(expr, &mut |field| {
            let (subject, says) = (AssertionSubject::Value(field), Says::Present(true));
            literals.push(Assertion { expr, subject, says });
        });
    }
    literals
}

/// Calls back for the fields that a comparison compares.
fn fields<'e>(expr: &'e Expr, found: &mut impl FnMut(&'e Expr)) {
    match &expr.kind {
        Kind::Field(_) => found(expr),
        Kind::Chain(first, rest) => {
            fields(first, found);
            rest.iter().for_each(|(_, part)| fields(part, found));
        }
        Kind::Test { subject, .. } => fields(subject, found),
        Kind::Near { left, right, .. } | Kind::Binary(left, _, right) => {
            fields(left, found);
            fields(right, found);
        }
        Kind::Call(_, given) => given.iter().for_each(|part| fields(part, found)),
        _ => {}
    }
}

fn of_value<'e>(
    set: &RuleSet,
    expr: &'e Expr,
    wanted: bool,
) -> Option<(AssertionSubject<'e>, Says)> {
    match &expr.kind {
        Kind::Chain(left, rest) => {
            let [(order, right)] = rest.as_slice() else { return None };
            of_order(left, *order, right, wanted)
        }
        Kind::Test { subject, test, object, negated } => {
            let among = wanted != *negated;
            if !wanted && !is_total(subject) {
                return None;
            }
            let listed = texts(set, object);
            if *test == TextTest::In {
                let words: BTreeSet<String> = listed?.into_iter().collect();
                return Some((AssertionSubject::Value(subject), words_of(subject, words, among)));
            }
            // Every text contains the empty one.
            let holds_always =
                listed.as_ref().is_some_and(|words| words.iter().any(String::is_empty));
            if holds_always && !among {
                let words = BTreeSet::new();
                return Some((AssertionSubject::Value(subject), words_of(subject, words, true)));
            }
            // Of a closed enumeration every value can be tried.
            let Type::Enum { values, open: false } = &subject.ty else { return None };
            let meets = |value: &String| match (&object.kind, &listed) {
                (Kind::Pattern(at), _) => {
                    set.patterns.get(*at).is_some_and(|pattern| pattern.is_match(value))
                }
                (_, Some(words)) => words.iter().any(|word| match test {
                    TextTest::StartsWith => value.starts_with(word.as_str()),
                    TextTest::EndsWith => value.ends_with(word.as_str()),
                    _ => value.contains(word.as_str()),
                }),
                _ => false,
            };
            if listed.is_none() && !matches!(object.kind, Kind::Pattern(_)) {
                return None;
            }
            let words = values.iter().filter(|value| meets(value)).cloned().collect();
            Some((AssertionSubject::Value(subject), words_of(subject, words, among)))
        }
        Kind::IsOfClass { subject, class, negated } => {
            let name = |class: TargetClass| class.zh().to_owned();
            // A percentage is a 比较值 too; so that no two overlap, 比较值 stands for the others
            // here.
            let words = match class {
                TargetClass::Figure => [TargetClass::Figure, TargetClass::Percent].map(name).into(),
                class => BTreeSet::from([name(*class)]),
            };
            let all = TargetClass::ALL.map(name).into();
            let says = Says::Words { words, among: wanted != *negated, of: Some(all) };
            Some((AssertionSubject::Value(subject), says))
        }
        // 不得 出现 m: every match is a fault, which is what the rule is for.
        Kind::Present(_, of) if matches!(of.kind, Kind::Variable(_)) => None,
        Kind::Present(there, of) => {
            Some((AssertionSubject::Value(of), Says::Present(*there == wanted)))
        }
        Kind::Exists(amount, domain) => {
            let (order, count) = match *amount {
                Amount::Some => (Order::AtLeast, 1),
                Amount::None => (Order::AtMost, 0),
                Amount::AtLeast(count) => (Order::AtLeast, count),
                Amount::AtMost(count) => (Order::AtMost, count),
                Amount::Exactly(count) => (Order::Equal, count),
            };
            let order = if wanted { order } else { negated(order) };
            let mut interval = Interval::of(order, count.into(), true);
            interval = interval.and(&Interval::of(Order::AtLeast, Decimal::ZERO, true));
            Some((AssertionSubject::Count(domain), Says::Within(interval, String::new())))
        }
        // A yes/no that stands as a condition by itself.
        Kind::Field(_) | Kind::SheetField(..) if expr.ty == Type::YesNo => {
            let words = BTreeSet::from([yes_no(wanted).to_owned()]);
            Some((AssertionSubject::Value(expr), words_of(expr, words, true)))
        }
        _ => None,
    }
}

/// The same of `left ≤ right`, where one side is a constant.
fn of_order<'e>(
    left: &'e Expr,
    order: Order,
    right: &'e Expr,
    wanted: bool,
) -> Option<(AssertionSubject<'e>, Says)> {
    let (subject, order, constant) = match is_constant(right) {
        true => (left, order, right),
        false if is_constant(left) => (right, flipped(order), left),
        false => return None,
    };
    let order = if wanted { order } else { negated(order) };
    if !wanted && !is_total(subject) {
        return None;
    }
    let word = match &constant.kind {
        Kind::Text(text) => Some(text.clone()),
        Kind::YesNo(truth) => Some(yes_no(*truth).to_owned()),
        _ => None,
    };
    if let Some(word) = word {
        let among = match order {
            Order::Equal => true,
            Order::Unequal => false,
            _ => return None,
        };
        return Some((AssertionSubject::Value(subject), words_of(subject, [word].into(), among)));
    }
    let (bound, unit) = match &constant.kind {
        Kind::Figure(figure) => (figure.number, figure.unit.name().to_owned()),
        Kind::Date(date) => (day(*date), "日".to_owned()),
        _ => return None,
    };
    if let Kind::Count(domain) = &subject.kind {
        let interval = Interval::of(order, bound, true).and(&possible(subject));
        return Some((AssertionSubject::Count(domain), Says::Within(interval, String::new())));
    }
    let whole = matches!(&subject.kind, Kind::Year | Kind::Call(Function::Length, _));
    let interval = Interval::of(order, bound, whole).and(&possible(subject));
    Some((AssertionSubject::Value(subject), Says::Within(interval, unit)))
}

/// The figures that a value can be, whatever the sheet.
fn possible(subject: &Expr) -> Interval {
    let least = Interval::of(Order::AtLeast, Decimal::ZERO, false);
    match &subject.kind {
        Kind::Count(_) | Kind::Call(Function::Length, _) => least,
        Kind::Call(Function::Similarity, _) => {
            least.and(&Interval::of(Order::AtMost, Decimal::ONE_HUNDRED, false))
        }
        _ => Interval::default(),
    }
}

/// A claim of words about a subject, with all its possible values.
fn words_of(subject: &Expr, words: BTreeSet<String>, among: bool) -> Says {
    let of = match &subject.ty {
        Type::Enum { values, open: false } => Some(values.iter().cloned().collect()),
        Type::YesNo => Some([true, false].map(yes_no).map(str::to_owned).into()),
        _ => None,
    };
    Says::Words { words, among, of }
}

/// The words of a list as written.
fn texts(set: &RuleSet, object: &Expr) -> Option<Vec<String>> {
    match &object.kind {
        Kind::Text(text) => Some(vec![text.clone()]),
        Kind::Words(at) => set.lists.get(*at).map(|list| list.words.clone()),
        Kind::List(items) => items
            .iter()
            .map(|item| match &item.kind {
                Kind::Text(text) => Some(text.clone()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

fn is_constant(expr: &Expr) -> bool {
    matches!(expr.kind, Kind::Text(_) | Kind::YesNo(_) | Kind::Figure(_) | Kind::Date(_))
}

/// Whether a known value always exists: every comparison with a missing one is false, and so is its
/// opposite.
fn is_total(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Field(_)
        | Kind::SheetField(..)
        | Kind::Year
        | Kind::SheetYear(_)
        | Kind::Count(_) => true,
        Kind::Part(_, part) => matches!(part, PartOf::Name | PartOf::TargetKind),
        Kind::Call(function, _) => matches!(
            function,
            Function::Length
                | Function::Similarity
                | Function::Normalise
                | Function::WithoutName
                | Function::Year
                | Function::Month
        ),
        _ => false,
    }
}

fn flipped(order: Order) -> Order {
    match order {
        Order::Less => Order::Greater,
        Order::AtMost => Order::AtLeast,
        Order::Greater => Order::Less,
        Order::AtLeast => Order::AtMost,
        same => same,
    }
}

fn negated(order: Order) -> Order {
    match order {
        Order::Equal => Order::Unequal,
        Order::Unequal => Order::Equal,
        Order::Less => Order::AtLeast,
        Order::AtMost => Order::Greater,
        Order::Greater => Order::AtMost,
        Order::AtLeast => Order::Less,
    }
}

/// A day as a number that grows with it.
fn day(date: Date) -> Decimal {
    let days = i64::from(date.year()) * 372 + i64::from(date.month()) * 31 + i64::from(date.day());
    Decimal::from(days)
}
