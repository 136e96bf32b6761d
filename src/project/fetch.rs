//! What rule files refer to: files inside their pack, packs beside it. Takes names; gives sources.
//! Nothing outside a pack's own folder is read for it.

use std::path::{Component, Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::source::{MAX_BYTES, Source, Sources, Span};

use super::pack::{ENDING, MANIFEST, TABLES};
use super::{Pack, Tree, load, words};
use crate::files::{same_file, tidy};
use crate::nearest::nearest;

/// The most bytes of a dictionary: no list that people maintain is larger.
const MAX_DICTIONARY: usize = 8 * 1024 * 1024;

/// Reads a file that a pack's rule file names at `span`, and adds it to the pack, unless it is
/// there.
///
/// # Errors
/// It does not exist, is outside the pack, is too large, or is neither rules nor a dictionary.
pub(crate) fn fetch(
    pack: &mut Pack,
    name: &str,
    span: Span,
    sources: &mut Sources,
) -> Result<Option<Source>, Diagnostic> {
    // Shipped packs have no folder, and are complete.
    let Some(root) = &pack.root else { return Ok(None) };
    let is_it = |file: &Source| same_file(Path::new(file.name()), Path::new(name));
    if let Some(file) = pack.sources.iter().find(|file| is_it(file)) {
        return match file.name() == name {
            true => Ok(None),
            false => Err(words::named_by_a_link(name, file.name(), span)),
        };
    }
    let ending = Path::new(name)
        .extension()
        .map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let ending = ending.unwrap_or_default();
    let is_table = TABLES.contains(&ending.as_str());
    if !is_table && ending != ENDING {
        return Err(words::not_fetchable(name, &ending, span));
    }
    let limit = if is_table { MAX_DICTIONARY } else { MAX_BYTES };
    let text = in_tree(&pack.tree, root, name, limit).map_err(|trouble| match trouble {
        Trouble::Outside => words::outside(name, span),
        Trouble::Missing(near) => words::no_such_file(name, near.as_deref(), span),
        Trouble::Unreadable(finding) => finding.at(span),
    })?;
    let source = sources.add_decoded(name, text);
    pack.take(source.clone());
    Ok(Some(source))
}

enum Trouble {
    Outside,
    /// Not there; the nearest name in its folder.
    Missing(Option<String>),
    Unreadable(Box<Diagnostic>),
}

fn in_tree(
    tree: &Tree,
    root: &Path,
    name: &str,
    limit: usize,
) -> Result<crate::source::Decoded, Trouble> {
    let path = Path::new(name);
    if !is_within(path, root) {
        return Err(Trouble::Outside);
    }
    let tree = tree.holding(path);
    if !tree.has(path) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let files = tree.files_in(folder.unwrap_or(Path::new(".")));
        return Err(Trouble::Missing(near(name, files.into_iter())));
    }
    // A link may lead anywhere: its target counts. Links in the index are not followed.
    if let (Tree::Disk, Ok(path), Ok(root)) = (&tree, path.canonicalize(), root.canonicalize())
        && !path.starts_with(&root)
    {
        return Err(Trouble::Outside);
    }
    tree.read_within(path, limit).map_err(|finding| Trouble::Unreadable(Box::new(finding)))
}

/// Whether a path is in a folder, judged by name.
fn is_within(path: &Path, root: &Path) -> bool {
    let root = tidy(root);
    if root == Path::new(".") {
        return path
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    }
    let inner = tidy(path);
    let below = inner.strip_prefix(&root);
    below.is_ok_and(|below| below.components().all(|part| matches!(part, Component::Normal(_))))
}

/// The nearest of the files that could be named, whatever its ending.
fn near(name: &str, files: impl Iterator<Item = PathBuf>) -> Option<String> {
    let text =
        |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned());
    let stem = text(Path::new(name).file_stem())?;
    let candidates: Vec<(String, String)> = files
        .filter(|file| {
            let ending = text(file.extension()).unwrap_or_default().to_ascii_lowercase();
            ending == ENDING || TABLES.contains(&ending.as_str())
        })
        .filter_map(|file| Some((text(file.file_stem())?, text(file.file_name())?)))
        .collect();
    let same = candidates.iter().find(|(other, _)| *other == stem);
    let near = || nearest(&stem, candidates.iter().map(|(other, _)| other.as_str()));
    let found =
        same.or_else(|| near().and_then(|near| candidates.iter().find(|(name, _)| name == near)));
    found.map(|(_, name)| name.clone())
}

/// A pack in the folder with its name beside a pack's own.
pub(crate) fn beside(
    pack: &Pack,
    name: &str,
    sources: &mut Sources,
) -> Option<Result<Pack, Diagnostic>> {
    let fit = name.chars().all(|character| character.is_alphanumeric() || "-_".contains(character));
    let root = std::path::absolute(pack.root.as_ref()?).ok()?;
    let folder = root.parent()?.join(name);
    let manifest = folder.join(MANIFEST);
    let is_there = match pack.tree.has(&folder) {
        true => pack.tree.is_file(&manifest),
        false => pack.tree.may_lack(&manifest) && manifest.is_file(),
    };
    if !fit || !is_there {
        return None;
    }
    let own = pack.root.as_ref().and_then(|root| root.parent());
    let near = own.filter(|own| !own.as_os_str().is_empty()).map(|own| own.join(name));
    let loaded = load(&pack.tree, &near.unwrap_or(folder), sources);
    Some(loaded).filter(|pack| pack.as_ref().map_or(true, |pack| pack.manifest.name == name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::test_folder;
    use crate::project::shown;
    use crate::source::SourceId;

    /// The result of fetching a file by its name within the folder of the pack.
    fn fetched(folder: &Path, name: &str) -> String {
        let mut sources = Sources::new();
        let mut pack = load(&Tree::Disk, &folder.join("包"), &mut sources).unwrap();
        let before = pack.sha256.clone();
        let name = crate::source::beside(&shown(&folder.join("包/规则.chi")), name);
        match fetch(&mut pack, &name, Span::at(SourceId::ALONE, 0), &mut sources) {
            Ok(Some(source)) => {
                assert_ne!(pack.sha256, before, "the checksum names what was read");
                source.text().trim().to_owned()
            }
            Ok(None) => "已有".to_owned(),
            Err(finding) => {
                let help = finding.help.unwrap().zh;
                let place = shown(folder);
                format!("{} {}。{help}", finding.code, finding.message.zh).replace(&place, "…")
            }
        }
    }

    #[test]
    fn only_what_lies_in_the_pack_is_read() {
        let folder = test_folder(&[
            ("包/规则.chi", "# 甲\n"),
            ("包/词/归类.csv", "词\n甲\n"),
            ("外.csv", "词\n乙\n"),
            ("包/表.xlsx", "x"),
            ("包/坏.csv", "a\0"),
            ("包/大.csv", &"词\n".repeat(MAX_DICTIONARY / 4 + 1)),
        ]);
        let fetch = |name: &str| fetched(folder.path(), name);
        assert_eq!(fetch("词/归类.csv"), "词\n甲");
        assert_eq!(fetch("规则.chi"), "已有");
        insta::assert_snapshot!(
            [
                fetch("../外.csv"), fetch("/etc/passwd.csv"), fetch("词/归累.csv"), fetch("无.csv"),
                fetch("表.xlsx"), fetch("坏.csv"), fetch("大.csv"),
            ]
            .join("\n"),
            @r#"
        尺/文件在包外 “…/外.csv”不在规则包的文件夹里，没有读取。把文件放进规则包；几个包都要用的，做成一个规则包，写“引用 包 名称”
        尺/文件在包外 “/etc/passwd.csv”不在规则包的文件夹里，没有读取。把文件放进规则包；几个包都要用的，做成一个规则包，写“引用 包 名称”
        尺/文件缺失 没有文件“…/包/词/归累.csv”。是不是“归类.csv”？
        尺/文件缺失 没有文件“…/包/无.csv”。路径从写它的规则文件所在的文件夹算起
        尺/文件种类 “…/包/表.xlsx”既不是规则文件，也不是词典。在 Excel 或 WPS 里另存为 CSV（逗号分隔），再写 .csv 的名称
        检查/二进制文件 “…/包/坏.csv”不是文本：第 1 行有空字节。如果它是 Word、Excel 或 PDF 文件，请先转成文本；如果是 UTF-16，请另存为 UTF-8
        检查/文件过大 “…/包/大.csv”超过 8 MiB，没有读取。拆成几个文件
        "#
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_pack_is_refused() {
        let folder = test_folder(&[("包/规则.chi", "# 甲\n"), ("外.csv", "词\n乙\n")]);
        std::os::unix::fs::symlink("../外.csv", folder.path().join("包/内.csv")).unwrap();
        assert!(fetched(folder.path(), "内.csv").starts_with("尺/文件在包外"));
    }

    #[test]
    fn a_pack_is_found_in_the_folder_beside() {
        let manifest = "name: 市\nversion: 1.0.0\ntitle: 表\nissuer: 局\n";
        let folder = test_folder(&[
            ("包/规则.chi", "# 甲\n"),
            ("市/规则.chi", "# 乙\n"),
            ("市/pack.yaml", manifest),
        ]);
        let mut sources = Sources::new();
        let pack = load(&Tree::Disk, &folder.path().join("包"), &mut sources).unwrap();
        let found = beside(&pack, "市", &mut sources).unwrap().unwrap();
        assert_eq!(found.manifest.name, "市");
        assert!(beside(&pack, "省", &mut sources).is_none());
        assert!(beside(&pack, "../市", &mut sources).is_none());
    }
}
