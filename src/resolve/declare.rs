//! What files declare besides rules: forms, laws, word lists, tables of endings. From syntax
//! to checked form, with findings.

use std::sync::Arc;

use super::checker::Checker;
use super::diagnostic_sink::DiagnosticSink;
use super::names::Vocabulary;
use super::words;
use crate::dictionary::Law;
use crate::form::{Field, FieldId, FieldKind, Form, Level, LevelId, Table};
use crate::source::Span;
use crate::syntax::rule::{FieldLine, FormItem, FormLine, LawItem, Name, PlaceNode, TypeName};
use crate::value::{self, Decimal, read_date};

/// What a name in a form stands for; a name is unique among those of its kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NamedKind {
    /// A field.
    Field,
    /// A table, which may have the name of a field: rows under a key are the table.
    Table,
    /// A column of indicators.
    Attribute,
    /// A column of the table under way.
    Column,
}

impl<'a> Checker<'a> {
    /// 表单
    pub(super) fn form(&mut self, item: &'a FormItem, pack: &'a str) {
        let mut form = Form {
            name: item.name.text.clone(),
            aliases: item.aliases.iter().map(|alias| alias.text.clone()).collect(),
            general: item.general,
            unjudged: Vec::new(),
            from_year: item.from_year,
            until_year: item.until_year,
            place: item.place.as_ref().map(|place| place.text.clone()),
            fields: Vec::new(),
            unit: None,
            tree: None,
            levels: Vec::new(),
            attributes: Vec::new(),
            tables: Vec::new(),
        };
        // Every name of a form, with its place, to find repeated ones.
        let mut seen: Vec<(&Name, NamedKind)> = Vec::new();
        let mut tree: Option<&Name> = None;
        for form_line in &item.lines {
            match form_line {
                FormLine::Field(line) | FormLine::Attribute(line) => {
                    let attribute = matches!(form_line, FormLine::Attribute(_));
                    let kind = if attribute { NamedKind::Attribute } else { NamedKind::Field };
                    for name in std::iter::once(&line.name).chain(&line.aliases) {
                        self.name_once(&mut seen, name, kind);
                    }
                    let field = field(&mut self.diagnostics, line);
                    if line.own_unit && !attribute {
                        form.unit = u16::try_from(form.fields.len()).ok().map(FieldId);
                    }
                    if attribute { &mut form.attributes } else { &mut form.fields }.push(field);
                }
                FormLine::Tree(name) => match tree {
                    Some(first) => {
                        self.diagnostics.report(words::second_tree(first, name));
                    }
                    None => {
                        tree = Some(name);
                        form.tree = Some(name.text.clone());
                    }
                },
                FormLine::Level { name, children } => {
                    let parent = push_level(&mut form, name, None);
                    for child in children {
                        push_level(&mut form, child, parent);
                    }
                }
                FormLine::LevelAlias { .. } => {}
                FormLine::Unjudged(names) => {
                    form.unjudged.extend(names.iter().map(|name| name.text.clone()));
                }
                FormLine::Table { name, aliases } => {
                    for name in std::iter::once(name).chain(aliases) {
                        self.name_once(&mut seen, name, NamedKind::Table);
                    }
                    seen.retain(|(_, kind)| *kind != NamedKind::Column);
                    form.tables.push(Table {
                        name: name.text.clone(),
                        aliases: aliases.iter().map(|alias| alias.text.clone()).collect(),
                        columns: Vec::new(),
                        totals: Vec::new(),
                    });
                }
                FormLine::Column(line) => {
                    let column = field(&mut self.diagnostics, line);
                    for name in std::iter::once(&line.name).chain(&line.aliases) {
                        self.name_once(&mut seen, name, NamedKind::Column);
                    }
                    match form.tables.last_mut() {
                        Some(table) => table.columns.push(column),
                        None => self.diagnostics.report(words::outside_table(&line.name)),
                    }
                }
                FormLine::Totals(names) => match form.tables.last_mut() {
                    Some(table) => {
                        table.totals.extend(names.iter().map(|name| name.text.clone()));
                    }
                    None => {
                        let outside = names.iter().take(1).map(words::outside_table);
                        outside.for_each(|found| self.diagnostics.report(found));
                    }
                },
                FormLine::Broken(broken) => self.broken(broken),
            }
        }
        self.refer_back(&mut form, item);
        if form.attributes.is_empty() {
            form.attributes.push(Field {
                name: "目标值".to_owned(),
                aliases: Vec::new(),
                kind: FieldKind::Target,
                required: true,
                signed: true,
                joins: Vec::new(),
            });
        }
        let twin = self.vocabulary.forms.find(|(known, _)| {
            known.name == form.name
                && known.place == form.place
                && (known.covers(form.from_year) && form.covers(known.from_year))
        });
        if let Some(first) = twin.and_then(|id| self.vocabulary.form_spans.get(&id)).copied() {
            self.diagnostics.report(words::declared_twice(&form.name, first, item.name.span));
            return;
        }
        let id = self.vocabulary.forms.push((Arc::new(form), pack));
        self.vocabulary.form_spans.insert(id, item.name.span);
    }

    /// Reports a name that a form gives twice to things of a kind.
    fn name_once<'n>(
        &mut self,
        seen: &mut Vec<(&'n Name, NamedKind)>,
        name: &'n Name,
        kind: NamedKind,
    ) {
        let first = seen.iter().find(|(known, of)| known.text == name.text && *of == kind);
        if let Some((first, _)) = first {
            self.diagnostics.report(words::declared_twice(&name.text, first.span, name.span));
        }
        seen.push((name, kind));
    }

    /// What refers to columns and levels, which may be declared behind it.
    fn refer_back(&mut self, form: &mut Form, item: &FormItem) {
        let mut column = 0;
        for line in &item.lines {
            match line {
                FormLine::Attribute(line) => {
                    if !line.joins.is_empty() {
                        self.join_columns(form, column, &line.joins);
                    }
                    column += 1;
                }
                FormLine::LevelAlias { of, names } => self.alias_level(form, of, names),
                _ => {}
            }
        }
    }

    /// 由: the columns that make the value of another.
    fn join_columns(&mut self, form: &mut Form, at: usize, columns: &[Name]) {
        let mut ids = Vec::new();
        for column in columns {
            match form.attribute(&column.text) {
                Some(id) if usize::from(id.0) != at => ids.push(id),
                _ => self.diagnostics.report(words::column_unknown(column)),
            }
        }
        if let Some(field) = form.attributes.get_mut(at) {
            field.joins = ids;
        }
    }

    /// 层级又名: other names of a level.
    fn alias_level(&mut self, form: &mut Form, of: &PlaceNode, names: &[Name]) {
        let mut at = None;
        for (segment, _) in &of.segments {
            let level = segment.as_deref().and_then(|name| form.level(at, name));
            let Some(level) = level else {
                self.diagnostics.report(words::aliased_level_unknown(of.span, &path_text(of)));
                return;
            };
            at = Some(level);
        }
        let level = at.and_then(|id| form.levels.get_mut(usize::from(id.0)));
        level
            .into_iter()
            .for_each(|level| level.aliases.extend(names.iter().map(|name| name.text.clone())));
    }

    /// 法规
    pub(super) fn law(&mut self, item: &LawItem) {
        for broken in &item.broken {
            self.broken(broken);
        }
        if let Some(first) = self.declared(&item.name) {
            self.diagnostics.report(words::declared_twice(&item.name.text, first, item.name.span));
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

fn field(diagnostics: &mut DiagnosticSink, line: &FieldLine) -> Field {
    let kind = match &line.kind {
        TypeName::Text => FieldKind::Text,
        TypeName::Integer => FieldKind::Integer,
        TypeName::Number => FieldKind::Number,
        TypeName::Percent => FieldKind::Percent,
        TypeName::Money(unit) => FieldKind::Money { unit: money_unit(diagnostics, unit.as_ref()) },
        TypeName::Date => FieldKind::Date,
        TypeName::YesNo => FieldKind::YesNo,
        TypeName::Enum { values, open } => FieldKind::Enum {
            values: values.iter().map(|value| value.text.clone()).collect(),
            open: *open,
        },
        TypeName::Target => FieldKind::Target,
    };
    Field {
        name: line.name.text.clone(),
        aliases: line.aliases.iter().map(|alias| alias.text.clone()).collect(),
        kind,
        required: line.required,
        signed: line.signed,
        joins: Vec::new(),
    }
}

fn money_unit(diagnostics: &mut DiagnosticSink, unit: Option<&Name>) -> Decimal {
    let Some(unit) = unit else { return Decimal::ONE };
    match value::money_unit(&unit.text) {
        Some((_, yuan)) => yuan,
        None => {
            diagnostics.report(words::money_unit_unknown(unit));
            Decimal::ONE
        }
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

/// `一级/二级` as text.
pub(super) fn path_text(place: &PlaceNode) -> String {
    let parts: Vec<&str> =
        place.segments.iter().map(|(name, _)| name.as_deref().unwrap_or("*")).collect();
    parts.join("/")
}

fn push_level(form: &mut Form, name: &Name, parent: Option<LevelId>) -> Option<LevelId> {
    let id = u16::try_from(form.levels.len()).ok().map(LevelId)?;
    form.levels.push(Level { name: name.text.clone(), aliases: Vec::new(), parent });
    Some(id)
}
