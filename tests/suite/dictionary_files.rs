//! Dictionaries on disk and in the program: what a person sees who edits one in a spreadsheet.

use tempfile::TempDir;

use crate::cli::{biaochi, put};
use crate::shipped::SHIPPED;

const CITY: &str = "参数 下限：85%\n  年度 2020 地区 上海市：90%\n";

const RULES: &str = r#"引用 "词/词.chi"
规则 区/满意度不低于下限：
    依据 财预88号 待核
    对 每个 指标 i 于 效果目标/满意度
    须 i.目标值.数值 ≥ 下限
    否则 错误 "低于 {下限}" 于 i.目标值
    合格 """
        绩效目标:
          效果目标:
            满意度:
              居民满意度: ≥95%
        """
    不合格 """
        绩效目标:
          效果目标:
            满意度:
              居民满意度: [[≥85%]]
        """
"#;

/// A district's pack on a city's on the built-in one; its table as a Chinese spreadsheet saves it.
fn packs(table: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = |name: &str, upper: &str| {
        format!("name: {name}\nversion: 1.0.0\ntitle: {name}\nissuer: 局\nupper: {upper}\n")
    };
    let at = folder.path();
    put(at, "市/pack.yaml", &manifest("市", "shanghai-2020"));
    put(at, "市/市.chi", CITY);
    put(at, "区/pack.yaml", &manifest("区", "市"));
    put(at, "区/区.chi", RULES);
    put(at, "区/词/词.chi", "词尾表 指标归类 来自 \"指标归类.csv\"\n");
    put(at, "区/词/指标归类.csv", &encoding_rs::GB18030.encode(table).0);
    folder
}

#[test]
fn a_table_of_a_spreadsheet_is_used_and_a_figure_of_the_upper_pack_counts() {
    let folder = packs("词尾,全名,归类\r\n知晓率,,效果目标/社会效益\r\n");
    let ran = biaochi(folder.path(), &["test", "区"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let ran = biaochi(folder.path(), &["explain", "满意度不低于下限", "--rules", "区"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("90%（上海市2020年度；规则包 市，"), "{}", ran.out);
    assert!(ran.out.contains("市/市.chi:2"), "{}", ran.out);
}

#[test]
fn a_fault_in_a_table_is_shown_at_its_cell() {
    let folder = packs("词尾,全名,归类\r\n满意率,,效果目标/满以度\r\n知晓率,,\r\n");
    let ran = biaochi(folder.path(), &["test", "区"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.err, @r#"
      × 错误[尺/格为空]: 这一格是空的
       ╭─[区/词/指标归类.csv:3:6]
     3 │ 知晓率,,
       ·         ▲
       ╰────
      建议 填上这一格，或删去这一行

      ☞ 提示[尺/归类改变]: “满意率”改归“效果目标/满以度”；上位规则包“common”归到“满意度”
       ╭─[区/词/指标归类.csv:2:1]
     2 │ 满意率,,效果目标/满以度
       · ──────
       ╰────
         ╭─[rules/common/指标归类.csv:309:1]
     309 │ 满意率,,满意度,
         · ───┬──
         ·    ╰── 这里归到“满意度”
         ╰────
      建议 有意这样改，就不必动；不是有意的，删去这一条

      × 错误[尺/地方未知]: 表单里没有“效果目标/满以度”这一层级
       ╭─[区/词/指标归类.csv:2:6]
     2 │ 满意率,,效果目标/满以度
       ·         ───────────────
       ╰────
      建议 是否为“效果目标/满意度”？
      修复 需确认：改为“效果目标/满意度”
    "#);
}

#[test]
fn a_file_that_is_not_there_or_not_ours_is_refused() {
    let folder = packs("词尾,归类\n知晓率,效果目标/社会效益\n");
    let said = |path: &str| {
        put(folder.path(), "区/词/词.chi", &format!("词尾表 指标归类 来自 \"{path}\"\n"));
        let ran = biaochi(folder.path(), &["test", "区", "--color", "never"]);
        assert_eq!(ran.code, 2, "{path}");
        ran.err
    };
    assert!(said("指标规类.csv").contains("是不是“指标归类.csv”？"));
    put(folder.path(), "外.csv", "词尾,归类\n");
    assert!(said("../../外.csv").contains("不在规则包的文件夹里"));
    assert!(said("指标归类.xlsx").contains("另存为 CSV"));
}

#[test]
fn for_a_pack_that_does_not_exist_the_nearest_name_is_suggested() {
    let folder = packs("词尾,归类\n知晓率,效果目标/社会效益\n");
    put(folder.path(), "区/词/词.chi", "引用 包 shanghai-2021\n");
    let ran = biaochi(folder.path(), &["test", "区"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("没有规则包“shanghai-2021”"), "{}", ran.err);
    assert!(ran.err.contains("是否为“shanghai-2020”？"), "{}", ran.err);
}

/// Words mislead; endings do not.
#[test]
fn the_shipped_table_files_names_by_what_they_end_in() {
    let (_, rules, findings) = &*SHIPPED;
    assert!(findings.is_empty(), "{findings:?}");
    let table = rules.suffixes.iter().find(|table| table.name == "指标归类").unwrap();
    for (name, place) in [
        ("全市物业管理行业公众满意度测评报告", Some("数量")),
        ("居民生活环境质量改善程度", Some("社会效益")),
        ("测评报告完成及时率", Some("时效")),
        ("测评报告完成率", Some("数量")),
        ("公众满意度", Some("满意度")),
        ("物业中心经费拨付完成率", Some("投入管理")),
        ("受益人数", Some("社会效益")),
        ("培训人数", Some("数量")),
        ("市政工程建设质量验收合格率", Some("质量")),
        ("政府采购规范性", Some("质量")),
    ] {
        assert_eq!(table.file(name), place, "{name}");
    }
}

/// A pack of two rules on a form of its own, its manifest saying what is given.
fn claiming(lines: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = format!("name: 区\nversion: 1.0.0\ntitle: 区\nissuer: 局\n{lines}");
    put(folder.path(), "区/pack.yaml", &manifest);
    let rules = "表单 养护表 年度 2020：\n  栏 项目名称 文本 必填\n  指标树 绩效目标\n  指标栏 目标值 目标值\n  层级 产出：数量\n\
        法规 通知 《通知》 效力 参照\n法规 办法 《办法》 效力 参照\n\
        规则 区/甲：\n  依据 通知 待核\n  须 字数(项目名称) ≥ 2\n  否则 错误 \"短\" 于 项目名称\n  例外 项目名称 是 \"甲\" 依据 办法 待核\n";
    put(folder.path(), "区/区.chi", rules);
    folder
}

/// What a manifest says of its rules is compared with them, at its place.
#[test]
fn a_manifest_that_says_what_is_not_so_is_reported() {
    let reported = |lines: &str| {
        let folder = claiming(lines);
        let ran = biaochi(folder.path(), &["rules", "--rules", "区"]);
        (ran.code, ran.err)
    };
    let (code, err) = reported("forms: [养护表]\nlaws: [通知, 办法]\n");
    assert!(code == 0 && !err.contains("pack.yaml"), "{err}");
    for (lines, place, words) in [
        ("forms: [养户表]\n", "pack.yaml:5:9", "养护表"),
        ("forms: [财政项目支出绩效目标表]\n", "pack.yaml:5:9", "财政项目支出绩效目标表"),
        ("laws: [通知]\n", "pack.yaml:5:8", "办法"),
        ("laws: [通知, 办法, 没有]\n", "pack.yaml:5:16", "没有"),
        ("forms: 养护表\n", "pack.yaml:5", "forms"),
    ] {
        let (code, err) = reported(lines);
        assert_eq!(code, 2, "{lines}{err}");
        assert!(err.contains(place) && err.contains(words), "{lines}{err}");
    }
}

/// `upper:` in a manifest brings the rules of that pack along; 引用 包 only what it declares.
#[test]
fn the_pack_that_a_manifest_builds_on_judges_as_well() {
    let sheet = "表单: 财政项目支出绩效目标表\n年度: 2020\n项目概况: 同上\n";
    let rules = "规则 区/甲：\n  依据 财预88号 待核\n  须 字数(项目概况) ≥ 1\n  否则 错误 \"短\" 于 项目概况\n";
    let codes = |upper: &str, used: &str| {
        let folder = tempfile::tempdir().unwrap();
        let manifest = format!("name: 区\nversion: 1.0.0\ntitle: 区\nissuer: 局\n{upper}");
        put(folder.path(), "区/pack.yaml", &manifest);
        put(folder.path(), "区/区.chi", &format!("{used}{rules}"));
        put(folder.path(), "表.biao", sheet);
        let ran =
            biaochi(folder.path(), &["check", "--rules", "区", "--format", "short", "表.biao"]);
        (ran.out.contains("文字/不得只写占位"), ran.out.contains("日期/"))
    };
    assert_eq!(codes("upper: shanghai-2020\n", ""), (true, false));
    assert_eq!(codes("", "引用 包 shanghai-2020\n"), (false, false));
}

/// `biaochi rules` shows what was requested, and says which name no rule has.
#[test]
fn rules_are_found_by_law_criterion_field_and_severity() {
    let folder = tempfile::tempdir().unwrap();
    let names = |arguments: &[&str]| {
        let arguments: Vec<&str> =
            ["rules", "--format", "json"].into_iter().chain(arguments.iter().copied()).collect();
        let ran = biaochi(folder.path(), &arguments);
        assert_eq!(ran.code, 0, "{arguments:?} {}", ran.err);
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let all = json["rules"].as_array().unwrap().iter();
        all.map(|rule| rule["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let by_law = names(&["--law", "公文格式"]);
    assert_eq!(by_law, ["依据/文号年份须用六角括号", "依据/文号不编虚位不加第"]);
    let dates = names(&["--tag", "可行性", "--severity", "错误", "--pack", "shanghai-2020"]);
    assert!(
        dates.iter().all(|name| name.starts_with("日期/") || name.starts_with("依据/")),
        "{dates:?}"
    );
    assert!(dates.contains(&"日期/完成不得早于开始".to_owned()));
    let plan = names(&["--reads", "实施计划", "--form", "财政项目支出绩效目标表"]);
    assert!(plan.contains(&"日期/节点不得晚于完成日期".to_owned()), "{plan:?}");
    assert!(!plan.contains(&"日期/完成不得早于开始".to_owned()));
    let level = names(&["--reads", "满意度"]);
    assert!(!level.is_empty());
    let both = names(&["--tag", "确定", "--tag", "可能漏报", "--fixable"]);
    assert!(both.len() > 10 && both.len() < names(&["--fixable"]).len());
    let cli = |arguments: &[&str]| biaochi(folder.path(), arguments);
    for (arguments, hint) in [
        (["rules", "--law", "没有的法"], "没有的法"),
        (["rules", "--tag", "完整型"], "完整性"),
        (["rules", "--reads", "项目慨况"], "项目概况"),
        (["rules", "--pack", "shanghai-2021"], "shanghai-2020"),
    ] {
        let ran = cli(&arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(hint), "{}", ran.err);
    }
    let none = cli(&["rules", "--law", "公文格式", "--severity", "error"]);
    assert_eq!(none.code, 2, "{}", none.out);
}
