//! What single conditions say in Chinese.

use super::super::clause::{Mood, Moods};
use super::super::text::{apart, quoted};
use super::super::tree::{
    Claim, ComparisonPhrase, ConditionPhrase, Member, Noun, Predicate, Scale, Single, Things,
};
use super::noun::{finding, member, noun, nouns};
use super::{each, in_mood, place, stated, there};
use crate::rule::{Amount, Over};
use crate::value::{Relation, TargetClass};

pub(super) fn clause(single: &Single<'_>) -> Moods {
    Moods::of(single, atom(&single.atom))
}

/// A predicate whose negation only puts 不 before it.
fn verb(subject: String, verb: &str) -> Moods {
    Moods {
        subject,
        yes: verb.to_owned(),
        no: format!("不{verb}"),
        must: format!("须{verb}"),
        must_not: format!("不得{verb}"),
    }
}

/// A predicate with 为.
fn be(subject: String, what: &str) -> Moods {
    Moods { no: format!("不是{what}"), ..verb(subject, &format!("为{what}")) }
}

/// A predicate with 有.
fn have(subject: String, what: &str) -> Moods {
    Moods { no: format!("没有{what}"), ..verb(subject, &format!("有{what}")) }
}

fn atom(atom: &Predicate<'_>) -> Moods {
    match atom {
        Predicate::Ordered(left, comparison, right, scale) => {
            let word = comparative(*comparison, *scale);
            verb(noun(left), &format!("{word}{}", noun(right)))
        }
        Predicate::Between { value, low, high } => between(value, low, high),
        Predicate::Is(subject, value) => be(noun(subject), &noun(value)),
        Predicate::Same(left, right) => {
            let right = noun(right);
            Moods {
                no: format!("与{right}不同"), ..verb(noun(left), &format!("与{right}相同"))
            }
        }
        Predicate::Near { left, right, tolerance } => near(left, right, tolerance),
        Predicate::Related(subject, relation, object) => related(subject, *relation, &noun(object)),
        Predicate::OfClass(subject, class) => be(noun(subject), class_name(*class)),
        Predicate::Contains(subject, part) => {
            let part = noun(part);
            Moods { no: format!("不含{part}"), ..verb(noun(subject), &format!("含有{part}")) }
        }
        Predicate::StartsWith(subject, part) => {
            verb(noun(subject), &format!("以{}开头", noun(part)))
        }
        Predicate::EndsWith(subject, part) => verb(noun(subject), &format!("以{}结尾", noun(part))),
        Predicate::Matches(subject, pattern) => {
            verb(noun(subject), &format!("匹配{}", noun(pattern)))
        }
        Predicate::InList(subject, list) => {
            verb(noun(subject), &format!("属于词表{}", quoted(list)))
        }
        Predicate::FiledAt { name, table, place } => {
            verb(noun(name), &format!("按词尾表{}归入{}", quoted(table), quoted(place)))
        }
        Predicate::Filed { name, table } => verb(noun(name), &format!("能按{}归类", noun(table))),
        Predicate::Repeated(promise) => Moods {
            subject: unless_topic(promise),
            yes: "前面已经写过".to_owned(),
            no: "前面没有写过".to_owned(),
            must: "须在前面写过".to_owned(),
            must_not: "不得重复前面写过的".to_owned(),
        },
        Predicate::Exists(amount, things) => exists(*amount, things),
        Predicate::Every(things, body) => every(things, body),
        Predicate::Filled(field) => {
            let field = noun(field);
            Moods {
                yes: format!("已填写{field}"),
                no: format!("未填写{field}"),
                ..verb(String::new(), &format!("填写{field}"))
            }
        }
        Predicate::Has(owner, what) => match what {
            Member::Attribute { .. } => have(unless_topic(owner), &member(what)),
            Member::Group(name) => have(noun(owner), &quoted(name)),
            _ => have(noun(owner), &member(what)),
        },
        Predicate::Finds(found, text) => have(format!("{}中", noun(text)), finding(*found)),
        Predicate::Occurs(piece) => {
            let piece = noun(piece);
            Moods {
                no: format!("未出现{piece}"), ..verb(String::new(), &format!("出现{piece}"))
            }
        }
        Predicate::Present(other) => have(String::new(), &noun(other)),
        Predicate::Claim { claim, first, second, by } => {
            claim_clause(*claim, first, second, by.as_ref())
        }
        Predicate::Defined(name, given) => {
            verb(nouns(given, "与"), &format!("符合{}", quoted(name)))
        }
        Predicate::Holds(condition) => verb(noun(condition), "成立"),
        Predicate::Together(conditions) => {
            let conditions: Vec<String> = conditions.iter().map(stated).collect();
            verb(quoted(&conditions.join("且")), "成立")
        }
    }
}

fn unless_topic(owner: &Noun<'_>) -> String {
    if owner.is_topic() { String::new() } else { noun(owner) }
}

fn comparative(comparison: ComparisonPhrase, scale: Scale) -> &'static str {
    match (comparison, scale) {
        (ComparisonPhrase::Equal, _) => "等于",
        (ComparisonPhrase::Above, Scale::Figures) => "高于",
        (ComparisonPhrase::Below, Scale::Figures) => "低于",
        (ComparisonPhrase::Above, Scale::Counts) => "多于",
        (ComparisonPhrase::Below, Scale::Counts) => "少于",
        (ComparisonPhrase::Above, Scale::Ordinals) => "大于",
        (ComparisonPhrase::Below, Scale::Ordinals) => "小于",
        (ComparisonPhrase::Above, Scale::Dates) => "晚于",
        (ComparisonPhrase::Below, Scale::Dates) => "早于",
    }
}

fn between(value: &Noun<'_>, low: &(Noun<'_>, bool), high: &(Noun<'_>, bool)) -> Moods {
    let ((low, low_counts), (high, high_counts)) = (low, high);
    let (low, high) = (noun(low), noun(high));
    let ends = match (low_counts, high_counts) {
        (true, true) => "含两端".to_owned(),
        (false, false) => "不含两端".to_owned(),
        (true, false) => format!("含{low}，不含{high}"),
        (false, true) => format!("不含{low}，含{high}"),
    };
    verb(noun(value), &format!("在{low}至{high}之间（{ends}）"))
}

fn near(left: &Noun<'_>, right: &Noun<'_>, tolerance: &Noun<'_>) -> Moods {
    let (right, tolerance) = (noun(right), noun(tolerance));
    let differ = |how: &str| format!("与{right}相差{how}{tolerance}");
    Moods {
        subject: noun(left),
        yes: differ("不超过"),
        no: differ("超过"),
        must: differ("不得超过"),
        must_not: differ("须超过"),
    }
}

fn related(subject: &Noun<'_>, relation: Relation, object: &str) -> Moods {
    let subject = noun(subject);
    match relation {
        Relation::Stricter => verb(subject, &format!("严于{object}")),
        Relation::Includes => verb(subject, &format!("包含{object}")),
        Relation::Below => verb(subject, &format!("低于{object}")),
        Relation::Above => verb(subject, &format!("高于{object}")),
        Relation::BoundOnly => Moods {
            no: format!("与{object}不是只差边界"),
            ..verb(subject, &format!("与{object}只差边界"))
        },
    }
}

fn class_name(class: TargetClass) -> &'static str {
    match class {
        TargetClass::Placeholder => "占位符",
        TargetClass::Mixed => "数与词的混合",
        other => other.zh(),
    }
}

fn exists(amount: Amount, things: &Things<'_>) -> Moods {
    let (subject, there) = (place(things, "或"), there(things));
    let unit = match things.over {
        Over::Sheets(_) | Over::ThisSheet => "张",
        Over::Indicators | Over::Fields => "个",
        Over::Rows(_) | Over::Totals(_) => "行",
    };
    let counted = |word: &str, count: u32| format!("{word}{}{unit}{there}", apart(count));
    let at_least = |count: u32, must: &str| counted(&format!("{must}至少有"), count);
    let at_most = |count: u32| match count {
        0 => (format!("没有{there}"), format!("不得有{there}")),
        _ => (counted("至多有", count), counted("至多只能有", count)),
    };
    match amount {
        Amount::Some => have(subject, &there),
        Amount::None => have(subject, &there).reversed(),
        Amount::AtLeast(count) => {
            let (no, must_not) = at_most(count.saturating_sub(1));
            Moods { subject, yes: at_least(count, ""), no, must: at_least(count, "须"), must_not }
        }
        Amount::AtMost(count) => {
            let (yes, must) = at_most(count);
            let more = count.saturating_add(1);
            Moods { subject, yes, no: at_least(more, ""), must, must_not: at_least(more, "须") }
        }
        Amount::Exactly(count) => {
            Moods { no: counted("并非恰有", count), ..verb(subject, &counted("恰有", count)) }
        }
    }
}

fn every(things: &Things<'_>, body: &ConditionPhrase<'_>) -> Moods {
    let (all, body_stated) = (each(things, things.filter.as_ref()), stated(body));
    Moods {
        subject: String::new(),
        yes: format!("{all}都{body_stated}"),
        no: format!("并非{all}都{body_stated}"),
        must: format!("{all}，{}", in_mood(body, Mood::Demanded)),
        must_not: format!("不得{all}都{body_stated}"),
    }
}

fn claim_clause(claim: Claim, first: &Noun<'_>, second: &Noun<'_>, by: Option<&Noun<'_>>) -> Moods {
    let second = noun(second);
    let by = by.map(|by| match claim {
        Claim::Tautology => format!("（不计{}中的词）", noun(by)),
        Claim::SameName | Claim::Carries => format!("（按{}）", noun(by)),
    });
    let by = by.unwrap_or_default();
    verb(
        noun(first),
        &match claim {
            Claim::Tautology => format!("只是重复{second}{by}"),
            Claim::SameName => format!("与{second}同名{by}"),
            Claim::Carries => format!("承接{second}{by}"),
        },
    )
}
