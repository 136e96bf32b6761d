//! 句, 段: a text cut at the ends of its sentences, or of its lines.

use crate::eval::value::{Fragment, Meaning, Snippet};

/// The sentences, their full stop included, blanks around them left out. A line's end ends one,
/// too.
pub(in crate::eval) fn sentences<'s>(text: &Snippet<'s>) -> Vec<Fragment<'s>> {
    pieces(text, |end| matches!(end, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n'))
}

/// The paragraphs: lines that are not blank.
pub(in crate::eval) fn paragraphs<'s>(text: &Snippet<'s>) -> Vec<Fragment<'s>> {
    pieces(text, |end| end == '\n')
}

fn pieces<'s>(text: &Snippet<'s>, ends: impl Fn(char) -> bool) -> Vec<Fragment<'s>> {
    let mut found = Vec::new();
    let mut start = 0;
    for piece in text.text.split_inclusive(ends) {
        let from = start + (piece.len() - piece.trim_start().len());
        let to = start + piece.trim_end().len();
        let says = piece.chars().any(char::is_alphanumeric);
        if from < to && says {
            found.push(Fragment {
                snippet: text.part(from..to),
                related: None,
                meaning: Meaning::Words,
            });
        }
        start += piece.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(fragments: &[Fragment<'_>]) -> Vec<String> {
        fragments.iter().map(|fragment| fragment.snippet.text.to_string()).collect()
    }

    #[test]
    fn a_sentence_keeps_its_stop() {
        let text = Snippet::loose("  甲，乙。丙！\n丁\n\n——\n戊；己");
        assert_eq!(said(&sentences(&text)), ["甲，乙。", "丙！", "丁", "戊；", "己"]);
        assert_eq!(said(&paragraphs(&text)), ["甲，乙。丙！", "丁", "戊；己"]);
    }
}
