//! What judges the sheets of a project: its settings, and its packs, read and checked. Takes the
//! settings and packs that `project` reads; gives what `check` needs. Knows no argument, no
//! protocol and no sheet.

mod correct;
mod rulebook;
mod settings;
mod words;

pub(crate) use correct::correct;
pub(crate) use rulebook::{
    JudgingPacks, Rulebook, builtin_names, load, load_here, load_text, packs_here,
};
pub(crate) use settings::{Criteria, Settings, packs};
