//! What can be written in a sheet: keys in the order of the form, values of choices, levels,
//! standard indicators. Takes a snapshot and a place; gives all offers that fit the place, whatever
//! is typed.

use std::ops::Range;
use std::sync::Arc;

use super::super::document::{DocumentLines, Under, under_key};
use super::super::{IdeOptions, words};
use super::snippet::SnippetText;
use super::{Completion, CompletionKind};
use crate::dictionary::Standard;
use crate::form::{Field, FieldKind, Form, LevelId};
use crate::model::names::{self, TITLE, YEAR};
use crate::rule::RuleSet;
use crate::source::SourceId;
use crate::syntax::sheet::{OutlineKind, OutlineLine, write};
use crate::value::same_name;
use crate::workspace::Snapshot;

/// The columns by which an entry is indented below its parent.
const STEP: usize = 2;

/// All that fits a place; `None` outside sheets, in comments and in prose.
pub(super) fn offers(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    options: &IdeOptions,
) -> Option<Vec<Completion>> {
    let document = DocumentLines::at(snapshot, source, offset)?;
    let offset = document.within(offset);
    let at = document.line_at(offset)?;
    let rules = &snapshot.book().rules;
    let forms = &rules.forms;
    let place = SheetPlace { document: &document, rules, forms, options, at, offset };
    let line = document.lines.get(at)?;
    match &line.kind {
        OutlineKind::Blank => Some(place.keys(offset..line.range.end, offset - line.range.start)),
        OutlineKind::Bare { text, end } if (line.first..=*end).contains(&offset) => {
            Some(place.keys(text.start..text.end.max(offset), line.column))
        }
        OutlineKind::Entry { key, colon, .. } if (key.start..=colon.start).contains(&offset) => {
            Some(place.other_keys(key.clone(), line.column))
        }
        OutlineKind::Entry { colon, value, end, is_literal: false, .. }
            if (colon.end..=*end).contains(&offset) =>
        {
            place.values(line, colon.end, value.clone())
        }
        _ => None,
    }
}

/// A place in a sheet.
struct SheetPlace<'s> {
    document: &'s DocumentLines<'s>,
    rules: &'s RuleSet,
    forms: &'s [Arc<Form>],
    options: &'s IdeOptions,
    /// The number of its line.
    at: usize,
    /// The byte of the document.
    offset: usize,
}

/// What an offer replaces, and what it needs around its text.
struct OfferPlace {
    range: Range<usize>,
    before: String,
}

/// An offer without its place.
struct Offer {
    kind: CompletionKind,
    label: String,
    aliases: Vec<String>,
    detail: String,
    documentation: Option<String>,
    text: SnippetText,
}

impl SheetPlace<'_> {
    /// Keys where there is none yet.
    fn keys(&self, typed: Range<usize>, column: usize) -> Vec<Completion> {
        let mut offers = Vec::new();
        // Under a key that was left open, although the line is not indented yet.
        let mut above = self.document.lines.iter().enumerate().take(self.at).rev();
        let above = above.find(|(_, line)| {
            matches!(line.kind, OutlineKind::Entry { .. } | OutlineKind::Bare { .. })
        });
        if let Some((at, line)) = above
            && line.has_no_value()
            && column <= line.column
        {
            let under = self.document.under(at);
            offers.extend(self.keys_under(Some(at), &under, typed.clone(), column));
        }
        let (parent, under) = self.document.parent(self.at, column);
        offers.extend(self.keys_under(parent, &under, typed, column));
        offers
    }

    fn keys_under(
        &self,
        parent: Option<usize>,
        under: &Under,
        typed: Range<usize>,
        column: usize,
    ) -> Vec<Completion> {
        let line = |at: usize| self.document.lines.get(at);
        let siblings = self.document.children(parent);
        let sibling = siblings.iter().filter(|at| **at != self.at).find_map(|at| line(*at));
        let below = parent.and_then(line).map_or(0, |line| line.column + STEP);
        let wanted = sibling.map_or(below, |sibling| sibling.column);
        let is_dashed = line(self.at)
            .is_some_and(|line| self.document.slice(line.range.start..line.first).contains('-'));
        let mut slot = OfferPlace { range: typed, before: String::new() };
        if wanted != column && !is_dashed {
            let start = line(self.at).map_or(slot.range.start, |line| line.range.start);
            let marked = self.document.slice(start..slot.range.start).starts_with('\u{feff}');
            slot.range.start = start + usize::from(marked) * '\u{feff}'.len_utf8();
            slot.before = " ".repeat(wanted);
        }
        self.placed(self.key_offers(under, &siblings, true), &slot)
    }

    /// Other keys in place of one.
    fn other_keys(&self, key: Range<usize>, column: usize) -> Vec<Completion> {
        let (parent, under) = self.document.parent(self.at, column);
        let siblings = self.document.children(parent);
        let slot = OfferPlace { range: key, before: String::new() };
        self.placed(self.key_offers(&under, &siblings, false), &slot)
    }

    fn key_offers(&self, under: &Under, siblings: &[usize], needs_colon: bool) -> Vec<Offer> {
        let others = siblings.iter().filter(|at| **at != self.at);
        let present: Vec<&str> =
            others.filter_map(|at| self.document.key(self.document.lines.get(*at)?)).collect();
        let form = self.document.form.as_deref();
        match (under, form) {
            (Under::Root, form) => self.root_keys(form, &present, needs_colon),
            (Under::Tree, Some(form)) if !form.levels.is_empty() => {
                self.levels(form, None, &present, needs_colon)
            }
            (Under::Level(level), Some(form)) => match form.children(*level).next() {
                Some(_) => self.levels(form, Some(*level), &present, needs_colon),
                None => self.indicators(form, *level, &present, needs_colon),
            },
            (Under::Indicator(_), Some(form)) => {
                let attributes = form.attributes.iter();
                let absent = attributes.filter(|field| !is_present(&present, field));
                absent.map(|field| self.field(field, needs_colon)).collect()
            }
            (Under::Row(table), Some(form)) => {
                // The first column is the key of the row.
                let columns = form.table_at(*table).into_iter();
                let columns = columns.flat_map(|table| table.columns.iter().skip(1));
                let absent = columns.filter(|column| !is_present(&present, column));
                absent.map(|column| self.field(column, needs_colon)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn root_keys(&self, form: Option<&Form>, present: &[&str], needs_colon: bool) -> Vec<Offer> {
        let lang = self.options.lang;
        let absent = |key: &str| !present.iter().any(|known| same_name(known, key));
        let mut offers = Vec::new();
        for (key, about) in [(TITLE, words::title_key(lang)), (YEAR, words::year_key(lang))] {
            if absent(key) {
                offers.push(self.key(CompletionKind::Field, key, about, " ", needs_colon));
            }
        }
        let Some(form) = form else { return offers };
        let mut fields: Vec<&Field> =
            form.fields.iter().filter(|field| !is_present(present, field)).collect();
        fields.sort_by_key(|field| !field.required);
        let first_optional = fields.iter().take_while(|field| field.required).count();
        offers.extend(fields.iter().map(|field| self.field(field, needs_colon)));
        let tables = form.tables.iter().filter(|table| table.names().all(absent));
        let tables = tables.map(|table| {
            let about = words::table(table, lang);
            self.key(CompletionKind::Level, &table.name, about, "", needs_colon)
        });
        if let Some(tree) = form.tree_name().filter(|tree| absent(tree)) {
            let offer =
                self.key(CompletionKind::Level, tree, words::tree_key(lang), "", needs_colon);
            let at = offers.len() - (fields.len() - first_optional);
            offers.insert(at, offer);
        }
        offers.extend(tables);
        offers
    }

    fn levels(
        &self,
        form: &Form,
        parent: Option<LevelId>,
        present: &[&str],
        needs_colon: bool,
    ) -> Vec<Offer> {
        let levels = form.levels.iter().filter(|level| level.parent == parent);
        let is_absent = |name: &str| {
            let level = names::level(form, parent, name);
            level.is_none() || !present.iter().any(|key| names::level(form, parent, key) == level)
        };
        let absent = levels.filter(|level| is_absent(&level.name));
        let offers = absent.map(|level| {
            let about = words::level(parent.is_none(), self.options.lang);
            let mut offer = self.key(CompletionKind::Level, &level.name, about, "", needs_colon);
            offer.aliases.clone_from(&level.aliases);
            offer
        });
        offers.collect()
    }

    /// The standard indicators of a level, with their usual targets.
    fn indicators(
        &self,
        form: &Form,
        level: LevelId,
        present: &[&str],
        needs_colon: bool,
    ) -> Vec<Offer> {
        let path = form.level_path(level);
        let mut known: Vec<&Standard> = Vec::new();
        for catalogue in &self.rules.catalogues {
            for standard in catalogue.indicators() {
                let is_new = !known.iter().any(|other| other.name == standard.name);
                let is_absent = !present.iter().any(|key| same_name(key, &standard.name));
                if standard.place == path && is_new && is_absent {
                    known.push(standard);
                }
            }
        }
        known.into_iter().map(|standard| self.indicator(form, standard, needs_colon)).collect()
    }

    fn indicator(&self, form: &Form, standard: &Standard, needs_colon: bool) -> Offer {
        let mut text = SnippetText::new(self.options.snippets);
        text.push(&write::key(&standard.name));
        if needs_colon {
            text.push(": ");
            let more: Vec<&Field> =
                form.attributes.iter().skip(1).filter(|field| field.required).collect();
            match form.attributes.first() {
                Some(first) if !more.is_empty() => {
                    text.push(&format!("{{{}: ", write::key(&first.name)));
                    text.target(standard);
                    for field in more {
                        text.push(&format!(", {}: ", write::key(&field.name)));
                        text.stop("");
                    }
                    text.push("}");
                }
                _ => text.target(standard),
            }
        }
        Offer {
            kind: CompletionKind::Indicator,
            label: standard.name.clone(),
            aliases: Vec::new(),
            detail: words::standard_indicator(self.options.lang),
            documentation: Some(words::standard(standard, self.options.lang)),
            text,
        }
    }

    fn field(&self, field: &Field, needs_colon: bool) -> Offer {
        let lang = self.options.lang;
        let about = words::field_in_short(field, lang);
        let mut offer = self.key(CompletionKind::Field, &field.name, about, " ", needs_colon);
        offer.aliases.clone_from(&field.aliases);
        offer.documentation = words::field_at_length(field, lang);
        offer
    }

    fn key(
        &self,
        kind: CompletionKind,
        name: &str,
        detail: String,
        after: &str,
        needs_colon: bool,
    ) -> Offer {
        let mut text = SnippetText::new(self.options.snippets);
        text.push(&write::key(name));
        if needs_colon {
            text.push(":");
            text.push(after);
        }
        let (label, aliases) = (name.to_owned(), Vec::new());
        Offer { kind, label, aliases, detail, documentation: None, text }
    }

    /// The values that the key of a line may have.
    fn values(
        &self,
        line: &OutlineLine,
        colon: usize,
        value: Range<usize>,
    ) -> Option<Vec<Completion>> {
        let key = self.document.key(line)?;
        let (_, under) = self.document.parent(self.at, line.column);
        let written = self.document.slice(value.clone());
        let form = self.document.form.as_deref();
        if written.starts_with('{') {
            let form = form?;
            let (columns, indicator): (&[Field], _) = match under_key(form, &under, key) {
                Under::Indicator(name) => (&form.attributes, Some(name)),
                Under::Row(table) => (form.table_at(table)?.columns.get(1..)?, None),
                _ => return None,
            };
            return self.in_braces(columns, indicator.as_deref(), value.start + 1);
        }
        let offers = match (&under, form) {
            (Under::Root, _) if same_name(key, TITLE) => self.titles(),
            (Under::Root, form) if same_name(key, YEAR) => self.years(form),
            (Under::Root, Some(form)) => {
                let field = form.field_at(names::field(form, key)?)?;
                self.choices(field, None)
            }
            (Under::Row(table), Some(form)) => {
                let column = form.column_at(names::column(form, *table, key)?)?;
                self.choices(column, None)
            }
            (Under::Indicator(name), Some(form)) => {
                let field = form.attribute_at(names::attribute(form, key)?)?;
                self.choices(field, Some(name))
            }
            (under, Some(form)) => match under_key(form, under, key) {
                Under::Indicator(name) => self.choices(form.attributes.first()?, Some(&name)),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        // Behind a colon there is a blank, and what stands there is replaced whole.
        let start = if value.is_empty() { self.offset.max(colon) } else { value.start };
        let start = if self.offset < start { colon } else { start };
        let has_blank = start > colon;
        let slot = OfferPlace {
            range: start..value.end.max(self.offset),
            before: if has_blank { String::new() } else { " ".to_owned() },
        };
        Some(self.placed(offers, &slot))
    }

    /// Between the braces of an indicator or a row: columns, and their values.
    fn in_braces(
        &self,
        columns: &[Field],
        indicator: Option<&str>,
        from: usize,
    ) -> Option<Vec<Completion>> {
        let before = self.document.text.get(from..self.offset)?;
        if before.contains(['{', '}', '"', '“']) {
            return None;
        }
        let start = before.rfind([',', '，']).map_or(0, |at| {
            at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        let entry = before.get(start..)?;
        let blanks = |text: &str| text.len() - text.trim_start().len();
        let colon = |text: &str| text.find([':', '：']);
        if let Some(at) = colon(entry) {
            let width = entry.get(at..)?.chars().next()?.len_utf8();
            let key = entry.get(..at)?.trim();
            let field = columns.iter().find(|column| is_present(&[key], column))?;
            let typed = entry.get(at + width..)?;
            let blank = blanks(typed);
            let slot = OfferPlace {
                range: from + start + at + width + blank..self.offset,
                before: if blank == 0 { " ".to_owned() } else { String::new() },
            };
            return Some(self.placed(self.choices(field, indicator), &slot));
        }
        let line = self.document.lines.get(self.at)?;
        let rest = self.document.slice(self.offset..line.range.end);
        let end = rest.find([',', '，', ':', '：', '}']).unwrap_or(0);
        let is_keyed = rest.get(end..).is_some_and(|rest| rest.starts_with([':', '：']));
        let others = before.get(..start)?.split([',', '，']);
        let after = rest.split('}').next().unwrap_or_default().split([',', '，']).skip(1);
        let present: Vec<&str> = others
            .chain(after)
            .filter_map(|entry| Some(entry.get(..colon(entry)?)?.trim()))
            .collect();
        let absent = columns.iter().filter(|field| !is_present(&present, field));
        let offers = absent.map(|field| self.field(field, !is_keyed)).collect();
        let blank = blanks(entry);
        let needs_blank = blank == 0 && start > 0;
        let slot = OfferPlace {
            range: from + start + blank..self.offset + if is_keyed { end } else { 0 },
            before: if needs_blank { " ".to_owned() } else { String::new() },
        };
        Some(self.placed(offers, &slot))
    }

    fn titles(&self) -> Vec<Offer> {
        let mut titles: Vec<&str> = Vec::new();
        for form in self.forms.iter().filter(|form| !form.general) {
            if !titles.contains(&form.name.as_str()) {
                titles.push(&form.name);
            }
        }
        titles
            .into_iter()
            .map(|title| self.value(title, words::title_key(self.options.lang)))
            .collect()
    }

    fn years(&self, form: Option<&Form>) -> Vec<Offer> {
        let title = form.map(|form| form.name.as_str());
        let forms = self.forms.iter().filter(|form| title.is_none_or(|title| form.name == title));
        let mut years: Vec<i32> =
            forms.flat_map(|form| [form.until_year, form.from_year]).flatten().collect();
        years.sort_unstable_by(|left, right| right.cmp(left));
        years.dedup();
        let about = words::year_key(self.options.lang);
        years.into_iter().map(|year| self.value(&year.to_string(), about.clone())).collect()
    }

    /// The values of a field that can be listed; for a target, the usual one of the indicator.
    fn choices(&self, field: &Field, indicator: Option<&str>) -> Vec<Offer> {
        let about = words::field_in_short(field, self.options.lang);
        match &field.kind {
            FieldKind::Enum { values, .. } => {
                values.iter().map(|value| self.value(value, about.clone())).collect()
            }
            FieldKind::YesNo => {
                ["是", "否"].into_iter().map(|value| self.value(value, about.clone())).collect()
            }
            FieldKind::Target => {
                let mut catalogues = self.rules.catalogues.iter();
                let standard =
                    indicator.and_then(|name| catalogues.find_map(|known| known.find(name)));
                standard.map(|standard| self.usual_target(standard)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn usual_target(&self, standard: &Standard) -> Offer {
        let mut text = SnippetText::new(self.options.snippets);
        text.target(standard);
        let mut plain = SnippetText::new(false);
        plain.target(standard);
        Offer {
            kind: CompletionKind::Value,
            label: plain.finish().0,
            aliases: Vec::new(),
            detail: words::usual_target(self.options.lang),
            documentation: Some(words::standard(standard, self.options.lang)),
            text,
        }
    }

    fn value(&self, value: &str, detail: String) -> Offer {
        let mut text = SnippetText::new(self.options.snippets);
        text.push(&write::value(value));
        let (label, aliases) = (value.to_owned(), Vec::new());
        Offer { kind: CompletionKind::Value, label, aliases, detail, documentation: None, text }
    }

    /// Offers at their place.
    fn placed(&self, offers: Vec<Offer>, slot: &OfferPlace) -> Vec<Completion> {
        let typed = self.document.slice(slot.range.start..self.offset.max(slot.range.start));
        let place = |offer: Offer| {
            let (text, is_snippet) = offer.text.finish();
            Completion {
                kind: offer.kind,
                label: offer.label,
                aliases: offer.aliases,
                detail: Some(offer.detail),
                documentation: offer.documentation,
                span: self.document.span(slot.range.clone()),
                typed: typed.to_owned(),
                text: format!("{}{text}", slot.before),
                is_snippet,
            }
        };
        offers.into_iter().map(place).collect()
    }
}

fn is_present(present: &[&str], field: &Field) -> bool {
    let mut names = std::iter::once(&field.name).chain(&field.aliases);
    names.any(|name| present.iter().any(|key| same_name(key, name)))
}
