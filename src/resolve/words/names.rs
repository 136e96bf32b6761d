//! The words for names that are unknown, or refer to something else.

use crate::diagnostic::{Code, Diagnostic, Edit, FixLevel, Words};
use crate::rule::types::Type;
use crate::rule::{Expr, Kind, PartOf};
use crate::source::Span;
use crate::syntax::rule::Name;
use crate::value::TargetClass;

pub(in crate::resolve) fn name_unknown(name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let message = Words::new(
        format!("没有叫“{name}”的字段、变量、定义或词表"),
        format!("there is no field, variable, definition or word list “{name}”"),
    );
    if name == "否" {
        let quoted = Edit { span, text: "\"否\"".to_owned() };
        return Diagnostic::error(Code::UNKNOWN_NAME, span, message)
            .help(Words::new(
                "要比的“否”要加引号：\"否\"；也可以写“非 字段名”",
                "put it in quotes: \"否\"; or write not and the field",
            ))
            .fix(FixLevel::Safe, Words::new("加上引号", "put it in quotes"), vec![quoted]);
    }
    let otherwise = Words::new(
        "字段名要与表单一致；变量在“对”里起名；定义和词表写在规则外面",
        "use the form's field names; variables are named in `for`, definitions and lists outside rules",
    );
    Diagnostic::error(Code::UNKNOWN_NAME, span, message).suggest(span, near, otherwise)
}

pub(in crate::resolve) fn level_is_no_value(name: &str, span: Span, path: &str) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("“{name}”是绩效目标的层级，本身没有值"),
            format!("“{name}” is a level of the tree and has no value of its own"),
        ),
    )
    .help(Words::new(
        format!("问其中的指标，例如：有 指标 于 {path}"),
        format!("ask for its indicators, such as: has indicator in {path}"),
    ))
}

pub(in crate::resolve) fn anchor_unknown(name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let message = Words::new(
        format!("“于”后面的“{name}”不是变量、字段或层级"),
        format!("“{name}” is not a variable, field or level to point at"),
    );
    let otherwise = Words::new(
        "写“对”里起的名字（如 i.目标值）、字段名，或层级（如 产出目标/时效）",
        "write a variable (i.目标值), a field, or a level (产出目标/时效)",
    );
    Diagnostic::error(Code::UNKNOWN_PLACE, span, message).suggest(span, near, otherwise)
}

pub(in crate::resolve) fn place_unknown(
    path: &str,
    span: Span,
    near: Option<&str>,
    same_end: &[String],
) -> Diagnostic {
    let message = Words::new(
        format!("表单里没有“{path}”这一层级"),
        format!("the form has no level “{path}”"),
    );
    let near = near.or_else(|| same_end.first().map(String::as_str));
    let otherwise = Words::new(
        "层级写作“一级/二级”，名称要与表单一致；任意一级写 *",
        "write levels as first/second, named as in the form; * is any first level",
    );
    Diagnostic::error(Code::UNKNOWN_PLACE, span, message).suggest(span, near, otherwise)
}

pub(in crate::resolve) fn place_ambiguous(name: &str, span: Span, paths: &[String]) -> Diagnostic {
    Diagnostic::error(
        Code::AMBIGUOUS_PLACE,
        span,
        Words::new(
            format!("“{name}”在几个一级目标下都有"),
            format!("several first levels have “{name}”"),
        ),
    )
    .help(Words::new(
        format!("写全是哪一个：{}；都要就写 */{name}", paths.join("、")),
        format!("say which: {}; or */{name} for all", paths.join(", ")),
    ))
}

/// `财预88号第八条`
pub(in crate::resolve) fn article_run_together(law: &Name, begins: &str) -> Diagnostic {
    let message = Words::new(
        format!("没有登记过法规“{}”；“{begins}”与后面的条款连着写了", law.text),
        format!("no law “{}” is declared: “{begins}” and its article run together", law.text),
    );
    let finding = Diagnostic::error(Code::UNKNOWN_LAW, law.span, message).help(Words::new(
        format!("在“{begins}”后面空一格"),
        format!("put a space after “{begins}”"),
    ));
    if law.span.len() != law.text.len() {
        return finding;
    }
    let at = law.span.start as usize + begins.len();
    let edit = Edit { span: Span::at(law.span.source, at), text: " ".to_owned() };
    finding.fix(FixLevel::Unsafe, Words::new("空一格", "put a space"), vec![edit])
}

pub(in crate::resolve) fn law_unknown(law: &Name, near: Option<&str>) -> Diagnostic {
    let message = Words::new(
        format!("没有登记过法规“{}”", law.text),
        format!("no law “{}” is declared", law.text),
    );
    let otherwise = Words::new(
        format!("先写一行：法规 {} 《标题》 文号 \"…\" 施行 日期", law.text),
        format!("declare it first: law {} 《title》 number \"…\" effective date", law.text),
    );
    Diagnostic::error(Code::UNKNOWN_LAW, law.span, message).suggest(law.span, near, otherwise)
}

pub(in crate::resolve) fn member_unknown(
    member: &Name,
    ty: &Type,
    near: Option<&str>,
    known: &[String],
) -> Diagnostic {
    let message = Words::new(
        format!("{}没有“{}”", ty.zh(), member.text),
        format!("{} has no “{}”", ty.en(), member.text),
    );
    let otherwise = if known.is_empty() {
        Words::new(
            format!("{}后面不能再写“.”", ty.zh()),
            format!("{} has no members: leave out the dot", ty.en()),
        )
    } else {
        Words::new(format!("可以写：{}", known.join("、")), format!("it has: {}", known.join(", ")))
    };
    Diagnostic::error(Code::UNKNOWN_NAME, member.span, message).suggest(
        member.span,
        near,
        otherwise,
    )
}

pub(in crate::resolve) fn function_unknown(
    name: &Name,
    near: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let message = Words::new(
        format!("没有叫“{}”的函数", name.text),
        format!("there is no function “{}”", name.text),
    );
    let otherwise = Words::new(
        format!("可用的有：{}", known.join("、")),
        format!("there are: {}", known.join(", ")),
    );
    Diagnostic::error(Code::UNKNOWN_NAME, name.span, message).suggest(name.span, near, otherwise)
}

pub(in crate::resolve) fn target_class_unknown(
    kind: &str,
    span: Span,
    near: Option<&str>,
) -> Diagnostic {
    let message = Words::new(
        format!("目标值没有“{kind}”这一种"),
        format!("“{kind}” is not a kind of target"),
    );
    let known = TargetClass::ALL.map(TargetClass::zh);
    let otherwise = Words::new(
        format!("有：{}；要比较原文就加引号", known.join("、")),
        format!("there are: {}; quote it to compare the text", known.join(", ")),
    );
    Diagnostic::error(Code::UNKNOWN_NAME, span, message).suggest(span, near, otherwise)
}

pub(in crate::resolve) fn enum_value_unknown(
    subject: &Expr,
    (value, span): (&str, Span),
    values: &[String],
    open: bool,
    near: Option<&str>,
) -> Diagnostic {
    let is_field = matches!(
        subject.kind,
        Kind::Field(_) | Kind::SheetField(..) | Kind::Attribute(..) | Kind::Cell(..)
    );
    let message = if is_field {
        Words::new(
            format!("这一栏的取值里没有“{value}”"),
            format!("“{value}” is not one of this field's values"),
        )
    } else {
        Words::new(
            format!("这里的取值里没有“{value}”"),
            format!("“{value}” is not one of the values that this can have"),
        )
    };
    let diagnostic = if open {
        Diagnostic::warning(Code::UNKNOWN_ENUM_VALUE, span, message)
    } else {
        Diagnostic::error(Code::UNKNOWN_ENUM_VALUE, span, message)
    };
    let percent = TargetClass::Percent.zh();
    let otherwise = if matches!(subject.kind, Kind::Part(_, PartOf::TargetKind)) && value == percent
    {
        Words::new(
            format!("百分比也是比较值；只要百分比，写：目标值 是 {percent}"),
            format!("a percentage is a 比较值 as well; to ask for it, write: 目标值 是 {percent}"),
        )
    } else if is_field {
        Words::new(
            format!("表单列出的有：{}", values.join("、")),
            format!("the form lists: {}", values.join(", ")),
        )
    } else {
        Words::new(
            format!("可能的取值：{}", values.join("、")),
            format!("the possible values: {}", values.join(", ")),
        )
    };
    // The quotes stay: only what is inside them is replaced.
    let inner = Span { start: span.start + 1, end: span.end.saturating_sub(1), ..span };
    diagnostic.suggest(inner, near, otherwise)
}
