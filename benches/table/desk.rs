//! What an edit costs in a workspace: a keystroke in a sheet among 500, in a sheet of a file of
//! 700, in a rule; each with the report of the open file after it. Also whether memory stays flat
//! over many edits.

use std::cell::Cell;

use biaochi::check::{Change, Options, PackSources, Workspace, check, report_on};
use biaochi::project::{self, Pack};
use biaochi::source::{Source, Sources};

use super::table::{Goal, Table, best};

/// How often what takes milliseconds is done.
const OFTEN: usize = 40;

pub(crate) fn measure(table: &mut Table, sheets: usize) {
    let many = |times: usize| Desk::new((0..sheets).map(move |number| sheet(number, times)));
    let (mut desk, texts) = many(5);
    let middle = texts[sheets / 2].clone();
    table.note(
        "floor: a report when nothing has changed",
        best(OFTEN, || desk.report(&middle)),
        "ms",
    );
    let (alone, sheet_file) = Desk::new([sheet(0, 5)]);
    let snapshot = alone.workspace.snapshot();
    let rules = &snapshot.book().rules;
    let took = best(OFTEN, || drop(check(rules, &sheet_file, Options::default())));
    table.note("floor: one sheet of 7 KB from a fresh start, alone", took, "ms");
    let took = best(OFTEN, || desk.keystroke(&middle, true));
    table.row(
        format!("after a keystroke in a sheet of 7 KB among {sheets}"),
        took,
        "ms",
        Goal::AtMost(2.0, 1.0),
    );
    let took = best(OFTEN, || desk.edit_a_rule(&middle));
    table.row(
        "after an edit of a rule, the open sheet judged again",
        took,
        "ms",
        Goal::AtMost(20.0, 10.0),
    );
    let (mut desk, texts) = many(17);
    let took = best(OFTEN, || desk.keystroke(&texts[sheets / 2], true));
    table.row(
        format!("after a keystroke in a sheet of 12 KB among {sheets}"),
        took,
        "ms",
        Goal::AtMost(2.0, 1.0),
    );
    let number = sheets * 7 / 5;
    let text = (0..number).map(|number| sheet(number, 5)).collect::<Vec<_>>().join("---\n");
    let (mut desk, texts) = Desk::new([text]);
    let took = best(5, || desk.keystroke(&texts[0], true));
    table.note(format!("after a keystroke in a file of {number} sheets"), took, "ms");
    flat(table);
}

/// A real sheet of the examples, of some kilobytes, for a project and a unit of its own.
pub(crate) fn sheet(number: usize, times: usize) -> String {
    let sheet = include_str!("../../examples/shanghai-2020/01-对区县住宅配套工程款补助.biao");
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
            Self { sources, packs, workspace: Workspace::caching(), count: Cell::default() };
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

impl Desk {
    /// A character more in the message of a rule; the open sheet is judged again.
    fn edit_a_rule(&mut self, sheet: &Source) -> usize {
        let place = self.packs.iter().enumerate().find_map(|(at, pack)| {
            let named = |source: &Source| source.name().ends_with("shanghai-2020/batch.chi");
            Some((at, pack.sources.iter().position(named)?))
        });
        let (pack, file) = place.expect("the rules");
        let original = self.packs[pack].sources[file].clone();
        self.count.set(self.count.get() + 1);
        let changed = format!("否则 警告 \"{}", self.count.get());
        self.packs[pack].sources[file] =
            original.changed(original.text().replacen("否则 警告 \"", &changed, 1));
        self.rules();
        self.report(sheet)
    }
}

/// How much more the program holds after many keystrokes.
fn flat(table: &mut Table) {
    const EDITS: usize = 2_000;
    let (mut desk, sheets) = Desk::new((0..20).map(|number| sheet(number, 5)));
    for _ in 0..200 {
        desk.keystroke(&sheets[7], true);
    }
    let before = held();
    for edit in 0..EDITS {
        desk.keystroke(&sheets[7], edit % 20 == 0);
    }
    let more = held().saturating_sub(before) as f64;
    table.row(format!("held more after {EDITS} edits"), more, "KB", Goal::AtMost(1_000.0, 500.0));
}

/// What the program holds, in KB, where the system says so.
fn held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
