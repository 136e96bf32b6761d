//! `biaochi init`: starts a project: its settings, a place for its own rules, and, if there is
//! none, a sheet to try it on. Never changes an existing file.

use std::path::Path;

use super::{Console, Status, args, project_words};
use crate::project::{self, CONFIG};
use crate::source::Sources;

/// Points editors to the keys that `biaochi.yaml` may have.
pub(super) const SCHEMA: &str = include_str!("../../docs/biaochi.schema.json");

const SETTINGS: &str = include_str!("init/biaochi.yaml");
const RULES: &str = include_str!("init/本单位.chi");
const SHEET: &str = include_str!("../../examples/clean/2026-学校修缮.biao");

pub(super) fn run(console: &Console, arguments: &args::Init) -> Status {
    let lang = console.lang();
    let folder = arguments.folder.as_path();
    if project::is_taken(&folder.join(CONFIG)) {
        let name = project::shown(&folder.join(CONFIG));
        console.note(project_words::project_is_there(&name).get(lang));
        return Status::Failed;
    }
    let sheets = project::discover(&[folder.to_owned()], &["biao"], &mut project::unfiltered);
    let mut files: Vec<(&str, &str)> =
        vec![(CONFIG, SETTINGS), (".biaochi.schema.json", SCHEMA), ("规则/本单位.chi", RULES)];
    if sheets.files.is_empty() {
        files.push(("示例.biao", SHEET));
    }
    for (name, text) in files {
        let path = folder.join(name);
        let shown = project::shown(&path);
        if project::is_taken(&path) {
            console.print(&format!("{}\n", project_words::left_alone(&shown).get(lang)));
            continue;
        }
        if let Err(failure) = create(&path, text) {
            console.complain(&Sources::new(), &[failure]);
            return Status::Failed;
        }
        console.print(&format!("{}\n", project_words::created(&shown).get(lang)));
    }
    console.print(&format!("\n{}\n", project_words::next_steps(sheets.files.len()).get(lang)));
    Status::Clean
}

fn create(path: &Path, text: &str) -> Result<(), crate::diagnostic::Diagnostic> {
    if let Some(folder) = path.parent() {
        project::make_folder(folder)?;
    }
    project::create(path, text.as_bytes())
}
