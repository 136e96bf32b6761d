//! `impact --format xlsx`: counts by rule and unit with charts, and a row for every difference.
//! Takes a comparison; gives a file.

use std::io::{self, Write};

use rust_xlsxwriter::{Chart, ChartType, Worksheet, XlsxError};

use super::cells::{CellContent, XlsxCells, new_workbook, tamed};
use crate::diagnostic::{Diagnostic, Difference, Lang, PlacedDifference, Words};
use crate::render::impact::{ImpactSurvey, ImpactTally};
use crate::render::place_finder::PlaceFinder;
use crate::render::{RenderOptions, impact_words as words, words as common};
use crate::source::Sources;

/// The bars of a chart.
const BARS: u32 = 20;
/// The rows of the list: a workbook with more opens slowly.
const LISTED: usize = 100_000;

pub(in crate::render) fn write(
    sources: &Sources,
    survey: &ImpactSurvey<'_>,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lang = options.lang;
    let book =
        ImpactBook { survey, places: PlaceFinder::new(sources), lang, cells: XlsxCells::new(lang) };
    out.write_all(&book.whole().map_err(io::Error::other)?)
}

struct ImpactBook<'a> {
    survey: &'a ImpactSurvey<'a>,
    places: PlaceFinder<'a>,
    lang: Lang,
    cells: XlsxCells,
}

impl ImpactBook<'_> {
    fn whole(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = new_workbook()?;
        self.summary(self.cells.sheet(&mut workbook, words::summary_sheet())?)?;
        self.rules(self.cells.sheet(&mut workbook, words::by_rule())?)?;
        self.units(self.cells.sheet(&mut workbook, words::by_unit())?)?;
        self.list(self.cells.sheet(&mut workbook, words::list())?)?;
        workbook.save_to_buffer()
    }

    fn summary(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let report = self.survey.report;
        let title = &self.cells.title;
        sheet.write_string_with_format(0, 0, self.say(words::verdict(self.survey)), title)?;
        let mut row = 2;
        for (head, side) in [(words::from(), &report.from), (words::to(), &report.to)] {
            self.cells.head_cell(sheet, row, 0, head.get(self.lang))?;
            self.cells.cell(sheet, row, 1, &side.asked.join(" "))?;
            row += 1;
            for pack in &side.packs {
                self.cells.cell(sheet, row, 1, &format!("{} {}", pack.name, pack.version))?;
                self.cells.cell(sheet, row, 2, &pack.sha256)?;
                row += 1;
            }
        }
        row += 1;
        let top = row;
        self.cells.heads(sheet, row, &[words::severity(), words::before(), words::after()])?;
        for (severity, before, after) in &self.survey.severities {
            row += 1;
            self.cells.cell(sheet, row, 0, common::severity(*severity, self.lang))?;
            self.cells.count(sheet, row, 1, *before)?;
            self.cells.count(sheet, row, 2, *after)?;
        }
        let mut chart = Chart::new(ChartType::Column);
        let name = self.say(words::summary_sheet());
        for column in [1, 2] {
            let series = chart.add_series().set_name((name.as_str(), top, column));
            series.set_categories((name.as_str(), top + 1, 0, row, 0));
            series.set_values((name.as_str(), top + 1, column, row, column));
        }
        chart.title().set_name(&self.say(words::by_severity()));
        sheet.insert_chart(row + 2, 0, &chart)?;
        row += 20;
        sheet.write_string_with_format(row, 0, self.say(words::people_decide()), title)?;
        for failure in report.failures {
            row += 1;
            self.cells.cell(sheet, row, 0, &self.say(words::failures()))?;
            self.cells.cell(sheet, row, 1, failure.message.get(self.lang))?;
        }
        sheet.set_column_width(0, 16)?.set_column_range_width(1, 2, 30)?;
        Ok(())
    }

    fn rules(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let heads = [(words::rule(), 34), (words::state(), 10)];
        let unaffected = ImpactTally::default();
        let affected = self.survey.rules.iter().map(|rule| (rule.name, rule.state, &rule.tally));
        let idle = self.survey.idle.iter().map(|(name, state)| (*name, *state, &unaffected));
        let rows = affected.chain(idle).map(|(name, state, tally)| {
            (vec![name.to_owned(), self.say(words::rule_state(state))], tally)
        });
        self.tallies(sheet, words::by_rule(), &heads, &rows.collect::<Vec<_>>())
    }

    fn units(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let heads = [(words::unit(), 34)];
        let rows = self.survey.units.iter().map(|(unit, tally)| {
            (vec![unit.map_or(self.say(words::no_unit()), str::to_owned)], tally)
        });
        self.tallies(sheet, words::by_unit(), &heads, &rows.collect::<Vec<_>>())
    }

    /// A table of counts, with a chart of what is new and what is gone beside it.
    fn tallies(
        &self,
        sheet: &mut Worksheet,
        name: Words,
        heads: &[(Words, u32)],
        rows: &[(Vec<String>, &ImpactTally)],
    ) -> Result<(), XlsxError> {
        let counts = words::counts();
        let columns: Vec<(Words, u32)> =
            heads.iter().cloned().chain(counts.map(|head| (head, 9))).collect();
        let last = self.cells.columns(sheet, &columns)?;
        for (row, (names, tally)) in (1..).zip(rows) {
            let number = |count: usize| CellContent::Number(i64::try_from(count).unwrap_or(0));
            let names = names.iter().map(|name| CellContent::Text(tamed(name)));
            let cells: Vec<CellContent> = names.chain(tally.counts().map(number)).collect();
            self.cells.row(sheet, row, &columns, &cells)?;
        }
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, count, last)?;
        if count == 0 {
            return Ok(());
        }
        let mut chart = Chart::new(ChartType::BarStacked);
        let name = self.say(name);
        let first = u16::try_from(heads.len()).unwrap_or(0) + 2;
        for column in [first, first + 1] {
            let series = chart.add_series().set_name((name.as_str(), 0, column));
            series.set_categories((name.as_str(), 1, 0, count.min(BARS), 0));
            series.set_values((name.as_str(), 1, column, count.min(BARS), column));
        }
        chart.title().set_name(&name);
        chart.y_axis().set_reverse();
        chart.set_width(760).set_height(160 + 22 * count.min(BARS));
        sheet.insert_chart(1, last + 2, &chart)?;
        Ok(())
    }

    fn list(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let columns = [
            (words::change(), 9),
            (words::unit(), 18),
            (words::project(), 20),
            (words::file(), 20),
            (words::line(), 5),
            (words::rule(), 22),
            (words::problem_before(), 36),
            (words::problem_after(), 36),
            (words::differs_in(), 10),
        ];
        let last = self.cells.columns(sheet, &columns)?;
        let all = &self.survey.report.differences;
        let mut row = 0;
        for placed in all.iter().take(LISTED) {
            row += 1;
            self.cells.row(sheet, row, &columns, &self.difference(placed))?;
        }
        sheet.autofilter(0, 0, row, last)?;
        let rest = all.len().saturating_sub(LISTED);
        if rest > 0 {
            self.cells.cell(sheet, row + 1, 0, &self.say(words::unlisted(rest)))?;
        }
        Ok(())
    }

    fn difference(&self, placed: &PlacedDifference<'_>) -> [CellContent; 9] {
        let finding = placed.difference.finding();
        let place = finding.span().and_then(|span| {
            let source = self.places.source(span.source)?;
            Some((source.name(), self.places.position(source, span.start as usize).line))
        });
        let (before, after) = match placed.difference {
            Difference::Appears(finding) => (None, Some(finding)),
            Difference::Vanishes(finding) => (Some(finding), None),
            Difference::Changes { before, after } => (Some(before), Some(after)),
        };
        let text = |text: &str| CellContent::Text(tamed(text));
        let problem = |finding: Option<&Diagnostic>| {
            let said = |finding: &Diagnostic| {
                let severity = common::severity(finding.severity, self.lang);
                format!("{severity}\n{}", common::problem(finding, self.lang))
            };
            text(&finding.map(said).unwrap_or_default())
        };
        let unit = placed.sheet.and_then(|sheet| sheet.unit.as_deref());
        let sheet = placed.sheet.map(|sheet| &*sheet.name).or(finding.sheet.as_deref());
        [
            text(words::change_of(placed.difference).get(self.lang)),
            text(unit.unwrap_or(words::no_unit().get(self.lang))),
            text(sheet.unwrap_or_default()),
            text(place.map_or("", |(name, _)| name)),
            place.map_or(text(""), |(_, line)| CellContent::Number(line.into())),
            text(finding.code.name()),
            problem(before),
            problem(after),
            text(&words::aspects(&placed.difference.aspects(), self.lang)),
        ]
    }

    fn say(&self, words: Words) -> String {
        words.get(self.lang).to_owned()
    }
}
