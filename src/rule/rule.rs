//! A rule as checked: every name resolved, every type agreed. What was written is `syntax::rule`.

use std::sync::Arc;

use super::{Expr, FormId, LawId, ParameterId, Range, RuleId, Tags, Witnesses};
use crate::diagnostic::{FixLevel, Severity};
use crate::dictionary::Period;
use crate::form::{FieldId, Form, LevelId};
use crate::source::{Span, Text};

/// 规则, written once.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// The pack that it comes from.
    pub pack: String,
    /// 说明
    pub about: Option<String>,
    /// 标签
    pub tags: Tags,
    /// 依据: the law, the article as written.
    pub basis: Vec<(LawId, Option<String>)>,
    /// 否则, as written; a project may say otherwise.
    pub severity: Severity,
    /// 合格
    pub accepts: Vec<Example>,
    /// 不合格
    pub rejects: Vec<Example>,
    /// The text of all its clauses but examples: what `explain` shows.
    pub text: String,
    /// What it asks of the sheets of each form that it judges; never empty, each form once.
    pub forms: Vec<OnForm>,
}

/// A rule resolved for one form: its names are those of the form. Only this can be evaluated.
#[derive(Clone, Debug)]
pub struct OnForm {
    /// The form whose sheets it judges.
    pub id: FormId,
    /// What that form declares.
    pub form: Arc<Form>,
    /// The rules that stand in its place on this form, where they are in force (收紧).
    pub tightened_by: Vec<RuleId>,
    /// 施行, or the time in which a law that the rule cites binds; `None` binds always. A rule that relaxes the one
    /// that it should tighten binds never.
    pub in_force: Option<Vec<Period>>,
    /// 对, outermost first; those that read the judged sheet alone stand before the others.
    pub ranges: Vec<Range>,
    /// What of it looks at other sheets.
    pub witnesses: Witnesses,
    /// 当, all joined by 且.
    pub when: Vec<Expr>,
    /// 例外
    pub exceptions: Vec<Exception>,
    /// 须, and 不得 turned round; all must hold.
    pub demands: Vec<Expr>,
    /// The message of a finding; where it is empty, the sentence of the rule stands for it.
    pub message: Template,
    /// Where a finding points; the first is the place at fault.
    pub anchors: Vec<Anchor>,
    /// 建议
    pub help: Option<Template>,
    /// 修复, each a way of its own.
    pub fixes: Vec<RuleFix>,
    /// How many variables it needs.
    pub slots: usize,
    /// The 参数 that it depends on.
    pub leans_on: Vec<ParameterId>,
}

impl Rule {
    /// What it asks of the sheets of a form, if it judges them.
    pub fn on(&self, form: FormId) -> Option<&OnForm> {
        self.forms.iter().find(|on| on.id == form)
    }

    /// The form on which it is shown to people.
    pub fn shown(&self) -> Option<&OnForm> {
        self.forms.first()
    }
}

impl OnForm {
    /// Whether it is in force on some of the days; of days that are not known it is.
    pub fn binds(&self, days: Option<Period>) -> bool {
        match (&self.in_force, days) {
            (Some(periods), Some(days)) => periods.iter().any(|period| period.meets(&days)),
            (Some(periods), None) => !periods.is_empty(),
            (None, _) => true,
        }
    }
}

/// A rule that is wanted, with the forms on which it is.
#[derive(Clone, Debug)]
pub struct Wanted<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// Some of its forms; never empty.
    pub forms: Vec<&'r OnForm>,
}

/// 例外: where its condition holds, the rule does not bind.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The condition.
    pub condition: Expr,
    /// What it rests on: the law, the article as written.
    pub basis: Option<(LawId, Option<String>)>,
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
