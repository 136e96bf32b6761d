//! What a selection grows to: the parts of a text that hold a place, and what a rule file links to.
//! Takes a snapshot and a place; gives places.

use super::document::DocumentLines;
use super::outline::{Symbol, symbols_of_sheets};
use super::rules::RuleText;
use super::{DeclaredKind, IdeOptions};
use crate::rule::RuleSet;
use crate::source::{SourceId, Span};
use crate::syntax::rule::Item;
use crate::syntax::sheet::OutlineKind;
use crate::workspace::Snapshot;

/// The parts that hold a byte, the smallest first; each lies in the next.
pub fn selections(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    _options: &IdeOptions,
) -> Vec<Span> {
    let mut found = Vec::new();
    let text = match RuleText::of(snapshot, source) {
        Some(file) => {
            let name = file.name_at(offset);
            found.extend(name.map(|(range, _)| Span::new(source, range.start, range.end)));
            let atoms = file.layout.atoms.iter();
            found.extend(atoms.map(|atom| Span::new(source, atom.range.start, atom.range.end)));
            let rules = snapshot.book().rules.rules.iter();
            let own = rules.filter(|rule| rule.span.source == source);
            for on in own.filter_map(|rule| rule.forms.first()) {
                crate::rule::visit::walk_rule(on, &mut |expr| found.push(expr.span));
            }
            found.extend(file.rules().flat_map(|rule| rule.clauses.iter().map(|at| at.span)));
            found.extend(file.declared().into_iter().map(|declared| declared.span));
            file.source.text()
        }
        None => {
            let Some(file) = snapshot.files().iter().find(|file| file.source.id() == source) else {
                return found;
            };
            if let Some(document) = DocumentLines::at(snapshot, source, offset)
                && let Some(line) = document.line_at(document.within(offset))
                && let Some(line) = document.lines.get(line)
            {
                if let OutlineKind::Entry { key, value, .. } = &line.kind {
                    found.push(document.span(key.clone()));
                    found.push(document.span(value.clone()));
                }
                found.push(document.span(line.first..line.range.end));
            }
            flatten(&symbols_of_sheets(snapshot, source, offset..offset), &mut found);
            file.source.text()
        }
    };
    found.push(Span::new(source, 0, text.len()));
    nested(found, Span::at(source, offset))
}

/// Of some places those that hold a point, each in the next.
fn nested(mut found: Vec<Span>, point: Span) -> Vec<Span> {
    found.retain(|span| !span.is_empty() && span.contains(point));
    found.sort_by_key(|span| (span.end - span.start, span.start));
    found.dedup();
    let mut outer: Vec<Span> = Vec::new();
    for span in found {
        if outer.last().is_none_or(|last| span.contains(*last)) {
            outer.push(span);
        }
    }
    outer
}

fn flatten(symbols: &[Symbol], found: &mut Vec<Span>) {
    for symbol in symbols {
        found.push(symbol.span);
        flatten(&symbol.children, found);
    }
}

/// The addresses of laws: where they are written, and where rules cite the laws.
pub fn links(snapshot: &Snapshot, source: SourceId) -> Vec<(Span, String)> {
    let Some(file) = RuleText::of(snapshot, source) else { return Vec::new() };
    let rules: &RuleSet = &snapshot.book().rules;
    let address = |name: &str| {
        let law = rules.laws.iter().find(|law| law.name == name)?;
        law.address().map(str::to_owned)
    };
    let written = file.layout.file.items.iter().filter_map(|item| match item {
        Item::Law(law) => Some((law.url.as_ref()?.span, address(&law.name.text)?)),
        _ => None,
    });
    let cited = file.cited().filter_map(|law| Some((law.span, address(&law.text)?)));
    written.chain(cited).collect()
}

/// The places of the rules of a file, each with its name.
pub fn rule_names(snapshot: &Snapshot, source: SourceId) -> Vec<(Span, String)> {
    let file = RuleText::of(snapshot, source);
    let declared = file.into_iter().flat_map(RuleText::declared);
    let rules = declared.filter(|declared| declared.kind == DeclaredKind::Rule);
    rules.map(|rule| (rule.name.span, rule.name.text.clone())).collect()
}
