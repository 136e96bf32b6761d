//! The words for faults of 标签, in both languages.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::source::Span;
use crate::syntax::rule::Name;

pub(super) fn twice(word: &Name, first: Span) -> Diagnostic {
    let text = &word.text;
    let message =
        Words::new(format!("标签“{text}”写了两次"), format!("the tag “{text}” is given twice"));
    Diagnostic::warning(Code::REPEATED_TAG, word.span, message)
        .label(first, Words::new("先在这里", "first here"))
        .help(Words::new("删去一处", "remove one"))
}

pub(super) fn two_criteria(word: &Name, first: &str) -> Diagnostic {
    let message = Words::new(
        format!("一条规则只归一项审核内容：已经写了“{first}”，又写“{}”", word.text),
        format!("a rule serves one criterion: it has “{first}” and “{}”", word.text),
    );
    Diagnostic::error(Code::TAG_CONFLICT, word.span, message).help(Words::new(
        "完整性、相关性、适当性、可行性里留下最贴切的一项；两项都要查的，分成两条规则",
        "keep the one that fits best; to ask for both, make two rules",
    ))
}

pub(super) fn two_strengths(word: &Name, first: &str) -> Diagnostic {
    let message = Words::new(
        format!("把握只能有一种：已经写了“{first}”，又写“{}”", word.text),
        format!("a rule has one strength: it has “{first}” and “{}”", word.text),
    );
    Diagnostic::error(Code::TAG_CONFLICT, word.span, message).help(Words::new(
        "确定、可能多报、可能漏报里只留一个",
        "keep one of 确定 (certain), 可能多报 (may report too much), 可能漏报 (may miss some)",
    ))
}

pub(super) fn misspelt(word: &Name, suggestion: &str) -> Diagnostic {
    let text = &word.text;
    let message = Words::new(
        format!("标签“{text}”与“{suggestion}”只差一个字，是不是写错了"),
        format!("the tag “{text}” is one character off “{suggestion}”"),
    );
    Diagnostic::warning(Code::MISSPELT_TAG, word.span, message).help(Words::new(
        format!("改为“{suggestion}”；确是自己的标签，换一个不相近的词"),
        format!("write “{suggestion}”; if it is a tag of your own, choose another word"),
    ))
}
