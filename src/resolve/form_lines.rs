//! The lines of a 表单, applied one after another: to nothing, or to the form that it builds on.
//! Every name has its place, so that a repeated one is shown at both.

use super::diagnostic_sink::DiagnosticSink;
use super::words;
use crate::form::{Field, FieldId, FieldKind, Form, IndicatorTree, Level, LevelId, Role, Table};
use crate::nearest::nearest;
use crate::source::Span;
use crate::syntax::rule::{
    Broken, FieldLine, FormItem, FormLine, FormPart, Name, PlaceNode, TypeName,
};
use crate::value::{self, Decimal};

/// A form that is being made.
pub(super) struct FormDraft<'a> {
    form: Form,
    /// The names of fields and of attributes, with their places; of the form below, its own place.
    seen: Vec<(FormPart, String, Span)>,
    tree: Option<&'a Name>,
    /// The names of its own tables, and of the columns of the last.
    tables: Vec<Name>,
    columns: Vec<Name>,
    /// Where the form below is declared.
    below: Option<Span>,
}

impl<'a> FormDraft<'a> {
    /// One without lines: what it takes over from the form below.
    pub(super) fn new(item: &FormItem, below: Option<(&std::sync::Arc<Form>, Span)>) -> Self {
        let mut form = below.map(|(form, _)| Form::clone(form)).unwrap_or_default();
        form.name.clone_from(&item.name.text);
        form.aliases = item.aliases.iter().map(|alias| alias.text.clone()).collect();
        form.general = item.general;
        form.replaced.clear();
        if below.is_none() || item.from_year.is_some() {
            (form.from_year, form.until_year) = (item.from_year, item.until_year);
        }
        if below.is_none() || item.place.is_some() {
            form.place = item.place.as_ref().map(|place| place.text.clone());
        }
        let below = below.map(|(_, span)| span);
        let mut seen = Vec::new();
        if let Some(span) = below {
            for (part, fields) in
                [(FormPart::Field, &form.fields), (FormPart::Attribute, &form.attributes)]
            {
                for field in fields {
                    let names = std::iter::once(&field.name).chain(&field.aliases);
                    seen.extend(names.map(|name| (part, name.clone(), span)));
                }
            }
        }
        Self { form, seen, tree: None, tables: Vec::new(), columns: Vec::new(), below }
    }

    /// Applies a line. What refers to other lines is applied in the end.
    pub(super) fn line<'l: 'a>(
        &mut self,
        line: &'l FormLine,
        diagnostics: &mut DiagnosticSink,
    ) -> Result<(), &'l Broken> {
        match line {
            FormLine::Field(line) => self.field(FormPart::Field, line, diagnostics),
            FormLine::Attribute(line) => self.field(FormPart::Attribute, line, diagnostics),
            FormLine::Tree(name) => match self.tree {
                Some(first) => diagnostics.report(words::second_tree(first, name)),
                None => {
                    self.tree = Some(name);
                    let tree = IndicatorTree { name: name.text.clone(), aliases: Vec::new() };
                    self.form.trees = vec![tree];
                }
            },
            FormLine::Level { name, children } => {
                let parent = self.level(name, None);
                for child in children {
                    self.level(child, parent);
                }
            }
            FormLine::Unjudged(names) => {
                self.form.unjudged.extend(names.iter().map(|name| name.text.clone()));
            }
            FormLine::Renamed { part, old, new } => self.rename(*part, old, new, diagnostics),
            FormLine::Dropped { part, names } => {
                names.iter().for_each(|name| self.drop_part(*part, name, diagnostics));
            }
            FormLine::Table { name, aliases } => self.table(name, aliases, diagnostics),
            FormLine::Column(line) => self.column(line, diagnostics),
            FormLine::Totals(names) => match (self.form.tables.last_mut(), names.first()) {
                (Some(table), _) if !self.tables.is_empty() => {
                    table.totals.extend(names.iter().map(|name| name.text.clone()));
                }
                (_, Some(name)) => diagnostics.report(words::outside_table(name)),
                _ => {}
            },
            FormLine::LevelAlias { .. } | FormLine::Role { .. } => {}
            FormLine::Broken(broken) => return Err(broken),
        }
        Ok(())
    }

    /// The form, with what refers to columns and levels, which may be declared behind it.
    pub(super) fn finish(mut self, item: &FormItem, diagnostics: &mut DiagnosticSink) -> Form {
        for line in &item.lines {
            match line {
                FormLine::Attribute(line) if !line.joins.is_empty() => {
                    self.join_columns(line, diagnostics);
                }
                FormLine::LevelAlias { of, names } => match self.level_at(of) {
                    Some(id) => {
                        let level = self.form.levels.get_mut(usize::from(id.0));
                        let names = names.iter().map(|name| name.text.clone());
                        level.into_iter().for_each(|level| level.aliases.extend(names.clone()));
                    }
                    None => {
                        let path = path_text(of);
                        diagnostics.report(words::aliased_level_unknown(of.span, &path));
                    }
                },
                FormLine::Role { role, levels } => self.role(role, levels, diagnostics),
                _ => {}
            }
        }
        if self.form.attributes.is_empty() {
            self.form.attributes.push(Field {
                name: "目标值".to_owned(),
                aliases: Vec::new(),
                kind: FieldKind::Target,
                required: true,
                signed: true,
                joins: Vec::new(),
            });
        }
        self.form
    }

    fn field(&mut self, part: FormPart, line: &FieldLine, diagnostics: &mut DiagnosticSink) {
        for name in std::iter::once(&line.name).chain(&line.aliases) {
            self.name(part, name, diagnostics);
        }
        let field = field(diagnostics, line);
        if line.own_unit && part == FormPart::Field {
            self.form.unit = u16::try_from(self.form.fields.len()).ok().map(FieldId);
        }
        self.fields_mut(part).push(field);
    }

    /// A table, in place of that of the form below if one has its name.
    fn table(&mut self, name: &Name, aliases: &[Name], diagnostics: &mut DiagnosticSink) {
        let names: Vec<&Name> = std::iter::once(name).chain(aliases).collect();
        for name in &names {
            let earlier = self.tables.iter().find(|earlier| earlier.text == name.text);
            if let Some(first) = earlier {
                diagnostics.report(words::declared_twice(&name.text, first.span, name.span));
            }
        }
        self.form.tables.retain(|table| !table.names().any(|known| known == name.text));
        self.tables.extend(names.into_iter().cloned());
        self.columns.clear();
        self.form.tables.push(Table {
            name: name.text.clone(),
            aliases: aliases.iter().map(|alias| alias.text.clone()).collect(),
            columns: Vec::new(),
            totals: Vec::new(),
        });
    }

    /// A column of the last table.
    fn column(&mut self, line: &FieldLine, diagnostics: &mut DiagnosticSink) {
        let Some(table) = self.form.tables.last_mut().filter(|_| !self.tables.is_empty()) else {
            diagnostics.report(words::outside_table(&line.name));
            return;
        };
        for name in std::iter::once(&line.name).chain(&line.aliases) {
            let earlier = self.columns.iter().find(|earlier| earlier.text == name.text);
            if let Some(first) = earlier {
                diagnostics.report(words::declared_twice(&name.text, first.span, name.span));
            }
            self.columns.push(name.clone());
        }
        table.columns.push(field(diagnostics, line));
    }

    /// Takes a new name, and reports it where it is taken.
    fn name(&mut self, part: FormPart, name: &Name, diagnostics: &mut DiagnosticSink) {
        let mut seen = self.seen.iter();
        if let Some((.., first)) = seen.find(|(of, known, _)| *of == part && *known == name.text) {
            diagnostics.report(match Some(*first) == self.below {
                true => words::below_has(name, *first, part),
                false => words::declared_twice(&name.text, *first, name.span),
            });
        }
        self.seen.push((part, name.text.clone(), name.span));
    }

    fn fields_mut(&mut self, part: FormPart) -> &mut Vec<Field> {
        match part {
            FormPart::Attribute => &mut self.form.attributes,
            _ => &mut self.form.fields,
        }
    }

    /// A level, or the one of that name that the form below has.
    fn level(&mut self, name: &Name, parent: Option<LevelId>) -> Option<LevelId> {
        let known = self.below.and_then(|_| self.form.level(parent, &name.text));
        if known.is_some() {
            return known;
        }
        let id = u16::try_from(self.form.levels.len()).ok().map(LevelId)?;
        self.form.levels.push(Level {
            name: name.text.clone(),
            aliases: Vec::new(),
            parent,
            role: None,
        });
        Some(id)
    }

    fn level_at(&self, of: &PlaceNode) -> Option<LevelId> {
        let mut at = None;
        for (segment, _) in &of.segments {
            at = Some(self.form.level(at, segment.as_deref()?)?);
        }
        at
    }

    /// 角色: what levels are for whose names do not say so.
    fn role(&mut self, name: &Name, levels: &[PlaceNode], diagnostics: &mut DiagnosticSink) {
        let Some(role) = Role::called(&name.text) else {
            let near = nearest(&name.text, Role::names());
            diagnostics.report(words::role_unknown(name, near));
            return;
        };
        for place in levels {
            let found = self.level_at(place);
            let level = found.and_then(|id| self.form.levels.get_mut(usize::from(id.0)));
            match level {
                Some(level) => level.role = Some(role),
                None => diagnostics.report(self.lacks(FormPart::Level, place)),
            }
        }
    }

    /// 由: the columns that make the value of another.
    fn join_columns(&mut self, line: &FieldLine, diagnostics: &mut DiagnosticSink) {
        let own = self.form.attribute(&line.name.text);
        let mut ids = Vec::new();
        for column in &line.joins {
            match self.form.attribute(&column.text) {
                Some(id) if Some(id) != own => ids.push(id),
                _ => diagnostics.report(words::column_unknown(column)),
            }
        }
        let field = own.and_then(|id| self.form.attributes.get_mut(usize::from(id.0)));
        field.into_iter().for_each(|field| field.joins.clone_from(&ids));
    }

    /// 改: the old name still means it.
    fn rename(
        &mut self,
        part: FormPart,
        old: &PlaceNode,
        new: &Name,
        diagnostics: &mut DiagnosticSink,
    ) {
        let Some(at) = self.position(part, old) else {
            diagnostics.report(self.lacks(part, old));
            return;
        };
        let names = match part {
            FormPart::Field | FormPart::Attribute => {
                let is_own = self.fields_mut(part).get(at).is_some_and(|f| f.is_called(&new.text));
                if !is_own {
                    self.name(part, new, diagnostics);
                }
                let field = self.fields_mut(part).get_mut(at);
                field.map(|field| (&mut field.name, &mut field.aliases))
            }
            FormPart::Level => {
                let parent = self.form.levels.get(at).and_then(|level| level.parent);
                let taken = self.form.level(parent, &new.text).map(|id| usize::from(id.0));
                if taken.is_some_and(|taken| taken != at) {
                    let first = self.below.unwrap_or(new.span);
                    diagnostics.report(words::below_has(new, first, part));
                    return;
                }
                let level = self.form.levels.get_mut(at);
                level.map(|level| (&mut level.name, &mut level.aliases))
            }
            FormPart::Tree => {
                let tree = self.form.trees.get_mut(at);
                tree.map(|tree| (&mut tree.name, &mut tree.aliases))
            }
        };
        if let Some((name, aliases)) = names {
            aliases.retain(|alias| *alias != new.text);
            let old = std::mem::replace(name, new.text.clone());
            if old != new.text {
                aliases.push(old);
            }
        }
    }

    /// 去
    fn drop_part(&mut self, part: FormPart, name: &PlaceNode, diagnostics: &mut DiagnosticSink) {
        let Some(at) = self.position(part, name) else {
            diagnostics.report(self.lacks(part, name));
            return;
        };
        match part {
            FormPart::Field | FormPart::Attribute => {
                let field = self.fields_mut(part).remove(at);
                self.seen.retain(|(of, known, _)| *of != part || !field.is_called(known));
                self.close_gap(part, at);
            }
            FormPart::Level => self.drop_level(at),
            FormPart::Tree => {
                self.form.trees.remove(at);
            }
        }
    }

    /// What refers to fields or attributes by their number, after one is gone.
    fn close_gap(&mut self, part: FormPart, gone: usize) {
        let moved = |id: u16| match usize::from(id) {
            at if at == gone => None,
            at if at > gone => Some(id - 1),
            _ => Some(id),
        };
        match part {
            FormPart::Attribute => {
                for field in &mut self.form.attributes {
                    let joins = field.joins.iter();
                    field.joins = joins.filter_map(|id| id.shifted(moved)).collect();
                }
            }
            _ => self.form.unit = self.form.unit.and_then(|id| id.shifted(moved)),
        }
    }

    /// A level with those under it.
    fn drop_level(&mut self, gone: usize) {
        let is_gone = |at: usize, parent: Option<LevelId>| {
            at == gone || parent.is_some_and(|parent| usize::from(parent.0) == gone)
        };
        let levels = std::mem::take(&mut self.form.levels);
        let mut moved: Vec<Option<LevelId>> = Vec::new();
        for (at, level) in levels.into_iter().enumerate() {
            if is_gone(at, level.parent) {
                moved.push(None);
                continue;
            }
            moved.push(u16::try_from(self.form.levels.len()).ok().map(LevelId));
            let parent = level.parent.and_then(|id| *moved.get(usize::from(id.0))?);
            self.form.levels.push(Level { parent, ..level });
        }
    }

    fn position(&self, part: FormPart, name: &PlaceNode) -> Option<usize> {
        let text = path_text(name);
        match part {
            FormPart::Field => self.form.field(&text).map(|id| usize::from(id.0)),
            FormPart::Attribute => self.form.attribute(&text).map(|id| usize::from(id.0)),
            FormPart::Level => self.level_at(name).map(|id| usize::from(id.0)),
            FormPart::Tree => self.form.trees.iter().position(|tree| tree.is_called(&text)),
        }
    }

    fn lacks(&self, part: FormPart, name: &PlaceNode) -> crate::diagnostic::Diagnostic {
        let form = &self.form;
        let known: Vec<String> = match part {
            FormPart::Field => form.fields.iter().map(|field| field.name.clone()).collect(),
            FormPart::Attribute => form.attributes.iter().map(|field| field.name.clone()).collect(),
            FormPart::Level => form.level_ids().map(|id| form.level_path(id)).collect(),
            FormPart::Tree => form.trees.iter().map(|tree| tree.name.clone()).collect(),
        };
        let text = path_text(name);
        let last = text.rsplit('/').next().unwrap_or_default();
        let of_its_name =
            || known.iter().find(|path| path.rsplit('/').next() == Some(last)).map(String::as_str);
        let near = nearest(&text, known.iter().map(String::as_str)).or_else(of_its_name);
        words::part_unknown(part, &text, name.span, near, self.below)
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

/// `一级/二级` as text.
pub(super) fn path_text(place: &PlaceNode) -> String {
    let parts: Vec<&str> =
        place.segments.iter().map(|(name, _)| name.as_deref().unwrap_or("*")).collect();
    parts.join("/")
}
