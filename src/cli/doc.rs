//! `biaochi doc`: the handbook of the rules.

use std::path::PathBuf;

use super::args::{self, DocFormat};
use super::explain::code_pages;
use super::{Console, Status, words};
use crate::diagnostic::{Diagnostic, Words, pages};
use crate::handbook::{Handbook, Volume, html, markdown};
use crate::project::{self, Planned, WriteTarget};
use crate::render;
use crate::setup::{self, JudgingPacks};
use crate::source::Sources;

pub(super) fn run(console: &Console, arguments: &args::Doc) -> Status {
    if arguments.codes {
        return codes(console, arguments);
    }
    let mut sources = Sources::new();
    let book = setup::load_here(&arguments.packs.rules, JudgingPacks::WithUppers, &mut sources);
    console.complain(&sources, &book.findings);
    let Some(selected) = arguments.selection.apply(console, book.rules(), &[]) else {
        return Status::Failed;
    };
    // A handbook of some rules would be taken for one of all.
    if book.is_faulty() {
        console.note(words::no_handbook_of_faulty_rules().get(console.lang()));
        return Status::Failed;
    }
    if selected.is_empty() {
        let none = match book.rules().rules.is_empty() {
            true => words::no_rules(),
            false => words::none_selected(),
        };
        console.note(none.get(console.lang()));
        return Status::Failed;
    }
    let target = match target(arguments, &sources) {
        Ok(target) => target,
        Err(failures) => {
            console.complain(&sources, &failures);
            return Status::Failed;
        }
    };
    let volumes: Vec<Volume<'_>> = book
        .packs
        .iter()
        .zip(&book.titles)
        .map(|(pack, title)| Volume { name: &pack.name, title, version: &pack.version })
        .collect();
    let handbook = Handbook::new(book.rules(), &selected, &volumes, console.lang());
    let text = match arguments.format() {
        DocFormat::Markdown => markdown(&handbook),
        DocFormat::Html => html(&handbook),
    };
    // Its text comes from rule files, which may contain anything: clean it as for a terminal.
    let text = render::clean(&text);
    let written = |target: &WriteTarget| words::handbook_written(target.path(), selected.len());
    put(console, &sources, target.as_ref(), &text, written)
}

/// Writes a text, or prints it.
fn put(
    console: &Console,
    sources: &Sources,
    target: Option<&WriteTarget>,
    text: &str,
    written: impl Fn(&WriteTarget) -> Words,
) -> Status {
    let Some(target) = target else {
        console.print(text);
        return Status::Clean;
    };
    match target.write(text.as_bytes()) {
        Ok(()) => {
            console.note(written(target).get(console.lang()));
            Status::Clean
        }
        Err(failure) => {
            console.complain(sources, &[failure]);
            Status::Failed
        }
    }
}

/// The pages of the codes of the tool's own.
fn codes(console: &Console, arguments: &args::Doc) -> Status {
    let sources = Sources::new();
    let target = match target(arguments, &sources) {
        Ok(target) => target,
        Err(failures) => {
            console.complain(&sources, &failures);
            return Status::Failed;
        }
    };
    let written = |target: &WriteTarget| words::codes_written(target.path(), pages().count());
    put(console, &sources, target.as_ref(), &code_pages(console.lang()), written)
}

/// Where the handbook is to be written, if not to standard output.
fn target(
    arguments: &args::Doc,
    sources: &Sources,
) -> Result<Option<WriteTarget>, Vec<Diagnostic>> {
    let Some(path) = arguments.output.as_deref() else { return Ok(None) };
    let asked = format!("--output {}", project::shown(path));
    let inputs: Vec<PathBuf> = sources.iter().map(|source| PathBuf::from(source.name())).collect();
    let planned = [Planned { asked: &asked, path, baseline: false }];
    Ok(project::plan(&planned, &inputs)?.pop())
}
