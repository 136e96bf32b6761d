//! The findings of a batch as pictures: by criterion, by unit, by rule, and which rule finds
//! something in which unit. Takes the page; gives markup.

use maud::{Markup, html as markup};

use super::chart::{ChartRow, bars, grid};
use super::{HtmlPage, class, words};
use crate::diagnostic::Severity;
use crate::render::survey::{FindingTally, GROUPS, RuleGrid, SEVERITIES};
use crate::render::units::units_by_findings;
use crate::render::words as common;

/// The bars of a chart.
const BARS: usize = 20;
/// The columns of the grid.
const COLUMNS: usize = 16;

pub(super) fn pictures(page: &HtmlPage<'_>) -> Markup {
    let survey = page.survey;
    let by_criterion = GROUPS.map(|criterion| {
        let parts = SEVERITIES.map(|severity| survey.tally.of(criterion, severity));
        row(common::criterion(criterion, page.lang), parts)
    });
    let units = units_by_findings(survey);
    let no_unit = page.say(words::no_unit());
    let name = |unit: Option<&str>| unit.unwrap_or(&no_unit).to_owned();
    let names: Vec<String> = units.iter().map(|unit| name(unit.name)).collect();
    let found = units.iter().zip(&names).filter(|(unit, _)| unit.tally.total() > 0);
    let by_unit: Vec<ChartRow<'_>> =
        found.take(BARS).map(|(unit, name)| row(name, by_severity(&unit.tally))).collect();
    let rules = survey.found();
    let by_rule: Vec<ChartRow<'_>> = rules
        .iter()
        .take(BARS)
        .map(|rule| ChartRow {
            label: rule.code.name(),
            parts: vec![(class(rule.severity), rule.count)],
        })
        .collect();
    let cells = RuleGrid::new(survey, &units, [BARS, COLUMNS]);
    let columns: Vec<String> = cells.units.iter().map(|unit| name(*unit)).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows: Vec<(&str, Vec<usize>)> = cells.rules.into_iter().zip(cells.counts).collect();
    markup! {
        @if survey.tally.total() > 0 {
            p.legend {
                @for severity in SEVERITIES { (page.badge(severity)) " " }
            }
            (bars(&page.say(words::by_criterion()), &by_criterion))
            // A chart of one bar says no more than its table.
            @if by_rule.len() > 1 { (bars(&page.say(words::most_by_rule()), &by_rule)) }
            @if by_unit.len() > 1 { (bars(&page.say(words::most_by_unit()), &by_unit)) }
            @if columns.len() > 1 && rows.len() > 1 {
                (grid(&page.say(words::rules_by_units()), &columns, &rows))
            }
        }
    }
}

fn row(label: &str, counts: [usize; 3]) -> ChartRow<'_> {
    let parts = SEVERITIES.into_iter().zip(counts);
    ChartRow { label, parts: parts.map(|(severity, count)| (class(severity), count)).collect() }
}

fn by_severity(tally: &FindingTally) -> [usize; 3] {
    SEVERITIES.map(|severity: Severity| tally.with(severity))
}
