//! Every function on texts, and matching, on a field of 64 KB, 256 KB and 1 MB in one line: the
//! time must grow with the text. `cargo bench --bench text` prints MB/s, which must not fall with
//! the size. Reading the sheet is in each figure; `a_floor` is that alone.

use biaochi::check::{Options, PackSources, check, rulebook};
use biaochi::rule::RuleSet;
use biaochi::source::{Source, Sources};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [64 << 10, 256 << 10, 1 << 20];

const FORM: &str = "
表单 表 年度 2020：
    栏 概况 文本
    栏 理由 文本
    指标树 绩效目标
    指标栏 目标值 目标值
    层级 产出目标：数量
词表 套话：建立、有效、执行
";

/// What is asked of the field.
const ASKED: [(&str, &str); 20] = [
    ("a_floor", "须 有 概况"),
    ("contains", "须 概况 不包含 \"无处可寻\""),
    ("matches", "须 概况 不匹配 /(甲|乙)+丙$/"),
    ("each_match", "对 每处 m 于 概况 匹配 /[0-9]+%/\n须 字数(m) < 100"),
    ("each_match_far", "对 每处 m 于 概况 匹配 /满[^〇]*〇|满/\n须 字数(m) < 100"),
    ("word_list", "须 概况 不包含 套话"),
    ("length", "须 字数(概况) > 3"),
    ("normalised", "须 规范化(概况) ≠ \"甲\""),
    ("similarity", "须 相似度(概况, 理由) < 99%"),
    ("repeats", "对 每处 m 于 重复句(概况)\n须 字数(m) < 9999999"),
    ("numbering", "对 每处 m 于 编号断点(概况)\n须 字数(m) < 9999999"),
    ("brackets", "对 每处 m 于 括号不配对(概况)\n须 字数(m) < 9999999"),
    ("tautology", "须 非 同义反复(\"规范有效\", 概况, 套话)"),
    ("sentences", "对 每句 s 于 概况\n须 字数(s) < 9999999"),
    ("paragraphs", "对 每段 s 于 概况\n须 字数(s) < 9999999"),
    ("figures", "对 每处 m 于 数目(概况)\n须 m.数值 < 9999999 或 字数(m) > 0"),
    ("dates", "对 每处 m 于 日期(概况)\n须 m.起 ≤ m.止"),
    ("promises", "对 每处 p 于 承诺(概况)\n须 p.数值 ≥ 0% 或 字数(p) > 0"),
    ("carries", "须 非 承接(概况, 理由)"),
    ("occurrences", "须 出现次数(概况, \"满意\") > 0"),
];

/// Prose as sheets have it, and what a machine might make of it.
const TEXTS: [(&str, &str); 5] = [
    (
        "prose",
        "一、962121热线电话接通率95%，报修处置率达到100%；（二）《行动计划（2018-2020）》2020年3月前投入1,200万元，居民满意率不低于85%。",
    ),
    ("digits", "123456789"),
    ("brackets", "（《1）"),
    ("ordinals", "1、2、2、"),
    ("percents", "满5%~5%至"),
];

fn input(asked: &str, unit: &str, size: usize) -> (RuleSet, Source) {
    let mut sources = Sources::new();
    let rule = format!("规则 一/甲：\n{asked}\n否则 错误 \"话\"\n");
    let files = [sources.add("form.chi", FORM), sources.add("rule.chi", rule)];
    let pack = PackSources { name: "bench", sources: &files, judges: true, upper: None };
    let (rules, _) = rulebook(&[pack]);
    assert_eq!(rules.rules.len(), 1, "{asked}");
    let text = unit.repeat(size / unit.len());
    let sheet = format!("表单: 表\n年度: 2020\n概况: {text}\n理由: {text}甲\n");
    (rules, sources.add("bench.biao", sheet))
}

/// Each function on prose.
#[divan::bench(args = cases(), sample_count = 5, sample_size = 1)]
fn function(bencher: Bencher, case: &Case) {
    let (rules, source) = input(case.asked, TEXTS[0].1, case.size);
    bencher
        .counter(BytesCount::new(case.size))
        .bench(|| check(&rules, std::slice::from_ref(&source), Options::default()));
}

/// Each function on the text that is worst for it, at the two larger sizes.
#[divan::bench(args = worst(), sample_count = 3, sample_size = 1)]
fn worst_text(bencher: Bencher, case: &Case) {
    let (rules, source) = input(case.asked, case.unit, case.size);
    bencher
        .counter(BytesCount::new(case.size))
        .bench(|| check(&rules, std::slice::from_ref(&source), Options::default()));
}

struct Case {
    name: String,
    asked: &'static str,
    unit: &'static str,
    size: usize,
}

impl std::fmt::Display for Case {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {} KB", self.name, self.size >> 10)
    }
}

fn cases() -> Vec<Case> {
    let case = |(name, asked): (&str, &'static str), size| Case {
        name: name.to_owned(),
        asked,
        unit: TEXTS[0].1,
        size,
    };
    ASKED.into_iter().flat_map(|asked| SIZES.map(|size| case(asked, size))).collect()
}

fn worst() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, asked) in ASKED.into_iter().skip(9) {
        for (text, unit) in TEXTS.into_iter().skip(1) {
            for size in [256 << 10, 1 << 20] {
                cases.push(Case { name: format!("{name} of {text}"), asked, unit, size });
            }
        }
    }
    cases
}
