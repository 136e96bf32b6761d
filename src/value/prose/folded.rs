//! A text folded to half width, without the line breaks of hard wraps and with its numerals in
//! digits, and the way back to its bytes.

use std::ops::Range;

use crate::value::fold::fold_char;
use crate::value::numerals::numerals;

/// A folded text.
pub(super) struct Folded {
    pub(super) text: String,
    marks: Vec<FoldedChar>,
}

/// A character: its position in the folded text, and its original bytes.
struct FoldedChar {
    at: usize,
    from: Range<usize>,
}

impl Folded {
    /// Blanks are left out, except one between two runs of digits or Latin letters. A line break
    /// that is not followed by a letter (as in a list of numbered items) is kept: it ends a clause.
    pub(super) fn new(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut marks: Vec<FoldedChar> = Vec::with_capacity(text.len() / 2);
        let mut blank: Option<(char, Range<usize>)> = None;
        for (start, written) in text.char_indices() {
            let from = start..start + written.len_utf8();
            let character = fold_char(written);
            if character.is_whitespace() {
                let line_ends = character == '\n' || matches!(blank, Some(('\n', _)));
                let kept = blank.map_or(from, |(_, first)| first);
                blank = Some((if line_ends { '\n' } else { ' ' }, kept));
                continue;
            }
            if let Some((kind, range)) = blank.take() {
                let joins = |at: char| at.is_ascii_alphanumeric();
                let stays = match kind {
                    '\n' => !(character.is_alphabetic() || character == '%'),
                    _ => joins(character) && folded.chars().next_back().is_some_and(joins),
                };
                if stays {
                    marks.push(FoldedChar { at: folded.len(), from: range });
                    folded.push(kind);
                }
            }
            marks.push(FoldedChar { at: folded.len(), from });
            folded.push(character);
        }
        Self { text: folded, marks }.in_digits()
    }

    /// With its Chinese numerals in digits: each digit comes from the whole numeral.
    fn in_digits(self) -> Self {
        let numerals = numerals(&self.text);
        if numerals.is_empty() {
            return self;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut marks = Vec::with_capacity(self.marks.len());
        let mut rest = self.marks.as_slice();
        let keep =
            |text: &mut String,
             marks: &mut Vec<FoldedChar>,
             rest: &mut &[FoldedChar],
             until: usize| {
                let kept = rest.partition_point(|mark| mark.at < until);
                let (kept, after) = rest.split_at_checked(kept).unwrap_or((rest, &[]));
                if let Some(first) = kept.first() {
                    let (old, new) = (first.at, text.len());
                    marks.extend(kept.iter().map(|mark| FoldedChar {
                        at: mark.at - old + new,
                        from: mark.from.clone(),
                    }));
                    text.push_str(self.text.get(old..until).unwrap_or_default());
                }
                *rest = after;
            };
        for numeral in &numerals {
            keep(&mut text, &mut marks, &mut rest, numeral.range.start);
            let from = self.range(numeral.range.clone());
            for digit in numeral.digits.chars() {
                marks.push(FoldedChar { at: text.len(), from: from.clone() });
                text.push(digit);
            }
            let passed = rest.partition_point(|mark| mark.at < numeral.range.end);
            rest = rest.get(passed..).unwrap_or_default();
        }
        keep(&mut text, &mut marks, &mut rest, self.text.len());
        Self { text, marks }
    }

    /// The bytes of the text as written that a range of the folded text comes from.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        let mark = |at: usize| {
            let next = self.marks.partition_point(|mark| mark.at <= at);
            self.marks.get(next.saturating_sub(1)).map_or(0..0, |mark| mark.from.clone())
        };
        if range.is_empty() {
            let at = mark(range.start).start;
            return at..at;
        }
        mark(range.start).start..mark(range.end - 1).end
    }
}
