//! What conditions say in Chinese: a subject and four moods of its predicate.

use super::super::pattern::{self, At};
use super::super::{
    Clause, Logic, Mood, Noun, Scope, Sense, apart, are_dates, are_figures, between, filed,
    found_in, is_count, is_literal, is_ordinal, sense,
};
use super::noun::{finding, part_name};
use super::{Zh, listed, quoted};
use crate::rule::functions::Function;
use crate::rule::{Amount, Domain, Expr, Kind, Order, Over, PartOf, TextTest};
use crate::value::{Relation, TargetClass};

/// A predicate whose negation only puts 不 before it.
pub(super) fn verb(subject: String, said: &str) -> Clause {
    Clause {
        subject,
        yes: said.to_owned(),
        no: format!("不{said}"),
        must: format!("须{said}"),
        must_not: format!("不得{said}"),
    }
}

/// A predicate with 为.
pub(super) fn be(subject: String, said: &str) -> Clause {
    Clause {
        subject,
        yes: format!("为{said}"),
        no: format!("不是{said}"),
        must: format!("须为{said}"),
        must_not: format!("不得为{said}"),
    }
}

/// A predicate with 有.
pub(super) fn have(subject: String, said: &str) -> Clause {
    Clause {
        subject,
        yes: format!("有{said}"),
        no: format!("没有{said}"),
        must: format!("须有{said}"),
        must_not: format!("不得有{said}"),
    }
}

/// What figures are to each other.
const FIGURES: (&str, &str) = ("高于", "低于");

/// A comparison; officials say 不得低于, never 须不低于.
fn ordered(subject: String, order: Order, right: &str, (above, below): (&str, &str)) -> Clause {
    let of = |word: &str, affirmed: bool| match affirmed {
        true => verb(subject.clone(), &format!("{word}{right}")),
        false => {
            let said = verb(subject.clone(), &format!("{word}{right}"));
            Clause { yes: said.no, no: said.yes, must: said.must_not, must_not: said.must, ..said }
        }
    };
    match order {
        Order::Greater => of(above, true),
        Order::AtMost => of(above, false),
        Order::Less => of(below, true),
        Order::AtLeast => of(below, false),
        Order::Equal => of("等于", true),
        Order::Unequal => of("等于", false),
    }
}

pub(super) fn bound_only(subject: String, object: &str) -> Clause {
    Clause {
        no: format!("与{object}不是只差边界"),
        ..verb(subject, &format!("与{object}只差边界"))
    }
}

/// The same said of the other side.
pub(super) fn negated(clause: Clause, negated: bool) -> Clause {
    if !negated {
        return clause;
    }
    let Clause { subject, yes, no, must, must_not } = clause;
    Clause { subject, yes: no, no: yes, must: must_not, must_not: must }
}

impl Scope<'_, Zh> {
    /// A condition without 且 and 或.
    #[allow(clippy::too_many_lines, reason = "a flat match")]
    pub(super) fn clause(&self, expr: &Expr) -> Clause {
        match &expr.kind {
            Kind::Chain(first, rest) => self.chain(first, rest),
            Kind::Near { left, right, tolerance, negated: not } => {
                let said = format!("与{}相差不超过{}", self.noun(right), self.noun(tolerance));
                let clause = Clause {
                    subject: self.noun(left),
                    no: format!("与{}相差超过{}", self.noun(right), self.noun(tolerance)),
                    must: format!("与{}相差不得超过{}", self.noun(right), self.noun(tolerance)),
                    must_not: format!("与{}相差须超过{}", self.noun(right), self.noun(tolerance)),
                    yes: said,
                };
                negated(clause, *not)
            }
            Kind::Test { subject, test, object, negated: not } => {
                negated(self.test(subject, *test, object), *not)
            }
            Kind::SetTest { subject, relation, object, negated: not } => {
                let (subject, object) = (self.noun(subject), self.noun(object));
                let said = match relation {
                    Relation::Stricter => verb(subject, &format!("严于{object}")),
                    Relation::Includes => verb(subject, &format!("包含{object}")),
                    Relation::Below => ordered(subject, Order::Less, &object, FIGURES),
                    Relation::Above => ordered(subject, Order::Greater, &object, FIGURES),
                    Relation::BoundOnly => bound_only(subject, &object),
                };
                negated(said, *not)
            }
            Kind::Part(of, PartOf::Repeated) => Clause {
                subject: if self.is_topic(of) { String::new() } else { self.noun(of) },
                yes: "前面已经写过".to_owned(),
                no: "前面没有写过".to_owned(),
                must: "须在前面写过".to_owned(),
                must_not: "不得重复前面写过的".to_owned(),
            },
            Kind::IsOfClass { subject, class, negated: not } => {
                let class = match class {
                    TargetClass::Placeholder => "占位符",
                    TargetClass::Mixed => "数与词的混合",
                    other => other.zh(),
                };
                negated(be(self.noun(subject), class), *not)
            }
            Kind::Exists(amount, domain) => self.exists(*amount, domain),
            Kind::Every(domain, body) => {
                let inner = self.with_domain(domain);
                let all = inner.each(domain, domain.filter.as_deref());
                let logic = Logic::of(body, true);
                let told = inner.told(&logic);
                Clause {
                    subject: String::new(),
                    yes: format!("{all}都{told}"),
                    no: format!("并非{all}都{told}"),
                    must: format!("{all}，{}", inner.said(&logic, Mood::Demanded)),
                    must_not: format!("不得{all}都{told}"),
                }
            }
            Kind::Present(wanted, inner) => negated(self.present(inner), !wanted),
            Kind::Define(at, given) => {
                let name = quoted(self.define(*at));
                let given: Vec<String> = given.iter().map(|given| self.noun(given)).collect();
                verb(listed(&given, "与"), &format!("符合{name}"))
            }
            Kind::Call(function, arguments) => match sense(*function) {
                Sense::Claim(claim) => self.claim(claim, arguments),
                Sense::Measure(_) | Sense::Finds(_) => be(self.noun(expr), "“是”"),
            },
            Kind::Variable(slot)
                if self.thing(*slot).is_some_and(|it| matches!(it.noun, Noun::Parameter(_))) =>
            {
                verb(self.noun(expr), "成立")
            }
            Kind::Not(_) | Kind::Binary(..) => {
                let told = self.told(&Logic::of(expr, true));
                verb(format!("“{told}”"), "成立")
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

    pub(super) fn chain(&self, first: &Expr, rest: &[(Order, Expr)]) -> Clause {
        if let Some((name, table, place, same)) = filed(first, rest) {
            let said = format!("按词尾表“{}”归入“{place}”", self.suffix_table(table));
            return negated(verb(self.noun(name), &said), !same);
        }
        if let Some((low, middle, high, ends)) = between(first, rest) {
            let (low, high) = (self.noun(low), self.noun(high));
            let ends = match ends {
                [true, true] => "含两端".to_owned(),
                [false, false] => "不含两端".to_owned(),
                [true, false] => format!("含{low}，不含{high}"),
                [false, true] => format!("不含{low}，含{high}"),
            };
            let said = format!("在{low}至{high}之间（{ends}）");
            return verb(self.noun(middle), &said);
        }
        let [(order, right)] = rest else {
            let mut left = first;
            let mut parts = Vec::new();
            for (order, right) in rest {
                let clause = self.pairwise(left, *order, right);
                parts.push(format!("{}{}", clause.subject, clause.yes));
                left = right;
            }
            return verb(format!("“{}”", parts.join("且")), "成立");
        };
        self.pairwise(first, *order, right)
    }

    pub(super) fn pairwise(&self, left: &Expr, order: Order, right: &Expr) -> Clause {
        if is_literal(left) && !is_literal(right) {
            return self.pairwise(right, order.turned(), left);
        }
        let (subject, object) = (self.noun(left), self.noun(right));
        let equality = matches!(order, Order::Equal | Order::Unequal);
        if !equality || are_figures(left, right) || are_dates(left, right) {
            let words = match (are_dates(left, right), is_count(left)) {
                (true, _) => ("晚于", "早于"),
                (false, true) => ("多于", "少于"),
                (false, false) if is_ordinal(left) => ("大于", "小于"),
                (false, false) => FIGURES,
            };
            return ordered(subject, order, &object, words);
        }
        let clause = if is_literal(right) {
            be(subject, &object)
        } else {
            Clause {
                subject,
                yes: format!("与{object}相同"),
                no: format!("与{object}不同"),
                must: format!("须与{object}相同"),
                must_not: format!("不得与{object}相同"),
            }
        };
        negated(clause, order == Order::Unequal)
    }

    pub(super) fn test(&self, subject: &Expr, test: TextTest, object: &Expr) -> Clause {
        let subject = self.noun(subject);
        let pattern = match object.kind {
            Kind::Pattern(at) => Some(self.pattern(at)),
            _ => None,
        };
        let found = pattern.and_then(pattern::words);
        let words = match (&found, &object.kind) {
            (Some(found), _) => {
                let words: Vec<String> = found.words.iter().map(|word| quoted(word)).collect();
                listed(&words, "或")
            }
            (None, Kind::Words(at)) => format!("词表“{}”中的词", self.word_list(*at)),
            _ => self.noun(object),
        };
        let at = found.map(|found| found.at);
        match (test, at) {
            (TextTest::Matches, None) => verb(subject, &format!("匹配{words}")),
            (TextTest::Matches, Some(At::Whole)) => be(subject, &words),
            (TextTest::Contains, _) | (TextTest::Matches, Some(At::Anywhere)) => {
                Clause { no: format!("不含{words}"), ..verb(subject, &format!("含有{words}")) }
            }
            (TextTest::In, _) => match object.kind {
                Kind::Words(at) => verb(subject, &format!("属于词表“{}”", self.word_list(at))),
                _ => be(subject, &words),
            },
            (TextTest::StartsWith, _) | (TextTest::Matches, Some(At::Start)) => {
                verb(subject, &format!("以{words}开头"))
            }
            (TextTest::EndsWith, _) | (TextTest::Matches, Some(At::End)) => {
                verb(subject, &format!("以{words}结尾"))
            }
        }
    }

    pub(super) fn exists(&self, amount: Amount, domain: &Domain) -> Clause {
        let (place, things) = (self.place(domain, "或"), self.things(domain));
        let unit = match domain.over {
            Over::Sheets(_) | Over::ThisSheet => "张",
            Over::Indicators | Over::Fields => "个",
        };
        let counted = |word: &str, count: u32| format!("{word}{}{unit}{things}", apart(count));
        let least = |count: u32| (counted("至少有", count), counted("须至少有", count));
        let most = |count: u32| match count {
            0 => (format!("没有{things}"), format!("不得有{things}")),
            _ => (counted("至多有", count), counted("至多只能有", count)),
        };
        let clause = |(yes, must): (String, String), (no, must_not): (String, String)| Clause {
            subject: place.clone(),
            yes,
            no,
            must,
            must_not,
        };
        match amount {
            Amount::Some => have(place, &things),
            Amount::None => negated(have(place, &things), true),
            Amount::AtLeast(count) => clause(least(count), most(count.saturating_sub(1))),
            Amount::AtMost(count) => clause(most(count), least(count.saturating_add(1))),
            Amount::Exactly(count) => clause(
                (counted("恰有", count), counted("须恰有", count)),
                (counted("并非恰有", count), counted("不得恰有", count)),
            ),
        }
    }

    pub(super) fn present(&self, of: &Expr) -> Clause {
        match &of.kind {
            Kind::Field(_) | Kind::SheetField(..) => {
                let said = self.noun(of);
                Clause {
                    yes: format!("已填写{said}"),
                    no: format!("未填写{said}"),
                    ..verb(String::new(), &format!("填写{said}"))
                }
            }
            Kind::Attribute(owner, id) => {
                let subject = if self.is_topic(owner) { String::new() } else { self.noun(owner) };
                have(subject, &self.attribute(*id))
            }
            Kind::Part(owner, part) => have(self.noun(owner), part_name(*part)),
            Kind::Group(owner, name) => have(self.noun(owner), &quoted(name)),
            Kind::Call(Function::FileBySuffix, arguments) => {
                let all: Vec<String> =
                    arguments.iter().map(|argument| self.noun(argument)).collect();
                let [name, table] = all.as_slice() else { return have(String::new(), "归类") };
                verb(name.clone(), &format!("能按{table}归类"))
            }
            Kind::Call(..) => match found_in(of) {
                Some((found, text)) => {
                    let text = text.map(|text| self.noun(text)).unwrap_or_default();
                    have(format!("{text}中"), finding(found))
                }
                None => have(String::new(), &self.noun(of)),
            },
            Kind::Variable(_) => {
                let said = self.noun(of);
                Clause {
                    no: format!("未出现{said}"),
                    ..verb(String::new(), &format!("出现{said}"))
                }
            }
            _ => have(String::new(), &self.noun(of)),
        }
    }
}
