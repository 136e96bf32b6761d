//! An officer's own form on a shipped one: a project of a manifest, a form and a sheet. Nothing
//! shipped is touched.

use crate::cli::{biaochi, folder};

/// The manifest of a pack of one's own.
fn manifest(upper: &str, form: &str) -> String {
    format!(
        "name: xian\nversion: 1.0.0\ntitle: 某县\nissuer: 某县财政局\nupper: {upper}\nforms: [{form}]\n"
    )
}

const SETTINGS: &str = "packs: [xian]\n";

/// The exit code of a check, and each finding on a line.
fn judged(files: &[(&str, &str)]) -> (i32, String) {
    let files = folder(files);
    let ran = biaochi(files.path(), &["check", "--format", "short", "表.biao"]);
    (ran.code, format!("{}{}", ran.out, ran.err))
}

const CLASSIC: &str = "表单 某县项目支出绩效目标申报表 年度 2026：
  栏 项目名称 文本 必填
  栏 填报单位 文本 本单位
  栏 资金总额 金额 万元
  栏 年度目标 文本 必填
  指标树 绩效指标
  指标栏 指标值 目标值 又名 目标值
  层级 产出指标：数量指标、质量指标、时效指标、成本指标
  层级 效益指标：经济效益指标、社会效益指标、生态效益指标、可持续影响指标
  层级 满意度指标：服务对象满意度指标
";

const CLASSIC_SHEET: &str = "表单: 某县项目支出绩效目标申报表
年度: 2026
项目名称: 农村公路日常养护
填报单位: 某县公路养护中心
资金总额: 320.5万元
年度目标: 完成 860 公里农村公路日常养护，群众满意度达到 90% 以上。
绩效指标:
  效益指标:
    社会效益指标:
      交通事故下降率: ≥5%
";

#[test]
fn a_classic_tree_is_judged_by_the_rules_for_all_forms() {
    let manifest = manifest("targets-2021", "某县项目支出绩效目标申报表");
    let (code, said) = judged(&[
        ("biaochi.yaml", SETTINGS),
        ("xian/pack.yaml", &manifest),
        ("xian/form.chi", CLASSIC),
        ("表.biao", CLASSIC_SHEET),
    ]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("完整/须有产出指标"), "{said}");
    assert!(!said.contains("表/"), "{said}");
}

const DERIVED: &str = "表单 某县项目支出绩效目标表 年度 2026 承 项目支出绩效目标表：
  改 栏 财政拨款 为 县级财政拨款
  去 栏 上年结转
  栏 联系人职务 文本
  去 层级 成本指标/社会成本指标
";

const DERIVED_SHEET: &str = "表单: 某县项目支出绩效目标表
年度: 2026
项目名称: 农村公路日常养护
主管部门: 某县交通运输局
实施单位: 某县公路养护中心
资金总额: 320万元
县级财政拨款: 300万元
其他资金: 10万元
总体目标: 完成 860 公里农村公路日常养护，群众满意度达到 90% 以上。
联系人职务: 科长
绩效指标:
  产出指标:
    数量指标:
      养护里程: {指标值: 860公里, 权重: 50}
";

/// Rules of the pack that declares the form below judge the one above it, by names that it renames,
/// and leave alone what it has dropped.
#[test]
fn rules_for_a_form_judge_those_that_build_on_it() {
    let manifest = manifest("mof-2021", "某县项目支出绩效目标表");
    let files = [
        ("biaochi.yaml", SETTINGS),
        ("xian/pack.yaml", &*manifest),
        ("xian/form.chi", DERIVED),
        ("表.biao", DERIVED_SHEET),
    ];
    let (code, said) = judged(&files);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("完整/须有效益指标"), "{said}");
    assert!(!said.contains("表/") && !said.contains("尺/"), "{said}");
    // By its old name, too.
    let old = DERIVED_SHEET.replace("县级财政拨款", "财政拨款");
    let (_, by_old) = judged(&[files[0], files[1], files[2], ("表.biao", &old)]);
    assert_eq!(said, by_old);
    // What it has dropped, it does not know.
    let dropped = DERIVED_SHEET.replace("联系人职务: 科长", "上年结转: 10万元");
    let (_, said) = judged(&[files[0], files[1], files[2], ("表.biao", &dropped)]);
    assert!(said.contains("上年结转"), "{said}");
}

/// A form of the same title stands in place of the shipped one.
#[test]
fn a_form_of_the_same_title_replaces_the_one_below() {
    let manifest = manifest("mof-2021", "项目支出绩效目标表");
    let form = "表单 项目支出绩效目标表 承 项目支出绩效目标表：\n  栏 联系人职务 文本 必填\n";
    let sheet = DERIVED_SHEET.replace("某县项目支出绩效目标表", "项目支出绩效目标表");
    let sheet = sheet.replace("县级财政拨款", "财政拨款").replace("联系人职务: 科长\n", "");
    let (code, said) = judged(&[
        ("biaochi.yaml", SETTINGS),
        ("xian/pack.yaml", &manifest),
        ("xian/form.chi", form),
        ("表.biao", &sheet),
    ]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("联系人职务"), "{said}");
}

/// A fork of a shipped pack under another name: its forms, laws, lists, definitions and rules have
/// the names of those that it was copied from.
#[test]
fn a_forked_pack_does_not_clash_by_names() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    for (pack, sheet) in
        [("mof-2021", "项目支出绩效目标表"), ("shanghai-2020", "财政项目支出绩效目标表")]
    {
        let mut copied: Vec<(String, String)> = vec![("biaochi.yaml".into(), SETTINGS.into())];
        for entry in std::fs::read_dir(root.join(pack)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.replace(&format!("name: {pack}\n"), "name: xian\n");
            copied.push((format!("xian/{name}"), text));
        }
        let sheet = format!("表单: {sheet}\n项目名称: 道路\n");
        copied.push(("表.biao".into(), sheet));
        let files: Vec<(&str, &str)> = copied.iter().map(|(a, b)| (&**a, &**b)).collect();
        let (code, said) = judged(&files);
        assert_eq!(code, 1, "{said}");
        assert!(!said.contains("尺/"), "{said}");
    }
}

/// Copied into a pack that builds on the one it is copied from, a rule changes nothing.
#[test]
fn a_rule_of_an_upper_pack_is_not_replaced_by_a_copy() {
    let manifest = manifest("targets-2021", "某县项目支出绩效目标申报表");
    let copy = "规则 完整/须有产出指标：
  依据 财预101号 待核
  须 有 指标 于 产出指标/数量指标
  否则 提示 \"没有数量\" 于 产出指标/数量指标
";
    let (code, said) = judged(&[
        ("biaochi.yaml", SETTINGS),
        ("xian/pack.yaml", &manifest),
        ("xian/form.chi", CLASSIC),
        ("xian/rules.chi", copy),
        ("表.biao", CLASSIC_SHEET),
    ]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("上位规则包 targets-2021 已经有“完整/须有产出指标”"), "{said}");
    assert!(said.contains("没有产出指标"), "{said}");
}

/// One rule about cost, on a tree where it stands first and on one where it is under 产出; on a
/// form without it the rule does not apply, and the list of rules says why.
#[test]
fn a_rule_for_a_role_judges_any_tree() {
    let forms = "表单 甲表：
  栏 项目名称 文本
  指标树 绩效指标
  层级 成本指标：经济成本指标
表单 乙表 承 甲表：
  去 层级 成本指标
  层级 产出指标：数量指标、成本指标
表单 丙表 承 甲表：
  去 层级 成本指标
  层级 投入：花费
  角色 成本：投入
表单 丁表 承 甲表：
  去 层级 成本指标
  层级 产出指标：数量指标
法规 办法 《办法》
规则 完整/须有名称：
  依据 办法
  须 有 项目名称
  否则 错误 \"缺名称\" 于 项目名称
规则 成本/须设上限：
  依据 办法
  对 每个 指标 i 于 成本类指标
  须 i.目标值.符号 = \"≤\"
  否则 错误 \"{i.名称}要设上限\" 于 i.目标值
";
    let sheet = |form: &str, tree: &str| {
        format!("表单: {form}\n项目名称: {form}\n绩效指标:\n{tree}: ≥3元\n")
    };
    let sheets = [
        sheet("甲表", "  成本指标:\n    经济成本指标:\n      单价甲"),
        sheet("乙表", "  产出指标:\n    成本指标:\n      单价乙"),
        sheet("丙表", "  投入:\n    花费:\n      单价丙"),
        sheet("丁表", "  产出指标:\n    数量指标:\n      单价丁"),
    ];
    let files = folder(&[("规则.chi", forms), ("表.biao", &sheets.join("---\n"))]);
    let arguments = ["check", "--rules", "规则.chi", "--format", "short", "表.biao"];
    let ran = biaochi(files.path(), &arguments);
    for (name, is_found) in [("甲", true), ("乙", true), ("丙", true), ("丁", false)] {
        assert_eq!(ran.out.contains(&format!("单价{name}要设上限")), is_found, "{}", ran.out);
    }
    let listed = biaochi(files.path(), &["rules", "--rules", "规则.chi", "--form", "丁表"]);
    assert!(listed.out.contains("表单里没有“成本类指标”这一层级"), "{}{}", listed.out, listed.err);
}

/// A ticked box is the value of its field; none and two are findings.
#[test]
fn boxes_are_ticked() {
    let form = "表单 甲表：
  栏 项目名称 文本
  栏 项目属性 勾选 新增项目、延续项目
法规 办法 《办法》
规则 属性/须延续：
  依据 办法
  须 项目属性 是 \"延续项目\"
  否则 错误 \"这是{项目属性}\" 于 项目属性
";
    for (boxes, code, wanted) in [
        ("新增项目□ 延续项目√", 0, ""),
        ("新增项目[ ] 延续项目[x]", 0, ""),
        ("延续项目", 0, ""),
        ("新增项目☑ 延续项目☐", 1, "这是新增项目"),
        ("新增项目□ 延续项目□", 1, "“项目属性”一个也没有勾选"),
        ("■新增项目 ■延续项目", 1, "“项目属性”勾选了不止一个"),
        ("新增项□ 其他√", 1, "“项目属性”不能填“其他”"),
    ] {
        let sheet = format!("表单: 甲表\n项目名称: 甲\n项目属性: {boxes}\n");
        let files = folder(&[("规则.chi", form), ("表.biao", &sheet)]);
        let arguments = ["check", "--rules", "规则.chi", "--format", "short", "表.biao"];
        let ran = biaochi(files.path(), &arguments);
        assert_eq!(ran.code, code, "{boxes}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains(wanted), "{boxes}: {}", ran.out);
    }
}

/// A certificate names a form that nobody has declared as its sheet does, and says so.
#[test]
fn a_certificate_says_that_a_form_was_not_declared() {
    let sheet = "表单: 某县项目支出绩效目标申报简表
年度: 2023
项目名称: 农村公路日常养护
项目属性: 新增项目□ 延续项目□
绩效指标:
  产出指标:
    数量指标:
      养护里程: ≥860公里
";
    let files = folder(&[("表.biao", sheet)]);
    let ran = biaochi(files.path(), &["check", "--certificate", "凭证.json", "表.biao"]);
    assert!(ran.out.contains("“项目属性”一个也没有勾选"), "{}{}", ran.out, ran.err);
    let text = std::fs::read_to_string(files.path().join("凭证.json")).unwrap();
    assert!(text.contains("\"form\": \"某县项目支出绩效目标申报简表\""), "{text}");
    assert!(text.contains("\"undeclared\": true"), "{text}");
}
