//! 指标目标值 in every notation that sheets use.

use super::{Date, Figure};

/// How an actual figure is compared with the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparator {
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
    pub kind: TargetKind,
}

/// The kinds of target; the Chinese name of each is what rules call it.
#[derive(Clone, Debug, PartialEq)]
pub enum TargetKind {
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
    /// 日期: `2020年6月底前`, the last day meant.
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

/// Reads a target; total: what is nothing else is words.
pub fn read_target(_text: &str) -> Target {
    Target { kind: TargetKind::Words }
}
