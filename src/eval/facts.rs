//! What rules compute of the texts of one sheet while it is judged: each thing once, on demand, dropped with the
//! sheet. Takes texts by where they lie in memory, which tells them apart for as long as the sheets stand. What is
//! remembered costs a rule what it would cost to compute: the bound on its work does not depend on who asks first.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::text::Profile;
use super::value::{Fragment, Snippet};
use crate::dictionary::Synonyms;
use crate::model::Sheet;
use crate::rule::{Function, RuleSet, SynonymsId};
use crate::value::{Decimal, fold};

/// Where a text lies: its first byte, and how many it has.
type TextPlace = (usize, usize);

/// The pieces that a function finds in a text.
type FoundFragments<'s> = Rc<Vec<Fragment<'s>>>;

/// The indicators of a sheet by their names; names that compare as equal are one.
type Names = Rc<BTreeMap<String, Vec<usize>>>;

/// What is known of things, by key.
type Cache<K, V> = RefCell<BTreeMap<K, V>>;

/// What is known of the texts that one sheet's rules have asked about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'s>(Rc<SheetFacts<'s>>);

#[derive(Debug, Default)]
struct SheetFacts<'s> {
    profiles: Cache<TextPlace, Rc<Profile>>,
    /// Of two texts, how similar they are, where a lookup has computed it.
    similar: Cache<(TextPlace, TextPlace), Decimal>,
    normal: Cache<(TextPlace, Option<SynonymsId>), Rc<str>>,
    found: Cache<(Function, TextPlace), FoundFragments<'s>>,
    /// By where a sheet lies.
    names: Cache<usize, Names>,
}

/// Only what stands in a sheet or a rule stays where it is: of a text that was made up nothing is remembered.
#[allow(clippy::ptr_arg, reason = "whether it is borrowed is what is asked")]
fn place(text: &Cow<'_, str>) -> Option<TextPlace> {
    match text {
        Cow::Borrowed(text) => Some((text.as_ptr() as usize, text.len())),
        Cow::Owned(_) => None,
    }
}

/// What is remembered under a key; else it is computed and remembered.
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
    pub(super) fn know_similarity(&self, one: &Cow<'s, str>, other: &'s str, similarity: Decimal) {
        if let Some(key) = place(one).zip(place(&Cow::Borrowed(other))) {
            self.0.similar.borrow_mut().insert(key, similarity);
        }
    }

    /// How similar two texts are, if a lookup has computed it.
    #[allow(clippy::ptr_arg, reason = "whether it is borrowed matters")]
    pub(super) fn similarity(&self, [one, other]: [&Cow<'s, str>; 2]) -> Option<Decimal> {
        let (one, other) = place(one).zip(place(other))?;
        let known = self.0.similar.borrow();
        known.get(&(one, other)).or_else(|| known.get(&(other, one))).copied()
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
            // The checker has seen to it that they are given.
            groups
                .map_or_else(|| Synonyms::default().normal(name), |groups| groups.normal(name))
                .into()
        })
    }

    /// What a function of a text alone finds in it.
    pub(super) fn found(
        &self,
        function: Function,
        text: &Snippet<'s>,
        find: impl FnOnce(&Snippet<'s>) -> Vec<Fragment<'s>>,
    ) -> FoundFragments<'s> {
        once(&self.0.found, place(&text.text).map(|at| (function, at)), || Rc::new(find(text)))
    }

    /// The indicators of a sheet that have a name, in order.
    pub(super) fn indicators_named(&self, sheet: &'s Sheet, name: &str) -> Vec<usize> {
        let names = once(&self.0.names, Some(std::ptr::from_ref(sheet).addr()), || {
            let mut names = BTreeMap::<String, Vec<usize>>::new();
            for (at, indicator) in sheet.indicators.iter().enumerate() {
                names.entry(fold(indicator.name.as_str().trim())).or_default().push(at);
            }
            Rc::new(names)
        });
        names.get(&fold(name.trim())).cloned().unwrap_or_default()
    }
}
