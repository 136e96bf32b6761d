//! Changes to a text. Takes places and their new content; gives the changed text. Knows nothing of
//! what a text means.

use super::Span;

/// Replace the bytes of `span` by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is removed.
    pub span: Span,
    /// What is inserted.
    pub text: String,
}

/// The text after all the edits; `None` if they overlap or are outside it.
pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut after, mut at) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        let range = edit.span.range();
        after.push_str(text.get(at..range.start)?);
        after.push_str(&edit.text);
        at = range.end;
        text.get(range)?;
    }
    after.push_str(text.get(at..)?);
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::{Edit, apply};
    use crate::source::{SourceId, Span};

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span::new(SourceId::ALONE, start, end), text: text.to_owned() }
    }

    #[test]
    fn edits_are_applied_in_the_order_of_the_text_or_not_at_all() {
        let applied = |edits: &[Edit]| apply("甲乙丙", edits);
        assert_eq!(applied(&[edit(6, 9, "丁"), edit(0, 0, "一")]).as_deref(), Some("一甲乙丁"));
        assert_eq!(applied(&[edit(3, 3, "一"), edit(3, 6, "")]).as_deref(), Some("甲一丙"));
        assert_eq!(applied(&[edit(0, 6, ""), edit(3, 9, "")]), None, "they overlap");
        assert_eq!(applied(&[edit(1, 3, "")]), None, "not at a character");
        assert_eq!(applied(&[edit(9, 12, "")]), None, "outside");
    }
}
