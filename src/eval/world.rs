//! All sheets of a run, and the lookups by which a rule finds other sheets without trying each.
//! Takes sheets; does not know the outcome of any rule. Indexes are built on demand.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::similar::{Near, Similar};
use super::twins::{TwinIndex, TwinKey};
use crate::dictionary::DaySpan;
use crate::form::{FieldId, Form, LevelId};
use crate::model::Sheet;
use crate::rule::{Alike, FormId, IdTable, LookupKey, RuleSet, SheetScope};
use crate::value::{Date, Decimal, Figure, Value, fold};

/// The sheets of a run.
#[derive(Debug)]
pub(crate) struct World<'s> {
    sheets: Vec<&'s Sheet>,
    /// The form of each sheet; `None` if the rules have none like it.
    forms: Vec<Option<FormId>>,
    /// By form: the paths of its levels.
    paths: IdTable<FormId, Vec<String>>,
    /// By form and by what sheets have in common: their groups.
    groups: Once<(FormId, Common), SheetGroups>,
    as_of: Option<Date>,
}

/// What sheets of a form have in common: the field that names their unit, and the year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Common {
    pub(crate) unit: Option<FieldId>,
    pub(crate) year: bool,
}

/// The sheets of a form, by what they have in common.
#[derive(Debug, Default)]
struct SheetGroups {
    /// By sheet: its group; `None` if it lacks the key.
    of: BTreeMap<usize, usize>,
    groups: Vec<Arc<SheetGroup>>,
}

/// Sheets that have something in common, in order, and the lookups among them.
#[derive(Debug, Default)]
pub(super) struct SheetGroup {
    pub(crate) sheets: Vec<usize>,
    by_key: Once<LookupKey, FieldIndex>,
    by_text: Once<(FieldId, Decimal), Similar>,
    by_indicator: Once<TwinKey, TwinIndex>,
}

impl SheetGroup {
    fn release(&self) {
        self.by_key.clear();
        self.by_text.clear();
        self.by_indicator.clear();
    }
}

/// The sheets among which a scope looks for one, that one included.
#[derive(Clone, Debug)]
pub(crate) struct Peers(Arc<SheetGroup>);

impl Peers {
    /// Their positions, in order.
    pub(crate) fn sheets(&self) -> &[usize] {
        &self.0.sheets
    }
}

/// Sheets by the value of one field, in order.
#[derive(Debug, Default)]
pub(super) struct FieldIndex {
    by: BTreeMap<IndexKey, Vec<usize>>,
    /// Those without a readable value: whether they match is unknown.
    unknown: Vec<usize>,
}

/// A key to look up by. Equal values have equal keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IndexKey {
    Text(String),
    Number(Decimal, String),
    Date(Date),
    Truth(bool),
}

impl IndexKey {
    pub(super) fn of_text(text: &str) -> Self {
        IndexKey::Text(fold(text.trim()))
    }

    pub(super) fn of_figure(figure: &Figure) -> Self {
        IndexKey::Number(figure.number.normalize(), figure.unit.name().to_owned())
    }
}

impl FieldIndex {
    /// The sheets with the value, and those where it is unknown; both in order.
    pub(super) fn find(&self, key: &IndexKey) -> [&[usize]; 2] {
        [self.by.get(key).map(Vec::as_slice).unwrap_or_default(), &self.unknown]
    }
}

/// A cache by key, filled on demand. The order of threads makes no difference.
#[derive(Debug)]
struct Once<K, V>(Mutex<BTreeMap<K, Arc<OnceLock<Arc<V>>>>>);

impl<K, V> Default for Once<K, V> {
    fn default() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }
}

impl<K: Ord, V> Once<K, V> {
    /// What has been built for some keys.
    fn built(&self, wanted: impl Fn(&K) -> bool) -> Vec<Arc<V>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let built = known.iter().filter(|(key, _)| wanted(key));
        built.filter_map(|(_, cell)| cell.get().cloned()).collect()
    }

    fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn get(&self, key: K, build: impl FnOnce() -> V) -> Arc<V> {
        let cell = {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            known.entry(key).or_default().clone()
        };
        cell.get_or_init(|| Arc::new(build())).clone()
    }
}

impl<'s> World<'s> {
    /// The sheets of a run, in order. `as_of` is the day whose law applies; without it, the 年度 of
    /// each sheet decides.
    pub(crate) fn new(rules: &RuleSet, sheets: Vec<&'s Sheet>, as_of: Option<Date>) -> Self {
        let paths = |form: &Arc<Form>| form.level_ids().map(|id| form.level_path(id)).collect();
        Self {
            forms: sheets.iter().map(|sheet| rules.form_id(&sheet.form)).collect(),
            paths: rules.forms.iter().map(paths).collect(),
            groups: Once::default(),
            sheets,
            as_of,
        }
    }

    /// All sheets, in order.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &'s Sheet> {
        self.sheets.iter().copied()
    }

    /// The sheet at a position.
    pub(crate) fn sheet(&self, at: usize) -> Option<&'s Sheet> {
        self.sheets.get(at).copied()
    }

    /// How many sheets there are.
    pub(crate) fn len(&self) -> usize {
        self.sheets.len()
    }

    /// The days whose law a sheet is judged by; `None` if no day is given and the sheet names no
    /// year.
    pub(crate) fn day_of(&self, sheet: &Sheet) -> Option<DaySpan> {
        match (self.as_of, sheet.year) {
            (Some(day), _) => Some(DaySpan { from: Some(day), until: Some(day) }),
            (None, Some(year)) => Some(DaySpan::years(Some(year), Some(year))),
            (None, None) => None,
        }
    }

    /// The days whose law the sheet at a position is judged by.
    pub(crate) fn days_at(&self, at: usize) -> Option<DaySpan> {
        self.sheet(at).and_then(|sheet| self.day_of(sheet))
    }

    /// The form of the sheet at a position, among those of the rules.
    pub(crate) fn form_of(&self, at: usize) -> Option<FormId> {
        self.forms.get(at).copied().flatten()
    }

    /// `一级/二级` of a level in a form.
    pub(super) fn path(&self, form: FormId, level: LevelId) -> Option<&str> {
        self.paths.get(form)?.get(usize::from(level.0)).map(String::as_str)
    }

    /// The sheets among which a scope looks for the one at a position, that one included; in order.
    /// `None` if it lacks the key of the scope.
    pub(crate) fn peers(&self, at: usize, scope: SheetScope) -> Option<Peers> {
        let common = Common { unit: scope.unit, year: scope.year };
        self.group(at, common).map(Peers)
    }

    /// The sheets of the same form that share the given keys with one; `None` if it lacks these
    /// itself.
    pub(super) fn group(&self, at: usize, common: Common) -> Option<Arc<SheetGroup>> {
        let form = self.form_of(at)?;
        let groups = self.groups.get((form, common), || self.groups_of(form, common));
        groups.groups.get(*groups.of.get(&at)?).cloned()
    }

    /// What the sheet at a position calls its unit.
    pub(crate) fn unit_of(&self, at: usize) -> Option<IndexKey> {
        let sheet = self.sheet(at)?;
        key_of(sheet, LookupKey::Field(sheet.form.unit?))
    }

    /// Releases the lookups among the sheets of the unit that has the one at a position. They are
    /// built again if they are needed again.
    pub(crate) fn release_unit_of(&self, at: usize) {
        let form = self.form_of(at);
        let groups = self.groups.built(|(its, common)| Some(*its) == form && common.unit.is_some());
        for groups in groups {
            let group = groups.of.get(&at).and_then(|group| groups.groups.get(*group));
            group.into_iter().for_each(|group| group.release());
        }
    }

    fn groups_of(&self, form: FormId, common: Common) -> SheetGroups {
        let keys: Vec<LookupKey> = common.keys().collect();
        let mut known: BTreeMap<Vec<IndexKey>, usize> = BTreeMap::new();
        let (mut of, mut sheets): (BTreeMap<usize, usize>, Vec<Vec<usize>>) = Default::default();
        let positions = self.forms.iter().enumerate().filter(|(_, its)| **its == Some(form));
        for (at, _) in positions {
            let Some(sheet) = self.sheet(at) else { continue };
            let Some(values) = keys.iter().map(|key| key_of(sheet, *key)).collect() else {
                continue;
            };
            let group = *known.entry(values).or_insert(sheets.len());
            if group == sheets.len() {
                sheets.push(Vec::new());
            }
            if let Some(sheets) = sheets.get_mut(group) {
                sheets.push(at);
            }
            of.insert(at, group);
        }
        let group = |sheets| Arc::new(SheetGroup { sheets, ..SheetGroup::default() });
        SheetGroups { of, groups: sheets.into_iter().map(group).collect() }
    }

    /// The lookup by a field in a group.
    pub(super) fn index(&self, group: &SheetGroup, key: LookupKey) -> Arc<FieldIndex> {
        group.by_key.get(key, || {
            let mut index = FieldIndex::default();
            for at in &group.sheets {
                match self.sheet(*at).and_then(|sheet| key_of(sheet, key)) {
                    Some(value) => index.by.entry(value).or_default().push(*at),
                    None => index.unknown.push(*at),
                }
            }
            index
        })
    }

    /// The indicators of a group by name, grouped where a rule cannot distinguish them.
    pub(super) fn twins(&self, group: &SheetGroup, key: TwinKey) -> Arc<TwinIndex> {
        let index = || {
            let sheets = group.sheets.iter().filter_map(|at| Some((*at, self.sheet(*at)?)));
            TwinIndex::new(sheets, &key)
        };
        group.by_indicator.get(key.clone(), index)
    }

    /// A search in a group for the sheets whose field may be similar to a text, which is often that
    /// of the sheet at a position.
    pub(super) fn similar(&self, group: &SheetGroup, to: &Alike, text: &str, at: usize) -> Near {
        let index = group.by_text.get((to.field, to.least), || {
            let texts = group
                .sheets
                .iter()
                .map(|at| (*at, self.sheet(*at).and_then(|sheet| text_of(sheet, to.field))));
            Similar::new(texts, to.least)
        });
        let own = self.sheet(at).and_then(|sheet| text_of(sheet, to.field)) == Some(text);
        let own = own.then(|| Near::to_sheet(Arc::clone(&index), at)).flatten();
        own.unwrap_or_else(|| Near::to_text(index, text))
    }
}

impl Common {
    /// The keys of its groups.
    pub(super) fn keys(self) -> impl Iterator<Item = LookupKey> {
        self.unit.map(LookupKey::Field).into_iter().chain(self.year.then_some(LookupKey::Year))
    }
}

/// The text that a sheet is compared by.
pub(super) fn text_of(sheet: &Sheet, id: FieldId) -> Option<&str> {
    let cell = sheet.field(id).filter(|cell| !cell.is_empty() && cell.value.is_some());
    cell.map(|cell| cell.text.as_str())
}

/// The value that a sheet is looked up by.
pub(super) fn key_of(sheet: &Sheet, key: LookupKey) -> Option<IndexKey> {
    let id = match key {
        LookupKey::Year => return sheet.year.map(|year| IndexKey::of_figure(&Figure::plain(year))),
        LookupKey::Field(id) => id,
    };
    let cell = sheet.field(id).filter(|cell| !cell.is_empty())?;
    Some(match cell.value.as_ref()? {
        Value::Text | Value::Target(_) => IndexKey::of_text(cell.text.as_str()),
        Value::Figure(figure) => IndexKey::of_figure(figure),
        Value::Date(date) => IndexKey::Date(*date),
        Value::YesNo(truth) => IndexKey::Truth(*truth),
    })
}
