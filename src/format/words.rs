//! The words for what cannot be formatted.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::source::{Source, Span};

/// The canonical text would mean something else.
pub(super) fn read_otherwise(source: &Source) -> Diagnostic {
    Diagnostic::error(
        Code::UNFORMATTABLE,
        Span::at(source.id(), 0),
        Words::new(
            "整理以后读出来会是另一个意思，没有整理",
            "formatted, the file would mean something else: it was not changed",
        ),
    )
    .help(Words::new(
        "多半是一句话断成了几行，下一行的头一个词换了语言就成了另一句：把它接到上一行末尾",
        "a line that continues a clause probably begins with a word that begins a clause in the other language: join it to the line before",
    ))
}
