//! Where the parts of texts stand. Takes places in a part; gives places in the text that it is a part of.

use std::collections::BTreeMap;

use crate::eval::Cause;
use crate::source::{SourceId, Span};

/// The text and the first byte of each part.
#[derive(Debug, Default)]
pub(super) struct Places {
    parts: BTreeMap<SourceId, (SourceId, u32)>,
}

impl Places {
    /// Takes in a part that begins at that byte of a text, and names it.
    pub(super) fn add(&mut self, text: SourceId, start: usize) -> SourceId {
        let id = SourceId::part(u32::try_from(self.parts.len()).unwrap_or(u32::MAX));
        self.parts.insert(id, (text, u32::try_from(start).unwrap_or(u32::MAX)));
        id
    }

    /// A place in a part as one in its text; any other place stays.
    pub(super) fn in_text(&self, span: Span) -> Span {
        let part = self.parts.get(&span.source);
        part.map_or(span, |(text, start)| span.rebased(*text, *start))
    }

    /// A cause with its place in the text.
    pub(super) fn cause(&self, cause: Cause) -> Cause {
        match cause {
            Cause::Elsewhere(span, field) => Cause::Elsewhere(self.in_text(span), field),
            Cause::NoFigure(span) => Cause::NoFigure(self.in_text(span)),
            Cause::Units(span) => Cause::Units(self.in_text(span)),
            Cause::NoNumber(span) => Cause::NoNumber(self.in_text(span)),
            Cause::Arithmetic(span) => Cause::Arithmetic(self.in_text(span)),
            Cause::Absent(_) | Cause::Unreadable(_) | Cause::NoYear | Cause::TooMuchWork => cause,
        }
    }
}
