//! A report for reviewers: each finding with its sheet, its unit and its review criterion, counted.
//! Takes a report with its sources; gives data for the formats that reviewers open. Knows no
//! format.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Criterion, Diagnostic, Owners, Severity, SheetInfo, Suppressed};
use crate::source::{Sources, Span};

use super::clean;
use super::place_finder::PlaceFinder;
use super::report::RulesByFinding;
use super::report::{Report, RuleInfo};
use super::units::UnitReport;

/// The groups of findings, in the order of the review: what serves none of the four questions
/// stands apart.
pub(super) const GROUPS: [Option<Criterion>; 5] = [
    Some(Criterion::Completeness),
    Some(Criterion::Relevance),
    Some(Criterion::Adequacy),
    Some(Criterion::Feasibility),
    None,
];

/// Which of the groups it is.
pub(super) fn group(criterion: Option<Criterion>) -> usize {
    criterion.map_or(GROUPS.len() - 1, |criterion| criterion as usize)
}

/// From the worst to the least.
pub(super) const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// Findings counted by criterion and severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FindingTally([[usize; 3]; 5]);

impl FindingTally {
    /// Counts a finding, and those that are not listed beside it.
    pub(super) fn add(&mut self, criterion: Option<Criterion>, finding: &Diagnostic) {
        let row = self.0.get_mut(group(criterion));
        if let Some(count) = row.and_then(|row| row.get_mut(finding.severity as usize)) {
            *count += finding.count();
        }
    }

    pub(super) fn of(&self, criterion: Option<Criterion>, severity: Severity) -> usize {
        let row = self.0.get(group(criterion));
        row.and_then(|row| row.get(severity as usize)).copied().unwrap_or_default()
    }

    pub(super) fn with(&self, severity: Severity) -> usize {
        GROUPS.into_iter().map(|criterion| self.of(criterion, severity)).sum()
    }

    pub(super) fn under(&self, criterion: Option<Criterion>) -> usize {
        SEVERITIES.into_iter().map(|severity| self.of(criterion, severity)).sum()
    }

    pub(super) fn total(&self) -> usize {
        SEVERITIES.into_iter().map(|severity| self.with(severity)).sum()
    }
}

/// A finding and its context.
pub(super) struct SurveyItem<'a> {
    pub(super) finding: &'a Diagnostic,
    /// Its number in the report, from 0.
    pub(super) reported: usize,
    /// The rule that found it; what is checked without rules has none.
    pub(super) rule: Option<&'a RuleInfo>,
    pub(super) criterion: Option<Criterion>,
    pub(super) place: Option<SurveyPlace<'a>>,
    /// Its number within its sheet, from 1.
    pub(super) number: usize,
}

/// A place and its text.
pub(super) struct SurveyPlace<'a> {
    pub(super) file: &'a str,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) excerpt: &'a str,
}

/// A sheet and what was found in it.
pub(super) struct Section<'a> {
    pub(super) sheet: &'a SheetInfo,
    pub(super) file: &'a str,
    /// Its findings, by their number in the survey.
    pub(super) items: Vec<usize>,
    pub(super) suppressed: Vec<&'a Suppressed>,
    pub(super) tally: FindingTally,
}

/// A rule and how often it found something.
pub(super) struct RuleTally<'a> {
    pub(super) code: &'a Code,
    pub(super) severity: Severity,
    pub(super) criterion: Option<Criterion>,
    pub(super) count: usize,
}

pub(super) struct Survey<'a> {
    pub(super) report: &'a Report,
    pub(super) places: PlaceFinder<'a>,
    /// The worst first, then as the report orders them.
    pub(super) items: Vec<SurveyItem<'a>>,
    /// As the report orders the sheets.
    pub(super) sheets: Vec<Section<'a>>,
    /// The sheets by what sends one back: errors, then warnings, then notes.
    pub(super) order: Vec<usize>,
    /// What belongs to no sheet.
    pub(super) outside: Vec<usize>,
    pub(super) tally: FindingTally,
    rules: RulesByFinding<'a>,
    owners: Owners<'a>,
}

impl<'a> Survey<'a> {
    pub(super) fn new(sources: &'a Sources, report: &'a Report) -> Self {
        let name = |sheet: &SheetInfo| sources.get(sheet.span.source).map(|source| source.name());
        let section = |sheet| Section {
            sheet,
            file: name(sheet).unwrap_or_default(),
            items: Vec::new(),
            suppressed: Vec::new(),
            tally: FindingTally::default(),
        };
        let mut survey = Self {
            report,
            places: PlaceFinder::new(sources),
            items: Vec::with_capacity(report.findings.len()),
            sheets: report.sheets.iter().map(section).collect(),
            order: Vec::new(),
            outside: Vec::new(),
            tally: FindingTally::default(),
            rules: RulesByFinding::new(&report.rules),
            owners: Owners::new(&report.sheets),
        };
        // What sends a sheet back comes first.
        let mut findings: Vec<(usize, &Diagnostic)> = report.findings.iter().enumerate().collect();
        findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
        findings.into_iter().for_each(|(reported, finding)| survey.add(reported, finding));
        let mut order: Vec<usize> = (0..survey.sheets.len()).collect();
        let counts = |at: &usize| {
            let section = survey.sheets.get(*at);
            section.map(|section| SEVERITIES.map(|severity| section.tally.with(severity)))
        };
        order.sort_by_cached_key(|at| std::cmp::Reverse(counts(at)));
        survey.order = order;
        for entry in &report.suppressed {
            let owner = survey.owners.of(Some(entry.by.comment), entry.finding.sheet.as_deref());
            if let Some(section) = owner.and_then(|at| survey.sheets.get_mut(at)) {
                section.suppressed.push(entry);
            }
        }
        survey
    }

    fn add(&mut self, reported: usize, finding: &'a Diagnostic) {
        let at = self.items.len();
        let rule = self.rules.of(finding).map(|(_, rule)| rule);
        let criterion = rule.and_then(|rule| rule.criterion);
        let sheet = self.owner(finding);
        self.tally.add(criterion, finding);
        let list = match sheet.and_then(|at| self.sheets.get_mut(at)) {
            Some(section) => {
                section.tally.add(criterion, finding);
                &mut section.items
            }
            None => &mut self.outside,
        };
        list.push(at);
        let number = list.len();
        let place = finding.span().and_then(|span| self.place(span));
        self.items.push(SurveyItem { finding, reported, rule, criterion, place, number });
    }

    /// The sheet that a finding is about, by its number in the report.
    pub(super) fn owner(&self, finding: &Diagnostic) -> Option<usize> {
        self.owners.of_finding(finding)
    }

    pub(super) fn place(&self, span: Span) -> Option<SurveyPlace<'a>> {
        let source = self.places.source(span.source)?;
        let position = self.places.position(source, span.start as usize);
        Some(SurveyPlace {
            file: source.name(),
            line: position.line,
            column: position.column,
            excerpt: source.slice(span),
        })
    }

    pub(super) fn items(&self, numbers: &[usize]) -> impl Iterator<Item = &SurveyItem<'a>> {
        numbers.iter().filter_map(|at| self.items.get(*at))
    }

    /// What belongs to no sheet, counted.
    pub(super) fn outside_tally(&self) -> FindingTally {
        let mut tally = FindingTally::default();
        for item in self.items(&self.outside) {
            tally.add(item.criterion, item.finding);
        }
        tally
    }

    /// The rules that found something, the most frequent first.
    pub(super) fn found(&self) -> Vec<RuleTally<'a>> {
        let mut counts: BTreeMap<(&Code, Severity), RuleTally<'a>> = BTreeMap::new();
        for item in &self.items {
            let (code, severity) = (&item.finding.code, item.finding.severity);
            let criterion = item.criterion;
            let fresh = || RuleTally { code, severity, criterion, count: 0 };
            counts.entry((code, severity)).or_insert_with(fresh).count += item.finding.count();
        }
        let mut found: Vec<_> = counts.into_values().collect();
        found.sort_by(|left, right| right.count.cmp(&left.count).then(left.code.cmp(right.code)));
        found
    }
}

/// The rules that find most, the units where most is found, and how often each rule finds something
/// in each unit.
pub(super) struct RuleGrid<'a> {
    pub(super) rules: Vec<&'a str>,
    /// `None` for the sheets that name no unit.
    pub(super) units: Vec<Option<&'a str>>,
    /// By rule, then by unit.
    pub(super) counts: Vec<Vec<usize>>,
}

impl<'a> RuleGrid<'a> {
    /// Of at most so many rules and units.
    pub(super) fn new(survey: &Survey<'a>, units: &[UnitReport<'a>], most: [usize; 2]) -> Self {
        let [most_rules, most_units] = most;
        let mut rules: Vec<&str> = Vec::new();
        for rule in survey.found() {
            if !rules.contains(&rule.code.name()) {
                rules.push(rule.code.name());
            }
            if rules.len() == most_rules {
                break;
            }
        }
        let units: Vec<&UnitReport<'a>> = units.iter().take(most_units).collect();
        let rows: BTreeMap<&str, usize> = rules.iter().copied().zip(0..).collect();
        let mut counts = vec![vec![0; units.len()]; rules.len()];
        for (column, unit) in units.iter().enumerate() {
            let sections = unit.sheets.iter().filter_map(|at| survey.sheets.get(*at));
            for item in sections.flat_map(|section| survey.items(&section.items)) {
                let row = rows.get(item.finding.code.name()).and_then(|row| counts.get_mut(*row));
                if let Some(count) = row.and_then(|row| row.get_mut(column)) {
                    *count += item.finding.count();
                }
            }
        }
        Self { rules, units: units.iter().map(|unit| unit.name).collect(), counts }
    }
}

/// A text short enough to be quoted in a line, its line ends as spaces.
pub(super) fn quote(text: &str, most: usize) -> String {
    let mut short = String::new();
    let mut count = 0;
    'cut: for word in text.split_whitespace() {
        for character in (count > 0).then_some(' ').into_iter().chain(word.chars()) {
            if count >= most {
                short.push('…');
                break 'cut;
            }
            short.push(clean::shown(character));
            count += 1;
        }
    }
    short
}
