//! What is shown of the thing at a place: of a key of a sheet, what the form and the catalogue say
//! and which rules read it; of a word of a rule, what it stands for; of a finding, its rule and
//! law.

use std::ops::Range;

use super::document::{DocumentLines, Under, under_key};
use super::rules::RuleText;
use super::{IdeOptions, keywords, words};
use crate::diagnostic::{Diagnostic, Lang};
use crate::dictionary::Law;
use crate::form::{Field, Form};
use crate::model::names::{self, TITLE, YEAR};
use crate::rule::functions::Signature;
use crate::rule::{Rule, RuleSet, reads};
use crate::sentence::{meaning, sentence};
use crate::source::{SourceId, Span};
use crate::syntax::rule::AtomKind;
use crate::syntax::sheet::OutlineKind;
use crate::value::same_name;
use crate::workspace::Snapshot;

/// What is shown of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoverText {
    /// The thing.
    pub span: Span,
    /// What is shown, in Markdown.
    pub markdown: String,
}

/// The most rules that are listed as readers of a field.
const MOST_RULES: usize = 8;

/// What is shown of the thing at a byte of a text.
pub fn hover(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    options: &IdeOptions,
) -> Option<HoverText> {
    let rules = &snapshot.book().rules;
    if let Some(file) = RuleText::of(snapshot, source) {
        return of_rules(file, rules, offset, options.lang);
    }
    let document = DocumentLines::at(snapshot, source, offset)?;
    let (range, markdown) = of_key(&document, rules, document.within(offset), options.lang)?;
    Some(HoverText { span: document.span(range), markdown })
}

/// What is shown of a finding besides its message, which cites the law and says what to do: the
/// sentence of its rule, and the laws that have an address.
pub fn about_finding(
    snapshot: &Snapshot,
    finding: &Diagnostic,
    options: &IdeOptions,
) -> Option<String> {
    let rules = &snapshot.book().rules;
    let name = finding.code.rule_name()?;
    let rule = rules.rules.iter().find(|rule| rule.name == name)?;
    of_rule(rules, rule, &|law| law.address().is_some(), options.lang)
}

/// What a word of a rule file stands for: a name, a keyword, a function; else the type of the
/// expression there.
fn of_rules(file: RuleText<'_>, rules: &RuleSet, offset: usize, lang: Lang) -> Option<HoverText> {
    let whole = |range: &Range<usize>| Span::new(file.source.id(), range.start, range.end);
    let word = file.name_at(offset);
    // The keyword that holds the place, else one that ends there.
    let keywords = file.layout.atoms.iter().filter_map(|atom| match atom.kind {
        AtomKind::Keyword(keyword) => Some((&atom.range, keyword)),
        _ => None,
    });
    let touching = keywords.filter(|(range, _)| (range.start..=range.end).contains(&offset));
    let keyword = touching.max_by_key(|(range, _)| range.start);
    if let Some((range, word)) = &word
        && keyword.is_none_or(|(keyword, _)| keyword != range)
    {
        let called = Signature::find(word).filter(|_| file.is_called(range.end));
        let called = called.map(|signature| keywords::function(signature, lang));
        if let Some(markdown) = called.or_else(|| of_name(rules, word, lang)) {
            return Some(HoverText { span: whole(range), markdown });
        }
    }
    let found = match keyword {
        Some((range, keyword)) => Some((whole(range), keywords::keyword(keyword, lang))),
        None if file.is_prose(offset) => None,
        None => keywords::typed(rules, file.source, offset, lang),
    };
    found.map(|(span, markdown)| HoverText { span, markdown })
}

fn of_key(
    document: &DocumentLines<'_>,
    rules: &RuleSet,
    offset: usize,
    lang: Lang,
) -> Option<(Range<usize>, String)> {
    let at = document.line_at(offset)?;
    let line = document.lines.get(at)?;
    let OutlineKind::Entry { key: range, value, .. } = &line.kind else { return None };
    let key = document.key(line)?;
    let on_key = (range.start..=range.end).contains(&offset);
    let on_value = (value.start..=value.end).contains(&offset);
    let (_, under) = document.parent(at, line.column);
    let Some(form) = document.form.as_deref() else {
        return (on_key && same_name(key, TITLE)).then(|| (range.clone(), words::title_key(lang)));
    };
    if let Under::Indicator(name) = under_key(form, &under, key)
        && (on_key || on_value)
    {
        let standard = rules.catalogues.iter().find_map(|catalogue| catalogue.find(&name))?;
        let shown = if on_key { range } else { value };
        return Some((shown.clone(), named(&standard.name, &words::standard(standard, lang))));
    }
    let text = match &under {
        _ if !on_key => return None,
        Under::Root if same_name(key, TITLE) => words::title_key(lang),
        Under::Root if same_name(key, YEAR) => words::year_key(lang),
        Under::Root if names::is_tree(form, key) => named(key, &words::tree_key(lang)),
        Under::Root if names::field(form, key).is_none() => {
            let table = form.table_at(names::table(form, key)?)?;
            let about = named(&table.name, &words::table(table, lang));
            let readers = readers(rules, form, &table.name, lang);
            [Some(about), readers].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
        }
        Under::Root => of_field(rules, form, form.field_at(names::field(form, key)?)?, lang),
        Under::Indicator(_) => {
            of_field(rules, form, form.attribute_at(names::attribute(form, key)?)?, lang)
        }
        Under::Tree | Under::Level(_) => match under_key(form, &under, key) {
            Under::Level(level) => {
                let path = form.level_path(level);
                let is_first = form.level_at(level)?.parent.is_none();
                let readers = readers(rules, form, &path, lang);
                [Some(named(&path, &words::level(is_first, lang))), readers]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join("\n\n")
            }
            _ => return None,
        },
        Under::Row(table) => {
            of_field(rules, form, form.column_at(names::column(form, *table, key)?)?, lang)
        }
        Under::Table(_) | Under::Unknown => return None,
    };
    Some((range.clone(), text))
}

fn of_field(rules: &RuleSet, form: &Form, field: &Field, lang: Lang) -> String {
    let mut parts = vec![named(&field.name, &words::field_in_short(field, lang))];
    parts.extend(words::field_at_length(field, lang));
    parts.extend(readers(rules, form, &field.name, lang));
    parts.join("\n\n")
}

/// The rules that read a field or a level on the sheets of a form.
fn readers(rules: &RuleSet, form: &Form, name: &str, lang: Lang) -> Option<String> {
    let is_reader = |rule: &&Rule| {
        let mut own = rule.forms.iter().filter(|on| *on.form == *form);
        own.any(|on| reads(rules, on).iter().any(|read| read == name))
    };
    let found: Vec<&str> =
        rules.rules.iter().filter(is_reader).map(|rule| rule.name.as_str()).collect();
    let listed: Vec<&str> = found.iter().take(MOST_RULES).copied().collect();
    (!found.is_empty()).then(|| words::readers(&listed, found.len(), lang))
}

/// What a word of a rule stands for.
fn of_name(rules: &RuleSet, name: &str, lang: Lang) -> Option<String> {
    if let Some(rule) = rules.rules.iter().find(|rule| rule.name == name) {
        return of_rule(rules, rule, &|_| true, lang);
    }
    if let Some(define) = rules.defines.iter().find(|define| define.name == name) {
        let form = rules.forms.first()?;
        return Some(named(name, meaning(rules, form, define).get(lang)));
    }
    if let Some(law) = rules.laws.iter().find(|law| law.name == name) {
        return Some(words::law(law, lang));
    }
    if let Some(list) = rules.lists.iter().find(|list| list.name == name) {
        return Some(named(name, &words::word_list(&list.words, lang)));
    }
    let mut found = Vec::new();
    for form in &rules.forms {
        let fields = form.fields.iter().chain(form.all_columns());
        found.extend(
            fields
                .filter(|field| field.is_called(name))
                .map(|field| words::field_of_form(field, &form.name, lang)),
        );
    }
    found.dedup();
    (!found.is_empty()).then(|| named(name, &found.join("\n\n")))
}

/// A rule: its sentence, and those laws that it cites that are to be listed, with their addresses.
fn of_rule(
    rules: &RuleSet,
    rule: &Rule,
    is_listed: &dyn Fn(&Law) -> bool,
    lang: Lang,
) -> Option<String> {
    let mut parts = vec![named(&rule.name, sentence(rules, rule.shown()?).get(lang))];
    for (law, article) in &rule.basis {
        let Some(law) = rules.laws.get(*law).filter(|law| is_listed(law)) else { continue };
        parts.push(words::basis(law, article.as_deref(), lang));
    }
    Some(parts.join("\n\n"))
}

fn named(name: &str, text: &str) -> String {
    format!("**{name}**\n\n{text}")
}
