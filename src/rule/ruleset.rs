//! Rules as checked: every name resolved to a slot, every type agreed. Only this form can be
//! evaluated; the form as written is `syntax::rule`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::catalogue::Catalogue;
use super::functions::Function;
pub use super::parameter::{Layer, NoValue, Parameter, Valued};
pub use super::synonyms::Synonyms;
use super::tags::Tags;
use super::types::Type;
use crate::diagnostic::{FixLevel, Severity};
use crate::form::{AttributeId, FieldId, Form, LevelId};
use crate::source::{Span, Text};
pub use crate::syntax::rule::{Aggregation, Amount, BinaryOp};
use crate::value::{Date, Decimal, Figure, Relation};

/// Everything that a run judges by.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// The forms, by slot.
    pub forms: Vec<Arc<Form>>,
    /// The laws that rules cite, by slot.
    pub laws: Vec<Law>,
    /// Word lists, by slot.
    pub lists: Vec<WordList>,
    /// Tables of endings, by slot.
    pub suffixes: Vec<SuffixTable>,
    /// 指标库, by slot.
    pub catalogues: Vec<Catalogue>,
    /// Synonyms, by slot: those that have a name, and all that a pack sees together.
    pub synonyms: Vec<Synonyms>,
    /// Parameters, by slot.
    pub parameters: Vec<Parameter>,
    /// Definitions, by slot, once for each form.
    pub defines: Vec<Define>,
    /// Patterns, by slot.
    pub patterns: Vec<Pattern>,
    /// The rules, in the order of the files.
    pub rules: Vec<Rule>,
    /// By which fields of which forms sheets are looked up: form's slot and field.
    pub keys: BTreeSet<(usize, SheetKey)>,
    /// Which fields of which forms are searched for similar texts, and how similar in percent.
    pub similar: BTreeSet<(usize, FieldId, Decimal)>,
    /// The names of rules that were left out because they are faulty.
    pub faulty: Vec<String>,
}

impl RuleSet {
    /// The rules as their authors count them: one that judges by several forms is checked once for each of them,
    /// and all of these come together.
    pub fn written(&self) -> impl Iterator<Item = &[Rule]> {
        self.rules.chunk_by(|one, next| one.span == next.span)
    }
}

/// A regulation.
#[derive(Clone, Debug)]
pub struct Law {
    /// The name that rules cite.
    pub name: String,
    /// Where it was declared.
    pub span: Span,
    /// The title with 《》.
    pub title: String,
    /// 文号
    pub number: Option<String>,
    /// 适用
    pub scope: Option<String>,
    /// 效力
    pub force: Option<String>,
    /// 施行
    pub from: Option<Date>,
    /// 废止
    pub until: Option<Date>,
    /// 网址
    pub url: Option<String>,
}

impl Law {
    /// Title and document number, as a reviewer cites it: 《…》（财预〔2015〕88号）.
    pub fn citation(&self) -> String {
        match &self.number {
            Some(number) => format!("{}（{number}）", self.title),
            None => self.title.clone(),
        }
    }
}

/// 词表
#[derive(Clone, Debug)]
pub struct WordList {
    /// Its name.
    pub name: String,
    /// Where it was declared.
    pub span: Span,
    /// The words.
    pub words: Vec<String>,
    /// All of them in one automaton; leftmost and longest wins.
    pub automaton: AhoCorasick,
}

/// 词尾表
#[derive(Clone, Debug)]
pub struct SuffixTable {
    /// Its name.
    pub name: String,
    /// Where it was declared.
    pub span: Span,
    /// The endings.
    pub endings: BTreeMap<String, Filing>,
    /// The most characters that an ending has.
    pub longest: usize,
    /// Full names, which come before endings.
    pub exceptions: BTreeMap<String, Filing>,
}

/// Where names of an ending, or one full name, belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// `一级/二级`
    pub place: String,
    /// Where the word stands.
    pub span: Span,
    /// Where the place stands.
    pub place_span: Span,
    /// The pack that says so.
    pub pack: String,
}

impl SuffixTable {
    /// Where a name belongs: by its full name, else by its longest ending.
    pub fn file(&self, name: &str) -> Option<&str> {
        let exact = self.exceptions.get(name);
        exact
            .or_else(|| self.by_ending(name, 0).map(|(_, filing)| filing))
            .map(|filing| filing.place.as_str())
    }

    /// The longest ending of a name that is shorter than the name by `less` characters at least.
    pub(super) fn by_ending(&self, name: &str, less: usize) -> Option<(&str, &Filing)> {
        let starts = name.char_indices().map(|(at, _)| at).skip(less);
        // A name longer than any ending is looked at from where the longest could start.
        let beyond = name.chars().count().saturating_sub(self.longest).saturating_sub(less);
        starts.skip(beyond).find_map(|at| {
            let ending = name.get(at..)?;
            self.endings.get_key_value(ending).map(|(ending, filing)| (ending.as_str(), filing))
        })
    }
}

/// 定义
#[derive(Clone, Debug)]
pub struct Define {
    /// Its name.
    pub name: String,
    /// What its parameters are called; they fill its first slots.
    pub parameters: Vec<String>,
    /// How many variables its body needs, parameters included.
    pub slots: usize,
    /// What it stands for.
    pub body: Expr,
    /// The slots of the 参数 that it hangs on.
    pub leans_on: Vec<usize>,
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The automaton.
    pub regex: Regex,
    /// Its place, slashes included.
    pub span: Span,
}

/// 规则
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// The pack that it comes from.
    pub pack: String,
    /// The form whose sheets it judges.
    pub form: Arc<Form>,
    /// 说明
    pub about: Option<String>,
    /// 标签
    pub tags: Tags,
    /// 依据: slot of the law, article as written.
    pub basis: Vec<(usize, Option<String>)>,
    /// The rules that stand in its place, where they are in force (收紧); by slot.
    pub tightened_by: Vec<usize>,
    /// 施行, or the time in which a law that it cites binds; `None` binds always.
    pub in_force: Option<Vec<Period>>,
    /// 对, outermost first.
    pub ranges: Vec<Range>,
    /// 当, all joined by 且.
    pub when: Vec<Expr>,
    /// 例外
    pub exceptions: Vec<Exception>,
    /// 须, and 不得 turned round; all must hold.
    pub demands: Vec<Expr>,
    /// 否则
    pub severity: Severity,
    /// The message of a finding; where it is empty, the sentence of the rule stands for it.
    pub message: Template,
    /// Where a finding points; the first is the place at fault.
    pub anchors: Vec<Anchor>,
    /// 建议
    pub help: Option<Template>,
    /// 修复, each a way of its own.
    pub fixes: Vec<RuleFix>,
    /// 合格
    pub accepts: Vec<Example>,
    /// 不合格
    pub rejects: Vec<Example>,
    /// How many variables it needs.
    pub slots: usize,
    /// The text of all its clauses but examples: what `explain` shows.
    pub text: String,
    /// The slots of the 参数 that it hangs on.
    pub leans_on: Vec<usize>,
    /// Whether a project leaves it out: it is known, but judges no sheet.
    pub left_out: bool,
}

impl Rule {
    /// Whether it is in force on some of the days; of days that are not known it is.
    pub fn binds(&self, days: Option<Period>) -> bool {
        match (&self.in_force, days) {
            (Some(periods), Some(days)) => periods.iter().any(|period| period.meets(&days)),
            (Some(periods), None) => !periods.is_empty(),
            (None, _) => true,
        }
    }
}

/// A span of days, both ends included; an open end has no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

impl Period {
    /// Whether the two have a day in common.
    pub fn meets(&self, other: &Period) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| {
            end.zip(start).is_some_and(|(end, start)| end < start)
        };
        !before(self.until, other.from) && !before(other.until, self.from)
    }
}

/// 例外: where its condition holds, the rule does not bind.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The condition.
    pub condition: Expr,
    /// What it rests on: slot of the law, article as written.
    pub basis: Option<(usize, Option<String>)>,
}

/// Slot of a variable.
pub type Slot = usize;

/// 对
#[derive(Clone, Debug)]
pub enum Range {
    /// 每个
    Each(Domain),
    /// 每两个: each pair once, in the order of the sheets or of the text.
    Pair {
        /// The first, without a filter of its own.
        domain: Domain,
        /// The variable of the second.
        second: Slot,
        /// 当, of both.
        filter: Option<Expr>,
        /// The lookups that find the second.
        joins: Vec<Join>,
        /// The similarity that is asked of the two.
        alike: Option<Box<Alike>>,
    },
    /// 每处
    Match {
        /// The variable.
        slot: Slot,
        /// Texts, or lists of fragments.
        within: Vec<Expr>,
        /// The pattern's slot.
        pattern: Option<usize>,
        /// 当
        filter: Option<Expr>,
    },
}

/// What is ranged over.
#[derive(Clone, Debug)]
pub struct Domain {
    /// 指标, 字段 or 表.
    pub over: Over,
    /// The sheet whose indicators or fields are meant; `None` is the one that is judged.
    pub of: Option<Slot>,
    /// The variable.
    pub slot: Slot,
    /// The name asked for.
    pub named: Option<String>,
    /// The levels that it must be filed under.
    pub levels: Option<Vec<LevelId>>,
    /// 当
    pub filter: Option<Box<Expr>>,
    /// Of sheets: what the filter asks to be equal, to be looked up instead of tried.
    pub joins: Vec<Join>,
    /// Of sheets: the similarity that the filter asks for.
    pub alike: Option<Box<Alike>>,
}

/// A similarity that is asked of a sheet's field: `相似度(b.项目概况, 项目概况) ≥ 90%`.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The field of the sheet that is sought.
    pub field: FieldId,
    /// What it is to be similar to; does not read the sheet that is sought.
    pub with: Expr,
    /// How similar at least, in percent.
    pub least: Decimal,
    /// Whether it is what the rule forbids: sheets that are not so similar meet its demand.
    pub forbidden: bool,
}

/// An equality that a filter asks of a sheet: `b.项目名称 = 项目名称`.
#[derive(Clone, Debug)]
pub struct Join {
    /// The field of the sheet that is sought.
    pub key: SheetKey,
    /// What it must equal; does not read the sheet that is sought.
    pub with: Expr,
}

/// What sheets can be looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetKey {
    /// A field's value.
    Field(FieldId),
    /// 年度
    Year,
}

/// Which sheets a 表 ranges over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SheetScope {
    /// 本单位: those with the same value in this field.
    pub unit: Option<FieldId>,
    /// 本年度
    pub year: bool,
    /// 其他表: the judged one is left out.
    pub others: bool,
}

/// What can be ranged over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// 指标
    Indicators,
    /// 字段
    Fields,
    /// 表
    Sheets(SheetScope),
    /// 表 without a scope: the judged sheet itself.
    ThisSheet,
}

/// A message with holes.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a message.
#[derive(Clone, Debug)]
pub enum Part {
    /// Words as they stand.
    Text(String),
    /// A value.
    Hole(Expr),
}

/// Where a finding points.
#[derive(Clone, Debug)]
pub enum Anchor {
    /// The key of the tree of indicators; where it is absent, the head of the sheet.
    Tree,
    /// A level; where it is absent, its nearest present parent and the point of insertion.
    Level(LevelId),
    /// A field; where it is absent, the head of the sheet.
    Field(FieldId),
    /// All that the expression stands for.
    Expr(Expr),
}

/// 修复
#[derive(Clone, Debug)]
pub struct RuleFix {
    /// The change as written.
    pub span: Span,
    /// How far it may be trusted.
    pub level: FixLevel,
    /// What is done.
    pub change: Change,
}

/// What a 修复 does to a sheet.
#[derive(Clone, Debug)]
pub enum Change {
    /// 添加, an indicator.
    AddIndicator {
        /// Where.
        level: LevelId,
        /// Its name.
        name: Template,
        /// Its target.
        value: Template,
    },
    /// 添加, a field.
    AddField(FieldId, Template),
    /// 把 … 改为 …, of a field or an indicator's attribute.
    Set(Expr, Template),
    /// 删除, of an indicator, a field or a piece of a text.
    Remove(Expr),
    /// 移动 … 到 …, of an indicator.
    Move(Expr, Goal),
    /// 改名 … 为 …, of an indicator.
    Rename(Expr, Template),
    /// 替换 … 为 …, of a piece of a text.
    Replace(Expr, Template),
}

/// Where an indicator is moved.
#[derive(Clone, Debug)]
pub enum Goal {
    /// A level.
    Level(LevelId),
    /// The level that a text names, as `一级/二级`.
    Path(Expr),
}

/// A sheet fragment of a rule, its marks taken out.
#[derive(Clone, Debug)]
pub struct Example {
    /// The fragment as read, with the way back to the rule file.
    pub text: Text,
    /// Where it stands in the rule file.
    pub span: Span,
    /// The marked ranges, in bytes of the text.
    pub marks: Vec<std::ops::Range<usize>>,
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it stands.
    pub span: Span,
    /// What it yields.
    pub ty: Type,
    /// What it is.
    pub kind: Kind,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Stands where something faulty was; evaluates to unknown.
    Faulty,
    /// A text as written.
    Text(String),
    /// A figure as written.
    Figure(Figure),
    /// A date as written.
    Date(Date),
    /// `["…"]`
    List(Vec<Expr>),
    /// A word list's slot.
    Words(usize),
    /// A table of endings' slot.
    Suffixes(usize),
    /// 指标库, by slot.
    Catalogue(usize),
    /// A pattern's slot.
    Pattern(usize),
    /// Synonyms' slot.
    Synonyms(usize),
    /// A parameter's slot.
    Parameter(usize),
    /// A field of the sheet.
    Field(FieldId),
    /// 年度
    Year,
    /// `a.项目名称`: a field of another sheet.
    SheetField(Box<Expr>, FieldId),
    /// `a.年度`
    SheetYear(Box<Expr>),
    /// A variable.
    Variable(Slot),
    /// `i.目标值`
    Attribute(Box<Expr>, AttributeId),
    /// `i.名称` and the like.
    Part(Box<Expr>, PartOf),
    /// `m.值`: the named group.
    Group(Box<Expr>, String),
    /// A definition's slot, and what it is given.
    Define(usize, Vec<Expr>),
    /// A built-in function.
    Call(Function, Vec<Expr>),
    /// 非
    Not(Box<Expr>),
    /// 且, 或 and arithmetic.
    Binary(Box<Expr>, BinaryOp, Box<Expr>),
    /// `-x`
    Negative(Box<Expr>),
    /// A number or a fragment as a percentage: `m.值%`.
    Percent(Box<Expr>),
    /// A quotient as a percentage: 0.5 is 50%.
    Ratio(Box<Expr>),
    /// `a ≤ b ≤ c`
    Chain(Box<Expr>, Vec<(Order, Expr)>),
    /// `a = b 误差 c`
    Near {
        /// One side.
        left: Box<Expr>,
        /// The other.
        right: Box<Expr>,
        /// By how much they may differ.
        tolerance: Box<Expr>,
        /// ≠
        negated: bool,
    },
    /// Comparisons of targets as sets of figures.
    SetTest {
        /// What is compared.
        subject: Box<Expr>,
        /// How.
        relation: Relation,
        /// With what.
        object: Box<Expr>,
        /// 不
        negated: bool,
    },
    /// Comparisons of text.
    Test {
        /// What is tested.
        subject: Box<Expr>,
        /// How.
        test: TextTest,
        /// With what.
        object: Box<Expr>,
        /// 不
        negated: bool,
    },
    /// `i.目标值 是 百分比`
    IsKind {
        /// The target.
        subject: Box<Expr>,
        /// The kind's name.
        kind: String,
        /// 不
        negated: bool,
    },
    /// 有, 没有, 至少 …
    Exists(Amount, Domain),
    /// 每个 … 都 …
    Every(Domain, Box<Expr>),
    /// 个数(…)
    Count(Domain),
    /// 合计(… 对 …) and the like
    Aggregate(Aggregation, Box<Expr>, Box<Range>),
    /// `有 x`, `没有 x`
    Present(bool, Box<Expr>),
}

/// The order of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// =
    Equal,
    /// ≠
    Unequal,
    /// <
    Less,
    /// ≤
    AtMost,
    /// >
    Greater,
    /// ≥
    AtLeast,
}

impl Order {
    /// The order of the sides the other way round.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Order::Less => Order::Greater,
            Order::AtMost => Order::AtLeast,
            Order::Greater => Order::Less,
            Order::AtLeast => Order::AtMost,
            Order::Equal | Order::Unequal => self,
        }
    }
}

/// Comparisons of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextTest {
    /// 包含
    Contains,
    /// 匹配
    Matches,
    /// 属于
    In,
    /// 开头是
    StartsWith,
    /// 结尾是
    EndsWith,
}

/// What can be read off an indicator, a field or a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartOf {
    /// 名称
    Name,
    /// 一级
    Level1,
    /// 二级
    Level2,
    /// 归属: `一级/二级`
    Filing,
    /// 值, of a field
    FieldValue,
    /// 类型, of a field
    FieldType,
    /// 数值, of a target
    Number,
    /// 符号, of a target
    Comparator,
    /// 单位, of a target
    Unit,
    /// 种类, of a target
    TargetKind,
    /// 下限, of a target
    Low,
    /// 上限, of a target
    High,
    /// 目标值, of a promise
    Aim,
    /// 起, of a time
    FirstDay,
    /// 止, of a time
    LastDay,
    /// 重复, of a promise: whether the same is said before it
    Repeated,
    /// 文, of what is found in a text
    Wording,
}
