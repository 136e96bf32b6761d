//! The integration tests, one binary. Cases are data under `tests/data`: see `cases.rs`.

mod cases;

mod cli;
mod examples;
mod model;
mod render;
mod rule_check;
mod rule_syntax;
mod sheet_syntax;
