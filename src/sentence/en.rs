//! The grammar of the English sentence: for every …, … must …, unless …. What is ranged over stands
//! here; conditions and nouns beside it.

mod clause;
mod noun;

use super::clause::Mood;
use super::text::{apart, quoted, set_blanks};
use super::tree::{
    BodyPhrase, ConditionPhrase, DefinitionPhrase, Demand, ExceptionPhrase, PiecesPhrase,
    RangedPhrase, Sentence, Things, What,
};
use crate::rule::Over;
use clause::clause;
use noun::{finding, noun, nouns};

pub(super) fn sentence(sentence: &Sentence<'_>) -> String {
    let mut text = String::new();
    if let Some(sheets) = &sentence.sheets {
        text.push_str(&format!("where {}, ", stated(sheets)));
    }
    let ranges: Vec<String> =
        sentence.ranges.iter().map(|range| format!("for every {}", ranged(range))).collect();
    if !ranges.is_empty() {
        text.push_str(&format!("{}, ", ranges.join(", and ")));
    }
    if let Some(when) = &sentence.when {
        text.push_str(&format!("if {}, ", stated(when)));
    }
    match &sentence.body {
        BodyPhrase::Forbidden(pieces) => {
            let (texts, matter) = (nouns(&pieces.texts, "and"), matter(pieces));
            text.push_str(&format!("{texts} must not contain {matter}"));
        }
        BodyPhrase::Demands(demands) => {
            let demands: Vec<String> = demands.iter().map(demand).collect();
            let demands = demands.join(", and ");
            // Every indicator must …, not: for every indicator, it must ….
            let plain = text.strip_prefix("for every ").and_then(|rest| rest.strip_suffix(", "));
            match (plain, demands.strip_prefix("it must ")) {
                (Some(thing), Some(rest)) if ranges.len() == 1 => {
                    text = format!("every {thing} must {rest}");
                }
                _ => text.push_str(&demands),
            }
        }
    }
    for (at, ExceptionPhrase { condition, basis }) in sentence.exceptions.iter().enumerate() {
        text.push_str(if at == 0 { ", unless " } else { ", or unless " });
        text.push_str(&stated(condition));
        if let Some((law, article)) = basis {
            let article = article.map(|article| format!(" {article}")).unwrap_or_default();
            text.push_str(&format!(" ({law}{article})"));
        }
    }
    finished(&text)
}

pub(super) fn meaning(meaning: &DefinitionPhrase<'_>) -> String {
    finished(&match meaning {
        DefinitionPhrase::Condition(condition) => stated(condition),
        DefinitionPhrase::Value(value) => noun(value),
    })
}

/// With a capital at its head and a full stop.
fn finished(text: &str) -> String {
    let text = set_blanks(text);
    let mut characters = text.chars();
    let head = characters.next().map(|head| head.to_ascii_uppercase());
    head.into_iter().chain(characters).chain(['.']).collect()
}

/// A, B and C
fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

fn demand(demand: &Demand<'_>) -> String {
    match demand {
        Demand::Must(condition) => in_mood(condition, Mood::Demanded),
        Demand::Never(together) => format!("it must not be that {}", stated(together)),
    }
}

fn stated(condition: &ConditionPhrase<'_>) -> String {
    in_mood(condition, Mood::Stated)
}

fn in_mood(condition: &ConditionPhrase<'_>, mood: Mood) -> String {
    let (parts, joint) = match condition {
        ConditionPhrase::Elided => return "…".to_owned(),
        ConditionPhrase::Single(_) => (std::slice::from_ref(condition), ""),
        ConditionPhrase::All(parts) => (parts.as_slice(), " and "),
        ConditionPhrase::Any(parts) => (parts.as_slice(), " or "),
    };
    let mut text = String::new();
    let mut subject: Option<String> = None;
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            text.push_str(joint);
        }
        let ConditionPhrase::Single(single) = part else {
            text.push_str(&format!("({})", in_mood(part, mood)));
            subject = None;
            continue;
        };
        let clause = clause(single);
        let same = subject.as_ref().is_some_and(|known| *known == clause.subject);
        if !same && !clause.subject.is_empty() {
            text.push_str(&format!("{} ", clause.subject));
        }
        text.push_str(clause.predicate(mood, single.affirmed));
        subject = (!clause.subject.is_empty()).then_some(clause.subject);
    }
    text
}

/// What a 对 ranges over, without an article.
fn ranged(range: &RangedPhrase<'_>) -> String {
    match range {
        RangedPhrase::Each(each) => things(each, false),
        RangedPhrase::Pair(pair, filter) => {
            format!("pair of {}{}", plain(pair, true), behind_noun(filter.as_ref()))
        }
        RangedPhrase::Pieces(pieces) => {
            let piece = match &pieces.what {
                What::Found(found) => finding(*found).0.to_owned(),
                What::Anything => "piece".to_owned(),
                What::OfList(list) => format!("word of the list “{list}”"),
                What::Matched { pattern, words } => matched(pattern, words.as_deref(), "match of"),
            };
            let (texts, filter) =
                (nouns(&pieces.texts, "and"), behind_noun(pieces.filter.as_ref()));
            format!("{piece} in {texts}{filter}")
        }
    }
}

/// A filter after its noun: “its name is …” becomes “whose name is …”.
fn behind_noun(filter: Option<&ConditionPhrase<'_>>) -> String {
    let Some(filter) = filter.map(stated) else { return String::new() };
    let joined = |rest: &str, whose: &str| {
        let rest = rest.replace(" and its ", " and whose ").replace(" or its ", " or whose ");
        let rest = rest.replace(" and it ", " and which ").replace(" or it ", " or which ");
        format!(" {whose} {rest}")
    };
    match (filter.strip_prefix("its "), filter.strip_prefix("it ")) {
        (Some(rest), _) => joined(rest, "whose"),
        (None, Some(rest)) => joined(rest, "that"),
        (None, None) => format!(" such that {filter}"),
    }
}

/// indicator under “产出目标” whose name …
fn things(things: &Things<'_>, many: bool) -> String {
    format!("{}{}", plain(things, many), behind_noun(things.filter.as_ref()))
}

/// The same without its filter.
fn plain(things: &Things<'_>, many: bool) -> String {
    let plural = if many { "s" } else { "" };
    let named = things.named.map(|name| format!(" {}", quoted(name))).unwrap_or_default();
    let place = place(things);
    match things.over {
        Over::Indicators => format!("indicator{plural}{named}{place}"),
        Over::Fields => format!("filled-in field{plural}{named}{place}"),
        Over::Rows(_) => format!("row{plural}{named}{place}"),
        Over::Totals(_) => format!("row{plural} of totals{named}{place}"),
        Over::ThisSheet => format!("sheet{plural}"),
        Over::Sheets(scope) => {
            let others = if scope.others { "other " } else { "" };
            let unit = if scope.unit.is_some() { " of the same unit" } else { "" };
            let year = if scope.year { " of the same year" } else { "" };
            format!("{others}sheet{plural}{unit}{year}")
        }
    }
}

/// under “产出目标” of the first sheet
fn place(things: &Things<'_>) -> String {
    let sheet = things.sheet.as_deref().map(|sheet| format!(" of {}", noun(sheet)));
    let levels: Vec<String> = things.levels.iter().map(|name| quoted(name)).collect();
    let levels = match levels.is_empty() {
        true => String::new(),
        false => format!(" under {}", listed(&levels, "or")),
    };
    let table = things.table.map(|table| format!(" of the table {}", quoted(table)));
    format!("{levels}{}{}", table.unwrap_or_default(), sheet.unwrap_or_default())
}

/// What must not be in texts.
fn matter(pieces: &PiecesPhrase<'_>) -> String {
    let what = match &pieces.what {
        What::Found(found) => finding(*found).1.to_owned(),
        What::Anything => "anything".to_owned(),
        What::OfList(list) => format!("words of the list “{list}”"),
        What::Matched { pattern, words } => matched(pattern, words.as_deref(), "text that matches"),
    };
    format!("{what}{}", behind_noun(pieces.filter.as_ref()))
}

/// What a pattern finds: its words, where it only lists words.
fn matched(pattern: &str, words: Option<&[String]>, otherwise: &str) -> String {
    match words {
        Some(words) => {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            listed(&words, "or")
        }
        None => format!("{otherwise} {}", apart(format!("/{pattern}/"))),
    }
}
