//! The built-in functions on texts. Each runs in time linear in the text, or nearly so.

mod brackets;
mod measure;
mod numbering;
mod pieces;
mod prose;
mod repeats;
mod tautology;
mod without_name;

pub(super) use brackets::unpaired_brackets;
#[cfg(test)]
pub(super) use measure::similarity;
pub(super) use measure::{Grain, Profile, grains, length, normalise, percent};
pub(super) use numbering::numbering_breaks;
pub(super) use pieces::{paragraphs, sentences};
pub(super) use prose::{carries, figures, occurrences, periods, promises};
pub(super) use repeats::repeats;
pub(super) use tautology::{LONGEST_TARGET, is_tautology};
pub(super) use without_name::without_name;
