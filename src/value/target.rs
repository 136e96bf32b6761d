//! 指标目标值 in every notation that sheets use: the kinds of targets, and the order in which they
//! are tried.

pub(super) mod comparator;
mod figures;
mod flaw;
mod mixed;
mod reach;
mod when;

use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) use flaw::{Flaw, suggested_target};
pub(crate) use reach::{Reach, Relation};

use super::fold::compact;
use super::unit::measure_length;
use super::{Date, Figure, Unit};

/// How an actual figure is compared with the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Comparator {
    /// `=`
    Equal,
    /// `≥`, 不低于, 以上
    AtLeast,
    /// `≤`, 不超过, 以下, 以内
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
}

/// A target as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it is.
    pub(crate) kind: TargetKind,
}

/// What a target says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TargetKind {
    /// 比较值: a figure, with the comparator if one was written.
    Figure {
        /// The comparator as written, `None` where the sheet gives a bare figure (`100%`).
        comparator: Option<Comparator>,
        /// The figure.
        figure: Figure,
    },
    /// 区间: `90%~95%`, both ends inside.
    Range {
        /// Lower end.
        low: Figure,
        /// Upper end.
        high: Figure,
    },
    /// 时长: `365天24小时`, two figures with units of time.
    Duration(Vec<Figure>),
    /// 期间: `2023.07-2024.01`, by whole months or days.
    Period {
        /// First day.
        start: Date,
        /// Last day.
        end: Date,
    },
    /// 日期: `2020年6月底前`, the last day of it.
    Deadline(Date),
    /// 混合: a figure run together with words (`100%合规`).
    Mixed {
        /// The figure.
        figure: Figure,
        /// The words.
        words: String,
    },
    /// 等级词: words alone (`健全`, `改善`).
    Words,
    /// 占位: a placeholder (`XX`, `待定`, `/`).
    Placeholder,
    /// 空: nothing.
    Empty,
}

/// 种类: the classes into which rules sort targets (`i.目标值 是 百分比`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TargetClass {
    /// 比较值
    Figure,
    /// 百分比: a 比较值 that is counted in percent.
    Percent,
    /// 区间
    Range,
    /// 时长
    Duration,
    /// 期间
    Period,
    /// 日期
    Deadline,
    /// 混合
    Mixed,
    /// 等级词
    Words,
    /// 占位
    Placeholder,
    /// 空
    Empty,
}

impl TargetClass {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Figure,
        Self::Percent,
        Self::Range,
        Self::Duration,
        Self::Period,
        Self::Deadline,
        Self::Mixed,
        Self::Words,
        Self::Placeholder,
        Self::Empty,
    ];

    /// The class with this name in rules.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.zh() == name)
    }

    /// Its name in rules.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Figure => "比较值",
            Self::Percent => "百分比",
            Self::Range => "区间",
            Self::Duration => "时长",
            Self::Period => "期间",
            Self::Deadline => "日期",
            Self::Mixed => "混合",
            Self::Words => "等级词",
            Self::Placeholder => "占位",
            Self::Empty => "空",
        }
    }
}

impl Target {
    /// The figure of a 比较值 or of a 混合.
    pub(crate) fn figure(&self) -> Option<&Figure> {
        match &self.kind {
            TargetKind::Figure { figure, .. } | TargetKind::Mixed { figure, .. } => Some(figure),
            _ => None,
        }
    }

    /// The comparator, where one was written.
    pub(crate) fn comparator(&self) -> Option<Comparator> {
        match self.kind {
            TargetKind::Figure { comparator, .. } => comparator,
            _ => None,
        }
    }

    /// Its 种类; that of a percentage is 比较值.
    pub fn class(&self) -> TargetClass {
        match self.kind {
            TargetKind::Figure { .. } => TargetClass::Figure,
            TargetKind::Range { .. } => TargetClass::Range,
            TargetKind::Duration(_) => TargetClass::Duration,
            TargetKind::Period { .. } => TargetClass::Period,
            TargetKind::Deadline(_) => TargetClass::Deadline,
            TargetKind::Mixed { .. } => TargetClass::Mixed,
            TargetKind::Words => TargetClass::Words,
            TargetKind::Placeholder => TargetClass::Placeholder,
            TargetKind::Empty => TargetClass::Empty,
        }
    }

    /// Whether it is of a class: `100%` is a 比较值 and a 百分比.
    pub fn is(&self, class: TargetClass) -> bool {
        let percent = |figure: &Figure| figure.unit == Unit::Percent;
        match (class, &self.kind) {
            (TargetClass::Percent, TargetKind::Figure { figure, .. }) => percent(figure),
            _ => self.class() == class,
        }
    }
}

/// As a sign: `=`, `≥`, `≤`, `>`, `<`.
impl fmt::Display for Comparator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Comparator::Equal => "=",
            Comparator::AtLeast => "≥",
            Comparator::AtMost => "≤",
            Comparator::Above => ">",
            Comparator::Below => "<",
        })
    }
}

/// Reads a target. What is nothing else is words, but for what begins with a sign that compares or
/// has the shape of a figure and is not read whole: that is an error, so that it never passes for
/// words.
///
/// - Numbers may be spelt (`三十座`, `百分之九十五`, `九成`), mixed (`1亿2000万元`) and fractions
///   (`3/4`).
/// - Comparators may be signs (`≥ >= ≧ ＞＝`) or words before (`不低于`, `不超过`) or after
///   (`以上`, `以内`) the figure; the two may not contradict each other.
/// - A bare number is followed by a unit only where that is a known measure word, one character or
///   Latin letters; any other word makes it 混合 (`100合规`, `12000多`). Five digits or more with a
///   word behind are a name (`12345热线`), as is a year (`2011年版`).
/// - `每年2次` is the figure 2 in `次/年`. `7×24小时` means 7 days. `±5%` is a range.
/// - Deadlines name the last day: `2020年6月底前` and `2020年6月前` are both 2020-06-30. A day
///   without a year is words, since nothing says which year it is of.
pub(crate) fn read_target(text: &str) -> Result<Target, Flaw> {
    let text = compact(text);
    let text = without_full_stop(&text);
    let kind = if text.is_empty() {
        TargetKind::Empty
    } else if text.contains(BLANK) {
        TargetKind::Placeholder
    } else if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        match (is_placeholder(text), flaw::of_words(text)) {
            (true, _) => TargetKind::Placeholder,
            (false, Some(flaw)) => return Err(flaw),
            (false, None) => TargetKind::Words,
        }
    } else if let Some(kind) = when::read(text).or_else(|| figures::read(text)) {
        match flaw::of_read(&kind) {
            Some(flaw) => return Err(flaw),
            None => kind,
        }
    } else if let Some(flaw) = flaw::of_unread(text) {
        return Err(flaw);
    } else {
        mixed::read(text).unwrap_or(TargetKind::Words)
    };
    Ok(Target { kind })
}

/// A text without its final full stop, which some targets carry: `100%。`
fn without_full_stop(text: &str) -> &str {
    match text.strip_suffix(['。', ';', ',', '.', '、']) {
        Some(rest) if rest.ends_with(char::is_alphanumeric) || rest.ends_with(['%', ')']) => rest,
        _ => text,
    }
}

/// The blank that a draft leaves for a person to fill in. A value that contains one is not
/// complete.
pub(crate) const BLANK: &str = "〔待填〕";

/// Whether the text is only a placeholder: `XX`, `≥XX%`, `待定`, `/`.
fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 18] = [
        "待定",
        "待填",
        "待填写",
        "待补充",
        "待核",
        "待核实",
        "待明确",
        "待确定",
        "未定",
        "请填写",
        "暂无",
        "暂缺",
        "略",
        "无",
        "空",
        "N/A",
        "NA",
        "TBD",
    ];
    const BLANKS: &str = "Xx×*_□○◯?";
    const DASHES: &str = "-/\\—–~…·.。、";
    let bare = text.trim_matches(['(', ')', '[', ']', '〔', '〕', '【', '】', '<', '>', '{', '}']);
    if WORDS.iter().any(|word| word.eq_ignore_ascii_case(bare)) {
        return true;
    }
    if bare.chars().all(|at| DASHES.contains(at)) {
        return true;
    }
    // A template that was not filled in keeps its sign and its percent: `≥XX%`, `≥%`.
    let (comparator, rest) = comparator::take(text);
    let blank = rest.strip_suffix("(%)").or_else(|| rest.strip_suffix('%')).unwrap_or(rest);
    // … or its unit: `XX场`.
    let unit = blank.trim_start_matches(|at: char| BLANKS.contains(at));
    let measure = unit.trim_start_matches(['万', '亿']);
    let is_unit = blank.chars().take_while(|at| BLANKS.contains(*at)).count() > 1
        && measure_length(measure) == Some(measure.len());
    (comparator.is_some() || rest == text) && (unit.is_empty() || is_unit)
}

#[cfg(test)]
mod tests;
