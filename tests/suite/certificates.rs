//! Certificates as their readers meet them: what they cover, and what `verify` says of each change
//! since, the same from any folder.

use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::cli::{Ran, biaochi, folder, piped, put};

const RULES: &str = r#"
词表 好词 来自 "词/好.csv"
表单 小表 年度 2020：
    栏 项目名称 文本 必填
    栏 项目概况 文本
    栏 立项依据 文本
法规 办法 《办法》
规则 文字/概况不宜过短：
    依据 办法
    须   字数(项目概况) ≥ 3
    否则 错误 "概况太短" 于 项目概况
    合格 """
        项目概况: 修一条路
        """
    不合格 """
        项目概况: [[修路]]
        """
规则 文字/概况要写路：
    依据 办法
    须   项目概况 包含 好词
    否则 警告 "概况没有写路" 于 项目概况
    合格 """
        项目概况: 修一条路
        """
    不合格 """
        项目概况: [[修桥梁]]
        """
规则 依据/须带书名号：
    依据 办法
    当   有 立项依据
    须   立项依据 包含 "《"
    否则 提示 "依据没有书名号" 于 立项依据
    合格 """
        立项依据: 《规划》
        """
    不合格 """
        立项依据: [[规划]]
        """
"#;

fn sheet(name: &str) -> String {
    format!("表单: 小表\n年度: 2020\n项目名称: {name}\n项目概况: 修一条路\n")
}

const MANIFEST: &str = "name: 本区\nversion: 1.0.0\ntitle: 本区规则\nissuer: 本区\n";

/// A project that leaves out drafts, with what no check takes beside its sheets.
pub(crate) fn project() -> TempDir {
    folder(&[
        ("biaochi.yaml", "packs: [规则]\nexclude: [草稿/]\n"),
        ("规则/pack.yaml", MANIFEST),
        ("规则/小表.chi", RULES),
        ("规则/词/好.csv", "词\n路\n"),
        ("申报/甲.biao", &sheet("甲")),
        ("申报/乙.biao", &sheet("乙")),
        ("申报/深/丙.biao", &sheet("丙")),
        ("草稿/丁.biao", &sheet("丁")),
        (".旧/戊.biao", &sheet("戊")),
        ("弃/己.biao", &sheet("己")),
        ("弃/.ignore", "*.biao\n"),
    ])
}

/// What somebody does in the project.
type Step<'s> = dyn Fn(&TempDir) + 's;

fn take(files: &TempDir, name: &str) {
    std::fs::remove_file(files.path().join(name)).unwrap();
}

pub(crate) fn certify(files: &TempDir, arguments: &str) -> Ran {
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    biaochi(files.path(), &[&["check", "--certificate=凭证.json"], &*arguments].concat())
}

fn read(files: &TempDir) -> serde_json::Value {
    let text = std::fs::read(files.path().join("凭证.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

pub(crate) fn verify(files: &TempDir) -> Ran {
    biaochi(files.path(), &["verify", "凭证.json"])
}

/// What `verify` says of each change.
fn changes(ran: &Ran) -> Vec<&str> {
    let lines: Vec<&str> = ran.out.lines().collect();
    lines[..lines.len() - 2].to_vec()
}

/// The certificate of a project that was certified by these arguments: it is the same wherever the
/// project lies.
pub(crate) fn certificate(arguments: &str) -> String {
    let files = project();
    let ran = certify(&files, arguments);
    assert_eq!(ran.code, 0, "{arguments} {}{}", ran.out, ran.err);
    std::fs::read_to_string(files.path().join("凭证.json")).unwrap()
}

/// What has changed after a step, in a project of which there is this certificate.
fn since(certificate: &str, step: &Step<'_>) -> String {
    let files = project();
    put(&files, "凭证.json", certificate);
    step(&files);
    let ran = verify(&files);
    let changes = changes(&ran).join("\n");
    assert_eq!(ran.code, i32::from(!changes.is_empty()), "{}{}", ran.out, ran.err);
    changes
}

fn after(arguments: &str, step: &Step<'_>) -> String {
    since(&certificate(arguments), step)
}

#[test]
fn it_is_the_same_from_any_folder_and_by_any_spelling() {
    let files = project();
    assert_eq!(certify(&files, "").code, 0);
    let full = files.path().join("申报/../凭证.json");
    let places = [
        (files.path().join("申报/深"), "../../凭证.json"),
        (files.path().join(".旧"), "./../申报/../凭证.json"),
        ("/".into(), full.to_str().unwrap()),
    ];
    for changed in [false, true] {
        if changed {
            put(&files, "申报/甲.biao", &sheet("子"));
            put(&files, "申报/新.biao", &sheet("丑"));
            put(&files, "规则/词/好.csv", "词\n路\n桥\n");
        }
        let here = verify(&files);
        assert_eq!((here.code, changes(&here).len()), if changed { (1, 3) } else { (0, 0) });
        for (folder, name) in &places {
            let there = biaochi(folder, &["verify", name]);
            assert_eq!(there.code, here.code, "{name} {}{}", there.out, there.err);
            assert_eq!(changes(&there).len(), changes(&here).len(), "{name} {}", there.out);
        }
    }
}

#[test]
fn each_change_of_a_sheet_is_named() {
    let cases: [(&Step<'_>, &str); 12] = [
        (&|_| (), ""),
        (&|folder| put(folder, "申报/甲.biao", &sheet("子")), "表 申报/甲.biao：检查以后改过"),
        (
            &|folder| put(folder, "申报/甲.biao", &format!("\u{feff}{}", sheet("甲"))),
            "表 申报/甲.biao：检查以后改过",
        ),
        (
            &|folder| put(folder, "申报/甲.biao", &sheet("甲").replace('\n', "\r\n")),
            "表 申报/甲.biao：检查以后改过",
        ),
        (
            &|folder| {
                let (bytes, _, _) = encoding_rs::GB18030.encode("表单: 小表\n");
                std::fs::write(folder.path().join("申报/甲.biao"), bytes).unwrap();
            },
            "表 申报/甲.biao：检查以后改过",
        ),
        (&|folder| take(folder, "申报/甲.biao"), "表 申报/甲.biao：已不存在"),
        (
            &|folder| {
                take(folder, "申报/甲.biao");
                put(folder, "申报/新/甲.biao", &sheet("甲"));
            },
            "表 申报/甲.biao：移到了 申报/新/甲.biao，内容没有改",
        ),
        (
            &|folder| {
                take(folder, "申报/甲.biao");
                put(folder, "申报/新/甲.biao", &sheet("子"));
            },
            "表 申报/甲.biao：已不存在\n表 申报/新/甲.biao：是后来的，没有检查",
        ),
        (
            &|folder| put(folder, "申报/新.biao", &sheet("子")),
            "表 申报/新.biao：是后来的，没有检查",
        ),
        (
            &|folder| put(folder, "申报/.ignore", "甲.biao\n"),
            "表 申报/甲.biao：现在不在检查之列（被忽略文件、设置或链接排除了）",
        ),
        (&|folder| take(folder, "弃/.ignore"), "表 弃/己.biao：是后来的，没有检查"),
        // What no check takes is no change.
        (
            &|folder| {
                put(folder, "草稿/新.biao", &sheet("子"));
                put(folder, ".旧/新.biao", &sheet("子"));
                put(folder, "弃/新.biao", &sheet("子"));
                put(folder, "申报/说明.txt", "新");
            },
            "",
        ),
    ];
    let certificate = certificate("");
    for (at, (step, said)) in cases.iter().enumerate() {
        assert_eq!(since(&certificate, step), *said, "{at}");
    }
}

#[test]
fn each_change_of_what_judges_is_named() {
    let cases: [(&Step<'_>, &str); 8] = [
        (
            &|folder| put(folder, "规则/词/好.csv", "词\n路\n桥\n"),
            "规则包 本区：内容改过，版本仍是 1.0.0（规则/词/好.csv 改过）",
        ),
        (
            &|folder| put(folder, "规则/词/好.csv", "\u{feff}词\n路\n"),
            "规则包 本区：内容改过，版本仍是 1.0.0（规则/词/好.csv 改过）",
        ),
        (
            &|folder| put(folder, "规则/pack.yaml", &MANIFEST.replace("1.0.0", "1.1.0")),
            "规则包 本区：从 1.0.0 版改为 1.1.0 版（规则/pack.yaml 改过）",
        ),
        (
            &|folder| put(folder, "规则/深/新.chi", "# 还没有规则\n"),
            "规则包 本区：内容改过，版本仍是 1.0.0（规则/深/新.chi 是后来的）",
        ),
        // A table that no rule names judges nothing.
        (&|folder| put(folder, "规则/词/新.csv", "词\n"), ""),
        (
            &|folder| put(folder, "biaochi.yaml", "packs: [规则]\nexclude: [草稿/]\n# 改\n"),
            "设置 biaochi.yaml：检查以后改过",
        ),
        (
            &|folder| put(folder, "biaochi.yaml", "packs: [规则]\n"),
            "设置 biaochi.yaml：检查以后改过\n表 草稿/丁.biao：是后来的，没有检查",
        ),
        (
            &|folder| {
                put(
                    folder,
                    "biaochi.yaml",
                    "packs: [规则]\nexclude: [草稿/, 申报/深/]\nignore: [依据]\n",
                )
            },
            "设置 biaochi.yaml：检查以后改过\n表 申报/深/丙.biao：现在不在检查之列（被忽略文件、设置或链接排除了）",
        ),
    ];
    let certificate = certificate("");
    for (at, (step, said)) in cases.iter().enumerate() {
        assert_eq!(since(&certificate, step), *said, "{at}");
    }
    let after = |step: &Step<'_>| since(&certificate, step);
    let said = after(&|folder| put(folder, "biaochi.yaml", "pakcs: [机密]\n"));
    assert!(said.starts_with("设置 biaochi.yaml：检查以后改过\n设置：现在有误"), "{said}");
    assert!(!said.contains("机密"), "{said}");
    let said = after(&|folder| take(folder, "规则/词/好.csv"));
    assert!(said.contains("规则/词/好.csv 不再读取"), "{said}");
    let said = after(&|folder| std::fs::remove_dir_all(folder.path().join("规则")).unwrap());
    assert!(said.starts_with("规则包 本区：“规则”已不存在"), "{said}");
}

#[test]
fn settings_that_come_or_go_are_named() {
    // Nearer settings count for their folder, whatever else is checked with it.
    let nearer = |folder: &TempDir| put(folder, "申报/biaochi.yaml", "packs: [规则]\n");
    let said = after("申报", &nearer);
    assert!(said.starts_with("设置 申报/biaochi.yaml：是后来的，检查时没有用\n"), "{said}");
    assert!(after("", &nearer).starts_with("设置 申报/biaochi.yaml：是后来的，检查时没有用\n"));
    let said = after("--rules 规则", &|folder| take(folder, "biaochi.yaml"));
    assert!(said.starts_with("设置 biaochi.yaml：已不存在\n表 草稿/丁.biao"), "{said}");
    // Without any before.
    let said = after("--rules 规则 申报", &|folder| {
        put(folder, "申报/biaochi.yaml", "exclude: [深/]\n");
    });
    assert!(said.contains("表 申报/深/丙.biao：现在不在检查之列"), "{said}");
    // Named settings hold, whatever lies nearer.
    let named = |folder: &TempDir| {
        put(folder, "申报/biaochi.yaml", "packs: [规则]\n");
        put(folder, "biaochi.yaml", "packs: [规则]\nexclude: [草稿/]\nselect: [文字]\n");
    };
    assert_eq!(after("--config biaochi.yaml 申报", &named), "设置 biaochi.yaml：检查以后改过");
}

#[test]
fn the_command_line_is_remembered() {
    let add = |name: &'static str| move |folder: &TempDir| put(folder, name, &sheet("子"));
    assert_eq!(after("--exclude 申报/深/", &add("申报/深/新.biao")), "");
    assert_eq!(
        after("--exclude 申报/深/", &add("申报/新.biao")),
        "表 申报/新.biao：是后来的，没有检查"
    );
    assert_eq!(after("申报/深", &add("申报/新.biao")), "");
    assert_eq!(after("申报/甲.biao", &add("申报/新.biao")), "");
    assert_eq!(
        after("./申报/../申报/深/", &add("申报/深/新.biao")),
        "表 申报/深/新.biao：是后来的，没有检查"
    );
    assert_eq!(after(".旧", &add(".旧/新.biao")), "表 .旧/新.biao：是后来的，没有检查");
    assert_eq!(after("草稿/丁.biao", &add("草稿/新.biao")), "");
    let chosen = "--select 文字 --ignore 文字/概况要写路 --as-of 2020-06-30 --rules 规则/小表.chi";
    let files = project();
    assert_eq!(certify(&files, chosen).code, 0);
    let certificate = read(&files);
    assert_eq!(certificate["as_of"], "2020-06-30");
    assert_eq!(certificate["command"]["select"], serde_json::json!(["文字"]));
    assert_eq!(certificate["command"]["rules"], serde_json::json!(["./规则/小表.chi"]));
    let left_out = serde_json::json!([
        {"rule": "文字/概况要写路", "why": "ignored"},
        {"rule": "依据/须带书名号", "why": "not_selected"},
    ]);
    assert_eq!(certificate["rules_left_out"], left_out);
    let ran = verify(&files);
    assert!(ran.out.contains("用了 1 条规则，没有用 2 条"), "{}", ran.out);
    // A rule file by itself has no new neighbours.
    assert_eq!(after(chosen, &|folder| put(folder, "规则/新.chi", "# 无\n")), "");
    assert!(
        after(chosen, &|folder| put(folder, "规则/词/好.csv", "词\n")).contains("词/好.csv 改过")
    );
    // Patterns are relative to where they were typed.
    let files = project();
    let below = files.path().join("申报");
    let typed = ["check", "--exclude=/深/", "--certificate=../凭证.json"];
    assert_eq!(biaochi(&below, &typed).code, 0);
    put(&files, "申报/深/新.biao", &sheet("子"));
    assert_eq!(verify(&files).code, 0);
    put(&files, "申报/广/新.biao", &sheet("子"));
    assert_eq!(changes(&verify(&files)), ["表 申报/广/新.biao：是后来的，没有检查"]);
}

#[test]
fn known_findings_are_a_part_of_the_check() {
    let files = project();
    put(&files, "申报/甲.biao", &sheet("甲").replace("修一条路", "修"));
    let known = ["check", "--write-baseline", "--baseline=已知.json"];
    assert_eq!(biaochi(files.path(), &known).code, 0);
    assert_eq!(certify(&files, "--baseline 已知.json").code, 0);
    let certificate = read(&files);
    assert_eq!(certificate["verdict"], "passed");
    assert_eq!(certificate["baseline"]["file"], "已知.json");
    assert_eq!(verify(&files).code, 0);
    put(&files, "已知.json", "{}");
    assert_eq!(changes(&verify(&files)), ["已知问题的清单 已知.json：检查以后改过"]);
    take(&files, "已知.json");
    assert_eq!(changes(&verify(&files)), ["已知问题的清单 已知.json：已不存在"]);
}

#[test]
fn checksums_are_those_of_the_bytes_on_disk() {
    let sha256 = |bytes: &[u8]| -> String {
        Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let files = project();
    // Bytes that GB18030 reads as a character it would write otherwise.
    let mut bytes = encoding_rs::GB18030.encode(&sheet("甲")).0.into_owned();
    bytes.extend(b"# \x80\n");
    std::fs::write(files.path().join("申报/甲.biao"), &bytes).unwrap();
    let rules = encoding_rs::GB18030.encode(RULES).0.into_owned();
    std::fs::write(files.path().join("规则/小表.chi"), &rules).unwrap();
    let ran = certify(&files, "");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let certificate = read(&files);
    let stamps = |list: &serde_json::Value| -> Vec<(String, String)> {
        let text = |entry: &serde_json::Value| entry.as_str().unwrap().to_owned();
        let list = list.as_array().unwrap().iter();
        list.map(|entry| (text(&entry["file"]), text(&entry["sha256"]))).collect()
    };
    let all = [stamps(&certificate["files"]), stamps(&certificate["packs"][0]["files"])].concat();
    let settings = stamps(&serde_json::json!([certificate["settings"]]));
    assert_eq!(all.len(), 6);
    for (name, sum) in all.into_iter().chain(settings) {
        let bytes = std::fs::read(files.path().join(&name)).unwrap();
        assert_eq!(sum, sha256(&bytes), "{name}");
    }
    assert_eq!(verify(&files).code, 0);
    // The same text in other bytes.
    put(&files, "申报/甲.biao", &format!("{}# €\n", sheet("甲")));
    put(&files, "规则/小表.chi", RULES);
    let ran = verify(&files);
    assert_eq!(
        changes(&ran),
        [
            "规则包 本区：内容改过，版本仍是 1.0.0（规则/小表.chi 改过）",
            "表 申报/甲.biao：检查以后改过"
        ]
    );
}

#[test]
fn a_certificate_of_nothing_is_no_pass() {
    let files = project();
    put(&files, "申报/他.biao", "表单: 小表\n年度: 1990\n项目名称: 他\n");
    let cases = ["空.txt --force-exclude --exclude *.txt", "申报/甲.biao --select 依据"];
    put(&files, "空.txt", "");
    for arguments in cases {
        let ran = certify(&files, arguments);
        assert_eq!(ran.code, 2, "{arguments} {}{}", ran.out, ran.err);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(said.contains("不算通过"), "{arguments} {said}");
        let certificate = read(&files);
        assert_eq!(certificate["verdict"], "not_checked", "{arguments}");
        assert_eq!(certificate["not_checked"].as_array().unwrap().len(), 1, "{arguments}");
        let ran = verify(&files);
        assert_eq!(ran.code, 1, "{arguments} {}", ran.out);
        assert!(ran.out.contains("不算通过"), "{arguments} {}", ran.out);
    }
    std::fs::create_dir(files.path().join("无")).unwrap();
    assert_eq!(certify(&files, "无").code, 2);
    assert_eq!((read(&files)["verdict"].as_str(), verify(&files).code), (Some("not_checked"), 1));
    // Without a certificate such a check is as it was.
    let excluded = ["check", "空.txt", "--force-exclude", "--exclude=*.txt"];
    assert_eq!(biaochi(files.path(), &excluded).code, 0);
    // Warnings alone are a check of something.
    put(&files, "申报/他.biao", &sheet("他").replace("一条路", "一座桥"));
    assert_eq!(certify(&files, "申报/他.biao --select 文字/概况要写路").code, 0);
    assert_eq!((read(&files)["verdict"].as_str(), verify(&files).code), (Some("passed"), 0));
    // What no file holds cannot be compared later.
    let typed = ["check", "-", "--certificate=新.json"];
    let ran = piped(files.path(), &typed, &sheet("甲"));
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("标准输入") && !files.path().join("新.json").exists(), "{}", ran.err);
}

/// A pack that is built on judges by its rules, or lends what it declares: either way it is a part
/// of the check.
#[test]
fn the_packs_beneath_a_pack_are_a_part_of_the_check() {
    let manifest = |name: &str, more: &str| MANIFEST.replace("本区", name) + more;
    for (more, uses, judges) in [("upper: 市\n", "", true), ("", "引用 包 市\n", false)] {
        let rule = RULES.split_once("规则 文字/概况要写路").unwrap().0;
        let rule = rule.split_once("《办法》\n").unwrap().1.replace("文字/概况", "区/概况");
        let files = folder(&[
            ("biaochi.yaml", "packs: [规则/区]\n"),
            ("规则/区/pack.yaml", &manifest("区", more)),
            ("规则/区/区.chi", &format!("{uses}{}", rule.replace("≥ 3", "≥ 4"))),
            ("规则/市/pack.yaml", &manifest("市", "")),
            ("规则/市/市.chi", RULES),
            ("规则/市/词/好.csv", "词\n路\n"),
            ("甲.biao", &sheet("甲")),
        ]);
        let ran = certify(&files, "");
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        let packs = read(&files)["packs"].clone();
        assert_eq!((&packs[0]["name"], &packs[1]["name"]), (&"区".into(), &"市".into()));
        assert_eq!(packs[1]["judges"], judges);
        assert_eq!(packs[1]["rules"].as_array().unwrap().is_empty(), !judges);
        assert_eq!(verify(&files).code, 0);
        put(&files, "规则/市/词/好.csv", "词\n路\n桥\n");
        let ran = verify(&files);
        assert_eq!(
            changes(&ran),
            ["规则包 市：内容改过，版本仍是 1.0.0（规则/市/词/好.csv 改过）"],
            "{}",
            ran.out
        );
    }
}

#[cfg(unix)]
#[test]
fn links_are_seen_as_a_check_sees_them() {
    use std::os::unix::fs::symlink;
    let certificate = certificate("");
    let outside = folder(&[("庚.biao", &sheet("庚")), ("甲.biao", &sheet("甲"))]);
    let link = |to: &Path, files: &TempDir, name: &str| {
        symlink(to, files.path().join(name)).unwrap();
    };
    // The same file by another name is nothing new.
    let inner = |folder: &TempDir| link(Path::new("甲.biao"), folder, "申报/同.biao");
    assert_eq!(since(&certificate, &inner), "");
    let out = |folder: &TempDir| link(&outside.path().join("庚.biao"), folder, "申报/外.biao");
    let said = since(&certificate, &out);
    assert!(said.starts_with("现在不能全部检查：") && said.lines().count() == 1, "{said}");
    // A sheet whose place a link has taken.
    let swapped = |folder: &TempDir| {
        take(folder, "申报/甲.biao");
        link(&outside.path().join("甲.biao"), folder, "申报/甲.biao");
    };
    let said = since(&certificate, &swapped);
    assert!(said.starts_with("表 申报/甲.biao：现在不在检查之列"), "{said}");
    let broken = |folder: &TempDir| link(Path::new("无.biao"), folder, "申报/断.biao");
    assert!(since(&certificate, &broken).starts_with("现在不能全部检查："));
    // The certificate itself by way of a link.
    let files = project();
    put(&files, "凭证.json", &certificate);
    link(Path::new("../凭证.json"), &files, "申报/链.json");
    assert_eq!(biaochi(files.path(), &["verify", "申报/链.json"]).code, 0);
    // A folder by way of a link that leads elsewhere later.
    let files = project();
    link(Path::new("申报"), &files, "现行");
    assert_eq!((certify(&files, "现行").code, verify(&files).code), (0, 0));
    take(&files, "现行");
    link(Path::new("草稿"), &files, "现行");
    put(&files, "biaochi.yaml", "packs: [规则]\nexclude: [草稿/]\n");
    let ran = verify(&files);
    assert!(ran.code == 1 && ran.out.contains("表 申报/甲.biao：现在不在检查之列"), "{}", ran.out);
}

#[test]
fn a_project_may_be_moved_with_its_certificate() {
    let files = project();
    std::fs::create_dir(files.path().join("存")).unwrap();
    let typed = ["check", "--rules=规则", "申报", "--certificate=存/凭证.json"];
    assert_eq!(biaochi(files.path(), &typed).code, 0);
    let text = std::fs::read_to_string(files.path().join("存/凭证.json")).unwrap();
    assert!(!text.contains(files.path().to_str().unwrap()), "{text}");
    let other = TempDir::new().unwrap();
    std::fs::rename(files.path(), other.path().join("搬")).unwrap();
    let ran = biaochi(other.path(), &["verify", "搬/存/凭证.json"]);
    assert_eq!((ran.code, &*ran.err), (0, ""), "{}", ran.out);
}
