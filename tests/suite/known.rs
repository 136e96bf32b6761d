//! By what findings are known: fingerprints and baselines, whatever else is checked, and where
//! files are moved.

use std::path::Path;

use crate::cli::{Ran, biaochi, folder};

const RULES: &str = r#"
表单 小表 年度 2020：
    栏 项目名称 文本 必填
    栏 单位名称 文本 本单位
    栏 项目概况 文本
    栏 预算 文本
法规 办法 《办法》
规则 文字/不得写等：
    依据 办法
    不得 项目概况 包含 "等"
    否则 错误 "写了“等”" 于 项目概况
    合格 """
        项目概况: 修一条路
        """
    不合格 """
        项目概况: [[修路等]]
        """
规则 钱/不得待定：
    依据 办法
    不得 预算 包含 "待"
    否则 错误 "预算没有定" 于 预算
    合格 """
        预算: 一万
        """
    不合格 """
        预算: [[待定]]
        """
"#;

fn sheet(unit: &str, name: &str) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!("单位名称: {unit}\n") };
    format!("表单: 小表\n年度: 2020\n项目名称: {name}\n{unit}项目概况: 修路等\n预算: 待定\n")
}

fn project(sheets: &[(&str, String)]) -> tempfile::TempDir {
    let settings = "packs: [规则]\nbaseline: 已知.json\n";
    let mut files = vec![("biaochi.yaml", settings), ("规则/小表.chi", RULES)];
    files.extend(sheets.iter().map(|(name, text)| (*name, text.as_str())));
    folder(&files)
}

fn run(files: &tempfile::TempDir, arguments: &[&str]) -> Ran {
    biaochi(files.path(), &[&["check"], arguments].concat())
}

/// What is known, as `file rule`.
fn known(files: &tempfile::TempDir) -> Vec<String> {
    let text = std::fs::read_to_string(files.path().join("已知.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let entry = |entry: &serde_json::Value| {
        format!("{} {}", entry["file"].as_str().unwrap(), entry["rule"].as_str().unwrap())
    };
    json["findings"].as_array().unwrap().iter().map(entry).collect()
}

/// The fingerprints of a run without the baseline, in order.
fn fingerprints(files: &tempfile::TempDir, paths: &[&str]) -> Vec<String> {
    std::fs::write(files.path().join("biaochi.yaml"), "packs: [规则]\n").unwrap();
    let ran = run(files, &[paths, &["--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let all = json["findings"].as_array().unwrap().iter();
    all.map(|entry| entry["fingerprint"].as_str().unwrap().to_owned()).collect()
}

fn rename(files: &tempfile::TempDir, from: &str, to: &str) {
    let at = |name: &str| files.path().join(name);
    std::fs::create_dir_all(Path::new(&at(to)).parent().unwrap()).unwrap();
    std::fs::rename(at(from), at(to)).unwrap();
}

#[test]
fn a_fingerprint_is_the_same_alone_and_among_others_and_after_a_rename() {
    let twins = [("甲.biao", sheet("一处", "修路")), ("乙.biao", sheet("一处", "修路"))];
    let files = project(&[&twins[..], &[("丙.biao", sheet("二处", "修路"))]].concat());
    let all = fingerprints(&files, &["."]);
    let alone: Vec<String> = ["丙.biao", "乙.biao", "甲.biao"]
        .iter()
        .flat_map(|name| fingerprints(&files, &[name]))
        .collect();
    assert_eq!(all, alone);
    assert_ne!(all[0], all[2], "another unit is another sheet");
    rename(&files, "丙.biao", "深/丁.biao");
    assert_eq!(fingerprints(&files, &["深"]), all[..2]);
    // A sheet without a unit is known by its file.
    let files = project(&[("甲.biao", sheet("", "修路")), ("乙.biao", sheet("", "修路"))]);
    let all = fingerprints(&files, &["."]);
    assert!(
        all.iter().all(|entry| all.iter().filter(|other| *other == entry).count() == 1),
        "{all:?}"
    );
}

#[test]
fn a_partial_run_neither_forgets_nor_calls_gone() {
    let files = project(&[("a/甲.biao", sheet("一处", "甲")), ("b/乙.biao", sheet("一处", "乙"))]);
    assert_eq!(run(&files, &["--write-baseline"]).code, 0);
    let whole = known(&files);
    assert_eq!(whole.len(), 4);
    let parts: [&[&str]; 5] =
        [&["a"], &["a/甲.biao"], &["--select", "钱"], &["--ignore", "钱"], &["--exclude", "b/**"]];
    for part in parts {
        let ran = run(&files, part);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{part:?} {}", ran.err);
        assert_eq!(run(&files, &[part, &["--write-baseline"]].concat()).code, 0, "{part:?}");
        assert_eq!(known(&files), whole, "{part:?}");
    }
    // What was looked for and is gone is forgotten when the file is written.
    let fixed = sheet("一处", "甲").replace("待定", "一万");
    std::fs::write(files.path().join("a/甲.biao"), fixed).unwrap();
    let ran = run(&files, &["a"]);
    assert_eq!((ran.code, ran.out.matches("基线/已消失").count()), (0, 1), "{}", ran.out);
    assert_eq!(run(&files, &["b"]).out, "");
    assert_eq!(run(&files, &["--select", "文字"]).out, "");
    assert_eq!(run(&files, &["a", "--write-baseline"]).code, 0);
    assert_eq!(known(&files).len(), 3);
}

#[test]
fn a_baseline_names_files_from_its_own_folder() {
    let files = project(&[("a/甲.biao", sheet("", "甲")), ("b/乙.biao", sheet("", "乙"))]);
    assert_eq!(run(&files, &["--write-baseline"]).code, 0);
    let whole = known(&files);
    let below = files.path().join("a");
    let ran = biaochi(&below, &["check"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(biaochi(&below, &["check", "--write-baseline"]).code, 0);
    assert_eq!(known(&files), whole);
    let fixed = sheet("", "甲").replace("待定", "一万");
    std::fs::write(below.join("甲.biao"), fixed).unwrap();
    let ran = biaochi(&below, &["check"]);
    assert_eq!(ran.out.matches("基线/已消失").count(), 1, "{}", ran.out);
}

#[test]
fn an_entry_hides_what_it_names_and_nothing_else() {
    let files = project(&[("甲.biao", sheet("一处", "修路"))]);
    assert_eq!(run(&files, &["--write-baseline"]).code, 0);
    // Its file may have another name.
    rename(&files, "甲.biao", "深/乙.biao");
    assert_eq!((run(&files, &[]).out.as_str(), run(&files, &[]).code), ("", 0));
    // A second sheet of the same unit, year and name is not known.
    std::fs::write(files.path().join("甲.biao"), sheet("一处", "修路")).unwrap();
    let ran = run(&files, &[]);
    assert_eq!((ran.code, ran.out.matches("错误[").count()), (1, 2), "{}", ran.out);
    std::fs::remove_file(files.path().join("甲.biao")).unwrap();
    // Nor is one of another unit or year.
    for (from, to) in [("一处", "二处"), ("项目名称: 修路", "项目名称: 修桥")] {
        std::fs::write(files.path().join("深/乙.biao"), sheet("一处", "修路").replace(from, to))
            .unwrap();
        let ran = run(&files, &[]);
        assert_eq!((ran.code, ran.out.matches("错误[").count()), (1, 2), "{to} {}", ran.out);
    }
    // A changed value is shown, with the one that was known, and nothing is gone.
    let changed = sheet("一处", "修路").replace("待定", "待批");
    std::fs::write(files.path().join("深/乙.biao"), changed).unwrap();
    let ran = run(&files, &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, json["findings"].as_array().unwrap().len()), (1, 1), "{}", ran.out);
    let ran = run(&files, &["--format", "rich"]);
    assert!(ran.out.contains("当时的值是“待定”"), "{}", ran.out);
}

#[test]
fn a_sheet_without_a_unit_is_known_by_its_file() {
    let files = project(&[("甲.biao", sheet("", "修路"))]);
    assert_eq!(run(&files, &["--write-baseline"]).code, 0);
    assert_eq!(run(&files, &[]).code, 0);
    rename(&files, "甲.biao", "乙.biao");
    let ran = run(&files, &[]);
    assert_eq!((ran.code, ran.out.matches("错误[").count()), (1, 2), "{}", ran.out);
    assert_eq!(ran.out.matches("基线/已消失").count(), 2, "{}", ran.out);
}

#[test]
fn an_unreadable_baseline_is_a_failure_until_it_is_written_again() {
    let files = project(&[("甲.biao", sheet("一处", "甲"))]);
    let old = r#"{"schema": "biaochi.baseline/1", "findings": [{"file": "甲.biao", "rule": "钱/不得待定", "message": "", "fingerprint": "0"}]}"#;
    for text in ["", "不是", old, "{\"schema\": \"biaochi.baseline/0\", \"findings\": []}"] {
        std::fs::write(files.path().join("已知.json"), text).unwrap();
        let ran = run(&files, &["--format", "rich"]);
        assert_eq!(ran.code, 2, "{text}");
        assert!((ran.out + &ran.err).contains("--write-baseline"), "{text}");
        let mut ran = run(&files, &["--write-baseline"]);
        // What is no such file may be somebody's own: it is replaced by nobody else.
        assert_eq!(ran.code, if text == "不是" { 2 } else { 0 }, "{text} {}", ran.err);
        if ran.code == 2 {
            assert!(ran.err.contains("先删去"), "{}", ran.err);
            std::fs::remove_file(files.path().join("已知.json")).unwrap();
            ran = run(&files, &["--write-baseline"]);
        }
        assert_eq!(ran.code, 0, "{text} {}", ran.err);
        assert_eq!(run(&files, &[]).code, 0);
    }
}
