//! The words for values of one type where another is required.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::rule::functions::Signature;
use crate::rule::types::{Find, Type};
use crate::rule::{Expr, TextTest};
use crate::source::Span;

pub(in crate::resolve) fn incomparable(left: &Expr, right: &Expr, op: Option<Span>) -> Diagnostic {
    let (a, b) = (&left.ty, &right.ty);
    let (article, english) = (format!("{}和{}不能这样比", a.zh(), b.zh()), (a.en(), b.en()));
    let mut diagnostic = Diagnostic::error(
        Code::TYPE_MISMATCH,
        op.unwrap_or(right.span),
        Words::new(article, format!("{} cannot be compared with {}", english.0, english.1)),
    )
    .label(left.span, Words::new(format!("这是{}", a.zh()), format!("this is {}", a.en())))
    .label(right.span, Words::new(format!("这是{}", b.zh()), format!("this is {}", b.en())));
    let figures = (matches!(a, Type::Figure(_)), matches!(b, Type::Figure(_)));
    diagnostic = match figures {
        (true, true) => diagnostic.help(Words::new(
            "两边写同样的单位：百分数带 %，金额带 元 或 万元，例如 项目总预算 ≥ 100万元",
            "give both sides the same unit: % for percentages, 元 or 万元 for money",
        )),
        _ if [a, b].contains(&&Type::Found(Find::Period)) => diagnostic.help(Words::new(
            "文中的日期有头有尾：比开头写 m.起，比末尾写 m.止",
            "a date in a text has two ends: m.起 is its first day, m.止 its last",
        )),
        _ if *b == Type::Words => diagnostic.help(Words::new(
            "与词表或列表相比用“属于”（正好是其中一个）或“包含”（含有其中一个）",
            "with a list use `in` (is one of them) or `contains` (has one of them inside)",
        )),
        _ if matches!(a, Type::Target) || matches!(b, Type::Target) => diagnostic.help(Words::new(
            "目标值里的数写 .数值，例如 i.目标值.数值 ≥ 90%",
            "the figure of a target is its .数值: i.目标值.数值 ≥ 90%",
        )),
        _ => diagnostic.help(Words::new(
            "两边要是同一类：文本对文本，数对数，日期对日期",
            "both sides must be of the same kind: text with text, number with number, date with date",
        )),
    };
    diagnostic
}

pub(in crate::resolve) fn text_has_no_order(op: Span) -> Diagnostic {
    Diagnostic::error(Code::TYPE_MISMATCH, op, Words::new("文字没有大小之分", "texts have no order"))
        .help(Words::new(
            "文字只能用 =、≠、包含、匹配 相比；要比长短，写 字数(…)；写的是数的，比它们的差：m.止 - m.起 ≥ 0",
            "texts compare with =, ≠, contains and matches; for their length write 字数(…); for numbers compare the difference: m.止 - m.起 ≥ 0",
        ))
}

pub(in crate::resolve) fn yes_no_has_no_order(op: Span) -> Diagnostic {
    let message = Words::new("“是”和“否”没有大小之分", "yes and no have no order");
    Diagnostic::error(Code::TYPE_MISMATCH, op, message).help(Words::new(
        "只能用 =、≠ 相比；也可以只写字段名，或写“非 字段名”",
        "compare them with = and ≠; or write the field alone, or `not` before it",
    ))
}

pub(in crate::resolve) fn not_chainable(op: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        op,
        Words::new("只有 = ≠ < ≤ > ≥ 可以连着写", "only = ≠ < ≤ > ≥ can be chained"),
    )
    .help(Words::new("用“且”把两个条件连起来", "join two conditions with `and`"))
}

pub(in crate::resolve) fn not_a_condition(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("这里要写条件，而这是{}", ty.zh()),
            format!("a condition is needed here, but this is {}", ty.en()),
        ),
    )
    .help(Words::new(
        "条件例如：绩效类型 是 \"…\"，字数(项目概况) ≥ 80，有 指标 于 产出目标/时效",
        "such as: 绩效类型 is \"…\", 字数(项目概况) ≥ 80, has indicator in 产出目标/时效",
    ))
}

pub(in crate::resolve) fn not_a_number(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("这里要写数，而这是{}", ty.zh()),
            format!("a number is needed here, but this is {}", ty.en()),
        ),
    )
    .help(Words::new(
        "目标值里的数写 .数值；字数写 字数(…)；个数写 个数(…)",
        "a target's figure is its .数值; count characters with 字数(…), things with 个数(…)",
    ))
}

pub(in crate::resolve) fn not_a_text(span: Span, ty: &Type, op: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("这里要写文字，而这是{}", ty.zh()),
            format!("a text is needed here, but this is {}", ty.en()),
        ),
    )
    .label(op, Words::new("这样的比较只对文字", "this compares texts only"))
    .help(Words::new(
        "指标要说是哪一部分：i.名称、i.目标值；字段写 f.值",
        "say which part of it: i.名称, i.目标值; of a field f.值",
    ))
}

pub(in crate::resolve) fn not_a_list(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("“属于”后面要写词表或列表，而这是{}", ty.zh()),
            format!("`in` needs a word list or a list, but this is {}", ty.en()),
        ),
    )
    .help(Words::new(
        "例如：属于 空泛词，或 属于 [\"改善\", \"提高\"]",
        "such as: in 空泛词, or in [\"改善\", \"提高\"]",
    ))
}

pub(in crate::resolve) fn wrong_object(test: TextTest, span: Span, ty: &Type) -> Diagnostic {
    let (zh, en, example) = match test {
        TextTest::Matches => ("匹配式", "a pattern", "匹配 /满意[率度]/"),
        _ => ("文字或词表", "a text or a word list", "包含 \"满意度\""),
    };
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("这里要写{zh}，而这是{}", ty.zh()),
            format!("{en} is needed here, but this is {}", ty.en()),
        ),
    )
    .help(Words::new(format!("例如：{example}"), format!("such as: {example}")))
}

pub(in crate::resolve) fn argument_count(
    signature: &Signature,
    given: usize,
    span: Span,
) -> Diagnostic {
    let most = signature.parameters.len();
    Diagnostic::error(
        Code::ARGUMENT_MISMATCH,
        span,
        Words::new(
            format!("“{}”要 {most} 个参数，这里有 {given} 个", signature.zh),
            format!("“{}” takes {most} argument(s), here are {given}", signature.zh),
        ),
    )
    .help(example(signature))
}

pub(in crate::resolve) fn argument_type(
    signature: &Signature,
    argument: &Expr,
    wanted: &Type,
) -> Diagnostic {
    Diagnostic::error(
        Code::ARGUMENT_MISMATCH,
        argument.span,
        Words::new(
            format!("“{}”的这个参数要{}，而这是{}", signature.zh, wanted.zh(), argument.ty.zh()),
            format!("“{}” takes {} here, not {}", signature.zh, wanted.en(), argument.ty.en()),
        ),
    )
    .help(example(signature))
}

fn example(signature: &Signature) -> Words {
    Words::new(format!("例如：{}", signature.example), format!("such as: {}", signature.example))
}

pub(in crate::resolve) fn not_matchable(span: Span, ty: &Type, with_pattern: bool) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(format!("不能在{}里找“每处”", ty.zh()), format!("{} has no matches", ty.en())),
    );
    diagnostic.help(if with_pattern {
        Words::new(
            "“匹配”前面写文字，例如：对 每处 m 于 立项依据 匹配 /…/",
            "write a text before `matches`: for match m in 立项依据 matches /…/",
        )
    } else {
        Words::new(
            "加上“匹配 /…/”；或写给出片段的函数，例如：对 每处 m 于 重复句(项目概况)、对 每处 p 于 承诺(总目标)",
            "add `matches /…/`, or a function that gives fragments: for match m in 重复句(项目概况)",
        )
    })
}

pub(in crate::resolve) fn fields_have_no_place(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::UNKNOWN_PLACE,
        span,
        Words::new(
            "字段不在层级里，不能写“于”",
            "fields are not in levels: `in` has no meaning here",
        ),
    )
    .help(Words::new(
        "用“当”挑选，例如：每个 字段 f 当 f.类型 = \"文本\"",
        "filter them: for each field f where f.类型 = \"文本\"",
    ))
}

pub(in crate::resolve) fn no_place(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::UNKNOWN_PLACE,
        span,
        Words::new(
            format!("{}在表里没有位置，不能指给人看", ty.zh()),
            format!("{} has no place in a sheet to point at", ty.en()),
        ),
    )
    .help(Words::new(
        "写字段、层级、i.名称、i.目标值，或“每处”起的名字",
        "point at a field, a level, i.名称, i.目标值 or a match",
    ))
}

pub(in crate::resolve) fn not_sayable(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("{}不能填进一句话里", ty.zh()),
            format!("{} cannot be put into a sentence", ty.en()),
        ),
    )
    .help(Words::new(
        "花括号里写字段、变量或函数",
        "put a field, a variable or a function between braces",
    ))
}

pub(in crate::resolve) fn always_there(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("{}总是有的，问“有没有”没有意义", ty.zh()),
            format!("{} is always there: this condition is empty", ty.en()),
        ),
    )
    .help(Words::new("直接写条件，不要加“有”", "write the condition itself, without `has`"))
}
