//! Quoted texts: escapes taken out, holes found; and the fragments between `"""`.

use super::cut::ByteRange;
use super::parts::{FilePiece, Pairs, Rule};
use super::{Broken, Hole, Literal, SheetFragment, words};
use crate::source::{MappedText, TextPiece};

/// A `text` pair. In messages `{…}` is a hole; elsewhere braces are themselves.
pub(super) fn text(piece: &FilePiece<'_>, pair: &Pairs<'_>, holes: bool) -> Literal {
    let span = piece.place(pair);
    let body = pair.clone().into_inner().next();
    let (written, start, escapes) = match &body {
        Some(body) => {
            (body.as_str(), piece.base + body.as_span().start(), body.as_rule() == Rule::text_body)
        }
        None => ("", span.start as usize + 1, false),
    };
    let text = unescaped(piece, written, start, escapes);
    let holes = if holes { find_holes(piece, &text) } else { Vec::new() };
    Literal { text, span, holes }
}

fn unescaped(piece: &FilePiece<'_>, written: &str, start: usize, escapes: bool) -> MappedText {
    let id = piece.source.id();
    if !escapes || !written.contains('\\') {
        return piece.source.mapped(start..start + written.len());
    }
    let (mut text, mut pieces) = (String::new(), Vec::new());
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    pieces.push(TextPiece { text: 0, source: offset(start) });
    let mut characters = written.char_indices();
    while let Some((at, character)) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        let Some((next, escaped)) = characters.next() else { break };
        pieces.push(TextPiece { text: offset(text.len()), source: offset(start + at) });
        match escaped {
            'n' => text.push('\n'),
            '"' | '\\' => text.push(escaped),
            other => {
                // `\d` in a text stands for itself.
                text.push('\\');
                text.push(other);
            }
        }
        let after = start + next + escaped.len_utf8();
        pieces.push(TextPiece { text: offset(text.len()), source: offset(after) });
    }
    MappedText::new(id, text, pieces)
}

/// The holes of a message; `{{` and `}}` are braces.
fn find_holes(piece: &FilePiece<'_>, text: &MappedText) -> Vec<Hole> {
    let written = text.as_str();
    let mut holes = Vec::new();
    let mut at = 0;
    while let Some(found) = written.get(at..).and_then(|rest| rest.find(['{', '}'])) {
        let open = at + found;
        let rest = written.get(open..).unwrap_or_default();
        if rest.starts_with("{{") || rest.starts_with("}}") {
            at = open + 2;
            continue;
        }
        let close = rest.find('}').filter(|_| rest.starts_with('{'));
        let Some(close) = close else {
            // A brace alone: reported as a hole that cannot be read.
            let range = open..open + 1;
            let span = text.span(range.clone());
            let diagnostic = Box::new(words::lone_brace(span));
            holes.push(Hole { range, span, expr: Err(Broken { span, diagnostic }) });
            at = open + 1;
            continue;
        };
        let range = open..open + close + 1;
        let inner: ByteRange = open + 1..open + close;
        holes.push(hole(piece, text, range, inner));
        at = open + close + 1;
    }
    holes
}

fn hole(piece: &FilePiece<'_>, text: &MappedText, range: ByteRange, inner: ByteRange) -> Hole {
    let span = text.span(range.clone());
    let base = text.span(inner.start..inner.start).start as usize;
    // The expression is parsed in place, so that its places are right.
    let expression = FilePiece {
        source: piece.source,
        base,
        text: piece.source.text().get(base..base + inner.len()).unwrap_or_default(),
        sink: piece.sink,
    };
    let expr = if expression.text.trim().is_empty() {
        Err(Broken { span, diagnostic: Box::new(words::empty_hole(span)) })
    } else {
        expression.read(Rule::hole).and_then(|pair| {
            let inner = pair.into_inner().find(|part| part.as_rule() == Rule::expr);
            match inner {
                Some(expr) => expression.expr(expr),
                None => Err(Broken { span, diagnostic: Box::new(words::empty_hole(span)) }),
            }
        })
    };
    Hole { range, span, expr }
}

/// A `fragment` pair: its lines without their common indentation.
pub(super) fn fragment(piece: &FilePiece<'_>, pair: &Pairs<'_>) -> SheetFragment {
    let span = piece.place(pair);
    let id = piece.source.id();
    let Some(body) = pair.clone().into_inner().next() else {
        return SheetFragment { text: MappedText::verbatim(span, ""), span };
    };
    let start = piece.base + body.as_span().start();
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut at = start;
    for line in body.as_str().split('\n') {
        lines.push((at, line.trim_end()));
        at += line.len() + 1;
    }
    // Text beside the opening quotes, and the blanks of the last line, are layout.
    if lines.first().is_some_and(|(_, line)| line.trim().is_empty()) {
        lines.remove(0);
    }
    if lines.last().is_some_and(|(_, line)| line.trim().is_empty()) {
        lines.pop();
    }
    let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let common = lines
        .iter()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(_, line)| blanks(line))
        .min()
        .unwrap_or_default();
    let (mut text, mut pieces) = (String::new(), Vec::new());
    for (at, line) in lines {
        let cut = common.min(line.len());
        pieces.push(TextPiece {
            text: u32::try_from(text.len()).unwrap_or(u32::MAX),
            source: u32::try_from(at + cut).unwrap_or(u32::MAX),
        });
        text.push_str(line.get(cut..).unwrap_or_default());
        text.push('\n');
    }
    if pieces.is_empty() {
        return SheetFragment { text: MappedText::verbatim(span, ""), span };
    }
    SheetFragment { text: MappedText::new(id, text, pieces), span }
}

/// A count in digits, or in numerals up to 九十九; `None` if it is larger than any count.
pub(super) fn count(written: &str) -> Option<u32> {
    const NUMERALS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if let Ok(read) = half_width(written).parse() {
        return Some(read);
    }
    let numeral = |word: &str| match word {
        "两" => Some(2),
        word => NUMERALS.iter().position(|known| *known == word).and_then(|at| at.try_into().ok()),
    };
    match written.split_once('十') {
        None => numeral(written),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { Some(1) } else { numeral(tens) };
            let ones = if ones.is_empty() { Some(0) } else { numeral(ones) };
            Some(10 * tens? + ones?)
        }
    }
}

/// Digits typed full-width.
pub(super) fn half_width(digits: &str) -> String {
    digits
        .chars()
        .map(|digit| match u32::from(digit) {
            code @ 0xFF10..=0xFF19 => char::from_u32(code - 0xFF10 + 0x30).unwrap_or(digit),
            _ => digit,
        })
        .collect()
}

/// The first and the last year of a `form_years` pair; no last one with 起.
pub(super) fn years(pair: &Pairs<'_>) -> (Option<i32>, Option<i32>) {
    let parts = || pair.clone().into_inner();
    let years: Vec<i32> = parts()
        .filter(|part| part.as_rule() == Rule::integer)
        .filter_map(|year| half_width(year.as_str().trim()).parse().ok())
        .collect();
    let onward = parts().any(|part| part.as_rule() == Rule::k_onward);
    (years.first().copied(), years.last().copied().filter(|_| !onward))
}
