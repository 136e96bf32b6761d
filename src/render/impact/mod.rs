//! What other rules change of the findings on a batch of sheets: counted by rule and by unit, with
//! every finding that appears, vanishes or changes. Takes two runs, compared; one output format a
//! file. Knows no rule and no exit code.

mod json;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use super::report::PackInfo;
use super::{RenderOptions, impact_words as words, survey};
use crate::diagnostic::{
    ComparedRun, Diagnostic, Difference, Lang, Outcomes, Owners, PlacedDifference, Severity,
    SheetInfo, Words,
};
use crate::source::{Sources, Span};

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ImpactFormat {
    Text,
    Json,
    Html,
    Xlsx,
}

impl ImpactFormat {
    /// Whether the output is binary.
    pub(crate) fn is_binary(self) -> bool {
        self == Self::Xlsx
    }

    /// Whether this build can write it.
    pub(crate) fn is_built(self) -> bool {
        cfg!(feature = "office") || !self.is_binary()
    }
}

/// What becomes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RuleState {
    Added,
    Removed,
    Changed,
    Unchanged,
}

/// Rules, and what they give on the batch.
#[derive(Clone, Debug)]
pub(crate) struct ImpactSide<'a> {
    /// The rules as the command line names them.
    pub(crate) asked: Vec<String>,
    pub(crate) packs: Vec<PackInfo>,
    pub(crate) run: ComparedRun<'a>,
    pub(crate) outcomes: Outcomes,
}

/// Two sides, compared.
#[derive(Clone, Debug)]
pub(crate) struct ImpactReport<'a> {
    pub(crate) from: ImpactSide<'a>,
    pub(crate) to: ImpactSide<'a>,
    /// The files of the batch.
    pub(crate) files: usize,
    pub(crate) differences: Vec<PlacedDifference<'a>>,
    /// Findings that are the same on both sides.
    pub(crate) same: usize,
    /// The rules of either side, by name.
    pub(crate) rules: BTreeMap<String, RuleState>,
    /// What prevented the comparison, or a part of it.
    pub(crate) failures: &'a [Diagnostic],
    /// Whether something prevented it.
    pub(crate) incomplete: bool,
}

/// Findings counted on both sides.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct ImpactTally {
    pub(super) before: usize,
    pub(super) after: usize,
    pub(super) appeared: usize,
    pub(super) vanished: usize,
    pub(super) changed: usize,
    /// The sheets with a difference.
    pub(super) sheets: usize,
    #[serde(skip)]
    differing: BTreeSet<Span>,
}

impl ImpactTally {
    fn add(&mut self, placed: &PlacedDifference<'_>) {
        let (appeared, vanished) = placed.difference.counts();
        self.appeared += appeared;
        self.vanished += vanished;
        self.changed += usize::from(matches!(placed.difference, Difference::Changes { .. }));
        self.differing.extend(placed.sheet.map(|sheet| sheet.span));
        self.sheets = self.differing.len();
    }

    /// The counts, in the order of their heads (`impact_words::counts`).
    pub(super) fn counts(&self) -> [usize; 6] {
        let Self { before, after, appeared, vanished, changed, sheets, .. } = *self;
        [before, after, appeared, vanished, changed, sheets]
    }

    /// Whether anything differs.
    pub(super) fn differs(&self) -> bool {
        self.weight() > 0
    }

    fn weight(&self) -> usize {
        self.appeared + self.vanished + self.changed
    }
}

/// The counts of a report, and its differences by rule.
pub(super) struct ImpactSurvey<'a> {
    pub(super) report: &'a ImpactReport<'a>,
    pub(super) total: ImpactTally,
    /// Those with a difference, the most affected first.
    pub(super) rules: Vec<RuleImpact<'a>>,
    /// Rules that are not the same on both sides, without a difference on this batch.
    pub(super) idle: Vec<(&'a str, RuleState)>,
    /// Those with a difference, the most affected first; `None` for sheets that name no unit.
    pub(super) units: Vec<(Option<&'a str>, ImpactTally)>,
    /// Findings before and after, by severity.
    pub(super) severities: [(Severity, usize, usize); 3],
}

/// A rule, or a check of the tool's own.
pub(super) struct RuleImpact<'a> {
    pub(super) name: &'a str,
    pub(super) state: RuleState,
    pub(super) tally: ImpactTally,
    pub(super) differences: Vec<&'a PlacedDifference<'a>>,
}

impl<'a> ImpactSurvey<'a> {
    pub(super) fn new(report: &'a ImpactReport<'a>) -> Self {
        let mut rules: BTreeMap<&str, RuleImpact<'a>> = BTreeMap::new();
        let fresh = |name: &'a str| RuleImpact {
            name,
            state: report.rules.get(name).copied().unwrap_or(RuleState::Unchanged),
            tally: ImpactTally::default(),
            differences: Vec::new(),
        };
        for name in report.rules.keys() {
            rules.insert(name, fresh(name));
        }
        let mut units: BTreeMap<Option<&str>, ImpactTally> = BTreeMap::new();
        let mut total = ImpactTally::default();
        let mut severities = survey::SEVERITIES.map(|severity| (severity, 0, 0));
        for (side, is_after) in [(&report.from, false), (&report.to, true)] {
            let owners = Owners::new(side.run.sheets);
            for finding in side.run.findings {
                let name = finding.code.name();
                let rule = &mut rules.entry(name).or_insert_with(|| fresh(name)).tally;
                let sheet = owners.of_finding(finding).and_then(|at| side.run.sheets.get(at));
                let unit = units.entry(sheet.and_then(unit_of)).or_default();
                for tally in [rule, unit, &mut total] {
                    let count = if is_after { &mut tally.after } else { &mut tally.before };
                    *count += finding.count();
                }
                for (severity, before, after) in &mut severities {
                    if *severity == finding.severity {
                        *(if is_after { after } else { before }) += finding.count();
                    }
                }
            }
        }
        for placed in &report.differences {
            total.add(placed);
            units.entry(placed.sheet.and_then(unit_of)).or_default().add(placed);
            let name = placed.difference.finding().code.name();
            let rule = rules.entry(name).or_insert_with(|| fresh(name));
            rule.tally.add(placed);
            rule.differences.push(placed);
        }
        let (mut rules, idle): (Vec<_>, Vec<_>) =
            rules.into_values().partition(|rule| rule.tally.differs());
        // Of rules that could not be read, nothing is known.
        let idle = idle.into_iter().filter(|_| !report.incomplete);
        let idle = idle.filter(|rule| rule.state != RuleState::Unchanged);
        let idle = idle.map(|rule| (rule.name, rule.state)).collect();
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.tally.weight()));
        let mut units: Vec<_> = units.into_iter().filter(|(_, tally)| tally.differs()).collect();
        units.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.weight()));
        Self { report, total, rules, idle, units, severities }
    }
}

impl<'a> ImpactSurvey<'a> {
    /// Sentences on the rules that are not the same, without a difference on this batch.
    pub(super) fn idle_rules(&self) -> impl Iterator<Item = Words> {
        let states = [RuleState::Added, RuleState::Removed, RuleState::Changed];
        states.into_iter().filter_map(|state| {
            let names = self.idle.iter().filter(|(_, of)| *of == state);
            let names: Vec<&str> = names.map(|(name, _)| *name).collect();
            (!names.is_empty()).then(|| words::idle(state, &names))
        })
    }
}

fn unit_of(sheet: &SheetInfo) -> Option<&str> {
    sheet.unit.as_deref().map(str::trim).filter(|name| !name.is_empty())
}

/// The whole comparison in one sentence.
pub(crate) fn impact_verdict(report: &ImpactReport<'_>, lang: Lang) -> String {
    words::verdict(&ImpactSurvey::new(report)).get(lang).to_owned()
}

/// Writes the report.
///
/// # Errors
/// Those of `out`; a format that is not built.
pub(crate) fn render_impact(
    format: ImpactFormat,
    sources: &Sources,
    report: &ImpactReport<'_>,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let survey = ImpactSurvey::new(report);
    match format {
        ImpactFormat::Text => text::write(sources, &survey, options, out),
        ImpactFormat::Json => json::write(sources, &survey, options, out),
        ImpactFormat::Html => super::html::impact(sources, &survey, options, out),
        #[cfg(feature = "office")]
        ImpactFormat::Xlsx => super::office::impact(sources, &survey, options, out),
        #[cfg(not(feature = "office"))]
        ImpactFormat::Xlsx => Err(io::ErrorKind::Unsupported.into()),
    }
}
