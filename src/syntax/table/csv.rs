//! CSV as spreadsheets save it: with or without byte-order mark, separated by commas, semicolons or
//! tabs, cells in quotes, rows of only separators. Sole user of csv-core, which gives the bytes of
//! each cell.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::{MAX_CELLS, MAX_FINDINGS, Rows, TableCell, TableContent, TableFile, words};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

pub(super) fn read(source: &Source) -> TableFile {
    let text = source.text();
    let mut start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut separator = None;
    // `sep=;` above the headings tells Excel the separator.
    let first = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    if let Some(given) = first.strip_prefix("sep=").filter(|given| given.len() == 1) {
        separator = given.bytes().next();
        start += first.len();
    }
    let body = text.get(start..).unwrap_or_default();
    let separator = separator.unwrap_or_else(|| separator_of(body));
    let mut scan = CsvScan {
        source,
        bytes: text.as_bytes(),
        at: start,
        separator,
        reader: ReaderBuilder::new().delimiter(separator).build(),
        cells: 0,
    };
    let mut diagnostics = Vec::new();
    let mut rows = Rows::default();
    while let Some(row) = scan.row(&mut diagnostics) {
        if row.iter().all(|cell| cell.text.is_empty()) {
            continue;
        }
        if rows.head.is_empty() {
            rows.head = row;
            // A column without a heading at the end is caused by an extra separator.
            while rows.head.last().is_some_and(|cell| cell.text.is_empty()) {
                rows.head.pop();
            }
            continue;
        }
        rows.rows.push(fitted(row, rows.head.len(), &mut diagnostics));
        if scan.cells > MAX_CELLS {
            diagnostics.push(words::too_many_cells(Span::at(source.id(), scan.at)));
            break;
        }
    }
    if rows.head.is_empty() {
        diagnostics.push(words::empty(Span::at(source.id(), 0)));
        return TableFile { content: None, diagnostics };
    }
    diagnostics.truncate(MAX_FINDINGS);
    TableFile { content: Some(TableContent::Rows(rows)), diagnostics }
}

/// As many cells as headings: missing cells at the end are empty.
fn fitted(
    mut row: Vec<TableCell>,
    width: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<TableCell> {
    if let Some(stray) = row.iter().skip(width).find(|cell| !cell.text.is_empty()) {
        diagnostics.push(words::cell_without_heading(stray.span));
    }
    row.truncate(width);
    if let Some(last) = row.last() {
        let end = Span { start: last.span.end, ..last.span };
        row.resize_with(width, || TableCell { text: String::new(), span: end });
    }
    row
}

/// The separator of the headings: the most frequent of comma, semicolon and tab.
fn separator_of(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: u8| line.bytes().filter(|byte| *byte == separator).count();
    let best = [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator));
    best.filter(|separator| count(*separator) > 0).unwrap_or(b',')
}

struct CsvScan<'s> {
    source: &'s Source,
    bytes: &'s [u8],
    at: usize,
    separator: u8,
    reader: Reader,
    cells: usize,
}

impl CsvScan<'_> {
    /// The next row; blank lines are skipped.
    fn row(&mut self, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<TableCell>> {
        let mut row = Vec::new();
        loop {
            let (from, mut value, mut buffer) = (self.at, Vec::new(), [0; 256]);
            let record_end = loop {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                let (result, taken, given) = self.reader.read_field(rest, &mut buffer);
                self.at += taken;
                value.extend_from_slice(buffer.get(..given).unwrap_or_default());
                match result {
                    ReadFieldResult::Field { record_end } => break record_end,
                    ReadFieldResult::End => return (!row.is_empty()).then_some(row),
                    // The whole text has been passed: signal its end.
                    ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                }
            };
            self.cells += 1;
            let cell = self.cell(from, &value, row.is_empty(), record_end, diagnostics);
            row.push(cell);
            if record_end {
                return Some(row);
            }
        }
    }

    /// The bytes of a cell, as its value and place.
    fn cell(
        &self,
        from: usize,
        value: &[u8],
        first: bool,
        last: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> TableCell {
        let raw = self.source.text().get(from..self.at).unwrap_or_default();
        // Before a row stand the line ends of blank lines, behind a cell its separator or line end.
        let opened = if first { raw.trim_start_matches(['\r', '\n', '\u{feff}']) } else { raw };
        let from = from + (raw.len() - opened.len());
        let body = match last {
            true => opened.trim_end_matches(['\r', '\n']),
            false => opened.strip_suffix(char::from(self.separator)).unwrap_or(opened),
        };
        let inner = body.trim_matches([' ', '\t', '\u{3000}', '\u{a0}']);
        let mut start =
            from + (body.len() - body.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']).len());
        if inner.is_empty() {
            start = from;
        }
        let mut span = Span::new(self.source.id(), start, start + inner.len());
        if inner.starts_with('"') {
            if inner.matches('"').count() % 2 == 1 {
                diagnostics.push(words::quote_open(Span { end: span.start + 1, ..span }));
            } else if inner.len() > 2 && inner.ends_with('"') {
                span = Span { start: span.start + 1, end: span.end - 1, ..span };
            }
        }
        let text = String::from_utf8_lossy(value);
        TableCell { text: text.trim().to_owned(), span }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    /// The cells, each beside the text that its place underlines.
    fn cells(text: &str) -> String {
        let source = Source::new(SourceId::ALONE, "a.csv", text);
        let file = read(&source);
        let Some(TableContent::Rows(rows)) = file.content else { return "无".to_owned() };
        let shown = |row: &Vec<TableCell>| {
            let cells = row.iter().map(|cell| {
                let under = source.slice(cell.span);
                let same = under == cell.text;
                if same { cell.text.clone() } else { format!("{}←{under:?}", cell.text) }
            });
            cells.collect::<Vec<_>>().join("|")
        };
        let mut lines: Vec<String> =
            std::iter::once(&rows.head).chain(&rows.rows).map(shown).collect();
        lines.extend(
            file.diagnostics
                .iter()
                .map(|found| format!("{} {:?}", found.code, source.slice(found.span().unwrap()))),
        );
        lines.join(" / ")
    }

    #[test]
    fn every_cell_knows_its_place_however_it_was_saved() {
        let plain = "词尾|归类 / 满意度|效果 / 及时率|时效";
        for text in [
            "词尾,归类\n满意度,效果\n及时率,时效",
            "\u{feff}词尾,归类\r\n满意度,效果\r\n\r\n及时率,时效\r\n",
            "词尾;归类\n满意度;效果\n;\n及时率;时效\n",
            "\n词尾\t归类\n满意度\t效果\n及时率\t时效\n",
            "sep=;\r\n词尾;归类\r\n满意度;效果\r\n及时率;时效\r\n",
            "\"词尾\",归类,\n 满意度 ,\"效果\",\n及时率,　时效,\n",
        ] {
            assert_eq!(cells(text), plain, "{text:?}");
        }
    }

    #[test]
    fn quotes_lines_and_missing_cells_keep_their_places() {
        assert_eq!(cells("a,b\n\"x\"\"y\",\"1\n2\"\n"), "a|b / x\"y←\"x\\\"\\\"y\"|1\n2");
        assert_eq!(cells("a,b,c\n1\n"), "a|b|c / 1||");
        assert_eq!(cells("a\n1,2\n"), "a / 1 / 尺/多余的格 \"2\"");
        assert_eq!(
            cells("a,b\n1,\"2\n3,4\n"),
            "a|b / 1|2\n3,4←\"\\\"2\\n3,4\" / 尺/引号未闭合 \"\\\"\""
        );
        assert_eq!(cells("\n,,\n"), "无");
    }
}
