//! What each code of the program's own means: what, why, an example, the remedy, in both languages.
//! The pages are text files, so that whoever writes prose can edit them.

use super::{Code, Words};

/// The pages, by stage. A page is a heading, four lines (what and why in Chinese and in English,
/// the remedy in both) and an example, indented.
const TEXTS: [&str; 3] = [
    include_str!("pages/sheet.txt"),
    include_str!("pages/rules.txt"),
    include_str!("pages/run.txt"),
];

/// The page of a code.
#[derive(Clone, Debug)]
pub struct CodePage {
    /// The code.
    pub name: &'static str,
    /// What it is, and why it matters.
    pub what: Words,
    /// What to do.
    pub remedy: Words,
    /// A sheet or a rule file that raises it; empty where a file cannot show it.
    pub example: String,
}

/// Every page, in the order of the files.
pub fn pages() -> impl Iterator<Item = CodePage> {
    TEXTS.iter().flat_map(|text| text.split("\n## ")).map(page)
}

/// The page of a code.
pub(crate) fn page_of(name: &str) -> Option<CodePage> {
    pages().find(|page| page.name == name)
}

/// The names of all codes of the program's own.
pub fn own_codes() -> impl Iterator<Item = &'static str> {
    Code::ALL.iter().map(Code::name)
}

fn page(text: &'static str) -> CodePage {
    let mut lines = text.trim_start_matches("## ").lines();
    let mut next = || lines.next().unwrap_or_default();
    let name = next().trim();
    let what = Words::new(next(), next());
    let remedy = Words::new(next(), next());
    let example: Vec<&str> = lines.map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    CodePage { name, what, remedy, example: example.join("\n").trim_end().to_owned() }
}
