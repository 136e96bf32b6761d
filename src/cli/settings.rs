//! What a command line asks for in place of, or besides, the settings of projects. Takes arguments;
//! gives criteria. Knows no sheet.

use std::path::Path;

use super::args;
use crate::check::Date;
use crate::diagnostic::Diagnostic;
use crate::project::{Config, Filter, Projects, Tree};
use crate::setup::{Criteria, Settings};

/// The projects of a command line, and what it excludes from them.
///
/// # Errors
/// A pattern is invalid.
pub(super) fn projects(tree: &Tree, arguments: &args::Check) -> Result<Projects, Diagnostic> {
    let besides = Filter::default().excluding(Path::new("."), &arguments.exclude)?;
    let besides = besides.forced(arguments.force_exclude);
    Ok(Projects::new(tree, arguments.by.config.as_deref(), besides))
}

/// What a command line says of packs and rules.
pub(super) fn criteria(by: &args::JudgedBy, as_of: Option<Date>) -> Criteria {
    let (packs, select, ignore) = (by.packs.rules.clone(), by.select.clone(), by.ignore.clone());
    Criteria { packs, select, ignore, as_of }
}

/// The settings of a check.
///
/// # Errors
/// They are faulty.
pub(super) fn of_check(
    arguments: &args::Check,
    config: Option<Config>,
) -> Result<Settings, Diagnostic> {
    let mut settings = Settings::new(&criteria(&arguments.by, arguments.as_of), config)?;
    settings.deny_warnings |= arguments.deny_warnings;
    settings.max_findings = arguments.max_findings.or(settings.max_findings);
    settings.baseline = arguments.baseline.clone().or(settings.baseline);
    Ok(settings)
}
