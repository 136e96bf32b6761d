//! The words for laws that are not in force and rules that relax others, in both languages.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::dictionary::Law;
use crate::lint::Relaxed;
use crate::source::Span;
use crate::syntax::rule::Name;
use crate::value::Date;

pub(super) fn ends_before_it_starts(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DATES_REVERSED,
        span,
        Words::new("施行的终止早于起始", "it ends before it begins"),
    )
    .help(Words::new("先写起，后写止：施行 2020 至 2021", "write: effective 2020 until 2021"))
}

pub(super) fn exception_without_basis(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::EXCEPTION_WITHOUT_BASIS,
        span,
        Words::new(
            "例外没有自己的依据：法没有说可以例外，就不能例外",
            "the exception cites no law of its own",
        ),
    )
    .help(Words::new(
        "在条件后面写“依据 法规简称 条款”",
        "write `basis law article` after the condition",
    ))
}

pub(super) fn never_in_force(rule: &str, span: Span, form: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::NEVER_IN_FORCE,
        span,
        Words::new(
            format!("规则“{rule}”施行的时间不在表单“{form}”的年度里，一张表也不会查"),
            format!("“{rule}” is never in force in the years of the form “{form}”"),
        ),
    )
    .help(Words::new("改“施行”的时间，或改表单的年度", "change `effective`, or the form's years"))
}

pub(super) fn repealed(law: &Law, cited: Span, end: Date, start: Date) -> Diagnostic {
    Diagnostic::warning(
        Code::LAW_REPEALED,
        cited,
        Words::new(
            format!("{} 已于 {end} 废止，规则查的是 {start} 以后的表", law.citation()),
            format!(
                "{} was repealed on {end}; the rule judges sheets from {start} on",
                law.citation()
            ),
        ),
    )
    .label(law.span, Words::new("法规在这里", "the law is here"))
    .help(Words::new(
        "引用现行的法规；或用“施行 … 至 …”只查它有效时的表",
        "cite the law now in force, or limit the rule by `effective … until …`",
    ))
}

pub(super) fn not_yet_in_force(law: &Law, cited: Span, start: Date, end: Date) -> Diagnostic {
    Diagnostic::error(
        Code::LAW_NOT_APPLICABLE,
        cited,
        Words::new(
            format!("{} 自 {start} 起施行，不能用来要求 {end} 以前的表", law.citation()),
            format!(
                "{} is in force from {start}; it does not apply to sheets up to {end}",
                law.citation()
            ),
        ),
    )
    .label(law.span, Words::new("法规在这里", "the law is here"))
    .help(Words::new("引用当时有效的法规", "cite a law that was in force then"))
}

pub(super) fn binds_elsewhere(law: &Law, cited: Span, place: &str) -> Diagnostic {
    let scope = law.scope.as_deref().unwrap_or_default();
    Diagnostic::error(
        Code::LAW_NOT_APPLICABLE,
        cited,
        Words::new(
            format!("{} 适用于{scope}，不约束{place}的表", law.citation()),
            format!("{} applies to {scope} and does not bind sheets of {place}", law.citation()),
        ),
    )
    .label(law.span, Words::new("法规在这里", "the law is here"))
    .help(Words::new(
        "引用约束当地的法规；只是参考的，把法规的“效力”写成 参照",
        "cite a law that applies there; if it is only a guide, declare its force as 参照",
    ))
}

pub(super) fn tightens_nothing(of: &Name, near: Option<&str>) -> Diagnostic {
    let message = Words::new(
        format!("没有可以收紧的规则“{}”", of.text),
        format!("there is no rule “{}” to tighten", of.text),
    );
    let otherwise = Words::new(
        "写上位规则包里规则的全名；biaochi rules 列出现有的规则",
        "write the full name of a rule of an upper pack; `biaochi rules` lists them",
    );
    Diagnostic::error(Code::TIGHTENS_NOTHING, of.span, message).suggest(of.span, near, otherwise)
}

pub(super) fn tightens_its_own_pack(of: &Name, upper: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TIGHTENS_OWN_PACK,
        of.span,
        Words::new(
            format!("“{}”在同一个规则包里，不必收紧", of.text),
            format!("“{}” is in the same pack", of.text),
        ),
    )
    .label(upper, Words::new("在这里", "here"))
    .help(Words::new("直接改那条规则", "change that rule itself"))
}

pub(super) fn relaxes(of: &Name, upper: Span, lower: Span, how: Relaxed) -> Diagnostic {
    let (zh, en) = match how {
        Relaxed::Range => ("查的范围不同或变窄了", "it ranges over something else, or over less"),
        Relaxed::Condition => ("多了适用的条件，查的表变少了", "it has a further condition"),
        Relaxed::Exception => ("多了例外", "it has a further exception"),
        Relaxed::Demand => (
            "要求变松了，或看不出是更严的",
            "its demand is weaker, or cannot be shown to be stronger",
        ),
        Relaxed::Severity => ("严重程度变轻了", "its severity is lower"),
    };
    Diagnostic::error(
        Code::NOT_TIGHTER,
        lower,
        Words::new(
            format!("这条规则没有收紧“{}”：{zh}", of.text),
            format!("the rule does not tighten “{}”: {en}", of.text),
        ),
    )
    .label(upper, Words::new("上位的规则在这里", "the upper rule stands here"))
    .help(Words::new(
        "“对”和“当”照抄上位规则（可以更宽），要求照抄后只改更严的数或再加一条“须”；下位只能收紧，不能放宽",
        "repeat the upper rule's `for` and `when` (or wider), keep its demands or make their bounds stricter, or add demands",
    ))
}
