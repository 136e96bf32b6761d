//! The words for what a search leaves out, in both languages.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Severity, Words};
use crate::files::shown;
use crate::source::Span;

use super::left_out::NoMatch;

/// The most names that are given.
const MOST_NAMED: usize = 3;

pub(super) fn ignored(paths: &[PathBuf]) -> Diagnostic {
    let (zh, en) = named(paths);
    let count = paths.len();
    let message = Words::new(
        format!("没有检查 {count} 处被忽略文件（.gitignore、.ignore）排除的表：{zh}"),
        format!("{count} left out by ignore files (.gitignore, .ignore), with sheets: {en}"),
    );
    Diagnostic::new(Code::LEFT_OUT, Severity::Note, message)
        .help(Words::new("要检查它们，请直接写出文件名", "to check them, name them"))
}

pub(super) fn passed_over(folders: &[PathBuf]) -> Diagnostic {
    let (zh, en) = named(folders);
    let count = folders.len();
    let message = Words::new(
        format!(
            "没有检查 {count} 个文件夹，里面有表，但叫 target、node_modules 的不在查找之列：{zh}"
        ),
        format!(
            "{count} folder(s) with sheets were skipped, as all named target or node_modules: {en}"
        ),
    );
    Diagnostic::new(Code::LEFT_OUT, Severity::Note, message).help(Words::new(
        "要检查它们，请直接写出文件夹，或给文件夹改名",
        "to check them, name the folders, or call them otherwise",
    ))
}

/// A file that is almost called like the settings.
pub(super) fn misnamed(path: &Path) -> Diagnostic {
    let name = shown(path);
    let (message, help) = match path.is_dir() {
        true => (
            Words::new(
                format!("“{name}”是文件夹，不能作设置，没有读取"),
                format!("“{name}” is a folder and cannot be settings: it was not read"),
            ),
            Words::new(
                "设置写在名为 biaochi.yaml 的文件里；文件夹改个名字",
                "settings stand in a file called biaochi.yaml; call the folder otherwise",
            ),
        ),
        false => (
            Words::new(
                format!("“{name}”像是设置，但没有读取：文件名要是 biaochi.yaml"),
                format!(
                    "“{name}” looks like settings and was not read: they are called biaochi.yaml"
                ),
            ),
            Words::new(
                "改名为 biaochi.yaml，或用 --config 指定；不是设置的，换个名字",
                "rename it biaochi.yaml, or name it by --config; if it is none, call it otherwise",
            ),
        ),
    };
    Diagnostic::new(Code::SETTINGS_MISNAMED, Severity::Warning, message).help(help)
}

/// A pattern that matched nothing; `key` is where it stands: `exclude`, `--exclude`.
pub(super) fn unmatched(
    (key, pattern): (&str, &str),
    span: Option<Span>,
    why: Option<NoMatch>,
) -> Diagnostic {
    let includes = key == "include";
    let (zh, en) = match (why.is_some(), includes) {
        (true, _) => ("配不上任何文件", "can match no file"),
        (false, true) => ("没有配上任何表", "matched no sheet"),
        (false, false) => ("没有排除任何表", "left out no sheet"),
    };
    let message =
        Words::new(format!("{key} 里的“{pattern}”{zh}"), format!("“{pattern}” of {key} {en}"));
    let (zh, en) = match why {
        Some(NoMatch::Dots) => (
            "不写“./”和“..”：从设置所在的文件夹（命令行上从当前文件夹）写起，如 草稿/",
            "write no `./` and no `..`: patterns are relative to the folder of the settings (on the command line, to the current one), as in drafts/",
        ),
        Some(NoMatch::Full) => (
            "不写完整路径：从设置所在的文件夹写起，如 /草稿/",
            "write no path in full: patterns are relative to the folder of the settings, as in /drafts/",
        ),
        Some(NoMatch::Backslash) => ("文件夹之间写“/”", "write `/` between folders"),
        Some(NoMatch::Blank) => ("删去开头的空格", "remove the blank at its beginning"),
        Some(NoMatch::Comment) => (
            "以“#”开头的是注释；文件名确以“#”开头的，写“\\#”",
            "what begins with `#` is a comment; write `\\#` for a name that does",
        ),
        Some(NoMatch::Empty) => ("删去它", "remove it"),
        None => (
            "核对写法和文件夹；不再需要的，删去",
            "check it and the folders; remove it if it is needed no more",
        ),
    };
    let severity = if why.is_some() { Severity::Warning } else { Severity::Note };
    Diagnostic::new(Code::PATTERN_UNMATCHED, severity, message)
        .placed(span)
        .help(Words::new(zh, en))
}

fn named(paths: &[PathBuf]) -> (String, String) {
    let names: Vec<String> = paths.iter().take(MOST_NAMED).map(|path| shown(path)).collect();
    let is_more = paths.len() > names.len();
    let (zh, en) = if is_more { (" 等", " and others") } else { ("", "") };
    (format!("{}{zh}", names.join("、")), format!("{}{en}", names.join(", ")))
}
