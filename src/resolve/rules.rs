//! A rule as written to a rule as checked: the common part, and its demands on the sheets of each
//! form.

use super::checker::Checker;
use super::diagnostic_sink::DiagnosticSink;
use super::in_force::in_force;
use super::names::Scope;
use super::row_rules::column_outside;
use super::shadowing::unquoted;
use super::tag_clause::tags;
use super::{RuleSource, example, words};
use crate::diagnostic::{Severity, Words};
use crate::dictionary::DaySpan;
use crate::rule::{
    Expr, FormId, Kind, Lack, OnForm, Range, Rule, RuleId, Tags, Template, Type, Witnesses,
    forbidden,
};
use crate::source::Span;
use crate::syntax::rule::{Clause, ClauseKind, Item, Keyword, RuleItem};
use crate::value::BLANK;

/// The part of a rule that is common to all forms.
struct RuleHead {
    rule: Rule,
    /// 施行
    in_force: Option<Vec<DaySpan>>,
    /// Where each law is cited.
    cited: Vec<Span>,
    /// Where the first 否则 stands.
    reported: Option<Span>,
    /// Whether every clause could be read.
    complete: bool,
}

impl<'a> Checker<'a> {
    /// Resolves a rule on each form of its pack; sound results are in the set.
    pub(super) fn rule(&mut self, item: &'a RuleItem, unit: &RuleSource<'a>) -> Option<RuleId> {
        if self.forms_of(unit.pack).0.is_empty() {
            self.diagnostics.report(words::no_form(&item.name));
        }
        let before = self.diagnostics.faults();
        let mut said = self.said_once(item, unit);
        let sound_once = self.diagnostics.faults() == before;
        let mut forms = Vec::new();
        self.lacking.clear();
        let sound_on_forms = self.on_each_form(unit.pack, |this, form| {
            let before = this.diagnostics.faults();
            let of_lower = this.is_of_lower(form, unit.pack);
            let on = this.on_form(item, &said, form).map(|on| OnForm { of_lower, ..on });
            let sound = this.diagnostics.faults() == before && sound_once;
            if let Some(on) = on.filter(|_| sound) {
                let found =
                    if this.inputs.lints { this.linter().rule(&said.rule, &on) } else { vec![] };
                found.into_iter().for_each(|finding| this.diagnostics.report(finding));
                forms.push(on);
            }
            sound
        });
        if !sound_on_forms || !sound_once {
            self.set.faulty.push(item.name.text.clone());
        }
        said.rule.forms = forms;
        said.rule.lacks = std::mem::take(&mut self.lacking)
            .into_iter()
            .map(|(form, Words { zh, en })| Lack { form, zh: (*zh).into(), en: (*en).into() })
            .collect();
        (!said.rule.forms.is_empty()).then(|| self.set.rules.push(said.rule))
    }

    fn said_once(&mut self, item: &'a RuleItem, unit: &RuleSource<'a>) -> RuleHead {
        let rule = Rule {
            name: item.name.text.clone(),
            span: item.name.span,
            pack: unit.pack.to_owned(),
            about: None,
            tags: Tags::default(),
            basis: Vec::new(),
            severity: Severity::Error,
            accepts: Vec::new(),
            rejects: Vec::new(),
            text: self.text_of(item),
            forms: Vec::new(),
            lacks: Vec::new(),
        };
        let mut said =
            RuleHead { rule, in_force: None, cited: Vec::new(), reported: None, complete: true };
        blanks(&mut self.diagnostics, item);
        let own = |clause: &Clause| matches!(clause.kind, ClauseKind::Basis { .. });
        if !item.clauses.iter().any(own) {
            for shared in &unit.tree.items {
                if let Item::Basis(law, article) = shared
                    && let Some(found) = self.citation(law, article.as_ref())
                {
                    said.rule.basis.push(found);
                    said.cited.push(law.span);
                }
            }
        }
        let mut tagged = Vec::new();
        for clause in &item.clauses {
            match &clause.kind {
                ClauseKind::About(text) => said.rule.about = Some(text.text.as_str().to_owned()),
                ClauseKind::Basis { law, article } => {
                    if let Some(found) = self.citation(law, article.as_ref()) {
                        said.rule.basis.push(found);
                        said.cited.push(law.span);
                    }
                }
                ClauseKind::BasisIn(column) => {
                    self.diagnostics.report(column_outside(column.span));
                }
                ClauseKind::Tags(words) => {
                    tags(&mut self.diagnostics, &mut said.rule.tags, words, &mut tagged)
                }
                ClauseKind::InForce { from, until } => {
                    said.in_force = in_force(&mut self.diagnostics, from, until.as_ref());
                }
                ClauseKind::Else { severity_in: Some(column), .. } => {
                    said.complete = false;
                    self.diagnostics.report(column_outside(column.span));
                }
                ClauseKind::Else { severity, .. } => match said.reported {
                    Some(first) => {
                        self.diagnostics.report(words::else_twice(first, clause.keyword))
                    }
                    None => {
                        said.reported = Some(clause.keyword);
                        said.rule.severity = *severity;
                    }
                },
                ClauseKind::Accepts(_) | ClauseKind::Rejects(_) => {
                    example(&mut self.diagnostics, clause, &mut said)
                }
                // Its content is unknown: do not also report missing clauses.
                ClauseKind::Broken(_) => said.complete = false,
                _ => {}
            }
        }
        said
    }

    /// The demands of the rule on the sheets of one form.
    fn on_form(&mut self, item: &'a RuleItem, said: &RuleHead, id: FormId) -> Option<OnForm> {
        let form = self.form_at(id).cloned()?;
        let mut scope = Scope::new(form.clone(), id);
        let mut on = OnForm {
            id,
            form,
            of_lower: false,
            tightened_by: Vec::new(),
            in_force: said.in_force.clone(),
            ranges: Vec::new(),
            witnesses: Witnesses::default(),
            when: Vec::new(),
            exceptions: Vec::new(),
            demands: Vec::new(),
            message: Template::default(),
            anchors: Vec::new(),
            help: None,
            fixes: Vec::new(),
            slots: 0,
            leans_on: Vec::new(),
        };
        // Variables first: a clause may stand above the 对 that it depends on.
        let is_range = |kind: &ClauseKind| {
            matches!(
                kind,
                ClauseKind::Each(_) | ClauseKind::EachPair(..) | ClauseKind::EachMatch(_)
            )
        };
        let (ranges, rest): (Vec<_>, Vec<_>) =
            item.clauses.iter().partition(|clause| is_range(&clause.kind));
        let lost = rest.iter().any(|clause| {
            let broken = matches!(clause.kind, ClauseKind::Broken(_));
            broken && clause.word == Some(Keyword::For)
        });
        if lost {
            scope.lack_variables();
        }
        // The message of a failure may name the sheets that a demand forbids, wherever that is.
        let is_demand =
            |clause: &&Clause| matches!(clause.kind, ClauseKind::Must(_) | ClauseKind::MustNot(_));
        let is_said = |clause: &&Clause| {
            let kind = &clause.kind;
            matches!(kind, ClauseKind::Else { .. } | ClauseKind::Help(_) | ClauseKind::Fix(_))
        };
        let demanded = rest.iter().rposition(is_demand).map_or(0, |at| at + 1);
        let (to_demand, behind) = rest.split_at_checked(demanded).unwrap_or_default();
        let (said_above, conditions): (Vec<&Clause>, Vec<&Clause>) =
            to_demand.iter().copied().partition(is_said);
        for clause in ranges.into_iter().chain(conditions) {
            self.clause(&mut scope, clause, false, &mut on);
        }
        let witnesses = on.demands.iter().flat_map(|demand| forbidden(demand, false));
        witnesses.for_each(|domain| scope.bring_back(domain.slot));
        for clause in said_above.into_iter().chain(behind.iter().copied()) {
            let first_else = said.reported == Some(clause.keyword);
            self.clause(&mut scope, clause, first_else, &mut on);
        }
        unquoted(&mut self.diagnostics, &scope, &on);
        on.find_witnesses();
        self.interned.number(on.roots_mut());
        Self::join_ranges(&mut on);
        self.bind_in_time(&said.rule, &mut on, &said.cited);
        on.slots = scope.slots();
        on.leans_on = scope.leans_on;
        if said.complete {
            completeness(&mut self.diagnostics, &said.rule, &on, said.reported);
        }
        Some(on)
    }

    /// A clause whose names are those of the form.
    fn clause(&mut self, scope: &mut Scope, clause: &'a Clause, first_else: bool, on: &mut OnForm) {
        match &clause.kind {
            ClauseKind::Each(domain) => {
                on.ranges.extend(self.domain(scope, domain).map(Range::Each));
            }
            ClauseKind::EachPair(domain, second) => {
                on.ranges.extend(self.pair(scope, domain, second));
            }
            ClauseKind::EachMatch(pieces) => {
                on.ranges.extend(self.whole_text(scope, pieces));
                on.ranges.push(self.pieces(scope, pieces));
            }
            ClauseKind::Unless { condition, basis } => {
                on.exceptions.push(self.exception(scope, clause, condition, basis.as_ref()));
            }
            ClauseKind::When(expr) => on.when.push(self.condition(scope, expr)),
            ClauseKind::Must(expr) => on.demands.push(self.condition(scope, expr)),
            ClauseKind::MustNot(expr) => {
                let condition = self.condition(scope, expr);
                let (span, kind) = (condition.span, Kind::Not(Box::new(condition)));
                on.demands.push(Expr::new(span, Type::Truth, kind));
            }
            ClauseKind::Else { message, anchors, .. } if first_else => {
                if let Some(message) = message {
                    on.message = self.template(scope, message);
                }
                on.anchors =
                    anchors.iter().filter_map(|anchor| self.anchor(scope, anchor)).collect();
            }
            ClauseKind::Help(text) => on.help = Some(self.template(scope, text)),
            ClauseKind::Fix(fix) => on.fixes.extend(self.fix(scope, fix)),
            ClauseKind::Broken(broken) => self.broken(broken),
            _ => {}
        }
    }

    /// The clauses as written, except examples, with a common indentation.
    fn text_of(&self, item: &RuleItem) -> String {
        let reported = item.clauses.iter().filter(|clause| {
            !matches!(clause.kind, ClauseKind::Accepts(_) | ClauseKind::Rejects(_))
        });
        let lines: Vec<_> = reported
            .map(|clause| format!("    {}", self.inputs.slice(clause.span).trim_end()))
            .collect();
        // In the language of its clauses.
        let latin = |line: &String| {
            line.trim_start().starts_with(|character: char| character.is_ascii_alphabetic())
        };
        let english = lines.first().is_some_and(latin);
        let name = &item.name.text;
        let head = if english { format!("rule {name}:") } else { format!("规则 {name}：") };
        std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
    }
}

/// The gaps of a draft.
fn blanks(diagnostics: &mut DiagnosticSink, item: &RuleItem) {
    for clause in &item.clauses {
        let text = match &clause.kind {
            ClauseKind::About(literal) | ClauseKind::Help(literal) => &literal.text,
            ClauseKind::Else { message: Some(literal), .. } => &literal.text,
            ClauseKind::Accepts(fragment) | ClauseKind::Rejects(fragment) => &fragment.text,
            _ => continue,
        };
        if let Some(at) = text.as_str().find(BLANK) {
            diagnostics.report(words::still_blank(text.span(at..at + BLANK.len())));
        }
    }
}

/// 合格, 不合格
fn example(diagnostics: &mut DiagnosticSink, clause: &Clause, said: &mut RuleHead) {
    let (fragment, accepts) = match &clause.kind {
        ClauseKind::Accepts(fragment) => (fragment, true),
        ClauseKind::Rejects(fragment) => (fragment, false),
        _ => return,
    };
    if fragment.text.as_str().contains(BLANK) {
        // Already reported, and no example yet.
        said.complete = false;
        return;
    }
    match example::read(fragment) {
        Ok(read) if accepts => {
            if let Some(mark) = read.marks.first() {
                let mark = read.text.span(mark.clone());
                diagnostics.report(words::mark_in_accepted(mark));
            }
            said.rule.accepts.push(read);
        }
        Ok(read) => said.rule.rejects.push(read),
        Err(mark) => diagnostics.report(words::lone_mark(mark)),
    }
}

/// What a rule must or should have.
fn completeness(
    diagnostics: &mut DiagnosticSink,
    rule: &Rule,
    on: &OnForm,
    reported: Option<Span>,
) {
    if on.demands.is_empty() {
        diagnostics.report(words::no_demand(&rule.name, rule.span));
    }
    if reported.is_none() {
        diagnostics.report(words::no_else(&rule.name, rule.span));
    }
    if rule.basis.is_empty() {
        diagnostics.report(words::no_basis(&rule.name, rule.span));
    }
    if rule.accepts.is_empty() || rule.rejects.is_empty() {
        let (accepts, rejects) = (rule.accepts.is_empty(), rule.rejects.is_empty());
        diagnostics.report(words::no_examples(&rule.name, rule.span, accepts, rejects));
    }
}
