//! Caches what rules compute from the texts of one sheet while it is judged: each value is computed
//! once, on demand, and dropped with the sheet. Texts are identified by their addresses, which are
//! stable while the sheets live. A cached value costs a rule as much as computing it, so the bound
//! on its work does not depend on which rule computes it first.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::hash::Hash;
use std::rc::Rc;

use foldhash::HashMap;

use super::text::Profile;
use super::value::{Fragment, Snippet};
use crate::dictionary::{Standard, Synonyms};
use crate::form::FieldId;
use crate::model::Sheet;
use crate::rule::{
    CatalogueId, Function, Id, LivePatterns, PatternId, RuleSet, SuffixesId, SynonymsId,
};
use crate::source::MappedText;
use crate::value::Decimal;

/// The address of a text, and its length.
type TextPlace = (usize, usize);

/// The pieces that a function finds in a text.
type FoundFragments<'s> = Rc<Vec<Fragment<'s>>>;

/// A cache by key.
type Cache<K, V> = RefCell<HashMap<K, V>>;

/// The facts about the texts that the rules of one sheet have read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'s>(Rc<SheetFacts<'s>>);

#[derive(Debug, Default)]
struct SheetFacts<'s> {
    profiles: Cache<TextPlace, Rc<Profile>>,
    /// The similarity of two texts, where a lookup has computed it.
    similar: Cache<(TextPlace, TextPlace), Decimal>,
    normal: Cache<(TextPlace, Option<SynonymsId>), Rc<str>>,
    found: Cache<(Function, TextPlace), FoundFragments<'s>>,
    /// By the address of a text of a sheet.
    live: Cache<usize, LivePatterns>,
    /// By pattern: the fields in which it is searched for.
    searched: OnceCell<Vec<Vec<FieldId>>>,
    filed: Cache<(TextPlace, SuffixesId), Option<&'s str>>,
    standard: Cache<(TextPlace, CatalogueId, bool), Option<&'s Standard>>,
}

/// A text that facts are about. Only texts of a sheet or of a rule stay at their address:
/// nothing is cached for other texts.
#[derive(Clone, Copy)]
pub(super) struct FactText<'t> {
    text: &'t str,
    place: Option<TextPlace>,
}

impl<'t> FactText<'t> {
    /// A text of a sheet or of a rule.
    pub(super) fn kept(text: &'t str) -> Self {
        Self { text, place: Some((text.as_ptr() as usize, text.len())) }
    }

    /// Any other text.
    pub(super) fn passing(text: &'t str) -> Self {
        Self { text, place: None }
    }
}

impl<'t> From<&'t Cow<'_, str>> for FactText<'t> {
    fn from(text: &'t Cow<'_, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Self::kept(text),
            Cow::Owned(text) => Self::passing(text),
        }
    }
}

/// The cached value of a key, computed on first use.
fn once<K: Eq + Hash, V: Clone>(
    known: &Cache<K, V>,
    key: Option<K>,
    compute: impl FnOnce() -> V,
) -> V {
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
    pub(super) fn profile(&self, text: FactText<'_>) -> Rc<Profile> {
        once(&self.0.profiles, text.place, || Rc::new(Profile::new(text.text)))
    }

    /// Remembers how similar two texts are.
    pub(super) fn know_similarity(&self, left: FactText<'_>, right: &'s str, similarity: Decimal) {
        if let Some(key) = left.place.zip(FactText::kept(right).place) {
            self.0.similar.borrow_mut().insert(key, similarity);
        }
    }

    /// How similar two texts are, if a lookup has computed it.
    pub(super) fn similarity(&self, [left, right]: [FactText<'_>; 2]) -> Option<Decimal> {
        let known = self.0.similar.borrow();
        if known.is_empty() {
            return None;
        }
        let (left, right) = left.place.zip(right.place)?;
        known.get(&(left, right)).or_else(|| known.get(&(right, left))).copied()
    }

    /// The normal form of a name by synonyms of a slot; without any where there is no slot.
    pub(super) fn normal(
        &self,
        rules: &RuleSet,
        name: FactText<'_>,
        synonyms: Option<SynonymsId>,
    ) -> Rc<str> {
        once(&self.0.normal, name.place.map(|at| (at, synonyms)), || {
            let groups = synonyms.and_then(|slot| rules.synonyms.get(slot));
            // The resolver ensures that they are given.
            groups
                .map_or_else(
                    || Synonyms::default().normal(name.text),
                    |groups| groups.normal(name.text),
                )
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
        once(&self.0.found, FactText::from(&text.text).place.map(|at| (function, at)), || {
            Rc::new(find(text))
        })
    }

    /// Whether a pattern may match in a text of a sheet, or in a part of it.
    pub(super) fn may_match(
        &self,
        rules: &RuleSet,
        pattern: PatternId,
        text: &'s MappedText,
    ) -> bool {
        let place = std::ptr::from_ref(text).addr();
        if let Some(live) = self.0.live.borrow().get(&place) {
            return live.has(pattern);
        }
        let live = rules.live_in(text.as_str());
        let may = live.has(pattern);
        self.0.live.borrow_mut().insert(place, live);
        may
    }

    /// The fields of the judged sheet in whose text a pattern may match, and those whose text
    /// cannot be read, so that it is unknown.
    pub(super) fn fields_to_search(
        &self,
        rules: &RuleSet,
        sheet: &'s Sheet,
        pattern: PatternId,
    ) -> Vec<FieldId> {
        let by_pattern = self.0.searched.get_or_init(|| {
            let mut by_pattern = vec![Vec::new(); rules.patterns.len()];
            for (field, cell) in sheet.filled_fields() {
                let live = rules.live_in(cell.text.as_str());
                for ((id, _), fields) in rules.patterns.entries().zip(&mut by_pattern) {
                    if cell.value.is_none() || live.has(id) {
                        fields.push(field);
                    }
                }
                self.0.live.borrow_mut().insert(std::ptr::from_ref(&cell.text).addr(), live);
            }
            by_pattern
        });
        by_pattern.get(Id::index(pattern)).cloned().unwrap_or_default()
    }

    /// The level of a name by a table of endings.
    pub(super) fn filed(
        &self,
        rules: &'s RuleSet,
        table: SuffixesId,
        name: FactText<'_>,
    ) -> Option<&'s str> {
        once(&self.0.filed, name.place.map(|at| (at, table)), || {
            rules.suffixes.get(table)?.file(name.text.trim())
        })
    }

    /// The standard indicator of a name, or the one that it is near to.
    pub(super) fn standard(
        &self,
        rules: &'s RuleSet,
        (catalogue, near): (CatalogueId, bool),
        name: FactText<'_>,
    ) -> Option<&'s Standard> {
        once(&self.0.standard, name.place.map(|at| (at, catalogue, near)), || {
            let catalogue = rules.catalogues.get(catalogue)?;
            if near { catalogue.near(name.text.trim()) } else { catalogue.find(name.text.trim()) }
        })
    }
}
