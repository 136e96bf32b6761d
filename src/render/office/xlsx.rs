//! `--format xlsx`: a workbook that reviewers sort and pass on: counts by unit, one row per
//! finding, and what was not decided or is suppressed. Takes a report with its sources; gives a
//! file. Text stays text: no cell is ever a formula.

use std::io::{self, Write};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::units::{unit_of, units};
use super::words;
use crate::diagnostic::{Diagnostic, Lang, Words};
use crate::render::clean::fit;
use crate::render::survey::{FindingTally, GROUPS, SEVERITIES, Survey, SurveyItem};
use crate::render::{
    Fingerprint, RenderOptions, Report, fingerprints, summary, window, words as common,
};
use crate::source::Sources;

/// What a cell of a workbook can hold, and a little less.
const MOST_CHARACTERS: usize = 32_000;
/// The height of a line, in points.
const LINE: u32 = 14;
/// What a row can have.
const HIGHEST: u32 = 409;

pub(in crate::render) fn write(
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let survey = Survey::new(sources, report);
    let book = XlsxBook::new(&survey, options.lang);
    let bytes = book
        .whole(&fingerprints(sources, &report.sheets, &report.findings))
        .map_err(io::Error::other)?;
    out.write_all(&bytes)
}

struct XlsxBook<'a> {
    survey: &'a Survey<'a>,
    lang: Lang,
    text: Format,
    /// The same for a text that a program might read as a formula when edited.
    quoted: Format,
    head: Format,
    number: Format,
    /// The same, with a dash for zero.
    count: Format,
    title: Format,
}

impl<'a> XlsxBook<'a> {
    fn new(survey: &'a Survey<'a>, lang: Lang) -> Self {
        let plain = Format::new().set_font_name("宋体").set_font_size(10.5);
        let cell = plain
            .clone()
            .set_align(FormatAlign::Top)
            .set_text_wrap()
            .set_border(FormatBorder::Thin);
        Self {
            survey,
            lang,
            quoted: cell.clone().set_quote_prefix(),
            head: cell
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(0x00E7_EDF3),
            number: cell.clone().set_align(FormatAlign::Right),
            count: cell.clone().set_align(FormatAlign::Right).set_num_format("0;-0;–"),
            title: plain.set_bold(),
            text: cell,
        }
    }

    fn whole(&self, fingerprints: &[Fingerprint]) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        // No clock: the same report gives the same bytes.
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let properties = DocProperties::new().set_author("biaochi").set_creation_datetime(&day);
        workbook.set_properties(&properties);
        self.summary(self.sheet(&mut workbook, words::summary_sheet())?)?;
        self.list(self.sheet(&mut workbook, words::list_sheet())?, fingerprints)?;
        self.rest(self.sheet(&mut workbook, words::rest_sheet())?)?;
        workbook.save_to_buffer()
    }

    /// A sheet that prints on A4, as wide as the paper.
    fn sheet<'w>(
        &self,
        workbook: &'w mut Workbook,
        name: Words,
    ) -> Result<&'w mut Worksheet, XlsxError> {
        let sheet = workbook.add_worksheet();
        sheet.set_name(self.say(name))?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
        sheet.set_footer("&C&P / &N");
        Ok(sheet)
    }

    /// 汇总: units by criterion and severity.
    fn summary(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let survey = self.survey;
        sheet.write_string_with_format(0, 0, summary(survey.report, self.lang), &self.title)?;
        // The heads stand in two rows.
        let (top, under) = (2, 3);
        for (column, head) in [(0, words::unit()), (1, words::sheets())] {
            sheet.merge_range(top, column, under, column, &self.say(head), &self.head)?;
        }
        let names = GROUPS.map(|criterion| common::criterion(criterion, self.lang).to_owned());
        let total = self.say(words::total());
        let mut column = 2;
        for name in names.iter().chain([&total]) {
            sheet.merge_range(top, column, top, column + 2, name, &self.head)?;
            for severity in SEVERITIES {
                self.head_cell(sheet, under, column, common::severity(severity, self.lang))?;
                column += 1;
            }
        }
        let mut row = under + 1;
        for unit in units(survey) {
            let name = unit.name.map_or(self.say(words::no_unit()), str::to_owned);
            self.counts(sheet, row, &name, Some(unit.sheets.len()), &unit.tally)?;
            row += 1;
        }
        if !survey.outside.is_empty() {
            let name = self.say(words::outside());
            self.counts(sheet, row, &name, None, &survey.outside_tally())?;
            row += 1;
        }
        self.counts(sheet, row, &total, Some(survey.sheets.len()), &survey.tally)?;
        sheet.set_column_width(0, 26)?.set_column_width(1, 8)?;
        sheet.set_column_range_width(2, 19, 7)?;
        sheet.set_freeze_panes(under + 1, 1)?;
        row += 2;
        sheet.write_string_with_format(row, 0, self.say(words::people_decide()), &self.title)?;
        sheet.write_string_with_format(row + 2, 0, self.say(words::packs()), &self.title)?;
        row += 3;
        self.heads(sheet, row, &[words::pack(), words::version()])?;
        let checksum = self.say(words::checksum());
        sheet.merge_range(row, 2, row, 11, &checksum, &self.head)?;
        for pack in &survey.report.packs {
            row += 1;
            self.cell(sheet, row, 0, &pack.name)?;
            self.cell(sheet, row, 1, &pack.version)?;
            sheet.merge_range(row, 2, row, 11, &tamed(&pack.sha256), &self.text)?;
        }
        Ok(())
    }

    fn counts(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        name: &str,
        sheets: Option<usize>,
        tally: &FindingTally,
    ) -> Result<(), XlsxError> {
        self.cell(sheet, row, 0, name)?;
        match sheets {
            Some(count) => self.count(sheet, row, 1, count)?,
            None => self.cell(sheet, row, 1, "")?,
        }
        let each = GROUPS
            .into_iter()
            .flat_map(|criterion| SEVERITIES.map(|severity| tally.of(criterion, severity)));
        let all = each.chain(SEVERITIES.map(|severity| tally.with(severity)));
        (2..).zip(all).try_for_each(|(column, count)| self.count(sheet, row, column, count))
    }

    /// 问题清单: one row per finding.
    fn list(&self, sheet: &mut Worksheet, fingerprints: &[Fingerprint]) -> Result<(), XlsxError> {
        let columns = [
            (words::unit(), 14),
            (words::project(), 16),
            (words::year(), 6),
            (words::file(), 16),
            (words::line(), 5),
            (words::column(), 5),
            (words::severity_head(), 6),
            (words::criterion(), 9),
            (words::rule(), 16),
            (words::problem(), 30),
            (words::original(), 18),
            (words::basis(), 24),
            (words::change(), 30),
            (words::strength(), 9),
            (words::fingerprint(), 18),
        ];
        let last = self.columns(sheet, &columns)?;
        let survey = self.survey;
        for (row, (item, fingerprint)) in (1..).zip(survey.items.iter().zip(fingerprints)) {
            let cells = self.finding(item, *fingerprint);
            self.row(sheet, row, &columns, &cells)?;
        }
        let rows = u32::try_from(survey.items.len()).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, rows, last)?;
        Ok(())
    }

    fn finding(&self, item: &SurveyItem<'_>, fingerprint: Fingerprint) -> [CellContent; 15] {
        let finding = item.finding;
        let owner = self.survey.owner(finding);
        let section = owner.and_then(|at| self.survey.sheets.get(at));
        let basis: Vec<String> =
            finding.basis.iter().map(|basis| common::basis(basis, self.lang)).collect();
        let strength = item.rule.and_then(|rule| rule.strength.as_deref()).unwrap_or_default();
        let place = item.place.as_ref();
        let number = |number: Option<i64>| {
            number.map_or(CellContent::Text(String::new()), CellContent::Number)
        };
        let text = |text: &str| CellContent::Text(tamed(text));
        [
            CellContent::Text(self.unit(owner)),
            text(self.project(owner, finding)),
            number(section.and_then(|section| section.sheet.year).map(i64::from)),
            text(place.map_or("", |place| place.file)),
            number(place.map(|place| place.line.into())),
            number(place.map(|place| place.column.into())),
            text(common::severity(finding.severity, self.lang)),
            text(common::criterion(item.criterion, self.lang)),
            text(finding.code.name()),
            text(&common::problem(finding, self.lang)),
            text(place.map_or("", |place| place.excerpt.trim())),
            text(&basis.join("\n")),
            text(finding.help.as_ref().map_or("", |help| help.get(self.lang))),
            text(common::strength(strength, self.lang)),
            text(&fingerprint.to_string()),
        ]
    }

    /// 未检查与已忽略.
    fn rest(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let columns = [
            (words::kind(), 14),
            (words::unit(), 20),
            (words::project(), 24),
            (words::file(), 26),
            (words::rule(), 24),
            (words::content(), 44),
            (words::reason(), 32),
            (words::approver(), 12),
            (words::until(), 13),
        ];
        let last = self.columns(sheet, &columns)?;
        let rows = self.rest_rows();
        for (row, texts) in (1..).zip(&rows) {
            let cells = texts.each_ref().map(|text| CellContent::Text(tamed(text)));
            self.row(sheet, row, &columns, &cells)?;
        }
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, count, last)?;
        Ok(())
    }

    fn rest_rows(&self) -> Vec<[String; 9]> {
        let survey = self.survey;
        let summary = &survey.report.summary;
        let mut rows = Vec::new();
        let nothing = String::new;
        let whole = |kind: Words, text: String| {
            let kind = self.say(kind);
            [
                kind,
                nothing(),
                nothing(),
                nothing(),
                nothing(),
                text,
                nothing(),
                nothing(),
                nothing(),
            ]
        };
        if survey.sheets.is_empty() {
            rows.push(whole(words::kind_unchecked(), self.say(words::nothing_checked())));
        }
        for (at, section) in survey.sheets.iter().enumerate() {
            let outcomes = &section.sheet.outcomes;
            let Some(cause) = words::not_decided(outcomes) else { continue };
            let kind = match outcomes {
                outcomes if outcomes.holds + outcomes.fails == 0 => words::kind_undone(),
                outcomes if outcomes.undecidable > 0 => words::kind_undecided(),
                _ => words::kind_faulty(),
            };
            let mut row = whole(kind, self.say(cause));
            let facts =
                [self.unit(Some(at)), section.sheet.name.to_string(), section.file.to_owned()];
            row.iter_mut().skip(1).zip(facts).for_each(|(cell, fact)| *cell = fact);
            rows.push(row);
        }
        for entry in &survey.report.suppressed {
            let said = |text: Option<&str>| {
                let text = text.filter(|text| !text.trim().is_empty());
                text.map_or(self.say(words::not_said()), str::to_owned)
            };
            let by = &entry.by;
            let mut row = self.known(words::kind_suppressed(), &entry.finding);
            let why =
                [said(Some(&by.reason)), said(by.approver.as_deref()), said(by.until.as_deref())];
            row.iter_mut().skip(6).zip(why).for_each(|(cell, text)| *cell = text);
            rows.push(row);
        }
        for finding in &survey.report.baselined {
            rows.push(self.known(words::kind_baselined(), finding));
        }
        for (count, kind) in [
            (summary.rules_left_out, words::kind_left_out()),
            (summary.unlisted, words::kind_unlisted()),
        ] {
            if count > 0 {
                rows.push(whole(kind, count.to_string()));
            }
        }
        if rows.is_empty() {
            rows.push(whole(words::none(), String::new()));
        }
        rows
    }

    /// The row of a finding that does not count.
    fn known(&self, kind: Words, finding: &Diagnostic) -> [String; 9] {
        let owner = self.survey.owner(finding);
        let place = finding.span().and_then(|span| self.survey.place(span));
        [
            self.say(kind),
            self.unit(owner),
            self.project(owner, finding).to_owned(),
            place.map_or(String::new(), |place| {
                let at = common::position(place.line, place.column, self.lang);
                format!("{} {at}", place.file)
            }),
            finding.code.to_string(),
            finding.message.get(self.lang).to_owned(),
            String::new(),
            String::new(),
            String::new(),
        ]
    }

    fn unit(&self, sheet: Option<usize>) -> String {
        sheet.map_or(String::new(), |at| {
            unit_of(self.survey, at).map_or(self.say(words::no_unit()), str::to_owned)
        })
    }

    fn project<'f>(&'f self, sheet: Option<usize>, finding: &'f Diagnostic) -> &'f str {
        let named =
            sheet.and_then(|at| self.survey.sheets.get(at)).map(|section| &*section.sheet.name);
        named.or(finding.sheet.as_deref()).unwrap_or_default()
    }

    /// The head of a list, which stays visible; returns its last column.
    fn columns(&self, sheet: &mut Worksheet, columns: &[(Words, u32)]) -> Result<u16, XlsxError> {
        let mut last = 0;
        for (at, (head, width)) in (0..).zip(columns) {
            self.head_cell(sheet, 0, at, head.get(self.lang))?;
            sheet.set_column_width(at, *width)?;
            last = at;
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?;
        Ok(last)
    }

    /// One row of a list, as high as its text needs: not every program adjusts it.
    fn row(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        columns: &[(Words, u32)],
        cells: &[CellContent],
    ) -> Result<(), XlsxError> {
        let mut lines = 1;
        for (column, (cell, (_, width))) in (0..).zip(cells.iter().zip(columns)) {
            match cell {
                CellContent::Text(text) => {
                    self.cell(sheet, row, column, text)?;
                    lines = lines.max(lines_of(text, *width as usize));
                }
                CellContent::Number(number) => {
                    // Lines, columns and years are far below what a float holds exactly.
                    let number = i32::try_from(*number).unwrap_or(i32::MAX);
                    sheet.write_number_with_format(row, column, number, &self.number)?;
                }
            }
        }
        let height = u32::try_from(lines).unwrap_or(u32::MAX).saturating_mul(LINE);
        sheet.set_row_height(row, height.saturating_add(3).min(HIGHEST))?;
        Ok(())
    }

    fn heads(&self, sheet: &mut Worksheet, row: u32, heads: &[Words]) -> Result<(), XlsxError> {
        (0..)
            .zip(heads)
            .try_for_each(|(at, head)| self.head_cell(sheet, row, at, head.get(self.lang)))
    }

    fn head_cell(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
    ) -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, column, text, &self.head).map(|_| ())
    }

    fn count(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        count: usize,
    ) -> Result<(), XlsxError> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        sheet.write_number_with_format(row, column, count, &self.count).map(|_| ())
    }

    fn cell(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
    ) -> Result<(), XlsxError> {
        let format = if text.starts_with(['=', '+', '-', '@']) { &self.quoted } else { &self.text };
        sheet.write_string_with_format(row, column, tamed(text), format).map(|_| ())
    }

    fn say(&self, words: Words) -> String {
        words.get(self.lang).to_owned()
    }
}

/// What a list holds.
enum CellContent {
    Text(String),
    Number(i64),
}

/// The lines that a text takes in a column.
fn lines_of(text: &str, width: usize) -> usize {
    let room = width.saturating_sub(1).max(1);
    text.split('\n').map(|line| window::columns_of(line).div_ceil(room).max(1)).sum()
}

/// A text that a cell can hold.
fn tamed(text: &str) -> String {
    let mut characters = text.chars().map(fit);
    let mut tamed: String = characters.by_ref().take(MOST_CHARACTERS).collect();
    if characters.next().is_some() {
        tamed.push('…');
    }
    tamed
}
