//! 表尺 biaochi: rules as code for public-budget performance sheets.
//!
//! Data flows one way, and the modules are listed in that order:
//!
//! ```text
//! text ──► syntax ──► model (a Sheet) ─────────────────────┐
//! text ──► syntax ──► resolve ──► rule (a checked RuleSet) ─┴─► eval ──► check ──► diagnostics ──► render
//! ```
//!
//! A text is checked by what a [`Workspace`](check::Workspace) holds, which reads no file and
//! caches what has not changed:
//!
//! ```
//! use biaochi::check::{self, Change, Options, PackSources, Workspace};
//! use biaochi::diagnostic::Lang;
//! use biaochi::source::Sources;
//!
//! let mut sources = Sources::new();
//! let rules = [sources.add("rules.chi", "
//! 表单 采购表 年度 2020：
//!     栏 项目名称 文本 必填
//!     栏 总预算 金额
//! 规则 预算/须填总预算：
//!     须 有 总预算
//!     否则 错误 \"没有总预算\" 于 项目名称
//! ")];
//! let mut workspace = Workspace::caching();
//! workspace.apply(Change::Packs(&[PackSources {
//!     name: "示例",
//!     sources: &rules,
//!     judges: true,
//!     upper: None,
//! }]));
//!
//! let sheet = sources.add("甲.biao", "表单: 采购表\n年度: 2020\n项目名称: 道路养护\n");
//! workspace.apply(Change::Sheet(sheet.clone()));
//! let found = check::report_on(&workspace.snapshot(), sheet.id(), Options::default());
//! assert_eq!(found.findings.len(), 1);
//! assert_eq!(found.findings[0].message.get(Lang::Zh), "没有总预算");
//!
//! // As it is typed on, only what has changed is read and judged again.
//! let sheet = sheet.changed(format!("{}总预算: 60万元\n", sheet.text()));
//! workspace.apply(Change::Sheet(sheet.clone()));
//! let found = check::report_on(&workspace.snapshot(), sheet.id(), Options::default());
//! assert!(found.findings.is_empty());
//! ```
//!
//! `ARCHITECTURE.md` says what each module must never know; `tests/tidy.rs` holds it to that.
#![cfg_attr(
    not(feature = "cli"),
    allow(dead_code, unused_imports, reason = "what is not public here serves the command line")
)]

pub mod source;
pub mod value;

pub(crate) mod nearest;

pub mod diagnostic;

pub mod form;

pub mod syntax;

pub mod model;

pub(crate) mod dictionary;

pub mod rule;

pub mod lint;

pub mod sentence;

pub(crate) mod resolve;

pub(crate) mod eval;

pub(crate) mod workspace;

pub mod check;

pub mod ide;

pub mod format;

pub mod handbook;

pub(crate) mod files;

pub(crate) mod git;

pub mod project;

pub mod render;

pub(crate) mod setup;

pub(crate) mod trace;

#[cfg(feature = "lsp")]
pub mod lsp;

#[cfg(feature = "cli")]
pub mod cli;
