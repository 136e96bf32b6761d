//! Literal text after `|`: which lines belong to it, and their text without the indentation.

use std::ops::Range;

use crate::source::MappedText;

use super::line::{SheetLine, is_blank};
use super::scalar::{ScalarReader, piece};
use super::tree::{Node, NodeKind};
use super::words;

/// Reads the lines indented deeper than `column`; returns the value and how many lines it takes.
pub(super) fn read(
    reader: &mut ScalarReader<'_>,
    lines: &[SheetLine<'_>],
    column: usize,
    bar: Range<usize>,
) -> (Node, usize) {
    let deeper = lines.iter().take_while(|line| line.is_blank() || line.column > column).count();
    let lines = lines.get(..deeper).unwrap_or_default();
    let used = lines.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
    let lines = lines.get(..used).unwrap_or_default();

    // Blanks other than spaces belong to the text, as the two before a Chinese paragraph do, unless
    // without them the line would not be indented at all.
    let spaces = |line: &SheetLine<'_>| {
        let indent = reader.slice(line.start..line.first);
        indent.len() - indent.trim_start_matches(' ').len()
    };
    let indents: Vec<usize> = lines.iter().map(spaces).collect();
    let straight = |(line, indent): (&SheetLine<'_>, &usize)| {
        (!line.is_blank() && *indent > column).then_some(*indent)
    };
    let common = lines.iter().zip(&indents).filter_map(straight).min().unwrap_or(column + 2);

    let length = lines.last().zip(lines.first()).map(|(last, first)| last.end - first.start);
    let mut text = String::with_capacity(length.unwrap_or_default());
    let mut pieces = Vec::with_capacity(lines.len() + 1);
    pieces.push(piece(0, bar.end));
    let mut end = bar.end;
    for (at, (line, indent)) in lines.iter().zip(indents).enumerate() {
        if at > 0 {
            text.push('\n');
        }
        if line.is_blank() {
            pieces.push(piece(text.len(), line.start));
            continue;
        }
        let from = if indent > column { line.start + common } else { line.first };
        if indent <= column {
            let blanks = reader.slice(line.start..line.first);
            let wrong = blanks.chars().find(|c| is_blank(*c) && *c != ' ').unwrap_or('\t');
            let span = reader.span(line.start..line.first);
            reader.report(words::crooked_indent(span, wrong, common));
        }
        pieces.push(piece(text.len(), from));
        text.push_str(reader.slice(from..line.end));
        end = line.end;
    }
    pieces.reverse();
    pieces.dedup_by_key(|piece| piece.text);
    pieces.reverse();
    let text = MappedText::new(reader.source.id(), text, pieces);
    let kind = NodeKind::Literal { text, bar: reader.span(bar.clone()) };
    (Node { span: reader.span(bar.start..end), kind }, used)
}
