//! Things and values in Chinese.

use super::super::text::{SOFT, apart, quoted};
use super::super::tree::{Finding, Measure, Member, Noun, TablePhrase, Thing, ThingPhrase, Which};
use super::{listed, place, ranged, stated, there};
use crate::rule::functions::StandardPart;
use crate::rule::{Aggregation, PartOf};

pub(super) fn noun(of: &Noun<'_>) -> String {
    match of {
        Noun::Faulty => "有误的内容".to_owned(),
        Noun::Text(text) => quoted(text),
        Noun::Literal(literal) => apart(literal),
        Noun::AnyOf(items) => nouns(items, "或"),
        Noun::Words(words) => {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            listed(&words, "或")
        }
        Noun::Named(table, name) => format!("{}{}", table_name(*table), quoted(name)),
        Noun::WordOf(list) => format!("词表{}中的词", quoted(list)),
        Noun::Thing(known) => thing(known),
        Noun::It => "其".to_owned(),
        Noun::Member(owner, what) => match (owner, what) {
            (Some(owner), Member::Group(name)) => {
                let owner = if owner.is_topic() { "其".to_owned() } else { noun(owner) };
                format!("{owner}中的{}", quoted(name))
            }
            (Some(owner), what) if !owner.is_topic() => {
                format!("{}的{}", noun(owner), member(what))
            }
            (_, what) => member(what),
        },
        Noun::Measure(measure, of) => measured(*measure, of),
        Noun::Found(found, text) => format!("{}中的{}", noun(text), finding(*found)),
        Noun::Defined(name, given) if given.is_empty() => quoted(name),
        Noun::Defined(name, given) => format!("{}的{}", nouns(given, "与"), quoted(name)),
        Noun::Whether(condition) => format!("{}是否成立", quoted(&stated(condition))),
        Noun::Arithmetic(left, sign, right) => {
            format!("{} {} {}", operand(left), sign.symbol(), operand(right))
        }
        Noun::Negative(inner) => format!("-{}", operand(inner)),
        Noun::Percent(inner) => format!("{}（以百分数计）", noun(inner)),
        Noun::Count(things) => {
            let place = place(things, "和");
            let of = if place.is_empty() || things.filter.is_some() { "" } else { "的" };
            format!("{place}{of}{}的个数", there(things))
        }
        Noun::Aggregate(what, body, range) => {
            let of = ranged(range).replacen("每个", "各", 1).replacen("每处", "各处", 1);
            let what = match what {
                Aggregation::Sum => "合计",
                Aggregation::Average => "平均值",
                Aggregation::Largest => "最大值",
                Aggregation::Smallest => "最小值",
            };
            format!("{of}的{}{what}", noun(body))
        }
    }
}

/// 甲、乙和丙
pub(super) fn nouns(of: &[Noun<'_>], last: &str) -> String {
    listed(&of.iter().map(noun).collect::<Vec<_>>(), last)
}

fn table_name(table: TablePhrase) -> &'static str {
    match table {
        TablePhrase::Words => "词表",
        TablePhrase::Catalogue => "指标库",
        TablePhrase::Suffixes => "词尾表",
        TablePhrase::Synonyms => "同义词",
        TablePhrase::Parameter => "参数",
    }
}

/// 该指标
fn thing(of: &Thing) -> String {
    let kind = match of.kind {
        ThingPhrase::Indicator => "指标",
        ThingPhrase::Field => "字段",
        ThingPhrase::Row => "行",
        ThingPhrase::Sheet => "表",
        ThingPhrase::ThisSheet => return "本表".to_owned(),
        ThingPhrase::Passage => "处文字",
        ThingPhrase::Found(found) => finding(found),
    };
    let which = match of.which {
        Which::First => "甲",
        Which::Second => "乙",
        Which::Former => "前述",
        Which::Only => "该",
    };
    format!("{which}{kind}")
}

/// An operand of arithmetic.
fn operand(of: &Noun<'_>) -> String {
    match of {
        Noun::Arithmetic(..) => format!("（{}）", noun(of)),
        _ => noun(of).trim_matches(SOFT).to_owned(),
    }
}

/// What something has, without whose it is; a field in quotes where it would fall apart in a
/// sentence.
pub(super) fn member(of: &Member<'_>) -> String {
    match of {
        Member::Field(name) if name.contains(['、', '，', '；', '/']) => quoted(name),
        Member::Field(name) if name.starts_with("是否") => quoted(name),
        Member::Field(name) | Member::Attribute { name, .. } => (*name).to_owned(),
        Member::Year => "年度".to_owned(),
        Member::Part(part) => part_name(*part).to_owned(),
        Member::Group(name) => quoted(name),
    }
}

fn measured(measure: Measure, of: &[Noun<'_>]) -> String {
    let first = of.first().map(noun).unwrap_or_default();
    let second = of.get(1).map(noun).unwrap_or_default();
    match measure {
        Measure::Length => format!("{first}的字数"),
        Measure::Normalise => format!("{first}（略去标点和空白）"),
        Measure::WithoutName => format!("{first}（略去{second}里的词）"),
        Measure::Similarity => format!("{first}与{second}的相似度"),
        Measure::Year => format!("{first}的年份"),
        Measure::Month => format!("{first}的月份"),
        Measure::Occurrences => format!("{second}在{first}中出现的次数"),
        Measure::Absolute if matches!(of.first(), Some(Noun::Arithmetic(..))) => {
            format!("（{first}）的绝对值")
        }
        Measure::Absolute => format!("{first}的绝对值"),
        Measure::Instead => format!("{second}给{first}的替换词"),
        Measure::Days => format!("{first}至{second}的天数"),
        Measure::Standard(part) => match part {
            StandardPart::NearName => format!("{second}中与{first}只差一字的标准名称"),
            StandardPart::Filing => format!("{second}给{first}的归属"),
            StandardPart::Units => format!("{second}给{first}的单位"),
            StandardPart::Direction => format!("{second}给{first}的方向"),
            StandardPart::Target => format!("{second}给{first}的常用目标"),
        },
        Measure::FileBySuffix => format!("按{second}为{first}归入的位置"),
    }
}

/// What a function finds in a text.
pub(super) fn finding(found: Finding) -> &'static str {
    match found {
        Finding::Repeats => "重复的语句",
        Finding::NumberingBreaks => "序号接不上之处",
        Finding::UnpairedBrackets => "不成对的括号",
        Finding::Sentences => "句",
        Finding::Paragraphs => "段",
        Finding::Figures => "数目",
        Finding::Percents => "百分比",
        Finding::Amounts => "金额",
        Finding::Periods => "日期",
        Finding::Promises => "承诺",
    }
}

fn part_name(part: PartOf) -> &'static str {
    match part {
        PartOf::Name => "名称",
        PartOf::Level1 => "一级指标",
        PartOf::Level2 => "二级指标",
        PartOf::Filing => "归属",
        PartOf::FieldValue => "内容",
        PartOf::FieldType => "类型",
        PartOf::Number => "数值",
        PartOf::Comparator => "比较符号",
        PartOf::Unit => "单位",
        PartOf::TargetKind => "种类",
        PartOf::Low => "下限",
        PartOf::High => "上限",
        PartOf::Aim => "目标值",
        PartOf::FirstDay => "首日",
        PartOf::LastDay => "末日",
        PartOf::RowNumber => "行号",
        PartOf::Repeated => "重复",
        PartOf::Wording => "原文",
    }
}
