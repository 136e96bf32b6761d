//! What workbooks are made of: formats, heads, rows and cells. Text stays text: no cell is ever a
//! formula. Knows no report.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::diagnostic::{Lang, Words};
use crate::render::clean::fit;
use crate::render::window;

/// What a cell of a workbook can hold, and a little less.
const MOST_CHARACTERS: usize = 32_000;
/// The height of a line, in points.
const LINE: u32 = 14;
/// What a row can have.
const HIGHEST: u32 = 409;

/// A workbook without a clock: the same report gives the same bytes.
pub(super) fn new_workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_author("biaochi").set_creation_datetime(&day);
    workbook.set_properties(&properties);
    Ok(workbook)
}

/// The formats of a workbook, in one language.
pub(super) struct XlsxCells {
    lang: Lang,
    pub(super) text: Format,
    /// The same for a text that a program might read as a formula when edited.
    quoted: Format,
    pub(super) head: Format,
    number: Format,
    /// The same, with a dash for zero.
    count: Format,
    pub(super) title: Format,
}

impl XlsxCells {
    pub(super) fn new(lang: Lang) -> Self {
        let plain = Format::new().set_font_name("宋体").set_font_size(10.5);
        let cell = plain
            .clone()
            .set_align(FormatAlign::Top)
            .set_text_wrap()
            .set_border(FormatBorder::Thin);
        Self {
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

    /// A sheet that prints on A4, as wide as the paper.
    pub(super) fn sheet<'w>(
        &self,
        workbook: &'w mut Workbook,
        name: Words,
    ) -> Result<&'w mut Worksheet, XlsxError> {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name.get(self.lang))?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
        sheet.set_footer("&C&P / &N");
        Ok(sheet)
    }

    /// The head of a list, which stays visible; returns its last column.
    pub(super) fn columns(
        &self,
        sheet: &mut Worksheet,
        columns: &[(Words, u32)],
    ) -> Result<u16, XlsxError> {
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
    pub(super) fn row(
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

    pub(super) fn heads(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        heads: &[Words],
    ) -> Result<(), XlsxError> {
        (0..)
            .zip(heads)
            .try_for_each(|(at, head)| self.head_cell(sheet, row, at, head.get(self.lang)))
    }

    pub(super) fn head_cell(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
    ) -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, column, text, &self.head).map(|_| ())
    }

    pub(super) fn count(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        count: usize,
    ) -> Result<(), XlsxError> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        sheet.write_number_with_format(row, column, count, &self.count).map(|_| ())
    }

    pub(super) fn cell(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
    ) -> Result<(), XlsxError> {
        let format = if text.starts_with(['=', '+', '-', '@']) { &self.quoted } else { &self.text };
        sheet.write_string_with_format(row, column, tamed(text), format).map(|_| ())
    }
}

/// What a list holds.
pub(super) enum CellContent {
    Text(String),
    Number(i64),
}

/// The lines that a text takes in a column.
fn lines_of(text: &str, width: usize) -> usize {
    let room = width.saturating_sub(1).max(1);
    text.split('\n').map(|line| window::columns_of(line).div_ceil(room).max(1)).sum()
}

/// A text that a cell can hold.
pub(super) fn tamed(text: &str) -> String {
    let mut characters = text.chars().map(fit);
    let mut tamed: String = characters.by_ref().take(MOST_CHARACTERS).collect();
    if characters.next().is_some() {
        tamed.push('…');
    }
    tamed
}
