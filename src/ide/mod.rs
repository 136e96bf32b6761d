//! Answers about a place in a text, for editors and for pages: what can be written there, what it
//! means. Takes snapshots of a workspace, texts by their ids, and bytes; gives its own types. Knows
//! no disk, no clock, no terminal, and no protocol.

mod complete;
mod document;
mod hints;
mod hover;
mod keywords;
mod names;
mod outline;
mod rename;
mod rules;
mod selection;
mod targets;
mod tokens;
mod words;

pub use complete::{Completion, CompletionKind, awaits, complete};
pub use hints::{Hint, hints};
pub use hover::{HoverText, about_finding, hover};
pub use names::{definition, demands, references};
pub use outline::{Symbol, SymbolKind, folds, symbols};
pub use rename::{Renaming, renamable, rename};
pub use rules::DeclaredKind;
pub use selection::{links, rule_names, selections};
pub use tokens::{ColourKind, ColourToken, tokens};

use crate::diagnostic::Lang;

/// How answers are given.
#[derive(Clone, Copy, Debug)]
pub struct IdeOptions {
    /// The language of what is shown. What is written into a text follows the text.
    pub lang: Lang,
    /// Whether offers may be snippets with tab stops.
    pub snippets: bool,
    /// Whether letters find Chinese names by their sounds.
    pub pinyin: bool,
}

impl Default for IdeOptions {
    fn default() -> Self {
        Self { lang: Lang::Zh, snippets: true, pinyin: true }
    }
}
