//! The hash of all that an outcome of a rule depends on: it changes with what a rule asks, and with
//! nothing else.

use std::collections::{BTreeMap, BTreeSet};

use biaochi::check::{PackSources, rulebook};
use biaochi::lint::{define_mutants, mutants};
use biaochi::project;
use biaochi::rule::{RuleSet, definitions};
use biaochi::source::{Source, Sources};

use crate::rule_check::PRELUDE;
use crate::shipped::SHIPPED;

/// The hashes of all rules, by their name, the title of their form and its first year.
fn hashes(rules: &RuleSet) -> BTreeMap<(String, String, Option<i32>), u64> {
    let of = |rule: &biaochi::rule::Rule| {
        let hash = |on: &biaochi::rule::OnForm| {
            let key = (rule.name.clone(), on.form.name.clone(), on.form.from_year);
            (key, on.body_hash(rules))
        };
        rule.forms.iter().map(hash).collect::<Vec<_>>()
    };
    rules.rules.iter().flat_map(of).collect()
}

/// The shipped packs, each text changed.
fn shipped(change: impl Fn(&Source) -> String) -> RuleSet {
    let mut sources = Sources::new();
    let mut packs = project::embedded(&mut sources).unwrap();
    for pack in &mut packs {
        let source = |source: &Source| sources.add(source.name(), change(source));
        pack.sources = pack.sources.iter().map(source).collect();
    }
    let files = packs.iter().map(|pack| PackSources {
        name: pack.name(),
        sources: &pack.sources,
        judges: true,
        upper: pack.upper(),
    });
    rulebook(&files.collect::<Vec<_>>()).0
}

#[test]
fn it_does_not_change_with_where_anything_is_written() {
    let more = "词表 首表：甲、乙\n参数 首数：1\n定义 首义：有 指标\n\
                规则 首则：\n    须 首义 且 \"甲\" 属于 首表\n    否则 提示 \"{首数}\"\n\n";
    let first = std::cell::Cell::new(true);
    let moved = shipped(|source| match source.name().ends_with(".chi") {
        // What is declared before all else takes the first places of every table.
        true if first.replace(false) => format!("# 上移\n\n{more}\n{}", source.text()),
        true => format!("# 下移\n\n\n{}\n# 末尾\n", source.text()),
        false => source.text().to_owned(),
    });
    let (before, after) = (hashes(&SHIPPED.1), hashes(&moved));
    assert!(before.len() > 100);
    for (key, hash) in before {
        assert_eq!(after.get(&key), Some(&hash), "{key:?}");
    }
}

#[test]
fn it_changes_with_every_small_change_of_a_shipped_rule() {
    let rules = &SHIPPED.1;
    let mut tried = 0;
    for rule in rules.rules.iter() {
        for on in &rule.forms {
            let original = on.trying_all().body_hash(rules);
            let mut known = BTreeSet::from([original]);
            for mutant in mutants(rule, on) {
                tried += 1;
                let changed = mutant.on.body_hash(rules);
                assert_ne!(changed, original, "{}: {}", rule.name, mutant.change.zh);
                known.insert(changed);
            }
            assert!(!rule.rejects.is_empty() <= (known.len() > 1), "{}", rule.name);
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn it_changes_with_every_small_change_of_a_definition_that_the_rule_uses() {
    let rules = &SHIPPED.1;
    let mut changed = rules.clone();
    let mut tried = 0;
    for (id, define) in rules.defines.entries() {
        let users = rules.rules.iter().flat_map(|rule| &rule.forms);
        let uses = |on: &&biaochi::rule::OnForm| {
            definitions(rules, on).iter().any(|used| std::ptr::eq(*used, define))
        };
        let users: Vec<_> = users.filter(uses).collect();
        let Some(first) = users.first() else { continue };
        for mutant in define_mutants(define, &first.form) {
            changed.defines.get_mut(id).unwrap().body = mutant.body;
            for on in &users {
                tried += 1;
                assert_ne!(on.body_hash(&changed), on.body_hash(rules), "{}", define.name);
            }
        }
        *changed.defines.get_mut(id).unwrap() = define.clone();
    }
    assert!(tried > 50, "{tried}");
}

/// A rule that uses one of everything, and the tables that it uses.
const EVERYTHING: &str = r#"
词表 套话：有所提高、相应提高
词尾表 归类：
    合格率、达标率 归 产出目标/质量
    例外 "完工合格率" 归 产出目标/时效
同义 用词：处置=处理、率=度
参数 下限：80
    年度 2021：90
指标库 标准 来自 "标准.csv"
定义 过短(文本 甲)：字数(甲) < 下限
定义 空话：项目概况 包含 套话 或 过短(项目概况)
规则 例：
    说明 "说明"
    依据 办法 第三条
    对 每个 指标 i 于 产出目标
    当 i.名称 不匹配 /^其他/
    例外 绩效类型 = "其他类"
    须 非 空话
    须 i.归属 = 词尾归类(i.名称, 归类)
    须 同名(i.名称, "处置率", 用词) 或 标准近名(i.名称, 标准) = "处置率"
    须 没有 表 b 于 本单位其他表 当 b.项目名称 = 项目名称 且 相似度(b.项目概况, 项目概况) ≥ 90%
    否则 警告 "{i.名称}不行" 于 i.名称
    建议 "改 {i.名称}"
    修复 需确认 改名 i 为 "{i.名称}度"
"#;

const TABLE: &str =
    "名称,归类,单位,方向,常用目标,说明\n处置率,产出目标/质量,%,越高越好,>=90%,说明\n";

fn everything(text: &str, table: &str, prelude: &str) -> u64 {
    let mut sources = Sources::new();
    let texts = [("p.chi", prelude), ("例.chi", text), ("标准.csv", table)];
    let files = texts.map(|(name, text)| sources.add(name, text));
    let pack = PackSources { name: "例", sources: &files, judges: true, upper: None };
    let (rules, findings) = rulebook(&[pack]);
    let faults: Vec<_> = findings
        .iter()
        .filter(|finding| finding.severity == biaochi::diagnostic::Severity::Error)
        .collect();
    assert!(faults.is_empty(), "{faults:#?}\n{text}");
    rules.rules.first().unwrap().shown().unwrap().body_hash(&rules)
}

#[test]
fn it_changes_with_each_thing_that_the_rule_reads() {
    let original = everything(EVERYTHING, TABLE, PRELUDE);
    let mut known = BTreeSet::from([original]);
    let mut changes = |what: &str, hash: u64| assert!(known.insert(hash), "{what}");
    let edits = [
        ("有所提高、相应提高", "有所提高、相应降低"),
        ("合格率、达标率 归", "合格率 归"),
        ("达标率 归 产出目标/质量", "达标率 归 产出目标/数量"),
        ("例外 \"完工合格率\" 归 产出目标/时效", "例外 \"完工合格率\" 归 产出目标/数量"),
        ("处置=处理、", "处置=处理=办理、"),
        ("下限：80", "下限：81"),
        ("年度 2021：90", "年度 2020：90"),
        ("字数(甲) <", "字数(甲) ≤"),
        ("每个 指标 i 于 产出目标", "每个 指标 i 于 效果目标"),
        ("/^其他/", "/^其它/"),
        ("例外 绩效类型 =", "例外 绩效类型 ≠"),
        ("须 非 空话", "须 空话"),
        ("\"处置率\", 用词", "\"处理率\", 用词"),
        ("本单位其他表", "本单位本年度其他表"),
        ("≥ 90%", "≥ 91%"),
        ("b.项目名称 = 项目名称 且 ", ""),
        ("}不行", "}不好"),
        ("不行\" 于 i.名称", "不行\" 于 i.目标值"),
        ("建议 \"改 {", "建议 \"换 {"),
        ("修复 需确认 ", "修复 "),
        ("}度\"", "}率\""),
        ("\n    修复 需确认 改名 i 为 \"{i.名称}度\"", ""),
        ("\n    建议 \"改 {i.名称}\"", ""),
    ];
    for (before, after) in edits {
        assert!(EVERYTHING.contains(before), "{before}");
        changes(after, everything(&EVERYTHING.replace(before, after), TABLE, PRELUDE));
    }
    for (before, after) in [("质量", "数量"), ("%,越", "‰,越"), ("越高", "越低"), (">=90", ">=95")]
    {
        assert!(TABLE.contains(before), "{before}");
        changes(after, everything(EVERYTHING, &TABLE.replace(before, after), PRELUDE));
    }
    let forms = [
        ("又名 概况", "又名 简况"),
        ("数量、质量", "质量、数量"),
        ("预算 金额 元", "预算 金额 万元"),
    ];
    for (before, after) in forms {
        assert!(PRELUDE.contains(before), "{before}");
        changes(after, everything(EVERYTHING, TABLE, &PRELUDE.replace(before, after)));
    }
}

#[test]
fn it_does_not_change_with_what_only_a_report_reads() {
    let original = everything(EVERYTHING, TABLE, PRELUDE);
    let edits = [
        ("否则 警告", "否则 错误"),
        ("说明 \"说明\"", "说明 \"别的说明\""),
        ("第三条", "第四条"),
        ("指标 i 于", "指标 i 于  "),
        ("定义 过短(文本 甲)：字数(甲)", "定义 过短(文本 乙)：字数(乙)"),
        ("规则 例：", "规则 另例："),
    ];
    for (before, after) in edits {
        assert!(EVERYTHING.contains(before), "{before}");
        let changed = everything(&EVERYTHING.replace(before, after), TABLE, PRELUDE);
        assert_eq!(changed, original, "{after}");
    }
    let described = TABLE.replace(",说明\n处", ",说明\n\n处").replace("90%,说明", "90%,另外");
    assert_eq!(everything(EVERYTHING, &described, PRELUDE), original);
    assert_eq!(everything(EVERYTHING, TABLE, &PRELUDE.replace("1号", "2号")), original);
}

#[test]
fn definitions_that_use_each_other_twice_are_hashed_once() {
    let mut text = "定义 一0：项目概况 包含 \"甲\"\n".to_owned();
    for step in 1..40 {
        let before = step - 1;
        text.push_str(&format!("定义 一{step}：一{before} 且 非 一{before}\n"));
    }
    let rule = "规则 例：\n    须 一39\n    否则 警告 \"甲\"\n";
    let (left, right) =
        (format!("{text}{rule}"), format!("{text}{rule}").replace("\"甲\"\n定", "\"乙\"\n定"));
    assert_ne!(everything(&left, TABLE, PRELUDE), everything(&right, TABLE, PRELUDE));
}
