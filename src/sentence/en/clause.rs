//! What conditions say in English: a subject and four moods of its predicate.

use super::super::pattern::{self, At};
use super::super::{
    Claim, Clause, Logic, Mood, Noun, Scope, Sense, are_dates, are_figures, between, filed,
    found_in, is_count, is_literal, sense, synonyms_named,
};
use super::noun::{finding, part_name};
use super::{En, listed, quoted};
use crate::rule::functions::Function;
use crate::rule::{Amount, Domain, Expr, Kind, Order, PartOf, TextTest};
use crate::value::{Relation, TargetClass};

/// A predicate of a verb, as it stands behind must, and as it is told of one thing.
fn verb(subject: String, base: &str, third: &str, object: &str) -> Clause {
    let object = if object.is_empty() { String::new() } else { format!(" {object}") };
    Clause {
        subject,
        yes: format!("{third}{object}"),
        no: format!("does not {base}{object}"),
        must: format!("must {base}{object}"),
        must_not: format!("must not {base}{object}"),
    }
}

fn be(subject: String, said: &str) -> Clause {
    Clause {
        subject,
        yes: format!("is {said}"),
        no: format!("is not {said}"),
        must: format!("must be {said}"),
        must_not: format!("must not be {said}"),
    }
}

/// `thing` with its article, and without.
fn have(subject: String, (one, bare): (&str, &str)) -> Clause {
    Clause {
        subject,
        yes: format!("has {one}"),
        no: format!("has no {bare}"),
        must: format!("must have {one}"),
        must_not: format!("must have no {bare}"),
    }
}

/// The same said of the other side.
fn negated(clause: Clause, negated: bool) -> Clause {
    if !negated {
        return clause;
    }
    let Clause { subject, yes, no, must, must_not } = clause;
    Clause { subject, yes: no, no: yes, must: must_not, must_not: must }
}

/// What figures are to each other: more, less, at most, at least.
const FIGURES: [&str; 4] = ["above", "below", "at most", "at least"];
const COUNTS: [&str; 4] = ["more than", "less than", "at most", "at least"];

fn ordered(subject: String, order: Order, right: &str, words: [&str; 4]) -> Clause {
    let [more, less, most, least] = words;
    let either = |said: &str, other: &str| Clause {
        subject: subject.clone(),
        yes: format!("is {said} {right}"),
        no: format!("is {other} {right}"),
        must: format!("must be {said} {right}"),
        must_not: format!("must be {other} {right}"),
    };
    match order {
        Order::Greater => either(more, most),
        Order::AtMost => either(most, more),
        Order::Less => either(less, least),
        Order::AtLeast => either(least, less),
        Order::Equal => verb(subject.clone(), "equal", "equals", right),
        Order::Unequal => negated(verb(subject.clone(), "equal", "equals", right), true),
    }
}

/// The same of days.
fn dated(subject: String, order: Order, right: &str) -> Clause {
    let of = |word: &str, not: bool| negated(be(subject.clone(), &format!("{word} {right}")), not);
    match order {
        Order::Greater => of("after", false),
        Order::AtMost => of("after", true),
        Order::Less => of("before", false),
        Order::AtLeast => of("before", true),
        Order::Equal | Order::Unequal => ordered(subject.clone(), order, right, FIGURES),
    }
}

impl Scope<'_, En> {
    /// A condition without 且 and 或.
    #[allow(clippy::too_many_lines, reason = "a flat match")]
    pub(super) fn clause(&self, expr: &Expr) -> Clause {
        match &expr.kind {
            Kind::Chain(first, rest) => self.chain(first, rest),
            Kind::Near { left, right, tolerance, negated: not } => {
                let (right, tolerance) = (self.noun(right), self.noun(tolerance));
                let said = be(self.noun(left), &format!("within {tolerance} of {right}"));
                negated(said, *not)
            }
            Kind::Test { subject, test, object, negated: not } => {
                negated(self.test(subject, *test, object), *not)
            }
            Kind::SetTest { subject, relation, object, negated: not } => {
                let (subject, object) = (self.noun(subject), self.noun(object));
                let said = match relation {
                    Relation::Stricter => be(subject, &format!("stricter than {object}")),
                    Relation::Includes => verb(subject, "include", "includes", &object),
                    Relation::Below => be(subject, &format!("below {object}")),
                    Relation::Above => be(subject, &format!("above {object}")),
                    Relation::BoundOnly => bound_only(subject, &object),
                };
                negated(said, *not)
            }
            Kind::Part(of, PartOf::Repeated) => {
                let subject = if self.is_topic(of) { "it".to_owned() } else { self.noun(of) };
                be(subject, "said before")
            }
            Kind::IsOfClass { subject, class, negated: not } => {
                negated(be(self.noun(subject), class_name(*class)), *not)
            }
            Kind::Exists(amount, domain) => self.exists(*amount, domain),
            Kind::Every(domain, body) => {
                let inner = self.with_domain(domain);
                let all = inner.things(domain, false);
                let logic = Logic::of(body, true);
                let told = inner.told(&logic);
                Clause {
                    subject: String::new(),
                    yes: format!("for every {all}, {told}"),
                    no: format!("not for every {all}, {told}"),
                    must: format!("for every {all}, {}", inner.said(&logic, Mood::Demanded)),
                    must_not: format!("it must not be that for every {all}, {told}"),
                }
            }
            Kind::Present(wanted, inner) => negated(self.present(inner), !wanted),
            Kind::Define(at, given) => {
                let name = quoted(self.define(*at));
                let given: Vec<String> = given.iter().map(|given| self.noun(given)).collect();
                match given.as_slice() {
                    [] => verb(name, "hold", "holds", ""),
                    _ => verb(name, "hold", "holds", &format!("of {}", listed(&given, "and"))),
                }
            }
            Kind::Call(function, arguments) => match sense(*function) {
                Sense::Claim(claim) => self.claim(claim, arguments),
                Sense::Measure(_) | Sense::Finds(_) => be(self.noun(expr), "“是”"),
            },
            Kind::Variable(slot)
                if self.thing(*slot).is_some_and(|it| matches!(it.noun, Noun::Parameter(_))) =>
            {
                verb(self.noun(expr), "hold", "holds", "")
            }
            Kind::Not(_) | Kind::Binary(..) => {
                let told = self.told(&Logic::of(expr, true));
                be(format!("“{told}”"), "so")
            }
            Kind::Faulty
            | Kind::Text(_)
            | Kind::YesNo(_)
            | Kind::Figure(_)
            | Kind::Date(_)
            | Kind::List(_)
            | Kind::Words(_)
            | Kind::Suffixes(_)
            | Kind::Catalogue(_)
            | Kind::Synonyms(_)
            | Kind::Parameter(_)
            | Kind::Pattern(_)
            | Kind::Field(_)
            | Kind::Year
            | Kind::SheetField(..)
            | Kind::SheetYear(_)
            | Kind::Variable(_)
            | Kind::Attribute(..)
            | Kind::Part(..)
            | Kind::Group(..)
            | Kind::Negative(_)
            | Kind::Percent(_)
            | Kind::Ratio(_)
            | Kind::Count(_)
            | Kind::Aggregate(..) => be(self.noun(expr), "“是”"),
        }
    }

    /// A function that is a condition.
    pub(super) fn claim(&self, claim: Claim, arguments: &[Expr]) -> Clause {
        let [first, second, ..] = arguments else { return be(String::new(), "true") };
        let (first, second) = (self.noun(first), self.noun(second));
        let by = |third: Option<&Expr>, word: &str, end: &str| {
            let third = third.map(|third| format!(" ({word}{}{end})", self.noun(third)));
            third.unwrap_or_default()
        };
        match claim {
            Claim::Tautology => {
                let aside = by(arguments.get(2), "words of ", " aside");
                verb(first, "only repeat", "only repeats", &format!("{second}{aside}"))
            }
            Claim::SameName => {
                let by = by(synonyms_named(self.rules, arguments), "by ", "");
                verb(first, "mean", "means", &format!("the same as {second}{by}"))
            }
            Claim::Carries => {
                let by = by(synonyms_named(self.rules, arguments), "by ", "");
                verb(first, "carry", "carries", &format!("{second}{by}"))
            }
            Claim::BoundOnly => bound_only(first, &second),
        }
    }

    fn chain(&self, first: &Expr, rest: &[(Order, Expr)]) -> Clause {
        if let Some((name, table, place, same)) = filed(first, rest) {
            let table = self.suffix_table(table);
            let said = format!("filed under “{place}” by the endings “{table}”");
            return negated(be(self.noun(name), &said), !same);
        }
        if let Some((low, middle, high, ends)) = between(first, rest) {
            let (low, high) = (self.noun(low), self.noun(high));
            let ends = match ends {
                [true, true] => "both included".to_owned(),
                [false, false] => "both excluded".to_owned(),
                [true, false] => format!("{high} excluded"),
                [false, true] => format!("{low} excluded"),
            };
            return be(self.noun(middle), &format!("between {low} and {high} ({ends})"));
        }
        let [(order, right)] = rest else {
            let mut left = first;
            let mut parts = Vec::new();
            for (order, right) in rest {
                let clause = self.pairwise(left, *order, right);
                parts.push(format!("{} {}", clause.subject, clause.yes));
                left = right;
            }
            return be(format!("“{}”", parts.join(" and ")), "so");
        };
        self.pairwise(first, *order, right)
    }

    fn pairwise(&self, left: &Expr, order: Order, right: &Expr) -> Clause {
        if is_literal(left) && !is_literal(right) {
            return self.pairwise(right, order.turned(), left);
        }
        let (subject, object) = (self.noun(left), self.noun(right));
        if are_dates(left, right) {
            return dated(subject, order, &object);
        }
        let equality = matches!(order, Order::Equal | Order::Unequal);
        if !equality || are_figures(left, right) {
            let words = if is_count(left) { COUNTS } else { FIGURES };
            return ordered(subject, order, &object, words);
        }
        let clause = match is_literal(right) {
            true => be(subject, &object),
            false => be(subject, &format!("the same as {object}")),
        };
        negated(clause, order == Order::Unequal)
    }

    fn test(&self, subject: &Expr, test: TextTest, object: &Expr) -> Clause {
        let subject = self.noun(subject);
        let pattern = match object.kind {
            Kind::Pattern(at) => Some(self.pattern(at)),
            _ => None,
        };
        let found = pattern.and_then(pattern::words);
        let words = match (&found, &object.kind) {
            (Some(found), _) => {
                let words: Vec<String> = found.words.iter().map(|word| quoted(word)).collect();
                listed(&words, "or")
            }
            (None, Kind::Words(at)) => format!("a word of the list “{}”", self.word_list(*at)),
            _ => self.noun(object),
        };
        let at = found.map(|found| found.at);
        match (test, at) {
            (TextTest::Matches, None) => verb(subject, "match", "matches", &words),
            (TextTest::Matches, Some(At::Whole)) => be(subject, &words),
            (TextTest::Contains, _) | (TextTest::Matches, Some(At::Anywhere)) => {
                verb(subject, "contain", "contains", &words)
            }
            (TextTest::In, _) => match object.kind {
                Kind::Words(at) => {
                    be(subject, &format!("in the word list “{}”", self.word_list(at)))
                }
                _ => be(subject, &words),
            },
            (TextTest::StartsWith, _) | (TextTest::Matches, Some(At::Start)) => {
                verb(subject, "begin", "begins", &format!("with {words}"))
            }
            (TextTest::EndsWith, _) | (TextTest::Matches, Some(At::End)) => {
                verb(subject, "end", "ends", &format!("with {words}"))
            }
        }
    }

    fn exists(&self, amount: Amount, domain: &Domain) -> Clause {
        let (one, many) = (self.things(domain, false), self.things(domain, true));
        let article = if one.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        let clause = |yes: String, no: String| Clause {
            subject: String::new(),
            must: format!("there must be {yes}"),
            must_not: format!("there must be {no}"),
            yes: format!("there {yes}"),
            no: format!("there {no}"),
        };
        let counted = |word: &str, count: u32| match count {
            1 => format!("{word} 1 {one}"),
            _ => format!("{word} {count} {many}"),
        };
        let told = |mut clause: Clause, yes: &str, no: &str| {
            clause.yes = clause.yes.replacen("there ", &format!("there {yes} "), 1);
            clause.no = clause.no.replacen("there ", &format!("there {no} "), 1);
            clause
        };
        match amount {
            Amount::Some => {
                told(clause(format!("{article} {one}"), format!("no {one}")), "is", "is")
            }
            Amount::None | Amount::AtMost(0) => negated(
                told(clause(format!("{article} {one}"), format!("no {one}")), "is", "is"),
                true,
            ),
            Amount::AtLeast(least) => {
                told(clause(counted("at least", least), counted("fewer than", least)), "are", "are")
            }
            Amount::AtMost(most) => {
                told(clause(counted("at most", most), counted("more than", most)), "are", "are")
            }
            Amount::Exactly(exact) => {
                let said = counted("exactly", exact);
                Clause {
                    subject: String::new(),
                    yes: format!("there are {said}"),
                    no: format!("there are not {said}"),
                    must: format!("there must be {said}"),
                    must_not: format!("there must not be {said}"),
                }
            }
        }
    }

    fn present(&self, of: &Expr) -> Clause {
        match &of.kind {
            Kind::Field(_) | Kind::SheetField(..) => Clause {
                must_not: "must be left empty".to_owned(),
                ..be(self.noun(of), "filled in")
            },
            Kind::Attribute(owner, id) => {
                let name = self.attribute_name(*id);
                have(self.holder(owner), (&format!("a {name}"), &name))
            }
            Kind::Part(owner, part) => have(self.holder(owner), part_name(*part)),
            Kind::Group(owner, name) => {
                let name = quoted(name);
                have(self.holder(owner), (&name, &name))
            }
            Kind::Call(Function::FileBySuffix, arguments) => {
                let all: Vec<String> =
                    arguments.iter().map(|argument| self.noun(argument)).collect();
                let [name, table] = all.as_slice() else { return be(String::new(), "filed") };
                be(name.clone(), &format!("filed by {table}"))
            }
            Kind::Call(..) => match found_in(of) {
                Some((found, text)) => {
                    let (_, many) = finding(found);
                    have(text.map(|text| self.noun(text)).unwrap_or_default(), (many, many))
                }
                None => be(self.noun(of), "there"),
            },
            Kind::Variable(_) => verb(self.noun(of), "occur", "occurs", ""),
            _ => be(self.noun(of), "there"),
        }
    }

    /// Who has something.
    fn holder(&self, of: &Expr) -> String {
        if self.is_topic(of) { "it".to_owned() } else { self.noun(of) }
    }
}

fn bound_only(subject: String, object: &str) -> Clause {
    verb(subject, "differ", "differs", &format!("from {object} only in its bound"))
}

/// What a class of targets is.
fn class_name(class: TargetClass) -> &'static str {
    match class {
        TargetClass::Figure => "a figure to compare",
        TargetClass::Percent => "a percentage",
        TargetClass::Range => "a range",
        TargetClass::Duration => "a length of time",
        TargetClass::Period => "a period",
        TargetClass::Deadline => "a date",
        TargetClass::Mixed => "a mix of figure and words",
        TargetClass::Words => "a grade in words",
        TargetClass::Placeholder => "a placeholder",
        TargetClass::Empty => "empty",
    }
}
