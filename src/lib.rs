//! 表尺 biaochi: rules as code for public-budget performance sheets.
//!
//! Data flows one way, and the modules are listed in that order:
//!
//! ```text
//! text ──► syntax ──► model (a Sheet) ─────────────────────┐
//! text ──► syntax ──► resolve ──► rule (a checked RuleSet) ─┴─► eval ──► check ──► diagnostics ──► render
//! ```
//!
//! `ARCHITECTURE.md` says what each module must never know; `tests/tidy.rs` holds it to that.

pub mod source;
pub mod value;

pub mod nearest;

pub mod diagnostic;

pub mod form;

pub mod syntax;

pub mod model;

pub mod dictionary;

pub mod rule;

pub mod lint;

pub mod sentence;

pub mod resolve;

pub mod eval;

pub mod workspace;

pub mod check;

pub mod format;

pub mod handbook;

pub mod files;

pub mod git;

pub mod project;

pub mod render;

pub mod cli;
