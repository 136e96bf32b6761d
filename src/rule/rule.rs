//! A rule as checked: every name resolved, every type agreed. What was written is `syntax::rule`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Expr, FormId, LawId, ParameterId, Range, RuleId, Tags, Witnesses};
use crate::diagnostic::{FixLevel, Severity};
use crate::dictionary::DaySpan;
use crate::form::{FieldId, Form, LevelId, TableId};
use crate::source::{MappedText, Span};

/// 规则, written once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// The place of its name.
    pub(crate) span: Span,
    /// The pack that it comes from.
    pub pack: String,
    /// 说明
    pub about: Option<String>,
    /// 标签
    pub tags: Tags,
    /// 依据: the law, the article as written.
    pub basis: Vec<(LawId, Option<String>)>,
    /// 否则, as written; a project may override it.
    pub(crate) severity: Severity,
    /// 合格
    pub accepts: Vec<Example>,
    /// 不合格
    pub rejects: Vec<Example>,
    /// The text of all its clauses but examples: what `explain` shows.
    pub(crate) text: String,
    /// Its demands on the sheets of each form that it judges; never empty, each form once.
    pub forms: Vec<OnForm>,
    /// The forms to which it does not apply, as they lack what it names.
    pub(crate) lacks: Vec<Lack>,
}

/// Why a rule does not apply to a form.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Lack {
    pub(crate) form: FormId,
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// A rule resolved for one form: its names are those of the form. Only this can be evaluated.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OnForm {
    /// The form whose sheets it judges.
    pub(crate) id: FormId,
    /// What that form declares. Stored once, in the table of forms.
    #[serde(skip)]
    pub form: Arc<Form>,
    /// Whether the form is of a pack that builds on the rule's.
    pub(crate) of_lower: bool,
    /// The rules that replace it on this form while they are in force (收紧).
    pub(crate) tightened_by: Vec<RuleId>,
    /// 施行, or the time in which a law that the rule cites is in force; `None` is always. A rule
    /// that relaxes the one that it should tighten is never in force.
    pub(crate) in_force: Option<Vec<DaySpan>>,
    /// 对, outermost first; those that read only the judged sheet come before the others.
    pub(crate) ranges: Vec<Range>,
    /// Its parts that look at other sheets.
    pub(crate) witnesses: Witnesses,
    /// 当, all joined by 且.
    pub(crate) when: Vec<Expr>,
    /// 例外
    pub(crate) exceptions: Vec<Exception>,
    /// 须, and 不得 negated; all must hold.
    pub(crate) demands: Vec<Expr>,
    /// The message of a finding; if empty, the sentence of the rule is used.
    pub(crate) message: Template,
    /// Where a finding points; the first is the primary place.
    pub(crate) anchors: Vec<Anchor>,
    /// 建议
    pub help: Option<Template>,
    /// 修复, each an alternative.
    pub(crate) fixes: Vec<RuleFix>,
    /// How many variables it needs.
    pub(crate) slots: usize,
    /// The 参数 that it depends on.
    pub(crate) leans_on: Vec<ParameterId>,
}

impl Rule {
    /// Its demands on the sheets of a form, if it judges them.
    pub(crate) fn on(&self, form: FormId) -> Option<&OnForm> {
        self.forms.iter().find(|on| on.id == form)
    }

    /// The 规则表 of which it is a row.
    pub fn table(&self) -> Option<&str> {
        self.name.split_once('#').map(|(table, _)| table)
    }

    /// The form for which it is shown to people.
    pub fn shown(&self) -> Option<&OnForm> {
        self.forms.first()
    }
}

impl OnForm {
    /// Whether it is in force on some of the days; true for unknown days.
    pub(crate) fn binds(&self, days: Option<DaySpan>) -> bool {
        match (&self.in_force, days) {
            (Some(periods), Some(days)) => periods.iter().any(|period| period.meets(&days)),
            (Some(periods), None) => !periods.is_empty(),
            (None, _) => true,
        }
    }
}

/// A selected rule, with the selected forms.
#[derive(Clone, Debug)]
pub struct Wanted<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// Some of its forms; never empty.
    pub forms: Vec<&'r OnForm>,
}

/// 例外: if its condition holds, the rule does not apply.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Exception {
    /// The condition.
    pub(crate) condition: Expr,
    /// Its basis: the law, the article as written.
    pub(crate) basis: Option<(LawId, Option<String>)>,
}

/// A message with holes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Template {
    /// Its parts, in order.
    pub(crate) parts: Vec<MessagePart>,
}

/// A part of a message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum MessagePart {
    /// Literal words.
    Text(Arc<str>),
    /// A value.
    Hole(Expr),
}

/// Where a finding points.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Anchor {
    /// The key of the tree of indicators; if absent, the head of the sheet.
    Tree,
    /// A level; if absent, its nearest present parent and the point of insertion.
    Level(LevelId),
    /// A field; if absent, the head of the sheet.
    Field(FieldId),
    /// The key of a table; if absent, the head of the sheet.
    Table(TableId),
    /// Everything that the expression refers to.
    Expr(Expr),
}

/// 修复
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RuleFix {
    /// The change as written.
    pub(crate) span: Span,
    /// How far it can be trusted.
    pub(crate) level: FixLevel,
    /// What is done.
    pub(crate) change: FixChange,
}

/// What a 修复 does to a sheet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum FixChange {
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

/// Where an indicator is moved to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Goal {
    /// A level.
    Level(LevelId),
    /// The level that a text names, as `一级/二级`.
    Path(Expr),
}

/// A sheet fragment of a rule, without its marks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Example {
    /// The fragment as read, with a map to the rule file.
    pub(crate) text: MappedText,
    /// Its place in the rule file.
    pub(crate) span: Span,
    /// The marked ranges, in bytes of the text.
    pub(crate) marks: Vec<std::ops::Range<usize>>,
}
