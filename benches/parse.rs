//! How fast a sheet is read and printed, beside the floor: reading the same bytes once.
//! `cargo bench --bench parse`

use std::fmt::Write;

use biaochi::format;
use biaochi::source::{Source, SourceId};
use biaochi::syntax::sheet;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// A full sheet of some 7 KB: the fields of the form, prose in six blocks, twenty indicators.
fn sheet_text() -> String {
    const PROSE: &str = "为保障新建居民住宅小区的市政公用配套设施与住宅同步建成、同步交付使用，\
        根据《上海市新建住宅配套建设与交付使用管理办法》的规定，对道路、排水、供电等设施给予补助；\
        一是加强前期计划审核，二是落实资金拨付进度，三是开展竣工验收检查。";
    let mut text = String::from(
        "# 二〇二〇年度\n表单: 财政项目支出绩效目标表\n年度: 2020\n申报单位名称: 上海市房屋管理局\n\
         项目名称: 网络基础设施（交易中心）（运维）\n项目类别: 经常性专项业务费\n\
         计划开始日期: 2020-01-01\n计划完成日期: 2020-12-31\n是否含有政府购买服务: 是\n\
         绩效类型: 信息化建设工程类\n",
    );
    for key in [
        "项目概况",
        "立项依据",
        "项目设立的必要性",
        "保证项目实施的制度、措施",
        "项目实施计划",
        "总目标及阶段性目标",
    ] {
        let _ = writeln!(text, "{key}: |");
        // Forms wrap their prose at some forty characters.
        let characters: Vec<char> = PROSE.repeat(3).chars().collect();
        for line in characters.chunks(40) {
            let _ = writeln!(text, "  {}", String::from_iter(line));
        }
    }
    text.push_str(
        "项目总预算（元）: 5,170,885\n项目当年预算（元）: 5,170,885\n\
         同名项目上年预算额（元）: 4,980,000\n同名项目上年预算执行数（元）: 4,861,230.50\n\n绩效目标:\n",
    );
    for (first, second) in [
        ("投入与管理", "投入管理"),
        ("产出目标", "数量"),
        ("效果目标", "社会效益"),
        ("影响力目标", "长效管理"),
    ] {
        let _ = writeln!(text, "  {first}:\n    {second}:");
        text.push_str(
            "      预算执行率: =100%\n      财务管理制度健全性: 建立健全\n      设备重复故障率: <=5%\n      \
             平台运行服务时长: 365天24小时  # 含节假日\n      用户满意度: {目标值: \">=95%\", 权重: 10}\n",
        );
    }
    text
}

fn with_sheet(bencher: Bencher<'_, '_>, run: impl Fn(&Source) -> usize + Sync) {
    let source = Source::new(SourceId::ALONE, "bench.biao", sheet_text());
    let bytes = BytesCount::of_str(source.text());
    bencher.counter(bytes).bench(|| run(black_box(&source)));
}

/// The floor: is it UTF-8, and how many lines has it?
#[divan::bench]
fn floor(bencher: Bencher<'_, '_>) {
    with_sheet(bencher, |source| {
        let bytes = black_box(source.text().as_bytes());
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        text.bytes().filter(|byte| *byte == b'\n').count()
    });
}

/// The goal: 150 MB/s.
#[divan::bench]
fn pest_pass(bencher: Bencher<'_, '_>) {
    with_sheet(bencher, |source| sheet::pest_pass(source.text()));
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    with_sheet(bencher, |source| sheet::parse(source).documents.len());
}

/// Reads and prints.
#[divan::bench]
fn format(bencher: Bencher<'_, '_>) {
    with_sheet(bencher, |source| format::sheet(source).map_or(0, |text| text.len()));
}
