//! Members of values, and values as texts or figures. Takes values; does not know which expression
//! asks.

use super::Cause;
use super::expr::Evaluator;
use super::targets::target_of;
use super::value::{Known, Meaning, Snippet, Val, unknown};
use crate::form::{FieldKind, LevelId};
use crate::model::Row;
use crate::rule::{Expr, LookupKey, PartOf, PatternId};
use crate::value::{Figure, Value, read_figure};

impl<'s> Evaluator<'s> {
    /// A member of what an expression yields.
    pub(super) fn part(&mut self, of: &'s Expr, part: PartOf) -> Known<Val<'s>> {
        let found = self.look(of, |evaluator, value| match value {
            Val::Target(None) if part == PartOf::Number => Ok(None),
            value => evaluator.part_of(value, part).map(Some),
        })?;
        found.map_or_else(|| unknown(self.without_figure(&Val::Target(None), of)), Ok)
    }

    fn part_of(&self, value: &Val<'s>, part: PartOf) -> Known<Val<'s>> {
        Ok(match value {
            Val::Indicator(sheet, at) => {
                let form = &sheet.form;
                let Some(indicator) = sheet.indicators.get(*at) else { return Ok(Val::Nothing) };
                let level = |id: Option<LevelId>| {
                    id.and_then(|id| form.level_at(id))
                        .map_or(Val::Nothing, |level| Val::Text(Snippet::loose(&*level.name)))
                };
                let own = indicator.level.and_then(|id| form.level_at(id));
                match part {
                    PartOf::Name => Val::Text(Snippet::placed(&indicator.name)),
                    PartOf::Level1 => level(own.and_then(|level| level.parent).or(indicator.level)),
                    PartOf::Level2 => {
                        level(indicator.level.filter(|_| own.is_some_and(|l| l.parent.is_some())))
                    }
                    PartOf::Filing => {
                        let path = indicator
                            .level
                            .and_then(|id| self.world.path(self.rules.form_id(&sheet.form)?, id));
                        path.map_or(Val::Nothing, |path| Val::Text(Snippet::loose(path)))
                    }
                    _ => Val::Nothing,
                }
            }
            Val::Row(sheet, table, at) => {
                let row = sheet.row(*table, *at);
                match (part, row.and_then(Row::name)) {
                    (PartOf::Name, Some(name)) => Val::Text(Snippet::placed(name)),
                    (PartOf::RowNumber, _) => Val::Figure(Figure::plain(*at + 1)),
                    _ => Val::Nothing,
                }
            }
            Val::Field(sheet, id) => {
                let (form, id) = (&sheet.form, *id);
                let Some(field) = form.field_at(id) else { return Ok(Val::Nothing) };
                match part {
                    PartOf::Name => Val::Text(Snippet::loose(&*field.name)),
                    PartOf::FieldType => Val::Text(Snippet::loose(field.kind.zh())),
                    PartOf::FieldValue => match sheet.field(id).filter(|cell| !cell.is_empty()) {
                        // As written, even if it is no date; but a text that cannot be read is
                        // none.
                        Some(cell) if cell.value.is_some() || field.kind != FieldKind::Text => {
                            Val::Text(Snippet::placed(&cell.text))
                        }
                        _ => return unknown(Cause::lacking(sheet, LookupKey::Field(id))),
                    },
                    _ => Val::Nothing,
                }
            }
            Val::Target(cell) => {
                let place = cell.map_or(self.sheet.head, |cell| cell.span);
                return self.target_part(target_of(*cell), place, part);
            }
            Val::Fragments(found) => match found.sole() {
                Some(found) => return self.found_part(found, part),
                None => Val::Nothing,
            },
            Val::Match(matched) if part == PartOf::Wording => Val::Text(matched.whole.clone()),
            Val::Text(snippet) if part == PartOf::Wording => Val::Text(snippet.clone()),
            _ => Val::Nothing,
        })
    }

    /// The characters of a value, where it has a text.
    pub(crate) fn text<'v>(&self, value: &'v Val<'s>) -> Option<&'v str> {
        match value {
            Val::Text(snippet) => Some(&snippet.text),
            Val::Match(matched) => Some(&matched.whole.text),
            Val::Target(cell) => Some(cell.map_or("", |cell| cell.text.as_str())),
            Val::Fragments(found) => found.sole().map(|only| &*only.snippet.text),
            Val::Field(sheet, id) => sheet.field(*id).map(|cell| cell.text.as_str()),
            Val::Indicator(sheet, at) => {
                sheet.indicators.get(*at).map(|indicator| indicator.name.as_str())
            }
            Val::Row(sheet, table, at) => Some(sheet.row(*table, *at)?.name()?.as_str()),
            _ => None,
        }
    }

    /// Whether a pattern may match in a value: known of what stands in a sheet.
    pub(crate) fn may_match(&self, pattern: PatternId, value: &Val<'s>) -> bool {
        let whole = match value {
            Val::Text(snippet) => snippet.whole(),
            Val::Match(matched) => matched.whole.whole(),
            Val::Target(cell) => cell.map(|cell| &cell.text),
            Val::Fragments(found) => found.sole().and_then(|only| only.snippet.whole()),
            Val::Field(sheet, id) => sheet.field(*id).map(|cell| &cell.text),
            Val::Indicator(sheet, at) => sheet.indicators.get(*at).map(|indicator| &indicator.name),
            _ => None,
        };
        whole.is_none_or(|whole| self.facts.may_match(self.rules, pattern, whole))
    }

    /// The text of a value, where it has one.
    pub(crate) fn snippet(&self, value: &Val<'s>) -> Option<Snippet<'s>> {
        match value {
            Val::Text(snippet) => Some(snippet.clone()),
            Val::Match(matched) => Some(matched.whole.clone()),
            Val::Target(cell) => Some(match cell {
                Some(cell) => Snippet::placed(&cell.text),
                None => Snippet::loose(""),
            }),
            Val::Fragments(found) => found.sole().map(|only| only.snippet.clone()),
            Val::Field(sheet, id) => sheet.field(*id).map(|cell| Snippet::placed(&cell.text)),
            Val::Indicator(sheet, at) => {
                sheet.indicators.get(*at).map(|found| Snippet::placed(&found.name))
            }
            Val::Row(sheet, table, at) => Some(Snippet::placed(sheet.row(*table, *at)?.name()?)),
            _ => None,
        }
    }

    /// The figure of a value, where it has one.
    pub(crate) fn figure(&self, value: &Val<'s>) -> Option<Figure> {
        match value {
            Val::Figure(figure) => Some(figure.clone()),
            Val::Target(cell) => match &(*cell)?.value {
                Some(Value::Target(target)) => target.figure().cloned(),
                _ => None,
            },
            Val::Fragments(found) => match &found.sole()?.meaning {
                Meaning::Figure(figure) => Some(figure.clone()),
                Meaning::Target(target) | Meaning::Promise { target, .. } => {
                    target.figure().cloned()
                }
                Meaning::Words | Meaning::Period(_) => read_figure(self.text(value)?),
            },
            Val::Text(_) | Val::Match(_) => read_figure(self.text(value)?),
            _ => None,
        }
    }
}
