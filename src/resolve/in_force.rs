//! Whether a rule and the laws that it cites are in force: in their time and place. From syntax
//! to checked form, with findings.

use super::checker::Checker;
use super::diagnostic_sink::DiagnosticSink;
use super::law_words;
use super::names::Scope;
use super::words;
use crate::dictionary::{DaySpan, Law};
use crate::form::Form;
use crate::nearest::nearest;
use crate::rule::{Exception, LawId, OnForm, Rule};
use crate::source::Span;
use crate::syntax::rule as written;
use crate::syntax::rule::Name;
use crate::value::read_date;

impl<'a> Checker<'a> {
    /// 依据: the law's slot and the article.
    pub(super) fn citation(
        &mut self,
        law: &Name,
        article: Option<&Name>,
    ) -> Option<(LawId, Option<String>)> {
        let found = self.vocabulary.laws.get(&law.text).copied();
        if found.is_none() {
            let known = || self.vocabulary.laws.keys().map(String::as_str);
            let begins = known().filter(|known| law.text.starts_with(known));
            let finding = match begins.max_by_key(|known| known.len()) {
                Some(begins) if article.is_none() => words::article_run_together(law, begins),
                _ => words::law_unknown(law, nearest(&law.text, known())),
            };
            self.diagnostics.report(finding);
        }
        found.map(|found| (found, article.map(|article| article.text.clone())))
    }

    /// 例外
    pub(super) fn exception(
        &mut self,
        scope: &mut Scope,
        clause: &written::Clause,
        condition: &'a written::ExprNode,
        basis: Option<&(Name, Option<Name>)>,
    ) -> Exception {
        let condition = self.condition(scope, condition);
        if basis.is_none() {
            self.diagnostics.report(law_words::exception_without_basis(clause.keyword));
        }
        let basis = basis.and_then(|(law, article)| self.citation(law, article.as_ref()));
        Exception { condition, basis }
    }

    /// When the rule is in force, and whether its laws are then and there. `cited` has the place of
    /// each law's name, in the order of the rule's laws.
    pub(super) fn bind_in_time(&mut self, rule: &Rule, on: &mut OnForm, cited: &[Span]) {
        let form = on.form.clone();
        let form = &*form;
        let sheets = DaySpan::years(form.from_year, form.until_year);
        let laws: Vec<Law> =
            rule.basis.iter().filter_map(|(law, _)| self.set.laws.get(*law).cloned()).collect();
        if on.in_force.is_none() && !laws.is_empty() {
            let periods: Vec<DaySpan> = laws.iter().map(Law::period).collect();
            let always =
                periods.iter().any(|period| period.from.is_none() && period.until.is_none());
            on.in_force = (!always).then_some(periods);
        } else if let Some([own]) = on.in_force.as_deref()
            && !own.meets(&sheets)
        {
            self.diagnostics.report(law_words::never_in_force(&rule.name, rule.span, &form.name));
            return;
        }
        let asked = match on.in_force.as_deref() {
            Some([own]) if own.meets(&sheets) => sheets.within(*own),
            _ => sheets,
        };
        for (law, span) in laws.iter().zip(cited) {
            binds(&mut self.diagnostics, law, *span, asked, form);
        }
    }
}

/// 施行
pub(super) fn in_force(
    diagnostics: &mut DiagnosticSink,
    from: &Name,
    until: Option<&Name>,
) -> Option<Vec<DaySpan>> {
    let first = days(diagnostics, from)?.from;
    let last = match until {
        Some(until) => days(diagnostics, until)?.until,
        None => None,
    };
    if let (Some(until), Some(end), Some(start)) = (until, last, first)
        && end < start
    {
        diagnostics.report(law_words::ends_before_it_starts(until.span));
        return None;
    }
    Some(vec![DaySpan { from: first, until: last }])
}

/// A year or a day as written, as a span of days.
fn days(diagnostics: &mut DiagnosticSink, written: &Name) -> Option<DaySpan> {
    let text = &written.text;
    let folded = crate::value::fold(text);
    let year = folded.strip_suffix('年').unwrap_or(&folded).parse::<i32>().ok();
    let period = match year {
        Some(year) => Some(DaySpan::years(Some(year), Some(year))),
        None => read_date(text).map(|day| DaySpan { from: Some(day), until: Some(day) }),
    };
    let period = period.filter(|period| period.from.is_some());
    if period.is_none() {
        diagnostics.report(words::no_such_date(text, written.span));
    }
    period
}

fn binds(diagnostics: &mut DiagnosticSink, law: &Law, cited: Span, asked: DaySpan, form: &Form) {
    if let (Some(end), Some(start)) = (law.until, asked.from)
        && end < start
    {
        diagnostics.report(law_words::repealed(law, cited, end, start));
    } else if let (Some(start), Some(end)) = (law.from, asked.until)
        && end < start
    {
        diagnostics.report(law_words::not_yet_in_force(law, cited, start, end));
    }
    let place = form.place.as_deref();
    if !law.guides() && !law.reaches(place) {
        diagnostics.report(law_words::binds_elsewhere(law, cited, place.unwrap_or_default()));
    }
}
