//! The words for check boxes.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::form::Field;
use crate::model::Cell;

/// Check boxes of which none is ticked, or `several`.
pub(in crate::model) fn ticked_amiss(
    cell: &Cell,
    field: &Field,
    listed: &str,
    several: bool,
) -> Diagnostic {
    let name = &field.name;
    let help = Words::new(format!("在{listed}里勾选一个"), format!("tick one of these: {listed}"));
    match several {
        true => {
            let message = Words::new(
                format!("“{name}”勾选了不止一个"),
                format!("more than one box of “{name}” is ticked"),
            );
            Diagnostic::error(Code::UNKNOWN_CHOICE, cell.span, message).help(help)
        }
        false => {
            let message = Words::new(
                format!("“{name}”一个也没有勾选"),
                format!("no box of “{name}” is ticked"),
            );
            Diagnostic::warning(Code::UNKNOWN_CHOICE, cell.span, message).help(help)
        }
    }
}
