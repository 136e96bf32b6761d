//! The words for comparisons of targets, in both languages.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::rule::types::Type;
use crate::source::Span;

pub(super) fn not_a_target(span: Span, ty: &Type, op: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("{}不是目标值，不能这样比", ty.zh()),
            format!("{} is not a target and cannot be compared like this", ty.en()),
        ),
    )
    .label(op, Words::new("这里比的是目标值", "targets are compared here"))
    .help(Words::new(
        "两边写目标值、承诺或带单位的数，例如：i.目标值 低于 p.目标值、i.目标值 含 90%；比日期和文字用 < = >",
        "write targets, promises or figures with units: i.目标值 below p.目标值; dates and texts take < = >",
    ))
}
