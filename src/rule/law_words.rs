//! The words for laws that do not bind, in both languages.

use super::ruleset::Law;
use crate::diagnostic::{Diagnostic, Words};
use crate::source::Span;
use crate::value::Date;

pub(super) fn ends_before_it_starts(span: Span) -> Diagnostic {
    Diagnostic::error(
        "尺/日期颠倒",
        span,
        Words::new("施行的终止早于起始", "it ends before it begins"),
    )
    .help(Words::new("先写起，后写止：施行 2020 至 2021", "write: effective 2020 until 2021"))
}

pub(super) fn exception_without_basis(span: Span) -> Diagnostic {
    Diagnostic::warning(
        "尺/例外缺依据",
        span,
        Words::new(
            "例外没有自己的依据：法没有说可以例外，就不能例外",
            "the exception cites no law of its own",
        ),
    )
    .help(Words::new(
        "在条件后面写“依据 法规简称 条款”",
        "write `basis law article` behind the condition",
    ))
}

pub(super) fn never_in_force(rule: &str, span: Span, form: &str) -> Diagnostic {
    Diagnostic::warning(
        "尺/从不施行",
        span,
        Words::new(
            format!("规则“{rule}”施行的时间不在表单“{form}”的年度里，一张表也不会查"),
            format!("“{rule}” is never in force in the years of the form “{form}”"),
        ),
    )
    .help(Words::new("改“施行”的时间，或改表单的年度", "mend `effective`, or the form's years"))
}

pub(super) fn repealed(law: &Law, cited: Span, end: Date, start: Date) -> Diagnostic {
    Diagnostic::warning(
        "尺/法规已废止",
        cited,
        Words::new(
            format!("{} 已于 {end} 废止，规则查的是 {start} 以后的表", law.citation()),
            format!(
                "{} was repealed on {end}; the rule judges sheets from {start} on",
                law.citation()
            ),
        ),
    )
    .label(law.span, Words::new("法规在这里", "the law stands here"))
    .help(Words::new(
        "引用现行的法规；或用“施行 … 至 …”只查它有效时的表",
        "cite the law now in force, or limit the rule by `effective … until …`",
    ))
}

pub(super) fn not_yet_in_force(law: &Law, cited: Span, start: Date, end: Date) -> Diagnostic {
    Diagnostic::error(
        "尺/法规不适用",
        cited,
        Words::new(
            format!("{} 自 {start} 起施行，不能用来要求 {end} 以前的表", law.citation()),
            format!(
                "{} binds from {start} on; it cannot be held against sheets up to {end}",
                law.citation()
            ),
        ),
    )
    .label(law.span, Words::new("法规在这里", "the law stands here"))
    .help(Words::new("引用当时有效的法规", "cite a law that was in force then"))
}

pub(super) fn binds_elsewhere(law: &Law, cited: Span, place: &str) -> Diagnostic {
    let scope = law.scope.as_deref().unwrap_or_default();
    Diagnostic::error(
        "尺/法规不适用",
        cited,
        Words::new(
            format!("{} 适用于{scope}，不约束{place}的表", law.citation()),
            format!("{} applies to {scope} and does not bind sheets of {place}", law.citation()),
        ),
    )
    .label(law.span, Words::new("法规在这里", "the law stands here"))
    .help(Words::new(
        "引用约束当地的法规；只是参考的，把法规的“效力”写成 参照",
        "cite a law that binds there; if it only guides, declare its force as 参照",
    ))
}
