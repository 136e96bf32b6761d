//! `biaochi new rule`: writes a rule with two examples where the project reads its rules; parts
//! that are not known are left as 〔待填〕. Asks for them on a terminal. A part that cannot stand
//! in a rule is not written.

mod draft;
mod interview;

use std::io::IsTerminal;
use std::path::Path;

use super::args::{Each, NewRule, Weight};
use super::{Console, Status, project_words, words};
use crate::diagnostic::Diagnostic;
use crate::project;
use crate::source::{Source, Sources};
use draft::DraftDesk;
use interview::Interview;

pub(super) fn rule(console: &Console, mut asked: NewRule) -> Status {
    let mut desk = match DraftDesk::open() {
        Ok(desk) => desk,
        Err((sources, failure)) => {
            console.complain(&sources, &[failure]);
            return Status::Failed;
        }
    };
    if asked.name.is_none() && std::io::stdin().is_terminal() {
        let ask = &|question: &str| console.ask(question);
        let complain = &|sources: &_, faults: &[_]| console.complain(sources, faults);
        let (lang, mut input) = (console.lang(), std::io::stdin().lock());
        Interview { desk: &mut desk, lang, input: &mut input, ask, complain }.hold(&mut asked);
    }
    if asked.name.is_none() {
        console.note(words::new_rule_without_name().get(console.lang()));
        return Status::Failed;
    }
    let name = asked.name.as_deref().unwrap_or_default().trim().to_owned();
    if name.is_empty()
        || name.chars().any(|character| character.is_whitespace() || "：:\"#".contains(character))
    {
        console.note(words::bad_rule_name(&name).get(console.lang()));
        return Status::Failed;
    }
    if let Some(pack) = desk.pack_with(&name) {
        console.note(words::rule_exists(&name, pack).get(console.lang()));
        return Status::Failed;
    }
    let path = asked.file.clone().unwrap_or_else(|| desk.file_for(&name));
    if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("chi")) {
        console.note(project_words::no_rule_file(&path).get(console.lang()));
        return Status::Failed;
    }
    let mut sources = Sources::new();
    let there = match project::is_taken(&path) {
        true => match project::read(&path, &mut sources) {
            Ok(source) => Some(source),
            Err(failure) => {
                console.complain(&sources, &[failure]);
                return Status::Failed;
            }
        },
        false => None,
    };
    if there.as_ref().is_some_and(|source| has_rule(source, &name)) {
        console.note(words::rule_is_there(&name, &path).get(console.lang()));
        return Status::Failed;
    }
    let faults = desk.faults(&written(&name, &asked), (&path, there.as_ref()));
    if !faults.is_empty() {
        console.complain(desk.sources(), &faults);
        console.note(words::new_rule_faulty().get(console.lang()));
        return Status::Failed;
    }
    match add(&path, there.as_ref(), &written(&name, &asked), &mut sources) {
        Ok((line, warning)) => {
            console.complain(&sources, warning.as_slice());
            console.print(&format!("{}\n", words::new_rule(&path, line).get(console.lang())));
        }
        Err(failure) => {
            console.complain(&sources, &[failure]);
            return Status::Failed;
        }
    }
    if !desk.reads(&path) {
        console.note(words::new_rule_unread(&path).get(console.lang()));
    }
    Status::Clean
}

/// Whether a file has a rule of a name, in either language.
fn has_rule(source: &Source, name: &str) -> bool {
    let heads = ["规则 ", "rule "].map(|word| format!("{word}{name}"));
    let named = |line: &str| {
        let rest = heads.iter().find_map(|head| line.strip_prefix(head.as_str()));
        rest.is_some_and(|rest| {
            rest.trim_start().is_empty() || rest.trim_start().starts_with(['：', ':'])
        })
    };
    source.text().lines().any(named)
}

/// Writes a rule at the end of a file, new or not. Returns its line, and a warning.
fn add(
    path: &Path,
    there: Option<&Source>,
    rule: &str,
    sources: &mut Sources,
) -> Result<(usize, Option<Diagnostic>), Diagnostic> {
    let before = there.cloned().unwrap_or_else(|| sources.add(project::shown(path), ""));
    let gap = match before.text() {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let line = if gap.is_empty() { 1 } else { before.text().lines().count() + 2 };
    let end = before.line_end(before.line_count());
    let added = format!("{gap}{rule}").replace('\n', end);
    let text = format!("{}{added}", before.written());
    let warning = match there {
        Some(source) => project::rewrite(source, &text)?,
        None => project::create(path, text.as_bytes()).map(|()| None)?,
    };
    Ok((line, warning))
}

/// The rule as text.
fn written(name: &str, rule: &NewRule) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let severity = match rule.severity {
        Weight::Error => "错误",
        Weight::Warning => "警告",
        Weight::Note => "提示",
    };
    let law = rule.law.as_deref().unwrap_or("〔待填〕");
    let article = rule.article.as_deref().unwrap_or("待核");
    let (range, place, example) = match rule.each {
        None => (None, "项目名称", "项目名称: 〔待填〕"),
        Some(Each::Indicator) => (
            Some("每个 指标 i"),
            "i.名称",
            "绩效目标:\n          产出目标:\n            数量:\n              〔待填〕: 1个",
        ),
        Some(Each::Field) => (Some("每个 字段 f"), "f", "项目名称: 〔待填〕"),
        Some(Each::Sheets) => (
            Some("每两个 表 a, b 于 本单位各表"),
            "a.项目名称, b.项目名称",
            "项目名称: 〔待填〕\n        ---\n        项目名称: 〔待填〕",
        ),
    };
    let mut lines = vec![
        format!("规则 {name}："),
        "    说明 \"〔待填〕这条规则为什么要有\"".to_owned(),
        format!("    依据 {law} {article}"),
    ];
    lines.extend(range.map(|range| format!("    对   {range}")));
    lines.extend(rule.when.as_deref().map(|when| format!("    当   {when}")));
    lines.push(format!("    须   {}", rule.must.as_deref().unwrap_or("〔待填〕")));
    let message = quoted(rule.message.as_deref().unwrap_or("〔待填〕违反时怎么说"));
    lines.push(format!("    否则 {severity} {message} 于 {place}"));
    lines.push("    建议 \"〔待填〕怎样改\"".to_owned());
    for kind in ["合格", "不合格"] {
        lines.push(format!("    {kind} \"\"\"\n        {example}\n        \"\"\""));
    }
    lines.join("\n") + "\n"
}
