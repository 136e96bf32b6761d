//! What single conditions say in English.

use super::super::clause::{Mood, Moods};
use super::super::text::quoted;
use super::super::tree::{
    Claim, ComparisonPhrase, ConditionPhrase, Member, Noun, Predicate, Scale, Single, Things,
};
use super::noun::{finding, member, noun, nouns};
use super::{in_mood, stated, things};
use crate::rule::{Amount, PartOf};
use crate::value::{Relation, TargetClass};

pub(super) fn clause(single: &Single<'_>) -> Moods {
    Moods::of(single, atom(&single.atom))
}

/// A predicate of a verb, as it stands behind must, and in the third person.
fn verb(subject: String, base: &str, third: &str, object: &str) -> Moods {
    let object = if object.is_empty() { String::new() } else { format!(" {object}") };
    Moods {
        subject,
        yes: format!("{third}{object}"),
        no: format!("does not {base}{object}"),
        must: format!("must {base}{object}"),
        must_not: format!("must not {base}{object}"),
    }
}

fn be(subject: String, what: &str) -> Moods {
    Moods {
        subject,
        yes: format!("is {what}"),
        no: format!("is not {what}"),
        must: format!("must be {what}"),
        must_not: format!("must not be {what}"),
    }
}

/// A thing with its article, and without.
fn have(subject: String, (article, bare): (&str, &str)) -> Moods {
    Moods {
        subject,
        yes: format!("has {article}"),
        no: format!("has no {bare}"),
        must: format!("must have {article}"),
        must_not: format!("must have no {bare}"),
    }
}

fn atom(atom: &Predicate<'_>) -> Moods {
    match atom {
        Predicate::Ordered(left, comparison, right, scale) => {
            ordered(noun(left), *comparison, &noun(right), *scale)
        }
        Predicate::Between { value, low, high } => between(value, low, high),
        Predicate::Is(subject, value) => be(noun(subject), &noun(value)),
        Predicate::Same(left, right) => be(noun(left), &format!("the same as {}", noun(right))),
        Predicate::Near { left, right, tolerance } => {
            be(noun(left), &format!("within {} of {}", noun(tolerance), noun(right)))
        }
        Predicate::Related(subject, relation, object) => {
            related(noun(subject), *relation, &noun(object))
        }
        Predicate::OfClass(subject, class) => be(noun(subject), class_name(*class)),
        Predicate::Contains(subject, part) => {
            verb(noun(subject), "contain", "contains", &noun(part))
        }
        Predicate::StartsWith(subject, part) => {
            verb(noun(subject), "begin", "begins", &format!("with {}", noun(part)))
        }
        Predicate::EndsWith(subject, part) => {
            verb(noun(subject), "end", "ends", &format!("with {}", noun(part)))
        }
        Predicate::Matches(subject, pattern) => {
            verb(noun(subject), "match", "matches", &noun(pattern))
        }
        Predicate::InList(subject, list) => {
            be(noun(subject), &format!("in the word list {}", quoted(list)))
        }
        Predicate::FiledAt { name, table, place } => {
            let (table, place) = (quoted(table), quoted(place));
            be(noun(name), &format!("filed under {place} by the endings {table}"))
        }
        Predicate::Filed { name, table } => be(noun(name), &format!("filed by {}", noun(table))),
        Predicate::Repeated(promise) => be(holder(promise), "said before"),
        Predicate::Exists(amount, things) => exists(*amount, things),
        Predicate::Every(all, body) => every(all, body),
        Predicate::Filled(field) => {
            Moods { must_not: "must be left empty".to_owned(), ..be(noun(field), "filled in") }
        }
        Predicate::Has(owner, what) => {
            let bare = member(what);
            let article = match what {
                Member::Group(_) => bare.clone(),
                Member::Part(PartOf::High) => format!("an {bare}"),
                _ => format!("a {bare}"),
            };
            have(holder(owner), (&article, &bare))
        }
        Predicate::Finds(found, text) => {
            let (_, many) = finding(*found);
            have(noun(text), (many, many))
        }
        Predicate::Occurs(piece) => verb(noun(piece), "occur", "occurs", ""),
        Predicate::Present(other) => be(noun(other), "there"),
        Predicate::Claim { claim, first, second, by } => {
            claim_clause(*claim, first, second, by.as_ref())
        }
        Predicate::Defined(name, given) => {
            let of = if given.is_empty() {
                String::new()
            } else {
                format!("of {}", nouns(given, "and"))
            };
            verb(quoted(name), "hold", "holds", &of)
        }
        Predicate::Holds(condition) => verb(noun(condition), "hold", "holds", ""),
        Predicate::Together(conditions) => {
            let conditions: Vec<String> = conditions.iter().map(stated).collect();
            be(quoted(&conditions.join(" and ")), "so")
        }
    }
}

/// Who has something.
fn holder(of: &Noun<'_>) -> String {
    if of.is_topic() { "it".to_owned() } else { noun(of) }
}

fn ordered(subject: String, comparison: ComparisonPhrase, right: &str, scale: Scale) -> Moods {
    let either = |so: &str, otherwise: &str| Moods {
        subject: subject.clone(),
        yes: format!("is {so} {right}"),
        no: format!("is {otherwise} {right}"),
        must: format!("must be {so} {right}"),
        must_not: format!("must be {otherwise} {right}"),
    };
    match (comparison, scale) {
        (ComparisonPhrase::Equal, _) => verb(subject, "equal", "equals", right),
        (ComparisonPhrase::Above, Scale::Dates) => be(subject, &format!("after {right}")),
        (ComparisonPhrase::Below, Scale::Dates) => be(subject, &format!("before {right}")),
        (ComparisonPhrase::Above, Scale::Counts) => either("more than", "at most"),
        (ComparisonPhrase::Below, Scale::Counts) => either("less than", "at least"),
        (ComparisonPhrase::Above, Scale::Figures | Scale::Ordinals) => either("above", "at most"),
        (ComparisonPhrase::Below, Scale::Figures | Scale::Ordinals) => either("below", "at least"),
    }
}

fn between(value: &Noun<'_>, low: &(Noun<'_>, bool), high: &(Noun<'_>, bool)) -> Moods {
    let ((low, low_counts), (high, high_counts)) = (low, high);
    let (low, high) = (noun(low), noun(high));
    let ends = match (low_counts, high_counts) {
        (true, true) => "both included".to_owned(),
        (false, false) => "both excluded".to_owned(),
        (true, false) => format!("{high} excluded"),
        (false, true) => format!("{low} excluded"),
    };
    be(noun(value), &format!("between {low} and {high} ({ends})"))
}

fn related(subject: String, relation: Relation, object: &str) -> Moods {
    match relation {
        Relation::Stricter => be(subject, &format!("stricter than {object}")),
        Relation::Includes => verb(subject, "include", "includes", object),
        Relation::Below => be(subject, &format!("below {object}")),
        Relation::Above => be(subject, &format!("above {object}")),
        Relation::BoundOnly => {
            verb(subject, "differ", "differs", &format!("from {object} only in its bound"))
        }
    }
}

fn exists(amount: Amount, things_there: &Things<'_>) -> Moods {
    let (single, plural) = (things(things_there, false), things(things_there, true));
    let article = if single.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let counted = |word: &str, count: u32| match count {
        1 => format!("{word} 1 {single}"),
        _ => format!("{word} {count} {plural}"),
    };
    let there = |verb: &str, so: String, otherwise: String| Moods {
        subject: String::new(),
        yes: format!("there {verb} {so}"),
        no: format!("there {verb} {otherwise}"),
        must: format!("there must be {so}"),
        must_not: format!("there must be {otherwise}"),
    };
    let some = || there("is", format!("{article} {single}"), format!("no {single}"));
    match amount {
        Amount::Some => some(),
        Amount::None | Amount::AtMost(0) => some().reversed(),
        Amount::AtLeast(least) => {
            there("are", counted("at least", least), counted("fewer than", least))
        }
        Amount::AtMost(most) => there("are", counted("at most", most), counted("more than", most)),
        Amount::Exactly(exact) => {
            let exactly = counted("exactly", exact);
            Moods {
                no: format!("there are not {exactly}"),
                must_not: format!("there must not be {exactly}"),
                ..there("are", exactly, String::new())
            }
        }
    }
}

fn every(all: &Things<'_>, body: &ConditionPhrase<'_>) -> Moods {
    let (all, body_stated) = (things(all, false), stated(body));
    Moods {
        subject: String::new(),
        yes: format!("for every {all}, {body_stated}"),
        no: format!("not for every {all}, {body_stated}"),
        must: format!("for every {all}, {}", in_mood(body, Mood::Demanded)),
        must_not: format!("it must not be that for every {all}, {body_stated}"),
    }
}

fn claim_clause(claim: Claim, first: &Noun<'_>, second: &Noun<'_>, by: Option<&Noun<'_>>) -> Moods {
    let (first, second) = (noun(first), noun(second));
    let by = by.map(|by| match claim {
        Claim::Tautology => format!(" (words of {} aside)", noun(by)),
        Claim::SameName | Claim::Carries => format!(" (by {})", noun(by)),
    });
    let by = by.unwrap_or_default();
    match claim {
        Claim::Tautology => verb(first, "only repeat", "only repeats", &format!("{second}{by}")),
        Claim::SameName => verb(first, "mean", "means", &format!("the same as {second}{by}")),
        Claim::Carries => verb(first, "carry", "carries", &format!("{second}{by}")),
    }
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
