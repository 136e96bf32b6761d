//! What a whole sheet lacks, and where it belongs.

use super::fields::Fields;
use super::insert_point::{line_end, newline, point};
use super::reader::SheetReader;
use super::words::{self, MissingPlace};
use crate::form::FieldId;
use crate::syntax::sheet::Entry;

impl SheetReader<'_> {
    /// One finding per missing field, at the nearest field before it in the form that is present.
    pub(super) fn report_missing(&mut self, first: &Entry, fields: &Fields) {
        if !self.is_whole() {
            return;
        }
        let (form, source) = (self.form, self.source);
        let mut before = fields.heading.iter().flatten().max().map(|key| (*key, *key));
        for (at, field) in (0_u16..).zip(&form.fields) {
            let slot = usize::from(at);
            let present = fields.cells.get(slot).and_then(Option::as_ref);
            let span = fields.spans.get(slot).copied().flatten();
            if let (Some(cell), Some(span)) = (present, span) {
                before = Some((cell.key, span));
            }
            if !field.required || !fields.is_absent(FieldId(at)) {
                continue;
            }
            let gap = match before {
                Some((key, span)) => {
                    let end = line_end(source, span.end as usize);
                    let start = newline(source, end);
                    MissingPlace {
                        beside: key,
                        point: point(source, end),
                        before: start,
                        after: "",
                    }
                }
                None => {
                    let start = first.span.start as usize;
                    let end = newline(source, line_end(source, start));
                    let point = point(source, start);
                    MissingPlace { beside: first.key_span, point, before: "", after: end }
                }
            };
            self.report(words::missing_field(field, &gap));
        }
    }
}
