//! Every message about git, its index and its hooks, in both languages.

use std::sync::Arc;

use std::io;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Severity, Words};

use super::hook::Manager;
use crate::files::shown;

fn error(code: Code, zh: impl Into<Arc<str>>, en: impl Into<Arc<str>>) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, Words::new(zh.into(), en.into()))
}

pub(crate) fn no_git(cause: &io::Error) -> Diagnostic {
    match cause.kind() {
        io::ErrorKind::NotFound => {
            error(Code::NO_GIT, "找不到 git 程序", "there is no git program").help(Words::new(
                "装好 git，并让它在 PATH 里",
                "install git and put it in the PATH",
            ))
        }
        _ => git_failed("", &cause.to_string()),
    }
}

pub(crate) fn no_repository() -> Diagnostic {
    error(
        Code::NO_REPOSITORY,
        "这里不是 git 仓库，没有暂存区和版本",
        "this is not a git repository: there is no index and no revision",
    )
    .help(Words::new(
        "到仓库的文件夹里运行；还没有仓库的，先 git init；不用 git 的，不写 --staged 和 git:版本",
        "run it in the folder of the repository, or make one with git init; without git, leave out --staged and git:REVISION",
    ))
}

pub(crate) fn no_work_tree() -> Diagnostic {
    error(
        Code::NO_REPOSITORY,
        "这里是没有工作区的 git 仓库",
        "this is a git repository without a work tree",
    )
    .help(Words::new("到工作区的文件夹里运行", "run it in the folder of a work tree"))
}

pub(super) fn no_such_revision(name: &str) -> Diagnostic {
    error(
        Code::GIT_FAILED,
        format!("git 里没有版本“{name}”"),
        format!("git has no revision “{name}”"),
    )
    .help(Words::new(
        "写提交、分支或标签，如 git:HEAD~1、git:main；git log --oneline 列出提交",
        "name a commit, a branch or a tag, such as git:HEAD~1 or git:main; git log --oneline lists commits",
    ))
}

pub(crate) fn git_failed(command: &str, said: &str) -> Diagnostic {
    let said = said.trim();
    let finding = error(
        Code::GIT_FAILED,
        format!("git {command} 没有成功"),
        format!("git {command} did not succeed"),
    );
    let finding =
        if said.is_empty() { finding } else { finding.remark(Words::verbatim(said.to_owned())) };
    finding.help(Words::new(
        "按 git 的提示处理；git fsck 可以查看仓库是否完好",
        "do as git says; `git fsck` checks the repository",
    ))
}

/// How many names a message lists.
const MOST_NAMES: usize = 5;

pub(crate) fn unmerged(names: &[String]) -> Diagnostic {
    let few = |gap: &str| {
        let listed: Vec<&str> = names.iter().take(MOST_NAMES).map(String::as_str).collect();
        let more = if names.len() > MOST_NAMES { "…" } else { "" };
        format!("{}{more}", listed.join(gap))
    };
    error(
        Code::UNMERGED,
        format!("暂存区里有 {} 个文件的合并冲突没有解决：{}", names.len(), few("、")),
        format!("the index has {} unmerged file(s): {}", names.len(), few(", ")),
    )
    .help(Words::new(
        "解决冲突，再 git add 这些文件",
        "resolve the conflicts, then git add these files",
    ))
}

/// A file that the index does not have was taken from disk.
pub(crate) fn not_staged(path: &Path) -> Diagnostic {
    let name = shown(path);
    Diagnostic::new(
        Code::NOT_STAGED,
        Severity::Warning,
        Words::new(
            format!("“{name}”不在暂存区里，用的是磁盘上的；提交以后别人那里没有它"),
            format!(
                "“{name}” is not in the index and was read from disk: the commit will not contain it"
            ),
        ),
    )
    .help(Words::new(format!("git add {name}"), format!("git add {name}")))
}

/// A sheet that was named and is not in the index.
pub(crate) fn sheet_not_staged(path: &Path) -> Diagnostic {
    let name = shown(path);
    Diagnostic::new(
        Code::NOT_STAGED,
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

pub(crate) fn outside_repository(path: &Path) -> Diagnostic {
    let name = shown(path);
    error(
        Code::OUTSIDE_REPOSITORY,
        format!("“{name}”不在这个仓库里"),
        format!("“{name}” is not in this repository"),
    )
    .help(Words::new(
        "--staged 只看这个仓库的暂存区；仓库外的表，去掉 --staged 检查",
        "--staged sees the index of this repository only; check others without it",
    ))
}

pub(crate) fn staged_link(path: &Path) -> Diagnostic {
    let name = shown(path);
    error(
        Code::UNREADABLE,
        format!("“{name}”在暂存区里是链接或子模块，不是文件"),
        format!("“{name}” is a link or a submodule in the index, not a file"),
    )
    .help(Words::new(
        "暂存它所指的文件；子模块要在它自己的仓库里检查",
        "stage the file that it leads to; check a submodule in its own repository",
    ))
}

/// Another program writes the hooks: ours would be gone at its next run, or its own.
pub(super) fn hooks_are_managed(manager: Manager) -> Diagnostic {
    let (name, recipe) = match manager {
        Manager::Husky => {
            ("husky", ".husky/pre-commit, .husky/pre-merge-commit:\n\n    biaochi check --staged\n")
        }
        Manager::Lefthook => (
            "lefthook",
            "lefthook.yml:\n\n    pre-commit:\n      jobs:\n        - name: biaochi\n          run: biaochi check --staged\n    pre-merge-commit:\n      jobs:\n        - name: biaochi\n          run: biaochi check --staged\n",
        ),
        Manager::PreCommit => (
            "pre-commit",
            ".pre-commit-config.yaml:\n\n    repos:\n      - repo: local\n        hooks:\n          - id: biaochi-staged\n            name: biaochi check --staged\n            entry: biaochi check --staged\n            language: system\n            pass_filenames: false\n            stages: [pre-commit, pre-merge-commit]\n",
        ),
    };
    error(
        Code::HOOK_MANAGED,
        format!("这个仓库的钩子由 {name} 管，没有改动"),
        format!("{name} writes the hooks of this repository: nothing was changed"),
    )
    .help(Words::new(format!("把这几行写进 {recipe}"), format!("add this to {recipe}")))
}

pub(crate) fn hooks_serve_others(folder: &Path) -> Diagnostic {
    let name = shown(folder);
    error(
        Code::HOOK_SHARED,
        format!("core.hooksPath 指向仓库外的“{name}”，别的仓库也用它，没有改动"),
        format!("core.hooksPath is “{name}”, outside the repository and not its own: nothing was changed"),
    )
    .help(Words::new(
        "在那里的 pre-commit 和 pre-merge-commit 里加一行 biaochi check --staged；或先给这个仓库定自己的：git config core.hooksPath .git/hooks",
        "add the line `biaochi check --staged` to its pre-commit and pre-merge-commit; or give this repository its own: git config core.hooksPath .git/hooks",
    ))
}

pub(crate) fn hook_was_changed(hook: &Path, begin: &str, end: &str) -> Diagnostic {
    let name = shown(hook);
    error(
        Code::HOOK_EDITED,
        format!("“{name}”装好以后被人改过，没有动它"),
        format!("“{name}” was changed since it was installed; it was not removed"),
    )
    .help(Words::new(
        format!("自己删去“{begin}”到“{end}”的几行，其余的留着"),
        format!("remove the lines from “{begin}” to “{end}” yourself, and keep the others"),
    ))
}

pub(crate) fn kept_hook_in_the_way(kept: &Path) -> Diagnostic {
    let name = shown(kept);
    error(
        Code::HOOK_EDITED,
        format!("原有的钩子要改名为“{name}”，而它已经在了，没有改动"),
        format!(
            "the existing hook would be kept as “{name}”, which exists already: nothing was changed"
        ),
    )
    .help(Words::new(
        "看看它还要不要，移走以后再装",
        "check whether it is still needed, move it away, and install again",
    ))
}
