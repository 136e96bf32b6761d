//! 表尺 biaochi: rules as code for public-budget performance sheets.
//!
//! Data flows one way, and the modules are listed in that order:
//!
//! ```text
//! text ──► syntax ──► model (a Sheet) ───────────┐
//! text ──► syntax ──► rule  (a checked RuleSet) ─┴─► eval ──► check ──► diagnostics ──► render
//! ```
//!
//! `ARCHITECTURE.md` says what each module must never know; `tests/tidy.rs` holds it to that.

pub mod source;
pub mod value;

pub mod diagnostic;

pub mod form;

pub mod syntax;

pub mod model;

pub mod rule;

pub mod eval;

pub mod check;

pub mod format;

pub mod handbook;

pub mod project;

pub mod render;

pub mod cli;
