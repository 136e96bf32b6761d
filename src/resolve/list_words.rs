//! The words for names that hide others, repeated words and patterns that match nothing, in both
//! languages.

use crate::diagnostic::{Code, Diagnostic, Edit, FixLevel, Words};
use crate::source::Span;
use crate::syntax::rule::Name;

pub(super) fn pattern_never_matches(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::NEVER_MATCHES,
        span,
        Words::new("这个匹配式什么也匹配不到", "this pattern matches nothing"),
    )
    .help(Words::new(
        "^ 只能在开头，$ 只能在末尾；要匹配这两个字符本身，写 \\^ 和 \\$",
        "^ belongs at the start and $ at the end only; write \\^ and \\$ for the characters themselves",
    ))
}

pub(super) fn shadows(name: &Name, variable: bool) -> Diagnostic {
    let (zh, en) = match variable {
        true => ("外面已经有一个", "a variable outside"),
        false => ("栏目已经叫", "a field of the form"),
    };
    let name_text = &name.text;
    Diagnostic::warning(
        Code::SHADOWED_NAME,
        name.span,
        Words::new(
            format!("{zh}“{name_text}”，这里再用这个名字就读不到它了"),
            format!("“{name_text}” is {en} already, which is then hidden here"),
        ),
    )
    .help(Words::new("换一个名字", "use another name"))
}

/// `有 指标 验收合格率`
pub(super) fn name_without_quotes(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::warning(
        Code::NAME_NOT_SOUGHT,
        name.span,
        Words::new(
            format!("没有加引号的“{text}”只是起的名字，这里找的是任何一个"),
            format!("“{text}” without quotes only names what is found, which can be any"),
        ),
    )
    .help(Words::new(
        format!("要找叫这个名字的，写 \"{text}\"；要找任何一个，不必起名"),
        format!("write \"{text}\" for the one of that name; leave it out for any"),
    ))
    .fix(
        FixLevel::Unsafe,
        Words::new("加上引号", "put it in quotes"),
        vec![Edit { span: name.span, text: format!("\"{text}\"") }],
    )
}

pub(super) fn twice_in_list(span: Span, first: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::REPEATED_WORD,
        span,
        Words::new("这一项在同一个列表里写了两次", "this is in the list twice"),
    )
    .label(first, Words::new("先在这里", "first here"))
    .help(Words::new("删去一个；或改成本来要写的那个", "remove one, or write what you intended"))
}
