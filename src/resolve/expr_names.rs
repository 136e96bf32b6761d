//! Names in expressions: variables, fields, dictionaries, definitions, and their members.

use super::checker::Checker;
use super::expr::faulty;
use super::names::{self, Scope};
use super::{range_words, words};
use crate::nearest::nearest;
use crate::rule::types::{Type, UnitKind};
use crate::rule::{Expr, Kind, PartOf};
use crate::source::Span;
use crate::syntax::rule as written;

/// 全文
pub(super) fn is_whole_text(name: &str) -> bool {
    matches!(name, "全文" | "whole_text")
}

impl Checker<'_> {
    pub(super) fn name(&mut self, scope: &mut Scope, name: &str, span: Span) -> (Type, Kind) {
        if let Some(variable) = scope.variable(name) {
            return (variable.ty.clone(), Kind::Variable(variable.slot));
        }
        let form = scope.form.clone();
        if let Some(id) = form.field(name)
            && let Some(field) = form.field_at(id)
        {
            if let Some(sheet) = scope.first_sheet().filter(|_| scope.names_the_sheet()) {
                let whose = range_words::whose_field(name, span, sheet);
                self.diagnostics.report(whose);
            }
            return (Type::of_field(&field.kind), Kind::Field(id));
        }
        if let Some(slot) = scope.whole_text.filter(|_| is_whole_text(name)) {
            let field = Expr::new(span, Type::Field, Kind::Variable(slot));
            return (Type::Text, Kind::Part(Box::new(field), PartOf::FieldValue));
        }
        if name == "年度" {
            if let Some(sheet) = scope.first_sheet().filter(|_| scope.names_the_sheet()) {
                let whose = range_words::whose_field(name, span, sheet);
                self.diagnostics.report(whose);
            }
            return (Type::Figure(UnitKind::Plain), Kind::Year);
        }
        if let Some(implied) = self.implied_member(scope, name, span) {
            return (implied.ty, implied.kind);
        }
        if self.vocabulary.unread.contains(name) {
            // Its file has been reported.
            self.diagnostics.taint();
            return faulty();
        }
        if let Some(list) = self.vocabulary.lists.get(name) {
            return (Type::Words, Kind::Words(*list));
        }
        if let Some(table) = self.vocabulary.suffixes.get(name) {
            return (Type::Suffixes, Kind::Suffixes(*table));
        }
        if let Some(catalogue) = self.vocabulary.catalogues.get(name) {
            return (Type::Catalogue, Kind::Catalogue(*catalogue));
        }
        if let Some(synonyms) = self.vocabulary.synonyms.get(name) {
            return (Type::Synonyms, Kind::Synonyms(*synonyms));
        }
        if let Some(parameter) = self.vocabulary.parameters.get(name).copied() {
            return self.parameter_used(scope, parameter, span);
        }
        if self.vocabulary.defines.contains_key(name) {
            return self.applied(scope, name, Vec::new(), span);
        }
        let near = self.vocabulary.nearest_name(scope, name);
        // 开始日期 is a part of 计划开始日期 rather than two words.
        let is_part = near.as_ref().is_some_and(|near| near.contains(name));
        let spaced = self.vocabulary.missing_space(scope, name, span);
        if let Some(spaced) = spaced.filter(|_| !is_part) {
            self.diagnostics.report(spaced);
            return faulty();
        }
        if scope.lacks_variables() {
            return faulty();
        }
        let level = form.levels_called(name).first().map(|id| form.level_path(*id));
        self.diagnostics.report(match level {
            Some(path) => words::level_is_no_value(name, span, &path),
            None => words::name_unknown(name, span, near.as_deref()),
        });
        faulty()
    }

    /// A member, without a variable, of what is ranged over: `目标值` in `个数(指标 当
    /// 目标值 是 百分比)`.
    pub(super) fn implied_member(&mut self, scope: &Scope, name: &str, span: Span) -> Option<Expr> {
        let implied = scope.implied()?;
        let known = names::member(&implied.ty, name).is_some()
            || match implied.ty {
                Type::Indicator => scope.form.attribute(name).is_some(),
                Type::Row(table) => scope.form.column(table, name).is_some(),
                _ => false,
            };
        if !known {
            return None;
        }
        let of = Expr::new(span, implied.ty.clone(), Kind::Variable(implied.slot));
        let member = written::Name { text: name.to_owned(), span };
        let (ty, kind) = self.member(scope, of, &member);
        Some(Expr::new(span, ty, kind))
    }

    pub(super) fn member(
        &mut self,
        scope: &Scope,
        of: Expr,
        member: &written::Name,
    ) -> (Type, Kind) {
        let name = member.text.as_str();
        if of.ty == Type::Faulty {
            return faulty();
        }
        let form = &scope.form;
        if of.ty == Type::Indicator
            && let Some(id) = form.attribute(name)
            && let Some(attribute) = form.attribute_at(id)
        {
            return (Type::of_field(&attribute.kind), Kind::Attribute(Box::new(of), id));
        }
        if let Type::Row(table) = of.ty
            && let Some(id) = form.column(table, name)
            && let Some(column) = form.column_at(id)
        {
            return (Type::of_field(&column.kind), Kind::Cell(Box::new(of), id));
        }
        if of.ty == Type::Sheet {
            if let Some(id) = form.field(name)
                && let Some(field) = form.field_at(id)
            {
                let ty = Type::of_field(&field.kind);
                return (ty, Kind::SheetField(Box::new(of), id));
            }
            if name == "年度" {
                return (Type::Figure(UnitKind::Plain), Kind::SheetYear(Box::new(of)));
            }
        }
        if let Type::Match(groups) = &of.ty
            && groups.iter().any(|group| group == name)
        {
            return (Type::Fragment, Kind::Group(Box::new(of), name.to_owned()));
        }
        if let Some(part) = names::member(&of.ty, name) {
            let ty = match part {
                PartOf::Number => match &of.ty {
                    Type::Found(find) => Type::Figure(find.unit().unwrap_or(UnitKind::Any)),
                    _ => Type::Figure(UnitKind::Any),
                },
                PartOf::Low | PartOf::High => Type::Figure(UnitKind::Any),
                PartOf::Aim => Type::Target,
                PartOf::Repeated => Type::Truth,
                PartOf::RowNumber => Type::Figure(UnitKind::Plain),
                PartOf::FirstDay | PartOf::LastDay => Type::Date,
                _ => match names::closed_values(form, part) {
                    Some(values) => Type::Enum { values, open: false },
                    None => Type::Text,
                },
            };
            return (ty, Kind::Part(Box::new(of), part));
        }
        let mut known: Vec<String> = names::members_of(&of.ty).map(str::to_owned).collect();
        match &of.ty {
            Type::Indicator => {
                known.extend(form.attributes.iter().map(|attribute| attribute.name.clone()));
            }
            Type::Row(table) => {
                let columns = form.table_at(*table).into_iter().flat_map(|table| &table.columns);
                known.extend(columns.map(|column| column.name.clone()));
            }
            Type::Match(groups) => known.extend(groups.iter().cloned()),
            Type::Sheet => {
                known.extend(form.fields.iter().map(|field| field.name.clone()));
                known.push("年度".to_owned());
            }
            _ => {}
        }
        let near = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        self.diagnostics.report(words::member_unknown(member, &of.ty, near.as_deref(), &known));
        faulty()
    }
}
