//! Keys to slots of a form: as spelt first, then folded and without blanks. Takes names and a form;
//! knows no places.

use crate::form::{AttributeId, Field, FieldId, Form, LevelId};
use crate::value::same_name;

/// Keys of every sheet, whatever its form.
pub(crate) const TITLE: &str = "表单";
pub(crate) const YEAR: &str = "年度";
/// The field with the name of a sheet.
pub(crate) const PROJECT: &str = "项目名称";

pub(crate) fn field(form: &Form, key: &str) -> Option<FieldId> {
    form.field(key).or_else(|| like(&form.fields, key).map(FieldId))
}

pub(crate) fn attribute(form: &Form, key: &str) -> Option<AttributeId> {
    form.attribute(key).or_else(|| like(&form.attributes, key).map(AttributeId))
}

/// The level of that name directly under `parent` (`None`: the 一级).
pub(crate) fn level(form: &Form, parent: Option<LevelId>, key: &str) -> Option<LevelId> {
    form.level(parent, key).or_else(|| {
        form.level_ids().find(|id| {
            form.level_at(*id).is_some_and(|level| {
                level.parent == parent
                    && (same_name(&level.name, key)
                        || level.aliases.iter().any(|alias| same_name(alias, key)))
            })
        })
    })
}

pub(crate) fn is_tree(form: &Form, key: &str) -> bool {
    form.tree.as_deref().is_some_and(|tree| same_name(tree, key))
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
