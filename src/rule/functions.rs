//! The built-in functions, as data: their names, parameters and results. `eval` computes them.

use serde::{Deserialize, Serialize};

use super::types::{Find, Type, UnitKind, is_target};
use crate::dictionary::Direction;
use crate::syntax::rule::PieceUnit;

/// A built-in function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Function {
    /// 字数
    Length,
    /// 规范化
    Normalise,
    /// 去名
    WithoutName,
    /// 相似度
    Similarity,
    /// 重复句
    Repeats,
    /// 编号断点
    NumberingBreaks,
    /// 括号不配对
    UnpairedBrackets,
    /// 同义反复
    Tautology,
    /// 词尾归类
    FileBySuffix,
    /// 标准近名, 标准归属, 标准单位, 标准方向, 标准目标
    Standard(StandardPart),
    /// 同名
    SameName,
    /// 年
    Year,
    /// 月
    Month,
    /// 天数
    Days,
    /// 句
    Sentences,
    /// 段
    Paragraphs,
    /// 数目
    Figures,
    /// 百分比
    Percents,
    /// 金额
    Amounts,
    /// 日期
    Periods,
    /// 承诺
    Promises,
    /// 承接
    Carries,
    /// 仅差边界
    BoundOnly,
    /// 出现次数
    Occurrences,
    /// 绝对值
    Absolute,
    /// 换词
    Instead,
}

/// What a 指标库 has for an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum StandardPart {
    /// The standard name that is a slip away from a non-standard one.
    NearName,
    /// Where it belongs.
    Filing,
    /// Its units.
    Units,
    /// Which way is better.
    Direction,
    /// Its usual target.
    Target,
}

/// The types of arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterKind {
    /// Any text: a field, a target as written, a fragment.
    Text,
    /// 词表
    Words,
    /// 词尾表
    Suffixes,
    /// 指标库
    Catalogue,
    /// 同义
    Synonyms,
    /// 日期
    Date,
    /// 目标值, or a figure
    Target,
    /// A figure.
    Figure,
}

/// The signature of a function.
#[derive(Debug)]
pub(crate) struct Signature {
    /// Which one.
    pub(crate) function: Function,
    /// Its name.
    pub(crate) zh: &'static str,
    /// Its English name.
    pub(crate) en: &'static str,
    /// What it takes.
    pub(crate) parameters: &'static [ParameterKind],
    /// How many of them are optional, from the end.
    pub(crate) optional: usize,
    /// One call, for messages.
    pub(crate) example: &'static str,
}

/// Every function.
pub(crate) const FUNCTIONS: [Signature; 30] = {
    use ParameterKind::{Catalogue, Date, Figure, Suffixes, Synonyms, Target, Text, Words};
    [
        Signature {
            function: Function::Length,
            zh: "字数",
            en: "length",
            parameters: &[Text],
            optional: 0,
            example: "字数(项目概况) ≥ 80",
        },
        Signature {
            function: Function::Normalise,
            zh: "规范化",
            en: "normalise",
            parameters: &[Text],
            optional: 0,
            example: "规范化(立项依据) = 规范化(项目设立的必要性)",
        },
        Signature {
            function: Function::WithoutName,
            zh: "去名",
            en: "withoutname",
            parameters: &[Text, Text],
            optional: 0,
            example: "规范化(去名(总目标, 项目名称))",
        },
        Signature {
            function: Function::Similarity,
            zh: "相似度",
            en: "similarity",
            parameters: &[Text, Text],
            optional: 0,
            example: "相似度(立项依据, 项目设立的必要性) ≥ 95%",
        },
        Signature {
            function: Function::Repeats,
            zh: "重复句",
            en: "repeats",
            parameters: &[Text],
            optional: 0,
            example: "重复句(总目标及阶段性目标)",
        },
        Signature {
            function: Function::NumberingBreaks,
            zh: "编号断点",
            en: "numberingbreaks",
            parameters: &[Text],
            optional: 0,
            example: "编号断点(项目概况)",
        },
        Signature {
            function: Function::UnpairedBrackets,
            zh: "括号不配对",
            en: "unpairedbrackets",
            parameters: &[Text],
            optional: 0,
            example: "括号不配对(立项依据)",
        },
        Signature {
            function: Function::Tautology,
            zh: "同义反复",
            en: "tautology",
            parameters: &[Text, Text, Words],
            optional: 1,
            example: "同义反复(i.目标值, i.名称, 套话)",
        },
        Signature {
            function: Function::FileBySuffix,
            zh: "词尾归类",
            en: "filebysuffix",
            parameters: &[Text, Suffixes],
            optional: 0,
            example: "词尾归类(i.名称, 指标归类)",
        },
        Signature {
            function: Function::Standard(StandardPart::NearName),
            zh: "标准近名",
            en: "nearstandard",
            parameters: &[Text, Catalogue],
            optional: 0,
            example: "标准近名(i.名称, 常用指标)",
        },
        Signature {
            function: Function::Standard(StandardPart::Filing),
            zh: "标准归属",
            en: "standardfiling",
            parameters: &[Text, Catalogue],
            optional: 0,
            example: "i.归属 = 标准归属(i.名称, 常用指标)",
        },
        Signature {
            function: Function::Standard(StandardPart::Units),
            zh: "标准单位",
            en: "standardunits",
            parameters: &[Text, Catalogue],
            optional: 0,
            example: "i.目标值.单位 属于 标准单位(i.名称, 常用指标)",
        },
        Signature {
            function: Function::Standard(StandardPart::Direction),
            zh: "标准方向",
            en: "standarddirection",
            parameters: &[Text, Catalogue],
            optional: 0,
            example: "标准方向(i.名称, 常用指标) = \"越低越好\"",
        },
        Signature {
            function: Function::Standard(StandardPart::Target),
            zh: "标准目标",
            en: "standardtarget",
            parameters: &[Text, Catalogue],
            optional: 0,
            example: "标准目标(i.名称, 常用指标)",
        },
        Signature {
            function: Function::SameName,
            zh: "同名",
            en: "samename",
            parameters: &[Text, Text, Synonyms],
            optional: 1,
            example: "同名(i.名称, \"投诉处理及时率\", 指标用词)",
        },
        Signature {
            function: Function::Year,
            zh: "年",
            en: "year",
            parameters: &[Date],
            optional: 0,
            example: "年(计划开始日期) = 年度",
        },
        Signature {
            function: Function::Month,
            zh: "月",
            en: "month",
            parameters: &[Date],
            optional: 0,
            example: "月(计划完成日期) ≤ 11",
        },
        Signature {
            function: Function::Days,
            zh: "天数",
            en: "days",
            parameters: &[Date, Date],
            optional: 0,
            example: "天数(计划开始日期, 计划完成日期) ≤ 366",
        },
        Signature {
            function: Function::Sentences,
            zh: "句",
            en: "sentences",
            parameters: &[Text],
            optional: 0,
            example: "对 每句 s 于 项目概况",
        },
        Signature {
            function: Function::Paragraphs,
            zh: "段",
            en: "paragraphs",
            parameters: &[Text],
            optional: 0,
            example: "对 每段 p 于 项目概况",
        },
        Signature {
            function: Function::Figures,
            zh: "数目",
            en: "figures",
            parameters: &[Text],
            optional: 0,
            example: "对 每处 m 于 数目(项目概况)",
        },
        Signature {
            function: Function::Percents,
            zh: "百分比",
            en: "percents",
            parameters: &[Text],
            optional: 0,
            example: "对 每处 m 于 百分比(项目概况) 当 m.数值 > 100%",
        },
        Signature {
            function: Function::Amounts,
            zh: "金额",
            en: "amounts",
            parameters: &[Text],
            optional: 0,
            example: "对 每处 m 于 金额(项目概况) 当 m.数值 > 项目总预算",
        },
        Signature {
            function: Function::Periods,
            zh: "日期",
            en: "dates",
            parameters: &[Text],
            optional: 0,
            example: "对 每处 m 于 日期(项目实施计划) 当 m.止 > 计划完成日期",
        },
        Signature {
            function: Function::Promises,
            zh: "承诺",
            en: "promises",
            parameters: &[Text],
            optional: 0,
            example: "对 每处 p 于 承诺(总目标及阶段性目标)",
        },
        Signature {
            function: Function::Carries,
            zh: "承接",
            en: "carries",
            parameters: &[Text, Text, Synonyms],
            optional: 1,
            example: "有 指标 i 当 承接(i.名称, p.名称)",
        },
        Signature {
            function: Function::BoundOnly,
            zh: "仅差边界",
            en: "boundonly",
            parameters: &[Target, Target],
            optional: 0,
            example: "仅差边界(i.目标值, p.目标值)",
        },
        Signature {
            function: Function::Occurrences,
            zh: "出现次数",
            en: "occurrences",
            parameters: &[Text, Text],
            optional: 0,
            example: "出现次数(总目标及阶段性目标, \"提高\") ≤ 3",
        },
        Signature {
            function: Function::Absolute,
            zh: "绝对值",
            en: "absolute",
            parameters: &[Figure],
            optional: 0,
            example: "绝对值(项目当年预算 - 上年预算) ≤ 10万元",
        },
        Signature {
            function: Function::Instead,
            zh: "换词",
            en: "instead",
            parameters: &[Text, Words],
            optional: 0,
            example: "替换 m 为 换词(m, 空话)",
        },
    ]
};

/// The function that cuts a text into what 每句 and 每段 range over.
pub(crate) fn splitter(unit: PieceUnit) -> Option<Function> {
    match unit {
        PieceUnit::Match => None,
        PieceUnit::Sentence => Some(Function::Sentences),
        PieceUnit::Paragraph => Some(Function::Paragraphs),
    }
}

impl Signature {
    /// The function of that name, in either language.
    pub(crate) fn find(name: &str) -> Option<&'static Signature> {
        FUNCTIONS.iter().find(|signature| signature.zh == name || signature.en == name)
    }

    /// What it gives.
    pub(crate) fn result(&self) -> Type {
        match self.function {
            Function::Length
            | Function::Year
            | Function::Month
            | Function::Days
            | Function::Occurrences => Type::Figure(UnitKind::Plain),
            Function::Similarity => Type::Figure(UnitKind::Percent),
            // Of the unit of its argument, where that is known.
            Function::Absolute => Type::Figure(UnitKind::Any),
            Function::Normalise
            | Function::Instead
            | Function::WithoutName
            | Function::FileBySuffix
            | Function::Standard(
                StandardPart::NearName | StandardPart::Filing | StandardPart::Target,
            ) => Type::Text,
            Function::Standard(StandardPart::Units) => Type::Words,
            Function::Standard(StandardPart::Direction) => {
                Type::Enum { values: Direction::NAMES.map(str::to_owned).to_vec(), open: false }
            }
            Function::Repeats
            | Function::NumberingBreaks
            | Function::UnpairedBrackets
            | Function::Sentences
            | Function::Paragraphs => Type::Fragments,
            Function::Figures => Type::Finds(Find::Figure),
            Function::Percents => Type::Finds(Find::Percent),
            Function::Amounts => Type::Finds(Find::Money),
            Function::Periods => Type::Finds(Find::Period),
            Function::Promises => Type::Finds(Find::Promise),
            Function::Tautology | Function::SameName | Function::Carries | Function::BoundOnly => {
                Type::Truth
            }
        }
    }
}

impl ParameterKind {
    /// Whether a value of that type is accepted.
    pub(crate) fn takes(self, ty: &Type) -> bool {
        match self {
            _ if *ty == Type::Faulty => true,
            ParameterKind::Text => ty.is_textual(),
            ParameterKind::Words => *ty == Type::Words,
            ParameterKind::Suffixes => *ty == Type::Suffixes,
            ParameterKind::Catalogue => *ty == Type::Catalogue,
            ParameterKind::Synonyms => *ty == Type::Synonyms,
            ParameterKind::Date => *ty == Type::Date,
            ParameterKind::Target => is_target(ty),
            ParameterKind::Figure => matches!(ty, Type::Figure(_)),
        }
    }

    /// The type that represents it in messages.
    pub(crate) fn name(self) -> Type {
        match self {
            ParameterKind::Text => Type::Text,
            ParameterKind::Words => Type::Words,
            ParameterKind::Suffixes => Type::Suffixes,
            ParameterKind::Catalogue => Type::Catalogue,
            ParameterKind::Synonyms => Type::Synonyms,
            ParameterKind::Date => Type::Date,
            ParameterKind::Target => Type::Target,
            ParameterKind::Figure => Type::Figure(UnitKind::Any),
        }
    }
}
