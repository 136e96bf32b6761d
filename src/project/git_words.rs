//! Every message about git, its index and its hooks, in both languages.

use std::io;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity, Words};

use super::shown;

fn error(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, Words::new(zh.into(), en.into()))
}

pub(super) fn no_git(cause: &io::Error) -> Diagnostic {
    match cause.kind() {
        io::ErrorKind::NotFound => {
            error("检查/没有git", "找不到 git 程序", "there is no git program").help(Words::new(
                "装好 git，并让它在 PATH 里",
                "install git, and see that it is in the PATH",
            ))
        }
        _ => git_failed("", &cause.to_string()),
    }
}

pub(super) fn no_repository() -> Diagnostic {
    error(
        "检查/不在仓库里",
        "这里不是 git 仓库，没有暂存区",
        "this is no git repository: there is no index",
    )
    .help(Words::new(
        "到仓库的文件夹里运行；不用 git 的，去掉 --staged",
        "run it in the folder of the repository, or without --staged",
    ))
}

pub(super) fn no_work_tree() -> Diagnostic {
    error(
        "检查/不在仓库里",
        "这里是没有工作区的 git 仓库",
        "this is a git repository without a work tree",
    )
    .help(Words::new("到工作区的文件夹里运行", "run it in the folder of a work tree"))
}

pub(super) fn git_failed(command: &str, said: &str) -> Diagnostic {
    let said = said.trim();
    let finding = error(
        "检查/git失败",
        format!("git {command} 没有成功"),
        format!("git {command} did not succeed"),
    );
    let finding =
        if said.is_empty() { finding } else { finding.remark(Words::verbatim(said.to_owned())) };
    finding.help(Words::new(
        "按 git 的提示处理；git fsck 可以查看仓库是否完好",
        "do as git says; `git fsck` tells whether the repository is sound",
    ))
}

/// How many names a message lists.
const MOST_NAMES: usize = 5;

pub(super) fn unmerged(names: &[String]) -> Diagnostic {
    let few = |gap: &str| {
        let listed: Vec<&str> = names.iter().take(MOST_NAMES).map(String::as_str).collect();
        let more = if names.len() > MOST_NAMES { "…" } else { "" };
        format!("{}{more}", listed.join(gap))
    };
    error(
        "检查/合并未完成",
        format!("暂存区里有 {} 个文件的合并冲突没有解决：{}", names.len(), few("、")),
        format!("the index has {} unmerged file(s): {}", names.len(), few(", ")),
    )
    .help(Words::new(
        "解决冲突，再 git add 这些文件",
        "resolve the conflicts, then git add these files",
    ))
}

/// A file that the index does not have was taken from disk.
pub(super) fn not_staged(path: &Path) -> Diagnostic {
    let name = shown(path);
    Diagnostic::new(
        "检查/未暂存",
        Severity::Warning,
        Words::new(
            format!("“{name}”不在暂存区里，用的是磁盘上的；提交以后别人那里没有它"),
            format!(
                "“{name}” is not in the index and was taken from disk: the commit will lack it"
            ),
        ),
    )
    .help(Words::new(format!("git add {name}"), format!("git add {name}")))
}

/// A sheet that was named and is not in the index.
pub(super) fn sheet_not_staged(path: &Path) -> Diagnostic {
    let name = shown(path);
    Diagnostic::new(
        "检查/未暂存",
        Severity::Warning,
        Words::new(
            format!("“{name}”不在暂存区里，没有检查"),
            format!("“{name}” is not in the index and was not checked"),
        ),
    )
    .help(Words::new(
        format!("git add {name}；或去掉 --staged，检查磁盘上的"),
        format!("git add {name}; or check what is on disk, without --staged"),
    ))
}

pub(super) fn outside_repository(path: &Path) -> Diagnostic {
    let name = shown(path);
    error(
        "检查/在仓库外",
        format!("“{name}”不在这个仓库里"),
        format!("“{name}” is not in this repository"),
    )
    .help(Words::new(
        "--staged 只看这个仓库的暂存区；仓库外的表，去掉 --staged 检查",
        "--staged sees the index of this repository only; check others without it",
    ))
}

pub(super) fn staged_link(path: &Path) -> Diagnostic {
    let name = shown(path);
    error(
        "检查/无法读取",
        format!("“{name}”在暂存区里是链接或子模块，不是文件"),
        format!("“{name}” is a link or a submodule in the index, no file"),
    )
    .help(Words::new(
        "暂存它所指的文件；子模块要在它自己的仓库里检查",
        "stage the file that it leads to; check a submodule in its own repository",
    ))
}
