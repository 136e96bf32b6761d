//! What can be written in a rule file: the keywords and names that the grammar reads at the place.
//! Takes a snapshot and a place; gives all offers that fit, whatever is typed.

use super::super::rules::{DeclaredKind, RuleText, variables_of};
use super::super::{IdeOptions, words};
use super::snippet::SnippetText;
use super::{Completion, CompletionKind};
use crate::form::{Field, FieldKind};
use crate::rule::{FUNCTIONS, RuleSet};
use crate::source::{SourceId, Span};
use crate::syntax::rule::{Keyword, NameSlot, RuleSlot, slot};
use crate::workspace::Snapshot;

/// What a rule calls the name of an indicator.
const INDICATOR_NAME: &str = "名称";

/// All that fits a place; `None` outside rule files, in comments and in texts.
pub(super) fn offers(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    options: &IdeOptions,
) -> Option<Vec<Completion>> {
    let file = RuleText::of(snapshot, source)?;
    let text = file.source.text();
    let slot = slot(text, offset)?;
    let rules = &snapshot.book().rules;
    let mut place = RulePlace {
        options,
        span: Span::new(source, slot.start, offset),
        typed: text.get(slot.start..offset)?,
        slot: &slot,
        found: Vec::new(),
    };
    place.values(rules);
    match slot.name {
        Some(NameSlot::Law) => place.declared(snapshot, DeclaredKind::Law),
        Some(NameSlot::Member) => place.members(rules),
        Some(NameSlot::Place) => {
            place.variables(file, offset);
            place.levels(rules);
            place.fields(rules);
        }
        Some(NameSlot::Value) => {
            place.variables(file, offset);
            place.fields(rules);
            place.declared(snapshot, DeclaredKind::Define);
            place.declared(snapshot, DeclaredKind::Words);
            place.declared(snapshot, DeclaredKind::Parameter);
            place.functions();
        }
        None => {}
    }
    place.keywords();
    Some(place.found)
}

/// A place in a rule file, with the offers so far.
struct RulePlace<'s> {
    options: &'s IdeOptions,
    span: Span,
    typed: &'s str,
    slot: &'s RuleSlot,
    found: Vec<Completion>,
}

impl RulePlace<'_> {
    /// Adds an offer, unless there is one of that name or the grammar does not read it there.
    fn add(&mut self, kind: CompletionKind, label: &str, detail: String, text: SnippetText) {
        let is_known = self.found.iter().any(|known| known.label == label);
        let (text, is_snippet) = text.finish();
        if is_known || !is_snippet && !self.slot.reads(&text) {
            return;
        }
        self.found.push(Completion {
            kind,
            label: label.to_owned(),
            aliases: Vec::new(),
            detail: Some(detail),
            documentation: None,
            span: self.span,
            typed: self.typed.to_owned(),
            text,
            is_snippet,
        });
    }

    fn add_plain(&mut self, kind: CompletionKind, label: &str, detail: String) {
        let mut text = SnippetText::new(false);
        text.push(label);
        self.add(kind, label, detail, text);
    }

    /// Adds a name, in 「」 where it holds more than letters.
    fn add_name(&mut self, kind: CompletionKind, name: &str, detail: String) {
        let mut text = SnippetText::new(false);
        text.push(&match self.slot.reads(name) {
            true => name.to_owned(),
            false => format!("「{name}」"),
        });
        self.add(kind, name, detail, text);
    }

    fn keywords(&mut self) {
        for keyword in &self.slot.keywords {
            let (word, other) = match self.slot.is_english {
                true => (keyword.en(), keyword.zh()),
                false => (keyword.zh(), keyword.en()),
            };
            self.add_plain(CompletionKind::Keyword, word, other.to_owned());
        }
    }

    /// The values of the field before a comparison.
    fn values(&mut self, rules: &RuleSet) {
        let compares = [Keyword::Is, Keyword::IsNot, Keyword::In, Keyword::NotIn];
        let mut before = self.slot.words_before();
        let Some(mut name) = before.next() else { return };
        if compares.iter().any(|keyword| keyword.is_spelled(name)) {
            let Some(subject) = before.next() else { return };
            name = subject;
        }
        let name = name.to_owned();
        for field in fields(rules).filter(|field| field.is_called(&name)) {
            let FieldKind::Enum { values, .. } = &field.kind else { continue };
            for value in values {
                let mut text = SnippetText::new(false);
                text.push(&format!("\"{value}\""));
                self.add(CompletionKind::Value, value, field.name.clone(), text);
            }
        }
    }

    fn fields(&mut self, rules: &RuleSet) {
        for form in &rules.forms {
            for field in &form.fields {
                let detail = words::field_of_form(field, &form.name, self.options.lang);
                self.add_name(CompletionKind::Field, &field.name, detail);
            }
        }
    }

    fn levels(&mut self, rules: &RuleSet) {
        for form in &rules.forms {
            for level in form.level_ids() {
                let is_first = form.level_at(level).is_some_and(|level| level.parent.is_none());
                let detail = words::level(is_first, self.options.lang);
                self.add_plain(CompletionKind::Level, &form.level_path(level), detail);
            }
            for table in &form.tables {
                let detail = words::table(table, self.options.lang);
                self.add_name(CompletionKind::Level, &table.name, detail);
            }
        }
    }

    fn members(&mut self, rules: &RuleSet) {
        let lang = self.options.lang;
        self.add_name(CompletionKind::Field, INDICATOR_NAME, words::indicator_name(lang));
        let attributes = rules.forms.iter().flat_map(|form| form.all_columns());
        for attribute in attributes {
            let detail = words::field_in_short(attribute, lang);
            self.add_name(CompletionKind::Field, &attribute.name, detail);
        }
    }

    /// What files declare, with the declaration's first line.
    fn declared(&mut self, snapshot: &Snapshot, kind: DeclaredKind) {
        for file in RuleText::all(snapshot) {
            let own = file.declared().into_iter().filter(|declared| declared.kind == kind);
            for declared in own {
                let written = file.source.slice(declared.span);
                let line = written.lines().next().unwrap_or_default().trim().to_owned();
                self.add_name(CompletionKind::Name, &declared.name.text, line);
            }
        }
    }

    /// The variables that the ranges of the rule name before the place.
    fn variables(&mut self, file: RuleText<'_>, offset: usize) {
        let holds = |span: Span| span.start as usize <= offset;
        let rules = file.rules().filter(|rule| holds(rule.span));
        let Some(rule) = rules.last() else { return };
        for clause in rule.clauses.iter().filter(|clause| holds(clause.span)) {
            for name in variables_of(&clause.kind) {
                let line = file.source.slice(clause.span).lines().next().unwrap_or_default();
                self.add_name(CompletionKind::Name, &name.text, line.to_owned());
            }
        }
    }

    /// The functions, with an example of each.
    fn functions(&mut self) {
        for signature in &FUNCTIONS {
            let name = if self.slot.is_english { signature.en } else { signature.zh };
            if !self.slot.reads(&format!("{name}(")) {
                continue;
            }
            let mut text = SnippetText::new(self.options.snippets);
            text.push(name);
            text.push("(");
            text.stop("");
            text.push(")");
            self.add(CompletionKind::Function, name, signature.example.to_owned(), text);
        }
    }
}

fn fields(rules: &RuleSet) -> impl Iterator<Item = &Field> {
    rules.forms.iter().flat_map(|form| form.fields.iter().chain(&form.attributes))
}
