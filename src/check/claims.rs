//! Compares a pack's manifest with its rules: the forms that they judge, the laws that they cite.
//! Takes names with their places; gives the differences. Knows no file.

use std::collections::BTreeSet;

use super::words;
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;
use crate::rule::RuleSet;
use crate::source::Span;

/// A list of a manifest: each name with its place.
pub(crate) type Claimed<'a> = Option<&'a [(String, Span)]>;

/// Wrong claims of a pack about its rules. Only packs whose rules judge can be checked.
pub(crate) fn claims(
    rules: &RuleSet,
    pack: &str,
    forms: Claimed<'_>,
    laws: Claimed<'_>,
) -> Vec<Diagnostic> {
    let own = || rules.rules.iter().filter(|rule| rule.pack == pack);
    let judged: BTreeSet<&str> =
        own().flat_map(|rule| &rule.forms).map(|on| on.form.name.as_str()).collect();
    let cited = own().flat_map(|rule| {
        let exceptions = rule.forms.iter().flat_map(|on| &on.exceptions);
        let exceptions = exceptions.filter_map(|exception| exception.basis.as_ref());
        rule.basis.iter().chain(exceptions).filter_map(|(law, _)| rules.laws.get(*law))
    });
    let cited: BTreeSet<&str> = cited.map(|law| law.name.as_str()).collect();
    let mut found = Vec::new();
    if judged.is_empty() {
        return found;
    }
    if let Some(listed) = forms {
        let known: Vec<&str> = rules.forms.iter().map(|form| form.name.as_str()).collect();
        for (name, span) in listed.iter().filter(|(name, _)| !judged.contains(name.as_str())) {
            found.push(match known.contains(&name.as_str()) {
                true => words::form_not_judged(name, *span),
                false => words::form_not_known(name, *span, nearest(name, known.iter().copied())),
            });
        }
        // Of the forms of packs that build on it a pack need not know.
        let known = own().flat_map(|rule| &rule.forms).filter(|on| !on.of_lower);
        let judged: BTreeSet<&str> = known.map(|on| on.form.name.as_str()).collect();
        unlisted(&judged, listed, |name, span| found.push(words::form_not_listed(name, span)));
    }
    if let Some(listed) = laws {
        let known: Vec<&str> = rules.laws.iter().map(|law| law.name.as_str()).collect();
        for (name, span) in listed.iter().filter(|(name, _)| !cited.contains(name.as_str())) {
            found.push(match known.contains(&name.as_str()) {
                true => words::law_not_cited(name, *span),
                false => words::law_not_known(name, *span, nearest(name, known.iter().copied())),
            });
        }
        unlisted(&cited, listed, |name, span| found.push(words::law_not_listed(name, span)));
    }
    found
}

/// What is true but not listed, reported at the end of the list.
fn unlisted(
    all: &BTreeSet<&str>,
    listed: &[(String, Span)],
    mut tell: impl FnMut(&str, Option<Span>),
) {
    let last = listed.last().map(|(_, span)| *span);
    for name in all.iter().filter(|name| !listed.iter().any(|(known, _)| known == *name)) {
        tell(name, last);
    }
}
