//! `biaochi fmt`

use std::io::Read;
use std::path::PathBuf;

use super::{Console, Status, args, words};
use crate::diagnostic::Severity;
use crate::format;
use crate::project;
use crate::source::{Source, Sources};

pub(super) fn run(console: &Console, arguments: &args::Fmt) -> Status {
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        return from_stdin(console, arguments);
    }
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() { &here } else { arguments.paths.as_slice() };
    let found = project::discover(paths, "biao");
    let (sources, unreadable) = project::read_all(&found.files);
    let mut failures: Vec<_> = found.diagnostics.into_iter().chain(unreadable).collect();
    let lang = console.lang();
    let mut changed = 0;
    for source in sources.iter() {
        match format::sheet(source) {
            Err(findings) => {
                failures.extend(findings);
                console.note(words::not_formatted(source.name()).get(lang));
            }
            Ok(text) if text == source.text() => {}
            Ok(_) if arguments.check => {
                changed += 1;
                console.print(&format!("{}\n", words::would_change(source.name()).get(lang)));
            }
            Ok(text) => match project::write(source.name().as_ref(), &text, source.encoding()) {
                Ok(()) => changed += 1,
                Err(failure) => failures.push(failure),
            },
        }
    }
    let failed = failures.iter().any(|failure| failure.severity == Severity::Error);
    console.complain(&sources, &failures);
    let files = sources.iter().count();
    console.print(&format!("{}\n", words::formatted(files, changed, arguments.check).get(lang)));
    match (failed, arguments.check && changed > 0) {
        (true, _) => Status::Failed,
        (false, true) => Status::Findings,
        (false, false) => Status::Clean,
    }
}

fn from_stdin(console: &Console, arguments: &args::Fmt) -> Status {
    let mut sources = Sources::new();
    let mut bytes = Vec::new();
    let most = u64::try_from(crate::source::MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    if let Err(error) = std::io::stdin().lock().take(most).read_to_end(&mut bytes) {
        console.note(words::stdin_unreadable(&error).get(console.lang()));
        return Status::Failed;
    }
    let source: Source = match project::decode_named("-", bytes, &mut sources) {
        Ok(source) => source,
        Err(finding) => {
            console.complain(&sources, &[finding]);
            return Status::Failed;
        }
    };
    match format::sheet(&source) {
        Ok(text) if arguments.check => {
            if text == source.text() {
                Status::Clean
            } else {
                Status::Findings
            }
        }
        Ok(text) => {
            console.print(&text);
            Status::Clean
        }
        Err(findings) => {
            console.complain(&sources, &findings);
            Status::Failed
        }
    }
}
