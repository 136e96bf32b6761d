//! The words for fixes: what they do, and when they do not help.

use super::loss::ThingKind;
use crate::diagnostic::{Code, Diagnostic, Fix, Severity, Subject, Words};
use crate::eval::Deed;
use crate::source::Span;

/// The most characters of a text that a title repeats.
const LONGEST: usize = 24;

/// What a repair does, as the title of a fix.
pub(super) fn deed(deed: &Deed) -> Words {
    match deed {
        Deed::Add(Some(level), name, value) => {
            let (name, value) = (short(name), short(value));
            Words::new(
                format!("在“{level}”下添加“{name}: {value}”"),
                format!("add “{name}: {value}” under “{level}”"),
            )
        }
        Deed::Add(None, name, value) => {
            let (name, value) = (short(name), short(value));
            Words::new(format!("添加“{name}: {value}”"), format!("add “{name}: {value}”"))
        }
        Deed::Set(value) => {
            let value = short(value);
            Words::new(format!("改为“{value}”"), format!("change to “{value}”"))
        }
        Deed::Remove(what) => {
            let what = short(what);
            Words::new(format!("删除“{what}”"), format!("remove “{what}”"))
        }
        Deed::Move(level) => Words::new(format!("移到“{level}”"), format!("move to “{level}”")),
        Deed::Rename(name) => {
            let name = short(name);
            Words::new(format!("改名为“{name}”"), format!("rename to “{name}”"))
        }
        Deed::Replace(text) => {
            let text = short(text);
            Words::new(format!("换成“{text}”"), format!("replace by “{text}”"))
        }
    }
}

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// A fix that was tried and undone: the finding itself, with a remark.
pub(super) fn in_vain(finding: &Diagnostic, fix: &Fix) -> Diagnostic {
    Diagnostic::new(
        Code::FIX_IN_VAIN,
        Severity::Warning,
        Words::new(
            format!("{}，问题还在或又回来，没有改：{}", fix.title.zh, finding.message.zh),
            format!(
                "“{}” has no lasting effect, and was not applied: {}",
                fix.title.en, finding.message.en
            ),
        ),
    )
    .placed(finding.span())
    .help(Words::new("请手工改", "correct it by hand"))
}

/// A thing that a text holds, by kind and name.
pub(super) fn held(kind: ThingKind, name: &str) -> Words {
    let name = short(name);
    match kind {
        ThingKind::Sheet => Words::new(format!("一张“{name}”"), format!("a sheet of “{name}”")),
        ThingKind::Field => Words::new(format!("“{name}”一栏"), format!("the field “{name}”")),
        ThingKind::Indicator => {
            Words::new(format!("指标“{name}”"), format!("the indicator “{name}”"))
        }
        ThingKind::Comment => Words::new(format!("注释“{name}”"), format!("the comment “{name}”")),
    }
}

/// A fix that was undone because something else would be lost.
pub(super) fn loses(finding: &Diagnostic, fix: &Fix, what: &Words) -> Diagnostic {
    Diagnostic::new(
        Code::FIX_IN_VAIN,
        Severity::Warning,
        Words::new(
            format!("{}，会丢掉{}，已撤回，没有改：{}", fix.title.zh, what.zh, finding.message.zh),
            format!(
                "“{}” would lose {}, so it was undone: {}",
                fix.title.en, what.en, finding.message.en
            ),
        ),
    )
    .placed(finding.span())
    .help(Words::new("请手工改", "correct it by hand"))
}

/// The bound on fixes of one run is reached.
pub(super) fn not_all(finding: &Diagnostic, done: usize) -> Diagnostic {
    Diagnostic::new(
        Code::FIXES_LEFT,
        Severity::Warning,
        Words::new(
            format!("已改 {done} 处，从这里起的还没有改"),
            format!("{done} fixes were applied; the rest were not"),
        ),
    )
    .placed(finding.span())
    .help(Words::new("再运行一次，接着改", "run it again to go on"))
}

/// A fix of a rule that does not resolve what the rule finds in its own example.
pub(super) fn helps_nothing(rule: &str, clause: Span, example: Span, title: &Words) -> Diagnostic {
    Diagnostic::error(
        Code::FIX_IN_VAIN,
        clause,
        Words::new(
            format!("规则“{rule}”：照这条修复改了不合格的例子，规则还是不通过"),
            format!("rule “{rule}”: applied to a rejected example, this fix does not resolve it"),
        ),
    )
    .label(example, Words::new(format!("在这里：{}", title.zh), format!("here: {}", title.en)))
    .help(Words::new(
        "改正修复，使改后的例子通过；要人补才能通过的，写“修复 待填”",
        "correct the fix so that the example passes, or make it a draft if a person must finish it",
    ))
    .about(Subject::Rule(rule.to_owned()))
}

/// A fix of a rule that makes its example unreadable.
pub(super) fn breaks_example(rule: &str, clause: Span, example: Span, fault: &Words) -> Diagnostic {
    Diagnostic::error(
        Code::FIX_IN_VAIN,
        clause,
        Words::new(
            format!("规则“{rule}”：照这条修复改了例子，表就读不成了：{}", fault.zh),
            format!("rule “{rule}”: this fix leaves the example unreadable: {}", fault.en),
        ),
    )
    .label(example, Words::new("在这里", "here"))
    .about(Subject::Rule(rule.to_owned()))
}

/// A fix of a rule that no example uses.
pub(super) fn never_used(rule: &str, clause: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::NEVER_SEEN,
        clause,
        Words::new(
            format!("规则“{rule}”：没有一个不合格的例子用得上这条修复"),
            format!("rule “{rule}”: no rejected example can use this fix"),
        ),
    )
    .help(Words::new(
        "补一个不合格的例子；如果例子里有问题而改不了，看修复写的位置和内容是否说得通",
        "add a rejected example; if it cannot be applied to the one there is, check the place and the words of the fix",
    ))
    .about(Subject::Rule(rule.to_owned()))
}
