//! A subject, and its predicate in four moods. Knows no language.

use super::tree::Single;

pub(super) struct Moods {
    pub subject: String,
    /// It is so.
    pub yes: String,
    /// It is not so.
    pub no: String,
    /// It must be so.
    pub must: String,
    /// It must not be so.
    pub must_not: String,
}

/// Whether a condition is stated or demanded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Stated,
    Demanded,
}

impl Moods {
    /// The clause of a condition, of which its atom may be the reverse.
    pub(super) fn of(single: &Single<'_>, atom: Moods) -> Self {
        if single.reversed { atom.reversed() } else { atom }
    }

    /// The same with its moods reversed.
    pub(super) fn reversed(self) -> Self {
        let Moods { subject, yes, no, must, must_not } = self;
        Moods { subject, yes: no, no: yes, must: must_not, must_not: must }
    }

    pub(super) fn predicate(&self, mood: Mood, affirmed: bool) -> &str {
        match (mood, affirmed) {
            (Mood::Stated, true) => &self.yes,
            (Mood::Stated, false) => &self.no,
            (Mood::Demanded, true) => &self.must,
            (Mood::Demanded, false) => &self.must_not,
        }
    }
}
