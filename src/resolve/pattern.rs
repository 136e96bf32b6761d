//! Patterns: compiled within bounds, and those reported that match anything or nothing, as `路^段` and `[^\s\S]` do.

use regex::RegexBuilder;
use regex_syntax::hir::{Hir, HirKind, Look};

use super::checker::Checker;
use super::{list_words, words};
use crate::rule::{Pattern, PatternId};
use crate::syntax::rule as written;

/// The most bytes that a compiled pattern may take: `(\d{1000}){1000}` is refused, not compiled.
const PATTERN_BYTES: usize = 1 << 20;

impl Checker<'_> {
    /// Compiles a pattern, within bounds.
    pub(super) fn pattern(&mut self, regex: &written::Regex) -> Option<PatternId> {
        // A rule is checked once for each form; its patterns are the same for all.
        let same =
            |known: &Pattern| known.span == regex.span && known.regex.as_str() == regex.pattern;
        let known = self.set.patterns.find(same);
        let built = match known.and_then(|at| self.set.patterns.get(at)) {
            Some(known) => Ok(known.regex.clone()),
            None => {
                RegexBuilder::new(&regex.pattern).size_limit(PATTERN_BYTES).nest_limit(64).build()
            }
        };
        match built {
            Ok(compiled) => {
                if compiled.is_match("") {
                    self.say(words::pattern_matches_nothing(regex.span));
                } else if never_matches(&regex.pattern) {
                    self.say(list_words::pattern_never_matches(regex.span));
                }
                known.or_else(|| {
                    let pattern = Pattern { regex: compiled, span: regex.span };
                    Some(self.set.patterns.push(pattern))
                })
            }
            Err(error) => {
                self.say(words::pattern_faulty(regex, &error));
                None
            }
        }
    }
}

/// Whether a pattern matches nothing at all.
fn never_matches(pattern: &str) -> bool {
    regex_syntax::parse(pattern).is_ok_and(|hir| never(&hir))
}

fn never(hir: &Hir) -> bool {
    let needs_text = |hir: &Hir| hir.properties().minimum_len().is_none_or(|least| least > 0);
    if hir.properties().minimum_len().is_none() {
        return true;
    }
    match hir.kind() {
        HirKind::Concat(parts) => {
            let starts = |hir: &Hir| matches!(hir.kind(), HirKind::Look(Look::Start));
            let ends = |hir: &Hir| matches!(hir.kind(), HirKind::Look(Look::End));
            parts.iter().any(never)
                || parts.iter().enumerate().any(|(at, part)| {
                    starts(part) && parts.iter().take(at).any(needs_text)
                        || ends(part) && parts.iter().skip(at + 1).any(needs_text)
                })
        }
        HirKind::Alternation(parts) => parts.iter().all(never),
        HirKind::Capture(capture) => never(&capture.sub),
        HirKind::Repetition(repetition) => repetition.min > 0 && never(&repetition.sub),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::never_matches;

    #[test]
    fn anchors_inside_a_text_never_match() {
        for pattern in ["路^段", "路$段", "(甲|乙)^丙", r"[^\s\S]", "(路^)+段"] {
            assert!(never_matches(pattern), "{pattern}");
        }
        for pattern in ["^路段$", "(^|。)路", "路*^", "路|段^", "甲$|乙", r"(?m)路\n^段"]
        {
            assert!(!never_matches(pattern), "{pattern}");
        }
    }
}
