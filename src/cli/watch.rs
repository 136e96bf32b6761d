//! `biaochi check --watch`: checks again whenever a sheet, a rule or the settings change, until it is stopped.

use std::path::PathBuf;

use super::settings::Settings;
use super::{Console, Status, args, check, words};
use crate::check::Workspace;
use crate::project;
use crate::source::Sources;

pub(super) fn run(console: &Console, arguments: &args::Check) -> Status {
    let mut watched = arguments.places();
    watched.extend(arguments.by.config.clone());
    // The packs may lie elsewhere. Settings at fault are reported by the check.
    let (tree, mut sources) = (project::Tree::Disk, Sources::new());
    if let Ok(settings) = Settings::of_check(&tree, arguments, &arguments.places(), &mut sources) {
        let packs = settings.packs.into_iter().map(|asked| asked.path);
        watched.extend(packs.filter(|path| path.exists()));
        watched.extend(settings.config.map(|config| PathBuf::from(config.source.name())));
    }
    let watch = match project::Watch::new(&watched) {
        Ok(watch) => watch,
        Err(failure) => {
            console.complain(&Sources::new(), &[failure]);
            return Status::Failed;
        }
    };
    let mut workspace = Workspace::remembering();
    let mut status = check::once(console, arguments, &mut workspace);
    loop {
        console.note(words::watching().get(console.lang()));
        let Some(changed) = watch.wait() else { return status };
        console.note(words::changed(&changed).get(console.lang()));
        status = check::once(console, arguments, &mut workspace);
    }
}
