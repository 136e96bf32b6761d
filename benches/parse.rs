//! What reading and checking cost, beside the floor: the plain read of the same bytes. One sheet
//! of 7 KB as they come: prose in blocks, nineteen indicators. `cargo bench` prints MB/s for each.

#![allow(clippy::expect_used, reason = "a bench that cannot start has nothing to measure")]

use biaochi::check::{Options, PackSources, check, rulebook};
use biaochi::rule::RuleSet;
use biaochi::source::{Source, SourceId, Sources};
use biaochi::syntax::{rule, sheet};
use biaochi::{format, project};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

fn main() {
    divan::main();
}

/// A real sheet of the examples, its goal written out at the length that larger projects have: 7
/// KB.
fn text() -> String {
    let sheet = include_str!("../examples/shanghai-2020/01-对区县住宅配套工程款补助.biao");
    let goal = sheet.lines().find(|line| line.contains("预期总目标")).expect("the goal");
    let text = sheet.replace(goal, &goal.repeat(5));
    assert!((6_500..7_500).contains(&text.len()), "{} bytes", text.len());
    text
}

fn shipped() -> RuleSet {
    let mut sources = Sources::new();
    let packs = project::embedded(&mut sources).expect("the built-in packs");
    let files: Vec<PackSources<'_>> = packs
        .iter()
        .map(|pack| PackSources {
            name: pack.name(),
            sources: &pack.sources,
            judges: true,
            upper: None,
        })
        .collect();
    rulebook(&files).0
}

/// The floor: the bytes are valid UTF-8, and have so many lines.
#[divan::bench]
fn a_plain_read(bencher: Bencher) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let bytes = divan::black_box(text.as_bytes());
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        (std::str::from_utf8(bytes).is_ok(), lines)
    });
}

/// pest alone: the text to pairs.
#[divan::bench]
fn b_pest_pass(bencher: Bencher) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| sheet::pest_pass(divan::black_box(&text)));
}

/// The text to a tree with places.
#[divan::bench]
fn c_tree(bencher: Bencher) {
    let source = Source::new(SourceId::ALONE, "bench.biao", text());
    bencher
        .counter(BytesCount::of_str(source.text()))
        .bench(|| sheet::parse(divan::black_box(&source)));
}

/// The text to its canonical text.
#[divan::bench]
fn d_format(bencher: Bencher) {
    let source = Source::new(SourceId::ALONE, "bench.biao", text());
    bencher
        .counter(BytesCount::of_str(source.text()))
        .bench(|| format::sheet(divan::black_box(&source)));
}

/// The sheet by every shipped rule, one thread: items are sheets.
#[divan::bench]
fn e_check(bencher: Bencher) {
    let rules = shipped();
    let source = Source::new(SourceId::ALONE, "bench.biao", text());
    bencher.counter(ItemsCount::new(1_usize)).bench(|| {
        check(&rules, std::slice::from_ref(divan::black_box(&source)), Options::default())
    });
}

/// A condition in thirty parentheses: a grammar of layers would not live to see the end of it.
#[divan::bench]
fn g_thirty_parentheses(bencher: Bencher) {
    let condition = format!("{}甲 是 \"乙\"{}", "(".repeat(30), ")".repeat(30));
    let text = format!("规则 一/甲：\n    须 {condition}\n    否则 错误 \"话\"\n");
    let source = Source::new(SourceId::ALONE, "bench.chi", text);
    bencher.bench(|| rule::parse(divan::black_box(&source)));
}

/// The texts of the shipped rules to trees, nothing checked.
#[divan::bench(sample_count = 20)]
fn h_reading_rules(bencher: Bencher) {
    let mut sources = Sources::new();
    let packs = project::embedded(&mut sources).expect("the built-in packs");
    let files = packs.iter().flat_map(|pack| &pack.sources);
    let files: Vec<&Source> = files.filter(|file| file.name().ends_with(".chi")).collect();
    let bytes: usize = files.iter().map(|file| file.text().len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        files.iter().map(|file| rule::parse(divan::black_box(file)).items.len()).sum::<usize>()
    });
}

/// The shipped rules themselves: read, checked and compiled, as every start of the program does.
#[divan::bench(sample_count = 20)]
fn f_rulebook(bencher: Bencher) {
    bencher.bench(shipped);
}

/// Five hundred rules: the shipped ones again and again under other names, read and checked
/// together.
#[divan::bench]
fn i_checking_500_rules(bencher: Bencher) {
    let mut sources = Sources::new();
    let packs = project::embedded(&mut sources).expect("the built-in packs");
    let files: Vec<Source> = packs.iter().flat_map(|pack| &pack.sources).cloned().collect();
    let of_rules: Vec<&Source> =
        files.iter().filter(|file| file.text().contains("\n规则 ")).collect();
    let per_copy: usize =
        of_rules.iter().map(|file| file.text().matches("\n规则 ").count()).sum::<usize>().max(1);
    let mut all = files.clone();
    for copy in 1..500_usize.div_ceil(per_copy) {
        for file in &of_rules {
            let rules: String = file
                .text()
                .split("\n规则 ")
                .skip(1)
                .map(|rule| {
                    format!("\n规则 {copy}份/{}", rule.split("\n定义 ").next().unwrap_or(rule))
                })
                .collect();
            all.push(sources.add(format!("{copy}/{}", file.name()), rules));
        }
    }
    let pack = PackSources { name: "bench", sources: &all, judges: true, upper: None };
    let count = rulebook(&[pack]).0.rules.len();
    assert!(count >= 500, "{count} rules");
    bencher.counter(ItemsCount::new(count)).bench(|| rulebook(divan::black_box(&[pack])));
}
