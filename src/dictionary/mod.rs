//! What rules look up: word lists, tables of endings, catalogues of indicators, synonyms, laws.
//! Tables and their lookups, as data. Knows no rule, no sheet, and nothing of how they are written.

mod catalogue;
mod law;
mod synonyms;
mod word_list;

pub(crate) use catalogue::{Catalogue, Direction, Standard};
pub(crate) use law::{DaySpan, Law};
pub(crate) use synonyms::Synonyms;
pub use word_list::SuffixTable;
pub(crate) use word_list::{Filing, WordList};
