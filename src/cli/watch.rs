//! `biaochi check --watch`: checks again whenever a sheet, a rule or the settings change, until it is stopped.

use std::path::PathBuf;

use super::{Console, Status, args, check, words};
use crate::project;
use crate::source::Sources;

pub(super) fn run(console: &Console, arguments: &args::Check) -> Status {
    let mut watched = arguments.places();
    watched.extend(arguments.packs.rules.iter().filter(|path| path.exists()).cloned());
    watched.extend(arguments.config.clone());
    // The settings may name packs that lie elsewhere.
    if let Ok(Some(config)) =
        project::config(&project::Tree::Disk, &arguments.places(), &mut Sources::new())
    {
        let packs = config.packs.iter().map(|(name, _)| config.path(name));
        watched.extend(packs.filter(|path| path.exists()));
        watched.push(PathBuf::from(config.source.name()));
    }
    let watch = match project::Watch::new(&watched) {
        Ok(watch) => watch,
        Err(failure) => {
            console.complain(&Sources::new(), &[failure]);
            return Status::Failed;
        }
    };
    let mut status = check::once(console, arguments);
    loop {
        console.note(words::watching().get(console.lang()));
        let Some(changed) = watch.wait() else { return status };
        console.note(words::changed(&changed).get(console.lang()));
        status = check::once(console, arguments);
    }
}
