//! The grammar of the Chinese sentence: 凡……的，……须……。 What is ranged over stands here;
//! conditions and nouns beside it.

mod clause;
mod noun;

use super::clause::Mood;
use super::text::{apart, quoted, set_blanks};
use super::tree::{
    BodyPhrase, ConditionPhrase, DefinitionPhrase, Demand, ExceptionPhrase, Finding, PiecesPhrase,
    RangedPhrase, Sentence, Things, What,
};
use crate::rule::Over;
use clause::clause;
use noun::{finding, noun, nouns};

pub(super) fn sentence(sentence: &Sentence<'_>) -> String {
    let mut text = String::new();
    if let Some(sheets) = &sentence.sheets {
        text.push_str(&format!("凡{}的表，", stated(sheets)));
    }
    match sentence.ranges.as_slice() {
        [] if sentence.sheets.is_none() => text.push_str("每张表，"),
        [] => {}
        [only] => text.push_str(&ranged_first(only)),
        several => {
            let ranges: Vec<String> = several.iter().map(ranged).collect();
            text.push_str(&format!("对{}，", ranges.join("，以及")));
        }
    }
    if let Some(when) = &sentence.when {
        text.push_str(&format!("凡{}的，", stated(when)));
    }
    match &sentence.body {
        BodyPhrase::Forbidden(pieces) => {
            let (texts, matter) =
                (nouns(&pieces.texts, "和"), matter(pieces, pieces.filter.as_ref()));
            text.push_str(&format!("{texts}中不得有{matter}"));
        }
        BodyPhrase::Demands(demands) => {
            let demands: Vec<String> = demands.iter().map(demand).collect();
            text.push_str(&demands.join("，并且"));
        }
    }
    for (at, ExceptionPhrase { condition, basis }) in sentence.exceptions.iter().enumerate() {
        text.push_str(&match at {
            0 => format!("；但{}的除外", stated(condition)),
            _ => format!("；{}的也除外", stated(condition)),
        });
        if let Some((law, article)) = basis {
            text.push_str(&format!("（依据{law}{}）", article.unwrap_or_default()));
        }
    }
    text.push('。');
    set_blanks(&text)
}

pub(super) fn meaning(meaning: &DefinitionPhrase<'_>) -> String {
    let text = match meaning {
        DefinitionPhrase::Condition(condition) => stated(condition),
        DefinitionPhrase::Value(value) => noun(value),
    };
    set_blanks(&format!("{text}。"))
}

/// 甲、乙和丙
fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{}{last}{end}", first.join("、")),
    }
}

fn demand(demand: &Demand<'_>) -> String {
    match demand {
        Demand::Must(condition) => in_mood(condition, Mood::Demanded),
        Demand::Never(together) => format!("不得出现{}的情形", stated(together)),
    }
}

fn stated(condition: &ConditionPhrase<'_>) -> String {
    in_mood(condition, Mood::Stated)
}

fn in_mood(condition: &ConditionPhrase<'_>, mood: Mood) -> String {
    let (parts, all) = match condition {
        ConditionPhrase::Elided => return "……".to_owned(),
        ConditionPhrase::Single(single) => {
            let clause = clause(single);
            return format!("{}{}", clause.subject, clause.predicate(mood, single.affirmed));
        }
        ConditionPhrase::All(parts) => (parts, true),
        ConditionPhrase::Any(parts) => (parts, false),
    };
    let mut text = String::new();
    let mut subject: Option<String> = None;
    for (at, part) in parts.iter().enumerate() {
        let joint = if all { "且" } else { "或" };
        let ConditionPhrase::Single(single) = part else {
            if at > 0 {
                text.push_str(if mood == Mood::Stated { "" } else { "，" });
                text.push_str(joint);
            }
            text.push_str(&format!("（{}）", in_mood(part, mood)));
            subject = None;
            continue;
        };
        let clause = clause(single);
        let same = subject.as_ref().is_some_and(|known| *known == clause.subject);
        if at > 0 {
            text.push_str(if same || mood == Mood::Stated { "" } else { "，" });
            text.push_str(joint);
        }
        if !same {
            text.push_str(&clause.subject);
        }
        // 须含有甲或含有乙: the first 须 holds for both.
        let continued = same && !all && mood == Mood::Demanded && single.affirmed;
        let mood = if continued { Mood::Stated } else { mood };
        text.push_str(clause.predicate(mood, single.affirmed));
        subject = (!clause.subject.is_empty()).then_some(clause.subject);
    }
    text
}

/// What a rule of one 对 ranges over, at the head of its sentence: a filter of several conditions,
/// or of sheets, is a clause of its own.
fn ranged_first(range: &RangedPhrase<'_>) -> String {
    let (plain, filter, short) = match range {
        RangedPhrase::Each(things) => {
            let sheets = matches!(things.over, Over::Sheets(_));
            (each(things, None), &things.filter, !sheets)
        }
        RangedPhrase::Pair(things, filter) => (pair(things), filter, false),
        RangedPhrase::Pieces(pieces) => (every_piece(pieces, None), &pieces.filter, true),
    };
    match filter {
        Some(filter) if !(short && filter.is_short()) => format!("{plain}，{}的，", stated(filter)),
        _ => format!("{}，", ranged(range)),
    }
}

/// What a 对 ranges over, its filter before the noun.
fn ranged(range: &RangedPhrase<'_>) -> String {
    match range {
        RangedPhrase::Each(things) => each(things, things.filter.as_ref()),
        RangedPhrase::Pair(things, Some(filter)) => {
            format!("{}（{}）", pair(things), stated(filter))
        }
        RangedPhrase::Pair(things, None) => pair(things),
        RangedPhrase::Pieces(pieces) => every_piece(pieces, pieces.filter.as_ref()),
    }
}

fn each(things: &Things<'_>, filter: Option<&ConditionPhrase<'_>>) -> String {
    let place = place(things, "和");
    let of = if place.is_empty() || filter.is_some() { "" } else { "的" };
    let filter = before_noun(filter);
    match things.over {
        Over::Indicators => format!("{place}{of}{filter}每个指标{}", named(things)),
        Over::Fields => format!("{place}{of}{filter}每个已填字段{}", named(things)),
        Over::Rows(_) => format!("{place}{of}{filter}每一行{}", named(things)),
        Over::Totals(_) => format!("{place}{of}{filter}每一合计行{}", named(things)),
        Over::Sheets(_) => format!("{filter}{}", sheets(things, "每张")),
        Over::ThisSheet => format!("{filter}每张表"),
    }
}

fn pair(things: &Things<'_>) -> String {
    let place = place(things, "和");
    let of = if place.is_empty() { "" } else { "的" };
    match things.over {
        Over::Indicators => format!("{place}{of}每两个指标（甲指标、乙指标）"),
        Over::Fields => format!("{place}{of}每两个已填字段（甲字段、乙字段）"),
        Over::Rows(_) | Over::Totals(_) => format!("{place}{of}每两行（甲行、乙行）"),
        Over::Sheets(_) | Over::ThisSheet => {
            format!("{}（甲表、乙表）", sheets(things, "每两张"))
        }
    }
}

/// 本单位本年度的每张表
fn sheets(things: &Things<'_>, each: &str) -> String {
    let Over::Sheets(scope) = things.over else { return format!("{each}表") };
    let unit = if scope.unit.is_some() { "本单位" } else { "" };
    let year = if scope.year { "本年度" } else { "" };
    let others = if scope.others { "其他" } else { "" };
    let of = if unit.is_empty() && year.is_empty() { "" } else { "的" };
    format!("{unit}{year}{of}{each}{others}表")
}

/// 甲表“产出目标”下; `last` joins the last of several levels.
fn place(things: &Things<'_>, last: &str) -> String {
    let sheet = things.sheet.as_deref().map(noun).unwrap_or_default();
    if let Some(table) = things.table {
        return format!("{sheet}表格{}中", quoted(table));
    }
    let levels: Vec<String> = things.levels.iter().map(|name| quoted(name)).collect();
    match levels.is_empty() {
        true if sheet.is_empty() => String::new(),
        true => format!("{sheet}中"),
        false => format!("{sheet}{}下", listed(&levels, last)),
    }
}

/// 名称含有“满意度”的指标, as what there is or is not.
fn there(things: &Things<'_>) -> String {
    let filter = before_noun(things.filter.as_ref());
    match things.over {
        Over::Indicators => format!("{filter}指标{}", named(things)),
        Over::Fields => format!("{filter}已填字段{}", named(things)),
        Over::Rows(_) => format!("{filter}行{}", named(things)),
        Over::Totals(_) => format!("{filter}合计行{}", named(things)),
        Over::Sheets(_) => format!("{filter}{}", sheets(things, "")),
        Over::ThisSheet => format!("{filter}表"),
    }
}

fn before_noun(filter: Option<&ConditionPhrase<'_>>) -> String {
    filter.map(|filter| format!("{}的", stated(filter))).unwrap_or_default()
}

/// The required name.
fn named(things: &Things<'_>) -> String {
    things.named.map(quoted).unwrap_or_default()
}

/// What there is in texts: 匹配 /…/ 的文字, 重复的语句.
fn matter(pieces: &PiecesPhrase<'_>, filter: Option<&ConditionPhrase<'_>>) -> String {
    let filter = filter.map(stated);
    let found = match &pieces.what {
        What::Matched { words: Some(words), .. } if filter.is_none() => {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            return format!("{}字样", listed(&words, "或"));
        }
        What::OfList(list) => {
            let filter = filter.map(|filter| format!("且{filter}")).unwrap_or_default();
            return format!("属于词表“{list}”{filter}的词");
        }
        What::Matched { pattern, .. } => {
            let filter = filter.map(|filter| format!("且{filter}")).unwrap_or_default();
            return format!("匹配{}{filter}的文字", apart(format!("/{pattern}/")));
        }
        What::Found(found) => finding(*found),
        What::Anything => "内容",
    };
    // “每一含有‘其中’的句”: that it is the sentence need not be said again.
    let bare = |filter: String| {
        let bare = ["该句", "该段"].iter().find_map(|piece| filter.strip_prefix(piece));
        format!("{}的", bare.unwrap_or(&filter))
    };
    format!("{}{found}", filter.map(bare).unwrap_or_default())
}

fn every_piece(pieces: &PiecesPhrase<'_>, filter: Option<&ConditionPhrase<'_>>) -> String {
    let each = match pieces.what {
        What::Found(Finding::Sentences | Finding::Paragraphs) => "每一",
        _ => "每处",
    };
    format!("{}中{each}{}", nouns(&pieces.texts, "和"), matter(pieces, filter))
}
