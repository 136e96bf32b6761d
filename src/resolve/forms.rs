//! The forms of all files in an order in which each follows the one that it builds on (承). Takes
//! their items; `form_lines` makes the forms.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::checker::Checker;
use super::form_lines::FormDraft;
use super::{RuleSource, words};
use crate::form::{Form, Years};
use crate::nearest::nearest;
use crate::rule::FormId;
use crate::syntax::rule::{FormItem, Item, Name};
use crate::value::same_name;

/// How many forms may build on each other in a row, if each stands before what it builds on.
const MAX_ROUNDS: usize = 16;

/// A form as declared, with its pack.
type FormOf<'a> = (&'a FormItem, &'a str);

impl<'a> Checker<'a> {
    /// Declares the forms of all files.
    pub(super) fn forms(&mut self, units: &[RuleSource<'a>]) {
        let mut waiting: Vec<FormOf<'a>> = Vec::new();
        for unit in units {
            let items = unit.tree.items.iter();
            waiting.extend(items.filter_map(|item| match item {
                Item::Form(form) => Some((form, unit.pack)),
                _ => None,
            }));
        }
        for _ in 0..MAX_ROUNDS {
            let before = waiting.len();
            waiting = self.round(waiting);
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        for (item, _) in waiting {
            if let Some(base) = &item.base {
                self.diagnostics.report(words::circle_of_forms(base));
            }
        }
        self.replace_forms();
    }

    /// Declares those whose base is declared; gives back the others.
    fn round(&mut self, waiting: Vec<FormOf<'a>>) -> Vec<FormOf<'a>> {
        let mut open: BTreeMap<&str, Vec<FormOf<'a>>> = BTreeMap::new();
        for (item, pack) in &waiting {
            for title in titles(item) {
                open.entry(title).or_default().push((item, pack));
            }
        }
        let mut still = Vec::new();
        for (item, pack) in waiting {
            let awaited = item.base.as_ref().and_then(|base| open.get(base.text.as_str()));
            if awaited.into_iter().flatten().any(|other| may_follow((item, pack), *other)) {
                still.push((item, pack));
                continue;
            }
            for title in titles(item) {
                if let Some(open) = open.get_mut(title) {
                    open.retain(|(other, _)| other.name.span != item.name.span);
                }
            }
            match &item.base {
                None => self.form(item, pack, None),
                Some(base) => match self.base_of(item, pack, base) {
                    Some(id) => self.form(item, pack, Some(id)),
                    None => {
                        let forms = self.vocabulary.forms.iter();
                        let titles = forms.flat_map(|(form, _)| form.titles());
                        let near = nearest(&base.text, titles).map(str::to_owned);
                        self.diagnostics.report(words::base_unknown(base, near.as_deref()));
                    }
                },
            }
        }
        still
    }

    /// The form that one builds on: of several with that title the one used in its year, then the
    /// one of its place, then the latest.
    fn base_of(&self, item: &FormItem, pack: &str, base: &Name) -> Option<FormId> {
        let place = item.place.as_ref().map(|place| place.text.as_str());
        let candidates = self.vocabulary.forms.entries().filter(|(_, (form, of))| {
            let is_own = form.titles().any(|title| same_name(title, &item.name.text));
            form.is_titled(&base.text)
                && (!is_own || *of != pack || form.from_year < item.from_year)
        });
        let rank = |(_, (form, _)): &(FormId, &(Arc<Form>, &str))| {
            let covers = item.from_year.is_some_and(|year| form.covers(Some(year)));
            (covers, form.place.as_deref() == place, form.from_year)
        };
        candidates.max_by_key(rank).map(|(id, _)| id)
    }

    /// One 表单, on what it builds on.
    fn form(&mut self, item: &'a FormItem, pack: &'a str, base: Option<FormId>) {
        let below = base.and_then(|id| {
            let (form, _) = self.vocabulary.forms.get(id)?;
            Some((form, *self.vocabulary.form_spans.get(&id)?))
        });
        let mut draft = FormDraft::new(item, below);
        for line in &item.lines {
            match draft.line(line, &mut self.diagnostics) {
                Ok(()) => {}
                Err(broken) => self.broken(broken),
            }
        }
        let form = draft.finish(item, &mut self.diagnostics);
        let twin = self.vocabulary.forms.find(|(known, of)| {
            is_twin(known, &form)
                && !self.inputs.packs.builds_on(pack, of)
                && !self.inputs.packs.builds_on(of, pack)
        });
        if let Some(first) = twin.and_then(|id| self.vocabulary.form_spans.get(&id)).copied() {
            self.clash(&item.name, first);
            return;
        }
        let id = self.vocabulary.forms.push((Arc::new(form), pack));
        self.vocabulary.form_spans.insert(id, item.name.span);
        if let Some(base) = base {
            self.vocabulary.bases.insert(id, base);
        }
    }

    /// A form of the same title and place in a pack below stands in place of the one above, in its
    /// years.
    fn replace_forms(&mut self) {
        let all: Vec<(FormId, Arc<Form>, &str)> = {
            let entries = self.vocabulary.forms.entries();
            entries.map(|(id, (form, pack))| (id, Arc::clone(form), *pack)).collect()
        };
        for (id, upper, upper_pack) in &all {
            let lower = all.iter().filter(|(_, form, pack)| {
                form.name == upper.name
                    && form.place == upper.place
                    && self.inputs.packs.builds_on(pack, upper_pack)
                    && !self.inputs.packs.builds_on(upper_pack, pack)
            });
            let years: Vec<Years> =
                lower.map(|(_, form, _)| Years(form.from_year, form.until_year)).collect();
            if let Some((form, _)) =
                self.vocabulary.forms.get_mut(*id).filter(|_| !years.is_empty())
            {
                Arc::make_mut(form).replaced = years;
            }
        }
    }

    /// Whether a form is neither of a pack nor of those that it builds on.
    pub(super) fn is_of_lower(&self, form: FormId, pack: &str) -> bool {
        let of = self.vocabulary.forms.get(form).map(|(_, of)| *of);
        of.is_some_and(|of| of != pack && !self.inputs.packs.builds_on(pack, of))
    }

    /// The forms of a list that build on each other, and those of no list that build on one of
    /// these, directly or not.
    pub(super) fn kin(&self, forms: &[FormId]) -> BTreeSet<FormId> {
        let mut kin = BTreeSet::new();
        // A base is declared before what builds on it.
        for (id, base) in &self.vocabulary.bases {
            if forms.contains(base) || kin.contains(base) {
                kin.insert(*id);
                if forms.contains(id) {
                    kin.insert(*base);
                }
            }
        }
        kin
    }
}

fn titles(item: &FormItem) -> impl Iterator<Item = &str> {
    std::iter::once(&item.name).chain(&item.aliases).map(|title| title.text.as_str())
}

/// Whether a form may build on another: on one of its own title and pack only if that is older.
fn may_follow((item, pack): FormOf<'_>, (other, of): FormOf<'_>) -> bool {
    let is_own = titles(other).any(|title| same_name(title, &item.name.text));
    item.name.span != other.name.span && (!is_own || of != pack || other.from_year < item.from_year)
}

/// Whether no sheet could say which of two forms it is.
fn is_twin(known: &Form, form: &Form) -> bool {
    known.name == form.name
        && known.place == form.place
        && known.covers(form.from_year)
        && form.covers(known.from_year)
}
