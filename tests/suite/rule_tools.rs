//! The tools around a rule: who tightens whom, where a new rule is written, which rules are listed.

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{biaochi, folder, put};

/// A rule of the district that tightens one of the city.
const TIGHTER: &str = r#"规则 区/产出须有数量和质量指标 收紧 完整/产出须有数量指标：
    说明 "区里更严"
    依据 财预88号 待核
    须   有 指标 于 产出目标/数量 且 有 指标 于 产出目标/质量
    否则 错误 "缺数量、质量指标" 于 产出目标
    建议 "补齐"
    合格 """
        绩效目标:
          产出目标:
            数量:
              里程: 1公里
            质量:
              合格率: 100%
        """
    不合格 """
        绩效目标:
          [[产出目标]]:
            数量:
              里程: 1公里
        """
"#;

const MANIFEST: &str = "name: 区\nversion: 1.0.0\ntitle: 区的规则\nissuer: 区财政局\n";

fn district(manifest: Option<&str>) -> TempDir {
    let folder = folder(&[("区/收.chi", TIGHTER)]);
    if let Some(more) = manifest {
        put(&folder, "区/pack.yaml", &format!("{MANIFEST}{more}"));
    }
    folder
}

#[test]
fn a_tightening_rule_is_tested_with_the_rule_that_it_tightens() {
    for (folder, path) in [
        (district(None), "区/收.chi"),
        (district(None), "区"),
        (district(Some("")), "区"),
        (district(Some("upper: shanghai-2020\n")), "区"),
    ] {
        let ran = biaochi(folder.path(), &["test", path]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{path}{}", ran.out);
        // The examples and conditions of the city's rules are not this pack's.
        assert!(ran.out.contains("1 条规则、2 个例子：2 个通过"), "{}", ran.out);
        let ran = biaochi(folder.path(), &["test", path, "--coverage"]);
        assert!(ran.out.contains("3 个条件"), "{}", ran.out);
    }
    // Whether it is a tightening is then known.
    let folder = district(None);
    put(&folder, "区/收.chi", &TIGHTER.replace("否则 错误", "否则 提示"));
    let ran = biaochi(folder.path(), &["test", "区"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("尺/不是收紧"), "{}", ran.err);
    put(&folder, "区/收.chi", &TIGHTER.replace("完整/产出须有数量指标", "完整/产出须有数目指标"));
    let ran = biaochi(folder.path(), &["test", "区"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("尺/收紧无对象"), "{}", ran.err);
}

#[test]
fn a_pack_of_two_floors_is_tested_with_both() {
    let folder = district(Some("upper: shanghai-2020\n"));
    let lower = TIGHTER
        .replace(
            "区/产出须有数量和质量指标 收紧 完整/产出须有数量指标",
            "街/产出 收紧 区/产出须有数量和质量指标",
        )
        .replace("区里更严", "街道更严");
    put(&folder, "街/街.chi", &lower);
    put(&folder, "街/pack.yaml", "name: 街\nversion: 1.0.0\ntitle: 街\nissuer: 街道\nupper: 区\n");
    let ran = biaochi(folder.path(), &["test", "街"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("1 条规则"), "{}", ran.out);
}

#[test]
fn rules_explain_and_trace_say_who_tightens_whom() {
    let folder = district(None);
    put(&folder, "甲.biao", "表单: 财政项目支出绩效目标表\n年度: 2020\n项目名称: 甲\n");
    let (upper, lower) = ("完整/产出须有数量指标", "区/产出须有数量和质量指标");
    let rules = ["--rules", "区/收.chi"];
    for (arguments, said) in [
        (&["rules", "产出须有数量"][..], &format!("收紧“{upper}”（规则包 shanghai-2020）")),
        (&["rules", "产出须有数量"], &format!("被“{lower}”（规则包 收）收紧")),
        (&["explain", upper], &format!("被“{lower}”（规则包 收）收紧")),
        (&["explain", lower], &format!("收紧“{upper}”")),
        (&["trace", upper, "甲.biao"], &format!("由收紧它的规则“{lower}”代替")),
        (&["trace", lower, "甲.biao"], &format!("收紧“{upper}”")),
    ] {
        let ran = biaochi(folder.path(), &[arguments, &rules].concat());
        assert_eq!(ran.code, 0, "{arguments:?}{}", ran.err);
        assert!(ran.out.contains(said.as_str()), "{arguments:?}: {said}\n{}", ran.out);
    }
    let ran = biaochi(folder.path(), &["rules", lower, "--format=json", rules[0], rules[1]]);
    let list: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(list["schema"], "biaochi.rules/1");
    assert_eq!(list["rules"][0]["tightens"], serde_json::json!([upper]));
    assert_eq!(list["rules"][0]["tightened_by"], serde_json::json!([]));
}

#[test]
fn a_trace_says_when_a_rule_is_in_force_and_which_forms_it_judges() {
    let rules = "法规 办法 《办法》\n规则 区/将来：\n    依据 办法 待核\n    施行 2031\n    须   有 项目名称\n    否则 错误 \"缺\" 于 项目名称\n";
    let folder = folder(&[
        ("区.chi", rules),
        ("甲.biao", "表单: 财政项目支出绩效目标表\n年度: 2020\n项目名称: 甲\n"),
    ]);
    let ran = biaochi(folder.path(), &["trace", "区/将来", "甲.biao", "--rules=区.chi"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("有效期是 2031-01-01 起"), "{}", ran.out);
    let other = ["trace", "成本/不得等于全部资金", "甲.biao"];
    let ran = biaochi(folder.path(), &other);
    assert!(ran.out.contains("规则管的是“") && ran.out.contains("这张表是“"), "{}", ran.out);
}

#[test]
fn a_part_of_a_name_finds_rules() {
    let here = folder(&[]);
    let list = |arguments: &[&str]| biaochi(here.path(), &[&["rules"], arguments].concat());
    let all = list(&["满意度"]);
    assert_eq!(all.code, 0);
    let names: Vec<&str> = all.out.lines().filter(|line| line.contains("  ")).collect();
    let names: Vec<&str> = names.into_iter().filter(|line| !line.starts_with("      ")).collect();
    assert!(names.len() > 1 && names.iter().all(|line| line.contains("满意度")), "{}", all.out);
    assert_eq!(list(&["预算/", "--severity=error"]).code, 0);
    let none = list(&["满意渡"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("没有一条规则合“满意渡”"), "{}", none.err);
}

#[test]
fn a_lone_file_says_which_forms_it_was_read_for() {
    let rule = "规则 小/概况：\n    依据 财预88号 待核\n    须   有 项目概况\n    否则 错误 \"缺\" 于 项目概况\n    建议 \"补\"\n    合格 \"\"\"\n        项目概况: 修路\n        \"\"\"\n    不合格 \"\"\"\n        [[项目名称]]: 甲\n        \"\"\"\n";
    let folder = folder(&[("小.chi", rule), ("包/小.chi", rule), ("包/pack.yaml", MANIFEST)]);
    let alone = biaochi(folder.path(), &["test", "小.chi"]);
    assert!(
        alone.out.contains("没有 pack.yaml") && alone.out.contains("财政项目支出绩效目标表"),
        "{}",
        alone.out
    );
    assert!(!biaochi(folder.path(), &["test", "包"]).out.contains("没有 pack.yaml"));
}

#[test]
fn a_new_rule_is_written_where_the_project_reads() {
    let new = |folder: &TempDir, more: &[&str]| {
        biaochi(folder.path(), &[&["new", "rule", "质量/新", "--law=财预88号"], more].concat())
    };
    for (settings, files, place) in [
        ("packs: [内置, 我的规则]\n", &[("我的规则/甲.chi", "")][..], "我的规则/质量.chi"),
        ("packs: [内置, 我的.chi]\n", &[("我的.chi", "# 空\n")], "我的.chi"),
        ("packs: [内置]\n", &[("规则/甲.chi", "")], "规则/质量.chi"),
        ("", &[], "质量.chi"),
    ] {
        let folder = folder(files);
        put(&folder, "biaochi.yaml", settings);
        let ran = new(&folder, &[]);
        assert_eq!(ran.code, 0, "{settings}{}", ran.err);
        assert!(ran.out.contains(place), "{place}: {}", ran.out);
        assert!(
            std::fs::read_to_string(folder.path().join(place)).unwrap().contains("规则 质量/新")
        );
        // If the settings do not read it, that is said.
        let is_read = settings.contains("我的") || settings.is_empty();
        assert_eq!(ran.err.is_empty(), is_read, "{settings}{}", ran.err);
        let elsewhere = biaochi(folder.path(), &["new", "rule", "质量/又一条", "--file=别处.chi"]);
        assert_eq!(
            elsewhere.err.contains("packs 还没有"),
            !settings.is_empty(),
            "{}",
            elsewhere.err
        );
    }
}

#[test]
fn a_part_that_cannot_stand_in_a_rule_is_not_written() {
    let folder = folder(&[]);
    for (part, said) in [
        ("--law=没有的法", "没有登记过法规“没有的法”"),
        ("--must=i.没有 ≥ 1", "没有"),
        ("--must=项目概况 ≥", "尺/语法"),
        ("--when=没有的栏 是 1", "没有的栏"),
        ("--message=少{没有的栏}", "没有的栏"),
    ] {
        let ran = biaochi(folder.path(), &["new", "rule", "质量/新", part]);
        assert_eq!(ran.code, 2, "{part}");
        assert!(ran.err.contains(said) && ran.err.contains("没有写"), "{part}{}", ran.err);
    }
    let known = biaochi(folder.path(), &["new", "rule", "完整/产出须有数量指标"]);
    assert_eq!(known.code, 2);
    assert!(known.err.contains("shanghai-2020"), "{}", known.err);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was written");
}

/// A rule in a table, with an example for each of its rows but the third.
const ROWS: &str = r#"规则表 区/必备 来自 "必备.csv"：
    说明 "各类项目要有的指标"
    依据 财预88号 待核
    当   绩效类型 是 列「类型」
    须   有 指标 列「指标」
    否则 列「级别」 "缺少“{列「指标」}”" 于 绩效类型
    建议 "补“{列「指标」}”"
    合格 """
        绩效类型: 工程建设类
        绩效目标:
          产出目标:
            质量:
              验收合格率: 100%
        """
    不合格 """
        绩效类型: [[工程建设类]]
        项目名称: 修路
        """
    不合格 """
        绩效类型: [[政策补贴类]]
        项目名称: 补贴
        """
"#;

#[test]
fn a_row_of_a_table_is_a_rule_in_every_tool() {
    let rows = "编号,类型,指标,级别\n工程,工程建设类,验收合格率,错误\n补贴,政策补贴类,发放及时率,警告\n设备,设备购置类,完好率,提示\n其他,其他类、信息化建设工程类、大型活动类、课题规划类,无,\n";
    let here = folder(&[("区/必备.chi", ROWS), ("区/必备.csv", rows)]);
    put(&here, "区/pack.yaml", &format!("{MANIFEST}upper: shanghai-2020\n"));
    let run = |arguments: &[&str]| biaochi(here.path(), arguments);
    // A row that no example breaks is reported at its cell.
    let tested = run(&["test", "区"]);
    assert!(tested.out.contains("3 条规则、5 个例子：5 个通过"), "{}", tested.out);
    assert!(tested.err.contains("没有一个不合格的例子用得上这一行"), "{}", tested.err);
    assert!(tested.err.contains("区/必备.csv:4:1"), "{}", tested.err);
    // By the name of the table all rows are listed, by its own a row is explained.
    let table = run(&["explain", "区/必备", "--rules", "区"]);
    for row in ["区/必备#工程（错误）", "区/必备#补贴（警告）", "区/必备#设备（提示）"]
    {
        assert!(table.out.contains(row), "{}", table.out);
    }
    let row = run(&["explain", "区/必备#补贴", "--rules", "区"]);
    assert!(row.out.contains("须   有 指标 发放及时率"), "{}", row.out);
    let book = run(&["doc", "--rules", "区"]);
    assert!(book.out.contains("### 区/必备\n\n| 行 | 级别 | 一句话说 |"), "{}", book.out);
    assert!(book.out.contains("| [工程](#区-必备-工程) | 错误 |"), "{}", book.out);
    // A change of a cell that no example notices is one of the row.
    put(&here, "区/必备.csv", &rows.replace("设备,设备购置类,完好率,提示\n", ""));
    let gap = run(&["test", "区"]);
    assert!(gap.err.contains("“绩效类型”是设备购置类的表，没有一行管"), "{}", gap.err);
}
