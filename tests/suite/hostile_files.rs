//! What settings, links and rules name is read only within the project and the pack, and special
//! files never.
#![cfg(unix)]

use std::os::unix::fs::symlink;

use crate::cli::{biaochi, folder};

const SECRET: &str = "root:密码:0:0\n甲 = [乙\n";
const SHEET: &str = "项目名称: 甲\n";

#[test]
fn what_settings_name_outside_the_project_is_not_read() {
    let lines = [
        "baseline: ../秘密",
        "baseline: 链接",
        "packs: [../秘密]",
        "packs: [链接]",
        "packs: [../夹]",
        "packs: [/dev/zero]",
        "baseline: /dev/zero",
        "baseline: ../没有.json",
    ];
    for line in lines {
        let files = folder(&[
            ("秘密", SECRET),
            ("夹/秘密.biao", SECRET),
            ("项目/甲.biao", SHEET),
            ("项目/biaochi.yaml", line),
        ]);
        symlink("../秘密", files.path().join("项目/链接")).unwrap();
        let ran = biaochi(&files.path().join("项目"), &["check"]);
        let said = ran.out + &ran.err;
        assert!(ran.code == 2 && said.contains("设置/在项目外"), "{line} {said}");
        assert!(said.contains("biaochi.yaml:1:") && !said.contains("密码"), "{line} {said}");
    }
}

#[test]
fn packs_and_rule_files_may_lie_outside() {
    let manifest = "name: 包\nversion: 1.0.0\ntitle: 表\nissuer: 局\n";
    for line in ["packs: [../包]", "packs: [../包/一.chi]"] {
        let files = folder(&[
            ("包/pack.yaml", manifest),
            ("包/一.chi", "# 没有\n"),
            ("项目/甲.biao", SHEET),
            ("项目/biaochi.yaml", line),
        ]);
        let ran = biaochi(&files.path().join("项目"), &["check"]);
        assert!(!(ran.out.clone() + &ran.err).contains("设置/在项目外"), "{}{}", ran.out, ran.err);
    }
}

#[test]
fn what_links_name_outside_the_project_is_not_read() {
    for command in [&["check"][..], &["check", "--fix"], &["fmt", "--diff"], &["fmt", "--check"]] {
        let files = folder(&[("秘密", SECRET), ("夹/秘密.biao", SECRET), ("项目/甲.biao", SHEET)]);
        let project = files.path().join("项目");
        symlink("../秘密", project.join("乙.biao")).unwrap();
        symlink("../夹", project.join("丙")).unwrap();
        symlink("/dev/zero", project.join("丁.biao")).unwrap();
        let ran = biaochi(&project, command);
        let said = ran.out + &ran.err;
        assert!(
            ran.code == 2 && said.matches("检查/链接出项目").count() == 3,
            "{command:?} {said}"
        );
        assert!(!said.contains("密码"), "{command:?} {said}");
    }
    // Settings and manifests, too.
    let files =
        folder(&[("秘密", SECRET), ("项目/包/一.chi", "# 没有\n"), ("项目/甲.biao", SHEET)]);
    let project = files.path().join("项目");
    symlink("../秘密", project.join("biaochi.yaml")).unwrap();
    symlink("../../秘密", project.join("包/pack.yaml")).unwrap();
    let ran = biaochi(&project, &["check", "甲.biao", "--rules=包"]);
    assert!(ran.code == 2 && !(ran.out.clone() + &ran.err).contains("密码"), "{}", ran.err);
}

#[test]
fn what_rules_name_outside_their_pack_is_not_read() {
    for line in
        ["词表 词 来自 \"../秘密.csv\"", "词表 词 来自 \"链接.csv\"", "引用 \"../秘密.chi\""]
    {
        let files = folder(&[
            ("秘密.csv", SECRET),
            ("秘密.chi", SECRET),
            ("包/规则.chi", line),
            ("甲.biao", SHEET),
        ]);
        symlink("../秘密.csv", files.path().join("包/链接.csv")).unwrap();
        let ran = biaochi(files.path(), &["check", "甲.biao", "--rules=包"]);
        let said = ran.out + &ran.err;
        assert!(ran.code == 2 && said.contains("尺/文件在包外"), "{line} {said}");
        assert!(!said.contains("密码"), "{line} {said}");
    }
}

#[test]
fn special_files_are_refused() {
    let files = folder(&[("甲.biao", SHEET)]);
    let pipe = files.path().join("管道.biao");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for arguments in [
        &["check", "管道.biao"][..],
        &["check", "/dev/zero"],
        &["check", "甲.biao", "--baseline=管道.biao"],
        &["check", "甲.biao", "--config=管道.biao"],
        &["check", "甲.biao", "--rules=管道.biao"],
        &["verify", "管道.biao"],
        &["fmt", "管道.biao"],
    ] {
        let ran = biaochi(files.path(), arguments);
        assert_eq!(ran.code, 2, "{arguments:?} {}{}", ran.out, ran.err);
    }
}
