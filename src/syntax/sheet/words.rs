//! The words for everything that can be wrong with the text of a sheet.

use super::lines::Range;
use crate::diagnostic::{Diagnostic, Edit, FixLevel, Words};
use crate::source::{Source, Span};

/// The fix for blanks that are none: as many spaces as they count for.
fn to_spaces(diagnostic: Diagnostic, span: Span, columns: usize) -> Diagnostic {
    let edit = Edit { span, text: " ".repeat(columns) };
    diagnostic.fix(FixLevel::Safe, Words::new("改为空格", "change to spaces"), vec![edit])
}

pub(super) fn tab_indent(span: Span, columns: usize) -> Diagnostic {
    let message = Words::new("缩进用了制表符（Tab）", "the indentation has tabs");
    let help = Words::new("每一级缩进用两个空格", "indent each level by two spaces");
    to_spaces(Diagnostic::error("表/制表符缩进", span, message).help(help), span, columns)
}

pub(super) fn wide_indent(span: Span, columns: usize) -> Diagnostic {
    let message = Words::new("缩进用了全角空格", "the indentation has full-width blanks");
    let help = Words::new(
        "切换到半角，每一级缩进用两个空格",
        "indent each level by two half-width spaces",
    );
    to_spaces(Diagnostic::error("表/全角空格缩进", span, message).help(help), span, columns)
}

pub(super) fn control_character(span: Span, character: char) -> Diagnostic {
    let code = u32::from(character);
    let message = Words::new(
        format!("有看不见的控制字符（U+{code:04X}）"),
        format!("an invisible control character (U+{code:04X})"),
    );
    let remove = Edit { span, text: String::new() };
    Diagnostic::error("表/控制字符", span, message)
        .help(Words::new("删去它；多半是从别处复制带来的", "remove it; it came along with a copy"))
        .fix(FixLevel::Safe, Words::new("删去", "remove"), vec![remove])
}

pub(super) fn misaligned(span: Span, indent: usize, own: usize) -> Diagnostic {
    let message = Words::new(
        format!("缩进不齐：这一行缩进 {indent} 格，同级的缩进 {own} 格"),
        format!("indented by {indent}, its siblings by {own}"),
    );
    Diagnostic::error("表/缩进不齐", span, message).help(Words::new(
        format!("与同级的行对齐，缩进 {own} 格；要写在上一行之下，上一行冒号后面就不能有值"),
        format!("indent it by {own}; to nest it, the line above must have no value"),
    ))
}

pub(super) fn no_colon(span: Span, continued: Option<&str>) -> Diagnostic {
    let message = Words::new("这一行没有冒号", "this line has no colon");
    let help = match continued {
        Some(key) => Words::new(
            format!("如果是上面“{key}”的续文，写成“{key}: |”，文字从下一行起缩进书写"),
            format!("if it continues “{key}”, write `{key}: |` and the text below, indented"),
        ),
        None => Words::new("写成“键: 值”", "write `key: value`"),
    };
    Diagnostic::error("表/缺冒号", span, message).help(help)
}

pub(super) fn no_key(span: Span) -> Diagnostic {
    let message = Words::new("冒号前面没有键名", "there is no key before the colon");
    Diagnostic::error("表/缺键名", span, message)
        .help(Words::new("在冒号前面写上键名", "write a key before the colon"))
}

pub(super) fn mixed(span: Span, element: bool) -> Diagnostic {
    let message = if element {
        Words::new("键的中间不能有“- ”列表项", "a list item among keys")
    } else {
        Words::new("列表的中间不能有“键: 值”", "a key among list items")
    };
    Diagnostic::error("表/列表与键混用", span, message).help(Words::new(
        "同一级要么都是“键: 值”，要么都是“- 值”",
        "one level has keys or list items, not both",
    ))
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    let most = super::MAX_DEPTH;
    let message = Words::new(
        format!("嵌套超过 {most} 层，里面的没有读"),
        format!("nested deeper than {most}: what is inside was not read"),
    );
    Diagnostic::error("表/嵌套过深", span, message)
        .help(Words::new("减少嵌套；绩效目标只有三级", "nest less; a form has three levels"))
}

pub(super) fn quote_open(span: Span, rest: &str) -> Diagnostic {
    let message = Words::new("引号没有合上", "the quote is not closed");
    let end = Span { start: span.end, ..span };
    Diagnostic::error("表/引号未合", span, message)
        .help(Words::new(
            format!("在末尾补上引号：\"{rest}\"；或去掉开头的引号"),
            format!("close it: \"{rest}\"; or remove the quote at the start"),
        ))
        .fix(
            FixLevel::Unsafe,
            Words::new("补上引号", "close the quote"),
            vec![Edit { span: end, text: "\"".to_owned() }],
        )
}

pub(super) fn escape_unknown(span: Span, escaped: char) -> Diagnostic {
    let message =
        Words::new(format!("“\\{escaped}”不是有效的转义"), format!("“\\{escaped}” is no escape"));
    let edit = Edit { span: Span { end: span.start, ..span }, text: "\\".to_owned() };
    Diagnostic::error("表/转义无效", span, message)
        .help(Words::new(
            "引号里可以写 \\\" \\\\ \\n \\t；反斜杠本身写 \\\\",
            "quoted text has \\\" \\\\ \\n \\t; a backslash itself is \\\\",
        ))
        .fix(FixLevel::Safe, Words::new("改为 \\\\", "change to \\\\"), vec![edit])
}

/// What is wrong with brackets: the bracket that is not closed, or what should not stand there.
pub(super) fn flow_broken(source: &Source, written: &Range, text: &str, at: usize) -> Diagnostic {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut quote = false;
    for (place, character) in text.char_indices() {
        match character {
            '"' => quote = !quote,
            '{' | '[' if !quote => open.push((place, character)),
            '}' | ']' if !quote => {
                open.pop();
            }
            _ => {}
        }
    }
    let place =
        |from: usize, to: usize| Span::new(source.id(), written.start + from, written.start + to);
    let help = Words::new(
        "写成 {键: 值, 键: 值} 或 [值, 值]，都在一行里；值里有逗号或括号就加引号",
        "write {key: value, key: value} or [value, value] on one line; quote values with commas or brackets",
    );
    if quote {
        let from = text.rfind('"').unwrap_or_default();
        let message = Words::new("引号没有合上", "the quote is not closed");
        return Diagnostic::error("表/引号未合", place(from, text.len()), message).help(help);
    }
    if let Some((from, bracket)) = open.first() {
        let message =
            Words::new(format!("“{bracket}”没有合上"), format!("“{bracket}” is not closed"));
        return Diagnostic::error("表/括号未合", place(*from, from + 1), message).help(help);
    }
    let rest = text.get(at..).unwrap_or_default();
    let rest = rest.trim_end();
    let to = if rest.is_empty() { text.len() } else { at + rest.len() };
    let from = at.min(to);
    let message = if from == to {
        Words::new("括号里还没有写完", "the brackets are not complete")
    } else {
        Words::new("括号里从这里起看不懂", "this cannot be read inside or after the brackets")
    };
    Diagnostic::error("表/括号未合", place(from, to), message).help(help)
}

pub(super) fn more(span: Span, count: usize) -> Diagnostic {
    let message = Words::new(
        format!("还有 {count} 处写法上的错误没有列出"),
        format!("{count} more errors of syntax are not listed"),
    );
    Diagnostic::error("表/错误过多", span, message)
        .help(Words::new("先改正列出的", "mend those listed first"))
}
