//! Which offers fit what was typed, and in which order. Takes offers in the order of their list;
//! gives those that are shown. Knows no sheets and no rules.

use super::Completion;
use super::pinyin::agreement;

/// Keeps the offers that a typed text finds, the best first; among equals the order stays.
pub(super) fn ranked(offers: Vec<Completion>, sounds: bool) -> Vec<Completion> {
    let mut found: Vec<_> = offers
        .into_iter()
        .filter_map(|offer| {
            let names = std::iter::once(&offer.label).chain(&offer.aliases);
            let best = names.filter_map(|name| agreement(&offer.typed, name, sounds)).min();
            Some((best?, offer))
        })
        .collect();
    found.sort_by_key(|(agreement, _)| *agreement);
    found.into_iter().map(|(_, offer)| offer).collect()
}
