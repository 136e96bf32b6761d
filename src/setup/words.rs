//! The words for the settings of a project, in both languages.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::source::Span;

pub(super) fn no_day(span: Span, text: &str) -> Diagnostic {
    let message = Words::new(format!("“{text}”不是日期"), format!("“{text}” is not a date"));
    Diagnostic::error(Code::SETTINGS_FAULTY, span, message)
        .help(Words::new("写成 2026-01-01 这样", "write it as 2026-01-01"))
}
