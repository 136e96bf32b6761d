//! The words for what is wrong with the text of a dictionary's file.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::source::Span;

fn error(code: Code, span: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error(code, span, Words::new(zh, en))
}

pub(super) fn empty(span: Span) -> Diagnostic {
    error(Code::TABLE_EMPTY, span, "这个文件里什么也没有", "this file is empty").help(Words::new(
        "第一行写列名，下面一行一条",
        "write the headings in the first row, one entry a row below",
    ))
}

pub(super) fn cell_without_heading(span: Span) -> Diagnostic {
    error(
        Code::EXTRA_CELL,
        span,
        "这一格上面没有列名",
        "there is no heading above this cell",
    )
    .help(Words::new(
        "给这一列写上列名，或清空这一格；格里本来就有逗号的，整格加英文引号",
        "give the column a heading or clear the cell; put a cell that contains a comma in quotes",
    ))
}

pub(super) fn quote_open(span: Span) -> Diagnostic {
    error(
        Code::TABLE_QUOTE_OPEN,
        span,
        "这一格的引号没有合上",
        "the quote of this cell is never closed",
    )
    .help(Words::new(
        "在格的末尾补上英文引号；格里的引号写两个",
        "close it at the end of the cell; double a quote inside a cell",
    ))
}

pub(super) fn too_many_cells(span: Span) -> Diagnostic {
    error(
        Code::TABLE_TOO_LARGE,
        span,
        "这个文件的格太多，从这里起没有读",
        "too many cells: not read from here on",
    )
    .help(Words::new("拆成几个文件", "split it into several files"))
}

pub(super) fn bad_yaml(span: Span, detail: &str) -> Diagnostic {
    error(Code::YAML_FAULTY, span, "从这里起不是合法的 YAML", "not valid YAML from here on")
        .remark(Words::verbatim(detail))
        .help(Words::new(
            "缩进用空格；冒号和逗号用半角，后面空一格；也可以改用 CSV",
            "indent with spaces; colons and commas are half-width, with a space after; or use CSV",
        ))
}

pub(super) fn key_twice(first: Span, second: Span) -> Diagnostic {
    error(Code::TABLE_REPEATED_KEY, second, "这个键写了两次", "this key is given twice")
        .label(first, Words::new("先在这里", "first here"))
        .help(Words::new("并成一处", "merge them"))
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    error(Code::YAML_FAULTY, span, "这里的层次太深", "nested too deep")
        .help(Words::new("一个名称下面写一列词", "write one list of words under a name"))
}

pub(super) fn no_aliases(span: Span) -> Diagnostic {
    error(Code::YAML_FAULTY, span, "这里不能用 * 引用别处", "aliases are not allowed here")
        .help(Words::new("把词写出来", "write the words out"))
}

pub(super) fn one_document(span: Span) -> Diagnostic {
    error(Code::YAML_FAULTY, span, "一个文件只能有一份内容", "one document per file")
        .help(Words::new("删去 --- 及后面的内容，或分成两个文件", "remove --- and what follows"))
}
