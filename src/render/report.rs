//! The result of a run of checks: the findings, and the numbers that show how much was checked.
//! Filled in by the caller; knows no format.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diagnostic::{
    Basis, Criterion, Diagnostic, Outcomes, Severity, SheetInfo, Suppressed, Words,
};
use crate::source::SourceId;

/// The result of one run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The rule packs that were applied.
    pub packs: Vec<PackInfo>,
    /// The rules that judged, each once, in the order of their files; empty if no requested format
    /// describes them.
    pub rules: Vec<RuleInfo>,
    /// The sheets that were judged, in the order of their files.
    pub sheets: Vec<SheetInfo>,
    /// The numbers.
    pub summary: Summary,
    /// What was found, in the order in which it is to be shown.
    pub findings: Vec<Diagnostic>,
    /// What was found and is suppressed by the sheets themselves.
    pub suppressed: Vec<Suppressed>,
    /// What was found and was known before.
    pub baselined: Vec<Diagnostic>,
    /// Whether something could not be checked: what was found is then not all there is.
    pub incomplete: bool,
    /// The repository in which the check ran, if it ran in one.
    pub repository: Option<Repository>,
}

/// Where a check ran in its repository: output for programs has paths relative to its root. Both
/// are absolute paths with `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The root.
    pub root: String,
    /// The folder that names of files are relative to.
    pub here: String,
}

impl Repository {
    /// A name relative to the root; absolute if it is outside the repository.
    pub(super) fn path(&self, name: &str) -> String {
        let is_full = name.starts_with('/') || name.get(1..3) == Some(":/");
        let full = if is_full { name.to_owned() } else { format!("{}/{name}", self.here) };
        let mut parts: Vec<&str> = Vec::new();
        for part in full.split('/') {
            match part {
                "" | "." if !parts.is_empty() => {}
                "." => {}
                ".." => {
                    // The parent of the topmost folder is itself.
                    if parts.len() > 1 {
                        parts.pop();
                    }
                }
                part => parts.push(part),
            }
        }
        let full = parts.join("/");
        let below = full.strip_prefix(&self.root).and_then(|rest| rest.strip_prefix('/'));
        below.map_or_else(|| full.clone(), str::to_owned)
    }
}

/// A rule that judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// Its name: the code of its findings.
    pub name: String,
    /// The texts that it judges, where projects of the run have several rules of its name; the
    /// first of them judges all others.
    pub texts: BTreeSet<SourceId>,
    /// The pack that it comes from.
    pub pack: String,
    /// The severity of its findings.
    pub severity: Severity,
    /// Which of the reviewer's questions it serves, e.g. 完整性.
    pub criterion: Option<Criterion>,
    /// How far it may be trusted, e.g. 可能多报.
    pub strength: Option<String>,
    /// Its other tags.
    pub tags: Vec<String>,
    /// What it is for.
    pub about: Option<String>,
    /// What it demands, in one sentence.
    pub sentence: Words,
    /// The laws that it is based on, with links.
    pub basis: Vec<(Basis, Option<String>)>,
    /// Whether it has a fix.
    pub fixable: bool,
}

/// The rules of a report, to be found by what they have found.
#[derive(Debug, Default)]
pub(super) struct RulesByFinding<'a>(BTreeMap<&'a str, Vec<(usize, &'a RuleInfo)>>);

impl<'a> RulesByFinding<'a> {
    pub(super) fn new(rules: &'a [RuleInfo]) -> Self {
        let mut by_name: BTreeMap<&str, Vec<(usize, &RuleInfo)>> = BTreeMap::new();
        for (at, rule) in rules.iter().enumerate() {
            by_name.entry(&rule.name).or_default().push((at, rule));
        }
        Self(by_name)
    }

    /// The rule that a finding is of, and its number; what is checked without rules has none.
    pub(super) fn of(&self, finding: &Diagnostic) -> Option<(usize, &'a RuleInfo)> {
        let rules = self.0.get(finding.code.rule_name()?)?;
        let source = finding.span().map(|span| span.source);
        let judges = |rule: &RuleInfo| source.is_some_and(|source| rule.texts.contains(&source));
        rules.iter().find(|(_, rule)| judges(rule)).or(rules.first()).copied()
    }
}

/// A rule pack, identified so that a result can be repeated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PackInfo {
    /// Its name, e.g. `shanghai-2020`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The checksum of its files, in hexadecimal.
    pub sha256: String,
}

/// How much was checked, and the results.
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
    /// Findings that the sheet itself suppresses.
    pub suppressed: usize,
    /// Findings that were known before.
    pub baselined: usize,
    /// Findings beyond the number that was requested, or that is listed of one rule on one sheet:
    /// counted above, not listed.
    pub unlisted: usize,
    /// Files, and folders with such, that were left out of the search by ignore files or names.
    pub left_out: usize,
    /// Rules that the project leaves out.
    pub rules_left_out: usize,
    /// The outcomes of the rules.
    pub outcomes: Outcomes,
}

#[cfg(test)]
mod tests {
    use super::Repository;

    #[test]
    fn paths_are_relative_to_the_root_of_the_repository() {
        let repository =
            Repository { root: "/库 房/表".into(), here: "/库 房/表/申报".into() };
        for (name, expected) in [
            ("甲.biao", "申报/甲.biao"),
            ("2020/甲.biao", "申报/2020/甲.biao"),
            ("./甲.biao", "申报/甲.biao"),
            ("../甲.biao", "甲.biao"),
            ("../别处/../甲.biao", "甲.biao"),
            ("/库 房/表/申报/甲.biao", "申报/甲.biao"),
            ("../../甲.biao", "/库 房/甲.biao"),
            ("/库 房/表单/甲.biao", "/库 房/表单/甲.biao"),
            ("../../../../../甲.biao", "/甲.biao"),
        ] {
            assert_eq!(repository.path(name), expected, "{name}");
        }
        let windows = Repository { root: "C:/表".into(), here: "C:/表/申报".into() };
        assert_eq!(windows.path("甲.biao"), "申报/甲.biao");
        assert_eq!(windows.path("D:/甲.biao"), "D:/甲.biao");
        let at_the_top = Repository { root: "/表".into(), here: "/表".into() };
        assert_eq!(at_the_top.path("甲.biao"), "甲.biao");
    }
}
