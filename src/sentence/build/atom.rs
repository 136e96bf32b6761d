//! Single conditions as claims about their subjects.

use super::super::pattern::{self, At};
use super::super::tree::{
    Claim, ComparisonPhrase, ConditionPhrase, Noun, Predicate, Scale, Single,
};
use super::noun::{Sense, sense};
use super::scope::PhraseScope;
use crate::dictionary::Synonyms;
use crate::rule::functions::Function;
use crate::rule::types::Type;
use crate::rule::{Amount, Expr, Kind, Order, PartOf, TextTest};
use crate::value::yes_no;

impl<'r> PhraseScope<'r> {
    /// A condition without 且, 或 and 非, and whether it says the reverse.
    pub(super) fn atom(&self, expr: &'r Expr) -> (Predicate<'r>, bool) {
        match &expr.kind {
            Kind::Chain(first, rest) => self.chain(first, rest),
            Kind::Near { left, right, tolerance, negated } => {
                let [left, right, tolerance] = [left, right, tolerance].map(|side| self.noun(side));
                (Predicate::Near { left, right, tolerance }, *negated)
            }
            Kind::Test { subject, test, object, negated } => {
                (self.test(subject, *test, object), *negated)
            }
            Kind::SetTest { subject, relation, object, negated } => {
                (Predicate::Related(self.noun(subject), *relation, self.noun(object)), *negated)
            }
            Kind::IsOfClass { subject, class, negated } => {
                (Predicate::OfClass(self.noun(subject), *class), *negated)
            }
            Kind::Part(of, PartOf::Repeated) => (Predicate::Repeated(self.noun(of)), false),
            Kind::Exists(amount, domain) => {
                let things = self.with_domain(domain).things(domain);
                match amount {
                    Amount::None => (Predicate::Exists(Amount::Some, things), true),
                    amount => (Predicate::Exists(*amount, things), false),
                }
            }
            Kind::Every(domain, body) => {
                let inner = self.with_domain(domain);
                let body = Box::new(inner.condition(body));
                (Predicate::Every(inner.things(domain), body), false)
            }
            Kind::Present(wanted, of) => (self.present(of), !wanted),
            Kind::Define(id, given) => {
                let name = self.rules.defines.get(*id).map(|define| define.name.as_str());
                (Predicate::Defined(name.unwrap_or_default(), self.nouns(given)), false)
            }
            Kind::Call(function, given) => (self.call(expr, *function, given), false),
            Kind::Variable(slot) if self.is_parameter(*slot) => {
                (Predicate::Holds(self.noun(expr)), false)
            }
            _ => (self.is_yes(expr), false),
        }
    }

    /// A 是否 that stands as a condition by itself.
    fn is_yes(&self, expr: &'r Expr) -> Predicate<'r> {
        Predicate::Is(self.noun(expr), Noun::Text(yes_no(true)))
    }

    fn call(&self, expr: &'r Expr, function: Function, given: &'r [Expr]) -> Predicate<'r> {
        match (sense(function), given) {
            (Sense::Claims(claim), [first, second, rest @ ..]) => {
                let by = match claim {
                    Claim::Tautology => rest.first(),
                    // Synonyms that a pack always applies are implicit.
                    Claim::SameName | Claim::Carries => {
                        rest.first().filter(|by| !self.is_unnamed(by))
                    }
                };
                let (first, second) = (self.noun(first), self.noun(second));
                Predicate::Claim { claim, first, second, by: by.map(|by| self.noun(by)) }
            }
            (Sense::Relates(relation), [first, second, ..]) => {
                Predicate::Related(self.noun(first), relation, self.noun(second))
            }
            (Sense::Claims(_) | Sense::Relates(_), _) => {
                Predicate::Is(Noun::Faulty, Noun::Text(yes_no(true)))
            }
            (Sense::Measure(_) | Sense::Finds(_), _) => self.is_yes(expr),
        }
    }

    fn is_unnamed(&self, synonyms: &Expr) -> bool {
        let Kind::Synonyms(id) = synonyms.kind else { return false };
        self.rules.synonyms.get(id).is_some_and(Synonyms::is_unnamed)
    }

    fn chain(&self, first: &'r Expr, rest: &'r [(Order, Expr)]) -> (Predicate<'r>, bool) {
        if let [(order @ (Order::Equal | Order::Unequal), place)] = rest
            && let Some(filed) = self.filed_at(first, place)
        {
            return (filed, *order == Order::Unequal);
        }
        if let Some(between) = self.between(first, rest) {
            return (between, false);
        }
        if let [(order, right)] = rest {
            return self.ordered(first, *order, right);
        }
        let lefts = std::iter::once(first).chain(rest.iter().map(|(_, side)| side));
        let pairs = lefts.zip(rest).map(|(left, (order, right))| {
            let (atom, reversed) = self.ordered(left, *order, right);
            ConditionPhrase::Single(Single { atom: Box::new(atom), reversed, affirmed: true })
        });
        (Predicate::Together(pairs.collect()), false)
    }

    /// `词尾归类(名称, 表) = "产出目标/质量"`
    fn filed_at(&self, call: &'r Expr, place: &'r Expr) -> Option<Predicate<'r>> {
        let (Kind::Call(Function::FileBySuffix, arguments), Kind::Text(place)) =
            (&call.kind, &place.kind)
        else {
            return None;
        };
        let [name, table] = arguments.as_slice() else { return None };
        let Kind::Suffixes(table) = table.kind else { return None };
        let table = &self.rules.suffixes.get(table)?.name;
        Some(Predicate::FiledAt { name: self.noun(name), table, place })
    }

    /// `a ≤ x ≤ b`
    fn between(&self, first: &'r Expr, rest: &'r [(Order, Expr)]) -> Option<Predicate<'r>> {
        let [(before, middle), (after, last)] = rest else { return None };
        let (low, high) = match (before, after) {
            (Order::Less | Order::AtMost, Order::Less | Order::AtMost) => {
                ((first, before), (last, after))
            }
            (Order::Greater | Order::AtLeast, Order::Greater | Order::AtLeast) => {
                ((last, after), (first, before))
            }
            _ => return None,
        };
        let end = |(end, order): (&'r Expr, &Order)| {
            (self.noun(end), matches!(order, Order::AtMost | Order::AtLeast))
        };
        Some(Predicate::Between { value: self.noun(middle), low: end(low), high: end(high) })
    }

    /// `a ≤ b`
    fn ordered(&self, left: &'r Expr, order: Order, right: &'r Expr) -> (Predicate<'r>, bool) {
        if is_literal(left) && !is_literal(right) {
            return self.ordered(right, order.turned(), left);
        }
        let (comparison, reversed) = match order {
            Order::Equal => (ComparisonPhrase::Equal, false),
            Order::Unequal => (ComparisonPhrase::Equal, true),
            Order::Greater => (ComparisonPhrase::Above, false),
            Order::AtMost => (ComparisonPhrase::Above, true),
            Order::Less => (ComparisonPhrase::Below, false),
            Order::AtLeast => (ComparisonPhrase::Below, true),
        };
        let sides = || [left, right].into_iter();
        let dates = sides().any(|side| side.ty == Type::Date);
        let figures = sides().any(|side| matches!(side.ty, Type::Figure(_)));
        let (subject, object) = (self.noun(left), self.noun(right));
        let atom = if comparison != ComparisonPhrase::Equal || dates || figures {
            let scale = if dates { Scale::Dates } else { scale_of(left) };
            Predicate::Ordered(subject, comparison, object, scale)
        } else if is_literal(right) {
            Predicate::Is(subject, object)
        } else {
            Predicate::Same(subject, object)
        };
        (atom, reversed)
    }

    fn test(&self, subject: &'r Expr, test: TextTest, object: &'r Expr) -> Predicate<'r> {
        let subject = self.noun(subject);
        let listed = match object.kind {
            Kind::Pattern(id) => self.rules.patterns.get(id),
            _ => None,
        };
        let listed = listed.and_then(|pattern| pattern::words(pattern.as_str()));
        let at = listed.as_ref().map(|listed| listed.at);
        let words = match (listed, &object.kind, self.noun(object)) {
            (Some(listed), ..) => Noun::Words(listed.words),
            (None, Kind::Words(_), Noun::Named(_, list)) if test == TextTest::In => {
                return Predicate::InList(subject, list);
            }
            (None, Kind::Words(_), Noun::Named(_, list)) => Noun::WordOf(list),
            (None, _, object) => object,
        };
        match (test, at) {
            (TextTest::Matches, None) => Predicate::Matches(subject, words),
            (TextTest::Matches, Some(At::Whole)) | (TextTest::In, _) => {
                Predicate::Is(subject, words)
            }
            (TextTest::Contains, _) | (TextTest::Matches, Some(At::Anywhere)) => {
                Predicate::Contains(subject, words)
            }
            (TextTest::StartsWith, _) | (TextTest::Matches, Some(At::Start)) => {
                Predicate::StartsWith(subject, words)
            }
            (TextTest::EndsWith, _) | (TextTest::Matches, Some(At::End)) => {
                Predicate::EndsWith(subject, words)
            }
        }
    }

    /// `有 x`
    fn present(&self, of: &'r Expr) -> Predicate<'r> {
        match (&of.kind, self.noun(of)) {
            (Kind::Field(_) | Kind::SheetField(..), field) => Predicate::Filled(field),
            (Kind::Variable(_), piece) => Predicate::Occurs(piece),
            (Kind::Call(Function::FileBySuffix, arguments), other) => match arguments.as_slice() {
                [name, table] => {
                    Predicate::Filed { name: self.noun(name), table: self.noun(table) }
                }
                _ => Predicate::Present(other),
            },
            (
                Kind::Attribute(..) | Kind::Cell(..) | Kind::Part(..) | Kind::Group(..),
                Noun::Member(Some(owner), member),
            ) => Predicate::Has(*owner, member),
            (_, Noun::Found(finding, text)) => Predicate::Finds(finding, *text),
            (_, other) => Predicate::Present(other),
        }
    }
}

/// Whether it is a value as written.
fn is_literal(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        Kind::Text(_) | Kind::YesNo(_) | Kind::Figure(_) | Kind::Date(_) | Kind::Pattern(_)
    )
}

fn scale_of(expr: &Expr) -> Scale {
    match expr.kind {
        Kind::Count(_)
        | Kind::Call(Function::Length | Function::Occurrences | Function::Days, _) => Scale::Counts,
        Kind::Year | Kind::SheetYear(_) | Kind::Call(Function::Year | Function::Month, _) => {
            Scale::Ordinals
        }
        _ => Scale::Figures,
    }
}
