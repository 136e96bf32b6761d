//! `biaochi hook install` and `uninstall`, and what git does with the hook. With real repositories
//! and commits.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;

use crate::cli::{Ran, put};
use crate::git::{Repository, bad, good};

const HOOK: &str = ".git/hooks/pre-commit";
const KEPT: &str = ".git/hooks/pre-commit.before-biaochi";

fn installed(repository: &Repository) -> Ran {
    let ran = repository.biaochi(&["hook", "install", "--", "--rules=规则.chi"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran
}

fn commit(repository: &Repository, arguments: &[&str]) -> Ran {
    repository.run("git", ".", &[&["commit", "--quiet", "--message=改"], arguments].concat())
}

/// A hook that was there before.
fn existing(repository: &Repository, text: &[u8]) {
    put(repository.path(), HOOK, text);
    let path = repository.path().join(HOOK);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o750)).unwrap();
}

#[test]
fn a_commit_of_a_faulty_sheet_is_stopped() {
    let repository = Repository::with(&[]);
    let ran = installed(&repository);
    assert!(ran.out.contains("装好了：.git/hooks/pre-commit"), "{}", ran.out);
    let head = repository.git(&["rev-parse", "HEAD"]);
    repository.stage("道 路/甲.biao", &bad("甲"));
    let ran = commit(&repository, &[]);
    assert_eq!(ran.code, 1);
    // git sends the output of hooks to standard error.
    assert!(ran.err.contains("道 路/甲.biao:4:7: 错误[小/概况不宜过短]"), "{}", ran.err);
    assert!(ran.err.contains("提交被拦下") && ran.err.contains("--no-verify"), "{}", ran.err);
    assert_eq!(repository.git(&["rev-parse", "HEAD"]), head);
    repository.stage("道 路/甲.biao", &good("甲"));
    assert_eq!(commit(&repository, &[]).code, 0);
    // Other files pass, and so does what is asked to.
    repository.stage("说明.txt", "甲\n");
    let ran = commit(&repository, &[]);
    assert!(ran.code == 0 && ran.err.contains("没有改动的表"), "{}", ran.err);
    repository.stage("乙.biao", &bad("乙"));
    assert_eq!(commit(&repository, &["--no-verify"]).code, 0);
}

#[test]
fn a_commit_of_some_paths_is_judged_by_what_it_would_hold() {
    let repository = Repository::with(&[("甲.biao", &good("甲")), ("乙.biao", &good("乙"))]);
    installed(&repository);
    // Staged and bad, but not in this commit; git gives the hook an index of its own.
    repository.stage("甲.biao", &bad("甲"));
    repository.write("乙.biao", &good("丁"));
    let ran = commit(&repository, &["--", "乙.biao"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // Good as staged, bad as committed.
    repository.stage("甲.biao", &good("丙"));
    repository.write("甲.biao", &bad("丙"));
    assert_eq!(commit(&repository, &["甲.biao"]).code, 1);
    assert_eq!(commit(&repository, &["--all"]).code, 1);
    assert_eq!(commit(&repository, &[]).code, 0);
}

#[test]
fn a_merge_is_judged_by_what_both_sides_make_together() {
    let repository = Repository::with(&[]);
    let ran = installed(&repository);
    assert!(
        ran.out.contains("pre-commit。") && ran.out.contains("pre-merge-commit。"),
        "{}",
        ran.out
    );
    let merge = |arguments: &[&str]| {
        repository.run("git", ".", &[&["merge", "--quiet", "-m", "合"], arguments].concat())
    };
    let branch = repository.git(&["rev-parse", "--abbrev-ref", "HEAD"]).trim().to_owned();
    repository.git(&["checkout", "--quiet", "-b", "旁"]);
    repository.stage("乙.biao", &good("甲"));
    assert_eq!(commit(&repository, &[]).code, 0);
    repository.git(&["checkout", "--quiet", &branch]);
    repository.stage("甲.biao", &good("甲"));
    assert_eq!(commit(&repository, &[]).code, 0);
    // Each passes; both have one name.
    let ran = merge(&["旁"]);
    assert!(ran.code != 0 && ran.err.contains("重名"), "{} {}", ran.code, ran.err);
    // The merge goes on as a commit, which is judged as well.
    assert_eq!(commit(&repository, &[]).code, 1);
    repository.stage("乙.biao", &good("乙"));
    assert_eq!(commit(&repository, &[]).code, 0);
    // What is good together is merged.
    repository.git(&["checkout", "--quiet", "-b", "再", "HEAD~1"]);
    repository.stage("丙.biao", &good("丙"));
    assert_eq!(commit(&repository, &[]).code, 0);
    repository.git(&["checkout", "--quiet", &branch]);
    let ran = merge(&["再"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn what_is_in_the_way_of_one_hook_keeps_both_out() {
    let repository = Repository::with(&[]);
    let merge = ".git/hooks/pre-merge-commit";
    existing(&repository, b"#!/bin/sh\n");
    std::fs::rename(repository.path().join(HOOK), repository.path().join(merge)).unwrap();
    repository.write(&format!("{merge}.before-biaochi"), "#!/bin/sh\n# before\n");
    let ran = repository.biaochi(&["hook", "install"]);
    assert!(ran.code == 2 && ran.err.contains("pre-merge-commit.before-biaochi"), "{}", ran.err);
    assert!(!repository.path().join(HOOK).exists());
    std::fs::remove_file(repository.path().join(format!("{merge}.before-biaochi"))).unwrap();
    installed(&repository);
    assert_eq!(repository.biaochi(&["hook", "uninstall"]).code, 0);
    assert_eq!(repository.read(merge), "#!/bin/sh\n");
    assert!(!repository.path().join(HOOK).exists());
}

#[test]
fn it_holds_in_worktrees_subfolders_and_for_the_first_commit() {
    let repository = Repository::new();
    repository.write("规则.chi", crate::git::RULES);
    let ran = repository.biaochi(&["hook", "install", "--", "--rules=规则.chi"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    repository.git(&["add", "--all"]);
    repository.stage("甲.biao", &bad("甲"));
    assert_eq!(commit(&repository, &[]).code, 1);
    repository.stage("甲.biao", &good("甲"));
    assert_eq!(commit(&repository, &[]).code, 0);
    repository.git(&["worktree", "add", "--quiet", "旁 边", "-b", "旁"]);
    repository.write("旁 边/深/乙.biao", &bad("乙"));
    let git = |arguments: &[&str]| repository.run("git", "旁 边/深", arguments);
    assert_eq!(git(&["add", "--all"]).code, 0);
    let ran = git(&["commit", "--quiet", "--message=乙"]);
    assert!(ran.code == 1 && ran.err.contains("深/乙.biao:4:7"), "{}", ran.err);
    // Installed from there, it is the same hook.
    let ran = repository.biaochi_in("旁 边/深", &["hook", "install", "--", "--rules=规则.chi"]);
    assert!(ran.code == 0 && ran.out.contains("没有要改的"), "{}{}", ran.out, ran.err);
}

#[test]
fn an_existing_hook_runs_first_and_comes_back_byte_for_byte() {
    let hooks: [&[u8]; 3] = [
        b"#!/bin/sh\nset -e\ntest ! -e stop || { echo stopped >&2; exit 7; }\nexit 0",
        "#!/usr/bin/env python3\nimport os, sys\nsys.exit(7 if os.path.exists('stop') else 0)\n# 甲\r\n".as_bytes(),
        b"#!/bin/sh\n[ ! -e stop ] || exit 7\n: '\xff\0 no text'\n",
    ];
    for hook in hooks {
        let repository = Repository::with(&[]);
        existing(&repository, hook);
        let ran = installed(&repository);
        assert!(ran.out.contains("pre-commit.before-biaochi"), "{}", ran.out);
        let ours = repository.read(HOOK);
        let ran = installed(&repository);
        assert!(ran.out.contains("没有要改的"), "{}", ran.out);
        assert_eq!(repository.read(HOOK), ours);
        repository.write("stop", "");
        repository.stage("甲.biao", &good("甲"));
        assert_eq!(commit(&repository, &[]).code, 1, "the existing hook stops");
        std::fs::remove_file(repository.path().join("stop")).unwrap();
        repository.stage("甲.biao", &bad("甲"));
        assert_eq!(commit(&repository, &[]).code, 1, "ours stops");
        repository.stage("甲.biao", &good("甲"));
        assert_eq!(commit(&repository, &[]).code, 0);
        // Other arguments: the text changes, the kept hook stays.
        let ran = repository.biaochi(&["hook", "install", "--", "--deny-warnings"]);
        assert!(ran.code == 0 && ran.out.contains("更新了"), "{}", ran.out);
        let ran = repository.biaochi(&["hook", "uninstall"]);
        assert!(ran.code == 0 && ran.out.contains("已恢复"), "{}{}", ran.out, ran.err);
        let path = repository.path().join(HOOK);
        assert_eq!(std::fs::read(&path).unwrap(), hook);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o750);
        assert!(!repository.path().join(KEPT).exists());
        let ran = repository.biaochi(&["hook", "uninstall"]);
        assert!(ran.code == 0 && ran.out.contains("没有要改的"), "{}", ran.out);
    }
}

#[test]
fn a_hook_that_was_not_there_is_gone_again() {
    let repository = Repository::with(&[]);
    installed(&repository);
    assert_eq!(repository.biaochi(&["hook", "uninstall"]).code, 0);
    assert!(!repository.path().join(HOOK).exists());
    // Ours was removed by hand; the one before still lies there.
    existing(&repository, b"#!/bin/sh\n");
    installed(&repository);
    std::fs::remove_file(repository.path().join(HOOK)).unwrap();
    assert_eq!(repository.biaochi(&["hook", "uninstall"]).code, 0);
    assert_eq!(repository.read(HOOK), "#!/bin/sh\n");
}

#[test]
fn what_was_written_into_our_hook_is_never_lost() {
    let repository = Repository::with(&[]);
    installed(&repository);
    let mixed = format!("{}echo 自己的\n", repository.read(HOOK));
    existing(&repository, mixed.as_bytes());
    for command in ["install", "uninstall"] {
        let ran = repository.biaochi(&["hook", command]);
        assert!(ran.code == 2 && ran.err.contains("钩子/改过"), "{command} {}", ran.err);
        assert_eq!(repository.read(HOOK), mixed);
    }
    // An earlier hook was already kept.
    existing(&repository, b"#!/bin/sh\n# other\n");
    repository.write(KEPT, "#!/bin/sh\n# before\n");
    let ran = repository.biaochi(&["hook", "install"]);
    assert!(ran.code == 2 && ran.err.contains("before-biaochi"), "{}", ran.err);
    assert_eq!(repository.read(KEPT), "#!/bin/sh\n# before\n");
}

#[test]
fn without_the_program_no_commit_passes_silently() {
    let repository = Repository::with(&[]);
    installed(&repository);
    // Neither in the PATH nor where it lay.
    let own = format!("'{}'", env!("CARGO_BIN_EXE_biaochi"));
    let text = repository.read(HOOK);
    assert!(text.contains(&own), "{text}");
    let gone = text.replace(&own, "'gone'").replace("command -v biaochi", "command -v gone");
    existing(&repository, gone.as_bytes());
    repository.stage("说明.txt", "甲\n");
    let ran = commit(&repository, &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("找不到 biaochi") && ran.err.contains("--no-verify"), "{}", ran.err);
    // Not in the PATH, but where it lay when it was installed.
    existing(&repository, text.replace("command -v biaochi", "command -v gone").as_bytes());
    assert_eq!(commit(&repository, &[]).code, 0);
}

#[test]
fn the_folder_of_hooks_may_be_another_and_may_belong_to_others() {
    let repository = Repository::with(&[]);
    repository.git(&["config", "core.hooksPath", "钩 子"]);
    let ran = installed(&repository);
    assert!(ran.out.contains("钩 子/pre-commit"), "{}", ran.out);
    // It is committed: no place on this machine is named.
    assert!(!repository.read("钩 子/pre-commit").contains(env!("CARGO_BIN_EXE_biaochi")));
    repository.stage("甲.biao", &bad("甲"));
    assert_eq!(commit(&repository, &[]).code, 1);
    let others = tempfile::TempDir::new().unwrap();
    repository.git(&["config", "core.hooksPath", others.path().to_str().unwrap()]);
    let ran = repository.biaochi(&["hook", "install"]);
    assert!(ran.code == 2 && ran.err.contains("钩子/公用"), "{}", ran.err);
    assert_eq!(std::fs::read_dir(others.path()).unwrap().count(), 0);
    repository.git(&["config", "core.hooksPath", ".husky/_"]);
    let ran = repository.biaochi(&["hook", "install"]);
    assert!(ran.code == 2 && ran.err.contains(".husky/pre-commit"), "{}", ran.err);
    repository.git(&["config", "--unset", "core.hooksPath"]);
    let managed = [
        ("# File generated by pre-commit: https://pre-commit.com\n", ".pre-commit-config.yaml"),
        ("call_lefthook run \"pre-commit\" \"$@\"\n", "lefthook.yml"),
    ];
    for (text, recipe) in managed {
        existing(&repository, format!("#!/bin/sh\n{text}").as_bytes());
        let ran = repository.biaochi(&["hook", "install"]);
        assert!(ran.code == 2 && ran.err.contains(recipe), "{}", ran.err);
        assert!(repository.read(HOOK).contains(text));
    }
}

#[test]
fn arguments_that_cannot_be_read_are_refused_at_once() {
    let repository = Repository::with(&[]);
    let ran = repository.biaochi(&["hook", "install", "--", "--ruels=规则.chi"]);
    assert!(ran.code == 2 && ran.err.contains("--ruels"), "{}", ran.err);
    assert!(!repository.path().join(HOOK).exists());
    let folder = Repository::outside();
    for command in ["install", "uninstall"] {
        let ran = folder.biaochi(&["hook", command]);
        assert!(ran.code == 2 && ran.err.contains("检查/不在仓库里"), "{}", ran.err);
    }
    // Quotes and blanks reach the program as they are.
    repository.write("规 则'.chi", crate::git::RULES);
    repository.git(&["add", "--all"]);
    let ran = repository.biaochi(&["hook", "install", "--", "--rules", "规 则'.chi"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    repository.stage("甲.biao", &bad("甲"));
    assert!(commit(&repository, &[]).err.contains("小/概况不宜过短"));
}
