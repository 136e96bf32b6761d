//! What rules, quantifiers and aggregates range over: from syntax to checked form.

use std::collections::BTreeSet;

use super::checker::Checker;
use super::diagnostic_sink::DiagnosticSink;
use super::expr_names::is_whole_text;
use super::joins::{equalities, forbidden_equalities, forbidden_similarity, similarity};
use super::names::Scope;
use super::row_rules::column_outside;
use super::shadowing::shadows;
use super::{range_words, words};
use crate::form::{FieldKind, Form, LevelId, Role, Table, TableId};
use crate::nearest::nearest;
use crate::rule::functions::{Function, splitter};
use crate::rule::same::symmetric;
use crate::rule::types::Type;
use crate::rule::{
    BinaryOp, Domain, Expr, Kind, OnForm, Order, Over, PartOf, Range, SheetScope, Slot,
};
use crate::source::Span;
use crate::syntax::rule as written;
use crate::syntax::rule::{ExprKind, Keyword, PieceUnit, Ranged};

/// The scopes of 表, in both languages: of this unit, of this year, without the judged one.
pub(super) const SHEET_SCOPES: [(&str, &str, [bool; 3]); 8] = [
    ("全部各表", "all_sheets", [false, false, false]),
    ("本单位各表", "unit_sheets", [true, false, false]),
    ("本年度各表", "year_sheets", [false, true, false]),
    ("本单位本年度各表", "unit_year_sheets", [true, true, false]),
    ("全部其他表", "other_sheets", [false, false, true]),
    ("本单位其他表", "other_unit_sheets", [true, false, true]),
    ("本年度其他表", "other_year_sheets", [false, true, true]),
    ("本单位本年度其他表", "other_unit_year_sheets", [true, true, true]),
];

impl<'a> Checker<'a> {
    /// 每处, 每句, 每段
    pub(super) fn pieces(&mut self, scope: &mut Scope, pieces: &'a written::Pieces) -> Range {
        let pattern = pieces.pattern.as_ref();
        let mut within: Vec<Expr> =
            pieces.within.iter().map(|text| self.expr(scope, text)).collect();
        for text in &within {
            let fits = match (pattern, pieces.unit) {
                (None, PieceUnit::Match) => {
                    matches!(text.ty, Type::Fragments | Type::Finds(_) | Type::Faulty)
                }
                _ => text.ty.is_textual(),
            };
            if !fits {
                let textual = pattern.is_some() || pieces.unit != PieceUnit::Match;
                self.diagnostics.report(words::not_matchable(text.span, &text.ty, textual));
            }
        }
        let compiled = pattern.and_then(|pattern| self.sought(scope, pattern));
        if let (Some(pattern), PieceUnit::Sentence | PieceUnit::Paragraph) = (pattern, pieces.unit)
        {
            let place = match pattern {
                written::Sought::Pattern(regex) => regex.span,
                written::Sought::Words(name) => name.span,
            };
            self.diagnostics.report(range_words::pieces_have_no_pattern(place, &pieces.name.text));
        }
        if let Some(function) = splitter(pieces.unit) {
            within = within.into_iter().map(|text| split(text, function)).collect();
        }
        let groups = compiled
            .and_then(|at| self.set.patterns.get(at))
            .map(|pattern| pattern.groups().to_vec());
        let ty = match (pattern, groups) {
            (Some(_), Some(groups)) => Type::Match(groups),
            (Some(_), None) => Type::Faulty,
            (None, _) if pieces.unit == PieceUnit::Match => found_in(&within),
            (None, _) => Type::Fragment,
        };
        shadows(&mut self.diagnostics, scope, &pieces.name);
        let variable = scope.bind(Some(pieces.name.text.clone()), ty);
        let filter = pieces.filter.as_ref().map(|filter| self.condition(scope, filter));
        Range::Match { slot: variable, within, pattern: compiled, filter }
    }

    /// 每两个. Of sheets it is the judged one and each of the others.
    pub(super) fn pair(
        &mut self,
        scope: &mut Scope,
        domain: &'a written::DomainNode,
        second: &written::Name,
    ) -> Vec<Range> {
        let Some(first) = self.unfiltered(scope, domain) else { return Vec::new() };
        let ty = match first.over {
            Over::Indicators => Type::Indicator,
            Over::Fields => Type::Field,
            Over::Rows(table) | Over::Totals(table) => Type::Row(table),
            Over::Sheets(_) | Over::ThisSheet => Type::Sheet,
        };
        if ty == Type::Sheet {
            scope.name_the_sheet();
        }
        if scope.variable(&second.text).is_some() {
            self.diagnostics.report(range_words::parameter_twice(second));
        }
        let slot = scope.bind(Some(second.text.clone()), ty);
        let filter = domain.filter.as_ref().map(|filter| self.condition(scope, filter));
        let among = match first.over {
            Over::Sheets(scope) => scope,
            Over::ThisSheet => SheetScope::default(),
            Over::Indicators | Over::Fields | Over::Rows(_) | Over::Totals(_) => {
                return vec![Range::Pair { domain: first, second: slot, filter }];
            }
        };
        if let Some(filter) = &filter
            && !symmetric(&self.set, filter, [first.slot, slot])
        {
            self.diagnostics.report(range_words::not_symmetric(filter.span));
        }
        let over = Over::Sheets(SheetScope { others: true, ..among });
        let other = Domain { over, slot, filter: filter.map(Box::new), ..first.clone() };
        let judged = Domain { over: Over::ThisSheet, ..first };
        vec![Range::Each(judged), Range::Each(other)]
    }

    /// A domain; its variable stays in scope.
    pub(super) fn domain(
        &mut self,
        scope: &mut Scope,
        domain: &'a written::DomainNode,
    ) -> Option<Domain> {
        let mut checked = self.unfiltered(scope, domain)?;
        let of_type = domain.of_type.and_then(|ty| self.of_type(&checked, ty));
        let filter = domain.filter.as_ref().map(|filter| self.condition(scope, filter));
        let both = |first: Expr, second: Expr| {
            let kind = Kind::Binary(Box::new(first), BinaryOp::And, Box::new(second));
            Expr::new(domain.span, Type::Truth, kind)
        };
        checked.filter = match (of_type, filter) {
            (Some(first), Some(second)) => Some(both(first, second)),
            (first, second) => first.or(second),
        }
        .map(Box::new);
        if matches!(checked.over, Over::Sheets(_)) {
            let filter: Vec<&Expr> = checked.filter.as_deref().into_iter().collect();
            checked.joins = equalities(&filter, checked.slot, &BTreeSet::new());
            checked.alike = similarity(&filter, checked.slot, &BTreeSet::new()).map(Box::new);
        }
        Some(checked)
    }

    /// 每处 … 于 全文 ranges over the fields of texts first: `每个 文本 字段`.
    pub(super) fn whole_text(
        &mut self,
        scope: &mut Scope,
        pieces: &written::Pieces,
    ) -> Option<Range> {
        let place = pieces.within.iter().find_map(whole_text_in)?;
        if self.vocabulary.has_meaning(scope, "全文") {
            return None;
        }
        let slot = scope.bind(None, Type::Field);
        scope.whole_text = Some(slot);
        let (over, joins) = (Over::Fields, Vec::new());
        let mut domain = Domain {
            over,
            of: None,
            slot,
            named: None,
            levels: None,
            filter: None,
            joins,
            alike: None,
        };
        domain.filter = self.of_type(&domain, (Keyword::Text, place)).map(Box::new);
        Some(Range::Each(domain))
    }

    /// `文本 字段`: the condition that the field has that type.
    fn of_type(&mut self, domain: &Domain, (ty, span): (Keyword, Span)) -> Option<Expr> {
        if domain.over != Over::Fields {
            self.diagnostics.report(range_words::type_of_no_field(ty, span));
            return None;
        }
        let field = Expr::new(span, Type::Field, Kind::Variable(domain.slot));
        let values = FieldKind::NAMES.map(str::to_owned).to_vec();
        let of = Kind::Part(Box::new(field), PartOf::FieldType);
        let of = Expr::new(span, Type::Enum { values, open: false }, of);
        let wanted = Expr::new(span, Type::Text, Kind::Text(ty.zh().to_owned()));
        let kind = Kind::Chain(Box::new(of), vec![(Order::Equal, wanted)]);
        Some(Expr::new(span, Type::Truth, kind))
    }

    /// What an aggregate runs over; its variable stays in scope.
    pub(super) fn ranging(
        &mut self,
        scope: &mut Scope,
        ranging: &'a written::Ranging,
    ) -> Option<Range> {
        match ranging {
            written::Ranging::Each(domain) => self.domain(scope, domain).map(Range::Each),
            written::Ranging::Pieces(pieces) => Some(self.pieces(scope, pieces)),
        }
    }

    fn unfiltered(&mut self, scope: &mut Scope, domain: &'a written::DomainNode) -> Option<Domain> {
        let mut of: Option<Slot> = None;
        let mut levels: Option<Vec<LevelId>> = None;
        let (over, ty) = match domain.what {
            Ranged::Rows | Ranged::Totals => match self.table_of(scope, domain) {
                Some((table, sheet)) => {
                    of = sheet;
                    let is_totals = domain.what == Ranged::Totals;
                    let over = if is_totals { Over::Totals(table) } else { Over::Rows(table) };
                    (over, Type::Row(table))
                }
                None => {
                    scope
                        .bind(domain.variable.as_ref().map(|name| name.text.clone()), Type::Faulty);
                    return None;
                }
            },
            Ranged::Indicators => (Over::Indicators, Type::Indicator),
            Ranged::Fields => (Over::Fields, Type::Field),
            Ranged::Sheets => match sheets(&mut self.diagnostics, scope, domain) {
                Some(over) => (over, Type::Sheet),
                None => {
                    // Already reported: what is read of it is not wrong.
                    scope
                        .bind(domain.variable.as_ref().map(|name| name.text.clone()), Type::Faulty);
                    return None;
                }
            },
        };
        if matches!(over, Over::Indicators | Over::Fields) {
            for place in &domain.within {
                let (sheet, place) = sheet_of(scope, place);
                of = of.or(sheet);
                let Some(place) = place else { continue };
                if over == Over::Fields {
                    self.diagnostics.report(words::fields_have_no_place(domain.span));
                    continue;
                }
                let found = levels_at(&mut self.diagnostics, scope, &place);
                levels.get_or_insert_default().extend(found);
            }
        }
        if over == Over::Indicators && of.is_none() && scope.names_the_sheet() {
            self.diagnostics.report(range_words::whose_indicators(domain.span));
        }
        domain.variable.iter().for_each(|name| shadows(&mut self.diagnostics, scope, name));
        let name = domain.variable.as_ref().map(|variable| variable.text.clone());
        let slot = scope.bind(name, ty);
        scope.given.extend(domain.variable.clone().map(|name| (slot, name)));
        let cell = domain.named.iter().flat_map(|named| &named.holes);
        cell.for_each(|cell| self.diagnostics.report(column_outside(cell.span)));
        let named = domain.named.as_ref().map(|name| name.text.as_str().trim().to_owned());
        Some(Domain { over, of, slot, named, levels, filter: None, joins: Vec::new(), alike: None })
    }

    /// The table that a 行 is in, and the sheet; reported where there is none.
    fn table_of(
        &mut self,
        scope: &Scope,
        domain: &written::DomainNode,
    ) -> Option<(TableId, Option<Slot>)> {
        let [written] = domain.within.as_slice() else {
            self.diagnostics.report(range_words::rows_of_what(domain.span, &scope.form));
            return None;
        };
        let (sheet, place) = sheet_of(scope, written);
        let place = place?;
        let name = super::form_lines::path_text(&place);
        let found = scope.form.table(&name);
        if found.is_none() {
            let known = scope.form.tables.iter().flat_map(Table::names);
            let near = nearest(&name, known);
            self.diagnostics.report(range_words::table_unknown(place.span, &name, near));
        }
        Some((found?, sheet))
    }

    /// Looks up 表 by the equalities of the rule's 当 in addition to their own filters.
    pub(super) fn join_ranges(rule: &mut OnForm) {
        let mut unbound: BTreeSet<Slot> = rule.ranges.iter().flat_map(Range::slots).collect();
        let when: Vec<&Expr> = rule.when.iter().collect();
        let demand = match rule.demands.as_slice() {
            [only] if rule.exceptions.is_empty() => Some(only),
            _ => None,
        };
        let last = rule.ranges.len().saturating_sub(1);
        for (at, range) in rule.ranges.iter_mut().enumerate() {
            for slot in range.slots() {
                unbound.remove(&slot);
            }
            let Range::Each(Domain { over: Over::Sheets(_), slot, filter, joins, alike, .. }) =
                range
            else {
                continue;
            };
            let filter = filter.as_deref().into_iter();
            let conditions: Vec<&Expr> = filter.chain(when.iter().copied()).collect();
            *joins = equalities(&conditions, *slot, &unbound);
            let forbidden = demand.filter(|_| at == last);
            joins.extend(
                forbidden
                    .map(|condition| forbidden_equalities(condition, *slot, &unbound))
                    .unwrap_or_default(),
            );
            *alike = similarity(&conditions, *slot, &unbound)
                .or_else(|| forbidden_similarity(forbidden?, *slot, &unbound))
                .map(Box::new);
        }
    }
}

/// Where 全文 stands in an expression.
fn whole_text_in(expr: &written::ExprNode) -> Option<Span> {
    match &expr.kind {
        ExprKind::Name(name) => is_whole_text(name).then_some(expr.span),
        ExprKind::Call(_, given) => given.iter().find_map(whole_text_in),
        _ => None,
    }
}

/// The scope of a 表.
fn sheets(
    diagnostics: &mut DiagnosticSink,
    scope: &Scope,
    domain: &written::DomainNode,
) -> Option<Over> {
    let place = match domain.within.as_slice() {
        [] => return Some(Over::ThisSheet),
        [place] => place,
        [_, second, ..] => {
            diagnostics.report(range_words::sheet_scope_unknown(second.span, "", None));
            return None;
        }
    };
    let name = super::form_lines::path_text(place);
    let known = SHEET_SCOPES.iter().find(|(zh, en, _)| *zh == name || *en == name);
    let Some((_, _, [unit, year, others])) = known else {
        let near = nearest(&name, SHEET_SCOPES.iter().map(|(zh, _, _)| *zh));
        diagnostics.report(range_words::sheet_scope_unknown(place.span, &name, near));
        return None;
    };
    let field = scope.form.unit;
    if *unit && field.is_none() {
        diagnostics.report(range_words::no_unit_field(place.span, &scope.form.name));
        return None;
    }
    let unit = field.filter(|_| *unit);
    Some(Over::Sheets(SheetScope { unit, year: *year, others: *others }))
}

/// The levels of a place: a 一级 includes its 二级.
pub(super) fn levels_at(
    diagnostics: &mut DiagnosticSink,
    scope: &mut Scope,
    place: &written::PlaceNode,
) -> Vec<LevelId> {
    if let Some((_, column)) = place.columns.first() {
        diagnostics.report(column_outside(column.span));
        return Vec::new();
    }
    let form = scope.form.clone();
    if let [(Some(name), _)] = place.segments.as_slice()
        && form.levels_called(name).is_empty()
    {
        let of_role = levels_of_role(&form, name);
        if !of_role.is_empty() {
            return of_role;
        }
    }
    let parts: Vec<Option<&str>> = place.segments.iter().map(|(name, _)| name.as_deref()).collect();
    let found: Vec<LevelId> = match parts.as_slice() {
        [Some(name)] => form.levels_called(name),
        [None] => form.level_ids().collect(),
        [None, Some(second)] => {
            let all = form.levels_called(second).into_iter();
            all.filter(|id| form.level_at(*id).is_some_and(|level| level.parent.is_some()))
                .collect()
        }
        [Some(first), None] => {
            form.level(None, first).map(|id| form.children(id).collect()).unwrap_or_default()
        }
        [Some(first), Some(second)] => {
            let parent = form.level(None, first);
            parent.and_then(|id| form.level(Some(id), second)).into_iter().collect()
        }
        _ => Vec::new(),
    };
    let path = super::form_lines::path_text(place);
    if found.is_empty() {
        let paths: Vec<String> = form
            .level_ids()
            .flat_map(|id| {
                let name = form.level_at(id).map(|level| level.name.clone());
                name.into_iter().chain(std::iter::once(form.level_path(id)))
            })
            .collect();
        // Only the roles that the form has: none may be offered that is not there.
        let roles = Role::places().filter(|place| !levels_of_role(&form, place).is_empty());
        let paths: Vec<String> = paths.into_iter().chain(roles).collect();
        let near = nearest(&path, paths.iter().map(String::as_str));
        // 产出/质量 for 产出目标/质量 is too far for a misspelling, but its last part is known.
        let same_end: Vec<String> = parts
            .last()
            .and_then(|last| *last)
            .map(|last| form.levels_called(last))
            .unwrap_or_default()
            .into_iter()
            .map(|id| form.level_path(id))
            .collect();
        diagnostics.report(words::place_unknown(&path, place.span, near, &same_end));
        return Vec::new();
    }
    if let [Some(name)] = parts.as_slice()
        && found.len() > 1
        // A 一级 of that name means all levels of it: 成本 beside 产出, and under it.
        && found.iter().all(|id| form.level_at(*id).is_some_and(|level| level.parent.is_some()))
    {
        let paths: Vec<String> = found.iter().map(|id| form.level_path(*id)).collect();
        diagnostics.report(words::place_ambiguous(name, place.span, &paths));
    }
    let whole = parts.len() == 1;
    found
        .into_iter()
        .flat_map(|id| {
            let below: Vec<LevelId> = if whole { form.children(id).collect() } else { Vec::new() };
            std::iter::once(id).chain(below)
        })
        .collect()
}

/// 成本类指标: every level of that role.
pub(super) fn levels_of_role(form: &Form, place: &str) -> Vec<LevelId> {
    Role::of_place(place).map(|role| form.levels_of(role)).unwrap_or_default()
}

/// `a/产出目标`: the sheet named, if a variable stands first, and the rest of the place.
fn sheet_of(
    scope: &Scope,
    place: &written::PlaceNode,
) -> (Option<Slot>, Option<written::PlaceNode>) {
    let Some(((Some(first), _), rest)) = place.segments.split_first() else {
        return (None, Some(place.clone()));
    };
    let sheet = scope.variable(first).filter(|variable| variable.ty == Type::Sheet);
    let Some(sheet) = sheet else { return (None, Some(place.clone())) };
    let below = rest.split_first().map(|((_, start), _)| written::PlaceNode {
        span: Span { end: place.span.end, ..*start },
        segments: rest.to_vec(),
        columns: place.columns.clone(),
    });
    (Some(sheet.slot), below)
}

/// What each of several lists of fragments holds: fragments, where they do not hold the same.
fn found_in(lists: &[Expr]) -> Type {
    let find = |list: &Expr| match list.ty {
        Type::Finds(find) => Some(find),
        _ => None,
    };
    let first = lists.first().and_then(find);
    match first.filter(|first| lists.iter().all(|list| find(list) == Some(*first))) {
        Some(find) => Type::Found(find),
        None => Type::Fragment,
    }
}

/// The text in the pieces that a function cuts it into.
fn split(text: Expr, function: Function) -> Expr {
    Expr::new(text.span, Type::Fragments, Kind::Call(function, vec![text]))
}
