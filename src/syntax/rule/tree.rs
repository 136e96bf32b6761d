//! The tree of a `.chi` file, as written: nothing is resolved, every name has its place.

mod expr;

pub use expr::*;

use super::Keyword;
use crate::diagnostic::{Diagnostic, FixLevel, Severity};
use crate::source::{MappedText, Span};

/// A whole file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleFile {
    /// The items, in order.
    pub items: Vec<Item>,
    /// Comments, from `#` to the end of the line, in order.
    pub comments: Vec<Span>,
    /// What is wrong with the text itself, but for what stands in a [`Broken`].
    pub diagnostics: Vec<Diagnostic>,
}

/// A name without 「」, and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Its place, quotes included.
    pub(crate) span: Span,
}

/// A piece of a file that could not be read. Kept apart from the diagnostics of the file, because
/// the checker, which knows the names, may find a missing space in it and give a better message.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// All of the clause or item, comments and trailing blanks excluded.
    pub(crate) span: Span,
    /// The finding, unless there is a better one.
    pub diagnostic: Box<Diagnostic>,
}

/// One item.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// 表单
    Form(FormItem),
    /// 法规
    Law(LawItem),
    /// 词表
    Words(WordsItem),
    /// 词尾表
    Suffixes(SuffixesItem),
    /// 指标库
    Catalogue(CatalogueItem),
    /// 同义
    Synonyms(SynonymsItem),
    /// 参数
    Parameter(ParameterItem),
    /// 引用
    Use(UseItem),
    /// 通用依据: the law, and the article.
    Basis(Name, Option<Name>),
    /// 定义
    Define(DefineItem),
    /// 规则
    Rule(RuleItem),
    /// Not readable.
    Broken(Broken),
}

/// `表单 名称 年度 2020 至 2021 地区 上海市：` and its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct FormItem {
    /// All of it.
    pub(crate) span: Span,
    /// 表单's name.
    pub name: Name,
    /// First year.
    pub(crate) from_year: Option<i32>,
    /// Last year; one year alone stands in both.
    pub(crate) until_year: Option<i32>,
    /// 地区
    pub(crate) place: Option<Name>,
    /// 通用
    pub(crate) general: bool,
    /// 又名
    pub(crate) aliases: Vec<Name>,
    /// 承: the form that it builds on.
    pub(crate) base: Option<Name>,
    /// Its lines.
    pub lines: Vec<FormLine>,
}

/// One line of a 表单.
#[derive(Clone, Debug, PartialEq)]
pub enum FormLine {
    /// `栏 名称 类型 必填 又名 …`
    Field(FieldLine),
    /// `指标栏 名称 类型 必填 又名 …`
    Attribute(FieldLine),
    /// `指标树 名称`
    Tree(Name),
    /// `层级 一级：二级、二级`
    Level {
        /// 一级
        name: Name,
        /// 二级
        children: Vec<Name>,
    },
    /// `层级又名 一级/二级：别名、别名`
    LevelAlias {
        /// The level.
        of: PlaceNode,
        /// Its other names.
        names: Vec<Name>,
    },
    /// `不判 名称、名称`
    Unjudged(Vec<Name>),
    /// `表格 名称 又名 …`
    Table {
        /// Its name.
        name: Name,
        /// 又名
        aliases: Vec<Name>,
    },
    /// `列 名称 类型 必填 又名 …`, of the table above it.
    Column(FieldLine),
    /// `合计行 名称、名称`, of the table above it.
    Totals(Vec<Name>),
    /// `角色 成本：投入目标、产出目标/花费`
    Role {
        /// The role.
        role: Name,
        /// The levels that have it.
        levels: Vec<PlaceNode>,
    },
    /// `改 栏 名称 为 名称`
    Renamed {
        /// What is renamed.
        part: FormPart,
        /// Its name so far.
        old: PlaceNode,
        /// Its new name.
        new: Name,
    },
    /// `去 栏 名称、名称`
    Dropped {
        /// What is dropped.
        part: FormPart,
        /// Their names.
        names: Vec<PlaceNode>,
    },
    /// Not readable.
    Broken(Broken),
}

/// What a 表单 is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormPart {
    /// 栏
    Field,
    /// 指标栏
    Attribute,
    /// 层级
    Level,
    /// 指标树
    Tree,
}

/// A field or attribute as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldLine {
    /// Its name.
    pub(crate) name: Name,
    /// Its type.
    pub(crate) kind: TypeName,
    /// 必填
    pub(crate) required: bool,
    /// 可为负: its value may lie below zero.
    pub(crate) signed: bool,
    /// 本单位: sheets with the same value in this field are of one unit.
    pub(crate) own_unit: bool,
    /// 由: the columns in which its value stands.
    pub(crate) joins: Vec<Name>,
    /// 又名
    pub(crate) aliases: Vec<Name>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TypeName {
    /// 文本
    Text,
    /// 整数
    Integer,
    /// 小数
    Number,
    /// 百分比
    Percent,
    /// 金额, with the unit of a bare number (元, 万元, 亿元) as written.
    Money(Option<Name>),
    /// 日期
    Date,
    /// 是否
    YesNo,
    /// 枚举, with its values and whether 等 followed.
    Enum {
        /// The values.
        values: Vec<Name>,
        /// 等
        open: bool,
    },
    /// 目标值
    Target,
}

/// `法规 名称 《标题》 文号 "…" 适用 … 效力 … 施行 … 废止 … 网址 "…"`
#[derive(Clone, Debug, PartialEq)]
pub struct LawItem {
    /// All of it.
    pub(crate) span: Span,
    /// The short name that rules cite.
    pub name: Name,
    /// The title, book-title marks included.
    pub(crate) title: Option<Name>,
    /// 文号
    pub(crate) number: Option<Name>,
    /// 适用: where it binds.
    pub(crate) scope: Option<Name>,
    /// 效力: 强制, 参照, 惯例.
    pub(crate) force: Option<Name>,
    /// 施行, a date as written.
    pub(crate) from: Option<Name>,
    /// 废止, a date as written.
    pub(crate) until: Option<Name>,
    /// 网址
    pub(crate) url: Option<Name>,
    /// What could not be read.
    pub broken: Vec<Broken>,
}

/// `词表 名称：词、词、"词"`
#[derive(Clone, Debug, PartialEq)]
pub struct WordsItem {
    /// All of it.
    pub(crate) span: Span,
    /// Its name.
    pub name: Name,
    /// The words.
    pub words: Vec<ListedWord>,
    /// 来自: the file that has them instead.
    pub(crate) from: Option<Name>,
}

/// A word of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedWord {
    /// The word.
    pub word: Name,
    /// What to write instead: `甲→乙`.
    pub instead: Option<Name>,
}

/// `词尾表 名称：` and its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct SuffixesItem {
    /// All of it.
    pub(crate) span: Span,
    /// Its name.
    pub name: Name,
    /// The lines.
    pub lines: Vec<SuffixLine>,
    /// 来自: a file with more of them.
    pub(crate) from: Option<Name>,
}

/// `指标库 名称 来自 "指标库.csv"`
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueItem {
    /// All of it.
    pub(crate) span: Span,
    /// Its name.
    pub name: Name,
    /// 来自: the table with its indicators.
    pub from: Name,
}

/// One line of a 词尾表.
#[derive(Clone, Debug, PartialEq)]
pub enum SuffixLine {
    /// `词尾、词尾 归 产出目标/质量`
    Endings {
        /// The endings.
        endings: Vec<Name>,
        /// Where such names belong.
        place: PlaceNode,
    },
    /// `例外 "全名"、"全名" 归 产出目标/数量`
    Exception {
        /// Full names.
        names: Vec<Name>,
        /// Where they belong.
        place: PlaceNode,
    },
    /// Not readable.
    Broken(Broken),
}

/// `同义 名称：词=词、词=词=词`
#[derive(Clone, Debug, PartialEq)]
pub struct SynonymsItem {
    /// All of it.
    pub(crate) span: Span,
    /// Its name.
    pub name: Name,
    /// The groups of words that count as one.
    pub groups: Vec<Vec<Name>>,
    /// 来自: the file that has them instead.
    pub(crate) from: Option<Name>,
}

/// `参数 名称：值` and its variants, or `参数 来自 "…"`, where a file names many.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterItem {
    /// All of it.
    pub(crate) span: Span,
    /// Its name; `None` if a file names them.
    pub name: Option<Name>,
    /// Its values by place and year.
    pub variants: Vec<Variant>,
    /// Lines that could not be read.
    pub broken: Vec<Broken>,
    /// 来自
    pub(crate) from: Option<Name>,
}

/// `年度 2020 至 2021 地区 上海市：值`
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// All of it; for a value without place and year, the value.
    pub(crate) span: Span,
    /// First and last year.
    pub(crate) years: Option<(i32, i32)>,
    /// 地区
    pub(crate) place: Option<Name>,
    /// The value.
    pub(crate) value: ExprNode,
}

/// `引用 "共用.chi"`, `引用 包 名称`
#[derive(Clone, Debug, PartialEq)]
pub struct UseItem {
    /// All of it.
    pub(crate) span: Span,
    /// What is used.
    pub of: Used,
}

/// What a 引用 names.
#[derive(Clone, Debug, PartialEq)]
pub enum Used {
    /// A rule file, its path as written.
    File(Name),
    /// A pack.
    Pack(Name),
}

/// `定义 名称：表达式`, `定义 名称(类型 名称、…)：表达式`
#[derive(Clone, Debug, PartialEq)]
pub struct DefineItem {
    /// All of it.
    pub(crate) span: Span,
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub(crate) parameters: Vec<DefineParameter>,
    /// Its body; an `Err` is not readable.
    pub body: Result<ExprNode, Broken>,
}

/// `指标 i`, of a 定义.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DefineParameter {
    /// Its type; an `Err` is no type.
    pub(crate) ty: Result<Keyword, Name>,
    /// Its name.
    pub(crate) name: Name,
}

/// `规则 名称：` and its clauses.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleItem {
    /// All of it.
    pub(crate) span: Span,
    /// Its name, e.g. 产出/质量指标不得列入时效.
    pub name: Name,
    /// 收紧: the rule of an upper pack that it replaces.
    pub(crate) tightens: Option<Name>,
    /// 来自, of a 规则表: the table that has a rule in each row.
    pub(crate) from: Option<Name>,
    /// The clauses, in order.
    pub clauses: Vec<Clause>,
}

/// One clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// All of it, its keyword included.
    pub(crate) span: Span,
    /// The place of its keyword, or of what is there instead.
    pub keyword: Span,
    /// Its keyword; `None` if there is none.
    pub(crate) word: Option<Keyword>,
    /// What it says.
    pub kind: ClauseKind,
}

/// What a clause says.
#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    /// 说明
    About(Literal),
    /// 依据
    Basis {
        /// The law's short name.
        law: Name,
        /// The article as written, blanks between its words kept single.
        article: Option<Name>,
    },
    /// 依据 列「…」, in a 规则表: the law and the article stand in the cell.
    BasisIn(Name),
    /// 对 每个 指标/字段/表
    Each(DomainNode),
    /// 对 每处 …
    EachMatch(Pieces),
    /// 对 每两个 表 a, b 于 … 当 …: the domain names the first, and has all the rest.
    EachPair(DomainNode, Name),
    /// 标签: words by which rules are grouped, and how far a rule can be trusted.
    Tags(Vec<Name>),
    /// 施行 … 至 …: the first and the last day or year, as written.
    InForce {
        /// From when.
        from: Name,
        /// Until when.
        until: Option<Name>,
    },
    /// 例外 … 依据 …
    Unless {
        /// The condition under which the rule does not apply.
        condition: ExprNode,
        /// The law's short name and the article, as in [`ClauseKind::Basis`].
        basis: Option<(Name, Option<Name>)>,
    },
    /// 当
    When(ExprNode),
    /// 须
    Must(ExprNode),
    /// 不得
    MustNot(ExprNode),
    /// 否则
    Else {
        /// 错误, 警告, 提示.
        severity: Severity,
        /// 列「…」, in a 规则表: the cell says which.
        severity_in: Option<Name>,
        /// The message.
        message: Option<Literal>,
        /// Where to point; the first is the primary place.
        anchors: Vec<AnchorNode>,
    },
    /// 建议
    Help(Literal),
    /// 修复
    Fix(FixClause),
    /// 合格
    Accepts(SheetFragment),
    /// 不合格
    Rejects(SheetFragment),
    /// Not readable.
    Broken(Broken),
}

/// `修复 需确认 移动 i 到 产出目标/质量`
#[derive(Clone, Debug, PartialEq)]
pub struct FixClause {
    /// 安全, 需确认, 待填.
    pub(crate) level: FixLevel,
    /// Where that is written; 安全 need not be.
    pub(crate) level_span: Option<Span>,
    /// What is done.
    pub(crate) change: ChangeNode,
    /// The change as written.
    pub(crate) span: Span,
}

/// What a 修复 does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ChangeNode {
    /// `添加 产出目标/质量/验收合格率: >=95%`, `添加 项目周期: …`
    Add {
        /// The levels; none where a field is added.
        levels: Option<PlaceNode>,
        /// The name of the entry.
        name: Wording,
        /// The text after its colon.
        value: Wording,
    },
    /// `把 i.目标值 改为 "≥95%"`
    Set(ExprNode, Wording),
    /// `删除 i`
    Remove(ExprNode),
    /// `移动 i 到 产出目标/质量`, `移动 i 到 词尾归类(i.名称, 指标归类)`
    Move(ExprNode, AnchorNode),
    /// `改名 i 为 "…"`
    Rename(ExprNode, Wording),
    /// `替换 m 为 "（"`
    Replace(ExprNode, Wording),
}

/// What a 修复 writes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wording {
    /// A quoted text, which may hold `{…}`.
    Text(Literal),
    /// What an expression yields.
    Expr(ExprNode),
    /// As it stands.
    Verbatim(Name),
}

/// A quoted text, escapes taken out; messages may hold `{…}` holes.
#[derive(Clone, Debug, PartialEq)]
pub struct Literal {
    /// The text, with the place of each of its characters.
    pub text: MappedText,
    /// All of it, quotes included.
    pub(crate) span: Span,
    /// The holes, in order.
    pub holes: Vec<Hole>,
}

/// `{表达式}` in a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Hole {
    /// The bytes of the literal's text that it fills, braces included.
    pub(crate) range: std::ops::Range<usize>,
    /// Its place, braces included.
    pub(crate) span: Span,
    /// What goes there; an `Err` is not readable.
    pub expr: Result<ExprNode, Broken>,
}

/// A sheet fragment between `"""`.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetFragment {
    /// The lines without their common indentation, with `[[` and `]]`.
    pub(crate) text: MappedText,
    /// All of it, quotes included.
    pub(crate) span: Span,
}

/// Where a finding points.
#[derive(Clone, Debug, PartialEq)]
pub enum AnchorNode {
    /// `实施管理`, `产出目标/质量`, a field, or a variable.
    Place(PlaceNode),
    /// `i.名称`, `重复句(x)`.
    Expr(ExprNode),
}

/// `一级/二级`, `*/二级`, or a name alone.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceNode {
    /// All of it.
    pub span: Span,
    /// Its parts; `None` is `*`.
    pub(crate) segments: Vec<(Option<String>, Span)>,
    /// The parts that stand in cells of a 规则表, by their number; each may hold several levels.
    pub(crate) columns: Vec<(usize, Name)>,
}
