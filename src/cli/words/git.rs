//! The words of the hook, and of a check of the content of a commit.

use std::path::PathBuf;

use crate::diagnostic::Words;
use crate::git::{HookChange, HookDone};
use crate::project;

pub(in crate::cli) fn staged_is_not_fixed() -> Words {
    Words::new(
        "错误：--staged 只检查暂存区，什么也不写，不能与 --fix、--diff、--watch、--write-baseline、--certificate 和标准输入（-）同用；要改的，先改磁盘上的，再 git add",
        "error: --staged checks the index and writes nothing: leave out --fix, --diff, --watch, --write-baseline, --certificate and `-`; to fix, change the files on disk, then git add them",
    )
}

pub(in crate::cli) fn nothing_staged() -> Words {
    Words::new("暂存区里没有改动的表，没有检查", "no changed sheet is staged: nothing was checked")
}

/// The rules are committed too: the result of every sheet may change.
pub(in crate::cli) fn judges_staged(judges: &[PathBuf], sheets: usize) -> Words {
    let name = judges.first().map(|path| project::shown(path)).unwrap_or_default();
    let (zh, en) = match judges.len() {
        0 | 1 => (String::new(), String::new()),
        more => (format!("等 {more} 个文件"), format!(" and {} more", more - 1)),
    };
    Words::new(
        format!("暂存的改动里有规则（{name}{zh}），暂存区里的 {sheets} 张表都检查"),
        format!("rules are staged ({name}{en}): all {sheets} sheet files of the index are checked"),
    )
}

pub(in crate::cli) fn hook_about() -> Words {
    Words::new(
        "提交、合并以前检查暂存的表；由 biaochi hook install 写成。\n撤掉：biaochi hook uninstall",
        "Checks the staged sheets before a commit or a merge; written by `biaochi hook install`.\nTo remove it: biaochi hook uninstall",
    )
}

/// Printed by the hook.
pub(in crate::cli) fn hook_without_program() -> Words {
    Words::new(
        "biaochi：找不到 biaochi，表没有检查，提交被拦下。把它装好并放进 PATH；不再用它的，删去 git rev-parse --git-path hooks 所指文件夹里的 pre-commit 和 pre-merge-commit（原有的钩子在旁边，名字后面多 .before-biaochi）；只这一次不检查：git commit --no-verify",
        "biaochi: biaochi was not found, so the sheets were not checked and the commit is stopped. Install it and put it in the PATH; to do without it, remove pre-commit and pre-merge-commit from the folder that `git rev-parse --git-path hooks` names (earlier hooks are beside them, named with .before-biaochi at the end); to skip the check this once: git commit --no-verify",
    )
}

/// Printed by the hook.
pub(in crate::cli) fn hook_stopped() -> Words {
    Words::new(
        "biaochi：提交被拦下。改好以后 git add，再提交；确实要这样提交：git commit --no-verify",
        "biaochi: the commit is stopped. Fix it, git add, and commit again; to commit as it is: git commit --no-verify",
    )
}

pub(in crate::cli) fn hook_done(done: &HookDone) -> Words {
    let name = project::shown(&done.path);
    match done.change {
        HookChange::Installed => Words::new(
            format!("装好了：{name}。提交（合并）以前检查暂存的表；撤掉：biaochi hook uninstall"),
            format!(
                "installed: {name}. Staged sheets are checked before each commit or merge; to remove it: biaochi hook uninstall"
            ),
        ),
        HookChange::InstalledBeside => Words::new(
            format!("装好了：{name}。原有的钩子留着，改名为 {name}.before-biaochi，先运行它"),
            format!(
                "installed: {name}. The existing hook is kept as {name}.before-biaochi and runs first"
            ),
        ),
        HookChange::Renewed => Words::new(format!("更新了：{name}"), format!("renewed: {name}")),
        HookChange::Nothing => {
            Words::new(format!("没有要改的：{name}"), format!("nothing to change: {name}"))
        }
        HookChange::Removed => Words::new(format!("撤掉了：{name}"), format!("removed: {name}")),
        HookChange::Restored => Words::new(
            format!("撤掉了，原有的钩子已恢复：{name}"),
            format!("removed, and the earlier hook is back: {name}"),
        ),
    }
}
