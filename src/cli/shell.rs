//! `biaochi completions` and `biaochi man`: the command line as shells and `man` need it. Takes the
//! tree of commands in the requested language; gives scripts and pages. Knows no command by name.

use std::io;
use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;

use super::help::{self, words};
use super::{Console, Status, args};
use crate::diagnostic::{Diagnostic, Lang};
use crate::project::{self, Planned};
use crate::source::Sources;

pub(super) fn completions(console: &Console, arguments: &args::Completions) -> Status {
    let mut script = Vec::new();
    let mut command = help::described(console.lang());
    clap_complete::generate(arguments.shell, &mut command, NAME, &mut script);
    console.print(&String::from_utf8_lossy(&script));
    Status::Clean
}

pub(super) fn manual(console: &Console, arguments: &args::Man) -> Status {
    let mut command = help::described(console.lang());
    command.build();
    let Some(folder) = &arguments.output else {
        console.print(&page(&command, console.lang()).unwrap_or_default());
        return Status::Clean;
    };
    let failures = project::make_folder(folder).map_err(|failure| vec![failure]);
    let failures = failures.and_then(|()| write_pages(console, &command, folder)).err();
    console.complain(&Sources::new(), failures.as_deref().unwrap_or_default());
    if failures.is_none() { Status::Clean } else { Status::Failed }
}

/// The foot of a page.
const VERSION: &str = concat!("biaochi ", env!("CARGO_PKG_VERSION"));

/// The program as shells call it.
const NAME: &str = "biaochi";

/// Writes the pages of a command and its subcommands: all, or none if one cannot be written.
fn write_pages(console: &Console, command: &Command, folder: &Path) -> Result<(), Vec<Diagnostic>> {
    let mut pages = Vec::new();
    gather(console, command, folder, &mut pages).map_err(|failure| vec![failure])?;
    let asked = format!("--output {}", project::shown(folder));
    let planned: Vec<Planned<'_>> =
        pages.iter().map(|(path, _)| Planned { asked: &asked, path, baseline: false }).collect();
    for (target, (_, text)) in project::plan(&planned, &[])?.iter().zip(&pages) {
        target.write(text.as_bytes()).map_err(|failure| vec![failure])?;
    }
    Ok(())
}

fn gather(
    console: &Console,
    command: &Command,
    folder: &Path,
    pages: &mut Vec<(PathBuf, String)>,
) -> Result<(), Diagnostic> {
    let file = folder.join(Man::new(command.clone()).get_filename());
    let text =
        page(command, console.lang()).map_err(|cause| super::words::not_rendered(&file, &cause))?;
    pages.push((file, text));
    command.get_subcommands().try_for_each(|below| gather(console, below, folder, pages))
}

/// A page of the manual. The library's own words are English; a Chinese page replaces them.
fn page(command: &Command, lang: Lang) -> io::Result<String> {
    let mut bytes = Vec::new();
    let page = Man::new(command.clone())
        .title(command.get_display_name().unwrap_or(NAME))
        .date("")
        .source(VERSION)
        .manual("");
    page.render(&mut bytes)?;
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    text.push_str(&format!(".SH {}\n", words::man_exit_codes().get(lang)));
    for (code, meaning) in words::exit_codes() {
        text.push_str(&format!(".TP\n.B {code}\n{}\n", escaped(meaning.get(lang))));
    }
    if lang == Lang::Zh {
        let mut lines: Vec<String> = text.lines().map(words::man_line).collect();
        lines.push(String::new());
        text = lines.join("\n");
    }
    Ok(text)
}

/// Text escaped for roff. A hyphen stays a hyphen.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}
