//! Patterns: compiled within bounds; reports those that match anything or nothing, such as `路^段`
//! and `[^\s\S]`.

use regex_syntax::hir::{Hir, HirKind, Look};

use super::checker::Checker;
use super::names::Scope;
use super::{list_words, words};
use crate::diagnostic::Diagnostic;
use crate::rule::{Kind, Pattern, PatternId, TextTest, Type};
use crate::syntax::rule as written;

impl Checker<'_> {
    /// Compiles a pattern, within bounds.
    pub(super) fn pattern(&mut self, regex: &written::Regex) -> Option<PatternId> {
        // A rule is checked once for each form; its patterns are the same for all.
        let known = self.interned.patterns.get(&regex.span).filter(|(id, _)| {
            self.set.patterns.get(*id).is_some_and(|known| known.as_str() == regex.pattern)
        });
        let (id, odd) = match known.cloned() {
            Some(known) => known,
            None => match Pattern::new(&regex.pattern) {
                Ok((pattern, shape)) => {
                    let odd = odd(regex, &pattern, &shape);
                    let read = (self.set.patterns.push(pattern), odd);
                    self.interned.patterns.insert(regex.span, read.clone());
                    read
                }
                Err(error) => {
                    self.diagnostics.report(words::pattern_faulty(regex, &error));
                    return None;
                }
            },
        };
        odd.into_iter().for_each(|found| self.diagnostics.report(found));
        Some(id)
    }
}

impl Checker<'_> {
    /// What 每处 … 匹配 looks for: a pattern, or the words of a list.
    pub(super) fn sought(
        &mut self,
        scope: &mut Scope,
        sought: &written::Sought,
    ) -> Option<PatternId> {
        let name = match sought {
            written::Sought::Pattern(regex) => return self.pattern(regex),
            written::Sought::Words(name) => name,
        };
        let (ty, kind) = self.name(scope, &name.text, name.span);
        let Kind::Words(list) = kind else {
            if ty != Type::Faulty {
                self.diagnostics.report(words::wrong_object(TextTest::Matches, name.span, &ty));
            }
            return None;
        };
        if let Some(known) = self.interned.lists.get(&list) {
            return Some(*known);
        }
        let listed = self.set.lists.get(list).map(|list| list.words.as_slice()).unwrap_or_default();
        match Pattern::of_list(list, listed) {
            Ok(pattern) => {
                let id = self.set.patterns.push(pattern);
                self.interned.lists.insert(list, id);
                Some(id)
            }
            Err(_) => {
                self.diagnostics.report(words::list_too_large(name));
                None
            }
        }
    }
}

/// The lint of a valid pattern.
fn odd(regex: &written::Regex, pattern: &Pattern, shape: &Hir) -> Option<Diagnostic> {
    let may_be_empty = shape.properties().minimum_len() == Some(0);
    if may_be_empty && pattern.is_match("") {
        return Some(words::pattern_matches_nothing(regex.span));
    }
    never(shape).then(|| list_words::pattern_never_matches(regex.span))
}

/// Whether a pattern matches nothing at all, by its shape.
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
    use super::never;

    fn never_matches(pattern: &str) -> bool {
        never(&regex_syntax::parse(pattern).unwrap())
    }

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
