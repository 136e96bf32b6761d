//! The words for a text that cannot be read as a sheet. Takes places, gives diagnostics.

use crate::diagnostic::{Code, Diagnostic, Edit, FixLevel, Words};
use crate::source::Span;

use super::MAX_DEPTH;

/// A blank other than a space in the indentation, which counts as `columns` spaces.
pub(super) fn crooked_indent(indent: Span, blank: char, columns: usize) -> Diagnostic {
    let (code, zh, en) = match blank {
        '\t' => (Code::TAB_INDENT, "制表符", "a tab"),
        '\u{a0}' => (Code::WIDE_INDENT, "不间断空格", "a no-break space"),
        _ => (Code::WIDE_INDENT, "全角空格", "a full-width blank"),
    };
    let message = Words::new(format!("缩进里有{zh}"), format!("the indentation contains {en}"));
    let title = Words::new(
        format!("换成 {columns} 个半角空格"),
        format!("replace it with {columns} spaces"),
    );
    Diagnostic::error(code, indent, message)
        .help(Words::new(
            "缩进只用半角空格，每层两个",
            "indent with spaces only, two for each level",
        ))
        .fix(FixLevel::Safe, title, vec![Edit { span: indent, text: " ".repeat(columns) }])
}

/// A line that is not an entry; `parent` is the key that it is nested under as the first line.
pub(super) fn missing_colon(line: Span, text: &str, parent: Option<&str>) -> Diagnostic {
    let message = Words::new(
        "这一行没有冒号，读不成“键: 值”",
        "this line has no colon: it is not `key: value`",
    );
    let help = match parent {
        Some(parent) => Words::new(
            format!("在键后面加冒号；如果这是「{parent}」的正文，在「{parent}」的冒号后面写一个 |"),
            format!(
                "add a colon after the key; if this is the text of `{parent}`, write `|` after its colon"
            ),
        ),
        None if text.chars().all(|c| matches!(c, '-' | '—' | '－' | '=' | '*')) => Words::new(
            "要把两张表隔开，单独写一行 ---",
            "to separate two sheets, write `---` alone on a line",
        ),
        None if text.starts_with('-') => Words::new(
            "如果是列表的一项，在 - 后面空一格；如果是键，在键后面加冒号",
            "for an element of a list put a space after the `-`; after a key put a colon",
        ),
        None => Words::new(
            "在键后面加冒号，如“项目名称: 道路养护”；不要的行删去，或在行首写 # 作注释",
            "put a colon after the key, as in `name: road repair`; delete a line that is not needed, or make it a comment with `#`",
        ),
    };
    let diagnostic = Diagnostic::error(Code::MISSING_COLON, line, message).help(help);
    match guessed_colon(line, text) {
        Some((key, edit)) => {
            let title =
                Words::new(format!("在「{key}」后面加冒号"), format!("put a colon after `{key}`"));
            diagnostic.fix(FixLevel::Unsafe, title, vec![edit])
        }
        None => diagnostic,
    }
}

/// Where the colon was probably intended: at a sign that looks like one, or at the first blank.
fn guessed_colon(line: Span, text: &str) -> Option<(&str, Edit)> {
    const LONGEST_KEY: usize = 24;
    let blanks = [' ', '\u{3000}', '\t'];
    let signs = [';', '；', '=', '＝', ' ', '\u{3000}', '\t'];
    let (key, rest) = text.split_once(signs)?;
    let rest = rest.trim_start_matches(blanks);
    // A sign between blanks separates the two; the `=` of `合格率 =95%` belongs to the value.
    let parts = rest.strip_prefix(signs).filter(|rest| rest.starts_with(blanks));
    let value = parts.unwrap_or(rest).trim_start_matches(blanks);
    if key.is_empty() || value.is_empty() || key.chars().count() > LONGEST_KEY {
        return None;
    }
    let start = line.start as usize + key.len();
    let end = line.start as usize + text.len() - value.len();
    Some((key, Edit { span: Span::new(line.source, start, end), text: ": ".to_owned() }))
}

/// A key with lines nested under it, but no colon.
pub(super) fn key_without_colon(key: Span, after: Span) -> Diagnostic {
    Diagnostic::error(
        Code::MISSING_COLON,
        key,
        Words::new(
            "下面还有缩进的行，这里却没有冒号",
            "lines are nested under this one, but it has no colon",
        ),
    )
    .help(Words::new("在末尾加冒号", "put a colon at its end"))
    .fix(
        FixLevel::Safe,
        Words::new("加冒号", "add the colon"),
        vec![Edit { span: after, text: ":".to_owned() }],
    )
}

/// A line that looks like the continuation of the text above it; `end` is the line end of a new
/// line there, if that fixes it.
pub(super) fn continuation(
    line: Span,
    value: Span,
    end: Option<&str>,
    column: usize,
) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Code::MISSING_COLON,
        line,
        Words::new(
            "这一行没有冒号，像是上面那段文字的下文",
            "this line has no colon and looks like a continuation of the text above",
        ),
    )
    .label(value, Words::new("上面的文字到这一行为止", "the text above ends on its own line"))
    .help(Words::new(
        "文字有好几行时，在冒号后面写一个 |，正文从下一行起，比键缩进两格",
        "for text of several lines write `|` after the colon and start the text on the next line, indented by two",
    ));
    let Some(end) = end else { return diagnostic };
    let edit = Edit {
        span: Span::at(value.source, value.range().start),
        text: format!("|{end}{}", " ".repeat(column)),
    };
    let title = Words::new("改成多行文字", "turn it into text of several lines");
    diagnostic.fix(FixLevel::Unsafe, title, vec![edit])
}

/// A line at a column without a level; it is read as one of `level`.
pub(super) fn misaligned(
    line: Span,
    indent: Span,
    column: usize,
    columns: &[usize],
    level: usize,
    text: Option<Span>,
) -> Diagnostic {
    let list = |and: &str| columns.iter().map(usize::to_string).collect::<Vec<_>>().join(and);
    let mut diagnostic = Diagnostic::error(
        Code::MISALIGNED,
        line,
        Words::new(
            format!("这一行缩进 {column} 格，与上面哪一层都不对齐"),
            format!("this line is indented by {column}, which matches no level above"),
        ),
    )
    .fix(
        FixLevel::Unsafe,
        Words::new(format!("缩进改为 {level} 格"), format!("indent it by {level}")),
        vec![Edit { span: indent, text: " ".repeat(level) }],
    );
    let aligned = Words::new(
        format!("与同层的键对齐（上面各层缩进 {} 格）；现在按缩进 {level} 格读", list("、")),
        format!(
            "align it with its siblings (the levels above are at {}); it is read as if indented by {level}",
            list(", ")
        ),
    );
    diagnostic = match text {
        None => diagnostic.help(aligned),
        Some(text) => diagnostic
            .label(text, Words::new("上一行已经有值，下面不能再有内层", "this line has a value, so nothing can nest under it"))
            .help(Words::new(
                format!("{}；如果它是上面那段文字的下文，在那里的冒号后面写一个 |，正文另起行", aligned.zh),
                format!("{}; if it continues the text above, write `|` after the colon there and start the text on the next line", aligned.en),
            )),
    };
    diagnostic
}

/// A value that opens with `"` and does not close.
pub(super) fn unclosed_quote(value: Span) -> Diagnostic {
    unclosed_flow_quote(value).fix(
        FixLevel::Unsafe,
        Words::new("在行末补上引号", "close it at the end of the line"),
        vec![Edit { span: Span::at(value.source, value.range().end), text: "\"".to_owned() }],
    )
}

/// A quote inside braces or brackets that does not close.
pub(super) fn unclosed_flow_quote(value: Span) -> Diagnostic {
    Diagnostic::error(
        Code::SHEET_QUOTE_OPEN,
        value,
        Words::new("引号打开了，到行末也没有合上", "this quote does not close on its line"),
    )
    .help(Words::new(
        "补上另一半引号；引号要在同一行合上，几行的文字用 |",
        "close it on the same line; for text of several lines use `|`",
    ))
}

/// A key that opens with `"` and does not close.
pub(super) fn unclosed_key_quote(key: Span) -> Diagnostic {
    Diagnostic::error(
        Code::SHEET_QUOTE_OPEN,
        key,
        Words::new("键的引号没有合上", "the quote of this key does not close"),
    )
    .help(Words::new("在冒号前补上引号，或去掉开头的引号", "close it before the colon, or drop it"))
}

/// An escape that the language does not have.
pub(super) fn bad_escape(escape: Span, c: char) -> Diagnostic {
    Diagnostic::error(
        Code::BAD_ESCAPE,
        escape,
        Words::new(format!("引号里没有 \\{c} 这种写法"), format!("there is no escape `\\{c}`")),
    )
    .help(Words::new(
        "引号里只有 \\\" \\\\ \\n \\t 四种；要写反斜杠本身，写两个",
        "in quotes there are `\\\"`, `\\\\`, `\\n` and `\\t`; for a backslash write two",
    ))
    .fix(
        FixLevel::Unsafe,
        Words::new("把反斜杠写成两个", "double the backslash"),
        vec![Edit { span: Span::at(escape.source, escape.range().start), text: "\\".to_owned() }],
    )
}

fn bracket(place: Span, message: Words) -> Diagnostic {
    Diagnostic::error(Code::BRACKET_OPEN, place, message)
}

/// A brace or bracket that the line does not close.
pub(super) fn unclosed_bracket(open: Span, end: Span, closers: &str) -> Diagnostic {
    bracket(
        open,
        Words::new("括号打开了，到行末也没有合上", "this bracket does not close on its line"),
    )
    .help(Words::new(
        format!("在行末补上 {closers}；如果这是文字，把整个值放进引号"),
        format!("close it with `{closers}`; if it is text, put all of it in quotes"),
    ))
    .fix(
        FixLevel::Unsafe,
        Words::new(format!("补上 {closers}"), format!("add `{closers}`")),
        vec![Edit { span: end, text: closers.to_owned() }],
    )
}

/// `]` where `}` is open, or the other way round.
pub(super) fn wrong_bracket(close: Span, open: Span) -> Diagnostic {
    bracket(
        close,
        Words::new("这个括号与打开的不是一对", "this bracket does not match the open one"),
    )
    .label(open, Words::new("打开的是它", "this one is open"))
    .help(Words::new("{ 用 } 合上，[ 用 ] 合上", "close `{` with `}` and `[` with `]`"))
}

/// A bracket inside text inside brackets.
pub(super) fn bracket_in_text(place: Span) -> Diagnostic {
    bracket(place, Words::new("括号里的文字又含有括号", "text inside brackets contains a bracket"))
        .help(Words::new("把这段文字放进引号", "put that text in quotes"))
}

/// Text after a closing bracket inside brackets.
pub(super) fn text_after_bracket(place: Span) -> Diagnostic {
    bracket(place, Words::new("括号合上后多出了文字", "something follows the closed bracket")).help(
        Words::new(
            "两项之间加逗号；如果都是文字，放进引号",
            "separate two values with a comma; put text in quotes",
        ),
    )
}

/// A comma with nothing before it.
pub(super) fn stray_comma(place: Span) -> Diagnostic {
    bracket(place, Words::new("逗号前面什么也没有", "there is nothing before this comma"))
        .help(Words::new("删去多余的逗号，或补上漏掉的一项", "delete it, or add what is missing"))
}

/// An item in braces without a colon.
pub(super) fn flow_without_colon(place: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        Code::MISSING_COLON,
        place,
        Words::new(
            format!("花括号里的「{text}」没有冒号，读不成“键: 值”"),
            format!("`{text}` in the braces has no colon: it is not `key: value`"),
        ),
    )
    .help(Words::new(
        "补上键和冒号；如果值里有逗号（如 1,800），把值放进引号",
        "add key and colon; put a value that contains a comma (1,800) in quotes",
    ))
}

/// Something after the last closing bracket of a line.
pub(super) fn after_flow(place: Span, whole: Span, written: &str) -> Diagnostic {
    let diagnostic =
        bracket(place, Words::new("括号合上后多出了文字", "something follows the closed bracket"))
            .help(Words::new(
                "值以 { 或 [ 开头时必须到右括号为止；如果这是文字，把整个值放进引号",
                "a value that opens with `{` or `[` ends with its bracket; if it is text, put all of it in quotes",
            ));
    if written.contains(['"', '\\']) {
        return diagnostic;
    }
    diagnostic.fix(
        FixLevel::Unsafe,
        Words::new("把整个值放进引号", "put the whole value in quotes"),
        vec![Edit { span: whole, text: format!("\"{written}\"") }],
    )
}

/// Too many levels, or brackets inside one another.
pub(super) fn too_deep(place: Span) -> Diagnostic {
    Diagnostic::error(
        Code::SHEET_TOO_DEEP,
        place,
        Words::new(
            format!("嵌套超过 {MAX_DEPTH} 层，从这里起不再读"),
            format!("nested deeper than {MAX_DEPTH} levels: not read from here on"),
        ),
    )
    .help(Words::new("减少嵌套的层数", "reduce the nesting"))
}

/// Elements among entries, or entries among elements.
pub(super) fn mixed(line: Span, first: Span, dashed: bool) -> Diagnostic {
    let (message, said) = if dashed {
        (
            Words::new(
                "这里一层全是“键: 值”，混进了列表的一项",
                "an element of a list among entries",
            ),
            Words::new("这一层从这里开始", "this block begins here"),
        )
    } else {
        (
            Words::new("这里一层全是列表，混进了“键: 值”", "an entry among the elements of a list"),
            Words::new("这一层从这里开始", "this block begins here"),
        )
    };
    Diagnostic::error(Code::LIST_AND_KEYS, line, message).label(first, said).help(Words::new(
        "同一层要么全是“- 值”，要么全是“键: 值”；列表比它的键缩进两格",
        "make all lines of a block `- value`, or all `key: value`; a list is indented by two from its key",
    ))
}

/// A colon with no key before it.
pub(super) fn empty_key(colon: Span) -> Diagnostic {
    Diagnostic::error(
        Code::EMPTY_KEY,
        colon,
        Words::new("冒号前面没有键名", "there is no key before this colon"),
    )
    .help(Words::new(
        "在冒号前写上键名；键名里有冒号时放进引号",
        "write the key before the colon; put a key that contains a colon in quotes",
    ))
}

/// A character that nobody sees.
pub(super) fn control_character(place: Span, c: char) -> Diagnostic {
    let code = u32::from(c);
    Diagnostic::error(
        Code::CONTROL_CHARACTER,
        place,
        Words::new(
            format!("这里有看不见的字符（U+{code:04X}）"),
            format!("there is an invisible character (U+{code:04X}) here"),
        ),
    )
    .help(Words::new(
        "把它删掉；多半是从别处复制时带来的",
        "delete it; it probably came along when something was copied",
    ))
    .fix(
        FixLevel::Unsafe,
        Words::new("删掉看不见的字符", "delete it"),
        vec![Edit { span: place, text: String::new() }],
    )
}
