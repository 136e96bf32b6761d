//! The words for what can be wrong with a 修复.

use crate::diagnostic::{Code, Diagnostic, Edit, FixLevel, Words};
use crate::rule::types::Type;
use crate::source::Span;
use crate::syntax::rule::Name;

fn target(span: Span, ty: &Type, zh: &str, en: &str) -> Diagnostic {
    let message =
        Words::new(format!("这里是{}，{zh}", ty.zh()), format!("this is {}: {en}", ty.en()));
    Diagnostic::error(Code::FIX_TARGET, span, message)
}

pub(super) fn not_settable(span: Span, ty: &Type) -> Diagnostic {
    target(span, ty, "不能“改为”别的", "it cannot be set").help(Words::new(
        "能改的是一栏或指标的一栏，如 项目概况、i.目标值；指标的名称用“改名”，文中的一处用“替换”",
        "what can be set is a field or an indicator's, such as i.目标值; use rename for names and replace for pieces of a text",
    ))
}

pub(super) fn not_removable(span: Span, ty: &Type) -> Diagnostic {
    target(span, ty, "不能“删除”", "it cannot be removed").help(Words::new(
        "能删除的是指标、一栏，或文中的一处（每处、每句、重复句 等找到的）",
        "what can be removed is an indicator, a field, or a piece found in a text",
    ))
}

pub(super) fn not_replaceable(span: Span, ty: &Type) -> Diagnostic {
    target(span, ty, "不能“替换”", "it cannot be replaced").help(Words::new(
        "能替换的是文中的一处（每处、每句 等找到的）；整栏的值用“把 … 改为 …”",
        "what can be replaced is a piece found in a text; use set … to … for a whole value",
    ))
}

pub(super) fn not_an_indicator(span: Span, ty: &Type) -> Diagnostic {
    target(span, ty, "不是指标", "it is not an indicator").help(Words::new(
        "“移动”和“改名”只用于指标，如“对 每个 指标 i”里的 i",
        "move and rename are for indicators, such as the i of “for each indicator i”",
    ))
}

pub(super) fn not_a_path(span: Span, ty: &Type) -> Diagnostic {
    target(span, ty, "不是层级", "it does not name a level").help(Words::new(
        "写层级，如 产出目标/质量，或给出层级的文字，如 词尾归类(i.名称, 指标归类)",
        "write a level such as 产出目标/质量, or a text that names one",
    ))
}

pub(super) fn path_wanted(span: Span, name: &str) -> Diagnostic {
    let message = Words::new(
        format!("表单里没有“{name}”这一层级"),
        format!("the form has no level “{name}”"),
    );
    Diagnostic::error(Code::FIX_PLACE, span, message).help(Words::new(
        "层级写作“一级/二级”，如 产出目标/质量；由函数或定义给出的，写作 词尾归类(i.名称, 指标归类)",
        "write levels as first/second, or a function that gives one",
    ))
}

pub(super) fn many_levels(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::FIX_PLACE,
        span,
        Words::new("修复要说定在哪一级，不能写 *", "a fix must name one level: not *"),
    )
    .help(Words::new("写作“一级/二级”，如 产出目标/质量", "write first/second"))
}

pub(super) fn levels_below(span: Span, path: &str, below: &[String]) -> Diagnostic {
    let message = Words::new(
        format!("“{path}”下面还分二级，要说定放在哪一个"),
        format!("“{path}” has levels below it: name one of them"),
    );
    Diagnostic::error(Code::FIX_PLACE, span, message).help(Words::new(
        format!("可写：{}", below.join("、")),
        format!("one of: {}", below.join(", ")),
    ))
}

pub(super) fn level_wanted(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::FIX_PLACE,
        span,
        Words::new("没有说添在哪一级", "where this is added is missing"),
    )
    .help(Words::new(
        "指标写作 产出目标/质量/\"名称\"；要添一栏，写栏的名称，不加引号",
        "write an indicator as 产出目标/质量/\"name\", a field by its name without quotes",
    ))
}

pub(super) fn no_such_field(name: &Name, near: Option<&str>) -> Diagnostic {
    let text = &name.text;
    let message =
        Words::new(format!("表单里没有“{text}”这一栏"), format!("the form has no field “{text}”"));
    let otherwise = Words::new(
        "要添一栏，写表单里栏的名称；要添指标，写明层级，如 产出目标/质量/验收合格率",
        "a field is written by its name in the form, an indicator with its levels",
    );
    Diagnostic::error(Code::FIX_PLACE, name.span, message).suggest(name.span, near, otherwise)
}

pub(super) fn needs_consent((span, said): (Span, Span), zh: &str, en: &str) -> Diagnostic {
    let message = Words::new(
        format!("这条修复会{zh}内容，意思可能变，不能不问就改"),
        format!("this fix {en} content and may change the meaning: mark it `unsafe`"),
    );
    Diagnostic::error(Code::FIX_LEVEL, span, message)
        .help(Words::new("在“修复”后面写“需确认”", "write “unsafe” after “fix”"))
        .fix(FixLevel::Safe, Words::new("写上“需确认”", "write 需确认"), vec![say(said, "需确认")])
}

pub(super) fn leaves_blank((span, said): (Span, Span)) -> Diagnostic {
    let message = Words::new(
        "写进〔待填〕的修复只能由人来补，不能自动改",
        "a fix that leaves a 〔待填〕 is for a person to finish",
    );
    Diagnostic::error(Code::FIX_LEVEL, span, message)
        .help(Words::new("在“修复”后面写“待填”", "write “draft” after “fix”"))
        .fix(FixLevel::Safe, Words::new("写上“待填”", "write 待填"), vec![say(said, "待填")])
}

pub(super) fn leaves_no_blank(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::FIX_LEVEL,
        span,
        Words::new("“待填”的修复里没有〔待填〕", "a draft fix without 〔待填〕"),
    )
    .help(Words::new(
        "在要人补的地方写〔待填〕；没有要补的，写“需确认”",
        "write 〔待填〕 where a person must fill in, or write “unsafe” where nothing is left to fill",
    ))
}

/// The level written in its place, or before the verb.
fn say(said: Span, level: &str) -> Edit {
    let gap = if said.is_empty() { " " } else { "" };
    Edit { span: said, text: format!("{level}{gap}") }
}
