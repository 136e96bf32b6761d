//! Rules across sheets, over more and more sheets: the time must grow with the sheets, not with their
//! pairs.

use biaochi::check::{Options, PackSources, check, rulebook};
use biaochi::rule::RuleSet;
use biaochi::source::{Source, Sources};

fn main() {
    divan::main();
}

const RULES: &str = r#"
表单 表 年度 2020：
    栏 项目名称 文本 必填
    栏 申报单位 文本 必填 本单位
    栏 项目概况 文本
    指标树 绩效目标
    层级 产出目标：数量
规则 跨表/不得重名：
    对   每两个 表 a, b 于 本单位各表
    不得 a.项目名称 = b.项目名称
    否则 错误 "重名" 于 a.项目名称, b.项目名称
规则 跨表/不得雷同：
    对   每两个 表 a, b 于 全部各表
    不得 相似度(a.项目概况, b.项目概况) ≥ 90%
    否则 警告 "雷同" 于 a.项目概况, b.项目概况
"#;

/// Sheets of some hundred units; texts of 300 characters, of which every tenth is near to another.
fn input(count: usize) -> (RuleSet, Vec<Source>) {
    let mut sources = Sources::new();
    let rules = [sources.add("rules.chi", RULES)];
    let (rules, _) =
        rulebook(&[PackSources { name: "bench", upper: None, sources: &rules, judges: true }]);
    let words: Vec<char> =
        "养护道路桥梁绿化照明排水维修更新改造建设管理服务培训宣传采购运行保障监测评估研究"
            .chars()
            .collect();
    let sheets = (0..count).map(|number| {
        let seed = if number % 10 == 0 { number / 20 * 20 } else { number };
        let mut state = seed as u64 + 1;
        let text: String = (0..300)
            .filter_map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                words.get((state >> 33) as usize % words.len())
            })
            .collect();
        let unit = number % 100;
        let text = format!(
            "表单: 表\n年度: 2020\n项目名称: 项目{number}\n申报单位: 单位{unit}\n项目概况: {text}\n"
        );
        sources.add(format!("{number}.biao"), text)
    });
    let sheets = sheets.collect();
    (rules, sheets)
}

#[divan::bench(args = [250, 500, 1000, 2000], sample_count = 3)]
fn pairs_of_sheets(bencher: divan::Bencher<'_, '_>, count: usize) {
    let (rules, sheets) = input(count);
    bencher.bench(|| check(&rules, divan::black_box(&sheets), Options::default()));
}
