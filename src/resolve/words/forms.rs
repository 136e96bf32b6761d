//! The words for what can be wrong with a 表单.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::form::Role;
use crate::source::Span;
use crate::syntax::rule::{FormPart, Name};

pub(in crate::resolve) fn second_tree(first: &Name, second: &Name) -> Diagnostic {
    Diagnostic::error(
        Code::REPEATED_NAME,
        second.span,
        Words::new(
            format!("一张表单只有一棵指标树，已经有“{}”", first.text),
            format!("a form has one tree of indicators, and “{}” is it", first.text),
        ),
    )
    .label(first.span, Words::new("先在这里", "first here"))
    .help(Words::new(
        "留下要判的一棵，另一棵写到“不判”里",
        "keep the tree that is to be judged, and name the other under 不判",
    ))
}

pub(in crate::resolve) fn column_unknown(column: &Name) -> Diagnostic {
    let name = &column.text;
    Diagnostic::error(
        Code::UNKNOWN_NAME,
        column.span,
        Words::new(format!("没有“{name}”这个指标栏"), format!("there is no attribute “{name}”")),
    )
    .help(Words::new(
        format!("补一行：指标栏 {name} 文本"),
        format!("add a line: 指标栏 {name} 文本"),
    ))
}

pub(in crate::resolve) fn aliased_level_unknown(span: Span, path: &str) -> Diagnostic {
    Diagnostic::error(
        Code::UNKNOWN_NAME,
        span,
        Words::new(
            format!("这张表单没有“{path}”这一层"),
            format!("the form has no level “{path}”"),
        ),
    )
    .help(Words::new(
        "写成 一级/二级，和“层级”那几行里的名称一样",
        "write first/second, named as in the lines of 层级",
    ))
}

pub(in crate::resolve) fn base_unknown(base: &Name, near: Option<&str>) -> Diagnostic {
    let name = &base.text;
    let message = Words::new(
        format!("没有叫“{name}”的表单可以承接"),
        format!("there is no form “{name}” to build on"),
    );
    let otherwise = Words::new(
        "写所承表单的名称；它在别的规则包里时，pack.yaml 的 upper 要写那个包",
        "write the name of that form; if it is of another pack, name that as upper in pack.yaml",
    );
    Diagnostic::error(Code::UNKNOWN_NAME, base.span, message).suggest(base.span, near, otherwise)
}

pub(in crate::resolve) fn circle_of_forms(base: &Name) -> Diagnostic {
    Diagnostic::error(
        Code::CIRCULAR_USE,
        base.span,
        Words::new(
            format!("承“{}”绕回了这张表单自己，或者一张承一张超过了 16 层", base.text),
            format!("building on “{}” leads back here, or is more than 16 forms deep", base.text),
        ),
    )
    .help(Words::new(
        "从其中一张去掉“承”，把它的栏目写全",
        "let one of them stand alone: remove its 承 and list its fields",
    ))
}

/// 栏, field
fn of(part: FormPart) -> (&'static str, &'static str) {
    match part {
        FormPart::Field => ("栏", "field"),
        FormPart::Attribute => ("指标栏", "attribute"),
        FormPart::Level => ("层级", "level"),
        FormPart::Tree => ("指标树", "tree"),
    }
}

pub(in crate::resolve) fn below_has(name: &Name, first: Span, part: FormPart) -> Diagnostic {
    let (zh, en) = of(part);
    let name_text = &name.text;
    Diagnostic::error(
        Code::REPEATED_NAME,
        name.span,
        Words::new(
            format!("所承的表单已经有{zh}“{name_text}”"),
            format!("the form below has a {en} “{name_text}”"),
        ),
    )
    .label(first, Words::new("所承的表单在这里", "the form below is here"))
    .help(Words::new(
        format!("不用再写；要另写，先写一行：去 {zh} {name_text}"),
        format!("leave it out; to declare it otherwise, first: drop {en} {name_text}"),
    ))
}

pub(in crate::resolve) fn part_unknown(
    part: FormPart,
    name: &str,
    span: Span,
    near: Option<&str>,
    below: Option<Span>,
) -> Diagnostic {
    let (zh, en) = of(part);
    let message = match below {
        Some(_) => Words::new(
            format!("所承的表单没有{zh}“{name}”"),
            format!("the form below has no {en} “{name}”"),
        ),
        None => Words::new(
            format!("这张表单没有{zh}“{name}”"),
            format!("the form has no {en} “{name}”"),
        ),
    };
    let otherwise = match below {
        Some(_) => Words::new(
            "名称要和所承的表单一样；二级写作 一级/二级",
            "name it as the form below does; a second level as first/second",
        ),
        None => Words::new(
            "“改”和“去”用在承接别的表单的表单里：表单 甲 承 乙：",
            "改 and 去 are for a form that builds on another: form A extends B:",
        ),
    };
    let found = Diagnostic::error(Code::UNKNOWN_NAME, span, message).suggest(span, near, otherwise);
    match below {
        Some(first) => found.label(first, Words::new("所承的表单在这里", "the form below is here")),
        None => found,
    }
}

pub(in crate::resolve) fn role_unknown(role: &Name, near: Option<&str>) -> Diagnostic {
    let known: Vec<&str> = Role::names().collect();
    let message = Words::new(
        format!("没有“{}”这个角色", role.text),
        format!("there is no role “{}”", role.text),
    );
    let otherwise = Words::new(
        format!("可以写：{}", known.join("、")),
        format!("there are: {}", known.join(", ")),
    );
    Diagnostic::error(Code::UNKNOWN_NAME, role.span, message).suggest(role.span, near, otherwise)
}

/// Why a rule does not apply to a form, if a definition that it uses does not.
pub(in crate::resolve) fn definition_lacks() -> Words {
    Words::new(
        "用到的定义说到这张表单没有的栏或层级",
        "a definition that it uses names a field or level that the form lacks",
    )
}
