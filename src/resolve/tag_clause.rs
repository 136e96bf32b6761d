//! The clause 标签: which of its words name a criterion or a strength. Takes the words; gives
//! [`Tags`].

use super::diagnostic_sink::DiagnosticSink;
use super::tag_words;
use crate::diagnostic::Criterion;
use crate::nearest::is_slip_of;
use crate::rule::{Strength, Tags};
use crate::source::Span;
use crate::syntax::rule::Name;

/// Takes the words of a 标签; `seen` are those of the same rule so far.
pub(super) fn tags(
    diagnostics: &mut DiagnosticSink,
    tags: &mut Tags,
    words: &[Name],
    seen: &mut Vec<(String, Span)>,
) {
    for word in words {
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == word.text) {
            diagnostics.report(tag_words::twice(word, *first));
            continue;
        }
        seen.push((word.text.clone(), word.span));
        let criterion = Criterion::ALL.into_iter().find(|criterion| criterion.name() == word.text);
        let strength = Strength::ALL.into_iter().find(|strength| strength.name() == word.text);
        match (criterion, strength) {
            (Some(criterion), _) => match tags.criterion {
                Some(first) => diagnostics.report(tag_words::two_criteria(word, first.name())),
                None => tags.criterion = Some(criterion),
            },
            (_, Some(strength)) => match tags.strength {
                Some(first) => diagnostics.report(tag_words::two_strengths(word, first.name())),
                None => tags.strength = Some(strength),
            },
            (None, None) => {
                let criteria = Criterion::ALL.into_iter().map(Criterion::name);
                let strengths = Strength::ALL.into_iter().map(Strength::name);
                let near = criteria.chain(strengths).find(|known| is_slip_of(&word.text, known));
                if let Some(near) = near {
                    diagnostics.report(tag_words::misspelt(word, near));
                }
                tags.others.push(word.text.clone());
            }
        }
    }
}
