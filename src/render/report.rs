//! What a run of checks has to tell: the findings, and the numbers that show how much was looked at.
//! Filled in by the caller; knows no format.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Outcomes, Suppressed};

/// The result of one run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The rule packs that were applied.
    pub packs: Vec<PackInfo>,
    /// The numbers.
    pub summary: Summary,
    /// What was found, in the order in which it is to be shown.
    pub findings: Vec<Diagnostic>,
    /// What was found and is let stand by the sheets themselves.
    pub suppressed: Vec<Suppressed>,
}

/// A rule pack, named so that a result can be repeated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PackInfo {
    /// Its name, e.g. `shanghai-2020`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The checksum of its files, in hexadecimal.
    pub sha256: String,
}

/// How much was looked at, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files read.
    pub files: usize,
    /// Sheets in them.
    pub sheets: usize,
    /// Findings at level 错误.
    pub errors: usize,
    /// Findings at level 警告.
    pub warnings: usize,
    /// Findings at level 提示.
    pub notes: usize,
    /// Findings that the sheet itself silences.
    pub suppressed: usize,
    /// Findings that were known before.
    pub baselined: usize,
    /// How the rules came out.
    pub outcomes: Outcomes,
}
