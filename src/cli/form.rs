//! `biaochi form SHEET`

use std::path::PathBuf;

use super::{Console, Status, args, words};
use crate::check;
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::format;
use crate::project;
use crate::setup;
use crate::source::{Source, SourceId, Sources};

/// The pack that knows the fields and levels of many forms.
const GENERAL: &str = "undeclared";

pub(super) fn run(console: &Console, arguments: &args::FormArgs) -> Status {
    let mut sources = Sources::new();
    let packs = [PathBuf::from(GENERAL)];
    let book = setup::load_here(&packs, setup::JudgingPacks::WithUppers, &mut sources);
    let path = std::slice::from_ref(&arguments.path);
    let (read, failures) = project::read_all(path, &mut sources, &|| ());
    console.complain(&sources, &failures);
    let hinders = |failure: &Diagnostic| failure.severity == Severity::Error;
    if failures.iter().any(hinders) {
        return Status::Failed;
    }
    let mut blocks: Vec<String> = Vec::new();
    for (_, source) in &read {
        for block in check::draft_forms(source, book.rules()) {
            let block = in_language(console.lang(), block);
            if !blocks.contains(&block) {
                blocks.push(block);
            }
        }
    }
    if blocks.is_empty() {
        console.note(words::no_title(&arguments.path.display().to_string()).get(console.lang()));
        return Status::Failed;
    }
    let about = words::about_form(&arguments.path.display().to_string());
    console.print(&format!("# {}\n\n{}", about.get(console.lang()), blocks.join("\n")));
    Status::Clean
}

fn in_language(lang: Lang, block: String) -> String {
    let source = Source::new(SourceId::ALONE, "", block.as_str());
    match lang {
        Lang::Zh => block,
        Lang::En => format::rules(&source, Some(lang)).unwrap_or(block),
    }
}
