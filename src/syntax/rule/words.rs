//! The words for everything that can be wrong with the text of a rule file.

use std::sync::Arc;

use super::Keyword;
use super::keywords::{KeywordPlace, first_word};
use crate::diagnostic::{Code, Diagnostic, Edit, FixLevel, Words};
use crate::nearest::nearest;
use crate::source::Span;

fn error(code: Code, span: Span, zh: impl Into<Arc<str>>, en: impl Into<Arc<str>>) -> Diagnostic {
    Diagnostic::error(code, span, Words::new(zh, en))
}

fn near(word: &str, known: impl Iterator<Item = Keyword>) -> Option<&'static str> {
    nearest(word, known.flat_map(Keyword::spellings))
}

pub(super) fn syntax(span: Span, at_end: bool) -> Diagnostic {
    if at_end {
        return error(Code::SYNTAX, span, "这一句没有写完", "the clause is not complete");
    }
    error(Code::SYNTAX, span, "从这里起看不懂", "this cannot be read")
}

/// `/[/]/`
pub(super) fn slash_in_pattern(span: Span) -> Diagnostic {
    error(Code::SYNTAX, span, "匹配式到这个 / 就结束了", "the pattern ends at this /")
        .help(Words::new(
            "匹配式里面的 / 写成 \\/，在方括号里也一样",
            "write \\/ for a slash inside a pattern, in brackets, too",
        ))
        .fix(
            FixLevel::Safe,
            Words::new("写成 \\/", "write \\/"),
            vec![Edit { span, text: "\\/".to_owned() }],
        )
}

/// `是否购买服务 是 是`
pub(super) fn bare_yes(span: Span) -> Diagnostic {
    error(Code::SYNTAX, span, "要比的“是”没有加引号", "the “是” to compare with has no quotes")
        .help(Words::new(
            "写作 \"是\"；也可以只写字段名：当 是否购买服务",
            "write \"是\", or the field alone: when 是否购买服务",
        ))
        .fix(
            FixLevel::Safe,
            Words::new("加上引号", "put it in quotes"),
            vec![Edit { span, text: "\"是\"".to_owned() }],
        )
}

pub(super) fn unreadable(span: Span) -> Diagnostic {
    error(Code::SYNTAX, span, "这一句看不懂", "the clause cannot be read")
        .help(Words::new("对照手册里的例子改写", "write it as in the examples of the handbook"))
}

/// The gaps of a draft.
const BLANK: &str = "〔待填〕";

/// A sign that other languages use, with the one to write.
fn foreign_sign(place: Span, rest: &str) -> Option<Diagnostic> {
    let (and, or, matches) = (Keyword::And.zh(), Keyword::Or.zh(), Keyword::Matches.zh());
    let signs = [("==", "="), ("&&", and), ("||", or), ("！=", "≠"), ("~", matches)];
    let (written, suggestion) = signs.into_iter().find(|(written, _)| rest.starts_with(written))?;
    let span = Span { end: place.start + u32::try_from(written.len()).unwrap_or(1), ..place };
    let message = error(
        Code::SYNTAX,
        span,
        format!("这里不写“{written}”"),
        format!("“{written}” is not used here"),
    );
    let found =
        message.help(Words::new(format!("写“{suggestion}”"), format!("write “{suggestion}”"))).fix(
            FixLevel::Safe,
            Words::new(format!("改为“{suggestion}”"), format!("change to “{suggestion}”")),
            vec![Edit { span, text: suggestion.to_owned() }],
        );
    Some(found)
}

/// A word after 否则 that is no severity.
fn severity_mistake(place: Span, word: &str) -> Diagnostic {
    if let Some(level) = near(word, Keyword::of(KeywordPlace::Severity)) {
        let message = error(
            Code::MISSING_SEVERITY,
            place,
            format!("没有“{word}”这个级别"),
            format!("“{word}” is not a severity"),
        );
        return message.suggest(place, Some(level), Words::new("", ""));
    }
    error(
        Code::SYNTAX,
        place,
        "这里看不懂：话要加引号，地方前面要写“于”",
        "this cannot be read: quote the message, and write `at` before places",
    )
    .help(Words::new(
        "写：否则 错误 \"哪里不对\" 于 地方",
        "write: else error \"what is wrong\" at place",
    ))
}

/// Mistakes with a message of their own: the clause's word, the place and its text.
#[allow(clippy::too_many_lines, reason = "a flat match")]
pub(super) fn common_mistake(
    clause: Option<Keyword>,
    place: Span,
    rest: &str,
) -> Option<Diagnostic> {
    let compares = clause.is_none_or(|clause| {
        use Keyword::{For, Must, MustNot, Unless, When};
        matches!(clause, For | When | Must | MustNot | Unless)
    });
    if let Some(found) = foreign_sign(place, rest).filter(|_| compares) {
        return Some(found);
    }
    if rest.starts_with(BLANK) {
        let span = Span { end: place.start + u32::try_from(BLANK.len()).unwrap_or(1), ..place };
        let message = error(Code::RULE_BLANK, span, "这里还没有填", "this is not filled in yet");
        return Some(
            message.help(Words::new("写上内容，去掉〔待填〕", "write it in place of 〔待填〕")),
        );
    }
    let word = first_word(rest);
    let quoted = rest.starts_with(['"', '“']);
    match clause? {
        Keyword::Else if quoted => Some(
            error(
                Code::MISSING_SEVERITY,
                place,
                "“否则”后面要先写级别",
                "`else` needs a severity first",
            )
            .help(Words::new(
                "写：否则 错误 \"…\"（或 警告、提示）",
                "write: else error \"…\" (or warning, note)",
            )),
        ),
        Keyword::Else if !word.is_empty() => Some(severity_mistake(place, word)),
        clause @ (Keyword::About | Keyword::Help) if !quoted => Some(
            error(Code::MISSING_QUOTES, place, "这里的话要加引号", "the text must be quoted").help(
                Words::new(
                    format!("写：{} \"…\"", clause.zh()),
                    format!("write: {} \"…\"", clause.en()),
                ),
            ),
        ),
        clause @ (Keyword::Accepts | Keyword::Rejects) => Some(
            error(
                Code::MISSING_QUOTES,
                place,
                "例子要写在两行 \"\"\" 之间",
                "an example is enclosed in \"\"\"",
            )
            .help(Words::new(
                format!("写：{} \"\"\"，换行写表格片段，最后一行再写 \"\"\"", clause.zh()),
                format!(
                    "write {} \"\"\", the fragment on lines of its own, and \"\"\" again",
                    clause.en()
                ),
            )),
        ),
        Keyword::Field | Keyword::Attribute if !word.is_empty() => {
            let kinds = Keyword::field_types();
            let near = near(word, kinds.clone());
            let (zh, en) = Keyword::listed(kinds);
            let more = [Keyword::Required, Keyword::Signed, Keyword::OwnUnit, Keyword::Alias];
            let more = Keyword::listed(more.into_iter());
            let otherwise = Words::new(
                format!("类型有：{zh}；后面可写 {}", more.0),
                format!("types: {en}; then {}", more.1),
            );
            let message = error(
                Code::UNKNOWN_TYPE,
                place,
                format!("“{word}”不是类型"),
                format!("“{word}” is not a type"),
            );
            Some(message.suggest(place, near, otherwise))
        }
        _ => None,
    }
}

pub(super) fn superfluous_bracket(span: Span, bracket: char) -> Diagnostic {
    error(Code::SYNTAX, span, format!("多了一个“{bracket}”"), format!("a “{bracket}” too many"))
        .help(Words::new("删去它，或在前面补上左括号", "remove it, or open a bracket before it"))
        .fix(
            FixLevel::Unsafe,
            Words::new("删去", "remove"),
            vec![Edit { span, text: String::new() }],
        )
}

pub(super) fn quote_open(span: Span, quote: &str) -> Diagnostic {
    let close = match quote {
        "“" => "”",
        "「" => "」",
        other => other,
    };
    let what = if quote == "/" { ("匹配式", "the pattern") } else { ("引号", "the quote") };
    error(
        Code::RULE_QUOTE_OPEN,
        span,
        format!("{}没有合上", what.0),
        format!("{} is not closed", what.1),
    )
    .help(Words::new(format!("在该结束的地方补上 {close}"), format!("close it with {close}")))
}

pub(super) fn example_in_single_quotes(span: Span) -> Diagnostic {
    error(
        Code::RULE_QUOTE_OPEN,
        span,
        "例子要用三个引号括起来，这里只有一个",
        "an example is enclosed in triple quotes; this is a single one",
    )
    .help(Words::new(
        "例子前后各写 \"\"\"，中间是几行表",
        "write \"\"\" before and after the lines of the sheet",
    ))
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    let most = super::MAX_DEPTH;
    error(
        Code::RULE_TOO_DEEP,
        span,
        format!("括号和“有…当…”嵌套超过 {most} 层"),
        format!("nested deeper than {most}"),
    )
    .help(Words::new("用“定义”给其中一部分起名", "give a part of it a name with `define`"))
}

pub(super) fn too_long(span: Span) -> Diagnostic {
    let most = super::MAX_OPERATORS;
    error(
        Code::SENTENCE_TOO_LONG,
        span,
        format!("一句里的运算超过 {most} 个"),
        format!("more than {most} operators in one clause"),
    )
    .help(Words::new("用“定义”或“词表”把它拆开", "split it with `define` or a word list"))
}

pub(super) fn item_unknown(span: Span, word: &str) -> Diagnostic {
    let message = error(
        Code::UNKNOWN_ITEM,
        span,
        "这里应是一个条目，却看不出是什么",
        "an item is expected here",
    );
    let start = Span { end: span.start + u32::try_from(word.len()).unwrap_or(0), ..span };
    let near = near(word, Keyword::of(KeywordPlace::Item));
    let (zh, en) = Keyword::listed(Keyword::of(KeywordPlace::Item));
    message.suggest(
        start,
        near,
        Words::new(
            format!("条目以 {zh} 开头；规则里的子句要写在规则下面"),
            format!("items start with {en}; clauses are below a rule"),
        ),
    )
}

pub(super) fn clause_unknown(span: Span, word: &str) -> Diagnostic {
    let message = error(
        Code::UNKNOWN_CLAUSE,
        span,
        match word.is_empty() {
            true => "规则里的这一行看不懂".to_owned(),
            false => format!("没有“{word}”这种子句"),
        },
        format!("no clause starts with “{word}”"),
    );
    let near = near(word, Keyword::of(KeywordPlace::Clause));
    let (zh, en) = Keyword::listed(Keyword::of(KeywordPlace::Clause));
    message.suggest(
        span,
        near,
        Words::new(format!("子句以 {zh} 开头，后面空一格"), format!("clauses start with {en}")),
    )
}

pub(super) fn form_line_unknown(span: Span, word: &str) -> Diagnostic {
    let (zh, en) = Keyword::listed(Keyword::of(KeywordPlace::FormLine));
    error(
        Code::UNKNOWN_CLAUSE,
        span,
        format!("表单里没有“{word}”这种行"),
        format!("no line of a form starts with “{word}”"),
    )
    .help(Words::new(format!("写 {zh}"), format!("write {en}")))
}

pub(super) fn table_or_rule(span: Span, is_table: bool) -> Diagnostic {
    let (zh, en) = match is_table {
        true => ("规则表没有写来自哪个文件", "the rule table names no file"),
        false => ("规则不能来自文件，规则表才可以", "a rule has no file; a rule table has"),
    };
    error(Code::SYNTAX, span, zh, en).help(Words::new(
        "写：规则表 名称 来自 \"表.csv\"：",
        "write: rule_table name from \"table.csv\":",
    ))
}

pub(super) fn said_twice(span: Span) -> Diagnostic {
    error(Code::REPEATED_CLAUSE, span, "同一件事写了两次", "this is given twice")
        .help(Words::new("删去一处", "remove one of them"))
}

pub(super) fn amount_of_what(span: Span) -> Diagnostic {
    error(
        Code::SYNTAX,
        span,
        "“至少 n 个”后面要写“指标”或“字段”",
        "`at least n` must be followed by indicator or field",
    )
    .help(Words::new(
        "例如：至少 2 个 指标 于 产出目标/数量",
        "such as: at least 2 indicator in 产出目标/数量",
    ))
}

pub(super) fn amount_too_large(span: Span) -> Diagnostic {
    error(Code::BAD_NUMBER, span, "这个数太大", "the number is too large")
        .help(Words::new("写小一些的数", "write a smaller number"))
}

pub(super) fn lone_brace(span: Span) -> Diagnostic {
    error(Code::SYNTAX, span, "花括号没有成对", "the braces are not paired").help(Words::new(
        "要填内容写成 {i.名称}；要花括号本身写两个：{{ }}",
        "write {i.名称} for a hole; double them, {{ }}, for braces themselves",
    ))
}

pub(super) fn empty_hole(span: Span) -> Diagnostic {
    error(Code::SYNTAX, span, "花括号里没有写填什么", "the braces are empty").help(Words::new(
        "写字段或变量，例如 {i.名称}",
        "write a field or variable, such as {i.名称}",
    ))
}
