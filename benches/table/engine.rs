//! The engine in one process: sheets a second by all shipped rules and by ten of them, on one
//! thread and on two; how the time grows with the sheets, with sheets that are alike, with sheets
//! of one file, with rules.

use biaochi::check::{Checked, Judging, Named, Options, PackSources, Policy, check, rulebook};
use biaochi::render::{self, Format, Report};
use biaochi::source::{Source, Sources};

use super::corpus::{Corpus, DUTIES, Read, alike, corpus, read};
use super::table::{Goal, Table, timed};

/// The sizes that are timed.
const SIZES: [usize; 4] = [100, 1_000, 3_000, 10_000];
const ALIKE: [usize; 4] = [100, 400, 800, 1_600];

pub(crate) fn measure(table: &mut Table, most: usize) {
    let corpora: Vec<(usize, Read)> = SIZES
        .into_iter()
        .filter(|size| *size <= most)
        .map(|size| (size, read(&corpus(1, size))))
        .collect();
    let Some((largest, all)) = corpora.last() else { return };
    // What is allocated and compiled once.
    run(1, &corpora[0].1, None);
    let times: Vec<(usize, f64)> =
        corpora.iter().map(|(size, read)| (*size, run(1, read, None))).collect();
    let (_, single) = times[times.len() - 1];
    let what = format!("all shipped rules, {largest} sheets, one thread, to JSON");
    table.row(what, *largest as f64 / single, "sheets/s", Goal::AtLeast(1_500.0, 5_000.0));
    let ten = ten(all);
    let took = run(1, all, Some(&ten));
    let what = "ten rules of the kind that other programs have, one thread";
    table.row(what, *largest as f64 / took, "sheets/s", Goal::AtLeast(5_000.0, 10_000.0));
    let double = run(2, all, None);
    table.row("two threads against one", single / double, "×", Goal::AtLeast(1.8, 2.0));
    let each = |(size, took): &(usize, f64)| took / *size as f64 * 1e3;
    let what = format!("time per sheet, {} to {largest} sheets", SIZES[0]);
    let growth = each(&times[times.len() - 1]) / each(&times[0]);
    table.row(what, growth, "×", Goal::AtMost(1.3, 1.0));
    let points =
        |times: &[(usize, f64)]| times.iter().map(|point| (point.0 as f64, each(point))).collect();
    let ordinary = ("ordinary".to_owned(), points(&times));
    let sizes = ALIKE.into_iter().filter(|size| *size <= most);
    let times: Vec<(usize, f64)> =
        sizes.map(|size| (size, run(1, &read(&alike(size)), None))).collect();
    if let Some((size, took)) = times.last() {
        let what = format!("{size} nearly identical sheets of one unit");
        table.row(what, *took, "s", Goal::AtMost(5.0, 2.0));
    }
    let same = ("nearly identical".to_owned(), points(&times));
    table.plot(
        "growth.svg",
        "Time per sheet, all shipped rules, one thread",
        "ms",
        vec![ordinary, same],
    );
    one_file(table, most.min(3_000));
    rules(table);
}

/// As many sheets in one file as in files of their own.
fn one_file(table: &mut Table, sheets: usize) {
    let corpus = corpus(1, sheets);
    let many = run(1, &read(&corpus), None);
    let texts: Vec<&str> = corpus.files.iter().map(|(_, text)| text.as_str()).collect();
    let files = vec![("all.biao".to_owned(), texts.join("---\n"))];
    let single_file = run(1, &read(&Corpus { files, plain: Vec::new(), truth: Vec::new() }), None);
    let what = format!("{sheets} sheets in one file against as many files");
    table.row(what, single_file / many, "×", Goal::AtMost(1.1, 1.0));
}

/// Thousands of rules in one file, read and checked.
fn rules(table: &mut Table) {
    const FORM: &str =
        "表单 表 年度 2020：\n    栏 项目名称 文本\n    栏 项目概况 文本\n法规 办法 《办法》\n";
    let mut points = Vec::new();
    for count in [500, 1_000, 2_000, 4_000] {
        let rule = |at: usize| {
            format!(
                "规则 第{}组/规则{at}：\n    依据 办法\n    当 项目名称 包含 \"第{at}号\"\n    须 字数(项目概况) ≥ {}\n    否则 错误 \"太短\" 于 项目概况\n    建议 \"写明第{at}号的内容\"\n",
                at / 50,
                at % 40 + 1
            )
        };
        let text: String = std::iter::once(FORM.to_owned()).chain((0..count).map(rule)).collect();
        let mut sources = Sources::new();
        let files = [sources.add("rules.chi", text)];
        let pack = PackSources { name: "bench", sources: &files, judges: true, upper: None };
        let (took, (rules, _)) = timed(|| rulebook(&[pack]));
        assert_eq!(rules.rules.len(), count);
        points.push((count as f64, took * 1e3 / count as f64));
        if count == 4_000 {
            table.row("4,000 rules in one file checked", took, "s", Goal::AtMost(1.0, 0.5));
        }
    }
    let line = vec![("rules of one file".to_owned(), points)];
    table.plot("rules.svg", "Time per rule, read and checked", "ms", line);
}

/// A check of all sheets on so many threads, to a report as JSON; the seconds that it takes.
fn run(threads: usize, read: &Read, judging: Option<&Judging>) -> f64 {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(16 << 20).build();
    let pool = pool.expect("threads");
    let options = Options { judging, ..Options::default() };
    let Read { sources, rules, texts } = read;
    let (took, bytes) = timed(|| {
        let checked: Checked = pool.install(|| check(rules, texts, options));
        assert_eq!(checked.sheets.len(), sheets(texts), "some sheets were not judged");
        report(sources, checked)
    });
    assert!(bytes > 0);
    took
}

/// How many sheets some texts hold.
fn sheets(texts: &[Source]) -> usize {
    texts.iter().map(|source| source.text().matches("表单: ").count()).sum()
}

/// The bytes of a report.
fn report(sources: &Sources, checked: Checked) -> usize {
    let Checked { findings, suppressed, sheets, incomplete, .. } = checked;
    let report = Report { findings, suppressed, sheets, incomplete, ..Report::default() };
    let mut out = Vec::new();
    let options = render::RenderOptions::default();
    render::render(Format::Json, sources, &report, &options, &mut out).expect("a report");
    out.len()
}

/// The rules that other programs have, too.
fn ten(read: &Read) -> Judging {
    let named = |name: &str| Named { name: name.to_owned(), span: None };
    let select = DUTIES.iter().map(|name| named(name)).collect();
    let (judging, unknown) = Policy { select, ..Policy::default() }.resolve(&read.rules);
    assert!(unknown.is_empty(), "{unknown:#?}");
    judging
}
