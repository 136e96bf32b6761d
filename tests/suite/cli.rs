//! The program as its users call it: exit codes, and what is reported if nothing could be checked.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A sheet that every shipped rule is content with.
const CLEAN: &str =
    include_str!("../../examples/corrected/04-网络基础设施（交易中心）（运维）.biao");

/// A form of its own, and one rule at warning level.
const RULES: &str = r#"
表单 小表 年度 2020：
    栏 项目名称 文本 必填
    栏 项目概况 文本
    栏 立项依据 文本
法规 办法 《办法》
规则 小/概况不宜过短：
    依据 办法
    当   有 项目概况
    须   字数(项目概况) ≥ 3
    否则 警告 "概况太短" 于 项目概况
    合格 """
        项目概况: 修一条路
        """
    不合格 """
        项目概况: [[修路]]
        """
规则 小/依据须带书名号：
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

/// The first of these rules, with examples on both sides of its bound.
const NOTICED: &str = r#"
表单 小表 年度 2020：
    栏 项目概况 文本
法规 办法 《办法》
规则 小/概况不宜过短：
    依据 办法
    须   字数(项目概况) ≥ 3
    否则 警告 "概况太短" 于 项目概况
    合格 """
        项目概况: 修大路
        """
    不合格 """
        项目概况: [[修路]]
        """
"#;

pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn biaochi(folder: &Path, arguments: &[&str]) -> Ran {
    ran(program(folder, arguments).stdin(Stdio::null()).output().unwrap())
}

/// Runs the program on a text.
pub(crate) fn piped(folder: &Path, arguments: &[&str], text: &str) -> Ran {
    let mut command = program(folder, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    ran(child.wait_with_output().unwrap())
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_biaochi"));
    command.args(arguments).current_dir(folder).env_remove("BIAOCHI_LANG");
    command.env_remove("GIT_DIR").env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    files.iter().for_each(|(name, text)| put(&folder, name, text));
    folder
}

/// Writes a file of a folder, and the folders on the way to it.
pub(crate) fn put(folder: impl AsRef<Path>, name: &str, bytes: &(impl AsRef<[u8]> + ?Sized)) {
    let path = folder.as_ref().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn small(lines: &str) -> String {
    format!("表单: 小表\n年度: 2020\n项目名称: 甲\n{lines}")
}

/// Each line of the README's table of exit codes, and each way there.
#[test]
fn exit_codes_are_a_contract() {
    let fine = small("项目概况: 修一条路\n立项依据: 《规划》\n");
    let warned = small("项目概况: 修路\n立项依据: 《规划》\n");
    let noted = small("立项依据: 规划\n");
    let undecided = small("项目概况: 修一条路\n");
    let files = folder(&[
        ("clean.biao", CLEAN),
        ("规则.chi", RULES),
        ("fine.biao", &fine),
        ("有 空格/warned.biao", &warned),
        ("noted.biao", &noted),
        ("undecided.biao", &undecided),
        ("broken.biao", &small("项目概况 修路\n")),
        ("other.biao", "表单: 别的表\n年度: 2020\n"),
        ("comments.biao", "# 什么也没有\n"),
        ("empty/readme.txt", ""),
        ("faulty.chi", &RULES.replace("字数(项目概况)", "字数(项目慨况)")),
        ("none.chi", "# 没有规则\n"),
        ("unkempt.biao", "年度:2020\n"),
        ("noticed.chi", NOTICED),
        ("covered.chi", &RULES.replace("    当   有 项目概况\n", "")),
    ]);
    std::fs::write(files.path().join("binary.biao"), b"PK\0\0\0").unwrap();
    let git = Command::new("git").args(["init", "--quiet"]).current_dir(files.path()).status();
    assert!(git.unwrap().success());
    let rules = "--rules=规则.chi";
    let cases: &[(&[&str], i32, &str)] = &[
        (&["check", "clean.biao"], 0, ""),
        (&["check", "fine.biao", rules], 0, ""),
        (&["check", "有 空格", rules], 0, "警告[小/概况不宜过短]: 概况太短"),
        (&["check", "有 空格", rules, "--deny-warnings"], 1, "警告"),
        (&["check", "noted.biao", rules, "--deny-warnings"], 0, "提示"),
        (&["check", "undecided.biao", rules], 1, "检查/无法判定"),
        (&["check", "broken.biao", rules], 1, "表/缺冒号"),
        (&["check", "other.biao", rules], 2, "检查/没有适用的规则"),
        (&["check", "comments.biao"], 2, "检查/没有表"),
        (&["check", "fine.biao"], 0, "表/表单未声明"),
        (&["check", "clean.biao", "--rules=none.chi"], 2, "检查/没有适用的规则"),
        (&["check", "empty"], 2, "检查/没有文件"),
        (&["check", "nowhere"], 2, "检查/找不到路径"),
        (&["check", "binary.biao"], 2, "检查/二进制文件"),
        (&["check", "fine.biao", "--rules=faulty.chi"], 2, "尺/名称未知"),
        (&["check", "fine.biao", "--rules=shanghai"], 2, "检查/找不到规则"),
        (&["form", "fine.biao"], 0, "表单 小表"),
        (&["form", "comments.biao"], 2, ""),
        (&["impact", "--from=规则.chi", "--to=规则.chi", "fine.biao"], 0, "没有变化"),
        (&["impact", "--from=规则.chi", "--to=covered.chi", "noted.biao"], 1, "检查/无法判定"),
        (&["impact", "--from=规则.chi", "--to=none.chi", "noted.biao"], 1, "不再报 1 处"),
        (&["impact", "--from=规则.chi", "--to=faulty.chi", "fine.biao"], 2, "没能比较"),
        (&["impact", "fine.biao"], 2, ""),
        (&["test", "规则.chi"], 0, "2 条规则、4 个例子"),
        (&["test", "规则.chi", "--coverage"], 1, "条件覆盖 83.3%"),
        (&["test", "covered.chi", "--coverage"], 0, "条件覆盖 100.0%"),
        (&["test", "faulty.chi", "--coverage"], 2, ""),
        (&["test", "规则.chi", "--mutate"], 1, "没有察觉"),
        (&["test", "noticed.chi", "--mutate"], 0, "0 处没有察觉"),
        (&["test", "faulty.chi"], 2, ""),
        (&["test", "none.chi"], 2, ""),
        (&["rules", rules], 0, "小/概况不宜过短"),
        (&["rules", "--rules=none.chi"], 2, ""),
        (&["explain", "小/概况不宜过短", rules], 0, "字数(项目概况) ≥ 3"),
        (&["explain", "小/概況不宜过短", rules], 2, ""),
        (&["explain", "小", rules], 2, ""),
        (&["doc", rules], 0, "小/概况不宜过短"),
        (&["doc", "--rules=faulty.chi"], 2, ""),
        (&["trace", "小/概况不宜过短", "fine.biao", rules], 0, "通过"),
        (&["trace", "小/概况不宜过短", "nowhere", rules], 2, ""),
        (&["fmt", "--check", "fine.biao"], 0, ""),
        (&["fmt", "--check", "unkempt.biao"], 1, "要整理"),
        (&["fmt", "broken.biao"], 2, ""),
        (&["check", "--staged"], 0, ""),
        (&["check", "--staged", "--fix"], 2, ""),
        (&["hook", "install"], 0, "pre-commit"),
        (&["hook", "install", "--", "--formt=json"], 2, ""),
        (&["hook", "uninstall"], 0, "pre-commit"),
        (&["hook", "uninstall", "more"], 2, ""),
        (&["hook"], 2, ""),
        (&["new", "rule", "新/规则", "--file=new.chi"], 0, "new.chi"),
        (&["new", "rule", "新/规则", "--file=new.chi"], 2, ""),
        (&["init", "新项目"], 0, "写出：新项目/biaochi.yaml"),
        (&["init", "新项目"], 2, ""),
        (&["check", "clean.biao", "--certificate=凭证.json"], 0, ""),
        (&["verify", "凭证.json"], 0, "都没有改动"),
        (&["verify", "clean.biao"], 2, ""),
        (&["lsp", "--help"], 0, ""),
        (&["lsp", "more"], 2, ""),
        (&["schema"], 0, "max_findings"),
        (&["schema", "more"], 2, ""),
        (&["completions", "bash"], 0, "biaochi"),
        (&["completions", "tcsh"], 2, ""),
        (&["man"], 0, "biaochi"),
        (&["man", "--output=man"], 0, ""),
        (&["man", "--output=none.chi"], 2, ""),
        (&["--help"], 0, "biaochi"),
        (&["--version"], 0, "biaochi"),
        (&["chekc"], 2, ""),
        (&["check", "--formt=json"], 2, ""),
        (&[], 2, ""),
    ];
    for (arguments, code, said) in cases {
        let ran = biaochi(files.path(), arguments);
        assert_eq!(ran.code, *code, "{arguments:?}\n{}\n{}", ran.out, ran.err);
        assert!(ran.out.contains(said), "{arguments:?} says {said:?}\n{}\n{}", ran.out, ran.err);
        assert!(ran.code == 0 || !(ran.out + &ran.err).trim().is_empty(), "{arguments:?}");
    }
    // No command is left out: there is a page of the manual for each.
    for page in std::fs::read_dir(files.path().join("man")).unwrap() {
        let name = page.unwrap().file_name().into_string().unwrap();
        let command = name.strip_suffix(".1").unwrap().replace('-', " ");
        let ends = |code: i32| {
            cases.iter().any(|(arguments, wanted, _)| {
                *wanted == code && format!("biaochi {} ", arguments.join(" ")).contains(&command)
            })
        };
        assert!(ends(0) && ends(2), "add lines for `{command}` that exit with 0 and with 2");
    }
}

/// The README and `--help` give one table, in both languages.
/// Rules that take almost all that one may take on a sheet, on so many sheets that the run is
/// stopped. What is asked first of each indicator is the same for all, and is charged for each.
#[test]
fn a_run_that_takes_too_much_is_no_result() {
    let mut rules =
        "表单 小表 年度 2020：\n  栏 项目名称 文本 必填\n  指标树 绩效目标\n  指标栏 目标值 目标值\n  层级 产出目标：数量\n法规 办法 《办法》\n".to_owned();
    for at in 0..12 {
        rules.push_str(&format!(
            "规则 长/第{at}条：\n  依据 办法\n  对 每个 指标 i\n  当 个数(指标 j 当 有 指标 k 当 k.名称 包含 j.名称 且 k.名称 包含 \"无{at}\") = 0\n  须 i.目标值 > 0\n  否则 错误 \"长\" 于 i.名称\n"
        ));
    }
    let indicators: String = (0..100).map(|at| format!("      第{at}号: {at}个\n")).collect();
    let tree = small(&format!("绩效目标:\n  产出目标:\n    数量:\n{indicators}"));
    let files = folder(&[("规则.chi", &rules)]);
    (0..24).for_each(|at| put(&files, &format!("表/{at}.biao"), &tree));
    let ran = biaochi(files.path(), &["check", "表/0.biao", "--rules", "规则.chi"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let formats = ["short", "json", "sarif", "junit", "html"];
    let outputs = formats.map(|format| format!("--format={format}:报告.{format}"));
    let mut arguments = vec!["check", "表", "--rules=规则.chi"];
    arguments.extend(outputs.iter().map(String::as_str));
    let ran = biaochi(files.path(), &arguments);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    for format in formats {
        let report = std::fs::read_to_string(files.path().join(format!("报告.{format}"))).unwrap();
        assert!(report.contains("检查要做的太多，没有做完就停了"), "{format}: {report}");
        // Nothing that was judged before is taken for a result.
        assert!(!report.contains("表/0.biao"), "{format}: {report}");
    }
}

#[test]
fn help_and_readme_agree_on_exit_codes() {
    let files = folder(&[]);
    for (readme, lang) in [("README.md", "en"), ("README.zh-CN.md", "zh")] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(readme);
        let readme = std::fs::read_to_string(path).unwrap();
        let help = biaochi(files.path(), &["--help", "--lang", lang]).out;
        for code in ["0", "1", "2"] {
            let row = readme.lines().find_map(|line| line.strip_prefix(&format!("| {code} | ")));
            let row = row.unwrap().trim_end_matches(" |").replace('`', "");
            // Wrapped, where it is long.
            let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(help.contains(&format!("{code} {row}")), "{row}\n{help}");
        }
    }
}

#[test]
fn a_failure_to_check_does_not_hide_findings_nor_they_it() {
    let files = folder(&[
        (
            "规则.chi",
            &format!("{RULES}规则 小/错：\n    须 有 项目慨况\n    否则 错误 \"缺\" 于 项目概况\n"),
        ),
        ("warned.biao", &small("项目概况: 修路\n立项依据: 《规划》\n")),
    ]);
    let ran = biaochi(files.path(), &["check", "warned.biao", "nowhere", "--rules=规则.chi"]);
    assert_eq!(ran.code, 2);
    for said in ["尺/名称未知", "检查/找不到路径", "小/概况不宜过短"] {
        assert!(ran.out.contains(said), "{said}\n{}", ran.out);
    }
    let json =
        biaochi(files.path(), &["check", "warned.biao", "--rules=规则.chi", "--format=json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["summary"]["outcomes"]["faulty"], 1);
    assert_eq!(json["summary"]["outcomes"]["fails"], 1);
}

#[test]
fn mistyped_arguments_are_answered_in_chinese_or_english() {
    let files = folder(&[("a.biao", CLEAN)]);
    let ran = biaochi(files.path(), &["chekc"]);
    assert!(ran.err.contains("没有“chekc”这个命令") && ran.err.contains("check"), "{}", ran.err);
    let ran = biaochi(files.path(), &["check", "--format=jsn"]);
    assert!(ran.err.contains("jsn") && ran.err.contains("json"), "{}", ran.err);
    for jobs in ["0", "x", "99999999999999999999"] {
        let ran = biaochi(files.path(), &["check", "--jobs", jobs]);
        assert!(ran.code == 2 && ran.err.contains("不是这里能用的整数"), "{}", ran.err);
    }
    let ran = biaochi(files.path(), &["--lang", "en", "chekc"]);
    assert!(ran.err.contains("there is no command “chekc”"), "{}", ran.err);
}

#[test]
fn messages_come_in_english_too() {
    let files = folder(&[("a.biao", "表单: 财政项目支出绩效目标表\n年度: 2020\n项目名称 甲\n")]);
    let ran = biaochi(files.path(), &["check", "--lang", "en", "--format", "short"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("a.biao:3:1: error[表/缺冒号]: this line has no colon"),
        "{}",
        ran.out
    );
}

#[test]
fn one_line_a_finding_in_a_pipe_and_columns_are_characters() {
    let files =
        folder(&[("规则.chi", RULES), ("甲.biao", &small("项目概况: 修路\n立项依据: 《规划》\n"))]);
    let ran = biaochi(files.path(), &["check", "甲.biao", "--rules=规则.chi"]);
    assert_eq!(ran.out, "甲.biao:4:7: 警告[小/概况不宜过短]: 概况太短\n");
}

#[test]
fn one_line_carries_what_was_probably_to_be_written() {
    let files =
        folder(&[("规则.chi", RULES), ("甲.biao", &small("项目概况: 修一条路\n立项依椐: 规划\n"))]);
    let ran = biaochi(files.path(), &["check", "甲.biao", "--rules=规则.chi"]);
    assert!(ran.out.contains("没有“立项依椐”这一栏；是否为“立项依据”？\n"), "{}", ran.out);
    let ran = biaochi(files.path(), &["check", "甲.biao", "--rules=规则.chi", "--lang=en"]);
    assert!(ran.out.contains("“立项依椐”; did you mean “立项依据”?\n"), "{}", ran.out);
}

#[test]
fn json_is_one_object_with_exact_places() {
    let files =
        folder(&[("规则.chi", RULES), ("甲.biao", &small("项目概况: 修路\n立项依据: 规划\n"))]);
    let ran = biaochi(files.path(), &["check", "甲.biao", "--rules=规则.chi", "--format=json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["schema"], "biaochi.check/1");
    assert_eq!(json["summary"]["sheets"], 1);
    let text = std::fs::read_to_string(files.path().join("甲.biao")).unwrap();
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 2);
    for finding in findings {
        let at = |end: &str| finding["span"][end]["offset"].as_u64().unwrap() as usize;
        assert_eq!(text[at("start")..at("end")], *finding["excerpt"].as_str().unwrap());
        assert_eq!(finding["basis"][0]["law"], "《办法》");
        assert!(finding["fingerprint"].as_str().unwrap().len() >= 8);
    }
}

#[test]
fn sheets_are_formatted_in_place_and_broken_ones_left_alone() {
    let broken = "项目名称 甲\n年度:   2020\n";
    let files = folder(&[("a.biao", "表单：小表  # 注释\n年度:2020\n"), ("b.biao", broken)]);
    let ran = biaochi(files.path(), &["fmt", "--check", "a.biao"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    let ran = biaochi(files.path(), &["fmt"]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    let read = |name: &str| std::fs::read_to_string(files.path().join(name)).unwrap();
    assert_eq!(read("a.biao"), "表单: 小表  # 注释\n年度: 2020\n");
    assert_eq!(read("b.biao"), broken);
}

#[test]
fn sheets_in_gb18030_are_read_and_stay_so() {
    let files = folder(&[]);
    let path = files.path().join("国标.biao");
    let bytes = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    std::fs::write(&path, bytes(&CLEAN.replace("年度: 2020", "年度:2020"))).unwrap();
    assert_eq!(biaochi(files.path(), &["check"]).code, 0);
    assert_eq!(biaochi(files.path(), &["fmt"]).code, 0);
    assert_eq!(std::fs::read(&path).unwrap(), bytes(CLEAN));
}

#[test]
fn a_new_rule_says_what_is_still_to_be_written() {
    let own = "法规 办法 《办法》\n";
    let files = folder(&[("rules/质量.chi", own), ("规则.chi", RULES)]);
    let arguments = ["new", "rule", "质量/满意度不得过低", "--each=indicator", "--law=办法"];
    let ran = biaochi(files.path(), &arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("rules/质量.chi 第 3 行起"), "{}", ran.out);
    let text = std::fs::read_to_string(files.path().join("rules/质量.chi")).unwrap();
    assert!(text.starts_with("法规 办法 《办法》\n\n规则 质量/满意度不得过低：\n"), "{text}");
    assert!(
        text.contains("    依据 办法 待核\n    对   每个 指标 i\n    须   〔待填〕\n"),
        "{text}"
    );

    let again = biaochi(files.path(), &arguments);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("已经有规则"), "{}", again.err);
    assert_eq!(std::fs::read_to_string(files.path().join("rules/质量.chi")).unwrap(), text);

    let tested = biaochi(files.path(), &["test", "规则.chi", "rules/质量.chi"]);
    assert_eq!(tested.code, 2);
    assert!(tested.err.contains("尺/待填"), "{}", tested.err);
    assert!(!tested.err.contains("例子未通过"), "{}", tested.err);

    let filled = text
        .replace("〔待填〕这条规则为什么要有", "为什么")
        .replace("须   〔待填〕", "须   i.目标值.数值 ≥ 85%")
        .replace("〔待填〕违反时怎么说", "太低")
        .replace("〔待填〕怎样改", "提高")
        .replace(
            "            数量:\n              〔待填〕: 1个\n        \"\"\"\n    不",
            "            数量:\n              甲: 90%\n        \"\"\"\n    不",
        )
        .replace("〔待填〕: 1个", "[[甲]]: 80%")
        .replace("依据 办法", "依据 表式");
    std::fs::write(files.path().join("rules/质量.chi"), filled).unwrap();
    let tested = biaochi(files.path(), &["test", "rules/质量.chi"]);
    assert_eq!(tested.code, 0, "{}{}", tested.out, tested.err);
}

#[test]
fn a_new_rule_needs_a_name_that_can_be_one() {
    let files = folder(&[]);
    for arguments in [&["new", "rule"][..], &["new", "rule", "两个 词"], &["new", "rule", "甲：乙"]]
    {
        let ran = biaochi(files.path(), arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains("名字"), "{}", ran.err);
    }
    assert_eq!(std::fs::read_dir(files.path()).unwrap().count(), 0);
}

#[test]
fn rules_are_formatted_and_written_in_the_language_that_is_named() {
    let laid_out = "规则   一/甲：\n    须   有 项目概况 # 有\n";
    let files =
        folder(&[("a.chi", laid_out), ("b.chi", "规则 一/甲：\n  须 (\n"), ("c.csv", "词\n")]);
    let read = |name: &str| std::fs::read_to_string(files.path().join(name)).unwrap();
    let ran = biaochi(files.path(), &["fmt", "--diff", "a.chi"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.starts_with("--- a/a.chi\n+++ b/a.chi\n@@"), "{}", ran.out);
    assert!(ran.out.contains("+  须 有 项目概况  # 有"), "{}", ran.out);
    assert_eq!(read("a.chi"), laid_out, "a diff writes nothing");
    assert_eq!(biaochi(files.path(), &["fmt", "--check", "a.chi"]).code, 1);
    assert_eq!(biaochi(files.path(), &["fmt", "a.chi"]).code, 0);
    assert_eq!(read("a.chi"), "规则 一/甲：\n  须 有 项目概况  # 有\n");
    assert_eq!(biaochi(files.path(), &["fmt", "--check", "a.chi"]).code, 0);
    assert_eq!(biaochi(files.path(), &["fmt", "--lang", "en", "a.chi"]).code, 0);
    assert_eq!(read("a.chi"), "rule 一/甲：\n  must has 项目概况  # 有\n");
    assert_eq!(biaochi(files.path(), &["fmt", "--lang=zh", "a.chi"]).code, 0);
    assert_eq!(read("a.chi"), "规则 一/甲：\n  须 有 项目概况  # 有\n");
    let broken = biaochi(files.path(), &["fmt", "b.chi"]);
    assert_eq!(broken.code, 2, "{}", broken.err);
    assert!(broken.err.contains("没有整理 b.chi"), "{}", broken.err);
    let dictionary = biaochi(files.path(), &["fmt", "c.csv"]);
    assert_eq!(dictionary.code, 2, "{}", dictionary.err);
    assert!(dictionary.err.contains("没有整理 c.csv"), "{}", dictionary.err);
}

#[test]
fn settings_hold_in_the_folders_below() {
    let files = folder(&[("biaochi.yaml", "include: [表/]\n"), ("表/甲.biao", CLEAN)]);
    let ran = biaochi(&files.path().join("表"), &["check"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

/// Nothing judged is not a pass, whatever the reason, and every format says so.
#[test]
fn nothing_judged_is_never_clean() {
    let whole = include_str!("../../examples/corrected/04-网络基础设施（交易中心）（运维）.biao");
    let files = folder(&[
        ("甲.biao", whole),
        ("小/规则.chi", RULES),
        ("小/乙.biao", &small("项目概况: 修一条路\n立项依据: 《规划》\n")),
        ("小/早.chi", &RULES.replace("依据 办法", "依据 办法\n    施行 2030-01-01")),
    ]);
    let cases: [&[&str]; 5] = [
        &["甲.biao", "--as-of", "1990-01-01"],
        &["甲.biao", "--select", "可衡量/数字与定性词不得混写"],
        // The pack that it builds on does judge the sheet; what was requested does not.
        &["甲.biao", "--rules", "mof-2021"],
        &["甲.biao", "--rules", "mof-2021", "--rules", "shanghai-2026"],
        &["小/乙.biao", "--rules", "小/早.chi"],
    ];
    for (at, arguments) in cases.into_iter().enumerate() {
        let run = |more: &[&str]| biaochi(files.path(), &[&["check"], arguments, more].concat());
        let formats: &[&str] = match at {
            0 => &["pretty", "short", "rich", "sarif", "github", "gitlab", "junit", "checkstyle"],
            _ => &["short"],
        };
        for format in formats {
            let ran = run(&["--format", format]);
            assert_eq!(ran.code, 2, "{arguments:?} {format} {}{}", ran.out, ran.err);
            assert!(ran.out.contains("不算通过"), "{arguments:?} {format} {}{}", ran.out, ran.err);
        }
        assert_eq!(run(&["--diff"]).code, 2, "{arguments:?}");
        assert_eq!(run(&["--write-baseline"]).code, 2, "{arguments:?}");
        let ran = run(&["--certificate", "凭证.json"]);
        assert_eq!(ran.code, 2, "{arguments:?}");
        let text = std::fs::read_to_string(files.path().join("凭证.json")).unwrap();
        let certificate: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(certificate["verdict"], "not_checked", "{arguments:?}");
        assert!(certificate["not_checked"][0].as_str().unwrap().contains("不算通过"));
        // A report is whole, empty of findings on the sheet, and counts it.
        let json: serde_json::Value = serde_json::from_str(&run(&["--format=json"]).out).unwrap();
        assert_eq!(
            (&json["summary"]["sheets"], &json["summary"]["errors"]),
            (&1.into(), &1.into())
        );
        let findings = json["findings"].as_array().unwrap();
        assert!(findings.iter().any(|finding| finding["rule"] == "检查/没有判定"), "{findings:?}");
    }
}

#[test]
fn a_pack_that_was_given_and_judged_nothing_is_named() {
    let whole = include_str!("../../examples/corrected/04-网络基础设施（交易中心）（运维）.biao");
    let files = folder(&[("甲.biao", whole)]);
    let run = |more: &[&str]| {
        biaochi(files.path(), &[&["check", "甲.biao", "--format=json"], more].concat())
    };
    let ran = run(&["--rules", "shanghai-2020", "--rules", "mof-2021"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["summary"]["notes"], 1);
    assert_eq!(json["findings"][0]["message"], "规则包“mof-2021”没有一条规则用在这些表上");
    // All that are built in were not requested one by one.
    for more in [&[][..], &["--rules", "内置"]] {
        let json: serde_json::Value = serde_json::from_str(&run(more).out).unwrap();
        assert_eq!(json["findings"].as_array().unwrap().len(), 0, "{more:?}");
    }
}

#[test]
fn a_target_that_cannot_be_read_is_not_called_missing() {
    let whole = include_str!("../../examples/corrected/04-网络基础设施（交易中心）（运维）.biao");
    let files = folder(&[("甲.biao", &whole.replace("≥95%", "≥9S%"))]);
    let ran = biaochi(files.path(), &["check", "甲.biao"]);
    assert!(ran.code == 1 && ran.out.contains("“≥9S%”读不成数"), "{}", ran.out);
    assert!(!ran.out.contains("没有写目标值"), "{}", ran.out);
}

#[test]
fn rule_files_are_corrected_by_their_own_remedies() {
    let rule = "规则 一/甲：\n    须 有 项目概况\n    否则 错误 \"缺\" 于 项目概况\n    合格 \"\"\"\n    项目概况: 甲\n    \"\"\"\n    不合格 \"\"\"\n    [[项目名称]]: 甲\n    \"\"\"\n";
    let misspelt = rule.replacen("有 项目概况", "有 项目概貌", 1);
    let files = folder(&[("a.chi", &misspelt)]);
    let read = || std::fs::read_to_string(files.path().join("a.chi")).unwrap();
    let safe = biaochi(files.path(), &["test", "--fix", "a.chi"]);
    assert_eq!(safe.code, 2, "a guess needs consent: {}", safe.err);
    assert_eq!(read(), misspelt);
    let corrected = biaochi(files.path(), &["test", "--fix", "--unsafe-fixes", "a.chi"]);
    assert_eq!(read(), rule, "{}", corrected.err);
    assert!(corrected.err.contains("规则文件里已改正 1 处"), "{}", corrected.err);
    let again = biaochi(files.path(), &["test", "--fix", "--unsafe-fixes", "a.chi"]);
    assert!(!again.err.contains("已改正"), "{}", again.err);
    assert_eq!(read(), rule);
}

#[test]
fn a_corrected_rule_file_judges_in_the_same_check() {
    let rule = "规则 一/甲：\n    须 有 项目概貌\n    否则 错误 \"缺\" 于 项目概况\n";
    let sheet = "表单: 财政项目支出绩效目标表\n年度: 2020\n项目名称: 甲\n";
    let files = folder(&[("a.chi", rule), ("a.biao", sheet)]);
    let ran =
        biaochi(files.path(), &["check", "--fix", "--unsafe-fixes", "--rules", "a.chi", "a.biao"]);
    let read = std::fs::read_to_string(files.path().join("a.chi")).unwrap();
    assert!(read.contains("有 项目概况"), "{read} {}", ran.err);
    assert_eq!(ran.code, 1, "{} {}", ran.out, ran.err);
}

#[test]
fn a_code_of_the_tool_is_explained() {
    let files = folder(&[]);
    let zh = biaochi(files.path(), &["explain", "尺/类型不符"]);
    assert_eq!(zh.code, 0);
    assert!(zh.out.contains("怎么改") && zh.out.contains("开始日期 ≤ 总预算"), "{}", zh.out);
    let near = biaochi(files.path(), &["explain", "尺/类型不附"]);
    assert_eq!(near.code, 2);
    assert!(near.err.contains("尺/类型不符"), "{}", near.err);
    let all = biaochi(files.path(), &["doc", "--codes"]);
    assert!(all.out.contains("## 表/缺冒号") && all.out.contains("## 检查/无法判定"));
}
