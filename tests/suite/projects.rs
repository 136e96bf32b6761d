//! Several projects in one run: each sheet is judged by the settings nearest above it, as it is
//! alone; one report, one exit code.

use crate::cli::{Ran, biaochi, folder, piped, put};
use crate::git::{RULES, Repository, bad, good};
use tempfile::TempDir;

const SHORT: &str = "[小/概况不宜过短]: 概况太短";

/// A rule that judges each sheet, whatever else is left out.
const ON_EACH: &str = r#"
规则 小/名称不宜过长：
    依据 办法
    须   字数(项目名称) ≤ 8
    否则 提示 "名称太长" 于 项目名称
    合格 """
        项目名称: 甲
        """
    不合格 """
        项目名称: [[一条很长很长的道路]]
        """
"#;

/// Two projects beside each other, one in the second, and sheets of no project, which know no form.
fn projects() -> TempDir {
    folder(&[
        ("规则.chi", &format!("{RULES}{ON_EACH}")),
        ("东/biaochi.yaml", "packs: [../规则.chi]\n"),
        ("东/一.biao", &bad("甲")),
        ("东/二.biao", &good("乙")),
        ("西/biaochi.yaml", "packs: [../规则.chi]\nseverity: {小/概况不宜过短: 警告}\n"),
        ("西/一.biao", &bad("甲")),
        ("西/内/biaochi.yaml", "packs: [../../规则.chi]\nignore: [小/概况不宜过短]\n"),
        ("西/内/一.biao", &bad("甲")),
    ])
}

/// What is found, line by line.
#[track_caller]
fn finds(ran: &Ran, code: i32, lines: &[&str]) {
    let found: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.code, found), (code, lines.to_vec()), "{}", ran.err);
}

#[test]
fn a_sheet_is_judged_alike_in_every_run() {
    let files = projects();
    let east = format!("东/一.biao:4:7: 错误{SHORT}");
    let west = format!("西/一.biao:4:7: 警告{SHORT}");
    let cases: &[(&[&str], i32, &[&str])] = &[
        (&[], 1, &[&east, &west]),
        (&["."], 1, &[&east, &west]),
        (&["西", "东"], 1, &[&east, &west]),
        (&["东"], 1, &[&east]),
        (&["西"], 0, &[&west]),
        (&["西/内"], 0, &[]),
        (&["西/一.biao", "西/内/一.biao", "东/二.biao"], 0, &[&west]),
        (&["东/一.biao", "西/一.biao"], 1, &[&east, &west]),
    ];
    for (paths, code, lines) in cases {
        finds(&biaochi(files.path(), &[&["check"], *paths].concat()), *code, lines);
    }
    // From a folder of one of them, the other is the same.
    let ran = biaochi(&files.path().join("西/内"), &["check", "..", "../../东/一.biao"]);
    let lines =
        [format!("../../东/一.biao:4:7: 错误{SHORT}"), format!("../一.biao:4:7: 警告{SHORT}")];
    finds(&ran, 1, &[&lines[0], &lines[1]]);
    // Settings that are named hold for all.
    let named = ["check", "--config", "东/biaochi.yaml", "西/一.biao", "西/内/一.biao"];
    let ran = biaochi(files.path(), &named);
    assert_eq!((ran.code, ran.out.matches(SHORT).count()), (1, 2), "{}", ran.out);
    assert!(ran.out.contains("重名"), "{}", ran.out);
}

#[test]
fn what_is_wrong_with_rules_that_projects_share_is_said_once() {
    let files = projects();
    let rules =
        format!("{RULES}规则 小/甲：\n    须 没有这一栏 = 1\n    否则 错误 \"甲\" 于 项目名称\n");
    put(&files, "规则.chi", &rules);
    let ran = biaochi(files.path(), &["check"]);
    assert_eq!((ran.code, ran.out.matches("尺/名称未知").count()), (2, 1), "{}", ran.out);
}

#[test]
fn sheets_of_different_projects_are_not_compared() {
    let files = projects();
    put(&files, "东/三.biao", &good("乙"));
    put(&files, "西/三.biao", &good("乙"));
    let ran = biaochi(files.path(), &["check", "--select", "小/名称不得重复"]);
    let duplicates: Vec<&str> = ran.out.lines().filter(|line| line.contains("重名")).collect();
    assert!(
        !duplicates.is_empty() && duplicates.iter().all(|path| path.starts_with("东/")),
        "{}",
        ran.out
    );
    let alone = biaochi(files.path(), &["check", "东", "--select", "小/名称不得重复"]);
    assert_eq!(duplicates, alone.out.lines().collect::<Vec<_>>());
    // Of the project with a single sheet nothing is known, and that is counted.
    assert!(ran.out.contains("提示[检查/没有判定]: 1 张表"), "{}", ran.out);
}

#[test]
fn several_projects_give_one_report_in_every_format() {
    let files = projects();
    let formats = ["json", "sarif", "gitlab", "junit", "checkstyle", "html", "github"];
    let named: Vec<String> =
        formats.iter().map(|format| format!("--format={format}:出/{format}")).collect();
    std::fs::create_dir(files.path().join("出")).unwrap();
    let arguments: Vec<&str> =
        ["check"].into_iter().chain(named.iter().map(|format| &**format)).collect();
    let ran = biaochi(files.path(), &arguments);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("检查了 4 个文件、4 张表：1 个错误、1 个警告"), "{}", ran.err);
    let read = |name: &str| std::fs::read_to_string(files.path().join("出").join(name)).unwrap();
    for name in ["json", "sarif", "gitlab"] {
        let json: serde_json::Value = serde_json::from_str(&read(name)).unwrap();
        match name {
            "json" => {
                // The pack that all three requested is listed once.
                assert_eq!(json["packs"].as_array().unwrap().len(), 1, "{}", json["packs"]);
                assert_eq!(json["summary"]["files"], 4);
                assert_eq!(json["summary"]["rules_left_out"], 1);
            }
            "sarif" => {
                let rules = json["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().iter();
                let mut names: Vec<&str> = rules.map(|rule| rule["id"].as_str().unwrap()).collect();
                let all = names.len();
                names.sort_unstable();
                names.dedup();
                assert_eq!(names.len(), all);
                assert_eq!(json["runs"].as_array().unwrap().len(), 1);
            }
            _ => assert_eq!(json.as_array().unwrap().len(), 2),
        }
    }
    for name in ["junit", "checkstyle"] {
        let text = read(name);
        assert_eq!(text.matches("<?xml").count(), 1, "{text}");
    }
    assert_eq!(read("html").matches("</html>").count(), 1);
    let text = read("github");
    assert_eq!(text.matches("title=小").count(), 2, "{text}");
}

#[test]
fn rules_of_one_name_and_other_words_are_described_each() {
    let other = RULES.replace("≥ 3", "≥ 5");
    let files = folder(&[
        ("东/biaochi.yaml", "packs: [规则.chi]\n"),
        ("东/规则.chi", RULES),
        ("东/一.biao", &bad("甲")),
        ("西/biaochi.yaml", "packs: [规则.chi]\n"),
        ("西/规则.chi", &other),
        ("西/一.biao", &bad("乙")),
    ]);
    let ran = biaochi(files.path(), &["check", "--format=sarif"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let run = &json["runs"][0];
    let text = |result: &serde_json::Value| {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        let rule = &run["tool"]["driver"]["rules"][index];
        assert_eq!(rule["id"], result["ruleId"]);
        rule["shortDescription"]["text"].as_str().unwrap().to_owned()
    };
    let described: Vec<String> = run["results"].as_array().unwrap().iter().map(text).collect();
    assert!(described[0].contains('3') && described[1].contains('5'), "{described:?}");
}

#[test]
fn faulty_settings_of_one_project_leave_the_others_checked() {
    let faults = [
        ("biaochi.yaml", "exlude: [甲]\n", "设置/不认识的键"),
        ("biaochi.yaml", "packs: [../规则.chi]\nignore: [没有]\n", "检查/规则未知"),
        ("biaochi.yaml", "packs: [没有]\n", "检查/找不到规则"),
        ("biaochi.yaml", "packs: [../规则.chi]\nbaseline: 无.json\n", "基线/缺失"),
        ("biaochi.yaml", "packs: [../规则.chi]\nas_of: 去年\n", "设置/写法有误"),
        // One in a folder without sheets would be taken for one that holds.
        ("空/biaochi.yaml", "甲\n", "设置/写法有误"),
    ];
    for (name, text, code) in faults {
        let files = projects();
        put(&files, &format!("东/{name}"), text);
        let ran = biaochi(files.path(), &["check"]);
        assert_eq!(ran.code, 2, "{text}{}{}", ran.out, ran.err);
        assert!(ran.out.contains(code), "{text}{}", ran.out);
        assert!(ran.out.contains(&format!("西/一.biao:4:7: 警告{SHORT}")), "{text}{}", ran.out);
        assert!(ran.err.contains("有内容没能检查"), "{text}{}", ran.err);
        let ran = biaochi(files.path(), &["check", "--format=json"]);
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let rules = json["findings"].as_array().unwrap().iter().map(|finding| &finding["rule"]);
        let rules: Vec<&str> = rules.map(|rule| rule.as_str().unwrap()).collect();
        assert!(rules.contains(&code) && rules.contains(&"小/概况不宜过短"), "{rules:?}");
        assert_eq!(biaochi(files.path(), &["check", "西"]).code, 0);
        // What could not be looked at cannot be known: nothing is written.
        let ran = biaochi(files.path(), &["check", "--write-baseline"]);
        let missing = text.contains("无.json");
        assert_eq!(ran.code, if missing { 0 } else { 2 }, "{text}{}", ran.err);
        assert_eq!(files.path().join("西/biaochi-baseline.json").exists(), missing);
    }
}

#[test]
fn settings_of_a_project_above_say_which_folders_are_walked_and_no_more() {
    let files = projects();
    let settings =
        |text: &str| put(&files, "西/biaochi.yaml", &format!("packs: [../规则.chi]\n{text}"));
    put(&files, "西/内/biaochi.yaml", "packs: [../../规则.chi]\n");
    let check = |paths: &[&str]| {
        let select = ["check", "--select=小/概况不宜过短"];
        let ran = biaochi(files.path(), &[&select, paths].concat());
        let sheets = ran.out.lines().filter_map(|line| Some(line.split_once(":4:7")?.0.to_owned()));
        sheets.collect::<Vec<_>>()
    };
    settings("");
    assert_eq!(check(&["西"]), ["西/一.biao", "西/内/一.biao"]);
    settings("exclude: [内/]\n");
    assert_eq!(check(&["西"]), ["西/一.biao"]);
    assert_eq!(check(&["西/内"]), ["西/内/一.biao"]);
    // Patterns for files are for those of the project alone.
    settings("exclude: [一.biao]\n");
    assert_eq!(check(&["西"]), ["西/内/一.biao"]);
    settings("include: ['别*.biao']\n");
    assert_eq!(check(&["西"]), ["西/内/一.biao"]);
    settings("");
    put(&files, "西/内/biaochi.yaml", "packs: [../../规则.chi]\nexclude: ['*.biao']\n");
    assert_eq!(check(&["西"]), ["西/一.biao"]);
    // Those of the command line are for all.
    put(&files, "西/内/biaochi.yaml", "packs: [../../规则.chi]\n");
    assert_eq!(check(&["西", "东/一.biao", "--exclude", "内"]), ["东/一.biao", "西/一.biao"]);
}

#[test]
fn warnings_and_numbers_are_a_matter_of_each_project() {
    let files = projects();
    put(&files, "东/一.biao", &good("甲"));
    assert_eq!(biaochi(files.path(), &["check"]).code, 0);
    // The warning stands in the other project.
    put(&files, "东/biaochi.yaml", "packs: [../规则.chi]\ndeny_warnings: true\n");
    assert_eq!(biaochi(files.path(), &["check"]).code, 0);
    let denying = "packs: [../规则.chi]\nseverity: {小/概况不宜过短: 警告}\n";
    put(&files, "西/biaochi.yaml", &format!("{denying}deny_warnings: true\n"));
    assert_eq!(biaochi(files.path(), &["check"]).code, 1);
    for name in ["一", "二", "三"] {
        put(&files, &format!("东/{name}.biao"), &bad(name));
        put(&files, &format!("西/{name}.biao"), &bad(name));
    }
    put(&files, "西/biaochi.yaml", &format!("{denying}max_findings: 1\n"));
    let ran = biaochi(files.path(), &["check"]);
    let lines: Vec<String> = ["东/一", "东/三", "东/二"]
        .map(|name| format!("{name}.biao:4:7: 错误{SHORT}"))
        .into_iter()
        .chain([format!("西/一.biao:4:7: 警告{SHORT}")])
        .collect();
    finds(&ran, 1, &lines.iter().map(|line| &**line).collect::<Vec<_>>());
    assert!(ran.err.contains("2 处"), "{}", ran.err);
    let ran = biaochi(files.path(), &["check", "--max-findings=2"]);
    finds(&ran, 1, &lines.iter().take(2).map(|line| &**line).collect::<Vec<_>>());
    assert!(ran.err.contains("4 处"), "{}", ran.err);
}

#[test]
fn each_project_has_known_findings_of_its_own_or_all_share_a_file() {
    let files = projects();
    put(&files, "东/biaochi.yaml", "packs: [../规则.chi]\nbaseline: 已知.json\n");
    let ran = biaochi(files.path(), &["check", "--write-baseline"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("1 处问题记为已知，写进“东/已知.json”\n"), "{}", ran.err);
    assert!(ran.err.contains("写进“西/biaochi-baseline.json”"), "{}", ran.err);
    assert!(ran.err.contains("0 处问题记为已知，写进“西/内/biaochi-baseline.json”"), "{}", ran.err);
    finds(&biaochi(files.path(), &["check"]), 0, &[&format!("西/一.biao:4:7: 警告{SHORT}")]);
    // One file for all: what one project knows is not gone because another is checked.
    let shared = ["check", "--baseline", "共.json"];
    let run = |more: &[&str]| biaochi(files.path(), &[&shared, more].concat());
    assert_eq!(run(&["--write-baseline"]).code, 0);
    finds(&run(&[]), 0, &[]);
    finds(&run(&["西"]), 0, &[]);
    put(&files, "西/一.biao", &good("甲"));
    let ran = run(&[]);
    assert_eq!(
        (
            ran.code,
            ran.out.matches("基线/已解决").count() + ran.out.matches("已知问题不再出现").count()
                > 0
        ),
        (0, true),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("西/一.biao") && !ran.out.contains("东/一.biao"), "{}", ran.out);
    finds(&run(&["东"]), 0, &[]);
    // A sheet that moved to another project, and is found there, is known there.
    std::fs::rename(files.path().join("东/一.biao"), files.path().join("西/一.biao")).unwrap();
    put(&files, "西/biaochi.yaml", "packs: [../规则.chi]\n");
    let names = ["东", "西", "--select=小/名称不得重复", "--select=小/名称不宜过长"];
    finds(&run(&names), 0, &[]);
    // Written again for one project, the file keeps what is known of the other.
    put(&files, "东/一.biao", &bad("丙"));
    assert_eq!(run(&["东", "--write-baseline"]).code, 0);
    let text = std::fs::read_to_string(files.path().join("共.json")).unwrap();
    assert!(text.contains("东/一.biao") && text.contains("西/一.biao"), "{text}");
}

#[test]
fn fixes_are_made_in_each_project_by_its_own_rules() {
    let fixing = RULES.to_owned()
        + r#"
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
    let files = projects();
    put(&files, "规则.chi", &fixing);
    for folder in ["东", "西", "西/内"] {
        put(&files, &format!("{folder}/四.biao"), &good("丁。"));
    }
    put(&files, "西/内/biaochi.yaml", "packs: [../../规则.chi]\nignore: [名称]\n");
    let ran = biaochi(files.path(), &["check", "--diff"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let files_of = |out: &str| {
        let lines = out.lines().filter_map(|line| line.strip_prefix("--- a/"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(files_of(&ran.out), ["东/四.biao", "西/四.biao"]);
    // What is faulty in one project is fixed in the others.
    put(&files, "东/biaochi.yaml", "坏: 1\n");
    let ran = biaochi(files.path(), &["check", "--diff"]);
    assert_eq!((ran.code, files_of(&ran.out)), (2, vec!["西/四.biao".to_owned()]));
    let ran = biaochi(files.path(), &["check", "--fix"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let text = |name: &str| std::fs::read_to_string(files.path().join(name)).unwrap();
    assert_eq!(text("东/四.biao"), good("丁。"));
    assert_eq!(text("西/四.biao"), good("丁"));
    assert_eq!(text("西/内/四.biao"), good("丁。"));
}

#[test]
fn standard_input_uses_the_settings_of_its_name() {
    let files = projects();
    for (name, code, lines) in [
        ("东/新.biao", 1, vec![format!("东/新.biao:4:7: 错误{SHORT}")]),
        ("西/新.biao", 0, vec![format!("西/新.biao:4:7: 警告{SHORT}")]),
        ("西/内/新.biao", 0, vec![]),
        ("西/没有/新.biao", 0, vec![format!("西/没有/新.biao:4:7: 警告{SHORT}")]),
    ] {
        let ran = piped(files.path(), &["check", "-", "--stdin-filename", name], &bad("甲"));
        finds(&ran, code, &lines.iter().map(|line| &**line).collect::<Vec<_>>());
    }
}

#[test]
fn a_certificate_covers_each_project_and_says_what_changed_in_which() {
    let certified = || {
        let files = projects();
        put(&files, "东/一.biao", &good("甲"));
        let ran = biaochi(files.path(), &["check", "--certificate=凭证.json"]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        files
    };
    let files = certified();
    let text = std::fs::read_to_string(files.path().join("凭证.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let settings =
        |project: &serde_json::Value| project["settings"]["file"].as_str().unwrap().to_owned();
    let others = json["others"].as_array().unwrap();
    let all: Vec<String> = std::iter::once(&json).chain(others).map(settings).collect();
    assert_eq!(all, ["东/biaochi.yaml", "西/biaochi.yaml", "西/内/biaochi.yaml"]);
    assert_eq!(json["files"].as_array().unwrap().len(), 2);
    assert_eq!(others[1]["rules_left_out"][0]["rule"], "小/概况不宜过短");
    let verify = |files: &TempDir| biaochi(files.path(), &["verify", "凭证.json"]);
    let ran = verify(&files);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    type Step<'s> = (&'s dyn Fn(&TempDir), &'s [&'s str]);
    let steps: &[Step<'_>] = &[
        (
            &|folder| put(folder, "西/内/biaochi.yaml", "packs: [../../规则.chi]\n"),
            &["设置 西/内/biaochi.yaml：检查以后改过"],
        ),
        (&|folder| put(folder, "西/一.biao", &good("甲")), &["表 西/一.biao：检查以后改过"]),
        (&|folder| put(folder, "东/新/biaochi.yaml", ""), &[]),
        (
            &|folder| std::fs::remove_file(folder.path().join("西/内/biaochi.yaml")).unwrap(),
            &["设置 西/内/biaochi.yaml：已不存在"],
        ),
        (
            &|folder| std::fs::remove_dir_all(folder.path().join("西/内")).unwrap(),
            &["设置 西/内/biaochi.yaml：已不存在", "表 西/内/一.biao：已不存在"],
        ),
        (&|folder| put(folder, "东/新/三.biao", &good("丙")), &["表 东/新/三.biao"]),
        (
            &|folder| {
                put(folder, "东/新/biaochi.yaml", "packs: [../../规则.chi]\n");
                put(folder, "东/新/三.biao", &good("丙"));
            },
            &["设置 东/新/biaochi.yaml：是后来的", "表 东/新/三.biao"],
        ),
        (
            &|folder| put(folder, "规则.chi", &RULES.replace("≥ 3", "≥ 2")),
            &["规则包", "规则包", "规则包"],
        ),
        (
            &|folder| put(folder, "东/biaochi.yaml", "坏: 1\n"),
            &["设置 东/biaochi.yaml：检查以后改过", "设置"],
        ),
    ];
    for (step, changes) in steps {
        let files = certified();
        step(&files);
        let ran = verify(&files);
        let said: Vec<&str> = ran.out.lines().collect();
        let said = &said[..said.len() - 2];
        let said: Vec<&&str> = said.iter().filter(|line| !line.starts_with(' ')).collect();
        assert_eq!(said.len(), changes.len(), "{changes:?} {said:?}");
        for (said, change) in said.iter().zip(*changes) {
            assert!(said.starts_with(change), "{change}: {said}");
        }
        assert_eq!(ran.code, i32::from(!changes.is_empty()), "{}", ran.out);
    }
}

#[test]
fn a_trace_uses_the_settings_of_its_sheet() {
    let files = projects();
    let trace =
        |paths: &[&str]| biaochi(files.path(), &[&["trace", "小/概况不宜过短"], paths].concat());
    assert!(trace(&["东/一.biao"]).out.starts_with("小/概况不宜过短（错误）"));
    assert!(trace(&["西/一.biao"]).out.starts_with("小/概况不宜过短（警告）"));
    assert!(trace(&["西/内/一.biao"]).out.contains("没有用"), "{}", trace(&["西/内/一.biao"]).out);
    // Sheets of another project are not compared with, and that is reported.
    let across = ["trace", "小/名称不得重复", "东/一.biao", "西/一.biao"];
    let ran = biaochi(files.path(), &across);
    assert!(ran.code == 0 && ran.err.contains("归别的设置管"), "{}{}", ran.out, ran.err);
    let ran = biaochi(files.path(), &["trace", "小/概况不宜过短", ".", "--format=json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["traces"].as_array().unwrap().len(), 4, "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn links_from_one_project_into_another_are_links_out_of_it() {
    use std::os::unix::fs::symlink;
    for paths in [&["check"][..], &["check", "西/内"], &["check", "西"]] {
        let files = projects();
        symlink("../一.biao", files.path().join("西/内/链.biao")).unwrap();
        let ran = biaochi(files.path(), paths);
        assert!(ran.code == 2 && ran.out.contains("检查/链接出项目"), "{paths:?} {}", ran.out);
        // Settings that lead out of their folder are none, and nobody should believe that they
        // hold.
        let files = projects();
        std::fs::remove_file(files.path().join("西/内/biaochi.yaml")).unwrap();
        symlink("../../秘密", files.path().join("西/内/biaochi.yaml")).unwrap();
        put(&files, "秘密", "root:密码:0\n");
        let ran = biaochi(files.path(), paths);
        let said = ran.out.clone() + &ran.err;
        assert!(ran.code == 2 && said.contains("检查/链接出项目"), "{paths:?} {said}");
        assert!(!said.contains("密码"), "{said}");
    }
}

/// Two projects in a repository, committed.
fn committed() -> Repository {
    let settings = "packs: [../规则.chi]\n";
    Repository::with(&[
        ("东/biaochi.yaml", settings),
        ("东/一.biao", &bad("甲")),
        ("东/二.biao", &good("乙")),
        ("西/biaochi.yaml", "packs: [规则]\n"),
        ("西/规则/小.chi", RULES),
        ("西/一.biao", &bad("甲")),
        ("西/内/biaochi.yaml", "packs: [../../规则.chi]\nignore: [小/概况不宜过短]\n"),
        ("西/内/一.biao", &bad("甲")),
    ])
}

#[test]
fn a_commit_is_judged_in_the_projects_that_it_touches() {
    let check = |repository: &Repository| {
        repository.biaochi_in(".", &["check", "--staged", "--format=short"])
    };
    let repository = committed();
    repository.stage("东/三.biao", &bad("乙"));
    let ran = check(&repository);
    assert!(ran.code == 1 && !ran.out.contains("西/"), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("东/三.biao:4:7") && ran.out.contains("重名"), "{}", ran.out);
    // Rules of one project: all sheets of that one, and of no other.
    let repository = committed();
    repository.stage("西/规则/小.chi", &RULES.replace("≥ 3", "≥ 4"));
    let ran = check(&repository);
    finds(&ran, 1, &[&format!("西/一.biao:4:7: 错误{SHORT}")]);
    assert!(ran.err.contains("西/规则/小.chi") && ran.err.contains("1 张表"), "{}", ran.err);
    // Nearer settings that are taken away: the sheets below are another's now.
    let repository = committed();
    repository.git(&["rm", "--quiet", "西/内/biaochi.yaml"]);
    let ran = check(&repository);
    assert!(ran.code == 1 && ran.out.contains("西/内/一.biao:4:7"), "{}{}", ran.out, ran.err);
    // A project that is faulty already, and that the commit leaves alone, does not stop it.
    let repository = committed();
    repository.stage("西/biaochi.yaml", "坏: 1\n");
    assert_eq!(check(&repository).code, 2);
    repository.git(&["commit", "--quiet", "--message=坏"]);
    repository.stage("东/二.biao", &good("丙"));
    let ran = check(&repository);
    assert!(ran.code == 0 && ran.out.contains("警告[设置/不认识的键]"), "{}{}", ran.out, ran.err);
    repository.stage("西/一.biao", &good("甲"));
    assert_eq!(check(&repository).code, 2);
}
