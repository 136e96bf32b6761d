//! Another name for what a word stands for. Takes a snapshot, a place and the new name; gives the
//! edits, or a sentence on why there are none. A name is changed only where it stands for the same,
//! and only if rules ask the same and sheets read the same afterwards.

use std::collections::BTreeMap;

use super::rules::RuleText;
use super::targets::NameTarget;
use super::words;
use crate::diagnostic::{Diagnostic, Words};
use crate::dictionary::Law;
use crate::rule::{Rule, RuleSet};
use crate::source::{Edit, Source, SourceId, Span, apply};
use crate::syntax::rule::{Item, parse};
use crate::workspace::{Book, File, Snapshot};

/// The edits that rename something, with what it was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// The edits, in any of the files.
    pub edits: Vec<Edit>,
    /// The former name.
    pub former: String,
    /// Whether it is a rule, which settings may name, too.
    pub is_rule: bool,
}

/// The word at a byte that can be renamed.
///
/// # Errors
/// There is none; the sentence says why.
pub fn renamable(snapshot: &Snapshot, source: SourceId, offset: usize) -> Result<Span, Words> {
    let found = NameTarget::at(snapshot, source, offset);
    let (span, target) = found.ok_or_else(words::nothing_to_rename)?;
    match target {
        NameTarget::Form(_, name) => Err(words::named_by_form(&name)),
        _ => Ok(span),
    }
}

/// Renames what the word at a byte stands for, wherever it stands for that.
///
/// # Errors
/// It cannot be done without changing something else; the sentence says why.
pub fn rename(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    new: &str,
) -> Result<Renaming, Words> {
    renamable(snapshot, source, offset)?;
    let found = NameTarget::at(snapshot, source, offset);
    let (_, target) = found.ok_or_else(words::nothing_to_rename)?;
    let (new, former) = (new.trim(), target.name().to_owned());
    let is_rule = matches!(target, NameTarget::Rule(_));
    let renaming = |edits| Renaming { edits, former: former.clone(), is_rule };
    if new == former {
        return Ok(renaming(Vec::new()));
    }
    if let NameTarget::Indicator(name) = &target {
        return indicators(snapshot, name, new).map(renaming);
    }
    let written = written(&target, new).ok_or_else(|| words::no_name(new))?;
    let mut edits: Vec<Edit> = Vec::new();
    for file in RuleText::all(snapshot) {
        let places = target.places_in(file);
        if !places.is_empty() && file.source.id().is_embedded() {
            return Err(words::shipped(&former));
        }
        edits.extend(places.into_iter().map(|span| Edit { span, text: written.clone() }));
    }
    if RuleText::all(snapshot).any(|file| target.is_taken(file, new)) {
        return Err(words::name_taken(new));
    }
    unchanged(snapshot.book(), (&target, new), &edits)?;
    if is_rule {
        edits.extend(suppressing(snapshot, &former, new));
    }
    Ok(renaming(edits))
}

/// A name as it is written in a rule file; `None` if it cannot be.
fn written(target: &NameTarget, new: &str) -> Option<String> {
    let reads = |text: &str| {
        let head = match target {
            NameTarget::Rule(_) => format!("规则 {text}：\n"),
            _ => format!("定义 {text}：1 = 1\n"),
        };
        let file = parse(&Source::new(SourceId::ALONE, "", head));
        match file.items.as_slice() {
            [Item::Rule(rule)] => rule.name.text == new && rule.tightens.is_none(),
            [Item::Define(define)] => define.name.text == new && define.parameters.is_empty(),
            _ => false,
        }
    };
    [new.to_owned(), format!("「{new}」")].into_iter().find(|text| reads(text))
}

/// Whether rules ask after edits what they ask now.
fn unchanged(book: &Book, (target, new): (&NameTarget, &str), edits: &[Edit]) -> Result<(), Words> {
    let changed = book.rule_files().filter_map(|(source, _)| {
        let own: Vec<&Edit> = edits.iter().filter(|edit| edit.span.source == source.id()).collect();
        let after = (!own.is_empty()).then(|| apply(source.text(), own))?;
        after.map(|after| source.changed(after))
    });
    let changed: Vec<Source> = changed.collect();
    let Some(after) = book.with_texts(&changed) else { return Ok(()) };
    if let Some(new) = new_finding(&book.findings, &after.findings) {
        return Err(words::would_raise(&new.message));
    }
    // The names of words and parameters are a part of what a rule asks: reports name them.
    let asks = |rules: &RuleSet, rule: &Rule| {
        let cited = rule
            .basis
            .iter()
            .map(|(law, article)| (rules.laws.get(*law).map(Law::citation), article.clone()));
        let bodies = rule.forms.iter().filter(|_| !target.is_reported());
        let bodies = bodies.map(|on| on.body_hash(rules));
        (cited.collect::<Vec<_>>(), bodies.collect::<Vec<_>>())
    };
    let renamed = |name: &str| match target {
        NameTarget::Rule(former) if former == name => new.to_owned(),
        _ => name.to_owned(),
    };
    let is_kept = |rule: &&Rule| {
        let name = renamed(&rule.name);
        let mut now = after.rules.rules.iter().filter(|now| now.name == name);
        now.any(|now| asks(&after.rules, now) == asks(&book.rules, rule))
    };
    match book.rules.rules.iter().find(|rule| !is_kept(rule)) {
        Some(rule) => Err(words::would_change(&rule.name)),
        None => Ok(()),
    }
}

/// The first finding of a kind of which there are more than before.
fn new_finding<'f>(before: &[Diagnostic], after: &'f [Diagnostic]) -> Option<&'f Diagnostic> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in before {
        *left.entry(finding.code.name()).or_default() += 1;
    }
    after.iter().find(|finding| {
        let left = left.entry(finding.code.name()).or_default();
        *left = match left.checked_sub(1) {
            Some(fewer) => fewer,
            None => return true,
        };
        false
    })
}

/// The edits of the comments of sheets that suppress a rule.
fn suppressing(snapshot: &Snapshot, former: &str, new: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    for file in snapshot.files() {
        for (start, part) in &file.parts {
            let names = part.suppressions.all.iter().flat_map(|ignore| &ignore.names);
            let own = names.filter(|(name, _)| name == former);
            edits.extend(own.map(|(_, span)| Edit {
                span: span.rebased(file.source.id(), *start),
                text: new.to_owned(),
            }));
        }
    }
    edits
}

/// The edits that rename the indicators of a name in all sheets.
fn indicators(snapshot: &Snapshot, former: &str, new: &str) -> Result<Vec<Edit>, Words> {
    let mut edits = Vec::new();
    for file in snapshot.files() {
        let mut own = Vec::new();
        for (start, part) in &file.parts {
            for sheet in &part.sheets {
                for at in sheet.indicators_named(former) {
                    let named = sheet.rename_indicator(at, new);
                    let named = named.ok_or_else(|| match new.is_empty() {
                        true => words::no_name(new),
                        false => words::indicator_taken(new, &sheet.name),
                    })?;
                    own.extend(named.into_iter().map(|edit| Edit {
                        span: edit.span.rebased(file.source.id(), *start),
                        ..edit
                    }));
                }
            }
        }
        if !own.is_empty() {
            reads_alike(snapshot, file, &own, (former, new))?;
        }
        edits.extend(own);
    }
    Ok(edits)
}

/// Whether a file reads after edits as before, but for the name.
fn reads_alike(
    snapshot: &Snapshot,
    file: &File,
    edits: &[Edit],
    (former, new): (&str, &str),
) -> Result<(), Words> {
    let after = apply(file.source.text(), edits).ok_or_else(|| words::no_name(new))?;
    let forms = &snapshot.book().rules.forms;
    let mut numbers = snapshot.numbers();
    let after = File::read(forms, &file.source.changed(after), Some(file), &mut numbers);
    let names = |file: &File| {
        let sheets = file.parts.iter().flat_map(|(_, part)| &part.sheets);
        let named = sheets.flat_map(|sheet| &sheet.indicators);
        named.map(|indicator| indicator.name.as_str().to_owned()).collect::<Vec<_>>()
    };
    let is_former = |name: &String| crate::value::same_name(name, former);
    let expected = names(file).into_iter().map(|name| match is_former(&name) {
        true => new.to_owned(),
        false => name,
    });
    let findings = |file: &File| {
        let all = file.parts.iter().flat_map(|(_, part)| part.findings.iter().cloned());
        all.collect::<Vec<_>>()
    };
    if names(&after) != expected.collect::<Vec<_>>() {
        return Err(words::no_name(new));
    }
    match new_finding(&findings(file), &findings(&after)) {
        Some(finding) => Err(words::would_raise(&finding.message)),
        None => Ok(()),
    }
}
