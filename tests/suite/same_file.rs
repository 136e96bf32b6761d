//! A file is one file, however it is spelt: judged once, by the same settings, with the same
//! findings and exit code.
#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::path::Path;

use tempfile::TempDir;

use crate::cli::{Ran, biaochi, folder};

const RULES: &str = r#"
表单 小表 年度 2020：
    栏 项目名称 文本 必填
    栏 项目概况 文本
法规 办法 《办法》
规则 小/概况不宜过短：
    依据 办法
    须   字数(项目概况) ≥ 3
    否则 警告 "概况太短" 于 项目概况
    合格 """
        项目概况: 修一条路
        """
    不合格 """
        项目概况: [[修路]]
        """
"#;
const SHORT: &str = "警告[小/概况不宜过短]: 概况太短";

fn sheet(name: &str) -> String {
    format!("表单: 小表\n年度: 2020\n项目名称: {name}\n项目概况: 修\n")
}

/// A project that lets no warning pass, with two sheets that have one each.
fn project() -> TempDir {
    let files = folder(&[
        ("p/biaochi.yaml", "packs: [规则]\ndeny_warnings: true\nexclude: [草稿/]\n"),
        ("p/规则/小.chi", RULES),
        ("p/甲.biao", &sheet("甲")),
        ("p/里/乙.biao", &sheet("乙")),
        ("p/草稿/丙.biao", &sheet("丙")),
        ("外/丁.biao", &sheet("丁")),
    ]);
    std::fs::create_dir(files.path().join("p/.git")).unwrap();
    files
}

#[track_caller]
fn finds(folder: &Path, arguments: &[&str], code: i32, files: &[&str]) -> Ran {
    let all: Vec<&str> = [&["check"], arguments].concat();
    let ran = biaochi(folder, &all);
    let found: Vec<&str> = ran
        .out
        .lines()
        .filter(|line| line.ends_with(SHORT))
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(
        (found.as_slice(), ran.code),
        (files, code),
        "{arguments:?}\n{}{}",
        ran.out,
        ran.err
    );
    ran
}

#[test]
fn a_folder_is_one_folder_however_it_is_spelt() {
    let files = project();
    let (p, files) = (files.path().join("p"), files);
    symlink("p", files.path().join("链")).unwrap();
    let full = p.display().to_string();
    let linked = files.path().join("链").display().to_string();
    let around = format!("{full}/里/..");
    for spelt in [".", "./", "../p", "./里/..", "../链", &full, &linked, &around, "草稿/.././里/.."]
    {
        let ran = finds(&p, &[spelt], 1, &["甲.biao", "里/乙.biao"]);
        assert_eq!(ran.err, "", "{spelt}");
    }
    // From outside the names differ, and nothing else.
    for spelt in ["p/里/..", &linked] {
        finds(files.path(), &[spelt], 1, &["p/甲.biao", "p/里/乙.biao"]);
    }
    finds(&p.join("里"), &[".."], 1, &["../甲.biao", "乙.biao"]);
    let ran = finds(&p.join("里"), &[&full], 1, &["../甲.biao", "乙.biao"]);
    assert_eq!(ran.err, "");
}

#[test]
fn a_sheet_is_one_sheet_by_all_its_names() {
    let files = project();
    let p = files.path().join("p");
    symlink("甲.biao", p.join("丁.biao")).unwrap();
    symlink("里", p.join("另")).unwrap();
    symlink("里/乙.biao", p.join("乙二.biao")).unwrap();
    std::fs::hard_link(p.join("甲.biao"), p.join("硬.biao")).unwrap();
    finds(&p, &["."], 1, &["甲.biao", "里/乙.biao"]);
    finds(&p, &["丁.biao", "甲.biao", "./甲.biao", "里/../甲.biao", "硬.biao"], 1, &["甲.biao"]);
    finds(&p, &["另/乙.biao", "里/乙.biao"], 1, &["里/乙.biao"]);
    finds(&p, &["另"], 1, &["里/乙.biao"]);
    let full = p.join("甲.biao").display().to_string();
    finds(&p, &[&full, "甲.biao"], 1, &["甲.biao"]);
    // A link that is named alone is called by its name.
    finds(&p, &["丁.biao"], 1, &["丁.biao"]);
}

#[test]
fn rules_are_the_same_rules_by_two_names() {
    let files = project();
    let p = files.path().join("p");
    std::fs::remove_file(p.join("biaochi.yaml")).unwrap();
    symlink("规则", p.join("规链")).unwrap();
    symlink("小.chi", p.join("规则/大.chi")).unwrap();
    std::fs::hard_link(p.join("规则/小.chi"), p.join("规则/硬.chi")).unwrap();
    let full = p.join("规则").display().to_string();
    for rules in [
        &["--rules", "规则"][..],
        &["--rules", "规则", "--rules", "./规则"],
        &["--rules", "规链", "--rules", "规则"],
        &["--rules", "规则", "--rules", "规则/小.chi"],
        &["--rules", "规则/大.chi", "--rules", "规则"],
        &["--rules", "规则/硬.chi", "--rules", "规则/小.chi"],
        &["--rules", &full, "--rules", "里/../规则"],
    ] {
        let ran = finds(&p, &[rules, &["甲.biao"]].concat(), 0, &["甲.biao"]);
        assert!(!ran.out.contains("错误"), "{rules:?}{}", ran.out);
    }
    // A rule file that names another by a link is called by its own name.
    std::fs::write(p.join("规则/全.chi"), "引用 \"大.chi\"\n").unwrap();
    let ran = biaochi(&p, &["check", "甲.biao", "--rules", "规则", "--format", "short"]);
    assert!(ran.code == 2 && ran.out.contains("尺/文件重名"), "{}{}", ran.out, ran.err);
    assert!(!ran.out.contains("尺/文件缺失") && ran.out.contains("“规则/小.chi”"), "{}", ran.out);
    std::fs::remove_file(p.join("规则/全.chi")).unwrap();
    // Settings by another name are not taken for others.
    std::fs::write(p.join("biaochi.yaml"), "packs: [规则, ./规则/]\n").unwrap();
    let ran = finds(
        &p,
        &["--config", "../p/./biaochi.yaml", "甲.biao", "里"],
        0,
        &["甲.biao", "里/乙.biao"],
    );
    assert_eq!(ran.err, "");
}

#[test]
fn links_out_of_the_project_are_not_read_on_the_way_and_never_written_through() {
    let files = project();
    let p = files.path().join("p");
    let unkempt = "表单: 小表\n年度: 2020\n项目名称: 秘密\n绩效目标:\n\t产出:  修路\n";
    std::fs::write(files.path().join("外/丁.biao"), unkempt).unwrap();
    symlink("../外/丁.biao", p.join("丁.biao")).unwrap();
    symlink("../外", p.join("外链")).unwrap();
    let outside = || std::fs::read_to_string(files.path().join("外/丁.biao")).unwrap();
    // Met on the way: said, by the link, once each; nothing of it is shown.
    for arguments in [&["check"][..], &["check", "--fix"], &["fmt", "--check"], &["fmt"]] {
        let ran = biaochi(&p, arguments);
        assert_eq!(ran.code, 2, "{arguments:?}{}", ran.err);
        let all = format!("{}{}", ran.out, ran.err);
        for link in ["丁.biao", "外链"] {
            assert!(all.contains(&format!("没有检查“{link}”")), "{arguments:?}\n{all}");
        }
        assert!(!all.contains("秘密"), "{all}");
        assert_eq!(outside(), unkempt);
    }
    // Named: read, but not written through.
    for name in ["丁.biao", "外链", "外链/丁.biao", "./外链/丁.biao"] {
        for command in [&["check", "--fix"][..], &["fmt"]] {
            let ran = biaochi(&p, &[command, &[name]].concat());
            assert_eq!(ran.code, 2, "{command:?} {name}: {}{}", ran.out, ran.err);
            assert!(ran.err.contains("没有改动"), "{command:?} {name}: {}", ran.err);
            assert!(ran.err.contains("外/丁.biao"), "{command:?} {name}: {}", ran.err);
            assert_eq!(outside(), unkempt);
        }
    }
    // Within the project a link may lead anywhere; and what is named itself may be changed.
    std::fs::write(p.join("里/乙.biao"), unkempt).unwrap();
    symlink("里/乙.biao", p.join("戊.biao")).unwrap();
    biaochi(&p, &["check", "--fix", "戊.biao"]);
    assert_ne!(std::fs::read_to_string(p.join("里/乙.biao")).unwrap(), unkempt);
    assert!(p.join("戊.biao").is_symlink());
    biaochi(&p, &["fmt", "../外/丁.biao"]);
    assert_ne!(outside(), unkempt);
}

#[test]
fn without_settings_the_project_is_the_repository_or_the_folder_given() {
    let unkempt = "年度:2020\n项目名称:   甲\n";
    let files =
        folder(&[("库/甲/一.txt", ""), ("库/乙/二.biao", unkempt), ("外/三.biao", unkempt)]);
    let at = |name: &str| files.path().join(name);
    symlink("../乙/二.biao", at("库/甲/链.biao")).unwrap();
    symlink("../../外/三.biao", at("库/甲/出.biao")).unwrap();
    let left = |links: usize| {
        let ran = biaochi(files.path(), &["fmt", "--check", "库/甲"]);
        assert_eq!(ran.err.matches("链接出项目").count(), links, "{}{}", ran.out, ran.err);
        assert_eq!(ran.code, if links > 0 { 2 } else { 1 });
    };
    // The folder given is all there is: both links leave it.
    left(2);
    std::fs::create_dir(at("库/.git")).unwrap();
    left(1);
    std::fs::write(at("库/甲/biaochi.yaml"), "").unwrap();
    left(2);
    std::fs::remove_file(at("库/甲/biaochi.yaml")).unwrap();
    std::fs::write(at("biaochi.yaml"), "").unwrap();
    left(0);
}

#[test]
fn broken_links_are_said_and_count_as_not_checked() {
    let files = project();
    let p = files.path().join("p");
    for name in ["断.biao", ".断.biao", "草稿/断.biao", "里/断"] {
        symlink("没有的.biao", p.join(name)).unwrap();
    }
    let ran = biaochi(&p, &["check"]);
    assert_eq!(ran.code, 2);
    let reported: Vec<&str> = ran.out.lines().filter(|line| line.contains("断了的链接")).collect();
    assert_eq!(reported.len(), 2, "{}", ran.out);
    assert!(reported.iter().all(|line| line.contains("没有的.biao")), "{reported:?}");
    let ran = biaochi(&p, &["check", "断.biao"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("检查/链接断了"), "{}", ran.out);
    assert_eq!(biaochi(&p, &["check", "断.biao", "--lang", "en"]).code, 2);
}

#[test]
fn a_hard_link_that_a_fix_breaks_is_said() {
    let unkempt = "年度:2020\n项目名称:   甲\n";
    let files = folder(&[("里/甲.biao", unkempt)]);
    std::fs::hard_link(files.path().join("里/甲.biao"), files.path().join("留.biao")).unwrap();
    let ran = biaochi(files.path(), &["fmt", "里"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("检查/硬链接断开") && ran.err.contains("里/甲.biao"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(files.path().join("留.biao")).unwrap(), unkempt);
    let ran = biaochi(files.path(), &["fmt", "里"]);
    assert_eq!(ran.err, "");
}

#[test]
fn patterns_may_be_paths_in_full() {
    let files = project();
    let p = files.path().join("p");
    symlink(files.path(), files.path().join("p/里/上")).unwrap();
    std::fs::remove_file(p.join("里/上")).unwrap();
    symlink("p", files.path().join("链")).unwrap();
    let full = |name: &str| p.join(name).display().to_string();
    let linked = files.path().join("链/里").display().to_string();
    for pattern in
        [&full("里"), &full("里/"), &full("里/*.biao"), &full("里/乙.biao"), &linked, "里", "/里"]
    {
        finds(&p, &["--exclude", pattern, "."], 1, &["甲.biao"]);
        finds(&p, &["--exclude", pattern, &full("")], 1, &["甲.biao"]);
        finds(
            &p,
            &["--exclude", pattern, "--force-exclude", "甲.biao", "里/乙.biao"],
            1,
            &["甲.biao"],
        );
    }
    // From elsewhere, where patterns that are relative to this folder mean nothing.
    for pattern in [&full("里"), &full("里/"), &linked] {
        finds(&files.path().join("外"), &["--exclude", pattern, "../p"], 1, &["../p/甲.biao"]);
    }
    finds(&p, &["--exclude", "/乙.biao", "."], 1, &["甲.biao", "里/乙.biao"]);
}
