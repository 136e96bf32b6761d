//! Keys to slots of a form: as spelt first, then folded and without blanks. Takes names and a form;
//! knows no places.

use crate::form::{AttributeId, ColumnId, Field, FieldId, Form, LevelId, Table, TableId};
use crate::value::{Decimal, money_unit, same_name, squash};

/// Keys of every sheet, whatever its form.
pub(crate) const TITLE: &str = "表单";
pub(crate) const YEAR: &str = "年度";
/// The field with the name of a sheet.
pub(crate) const PROJECT: &str = "项目名称";

pub(crate) fn field(form: &Form, key: &str) -> Option<FieldId> {
    let called = |key: &str| form.field(key).or_else(|| like(&form.fields, key).map(FieldId));
    // 资金总额（万元）
    called(key).or_else(|| unit_in_key(key).and_then(|(name, _)| called(&name)))
}

/// A key that ends with the unit of its amounts in brackets: its name without it, and the unit.
pub(crate) fn unit_in_key(key: &str) -> Option<(String, (&'static str, Decimal))> {
    let folded = squash(key);
    let (name, bracket) = folded.strip_suffix(')')?.rsplit_once('(')?;
    let unit = bracket.strip_prefix("单位:").unwrap_or(bracket);
    Some((name.to_owned(), money_unit(unit)?))
}

pub(crate) fn table(form: &Form, key: &str) -> Option<TableId> {
    // Most forms have none.
    if form.tables.is_empty() {
        return None;
    }
    let called = |key: &str| {
        let like = || {
            let is_like = |table: &Table| table.names().any(|name| same_name(name, key));
            form.tables.iter().position(is_like).and_then(|at| u16::try_from(at).ok()).map(TableId)
        };
        form.table(key).or_else(like)
    };
    called(key).or_else(|| unit_in_key(key).and_then(|(name, _)| called(&name)))
}

pub(crate) fn column(form: &Form, table: TableId, key: &str) -> Option<ColumnId> {
    let columns = &form.table_at(table)?.columns;
    let called = |key: &str| {
        form.column(table, key).or_else(|| like(columns, key).map(|at| ColumnId { table, at }))
    };
    called(key).or_else(|| unit_in_key(key).and_then(|(name, _)| called(&name)))
}

pub(crate) fn attribute(form: &Form, key: &str) -> Option<AttributeId> {
    form.attribute(key).or_else(|| like(&form.attributes, key).map(AttributeId))
}

/// The level of that name directly under `parent` (`None`: the 一级).
pub(crate) fn level(form: &Form, parent: Option<LevelId>, key: &str) -> Option<LevelId> {
    form.level(parent, key)
        .or_else(|| {
            form.level_ids().find(|id| {
                form.level_at(*id).is_some_and(|level| {
                    level.parent == parent
                        && (same_name(&level.name, key)
                            || level.aliases.iter().any(|alias| same_name(alias, key)))
                })
            })
        })
        .or_else(|| printed_level(form, parent, key))
}

/// A level as forms print it: with its points (产出指标（50分）), and in the general form without
/// the word 指标.
fn printed_level(form: &Form, parent: Option<LevelId>, key: &str) -> Option<LevelId> {
    let stem = level_stem(key, form.general);
    form.level_ids().find(|id| {
        form.level_at(*id).is_some_and(|level| {
            let mut names = std::iter::once(&level.name).chain(&level.aliases).map(String::as_str);
            level.parent == parent && names.any(|name| level_stem(name, form.general) == stem)
        })
    })
}

/// Whether a key is printed on the form and not judged, with points behind it or without.
pub(crate) fn is_unjudged(form: &Form, key: &str) -> bool {
    // Most forms judge all that they print.
    if form.unjudged.is_empty() {
        return false;
    }
    let stem = level_stem(key, false);
    form.unjudged.iter().any(|name| same_name(name, key) || level_stem(name, false) == stem)
}

/// The level of that name, wherever it stands; the first levels come first.
pub(crate) fn level_anywhere(form: &Form, key: &str) -> Option<LevelId> {
    let parents = form
        .level_ids()
        .filter(|id| form.level_at(*id).is_some_and(|level| level.parent.is_none()));
    level(form, None, key)
        .or_else(|| parents.into_iter().find_map(|parent| level(form, Some(parent), key)))
}

/// A level's name without the number before it and the points behind it.
pub(super) fn level_stem(name: &str, general: bool) -> String {
    let folded = squash(name);
    let is_number = |at: char| at.is_ascii_digit() || "一二三四五六七八九十".contains(at);
    let rest = folded.trim_start_matches(is_number);
    let bare = match rest.strip_prefix(['.', '、']) {
        Some(rest) if rest.len() < folded.len() => rest,
        _ => &*folded,
    };
    let is_points = |at: char| at.is_ascii_digit() || "-~至.%分".contains(at);
    let without = bare.strip_suffix('分').filter(|rest| rest.ends_with(')')).unwrap_or(bare);
    let without = match without.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((name, points)) if points.chars().all(is_points) => name,
        _ => match bare.strip_suffix('分') {
            Some(rest) => rest.trim_end_matches(|at: char| at.is_ascii_digit()),
            None => without,
        },
    };
    let stem = match general {
        true => ["指标", "目标"].iter().find_map(|end| without.strip_suffix(end)),
        false => None,
    };
    stem.filter(|stem| !stem.is_empty()).unwrap_or(without).to_owned()
}

pub(crate) fn is_tree(form: &Form, key: &str) -> bool {
    form.trees.iter().any(|tree| {
        same_name(&tree.name, key) || tree.aliases.iter().any(|alias| same_name(alias, key))
    })
}

/// Every key that means one of the fields.
pub(crate) fn keys<'a>(fields: impl Iterator<Item = &'a Field>) -> impl Iterator<Item = &'a str> {
    fields.flat_map(|field| {
        std::iter::once(field.name.as_str()).chain(field.aliases.iter().map(String::as_str))
    })
}

fn like(fields: &[Field], key: &str) -> Option<u16> {
    let called = |field: &Field| {
        same_name(&field.name, key) || field.aliases.iter().any(|alias| same_name(alias, key))
    };
    fields.iter().position(called).and_then(|at| u16::try_from(at).ok())
}
