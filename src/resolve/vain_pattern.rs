//! Patterns that can match no text whatever: `路^段`, `[^\s\S]`. Takes a pattern that compiles.

use regex_syntax::hir::{Hir, HirKind, Look};

/// Whether a pattern matches nothing at all, by its shape.
pub(super) fn never(hir: &Hir) -> bool {
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
