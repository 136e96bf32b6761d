//! `--format xlsx`: a workbook that reviewers sort and pass on: counts by unit, one row per
//! finding, and what was not decided or is suppressed. Takes a report with its sources; gives a
//! file. Text stays text: no cell is ever a formula.

use std::collections::BTreeMap;
use std::io::{self, Write};

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::cells::{CellContent, XlsxCells, new_workbook, tamed};
use super::pictures::{pictures, sheets};
use super::words;
use crate::diagnostic::{Diagnostic, Lang, Words};
use crate::render::survey::{FindingTally, GROUPS, SEVERITIES, Survey, SurveyItem};
use crate::render::units::{unit_of, units};
use crate::render::{Fingerprint, RenderOptions, Report, fingerprints, summary, words as common};
use crate::source::Sources;

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
    cells: XlsxCells,
}

impl<'a> XlsxBook<'a> {
    fn new(survey: &'a Survey<'a>, lang: Lang) -> Self {
        Self { survey, lang, cells: XlsxCells::new(lang) }
    }

    fn whole(&self, fingerprints: &[Fingerprint]) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = new_workbook()?;
        let pictured = self.cells.sheet(&mut workbook, words::pictures_sheet())?;
        pictures(&self.cells, self.survey, self.lang, pictured)?;
        let listed = self.cells.sheet(&mut workbook, words::sheets_sheet())?;
        sheets(&self.cells, self.survey, self.lang, listed)?;
        self.summary(self.cells.sheet(&mut workbook, words::summary_sheet())?)?;
        self.list(self.cells.sheet(&mut workbook, words::list_sheet())?, fingerprints)?;
        self.rest(self.cells.sheet(&mut workbook, words::rest_sheet())?)?;
        workbook.save_to_buffer()
    }

    /// 汇总: units by criterion and severity.
    fn summary(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let survey = self.survey;
        sheet.write_string_with_format(
            0,
            0,
            summary(survey.report, self.lang),
            &self.cells.title,
        )?;
        // The heads stand in two rows.
        let (top, under) = (2, 3);
        for (column, head) in [(0, words::unit()), (1, words::sheets())] {
            sheet.merge_range(top, column, under, column, &self.say(head), &self.cells.head)?;
        }
        let names = GROUPS.map(|criterion| common::criterion(criterion, self.lang).to_owned());
        let total = self.say(words::total());
        let mut column = 2;
        for name in names.iter().chain([&total]) {
            sheet.merge_range(top, column, top, column + 2, name, &self.cells.head)?;
            for severity in SEVERITIES {
                self.cells.head_cell(
                    sheet,
                    under,
                    column,
                    common::severity(severity, self.lang),
                )?;
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
        sheet.write_string_with_format(
            row,
            0,
            self.say(words::people_decide()),
            &self.cells.title,
        )?;
        sheet.write_string_with_format(row + 2, 0, self.say(words::packs()), &self.cells.title)?;
        row += 3;
        self.cells.heads(sheet, row, &[words::pack(), words::version()])?;
        let checksum = self.say(words::checksum());
        sheet.merge_range(row, 2, row, 11, &checksum, &self.cells.head)?;
        for pack in &survey.report.packs {
            row += 1;
            self.cells.cell(sheet, row, 0, &pack.name)?;
            self.cells.cell(sheet, row, 1, &pack.version)?;
            sheet.merge_range(row, 2, row, 11, &tamed(&pack.sha256), &self.cells.text)?;
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
        self.cells.cell(sheet, row, 0, name)?;
        match sheets {
            Some(count) => self.cells.count(sheet, row, 1, count)?,
            None => self.cells.cell(sheet, row, 1, "")?,
        }
        let each = GROUPS
            .into_iter()
            .flat_map(|criterion| SEVERITIES.map(|severity| tally.of(criterion, severity)));
        let all = each.chain(SEVERITIES.map(|severity| tally.with(severity)));
        (2..).zip(all).try_for_each(|(column, count)| self.cells.count(sheet, row, column, count))
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
        let last = self.cells.columns(sheet, &columns)?;
        let survey = self.survey;
        // What sends a sheet back comes first, then the sheets as they are listed.
        let ranks: BTreeMap<usize, usize> = survey.order.iter().copied().zip(0..).collect();
        let all = survey.items.iter();
        let mut items: Vec<_> =
            all.filter_map(|item| Some((item, fingerprints.get(item.reported)?))).collect();
        items.sort_by_cached_key(|(item, _)| {
            let owner = survey.owner(item.finding);
            let rank = owner.and_then(|at| ranks.get(&at)).copied().unwrap_or(usize::MAX);
            (std::cmp::Reverse(item.finding.severity), rank)
        });
        for (row, (item, fingerprint)) in (1..).zip(items) {
            let cells = self.finding(item, *fingerprint);
            self.cells.row(sheet, row, &columns, &cells)?;
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
        let last = self.cells.columns(sheet, &columns)?;
        let rows = self.rest_rows();
        for (row, texts) in (1..).zip(&rows) {
            let cells = texts.each_ref().map(|text| CellContent::Text(tamed(text)));
            self.cells.row(sheet, row, &columns, &cells)?;
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

    fn say(&self, words: Words) -> String {
        words.get(self.lang).to_owned()
    }
}
