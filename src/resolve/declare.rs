//! Laws, and the names that files declare. From syntax to checked form, with findings.

use super::checker::Checker;
use super::diagnostic_sink::DiagnosticSink;
use super::names::Vocabulary;
use super::words;
use crate::dictionary::Law;
use crate::source::Span;
use crate::syntax::rule::{DefineItem, LawItem, Name};
use crate::value::read_date;

impl Checker<'_> {
    /// 法规
    pub(super) fn law(&mut self, item: &LawItem) {
        for broken in &item.broken {
            self.broken(broken);
        }
        if let Some(first) = self.declared(&item.name) {
            self.clash(&item.name, first);
            return;
        }
        let text = |name: &Option<Name>| name.as_ref().map(|name| name.text.clone());
        if let Some(force) = &item.force
            && !["强制", "参照", "惯例"].contains(&force.text.as_str())
        {
            self.diagnostics.report(words::force_unknown(force));
        }
        let Some(title) = text(&item.title) else {
            self.diagnostics.report(words::law_without_title(&item.name));
            return;
        };
        let law = Law {
            name: item.name.text.clone(),
            span: item.name.span,
            title,
            number: text(&item.number),
            scope: text(&item.scope),
            force: text(&item.force),
            from: law_date(&mut self.diagnostics, item.from.as_ref()),
            until: law_date(&mut self.diagnostics, item.until.as_ref()),
            url: text(&item.url),
        };
        let id = self.set.laws.push(law);
        self.vocabulary.laws.insert(item.name.text.clone(), id);
    }

    /// A name that is taken: of a pack that has no part it gives way; a copy of what an upper pack
    /// has changes nothing.
    pub(super) fn clash(&mut self, name: &Name, first: Span) {
        let pack_of = |span: Span| self.inputs.pack_of.get(&span.source).copied();
        let (Some(pack), Some(above)) = (pack_of(name.span), pack_of(first)) else { return };
        if self.inputs.packs.is_aside(pack) {
            return;
        }
        self.diagnostics.report(match self.inputs.packs.builds_on(pack, above) {
            true => words::upper_has(name, first, above),
            false => words::declared_twice(&name.text, first, name.span),
        });
    }

    /// Whether a definition is the one that its name means.
    pub(super) fn is_declared_by(&self, define: &DefineItem) -> bool {
        let known = self.vocabulary.defines.get(&define.name.text);
        known.is_some_and(|known| known.name.span == define.name.span)
    }

    /// Where a law, list, table or definition of that name is already declared.
    pub(super) fn declared(&self, name: &Name) -> Option<Span> {
        let Vocabulary { laws, defines, .. } = &self.vocabulary;
        let name = &name.text;
        let law = laws.get(name).and_then(|at| self.set.laws.get(*at)).map(|law| law.span);
        let dictionary = self.vocabulary.declarers.get(name).and_then(|packs| packs.first());
        law.or(dictionary.map(|(_, span)| *span))
            .or(defines.get(name).map(|define| define.name.span))
    }
}

fn law_date(
    diagnostics: &mut DiagnosticSink,
    written: Option<&Name>,
) -> Option<crate::value::Date> {
    let written = written?;
    let date = read_date(&written.text);
    if date.is_none() {
        diagnostics.report(words::no_such_date(&written.text, written.span));
    }
    date
}
