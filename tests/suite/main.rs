//! The integration tests, one binary. Cases are data under `tests/data`: see `cases.rs`.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "tests may be blunt, helpers outside test functions too"
)]

mod agreement;
mod body_hash;
mod cases;
mod certificates;
mod certificates_forged;
mod checked;
mod cli;
mod code_pages;
mod corpus;
mod deep;
mod dictionaries;
mod dictionary_files;
mod editors;
mod examples;
mod fix;
mod format;
mod format_rules;
mod fuzzed;
mod git;
mod handbook;
mod hooks;
mod hostile_files;
mod hostile_git;
mod hostile_text;
mod ide;
mod identity;
mod impact;
mod judged;
mod known;
mod left_out;
mod line_ends;
#[cfg(feature = "lsp")]
mod lsp;
#[cfg(feature = "lsp")]
mod lsp_client;
#[cfg(feature = "lsp")]
mod lsp_edits;
#[cfg(feature = "lsp")]
mod lsp_large;
mod lsp_robust;
mod lsp_shown;
mod model;
#[cfg(feature = "office")]
mod office;
mod order;
mod outputs;
mod own_forms;
mod pages;
mod peer_yaml;
mod project;
mod projects;
mod properties;
mod readme;
mod render;
mod render_ci;
mod render_frames;
mod render_sarif;
mod robust;
mod rule_check;
mod rule_fix;
mod rule_natural;
mod rule_quality;
mod rule_remedy;
mod rule_sentence;
mod rule_syntax;
mod rule_tools;
mod rule_trace;
mod same_file;
mod sheet_syntax;
mod shell;
mod shipped;
mod staged;
mod undeclared;
mod watch;
mod workspace;
