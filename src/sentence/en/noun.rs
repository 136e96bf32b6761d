//! Things and values in English.

use super::super::text::{SOFT, apart, quoted};
use super::super::tree::{Finding, Measure, Member, Noun, TablePhrase, Thing, ThingPhrase, Which};
use super::{listed, ranged, stated, things};
use crate::rule::functions::StandardPart;
use crate::rule::{Aggregation, PartOf};

pub(super) fn noun(of: &Noun<'_>) -> String {
    match of {
        Noun::Faulty => "something faulty".to_owned(),
        Noun::Text(text) => quoted(text),
        Noun::Literal(literal) => apart(literal),
        Noun::AnyOf(items) => nouns(items, "or"),
        Noun::Words(words) => {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            listed(&words, "or")
        }
        Noun::Named(table, name) => format!("the {} {}", table_name(*table), quoted(name)),
        Noun::WordOf(list) => format!("a word of the list {}", quoted(list)),
        Noun::Thing(known) => thing(known),
        Noun::It => "it".to_owned(),
        Noun::Member(Some(owner), what) => match (owner.is_topic(), what) {
            (true, Member::Group(_)) => format!("{} in it", member(what)),
            (false, Member::Group(_)) => format!("{} in {}", member(what), noun(owner)),
            (true, what) => format!("its {}", member(what)),
            (false, what) => format!("{}'s {}", noun(owner), member(what)),
        },
        Noun::Member(None, what) => member(what),
        Noun::Measure(measure, of) => measured(*measure, of),
        Noun::Found(found, text) => format!("the {} in {}", finding(*found).1, noun(text)),
        Noun::Defined(name, given) if given.is_empty() => quoted(name),
        Noun::Defined(name, given) => format!("{} of {}", quoted(name), nouns(given, "and")),
        Noun::Whether(condition) => format!("whether {}", stated(condition)),
        Noun::Arithmetic(left, sign, right) => {
            format!("{} {} {}", operand(left), sign.symbol(), operand(right))
        }
        Noun::Negative(inner) => format!("-{}", operand(inner)),
        Noun::Percent(inner) => format!("{} (as a percentage)", noun(inner)),
        Noun::Count(of) => format!("the number of {}", things(of, true)),
        Noun::Aggregate(what, body, range) => {
            let body = noun(body);
            let body = body.strip_prefix("its ").unwrap_or(&body);
            let what = match what {
                Aggregation::Sum => "sum",
                Aggregation::Average => "average",
                Aggregation::Largest => "largest",
                Aggregation::Smallest => "smallest",
            };
            format!("the {what} of {body} over every {}", ranged(range))
        }
    }
}

/// A, B and C
pub(super) fn nouns(of: &[Noun<'_>], last: &str) -> String {
    listed(&of.iter().map(noun).collect::<Vec<_>>(), last)
}

fn table_name(table: TablePhrase) -> &'static str {
    match table {
        TablePhrase::Words => "word list",
        TablePhrase::Catalogue => "catalogue",
        TablePhrase::Suffixes => "endings",
        TablePhrase::Synonyms => "synonyms",
        TablePhrase::Parameter => "parameter",
    }
}

/// the indicator
fn thing(of: &Thing) -> String {
    let kind = match of.kind {
        ThingPhrase::Indicator => "indicator",
        ThingPhrase::Field => "field",
        ThingPhrase::Row => "row",
        ThingPhrase::Sheet => "sheet",
        ThingPhrase::ThisSheet => return "this sheet".to_owned(),
        ThingPhrase::Passage => "passage",
        ThingPhrase::Found(found) => finding(found).0,
    };
    let which = match of.which {
        Which::First => "first ",
        Which::Second => "second ",
        Which::Former => "former ",
        Which::Only => "",
    };
    format!("the {which}{kind}")
}

/// An operand of arithmetic.
fn operand(of: &Noun<'_>) -> String {
    match of {
        Noun::Arithmetic(..) => format!("({})", noun(of)),
        _ => noun(of).trim_matches(SOFT).to_owned(),
    }
}

/// What something has, without whose it is.
pub(super) fn member(of: &Member<'_>) -> String {
    match of {
        Member::Attribute { is_target: true, .. } => "target".to_owned(),
        Member::Field(name) | Member::Attribute { name, .. } | Member::Group(name) => quoted(name),
        Member::Year => quoted("年度"),
        Member::Part(part) => part_name(*part).to_owned(),
    }
}

fn measured(measure: Measure, of: &[Noun<'_>]) -> String {
    let first = of.first().map(noun).unwrap_or_default();
    let second = of.get(1).map(noun).unwrap_or_default();
    match measure {
        Measure::Length => format!("the number of characters of {first}"),
        Measure::Normalise => format!("{first} (punctuation and blanks aside)"),
        Measure::WithoutName => format!("{first} (words of {second} aside)"),
        Measure::Similarity => format!("the similarity of {first} and {second}"),
        Measure::Year => format!("the year of {first}"),
        Measure::Month => format!("the month of {first}"),
        Measure::Absolute if matches!(of.first(), Some(Noun::Arithmetic(..))) => {
            format!("the absolute value of ({first})")
        }
        Measure::Absolute => format!("the absolute value of {first}"),
        Measure::Instead => format!("what {second} has instead of {first}"),
        Measure::Days => format!("the number of days from {first} to {second}"),
        Measure::Standard(part) => match part {
            StandardPart::NearName => {
                format!("the standard name in {second} that is a slip away from {first}")
            }
            StandardPart::Filing => format!("the place that {second} gives {first}"),
            StandardPart::Units => format!("the units that {second} gives {first}"),
            StandardPart::Direction => format!("the direction that {second} gives {first}"),
            StandardPart::Target => format!("the usual target that {second} gives {first}"),
        },
        Measure::FileBySuffix => format!("the place of {first} by {second}"),
        Measure::Occurrences => format!("the number of times that {second} occurs in {first}"),
    }
}

/// What a function finds in a text: a single piece, and several.
pub(super) fn finding(found: Finding) -> (&'static str, &'static str) {
    match found {
        Finding::Repeats => ("repeated sentence", "repeated sentences"),
        Finding::NumberingBreaks => ("break in the numbering", "breaks in the numbering"),
        Finding::UnpairedBrackets => ("unpaired bracket", "unpaired brackets"),
        Finding::Sentences => ("sentence", "sentences"),
        Finding::Paragraphs => ("paragraph", "paragraphs"),
        Finding::Figures => ("figure", "figures"),
        Finding::Percents => ("percentage", "percentages"),
        Finding::Amounts => ("amount of money", "amounts of money"),
        Finding::Periods => ("date", "dates"),
        Finding::Promises => ("promise", "promises"),
    }
}

fn part_name(part: PartOf) -> &'static str {
    match part {
        PartOf::Name => "name",
        PartOf::Level1 => "first level",
        PartOf::Level2 => "second level",
        PartOf::Filing => "place in the tree",
        PartOf::FieldValue => "value",
        PartOf::FieldType => "type",
        PartOf::Number => "figure",
        PartOf::Comparator => "comparison sign",
        PartOf::Unit => "unit",
        PartOf::TargetKind => "kind",
        PartOf::Low => "lower bound",
        PartOf::High => "upper bound",
        PartOf::Aim => "target",
        PartOf::FirstDay => "first day",
        PartOf::LastDay => "last day",
        PartOf::RowNumber => "number",
        PartOf::Repeated => "repetition",
        PartOf::Wording => "wording",
    }
}
