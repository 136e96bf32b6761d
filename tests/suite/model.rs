//! Sheets read by a form: the findings, and the values.

mod form;

use std::fmt::Write as _;
use std::sync::Arc;

use biaochi::form::{Form, LevelId};
use biaochi::model::{self, Cell, LevelNode, ReadSheet, Sheet, Strictness};
use biaochi::source::{Source, SourceId};
use biaochi::syntax::sheet;
use biaochi::value::{Unit, Value};

use crate::cases;

fn read(source: &Source, forms: &[Arc<Form>], strictness: Strictness) -> Vec<ReadSheet> {
    let file = sheet::parse(source);
    let documents = file.documents.iter();
    documents.map(|document| model::read(source, document, forms, strictness)).collect()
}

fn findings(input: &str, forms: &[Arc<Form>], strictness: Strictness) -> String {
    let source = Source::new(SourceId::ALONE, "例.biao", input);
    let parts: Vec<String> = read(&source, forms, strictness)
        .iter()
        .map(|read| cases::describe(&source, &read.diagnostics))
        .collect();
    parts.join("\n---\n")
}

#[test]
fn what_is_wrong_is_said_where_it_is() {
    let forms = [Arc::new(form::form_2020())];
    cases::run("model/fields.txt", |input| findings(input, &forms, Strictness::Fragment));
    cases::run("model/targets.txt", |input| findings(input, &forms, Strictness::Fragment));
    cases::run("model/values.txt", |input| findings(input, &forms, Strictness::Fragment));
    cases::run("model/tree.txt", |input| findings(input, &forms, Strictness::Fragment));
}

#[test]
fn a_whole_sheet_has_what_its_form_requires() {
    let forms = [Arc::new(form::form_2020())];
    cases::run("model/whole.txt", |input| findings(input, &forms, Strictness::Whole));
}

#[test]
fn a_sheet_finds_its_form() {
    let forms = form::three_forms();
    cases::run("model/forms.txt", |input| {
        let source = Source::new(SourceId::ALONE, "例.biao", input);
        let mut reported = String::new();
        for read in read(&source, &forms, Strictness::Fragment) {
            let form = read.sheet.map_or_else(
                || "没有表单".to_owned(),
                |sheet| format!("{} {:?}", sheet.form.name, sheet.form.from_year),
            );
            let _ = writeln!(reported, "{form}\n{}", cases::describe(&source, &read.diagnostics));
        }
        reported
    });
}

#[test]
fn without_any_form_nothing_is_read() {
    let source = Source::new(SourceId::ALONE, "例.biao", "项目名称: 道路养护\n");
    let read = read(&source, &[], Strictness::Whole);
    let reported: Vec<_> =
        read.iter().map(|read| (read.sheet.is_none(), read.diagnostics.len())).collect();
    assert_eq!(reported, [(true, 1)]);
}

#[test]
fn a_sheet_is_read_as_what_it_says() {
    let forms = [Arc::new(form::form_2020())];
    cases::run("model/sheets.txt", |input| {
        let source = Source::new(SourceId::ALONE, "例.biao", input);
        let mut reported = String::new();
        for read in read(&source, &forms, Strictness::Fragment) {
            reported += &read.sheet.map_or_else(|| "没有表\n".to_owned(), |sheet| dump(&sheet));
            if !read.diagnostics.is_empty() {
                reported += &cases::describe(&source, &read.diagnostics);
            }
        }
        reported
    });
}

#[test]
fn a_finding_knows_its_sheet_and_its_subject() {
    let text = "项目名称: 道路养护\n计划开始日期: 年初\n天气: 晴\n绩效目标:\n  产出目标:\n    数量:\n      \
                养护里程: {权重: 十足}\n      养护里程: 12公里\n    数目:\n";
    let source = Source::new(SourceId::ALONE, "例.biao", text);
    let read = read(&source, &[Arc::new(form::form_2020())], Strictness::Fragment);
    let findings = read.iter().flat_map(|read| &read.diagnostics);
    let reported: Vec<_> = findings
        .map(|at| {
            (
                at.sheet.as_deref().unwrap_or(""),
                at.subject.as_ref().map_or("", biaochi::diagnostic::Subject::path),
            )
        })
        .collect();
    assert_eq!(
        reported,
        [
            ("道路养护", "计划开始日期"),
            ("道路养护", "天气"),
            ("道路养护", "产出目标/数量/养护里程"),
            ("道路养护", "产出目标/数量/养护里程"),
            ("道路养护", "数目"),
        ]
    );
}

#[test]
fn what_is_inserted_keeps_the_line_ends() {
    let text = "申报单位名称: 上海市房屋管理局\r\n项目名称: 道路养护 # 主干道\r\n";
    let source = Source::new(SourceId::ALONE, "例.biao", text);
    let read = read(&source, &[Arc::new(form::form_2020())], Strictness::Whole);
    let edits: Vec<_> = read
        .iter()
        .flat_map(|read| &read.diagnostics)
        .flat_map(|at| at.fixes.iter().flat_map(|fix| &fix.edits))
        .take(2)
        .map(|edit| (edit.span.start as usize, edit.text.as_str()))
        .collect();
    let end = text.trim_end().len();
    assert_eq!(edits, [(0, "表单: 财政项目支出绩效目标表\r\n"), (end, "\r\n项目类别: 〔待填〕"),]);
}

#[test]
fn a_sheet_of_nothing_but_mistakes_is_read_in_time() {
    let mut text = String::from("项目名称: 道路养护\n");
    for at in 0..20_000 {
        let _ = writeln!(text, "项目概况{at}: 甲");
    }
    text += "绩效目标:\n  产出目标:\n    数量:\n";
    for at in 0..20_000 {
        let _ = writeln!(text, "      指标{}: {}", at % 10_000, "1,".repeat(20));
    }
    let source = Source::new(SourceId::ALONE, "例.biao", text);
    let read = read(&source, &[Arc::new(form::form_2020())], Strictness::Whole);
    let sheet = read[0].sheet.as_ref().unwrap();
    assert_eq!(sheet.indicators.len(), 10_000);
    assert!(read[0].diagnostics.len() >= 30_000);
}

proptest::proptest! {
    /// Keys of every sort at every depth: each finding points into the text, and each indicator
    /// that was kept is distinguished from the others of its level.
    #[test]
    fn any_mixture_of_lines_is_read(
        lines in proptest::collection::vec(
            (0_usize..5, proptest::sample::select(vec![
                "表单", "年度", "项目名称", "绩效类型", "绩效类别", "项目总预算", "绩效目标", "产出目标", "数量", "数目", "时效",
                "效果目标", "养护里程", "养护次数", "目标值", "权重", "天气",
            ]), proptest::sample::select(vec![
                "", "", "2020", "财政项目支出绩效目标表", "其他类", "其它类", "≥90%", "12公里", "[甲, 乙]",
                "{目标值: 1, 权重: 2}", "{数量: 1}",
            ])),
            0..24,
        ),
        whole in proptest::bool::ANY,
    ) {
        let mut text = String::new();
        for (depth, key, value) in lines {
            let _ = writeln!(text, "{}{key}: {value}", "  ".repeat(depth));
        }
        let source = Source::new(SourceId::ALONE, "例.biao", text);
        let strictness = if whole { Strictness::Whole } else { Strictness::Fragment };
        for read in read(&source, &[Arc::new(form::form_2020())], strictness) {
            for label in read.diagnostics.iter().flat_map(|at| &at.labels) {
                proptest::prop_assert!(source.text().get(label.span.range()).is_some());
            }
            let Some(sheet) = read.sheet else { continue };
            let filed = sheet.indicators.iter().filter(|at| at.level.is_some());
            let mut names: Vec<_> = filed.map(|at| (at.level, at.name.as_str())).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            proptest::prop_assert_eq!(names.len(), count);
            let starts: Vec<_> = sheet.indicators.iter().map(|at| at.span.start).collect();
            proptest::prop_assert!(starts.is_sorted());
        }
    }
}

/// Everything that a sheet holds, with the places by their text.
fn dump(sheet: &Sheet) -> String {
    let mut out = String::new();
    let year = sheet.year.map_or_else(|| "无".to_owned(), |year| year.to_string());
    let _ = writeln!(out, "表 {} 年度 {year} 头「{}」", sheet.name, sheet.source.slice(sheet.head));
    for (field, cell) in sheet.form.fields.iter().zip(&sheet.fields) {
        if let Some(cell) = cell {
            let _ = writeln!(out, "{} = {}", field.name, show(sheet, cell));
        }
    }
    if let Some(tree) = &sheet.tree {
        let _ = writeln!(out, "树 {}", node(sheet, tree));
    }
    for id in sheet.form.level_ids() {
        if let Some(level) = sheet.level(id) {
            let _ = writeln!(out, "层级 {} {}", sheet.form.level_path(id), node(sheet, level));
        }
    }
    for indicator in &sheet.indicators {
        let path = |id: LevelId| sheet.form.level_path(id);
        let level = indicator.level.map_or_else(|| "无层级".to_owned(), path);
        let _ = write!(out, "指标 {level} {}", indicator.name.as_str());
        for (field, cell) in sheet.form.attributes.iter().zip(&indicator.attributes) {
            if let Some(cell) = cell {
                let _ = write!(out, " | {} = {}", field.name, show(sheet, cell));
            }
        }
        let _ = writeln!(out, " @「{}」", sheet.source.slice(indicator.span).replace('\n', "⏎"));
    }
    out
}

fn show(sheet: &Sheet, cell: &Cell) -> String {
    let value = match &cell.value {
        None => "读不出".to_owned(),
        Some(Value::Text) => format!("文本 {}", cell.text.as_str().replace('\n', "⏎")),
        Some(Value::Figure(figure)) => match &figure.unit {
            Unit::Named(unit) => format!("数 {} {unit}", figure.number),
            _ => format!("数 {figure}"),
        },
        Some(Value::Date(date)) => format!("日期 {date}"),
        Some(Value::YesNo(yes)) => format!("是否 {yes}"),
        Some(Value::Target(target)) => format!("{} {}", target.class().zh(), cell.text.as_str()),
    };
    // The text leads back to the source: its first and last characters stand where it says.
    let whole = sheet.source.slice(cell.text.whole());
    let first = cell.text.as_str().chars().next();
    assert!(first.is_none_or(|first| whole.starts_with(first)), "{whole}");
    value.trim_end().to_owned()
}

fn node(sheet: &Sheet, node: &LevelNode) -> String {
    let at = sheet.source.position(node.insert_at as usize);
    let key = sheet.source.slice(node.key);
    format!("「{key}」 插入 {}:{} 缩进 {}", at.line, at.column, node.indent)
}
