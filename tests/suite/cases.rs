//! Cases that a domain person can read. A file under `tests/data` holds many:
//!
//! ```text
//! ## 缺冒号
//! 项目名称 道路养护
//! ----
//! 错误 表/缺冒号 「项目名称 道路养护」 这一行没有冒号
//! ```
//!
//! Above the dashes is the input, below them the findings: severity, code, the text that
//! is underlined, the message. Set `BIAOCHI_UPDATE=1` to rewrite what is below, and read the
//! change.

use std::path::Path;

use biaochi::diagnostic::{Diagnostic, Lang, Severity};
use biaochi::source::Source;

/// Runs every case of every file in a folder of `tests/data` (or of one file), comparing what
/// `outcome` says of the input.
pub(crate) fn run(place: &str, outcome: impl Fn(&str) -> String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(place);
    let mut files: Vec<_> = if root.is_dir() {
        std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect()
    } else {
        vec![root]
    };
    files.sort();
    let (mut failures, mut count) = (String::new(), 0);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let mut rewritten = String::new();
        for (at, section) in text.split("## ").enumerate() {
            if at == 0 {
                rewritten.push_str(section);
                continue;
            }
            let (title, rest) = section.split_once('\n').unwrap();
            let (input, expected) = rest.split_once("----\n").unwrap_or((rest, ""));
            let actual = outcome(input);
            count += 1;
            if actual.trim() != expected.trim() {
                failures.push_str(&format!(
                    "\n== {} · {title}\n{input}-- expected\n{}\n-- actual\n{}\n",
                    file.display(),
                    expected.trim(),
                    actual.trim()
                ));
            }
            rewritten.push_str(&format!("## {title}\n{input}----\n{}\n\n", actual.trim()));
        }
        if std::env::var_os("BIAOCHI_UPDATE").is_some() {
            std::fs::write(&file, format!("{}\n", rewritten.trim_end())).unwrap();
        }
    }
    assert!(count > 0, "no case in {place}");
    assert!(failures.is_empty() || std::env::var_os("BIAOCHI_UPDATE").is_some(), "{failures}");
}

/// One line a finding: severity, code, underlined text, message; then its further places and
/// remedy.
pub(crate) fn describe(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let mut lines = Vec::new();
    for diagnostic in diagnostics {
        let severity = match diagnostic.severity {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Note => "提示",
        };
        let place = diagnostic.span().map_or_else(String::new, |span| excerpt(source, span));
        lines.push(format!(
            "{severity} {} {place} {}",
            diagnostic.code.name(),
            diagnostic.message.get(Lang::Zh)
        ));
        for label in diagnostic.labels.iter().skip(1) {
            let message = label.message.as_ref().map_or("", |words| words.get(Lang::Zh));
            lines.push(format!("  另见 {} {message}", excerpt(source, label.span)));
        }
        if let Some(help) = &diagnostic.help {
            lines.push(format!("  建议 {}", help.get(Lang::Zh).replace('\n', "\n       ")));
        }
        for fix in &diagnostic.fixes {
            for edit in &fix.edits {
                lines.push(format!("  修复 {} → 「{}」", excerpt(source, edit.span), edit.text));
            }
        }
    }
    if lines.is_empty() { "无".to_owned() } else { lines.join("\n") }
}

/// The text inside a span; for a point, its line and column.
fn excerpt(source: &Source, span: biaochi::source::Span) -> String {
    if span.source != source.id() {
        return "在另一个文件".to_owned();
    }
    if span.is_empty() {
        let position = source.position(span.start as usize);
        return format!("@{}:{}", position.line, position.column);
    }
    format!("「{}」", source.slice(span).replace('\n', "⏎").replace('\t', "⇥"))
}
