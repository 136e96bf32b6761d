//! Which field a line that could not be read was probably to be, so that one fault is not reported
//! twice: as a broken line and as a missing field.

use super::fields::Fields;
use super::names::{self, YEAR};
use super::reader::SheetReader;
use crate::form::{Field, FieldId};
use crate::source::Span;

/// What may stand where the colon is missing.
const AFTER_KEY: [char; 7] = [' ', '\u{3000}', '\t', ';', '；', '=', '＝'];

impl SheetReader<'_> {
    /// Does not report the field of a broken line as missing too.
    pub(super) fn excuse(&mut self, line: Span, fields: &mut Fields) {
        let name = match self.field_of(line, fields) {
            Some(id) => {
                fields.excuse(id);
                self.form.field_at(id).map(|field| field.name.clone())
            }
            None => self.source.slice(line).starts_with(YEAR).then(|| YEAR.to_owned()),
        };
        fields.broken.extend(name.map(|name| (name, line)));
    }

    /// The field that the line begins with; else an absent one whose name the line has begun or
    /// misspells; else, where it is letters for an input method, the absent one that belongs there.
    fn field_of(&mut self, line: Span, fields: &Fields) -> Option<FieldId> {
        let form = self.form;
        let written = self.source.slice(line).trim();
        let slots = || (0_u16..).map(FieldId).zip(&form.fields);
        let begun = slots().filter_map(|(id, field)| {
            let keys = keys(field).filter(|key| written.starts_with(key));
            Some((keys.map(str::len).max()?, id))
        });
        if let Some((_, id)) = begun.max() {
            return Some(id);
        }
        let is_missing = |(id, field): &(FieldId, &Field)| field.required && fields.is_absent(*id);
        let word = written.split(AFTER_KEY).next().filter(|word| !word.is_empty())?;
        let begins = |(_, field): &(_, &Field)| keys(field).any(|key| key.starts_with(word));
        if let Some((id, _)) = slots().filter(is_missing).find(begins) {
            return Some(id);
        }
        let missing = slots().filter(is_missing).flat_map(|(_, field)| keys(field));
        if let Some(name) = self.nearest(word, missing) {
            return names::field(form, name);
        }
        if !written.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        let span = |id: FieldId| fields.spans.get(usize::from(id.0)).copied().flatten();
        let above = slots().filter_map(|(id, _)| Some((span(id)?.end, id)));
        let above = above.filter(|(end, _)| *end <= line.start).max().map(|(_, id)| id);
        let mut gap = slots().skip_while(|(id, _)| above.is_some_and(|above| *id <= above));
        gap.by_ref().take_while(|(id, _)| span(*id).is_none()).find(is_missing).map(|(id, _)| id)
    }
}

/// The names of a field.
fn keys(field: &Field) -> impl Iterator<Item = &str> {
    names::keys(std::iter::once(field))
}
