//! A look over the evaluator's shoulder: each condition as it is decided. Takes nothing of its own; knows
//! neither what is done with what is seen nor any sheet.

use crate::rule::Expr;

/// Sees each condition that is asked for while a rule is applied.
pub trait Observer {
    /// A condition, and what came of it; `None` where that is unknown.
    fn decided(&self, condition: &Expr, truth: Option<bool>);
}
