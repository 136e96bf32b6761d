//! What a check leaves out is counted and named: files that it does not look at, patterns and
//! settings that it takes no notice of, findings that it does not list.

use crate::cli::{Ran, biaochi, folder};
use crate::git::{RULES, Repository, bad, good};

/// What stands in a report besides findings of rules.
fn notes(ran: &Ran) -> Vec<&str> {
    ran.out.lines().filter(|line| !line.contains("[小/")).collect()
}

#[test]
fn what_a_search_leaves_out_is_counted_and_named() {
    let sheet = good("甲");
    let files = folder(&[
        ("规则.chi", RULES),
        ("甲.biao", &sheet),
        ("target/乙.biao", &sheet),
        ("申报/node_modules/深/丙.biao", &sheet),
        // Without sheets there is nothing to say of them.
        ("申报/target/说明.txt", ""),
        (".ignore", "弃*\n旧/\n空/\n"),
        ("弃一.biao", &sheet),
        ("申报/弃二.biao", &sheet),
        ("旧/丁.biao", &sheet),
        ("空/说明.txt", ""),
    ]);
    let ran = biaochi(files.path(), &["check", "--rules", "规则.chi"]);
    let said = [
        "提示[检查/没有查看]: 没有检查 3 处被忽略文件（.gitignore、.ignore）排除的表：弃一.biao、旧、申报/弃二.biao",
        "提示[检查/没有查看]: 没有检查 2 个文件夹，里面有表，但叫 target、node_modules 的不在查找之列：target、申报/node_modules",
    ];
    assert_eq!((ran.code, notes(&ran)), (0, said.to_vec()), "{}", ran.err);
    // In every format, counted in JSON.
    let ran = biaochi(files.path(), &["check", "--rules", "规则.chi", "--format=json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&json["summary"]["left_out"], &json["summary"]["notes"]), (&5.into(), &2.into()));
    for format in ["pretty", "rich", "sarif", "github", "gitlab", "junit", "checkstyle", "html"] {
        let format = format!("--format={format}");
        let ran = biaochi(files.path(), &["check", "--rules", "规则.chi", &format]);
        assert!(ran.out.contains("没有检查 3 处"), "{format}: {}", ran.out);
    }
    // What is named is checked, and not said to be left out.
    let named = ["check", ".", "弃一.biao", "旧/丁.biao", "target", "--rules", "规则.chi"];
    let ran = biaochi(files.path(), &named);
    assert!(ran.out.contains("没有检查 2 处"), "{}", ran.out);
}

#[test]
fn a_commit_says_what_it_leaves_out() {
    let repository = Repository::with(&[]);
    repository.stage("target/丙.biao", &bad("丙"));
    let ran = repository.staged(&[]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("没有检查 1 个文件夹"), "{}", ran.err);
    repository.stage("甲.biao", &good("甲"));
    let ran = repository.staged(&[]);
    assert!(ran.code == 0 && ran.out.contains("target/丙.biao"), "{}{}", ran.out, ran.err);
    // What was committed once is no matter of another commit.
    repository.git(&["commit", "--quiet", "--message=一"]);
    repository.stage("甲.biao", &good("乙"));
    let ran = repository.staged(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
}

#[test]
fn patterns_that_match_nothing_are_named() {
    let sheet = good("甲");
    let files = folder(&[
        (
            "biaochi.yaml",
            "packs: [规则.chi]\nexclude:\n  - 草稿/\n  - ./旧/\n  - 归档\\一.biao\n  - '*.没有.biao'\n",
        ),
        ("规则.chi", RULES),
        ("草稿/一.biao", &sheet),
        ("申报/一.biao", &sheet),
    ]);
    let ran = biaochi(files.path(), &["check"]);
    let said = [
        "biaochi.yaml:4:5: 警告[设置/模式没有用上]: exclude 里的“./旧/”配不上任何文件",
        "biaochi.yaml:5:5: 警告[设置/模式没有用上]: exclude 里的“归档\\一.biao”配不上任何文件",
        "biaochi.yaml:6:6: 提示[设置/模式没有用上]: exclude 里的“*.没有.biao”没有排除任何表",
    ];
    assert_eq!((ran.code, notes(&ran)), (0, said.to_vec()), "{}", ran.err);
    // Of a part of the project it is only known what can never match.
    let ran = biaochi(files.path(), &["check", "申报"]);
    assert_eq!(notes(&ran), said[..2]);
    // The same on the command line, where a path in full is one.
    let full = files.path().canonicalize().unwrap().join("草稿");
    let ran = biaochi(
        files.path(),
        &["check", "--config=无.yaml", "--rules=规则.chi", "--exclude", full.to_str().unwrap()],
    );
    assert_eq!(ran.code, 2, "{}", ran.out);
    std::fs::write(files.path().join("biaochi.yaml"), "packs: [规则.chi]\n").unwrap();
    let ran = biaochi(files.path(), &["check", "--exclude", full.to_str().unwrap()]);
    assert_eq!((ran.code, notes(&ran)), (0, vec![]), "{}", ran.err);
    for (pattern, severity) in [("./草稿/", "警告"), ("草搞/", "提示"), ("草稿\\一.biao", "警告")]
    {
        let ran = biaochi(files.path(), &["check", "--exclude", pattern]);
        let said = format!("{severity}[设置/模式没有用上]: --exclude 里的“{pattern}”");
        assert!(ran.out.contains(&said), "{pattern}: {}", ran.out);
    }
}

#[test]
fn files_almost_called_like_settings_are_named() {
    for (name, said) in [
        ("biaochi.yml", "“biaochi.yml”像是设置"),
        (".biaochi.yaml", "“.biaochi.yaml”像是设置"),
        ("Biaochi.yaml", "“Biaochi.yaml”像是设置"),
        ("biaochi.yaml/说明.txt", "“biaochi.yaml”是文件夹"),
    ] {
        let files = folder(&[("规则.chi", RULES), ("申报/甲.biao", &good("甲")), (name, "")]);
        for arguments in [&["check"][..], &["check", "申报"], &["check", "申报/甲.biao"]] {
            let ran = biaochi(files.path(), &[arguments, &["--rules", "规则.chi"]].concat());
            let line = format!("警告[设置/文件名不对]: {said}");
            assert!(ran.code == 0 && ran.out.contains(&line), "{arguments:?}: {}", ran.out);
        }
    }
    // Settings that are read have no namesake to complain of, and above them nobody looks.
    let files = folder(&[
        ("规则.chi", RULES),
        ("biaochi.yml", ""),
        ("申报/biaochi.yaml", "packs: [../规则.chi]\n"),
        ("申报/甲.biao", &good("甲")),
    ]);
    assert_eq!(notes(&biaochi(files.path(), &["check", "申报"])), Vec::<&str>::new());
}

/// A rule that finds something in each indicator.
const ON_INDICATORS: &str = "表单 表 年度 2020：\n  栏 项目名称 文本 必填\n  指标树 绩效目标\n  指标栏 目标值 目标值\n  层级 产出目标：数量\n法规 办法 《办法》\n规则 小/须有符号：\n  依据 办法\n  对 每个 指标 i\n  须 i.目标值.符号 = \"≥\"\n  否则 警告 \"没有符号\" 于 i.目标值\n  合格 \"\"\"\n    绩效目标:\n      产出目标:\n        数量:\n          甲: ≥1\n    \"\"\"\n  不合格 \"\"\"\n    绩效目标:\n      产出目标:\n        数量:\n          甲: [[1]]\n    \"\"\"\n";

#[test]
fn what_is_not_listed_of_a_rule_is_counted_in_every_format() {
    let indicators: String = (0..300).map(|at| format!("      甲{at}: 1\n")).collect();
    let sheet = format!(
        "表单: 表\n年度: 2020\n项目名称: 甲\n绩效目标:\n  产出目标:\n    数量:\n{indicators}"
    );
    let files = folder(&[("规则.chi", ON_INDICATORS), ("甲.biao", &sheet)]);
    let check = |format: &str| {
        biaochi(files.path(), &["check", "--rules", "规则.chi", &format!("--format={format}")])
    };
    let ran = check("short");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 200);
    let last = "甲.biao:206:13: 警告[小/须有符号]: 没有符号；这条规则另有 100 处，没有一一列出";
    assert_eq!(lines.last(), Some(&last));
    assert!(ran.err.contains("另有 100 处未列出"), "{}", ran.err);
    let ran = check("json");
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["summary"]["warnings"], 300);
    assert_eq!(json["summary"]["unlisted"], 100);
    let more = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["more"].as_u64().unwrap());
    assert_eq!(more.sum::<u64>(), 100);
    for format in ["pretty", "rich", "sarif", "github", "gitlab", "junit", "checkstyle", "html"] {
        let ran = check(format);
        assert!(ran.out.contains("另有 100 处"), "{format}: {}", ran.out.len());
    }
    #[cfg(feature = "office")]
    for format in ["docx", "xlsx"] {
        let format = format!("--format={format}:报告.{format}");
        biaochi(files.path(), &["check", "--rules", "规则.chi", &format]);
    }
    #[cfg(feature = "office")]
    {
        let read = |name: &str| std::fs::read(files.path().join(name)).unwrap();
        assert!(crate::office::document(&read("报告.docx")).contains("另有 100 处"));
        let workbook = crate::office::workbook(&read("报告.xlsx"));
        assert!(workbook.contains("另有 100 处") && workbook.contains("未列出"), "{workbook}");
    }
    let ran = biaochi(files.path(), &["check", "--rules=规则.chi", "--max-findings=5"]);
    assert!(ran.err.contains("另有 295 处未列出"), "{}", ran.err);
    // What the sheet itself suppresses is not counted.
    let whole = format!("# 表尺忽略 小/须有符号: 试点\n{sheet}");
    std::fs::write(files.path().join("甲.biao"), whole).unwrap();
    let ran = check("json");
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&json["summary"]["warnings"], ran.code), (&0.into(), 0), "{}", json["summary"]);
}
