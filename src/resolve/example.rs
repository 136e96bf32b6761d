//! The examples of a rule: `[[…]]` taken out of a fragment and remembered as marks.

use crate::rule::Example;
use crate::source::{MappedText, Span, TextPiece};
use crate::syntax::rule::SheetFragment;

/// A fragment without its marks. The text keeps the way back to the rule file.
///
/// # Errors
/// The place of a mark that has no partner.
pub(super) fn read(fragment: &SheetFragment) -> Result<Example, Span> {
    let written = fragment.text.as_str();
    let (mut text, mut pieces, mut marks) = (String::new(), Vec::new(), Vec::new());
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    let place = |at: usize| fragment.text.span(at..at + 2);
    while let Some(rest) = written.get(at..)
        && !rest.is_empty()
    {
        if rest.starts_with("[[") && open.is_none() {
            open = Some((text.len(), at));
            at += 2;
            continue;
        }
        if rest.starts_with("]]") {
            match open.take() {
                Some((start, _)) => marks.push(start..text.len()),
                None => return Err(place(at)),
            }
            at += 2;
            continue;
        }
        let end = ["[[", "]]", "\n"]
            .iter()
            .filter_map(|stop| rest.find(stop).map(|found| found + usize::from(*stop == "\n")))
            .filter(|end| *end > 0)
            .min()
            .unwrap_or(rest.len());
        let source = fragment.text.span(at..at).start;
        pieces.push(TextPiece { text: u32::try_from(text.len()).unwrap_or(u32::MAX), source });
        text.push_str(rest.get(..end).unwrap_or_default());
        at += end;
    }
    if let Some((_, at)) = open {
        return Err(place(at));
    }
    if pieces.is_empty() {
        pieces.push(TextPiece { text: 0, source: fragment.span.start });
    }
    let text = MappedText::new(fragment.span.source, text, pieces);
    Ok(Example { text, span: fragment.span, marks })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn marks_are_taken_out_and_remembered() {
        let span = Span::new(SourceId::ALONE, 100, 140);
        let text = MappedText::verbatim(span, "数量: [[=100]]\n质量: []\n[[]]");
        let example = read(&SheetFragment { text, span }).unwrap();
        assert_eq!(example.text.as_str(), "数量: =100\n质量: []\n");
        assert_eq!(example.marks, vec![8..12, 24..24]);
        assert_eq!(example.text.span(8..12).start, 110);
    }

    #[test]
    fn a_lone_mark_is_refused() {
        let span = Span::new(SourceId::ALONE, 0, 20);
        for lone in ["a [[b", "a]] b"] {
            assert!(read(&SheetFragment { text: MappedText::verbatim(span, lone), span }).is_err());
        }
    }
}
