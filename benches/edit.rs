//! What an edit costs in a workspace: a keystroke in a sheet among 500, in a sheet of a file of 700, in a rule; each
//! with the report of the open file after it. The floors beside: the report when nothing has changed, and a fresh
//! start over the one sheet. Also whether memory stays flat over 10,000 edits.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench that cannot start has nothing to measure, and prints what it measures"
)]

use std::cell::Cell;

use biaochi::check::{Change, Options, PackSources, Workspace, check, report_on};
use biaochi::project::{self, Pack};
use biaochi::source::{Source, Sources};
use divan::Bencher;

fn main() {
    flat();
    divan::main();
}

/// A real sheet of the examples, of some kilobytes, for a project and a unit of its own.
fn sheet(number: usize, times: usize) -> String {
    let sheet = include_str!("../examples/shanghai-2020/01-对区县住宅配套工程款补助.biao");
    let goal = sheet.lines().find(|line| line.contains("预期总目标")).expect("the goal");
    sheet
        .replace(goal, &goal.repeat(times))
        .replace("项目名称: 对区县", &format!("项目名称: 第{number}号对区县"))
        .replace("上海市房屋管理局\n", &format!("上海市第{}房屋管理局\n", number / 10))
}

/// What is edited.
struct Desk {
    sources: Sources,
    packs: Vec<Pack>,
    workspace: Workspace,
    /// Makes each edit another one.
    count: Cell<usize>,
}

impl Desk {
    fn new(files: impl IntoIterator<Item = String>) -> (Self, Vec<Source>) {
        let mut sources = Sources::new();
        let packs = project::embedded(&mut sources).expect("the built-in packs");
        let files = files.into_iter().enumerate();
        let sheets: Vec<Source> =
            files.map(|(at, text)| sources.add(format!("{at:04}.biao"), text)).collect();
        let mut desk =
            Self { sources, packs, workspace: Workspace::remembering(), count: Cell::default() };
        desk.rules();
        desk.workspace.apply(Change::Sheets(&sheets));
        for sheet in &sheets {
            desk.report(sheet);
        }
        (desk, sheets)
    }

    fn rules(&mut self) {
        let packs = self.packs.iter().map(|pack| PackSources {
            name: pack.name(),
            sources: &pack.sources,
            judges: true,
            upper: pack.upper(),
        });
        self.workspace.apply(Change::Packs(&packs.collect::<Vec<_>>()));
    }

    fn report(&self, sheet: &Source) -> usize {
        report_on(&self.workspace.snapshot(), sheet.id(), Options::default()).findings.len()
    }

    /// A text with a character more in the middle of its last goal.
    fn typed(&self, text: &str) -> String {
        self.count.set(self.count.get() + 1);
        let at = text.rfind("预期总目标").expect("the goal") + "预期总目标".len();
        let (before, after) = text.split_at(at);
        format!("{before}：第{}次{after}", self.count.get())
    }

    /// A keystroke, and the report after it, if one is wanted.
    fn keystroke(&mut self, sheet: &Source, reports: bool) -> usize {
        let changed = sheet.changed(self.typed(sheet.text()));
        self.sources.replace(changed.clone());
        self.workspace.apply(Change::Sheet(changed.clone()));
        if reports { self.report(&changed) } else { 0 }
    }
}

/// Among 500 sheets; of 7 and of 12 KB.
#[divan::bench(args = [5, 17])]
fn a_keystroke_in_a_sheet(bencher: Bencher<'_, '_>, times: usize) {
    let (mut desk, sheets) = Desk::new((0..500).map(|number| sheet(number, times)));
    let sheet = &sheets[250];
    bencher.bench_local(|| desk.keystroke(sheet, true));
}

/// The floor: nothing has changed.
#[divan::bench]
fn b_nothing_changed(bencher: Bencher<'_, '_>) {
    let (desk, sheets) = Desk::new((0..500).map(|number| sheet(number, 5)));
    bencher.bench_local(|| desk.report(&sheets[250]));
}

/// The other floor: the one sheet from a fresh start, alone.
#[divan::bench]
fn c_one_sheet_alone(bencher: Bencher<'_, '_>) {
    let (desk, sheets) = Desk::new([sheet(0, 5)]);
    let snapshot = desk.workspace.snapshot();
    let rules = &snapshot.book().rules;
    bencher.bench_local(|| check(rules, &sheets, Options::default()).findings.len());
}

/// A character more in the message of a rule; the open sheet is judged again.
#[divan::bench]
fn d_an_edit_of_a_rule(bencher: Bencher<'_, '_>) {
    let (mut desk, sheets) = Desk::new((0..500).map(|number| sheet(number, 5)));
    let place = desk.packs.iter().enumerate().find_map(|(pack, it)| {
        let named = |source: &Source| source.name().ends_with("shanghai-2020/batch.chi");
        Some((pack, it.sources.iter().position(named)?))
    });
    let (pack, file) = place.expect("the rules");
    let original = desk.packs[pack].sources[file].clone();
    bencher.bench_local(|| {
        desk.count.set(desk.count.get() + 1);
        let changed = format!("否则 警告 \"{}", desk.count.get());
        let changed = original.changed(original.text().replacen("否则 警告 \"", &changed, 1));
        desk.packs[pack].sources[file] = changed;
        desk.rules();
        desk.report(&sheets[250])
    });
}

/// In a file of 700 sheets, 5 MB.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn e_a_keystroke_in_a_large_file(bencher: Bencher<'_, '_>) {
    let text = (0..700).map(|number| sheet(number, 5)).collect::<Vec<_>>().join("---\n");
    let (mut desk, sheets) = Desk::new([text]);
    bencher.bench_local(|| desk.keystroke(&sheets[0], true));
}

/// Says how much more the program holds after 10,000 keystrokes.
fn flat() {
    let (mut desk, sheets) = Desk::new((0..20).map(|number| sheet(number, 5)));
    for _ in 0..50 {
        desk.keystroke(&sheets[7], true);
    }
    let before = held();
    for edit in 0..10_000 {
        desk.keystroke(&sheets[7], edit % 20 == 0);
    }
    println!("held after 10,000 edits: {} KB more than before", held().saturating_sub(before));
}

/// What the program holds, in KB, where the system says so.
fn held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
