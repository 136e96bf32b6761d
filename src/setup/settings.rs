//! What applies to the sheets of a project: its settings, replaced or extended by what is requested
//! besides, on a command line for example. Takes both; gives them combined. Knows no sheet.

use std::path::{Path, PathBuf};

use super::words;
use crate::check::{Date, Named, Policy, read_date};
use crate::diagnostic::Diagnostic;
use crate::project::{AskedPack, Config, SpannedText};

/// The default file of known findings.
const BASELINE: &str = "biaochi-baseline.json";

/// What applies to the sheets of one project.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The project's own, if there are any.
    pub(crate) config: Option<Config>,
    /// The packs that judge; empty for all that are built in.
    pub(crate) packs: Vec<AskedPack>,
    /// Settings for the rules.
    pub(crate) policy: Policy,
    /// The day whose law applies.
    pub(crate) as_of: Option<Date>,
    pub(crate) deny_warnings: bool,
    pub(crate) max_findings: Option<usize>,
    /// The file of known findings, if these are to be left out.
    pub(crate) baseline: Option<PathBuf>,
}

/// What replaces or extends the settings of a project.
#[derive(Clone, Debug, Default)]
pub(crate) struct Criteria {
    /// The packs that judge, in place of those of the settings.
    pub(crate) packs: Vec<PathBuf>,
    /// The rules that judge, in place of those of the settings.
    pub(crate) select: Vec<String>,
    /// More rules that do not.
    pub(crate) ignore: Vec<String>,
    /// The day whose law applies, in place of that of the settings.
    pub(crate) as_of: Option<Date>,
}

impl Settings {
    /// The settings of a project, combined with criteria.
    ///
    /// # Errors
    /// The project's settings are faulty.
    pub(crate) fn new(by: &Criteria, config: Option<Config>) -> Result<Self, Diagnostic> {
        let said = |of: fn(&Config) -> &Vec<SpannedText>| config.iter().flat_map(of).map(named);
        let day = config.as_ref().and_then(|config| config.as_of.as_ref());
        let day = day.map(|(text, span)| read_date(text).ok_or_else(|| words::no_day(*span, text)));
        let severity = config.iter().flat_map(|config| &config.severity);
        let policy = Policy {
            select: match by.select.is_empty() {
                true => said(|config| &config.select).collect(),
                false => by.select.iter().map(|name| asked(name)).collect(),
            },
            ignore: said(|config| &config.ignore)
                .chain(by.ignore.iter().map(|name| asked(name)))
                .collect(),
            severity: severity.map(|(name, severity)| (named(name), *severity)).collect(),
        };
        let from_config = config.as_ref();
        Ok(Self {
            packs: match by.packs.is_empty() {
                true => from_config.map(packs).unwrap_or_default(),
                false => AskedPack::all(&by.packs),
            },
            policy,
            as_of: by.as_of.or(day.transpose()?),
            deny_warnings: from_config.is_some_and(|config| config.deny_warnings),
            max_findings: from_config.and_then(|config| config.max_findings),
            baseline: from_config
                .and_then(|config| config.baseline.as_ref().map(|(file, _)| config.path(file))),
            config,
        })
    }

    /// The file into which known findings are written.
    pub(crate) fn baseline_to_write(&self) -> PathBuf {
        let root = self.config.as_ref().map_or(Path::new(""), |config| &config.root);
        self.baseline.clone().unwrap_or_else(|| root.join(BASELINE))
    }
}

/// The packs that a project requests.
pub(crate) fn packs(config: &Config) -> Vec<AskedPack> {
    let asked = |(name, span): &SpannedText| AskedPack {
        name: name.clone(),
        path: config.path(name),
        span: Some(*span),
        tree: None,
    };
    config.packs.iter().map(asked).collect()
}

fn named((name, span): &SpannedText) -> Named {
    Named { name: name.clone(), span: Some(*span) }
}

/// A name that is not written in the settings.
fn asked(name: &str) -> Named {
    Named { name: name.to_owned(), span: None }
}
