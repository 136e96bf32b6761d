//! Rule packs: a folder of `.chi` files with a manifest, embedded in the program or on disk. A
//! pack's files are ordinary sources, so that a finding can point into the rule that raised it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Sources, Span};

use super::{Manifest, Tree, within, words};
use crate::files::{FileIdentity, shown, spelt};

/// A pack that is a part of the program, as the build wrote it down.
struct EmbeddedPack {
    /// The checksum of its files.
    sha256: &'static str,
    /// Its manifest, then its rule files and dictionaries in order: the name of each, and its text.
    files: &'static [(&'static str, &'static str)],
}

/// The packs that are a part of the program, in order of name.
const EMBEDDED: &[EmbeddedPack] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// What checking them together gives, behind what was checked. Written by a test:
/// BIAOCHI_UPDATE=1.
const CHECKED: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/checked.bin"));

/// The checked rules of all embedded packs; `None` if their texts differ from those that were
/// checked.
pub fn checked() -> Option<&'static [u8]> {
    CHECKED.strip_prefix(checked_head().as_bytes())
}

/// What stands before what checking the embedded packs gives: their checksums.
pub fn checked_head() -> String {
    EMBEDDED.iter().map(|pack| format!("{}\n", pack.sha256)).collect()
}

pub(super) const MANIFEST: &str = "pack.yaml";
pub(super) const ENDING: &str = "chi";

/// The endings of dictionaries.
pub(super) const TABLES: [&str; 4] = ["csv", "tsv", "yaml", "yml"];

/// A rule pack as found, its rules not parsed.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Its manifest.
    pub(crate) manifest: Manifest,
    /// Its rule files, in order of name, then the files that they name.
    pub sources: Vec<Source>,
    /// The checksum of its files, in hexadecimal: identifies the rules behind a result.
    pub(crate) sha256: String,
    /// Whether it is shipped with the program.
    pub(crate) builtin: bool,
    /// Its folder; `None` for shipped packs.
    pub(super) root: Option<PathBuf>,
    /// Where its files come from.
    pub(super) tree: Tree,
    /// What it was read from, a folder or a file; `None` for shipped packs.
    pub(crate) path: Option<PathBuf>,
    manifest_source: Option<Source>,
}

impl Pack {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.manifest.name
    }

    /// Whether it is without a manifest: rule files that say nothing of their forms.
    pub(crate) fn is_lone(&self) -> bool {
        !self.builtin && self.manifest_source.is_none()
    }

    /// The pack that it builds on, and the place that names it.
    pub fn upper(&self) -> Option<(&str, Span)> {
        let upper = self.manifest.upper.as_deref()?;
        let source = self.manifest_source.as_ref()?;
        Some((upper, super::keys::key_span(source, "upper")))
    }

    /// Whether all files of another pack are files of this one, by whatever names.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        let files = |pack: &Self| -> BTreeSet<FileIdentity> {
            pack.sources.iter().map(|file| FileIdentity::of(Path::new(file.name()))).collect()
        };
        !self.builtin && !other.builtin && files(self).is_superset(&files(other))
    }

    /// Its manifest, its rule files, and the files that they name.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Source> {
        self.manifest_source.iter().chain(&self.sources)
    }

    /// Adds a file.
    pub(super) fn take(&mut self, source: Source) {
        self.sources.push(source);
        self.sha256 = checksum(&self.files().collect::<Vec<_>>());
    }
}

/// The shipped packs, in order of name. Their texts are added once, however often they are
/// requested.
///
/// # Errors
/// A manifest is faulty.
pub fn embedded(sources: &mut Sources) -> Result<Vec<Pack>, Diagnostic> {
    let mut packs = Vec::new();
    for EmbeddedPack { sha256, files } in EMBEDDED {
        let mut files = files.iter().map(|(name, text)| sources.embedded(name, text));
        let Some(manifest) = files.next() else { continue };
        let (rules, known) = (files.collect(), Some((*sha256).to_owned()));
        let manifest_read = Manifest::read(&manifest)?;
        packs.push(Pack { builtin: true, ..pack(manifest_read, Some(manifest), rules, known) });
    }
    Ok(packs)
}

/// A user's pack: a folder of `.chi` files, with or without a manifest, or one such file.
///
/// # Errors
/// It does not exist, a file cannot be read, or the manifest is faulty.
pub(crate) fn load(tree: &Tree, path: &Path, sources: &mut Sources) -> Result<Pack, Diagnostic> {
    let tree = tree.holding(path);
    let path = if matches!(tree, Tree::Disk) { &spelt(path) } else { path };
    let found = tree.discover(&[path.to_owned()], &[ENDING], &mut super::unfiltered);
    if let Some(trouble) = found.diagnostics.into_iter().next() {
        return Err(trouble);
    }
    let manifest_path = path.join(MANIFEST);
    // A link may lead anywhere; links in the index are not followed.
    let on_disk = matches!(tree, Tree::Disk);
    if on_disk && let Some(target) = within::led_out(&manifest_path, &within::home(path)) {
        return Err(words::link_outside(&manifest_path, &target));
    }
    let manifest = match tree.is_file(&manifest_path) {
        true => Some(tree.read(&manifest_path, sources)?),
        false => None,
    };
    let mut rules = Vec::new();
    for file in &found.files {
        rules.push(tree.read(file, sources)?);
    }
    let said = match &manifest {
        Some(source) => Manifest::read(source)?,
        None => Manifest::unwritten(&name_of(&tree, path)),
    };
    let root = if tree.is_folder(path) { path } else { path.parent().unwrap_or(Path::new(".")) };
    let (root, path) = (Some(root.to_owned()), Some(path.to_owned()));
    Ok(Pack { root, path, tree, ..pack(said, manifest, rules, None) })
}

impl Pack {
    /// The pack of a rule text that is no file.
    pub(crate) fn of_text(text: &Source) -> Self {
        pack(Manifest::unwritten(text.name()), None, vec![text.clone()], None)
    }
}

/// The pack of a rule file: its folder, if that has a manifest, else the file alone.
pub(crate) fn pack_of(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| folder.join(MANIFEST).is_file());
    folder.unwrap_or(file).to_owned()
}

/// The name of a pack without one: that of its folder or file.
fn name_of(tree: &Tree, path: &Path) -> String {
    let is_folder = tree.is_folder(path);
    let path = std::path::absolute(path).unwrap_or(path.to_owned());
    let name = if is_folder { path.file_name() } else { path.file_stem() };
    name.map_or_else(|| "rules".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn pack(
    manifest: Manifest,
    manifest_source: Option<Source>,
    sources: Vec<Source>,
    sha256: Option<String>,
) -> Pack {
    let files = || manifest_source.iter().chain(&sources).collect::<Vec<_>>();
    let sha256 = sha256.unwrap_or_else(|| checksum(&files()));
    Pack {
        manifest,
        sources,
        sha256,
        builtin: false,
        root: None,
        path: None,
        tree: Tree::Disk,
        manifest_source,
    }
}

/// The checksum of files, wherever they are.
fn checksum(files: &[&Source]) -> String {
    let root = files
        .iter()
        .map(|file| Path::new(file.name()).parent().unwrap_or(Path::new("")))
        .min_by_key(|folder| folder.components().count())
        .unwrap_or(Path::new(""));
    let named = files.iter().map(|file| {
        let name = Path::new(file.name());
        (shown(name.strip_prefix(root).unwrap_or(name)), file.bytes())
    });
    let named: Vec<_> = named.collect();
    super::checksum::checksum(named.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::files::test_folder;

    pub(super) const MANIFEST_TEXT: &str = "name: 甲\nversion: 1.0.0\ntitle: 表\nissuer: 局\n";

    #[test]
    fn the_embedded_packs_are_sound() {
        let mut sources = Sources::new();
        let packs = embedded(&mut sources).unwrap();
        assert!(packs.iter().any(|pack| pack.manifest.name == "shanghai-2020"));
        for pack in &packs {
            assert!(pack.builtin);
            assert_eq!(pack.sha256, checksum(&pack.files().collect::<Vec<_>>()));
            let folder = format!("rules/{}/", pack.manifest.name);
            assert!(pack.sources.iter().all(|source| source.name().starts_with(&folder)));
        }
    }

    #[test]
    fn a_folder_is_a_pack_wherever_it_lies() {
        let files = [("乙.chi", "# 乙\n"), ("甲/一.chi", "# 一\n"), ("pack.yaml", MANIFEST_TEXT)];
        let (left, right) = (test_folder(&files), test_folder(&files));
        let pack = load(&Tree::Disk, left.path(), &mut Sources::new()).unwrap();
        assert_eq!(pack.manifest.name, "甲");
        let texts: Vec<_> = pack.sources.iter().map(Source::text).collect();
        assert_eq!(texts, ["# 乙\n", "# 一\n"]);
        assert!(!pack.builtin);
        assert_eq!(
            pack.sha256,
            load(&Tree::Disk, right.path(), &mut Sources::new()).unwrap().sha256
        );
        std::fs::write(right.path().join("乙.chi"), "# 丙\n").unwrap();
        assert_ne!(
            pack.sha256,
            load(&Tree::Disk, right.path(), &mut Sources::new()).unwrap().sha256
        );
    }

    #[test]
    fn rules_without_a_manifest_are_named_after_their_place() {
        let folder = test_folder(&[("本地/规则.chi", "# 甲\n")]);
        let load = |name: &str| load(&Tree::Disk, &folder.path().join(name), &mut Sources::new());
        assert_eq!(load("本地").unwrap().manifest.name, "本地");
        let pack = load("本地/规则.chi").unwrap();
        assert_eq!((pack.manifest.name.as_str(), pack.sources.len()), ("规则", 1));
        assert_eq!(load("本地/无.chi").unwrap_err().code, Code::PATH_MISSING);
    }

    #[test]
    fn a_folder_without_rules_is_no_pack() {
        let folder = test_folder(&[("pack.yaml", MANIFEST_TEXT)]);
        assert_eq!(
            load(&Tree::Disk, folder.path(), &mut Sources::new()).unwrap_err().code,
            Code::NO_FILE
        );
    }
}
