//! What rules compute of the texts of one sheet while it is judged: each thing once, on demand,
//! dropped with the sheet. Takes texts by where they lie in memory, which tells them apart for as
//! long as the sheets stand. What is remembered costs a rule what it would cost to compute: the
//! bound on its work does not depend on who asks first.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::text::Profile;
use super::value::{Fragment, Snippet};
use crate::dictionary::{Standard, Synonyms};
use crate::rule::{
    CatalogueId, Function, LivePatterns, PatternId, RuleSet, SuffixesId, SynonymsId,
};
use crate::source::MappedText;
use crate::value::Decimal;

/// Where a text lies: its first byte, and how many it has.
type TextPlace = (usize, usize);

/// The pieces that a function finds in a text.
type FoundFragments<'s> = Rc<Vec<Fragment<'s>>>;

/// A cache by key.
type Cache<K, V> = RefCell<BTreeMap<K, V>>;

/// What is known of the texts that one sheet's rules have asked about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'s>(Rc<SheetFacts<'s>>);

#[derive(Debug, Default)]
struct SheetFacts<'s> {
    profiles: Cache<TextPlace, Rc<Profile>>,
    /// The similarity of two texts, where a lookup has computed it.
    similar: Cache<(TextPlace, TextPlace), Decimal>,
    normal: Cache<(TextPlace, Option<SynonymsId>), Rc<str>>,
    found: Cache<(Function, TextPlace), FoundFragments<'s>>,
    /// By where a text of a sheet lies.
    live: Cache<usize, Rc<LivePatterns>>,
    filed: Cache<(TextPlace, SuffixesId), Option<&'s str>>,
    standard: Cache<(TextPlace, CatalogueId, bool), Option<&'s Standard>>,
}

/// Only texts of a sheet or of a rule stay at their address: nothing is cached for other texts.
#[allow(clippy::ptr_arg, reason = "whether it is borrowed is what is asked")]
fn place(text: &Cow<'_, str>) -> Option<TextPlace> {
    match text {
        Cow::Borrowed(text) => Some((text.as_ptr() as usize, text.len())),
        Cow::Owned(_) => None,
    }
}

/// The cached value of a key, computed on first use.
fn once<K: Ord, V: Clone>(known: &Cache<K, V>, key: Option<K>, compute: impl FnOnce() -> V) -> V {
    let Some(key) = key else { return compute() };
    if let Some(known) = known.borrow().get(&key) {
        return known.clone();
    }
    let value = compute();
    known.borrow_mut().insert(key, value.clone());
    value
}

impl<'s> Facts<'s> {
    /// What a text is compared by.
    #[allow(clippy::ptr_arg, reason = "whether it is borrowed matters")]
    pub(super) fn profile(&self, text: &Cow<'s, str>) -> Rc<Profile> {
        once(&self.0.profiles, place(text), || Rc::new(Profile::new(text)))
    }

    /// Remembers how similar two texts are.
    #[allow(clippy::ptr_arg, reason = "whether it is borrowed matters")]
    pub(super) fn know_similarity(&self, left: &Cow<'s, str>, right: &'s str, similarity: Decimal) {
        if let Some(key) = place(left).zip(place(&Cow::Borrowed(right))) {
            self.0.similar.borrow_mut().insert(key, similarity);
        }
    }

    /// How similar two texts are, if a lookup has computed it.
    #[allow(clippy::ptr_arg, reason = "whether it is borrowed matters")]
    pub(super) fn similarity(&self, [left, right]: [&Cow<'s, str>; 2]) -> Option<Decimal> {
        let (left, right) = place(left).zip(place(right))?;
        let known = self.0.similar.borrow();
        known.get(&(left, right)).or_else(|| known.get(&(right, left))).copied()
    }

    /// The normal form of a name by synonyms of a slot; without any where there is no slot.
    #[allow(clippy::ptr_arg, reason = "whether it is borrowed matters")]
    pub(super) fn normal(
        &self,
        rules: &RuleSet,
        name: &Cow<'s, str>,
        synonyms: Option<SynonymsId>,
    ) -> Rc<str> {
        once(&self.0.normal, place(name).map(|at| (at, synonyms)), || {
            let groups = synonyms.and_then(|slot| rules.synonyms.get(slot));
            // The resolver ensures that they are given.
            groups
                .map_or_else(|| Synonyms::default().normal(name), |groups| groups.normal(name))
                .into()
        })
    }

    /// What a function finds in a text; it depends on the text alone.
    pub(super) fn found(
        &self,
        function: Function,
        text: &Snippet<'s>,
        find: impl FnOnce(&Snippet<'s>) -> Vec<Fragment<'s>>,
    ) -> FoundFragments<'s> {
        once(&self.0.found, place(&text.text).map(|at| (function, at)), || Rc::new(find(text)))
    }

    /// Whether a pattern may match in a text of a sheet, or in a part of it.
    pub(super) fn may_match(
        &self,
        rules: &RuleSet,
        pattern: PatternId,
        text: &'s MappedText,
    ) -> bool {
        let place = std::ptr::from_ref(text).addr();
        once(&self.0.live, Some(place), || Rc::new(rules.live_in(text.as_str()))).has(pattern)
    }

    /// The level of a name by a table of endings.
    #[allow(clippy::ptr_arg, reason = "whether it is borrowed matters")]
    pub(super) fn filed(
        &self,
        rules: &'s RuleSet,
        table: SuffixesId,
        name: &Cow<'s, str>,
    ) -> Option<&'s str> {
        once(&self.0.filed, place(name).map(|at| (at, table)), || {
            rules.suffixes.get(table)?.file(name.trim())
        })
    }

    /// The standard indicator of a name, or the one that it is near to.
    #[allow(clippy::ptr_arg, reason = "whether it is borrowed matters")]
    pub(super) fn standard(
        &self,
        rules: &'s RuleSet,
        (catalogue, near): (CatalogueId, bool),
        name: &Cow<'s, str>,
    ) -> Option<&'s Standard> {
        once(&self.0.standard, place(name).map(|at| (at, catalogue, near)), || {
            let catalogue = rules.catalogues.get(catalogue)?;
            if near { catalogue.near(name.trim()) } else { catalogue.find(name.trim()) }
        })
    }
}
