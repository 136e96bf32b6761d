//! The pictures of a workbook: charts that can be edited, beside the tables that they draw, and a
//! grid of rules and units coloured by count. Takes a survey; fills worksheets.

use rust_xlsxwriter::{Chart, ChartType, ConditionalFormat2ColorScale, Worksheet, XlsxError};

use super::cells::{CellContent, XlsxCells, tamed};
use super::words;
use crate::diagnostic::{Lang, Words};
use crate::render::survey::{FindingTally, GROUPS, RuleGrid, SEVERITIES, Survey};
use crate::render::units::{UnitReport, unit_of, units_by_findings};
use crate::render::words as common;

/// The bars of a chart.
const BARS: usize = 20;
/// The columns of the grid.
const COLUMNS: usize = 30;
/// Red, yellow and blue, as everywhere.
const COLOURS: [&str; 3] = ["#B3261E", "#D4A72C", "#6EA8E0"];

/// Where the data of a chart stand: the row of the heads, and the last row.
#[derive(Clone, Copy)]
struct ChartPlace {
    head: u32,
    last: u32,
}

/// 图: charts with their data.
pub(super) fn pictures(
    cells: &XlsxCells,
    survey: &Survey<'_>,
    lang: Lang,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let say = |words: Words| words.get(lang).to_owned();
    let by_severity = |tally: &FindingTally| SEVERITIES.map(|severity| tally.with(severity));
    let by_criterion = GROUPS.map(|criterion| {
        let counts = SEVERITIES.map(|severity| survey.tally.of(criterion, severity));
        (common::criterion(criterion, lang).to_owned(), counts)
    });
    let units = units_by_findings(survey);
    let name = |unit: &UnitReport<'_>| unit.name.map_or(say(words::no_unit()), str::to_owned);
    let found = units.iter().filter(|unit| unit.tally.total() > 0).take(BARS);
    let by_unit: Vec<_> = found.map(|unit| (name(unit), by_severity(&unit.tally))).collect();
    let by_rule: Vec<_> = survey
        .found()
        .iter()
        .take(BARS)
        .map(|rule| {
            let counts = SEVERITIES.map(|severity| match severity == rule.severity {
                true => rule.count,
                false => 0,
            });
            (rule.code.name().to_owned(), counts)
        })
        .collect();
    sheet.set_column_width(0, 34)?.set_column_range_width(1, 3, 8)?;
    let mut row = 0;
    for (title, head, rows) in [
        (words::by_criterion(), words::criterion(), by_criterion.as_slice()),
        (words::most_by_rule(), words::rule(), &by_rule),
        (words::most_by_unit(), words::unit(), &by_unit),
    ] {
        let place = table(cells, sheet, (row, &say(head), lang), rows)?;
        chart(sheet, &say(words::pictures_sheet()), &say(title), place)?;
        row = place.last.max(place.head + 17) + 2;
    }
    let grid = RuleGrid::new(survey, &units, [BARS, COLUMNS]);
    if grid.rules.is_empty() || grid.units.is_empty() {
        return Ok(());
    }
    sheet.write_string_with_format(row, 0, say(words::rules_by_units()), &cells.title)?;
    row += 1;
    cells.head_cell(sheet, row, 0, &say(words::rule()))?;
    for (column, unit) in (1..).zip(&grid.units) {
        cells.head_cell(sheet, row, column, unit.unwrap_or(&say(words::no_unit())))?;
    }
    let (first, mut last_column) = (row + 1, 1);
    for (rule, counts) in grid.rules.iter().zip(&grid.counts) {
        row += 1;
        cells.cell(sheet, row, 0, rule)?;
        for (column, count) in (1..).zip(counts) {
            cells.count(sheet, row, column, *count)?;
            last_column = column;
        }
    }
    let colours = ConditionalFormat2ColorScale::new();
    let colours = colours.set_minimum_color("#FFFFFF").set_maximum_color("#E58E88");
    sheet.add_conditional_format(first, 1, row, last_column, &colours)?;
    Ok(())
}

fn table(
    cells: &XlsxCells,
    sheet: &mut Worksheet,
    (head, name, lang): (u32, &str, Lang),
    rows: &[(String, [usize; 3])],
) -> Result<ChartPlace, XlsxError> {
    cells.head_cell(sheet, head, 0, name)?;
    for (column, severity) in (1..).zip(SEVERITIES) {
        cells.head_cell(sheet, head, column, common::severity(severity, lang))?;
    }
    let mut last = head;
    for (label, counts) in rows {
        last += 1;
        cells.cell(sheet, last, 0, label)?;
        for (column, count) in (1..).zip(counts) {
            cells.count(sheet, last, column, *count)?;
        }
    }
    Ok(ChartPlace { head, last })
}

/// Stacked bars of the three severities, the first row topmost.
fn chart(
    sheet: &mut Worksheet,
    name: &str,
    title: &str,
    place: ChartPlace,
) -> Result<(), XlsxError> {
    let ChartPlace { head, last } = place;
    if last == head {
        return Ok(());
    }
    let mut chart = Chart::new(ChartType::BarStacked);
    for (column, colour) in (1..).zip(COLOURS) {
        let series = chart.add_series().set_name((name, head, column));
        series.set_categories((name, head + 1, 0, last, 0));
        series.set_values((name, head + 1, column, last, column));
        series.set_format(
            rust_xlsxwriter::ChartFormat::new()
                .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(colour)),
        );
        series.set_gap(40);
    }
    chart.title().set_name(title);
    chart.y_axis().set_reverse();
    chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    chart.set_width(820).set_height(150 + 20 * (last - head));
    sheet.insert_chart(head, 5, &chart)?;
    Ok(())
}

/// 表: one row per sheet, first what must go back.
pub(super) fn sheets(
    cells: &XlsxCells,
    survey: &Survey<'_>,
    lang: Lang,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let severity = |at: usize| {
        let word = SEVERITIES.get(at).map_or("", |severity| common::severity(*severity, lang));
        Words::verbatim(word)
    };
    let columns = [
        (words::unit(), 26),
        (words::project(), 36),
        (words::year(), 6),
        (words::file(), 30),
        (severity(0), 8),
        (severity(1), 8),
        (severity(2), 8),
        (words::undecidable(), 10),
        (words::rules_that_find(), 60),
    ];
    let last = cells.columns(sheet, &columns)?;
    let number = |count: usize| CellContent::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let mut row = 0;
    for at in &survey.order {
        let Some(section) = survey.sheets.get(*at) else { continue };
        row += 1;
        let mut rules: Vec<&str> = Vec::new();
        for item in survey.items(&section.items) {
            if !rules.contains(&item.finding.code.name()) {
                rules.push(item.finding.code.name());
            }
        }
        let info = section.sheet;
        let unit = unit_of(survey, *at).unwrap_or(words::no_unit().get(lang)).to_owned();
        let year = match info.year {
            Some(year) => CellContent::Number(year.into()),
            None => CellContent::Text(String::new()),
        };
        let [errors, warnings, notes] = SEVERITIES.map(|severity| section.tally.with(severity));
        let text = |text: &str| CellContent::Text(tamed(text));
        let mut content = vec![text(&unit), text(&info.name), year, text(section.file)];
        content.extend([errors, warnings, notes, info.outcomes.undecidable].map(number));
        content.push(text(&rules.join("\n")));
        cells.row(sheet, row, &columns, &content)?;
    }
    sheet.autofilter(0, 0, row, last)?;
    Ok(())
}
