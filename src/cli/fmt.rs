//! `biaochi fmt`

use std::path::{Path, PathBuf};

use super::{Console, Status, args, diff, stdin, words};
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::format;
use crate::project;
use crate::source::{Source, Sources};

/// Sheets and rule files.
const ENDINGS: [&str; 2] = ["biao", "chi"];

/// Dictionaries, whose layout belongs to the spreadsheet or editor that wrote them.
const DICTIONARIES: [&str; 3] = ["csv", "yaml", "yml"];

/// `lang` is the language of the command line, used for the keywords of rules.
pub(super) fn run(console: &Console, arguments: &args::Fmt, lang: Option<Lang>) -> Status {
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        return from_stdin(console, arguments, lang);
    }
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() { &here } else { arguments.paths.as_slice() };
    let found = project::discover(paths, &ENDINGS, &mut project::unfiltered);
    let (dictionaries, files): (Vec<_>, Vec<_>) =
        found.files.into_iter().partition(|file| has_ending(file, &DICTIONARIES));
    let mut sources = Sources::new();
    let (read, unreadable) = project::read_all(&files, &mut sources, &|| ());
    let mut failures: Vec<_> = found.diagnostics.into_iter().chain(unreadable).collect();
    for dictionary in &dictionaries {
        let name = project::shown(dictionary);
        console.note(words::no_dictionaries(&name).get(console.lang()));
    }
    let mut changed = 0;
    for (_, source) in &read {
        match formatted(source, lang) {
            Err(findings) => {
                failures.extend(findings);
                console.note(words::not_formatted(source.name()).get(console.lang()));
            }
            Ok(text) if text == source.written() => {}
            Ok(text) if arguments.diff || arguments.check => {
                changed += 1;
                if arguments.diff {
                    console.print(&diff::unified(source.name(), source.written(), &text));
                } else {
                    let text = words::would_change(source.name());
                    console.print(&format!("{}\n", text.get(console.lang())));
                }
            }
            Ok(text) => match project::rewrite(source, &text) {
                Ok(warning) => {
                    changed += 1;
                    failures.extend(warning);
                }
                Err(failure) => failures.push(failure),
            },
        }
    }
    let failed = failures.iter().any(|failure| failure.severity == Severity::Error);
    console.complain(&sources, &failures);
    let (files, only_report) = (read.len(), arguments.check || arguments.diff);
    let summary = words::formatted(files, changed, only_report);
    match arguments.diff {
        // Standard output contains only the diff.
        true => console.note(summary.get(console.lang())),
        false => console.print(&format!("{}\n", summary.get(console.lang()))),
    }
    match (failed || !dictionaries.is_empty(), only_report && changed > 0) {
        (true, _) => Status::Failed,
        (false, true) => Status::Findings,
        (false, false) => Status::Clean,
    }
}

fn formatted(source: &Source, lang: Option<Lang>) -> Result<String, Vec<Diagnostic>> {
    match has_ending(source.name().as_ref(), &["chi"]) {
        true => format::rules(source, lang),
        false => format::sheet(source),
    }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension();
    ending.is_some_and(|extension| {
        endings.iter().any(|wanted| extension.eq_ignore_ascii_case(wanted))
    })
}

fn from_stdin(console: &Console, arguments: &args::Fmt, lang: Option<Lang>) -> Status {
    let mut sources = Sources::new();
    let source = match stdin::read(&arguments.stdin_filename, &mut sources) {
        Ok(source) => source,
        Err(finding) => {
            console.complain(&sources, &[finding]);
            return Status::Failed;
        }
    };
    match formatted(&source, lang) {
        Ok(text) => {
            let same = text == source.written();
            match (arguments.diff, arguments.check) {
                (true, _) if !same => {
                    console.print(&diff::unified(source.name(), source.written(), &text))
                }
                (false, false) => console.print_exact(&text),
                _ => {}
            }
            let only_report = arguments.check || arguments.diff;
            if only_report && !same { Status::Findings } else { Status::Clean }
        }
        Err(findings) => {
            console.complain(&sources, &findings);
            Status::Failed
        }
    }
}
