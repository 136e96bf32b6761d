//! The words for what is reported about rules themselves, in both languages.

use super::decide::Conflict;
use super::direction::Bound;
use crate::diagnostic::{Code, Diagnostic, Edit, FixLevel, Words};
use crate::source::Span;

/// Why two parts cannot both hold.
fn because<'s>(conflict: Conflict, slice: impl Fn(Span) -> &'s str) -> (String, String) {
    let (first, second) = (slice(conflict.first), slice(conflict.second));
    if conflict.first == conflict.second {
        return (format!("“{second}”不可能成立"), format!("“{second}” can never hold"));
    }
    (
        format!("“{first}”和“{second}”不会同时成立"),
        format!("“{first}” and “{second}” never hold together"),
    )
}

fn marked(diagnostic: Diagnostic, conflict: Conflict) -> Diagnostic {
    match conflict.first == conflict.second {
        true => diagnostic,
        false => diagnostic.label(conflict.first, Words::new("与这里矛盾", "contradicts this")),
    }
}

pub(super) fn condition_never<'s>(
    conflict: Conflict,
    slice: impl Fn(Span) -> &'s str,
) -> Diagnostic {
    let (zh, en) = because(conflict, slice);
    let finding = Diagnostic::warning(
        Code::CONDITION_NEVER,
        conflict.second,
        Words::new(format!("这条规则永远不适用：{zh}"), format!("the rule never applies: {en}")),
    )
    .help(Words::new("改条件；或把“且”改成“或”", "correct the condition, or write `or` for `and`"));
    marked(finding, conflict)
}

pub(super) fn condition_always<'s>(
    whole: Span,
    conflict: Conflict,
    slice: impl Fn(Span) -> &'s str,
) -> Diagnostic {
    let finding = Diagnostic::warning(
        Code::CONDITION_ALWAYS,
        whole,
        Words::new(
            "这个条件总是成立，等于没有写",
            "this condition always holds, so it has no effect",
        ),
    )
    .help(Words::new("改条件，或删去这一句", "correct the condition, or remove the clause"));
    if conflict.first == conflict.second || slice(conflict.first) == slice(conflict.second) {
        return finding;
    }
    finding
        .label(conflict.first, Words::new("不是这样", "either not this"))
        .label(conflict.second, Words::new("就是这样", "or not this"))
}

pub(super) fn demand_never<'s>(conflict: Conflict, slice: impl Fn(Span) -> &'s str) -> Diagnostic {
    let (zh, en) = because(conflict, slice);
    let finding = Diagnostic::warning(
        Code::DEMAND_NEVER,
        conflict.second,
        Words::new(
            format!("凡适用的表都不合格：{zh}"),
            format!("every sheet that it applies to fails: {en}"),
        ),
    )
    .help(Words::new(
        "看“须”和“不得”是否写反，“当”和“须”是否说的是同一件事",
        "check that must and must not are right, and that when and must concern the same thing",
    ));
    marked(finding, conflict)
}

pub(super) fn demand_always(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::DEMAND_ALWAYS,
        span,
        Words::new(
            "凡适用的表都合格，这条规则查不出任何问题",
            "every sheet that it applies to passes: the rule finds nothing",
        ),
    )
    .help(Words::new(
        "看“须”是否重复了“当”，数的界限是否写松了",
        "check whether must repeats when, and whether the bounds are right",
    ))
}

pub(super) fn optional_unasked(field: &str, span: Span) -> Diagnostic {
    Diagnostic::note(
        Code::OPTIONAL_FIELD,
        span,
        Words::new(
            format!("“{field}”可以不填，没填的表上这条规则无法判定"),
            format!("“{field}” may be left out, and then the rule cannot be decided"),
        ),
    )
    .help(Words::new(
        format!("先问一句：当 有 {field}；不填也算违反的，写成：须 有 {field}"),
        format!("check first: when has {field}; or require it: must has {field}"),
    ))
}

/// `须 i.目标值 ≥ 95%`
pub(super) fn direction_open<'s>(bound: &Bound, slice: impl Fn(Span) -> &'s str) -> Diagnostic {
    let (target, figure) = (slice(bound.target), slice(bound.figure));
    let other = if bound.at_least { "≤" } else { "≥" };
    let (end, missing) = if bound.at_least { ("下限", "low") } else { ("上限", "high") };
    let written = |part: &str| format!("{target}.{part} {} {figure}", bound.sign);
    let (ends, number) = (written(end), written("数值"));
    let edit = |text: &str| vec![Edit { span: bound.whole, text: text.to_owned() }];
    Diagnostic::note(
        Code::DIRECTION_OPEN,
        bound.whole,
        Words::new(
            format!("这里只比目标值里的数，写成“{other}{figure}”的目标也算合格"),
            format!("this compares the figure of the target alone: a target of `{other}{figure}` passes, too"),
        ),
    )
    .help(Words::new(
        format!("目标的{end}要够，写成：{ends}；只看数，写成：{number}"),
        format!("write `{ends}` if the {missing} end of the target is to reach it, `{number}` if the figure alone counts"),
    ))
    .fix(FixLevel::Unsafe, Words::new(format!("改为“{ends}”"), format!("change to “{ends}”")), edit(&ends))
    .fix(
        FixLevel::Unsafe,
        Words::new(format!("改为“{number}”"), format!("change to “{number}”")),
        edit(&number),
    )
}

pub(super) fn no_mark(span: Span) -> Diagnostic {
    Diagnostic::note(
        Code::MISSING_TAG,
        Span { end: span.start + 3, ..span },
        Words::new(
            "不合格的例子没有标出该画线的地方",
            "the rejected example does not mark what must be underlined",
        ),
    )
    .help(Words::new("用 [[ ]] 框住它", "enclose it in [[ ]]"))
}

pub(super) fn range_unused(rule: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::UNUSED,
        span,
        Words::new(
            format!("规则“{rule}”逐个查，条件、要求和画线的地方却都没有用到查的东西"),
            format!("“{rule}” ranges over things and never reads them"),
        ),
    )
    .help(Words::new(
        "在“须”“否则”里用上“对”里起的名字；不必逐个查就删去“对”",
        "read the variable in the demand or the places, or remove `for`",
    ))
}

pub(super) fn unused((zh, en): (&str, &str), name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::UNUSED,
        span,
        Words::new(format!("{zh}“{name}”没有用到"), format!("the {en} “{name}” is never used")),
    )
    .help(Words::new("在规则里用它，或删去它", "use it in a rule, or remove it"))
}

pub(super) fn same_rule(name: &str, span: Span, twin: &str, first: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::SAME_RULE,
        span,
        Words::new(
            format!("“{name}”与“{twin}”的条件和要求相同"),
            format!("“{name}” has the condition and demand of “{twin}”"),
        ),
    )
    .label(first, Words::new("先在这里", "first here"))
    .help(Words::new("删去其中一条，把依据合在一起", "remove one, and cite the laws of both"))
}

pub(super) fn exception_never<'s>(
    conflict: Conflict,
    slice: impl Fn(Span) -> &'s str,
) -> Diagnostic {
    let (zh, en) = because(conflict, slice);
    let finding = Diagnostic::warning(
        Code::EXCEPTION_NEVER,
        conflict.second,
        Words::new(
            format!("规则适用的表里没有这个例外：{zh}"),
            format!("no sheet that the rule applies to is excepted: {en}"),
        ),
    )
    .help(Words::new("改例外的条件，或删去例外", "correct the exception, or remove it"));
    marked(finding, conflict)
}

pub(super) fn exception_always(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::EXCEPTION_ALWAYS,
        span,
        Words::new(
            "规则适用的表都属例外，这条规则查不出任何问题",
            "every sheet that the rule applies to is excepted: the rule finds nothing",
        ),
    )
    .help(Words::new(
        "例外只写不受这条规则约束的那一部分",
        "limit the exception to what the rule does not cover",
    ))
}

pub(super) fn search_never<'s>(conflict: Conflict, slice: impl Fn(Span) -> &'s str) -> Diagnostic {
    let (zh, en) = because(conflict, slice);
    let finding = Diagnostic::warning(
        Code::NEVER_FOUND,
        conflict.second,
        Words::new(format!("这样找什么也找不到：{zh}"), format!("this never finds anything: {en}")),
    )
    .help(Words::new("改条件；或把“且”改成“或”", "correct the condition, or write `or` for `and`"));
    marked(finding, conflict)
}

pub(super) fn hole_empty(name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::MESSAGE_WITHOUT_VALUE,
        span,
        Words::new(
            format!("要求不满足的表上必定没有“{name}”，这里没有值可写"),
            format!("where the demand fails there is no “{name}”: this stays empty"),
        ),
    )
    .help(Words::new(
        format!("去掉花括号，只写“{name}”这个名字"),
        format!("write the name “{name}” without braces"),
    ))
}

pub(super) fn define_decided(name: &str, span: Span, always: bool) -> Diagnostic {
    let (code, zh, en) = match always {
        true => (Code::CONDITION_ALWAYS, "总是成立", "always holds"),
        false => (Code::CONDITION_NEVER, "永远不成立", "never holds"),
    };
    Diagnostic::warning(
        code,
        span,
        Words::new(format!("定义“{name}”{zh}"), format!("the definition “{name}” {en}")),
    )
    .help(Words::new("改定义里的条件", "correct the condition of the definition"))
}
