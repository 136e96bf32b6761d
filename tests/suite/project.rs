//! A project as its people work with it: its settings, its own rules, the findings that it knows,
//! certificates, checks of standard input.

use std::path::Path;

use crate::cli::{Ran, biaochi, folder, piped};

/// A form of its own, with three rules in two groups.
const RULES: &str = r#"
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
规则 文字/概况不得写等：
    依据 办法
    不得 项目概况 包含 "等"
    否则 警告 "概况写了“等”" 于 项目概况
    合格 """
        项目概况: 修一条路
        """
    不合格 """
        项目概况: [[修路等]]
        """
规则 依据/须带书名号：
    依据 办法
    须   立项依据 包含 "《"
    否则 提示 "依据没有书名号" 于 立项依据
    合格 """
        立项依据: 《规划》
        """
    不合格 """
        立项依据: [[规划]]
        """
"#;

fn sheet(name: &str, about: &str, basis: &str) -> String {
    format!("表单: 小表\n年度: 2020\n项目名称: {name}\n项目概况: {about}\n立项依据: {basis}\n")
}

/// What a run says on standard output, without the paths' columns.
fn said(ran: &Ran) -> Vec<String> {
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn settings_say_which_packs_files_and_rules() {
    let files = folder(&[
        (
            "biaochi.yaml",
            "packs: [规则]\nexclude: [草稿/]\nignore: [依据]\nseverity:\n  文字: 提示\n  文字/概况不得写等: 错误\n",
        ),
        ("规则/小表.chi", RULES),
        ("申报/甲.biao", &sheet("甲", "等", "规划")),
        ("草稿/乙.biao", &sheet("乙", "等", "规划")),
    ]);
    // From any folder of the project.
    for (place, name) in [("", "申报/甲.biao"), ("申报", "甲.biao"), ("规则", "../申报/甲.biao")]
    {
        let paths: &[&str] = if place == "规则" { &["check", ".."] } else { &["check"] };
        let ran = biaochi(&files.path().join(place), paths);
        assert_eq!(
            said(&ran),
            [
                format!("{name}:4:7: 错误[文字/概况不得写等]: 概况写了“等”"),
                format!("{name}:4:7: 提示[文字/概况不宜过短]: 概况太短"),
            ],
            "{}",
            ran.err
        );
        assert_eq!(ran.code, 1);
    }
    // Other commands use the rules of the project, too.
    let tested = biaochi(files.path(), &["test"]).out;
    assert!(tested.starts_with("3 条规则、6 个例子：6 个通过，0 个未通过\n"), "{tested}");
    assert!(biaochi(files.path(), &["rules"]).out.contains("共 3 条规则"));
    // The command line adds to what the settings leave out, and replaces what they select.
    let ran = biaochi(files.path(), &["check", "--ignore", "文字/概况不得写等"]);
    assert_eq!((ran.code, said(&ran).len()), (0, 1), "{}", ran.out);
    let ran =
        biaochi(files.path(), &["check", "--select", "文字/概况不宜过短", "--format", "pretty"]);
    assert!(
        ran.out.ends_with("检查了 1 个文件、1 张表：1 个提示；2 条规则按设置没有用\n"),
        "{}",
        ran.out
    );
    // A file that is named is checked, unless the settings are to decide.
    let ran = biaochi(files.path(), &["check", "草稿/乙.biao"]);
    assert_eq!(said(&ran).len(), 2);
    let ran = biaochi(files.path(), &["check", "草稿/乙.biao", "--force-exclude"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(ran.err, "没有检查：给出的文件都被 include、exclude 排除了\n");
    let ran = biaochi(files.path(), &["check", "--exclude", "申报"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("检查/没有文件"), "{}", ran.out);
}

#[test]
fn faulty_settings_stop_a_check() {
    let cases = [
        ("ignroe: [文字]\n", "设置/不认识的键", "是不是“ignore”"),
        ("packs: [规则]\nignore: [文子]\n", "检查/规则未知", "是否为“文字”"),
        (
            "packs: [规则]\nseverity:\n  文字/概况不宜过长: 提示\n",
            "检查/规则未知",
            "文字/概况不宜过短",
        ),
        ("packs: [规责]\n", "检查/找不到规则", "内置的规则包有"),
        ("packs: [规则]\nas_of: 去年\n", "设置/写法有误", "2026-01-01"),
        ("packs: [规则]\nbaseline: 无.json\n", "基线/缺失", "--write-baseline"),
    ];
    for (settings, code, help) in cases {
        let files = folder(&[
            ("biaochi.yaml", settings),
            ("规则/小表.chi", RULES),
            ("甲.biao", &sheet("甲", "修一条路", "《规划》")),
        ]);
        let ran = biaochi(files.path(), &["check", "--format", "pretty"]);
        let reported = format!("{}{}", ran.out, ran.err);
        assert_eq!(ran.code, 2, "{settings}{reported}");
        assert!(reported.contains(code) && reported.contains(help), "{settings}{reported}");
        // A program that reads the report sees it, too.
        let ran = biaochi(files.path(), &["check", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!((ran.code, &json["findings"][0]["rule"]), (2, &code.into()));
    }
}

#[test]
fn rules_beside_the_sheets_that_nobody_named_are_reported() {
    let files = folder(&[
        ("规则/小表.chi", RULES),
        ("biaochi.yaml", "packs: [别的]\n"),
        ("别的/小表.chi", &RULES.replace("文字/", "别/")),
        ("甲.biao", &sheet("甲", "修一条路", "《规划》")),
    ]);
    let ran = biaochi(files.path(), &["check"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.err.starts_with("这些规则文件没有用到：规则/小表.chi"), "{}", ran.err);
}

/// The settings' keys, as the program and as editors know them.
#[test]
fn editors_know_the_same_keys() {
    let schema: serde_json::Value =
        serde_json::from_str(&biaochi(Path::new("."), &["schema"]).out).unwrap();
    let known: Vec<&str> =
        schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    let files = folder(&[("biaochi.yaml", "规则: x\n"), ("甲.biao", "")]);
    let ran = biaochi(files.path(), &["check"]);
    // Wrapped to the width of a page.
    let reported: String = ran.err.split_whitespace().collect();
    let listed = reported.split_once("可用的有").unwrap().1;
    let mut listed: Vec<&str> = listed.split('、').collect();
    listed.sort_unstable();
    let mut sorted = known.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, listed);
    let schema = jsonschema::validator_for(&schema).unwrap();
    let valid = |text: &str| schema.is_valid(&serde_yaml::from_str(text).unwrap());
    assert!(valid(include_str!("../../src/cli/init/biaochi.yaml")));
    assert!(valid("severity:\n  文字: 关闭\ndeny_warnings: 是\nas_of: 2026-01-01\n"));
    for fault in ["ignroe: [甲]", "packs: 甲", "severity:\n  文字: 重", "max_findings: -1"] {
        assert!(!valid(fault), "{fault}");
    }
}

#[test]
fn a_project_is_begun_and_nothing_is_overwritten() {
    let files = folder(&[]);
    let ran = biaochi(files.path(), &["init"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("写出：biaochi.yaml") && ran.out.contains("写出：示例.biao"));
    // What it writes passes, and is in canonical form.
    let ran = biaochi(files.path(), &["check", "--format", "pretty"]);
    assert!(ran.out.starts_with("全部通过"), "{}", ran.out);
    assert_eq!(biaochi(files.path(), &["fmt", "--check"]).code, 0);
    let ran = biaochi(files.path(), &["test", "规则", "--coverage"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let ran = biaochi(files.path(), &["init"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("已经有“biaochi.yaml”"));
    // Beside sheets and rules that are there.
    let files = folder(&[("甲.biao", "甲"), ("规则/本单位.chi", "# 我的\n")]);
    let ran = biaochi(files.path(), &["init"]);
    assert!(ran.out.contains("已有，没有动：规则/本单位.chi"), "{}", ran.out);
    assert!(ran.out.contains("1 个表文件") && !ran.out.contains("示例.biao"), "{}", ran.out);
    assert_eq!(std::fs::read_to_string(files.path().join("规则/本单位.chi")).unwrap(), "# 我的\n");
    let ran = biaochi(files.path(), &["init", "新/项目"]);
    assert_eq!(ran.code, 0);
    assert!(files.path().join("新/项目/规则/本单位.chi").exists());
}

#[test]
fn known_findings_are_not_reported_again_and_gone_ones_are() {
    let files = folder(&[
        ("biaochi.yaml", "packs: [规则]\n"),
        ("规则/小表.chi", RULES),
        ("申报/甲.biao", &sheet("甲", "修路", "规划")),
        ("申报/乙.biao", &sheet("乙", "修一条路", "《规划》")),
    ]);
    let run = |arguments: &[&str]| biaochi(files.path(), arguments);
    let ran = run(&["check", "--write-baseline"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            0,
            "2 处问题记为已知，写进“biaochi-baseline.json”；在 biaochi.yaml 写 baseline: biaochi-baseline.json，或检查时加 --baseline biaochi-baseline.json\n"
        )
    );
    std::fs::write(
        files.path().join("biaochi.yaml"),
        "packs: [规则]\nbaseline: biaochi-baseline.json\n",
    )
    .unwrap();
    let ran = run(&["check", "--format", "pretty"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "没有新的问题：检查了 2 个文件、2 张表；2 处为基线中已有\n")
    );
    // Lines above, and other names in the same file, change nothing; from a folder below, too.
    let moved = format!("# 一\n\n# 二\n{}", sheet("甲", "修路", "规划"));
    std::fs::write(files.path().join("申报/甲.biao"), moved).unwrap();
    assert_eq!(biaochi(&files.path().join("申报"), &["check", "."]).code, 0);
    // A new one is reported, alone.
    std::fs::write(files.path().join("申报/乙.biao"), sheet("乙", "修", "《规划》")).unwrap();
    let ran = run(&["check"]);
    assert_eq!(
        (ran.code, said(&ran)),
        (1, vec!["申报/乙.biao:4:7: 错误[文字/概况不宜过短]: 概况太短".to_owned()])
    );
    // What is gone is reported where its file was checked, and nowhere else.
    std::fs::write(files.path().join("申报/甲.biao"), sheet("甲", "修一条路", "规划")).unwrap();
    let ran = run(&["check", "申报/乙.biao"]);
    assert!(!ran.out.contains("基线/已消失"), "{}", ran.out);
    let ran = run(&["check", "申报/甲.biao"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.contains("警告[基线/已消失]: 已知问题不再出现：申报/甲.biao [文字/概况不宜过短]"),
        "{}",
        ran.out
    );
    std::fs::remove_file(files.path().join("申报/甲.biao")).unwrap();
    let ran = run(&["check"]);
    assert_eq!(ran.out.matches("基线/已消失").count(), 2, "{}", ran.out);
    assert_eq!(run(&["check", "--write-baseline"]).code, 0);
    assert_eq!(run(&["check"]).out, "");
    // What cannot be checked cannot be known.
    std::fs::write(files.path().join("申报/丙.biao"), b"PK\0\0").unwrap();
    let ran = run(&["check", "--write-baseline"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("没有写出清单"), "{}", ran.err);
    std::fs::remove_file(files.path().join("申报/丙.biao")).unwrap();
    std::fs::write(files.path().join("biaochi-baseline.json"), "{\n  \"schema\": 1\n}").unwrap();
    let ran = run(&["check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("基线/写法有误"), "{}", ran.err);
}

/// Sheets that lack what rules read can be taken up, too.
#[test]
fn what_could_not_be_decided_and_is_known_is_no_news() {
    let lacking = "表单: 小表\n年度: 2020\n项目名称: 甲\n项目概况: 修一条路\n";
    let files = folder(&[("规则.chi", RULES), ("甲.biao", lacking)]);
    let rules = "--rules=规则.chi";
    assert_eq!(biaochi(files.path(), &["check", rules]).code, 1);
    assert_eq!(biaochi(files.path(), &["check", rules, "--write-baseline"]).code, 0);
    let known = ["check", rules, "--baseline", "biaochi-baseline.json"];
    assert_eq!(biaochi(files.path(), &known).code, 0);
    std::fs::write(files.path().join("甲.biao"), lacking.replace("项目概况: 修一条路\n", ""))
        .unwrap();
    assert_eq!(biaochi(files.path(), &known).code, 1);
}

#[test]
fn at_most_so_many_are_listed_and_the_rest_is_counted() {
    let files = folder(&[
        ("规则.chi", RULES),
        ("甲.biao", &sheet("甲", "等", "规划")),
        ("乙.biao", &sheet("乙", "等", "规划")),
    ]);
    let run = |more: &[&str]| {
        let arguments = [&["check", "--rules=规则.chi", "--max-findings=1"], more].concat();
        biaochi(files.path(), &arguments)
    };
    let ran = run(&[]);
    assert_eq!((ran.code, said(&ran).len(), ran.err.as_str()), (1, 1, "另有 5 处未列出\n"));
    let ran = run(&["--format=pretty"]);
    let sum = "检查了 2 个文件、2 张表：2 个错误、2 个警告、2 个提示；5 处未列出\n";
    assert!(ran.out.ends_with(sum), "{}", ran.out);
    let ran = run(&["--format=json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (json["findings"].as_array().unwrap().len(), &json["summary"]["unlisted"]),
        (1, &5.into())
    );
    assert_eq!(json["summary"]["errors"], 2);
}

#[test]
fn several_reports_come_of_one_run() {
    let files = folder(&[("规则.chi", RULES), ("甲.biao", &sheet("甲", "等", "规划"))]);
    let run = |formats: &[&str]| {
        let formats = formats.iter().flat_map(|format| ["--format", format]);
        let arguments: Vec<&str> =
            ["check", "--rules=规则.chi"].into_iter().chain(formats).collect();
        biaochi(files.path(), &arguments)
    };
    let ran = run(&["short", "json:结果.json", "pretty:结果.txt"]);
    assert_eq!((ran.code, said(&ran).len()), (1, 3));
    let written = |name: &str| std::fs::read_to_string(files.path().join(name)).unwrap();
    let json: serde_json::Value = serde_json::from_str(&written("结果.json")).unwrap();
    assert_eq!(json["summary"]["errors"], 1);
    assert!(
        written("结果.txt").ends_with("检查了 1 个文件、1 张表：1 个错误、1 个警告、1 个提示\n")
    );
    // Where all goes to files, the sum is still said.
    let ran = run(&["json:结果.json"]);
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (1, "", "检查了 1 个文件、1 张表：1 个错误、1 个警告、1 个提示\n")
    );
    let ran = run(&["short", "json"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("只能有一种格式打印出来"), "{}", ran.err);
    let ran = run(&["short", "json:无/结果.json"]);
    assert_eq!((ran.code, said(&ran).len()), (2, 3));
    assert!(ran.err.contains("无法写入“无/结果.json”"), "{}", ran.err);
}

#[test]
fn a_sheet_comes_from_standard_input() {
    let files = folder(&[
        ("申报/biaochi.yaml", "packs: [规则.chi]\nseverity: {文字: 提示}\n"),
        ("申报/规则.chi", &format!("{RULES}{FIXED}")),
    ]);
    let text = sheet("甲", "等", "《规划》");
    let run = |more: &[&str], text: &str| {
        let arguments = [&["check", "-", "--stdin-filename", "申报/新 表.biao"], more].concat();
        piped(files.path(), &arguments, text)
    };
    let ran = run(&[], &text);
    assert_eq!(ran.code, 0);
    assert_eq!(said(&ran)[0], "申报/新 表.biao:4:7: 提示[文字/概况不宜过短]: 概况太短");
    let wrong = sheet("甲", "修一条路", "《规划》").replace("名称: 甲", "名称: 甲。");
    let ran = run(&["--diff"], &wrong);
    assert!(ran.out.contains("-项目名称: 甲。\n+项目名称: 甲\n"), "{}{}", ran.out, ran.err);
    assert_eq!(ran.code, 1);
    let ran = run(&["--fix"], &wrong);
    assert_eq!((ran.code, ran.out), (0, wrong.replace("甲。", "甲")));
    assert!(ran.err.contains("全部通过"), "{}", ran.err);
    let ran = piped(files.path(), &["check", "-", "申报"], &text);
    assert_eq!(ran.code, 2);
    let ran = piped(files.path(), &["check", "-"], "");
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
}

const FIXED: &str = r#"
规则 名称/不带句号：
    依据 办法
    对   每处 m 于 项目名称 匹配 /。$/
    不得 m = "。"
    否则 错误 "名称带句号" 于 m
    修复 替换 m 为 ""
    合格 """
        项目名称: 甲
        """
    不合格 """
        项目名称: 甲[[。]]
        """
"#;

#[test]
fn a_certificate_tells_what_was_checked_and_whether_it_still_stands() {
    let files = folder(&[
        ("biaochi.yaml", "packs: [规则]\n"),
        ("规则/小表.chi", RULES),
        ("申报/甲.biao", &sheet("甲", "修一条路", "《规划》")),
        ("申报/乙.biao", &sheet("乙", "修一条路", "规划")),
        ("空/说明.txt", ""),
    ]);
    let run = |arguments: &[&str]| biaochi(files.path(), arguments);
    let certify = |place: &str| run(&["check", place, "--certificate", "凭证.json"]);
    let read = || -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(files.path().join("凭证.json")).unwrap()).unwrap()
    };
    assert_eq!(certify("申报/甲.biao").code, 0);
    assert_eq!(read()["verdict"], "clean");
    assert_eq!(certify("申报").code, 0);
    let certificate = read();
    assert_eq!(certificate["schema"], "biaochi.certificate/1");
    assert_eq!(certificate["verdict"], "passed");
    let pack = &certificate["packs"][0];
    assert_eq!((&pack["name"], &pack["path"]), (&"规则".into(), &"规则".into()));
    assert_eq!(pack["rules"].as_array().unwrap().len(), 3);
    let file = &certificate["files"][0];
    assert_eq!(
        (&file["file"], file["sha256"].as_str().unwrap().len()),
        (&"申报/乙.biao".into(), 64)
    );
    let outcomes = serde_json::json!({
        "holds": 2, "fails": 1, "not_applicable": 0, "undecidable": 0, "faulty": 0
    });
    assert_eq!(file["sheets"][0]["outcomes"], outcomes);
    assert_eq!(file["sheets"][0]["notes"], 1);
    // It stands, from any folder.
    let ran = run(&["verify", "凭证.json"]);
    assert!(ran.out.ends_with("；2 个文件、1 个规则包都没有改动\n"), "{}", ran.out);
    assert_eq!(ran.code, 0);
    assert_eq!(biaochi(&files.path().join("申报"), &["verify", "../凭证.json"]).code, 0);
    // Each change is reported.
    let at = |name: &str| files.path().join(name);
    std::fs::write(at("申报/甲.biao"), sheet("甲", "修两条路", "《规划》")).unwrap();
    std::fs::remove_file(at("申报/乙.biao")).unwrap();
    std::fs::write(at("申报/丙.biao"), sheet("丙", "修一条路", "《规划》")).unwrap();
    std::fs::write(at("规则/小表.chi"), format!("{RULES}# 改\n")).unwrap();
    let ran = run(&["verify", "凭证.json"]);
    assert_eq!(ran.code, 1);
    let changes: Vec<String> = said(&ran).into_iter().take(4).collect();
    assert_eq!(
        changes,
        [
            "规则包 规则：内容改过，版本仍是 0.0.0（规则/小表.chi 改过）",
            "表 申报/乙.biao：已不存在",
            "表 申报/甲.biao：检查以后改过",
            "表 申报/丙.biao：是后来的，没有检查",
        ]
    );
    // A certificate of findings, or of nothing, is not a pass.
    std::fs::write(at("申报/丙.biao"), sheet("丙", "修", "《规划》")).unwrap();
    assert_eq!(certify("申报").code, 1);
    assert_eq!(read()["verdict"], "failed");
    let ran = run(&["verify", "凭证.json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("检查没有通过"), "{}", ran.out);
    assert_eq!(certify("空").code, 2);
    assert_eq!(read()["verdict"], "not_checked");
    assert!(read()["not_checked"][0].as_str().unwrap().contains("没有 .biao 文件"));
    let ran = run(&["verify", "凭证.json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("不算通过"), "{}", ran.out);
    // One that was changed is none.
    let text = std::fs::read_to_string(at("凭证.json")).unwrap();
    std::fs::write(at("凭证.json"), text.replace("not_checked\",", "clean\",")).unwrap();
    let ran = run(&["verify", "凭证.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("凭证/被改动"), "{}", ran.err);
    std::fs::write(at("凭证.json"), "{}").unwrap();
    assert_eq!(run(&["verify", "凭证.json"]).code, 2);
    assert_eq!(run(&["verify", "无.json"]).code, 2);
}
