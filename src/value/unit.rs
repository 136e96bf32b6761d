//! Units after a number, in text that is already folded. Tells a unit from words that merely
//! follow.

use std::sync::LazyLock;

use super::figure::Unit;

/// Measure words and units seen on sheets, so that `985米` is a figure and `100合规` is not. A unit
/// may run on after one of them (`个项目`, `元/人`).
#[rustfmt::skip]
const MEASURES: &[&str] = &[
    "个", "份", "次", "项", "人", "名", "位", "户", "家", "台", "套", "件", "辆", "条", "座", "处", "栋", "幢",
    "间", "所", "张", "只", "株", "棵", "头", "艘", "架", "部", "本", "册", "篇", "幅", "期", "场", "批", "轮",
    "届", "班", "组", "支", "类", "种", "门", "宗", "起", "例", "单", "笔", "片", "块", "盏", "根", "把", "箱",
    "袋", "瓶", "桶", "车", "点", "站", "层", "级", "度", "分", "倍", "折", "米", "公里", "里", "千米", "厘米",
    "毫米", "平方", "立方", "平米", "亩", "公顷", "顷", "吨", "公斤", "千克", "克", "斤", "升", "毫升", "千瓦", "瓦",
    "兆", "年", "日", "天", "周", "小时", "时", "分钟", "秒", "季度", "工作日", "学时", "课时", "课题", "标段", "人次",
    "车次", "班次", "架次", "元", "美元", "欧元", "港元", "百分点", "千人", "千册", "床", "例次", "字", "页", "路", "口",
    "扇", "樘", "枚", "颗", "粒", "尾", "匹", "副", "双", "节", "段", "幕", "集", "版", "款", "宿舍", "村", "镇",
    "客", "趟", "遍", "羽", "束", "枝", "盘", "桌", "圈", "标箱", "标准箱", "盆", "面", "杆", "孔", "井", "篮", "筐",
];

/// Signs that units hold beside letters.
const SIGNS: &str = "‰℃°μ²³㎡㎥·/";

/// Units of time, longest first, for durations.
#[rustfmt::skip]
const TIMES: &[&str] = &[
    "个工作日", "工作日", "个小时", "小时", "分钟", "个月", "季度", "年", "周", "日", "天", "时", "分", "秒",
];

/// The unit that a whole text is, brackets around it taken off: ``, `%`, `(%)`, `元`, `份`,
/// `元/人`. `None` where it holds what no unit holds.
pub(super) fn read_unit(text: &str) -> Option<Unit> {
    let bare = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
    match bare {
        "" if text.is_empty() => Some(Unit::None),
        "" => None,
        "%" => Some(Unit::Percent),
        "元" | "元整" => Some(Unit::Yuan),
        _ if is_rate(bare) => Some(Unit::Named(bare.into())),
        // A zero or a one that was typed as a letter: `1OO`.
        _ if bare.chars().all(|at| "OoI".contains(at)) => None,
        _ if bare.starts_with("分之") => None,
        _ if bare.ends_with('/') || bare.contains("//") || bare.starts_with(char::is_numeric) => {
            None
        }
        _ if bare.chars().all(is_unit_character) && !qualifies(bare) => {
            Some(Unit::Named(bare.into()))
        }
        _ => None,
    }
}

/// Whether a text that could be a unit is one, rather than words that follow a bare number.
pub(super) fn is_measure(text: &str) -> bool {
    let latin = |character: char| character.is_ascii_alphabetic() || SIGNS.contains(character);
    text.chars().count() == 1
        || is_rate(text)
        || text.chars().all(latin)
        || MEASURES.iter().any(|measure| text.starts_with(measure))
}

/// Whether a number of these is never below zero: things are counted, while degrees, points,
/// lengths, heights and sums of money have both signs.
pub(super) fn counts_things(unit: &str) -> bool {
    const SIGNED: [&str; 12] =
        ["度", "分", "点", "级", "层", "元", "米", "里", "公里", "厘米", "毫米", "倍"];
    let is_signed = unit.contains("百分点") || SIGNED.contains(&unit);
    !is_signed && MEASURES.iter().any(|measure| unit.starts_with(measure))
}

/// The unit of time at the start of a text, and what follows.
pub(super) fn take_time(text: &str) -> Option<(&'static str, &str)> {
    TIMES.iter().find_map(|time| Some((*time, text.strip_prefix(time)?)))
}

/// The length in bytes of the measure word at the start of a text.
pub(super) fn measure_length(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let known = ORDERED.partition_point(|measure| measure.chars().next() < Some(first));
    let same = ORDERED.get(known..)?.iter().take_while(|measure| measure.starts_with(first));
    same.filter(|measure| text.starts_with(**measure)).map(|measure| measure.len()).max()
}

/// The measure words, those with the same first character next to each other.
static ORDERED: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut measures = MEASURES.to_vec();
    measures.sort_unstable();
    measures
});

/// `/10万`, `/千人`: so many among a round number of people or things.
fn is_rate(text: &str) -> bool {
    let Some(among) = text.strip_prefix('/') else { return false };
    let power = among.trim_start_matches(|at: char| at.is_ascii_digit());
    let among = power.trim_start_matches(['百', '千', '万', '亿']);
    among.len() < power.len() && among.chars().all(char::is_alphabetic)
}

/// Whether the words bend the number before them (`多户`, `人以上`) and so are more than its unit.
fn qualifies(text: &str) -> bool {
    text.starts_with(['多', '余', '几', '来'])
        || text.ends_with(['上', '下', '内', '外', '前', '后', '右'])
}

fn is_unit_character(character: char) -> bool {
    character.is_alphabetic() || SIGNS.contains(character)
}
