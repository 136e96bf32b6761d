//! The words of the server, in both languages.

use std::sync::Arc;

use crate::check::Coverage;
use crate::diagnostic::{Code, Diagnostic, Fix, FixLevel, Label, Outcomes, Severity, Words};

/// The editor has read the bytes of a file as another encoding.
pub(super) fn misread() -> Diagnostic {
    let message = Words::new(
        "这份文件是 GB 18030 编码，编辑器当成别的编码读了，没有检查",
        "this file is in GB 18030, and the editor has read it in another encoding; it is not checked",
    );
    Diagnostic::new(Code::UNKNOWN_ENCODING, Severity::Error, message).help(Words::new(
        "用 GB 18030 重新打开；直接保存会丢字",
        "reopen it with GB 18030; saving it now would lose characters",
    ))
}

/// A document is larger than any text may be.
pub(super) fn too_large() -> Diagnostic {
    let message = Words::new(
        "文件太大，没有检查：一份文件最多 64 MiB",
        "the file is too large and is not checked: a file may have 64 MiB",
    );
    Diagnostic::new(Code::FILE_TOO_LARGE, Severity::Error, message)
        .help(Words::new("把表分到几个文件里", "put the sheets into several files"))
}

/// Settings or rules are faulty, so that a sheet is not fully checked.
pub(super) fn hindered(faults: &[&Diagnostic]) -> Option<Diagnostic> {
    let first = faults.first()?;
    let count = faults.len();
    let message = Words::new(
        format!("规则或设置有 {count} 处错误，这张表没有完全检查：{}", first.message.zh),
        format!(
            "the rules or settings have {count} errors, and this sheet is not fully checked: {}",
            first.message.en
        ),
    );
    let mut finding = Diagnostic::new(first.code.clone(), Severity::Error, message)
        .help(Words::new("先改好规则或设置", "correct the rules or settings first"));
    let labels = faults.iter().flat_map(|fault| {
        let said = Some(fault.message.clone());
        fault.labels.first().map(|label| Label { span: label.span, message: said.map(Arc::new) })
    });
    finding.labels = labels.collect();
    Some(finding)
}

/// More findings than are sent.
pub(super) fn more_findings(shown: usize) -> Diagnostic {
    let message = Words::new(
        format!("还有没有列出的：编辑器里只列前面的表和正在改的表，现在是 {shown} 处"),
        format!(
            "there are more: an editor lists those of the first sheets and of the one being edited, now {shown}"
        ),
    );
    Diagnostic::new(Code::LEFT_OUT, Severity::Warning, message)
        .help(Words::new("用 biaochi check 看全部", "see all of them with biaochi check"))
}

/// A request failed through a fault of the program.
pub(super) fn internal(method: &str) -> Words {
    Words::new(
        format!("表尺自己出错了，没有完成“{method}”；其他功能照常"),
        format!("biaochi failed at “{method}” through a fault of its own; all else works on"),
    )
}

/// A command of another name than any of ours.
pub(super) fn no_command(name: &str) -> Words {
    Words::new(format!("没有“{name}”这个命令"), format!("there is no command “{name}”"))
}

/// What a fix does, and how far it can be trusted.
pub(super) fn fix(fix: &Fix) -> Words {
    let Words { zh, en } = &fix.title;
    match fix.level {
        FixLevel::Safe => fix.title.clone(),
        FixLevel::Unsafe => {
            Words::new(format!("{zh}（请核对意思）"), format!("{en} (check the meaning)"))
        }
        FixLevel::Draft => {
            Words::new(format!("{zh}（有待填处）"), format!("{en} (with gaps to fill in)"))
        }
    }
}

/// All safe fixes, and how many they are if that is known.
pub(super) fn fix_all(count: Option<usize>) -> Words {
    let Words { zh, en } = Words::new("应用全部可靠的修改", "apply all safe fixes");
    match count {
        Some(count) => Words::new(format!("{zh}（{count} 处）"), format!("{en} ({count})")),
        None => Words::new(zh, en),
    }
}

/// There is no safe fix.
pub(super) fn nothing_to_fix() -> Words {
    Words::new("没有可靠的修改可以应用", "there is no safe fix to apply")
}

/// A comment that suppresses the findings of a rule here.
pub(super) fn suppress(rule: &str) -> Words {
    Words::new(
        format!("在这里忽略“{rule}”，写明理由"),
        format!("suppress “{rule}” here, with a reason"),
    )
}

/// Shows a place.
pub(super) fn show() -> Words {
    Words::new("转到", "show")
}

/// Why a rule reports.
pub(super) fn why(rule: &str) -> Words {
    Words::new(format!("为什么：{rule}"), format!("why: {rule}"))
}

/// What the rule behind a finding demands.
pub(super) fn demanded(rule: &str) -> Words {
    Words::new(format!("规则“{rule}”要求这一条"), format!("what the rule “{rule}” demands"))
}

/// A rule fails on a sheet.
pub(super) fn fails() -> Words {
    Words::new("不通过", "fails")
}

/// A rule cannot be decided on a sheet.
pub(super) fn undecidable() -> Words {
    Words::new("无法判定", "undecidable")
}

/// Shows where sheets break a rule.
pub(super) fn show_findings() -> Words {
    Words::new("看不通过的表", "show the sheets that fail")
}

/// How the examples of a rule and the sheets of the project fare.
pub(super) fn rule_lens((examples, failed): (usize, usize), outcomes: &Outcomes) -> Words {
    let (passed, Outcomes { holds, fails, .. }) = (examples.saturating_sub(failed), outcomes);
    let (zh, en) = match failed {
        0 => (format!("{passed} 例通过"), format!("{passed} examples passed")),
        _ => (
            format!("{passed} 例通过、{failed} 例未通过"),
            format!("{passed} examples passed, {failed} failed"),
        ),
    };
    Words::new(
        format!("{zh} · {holds} 表通过 · {fails} 不通过"),
        format!("{en} · {holds} sheets pass · {fails} fail"),
    )
}

/// How much of the conditions of rules their examples show.
pub(super) fn covered(coverage: &Coverage) -> Words {
    let (percent, open) = (coverage.permille() / 10, coverage.findings.len());
    Words::new(
        format!("例子覆盖 {percent}%，{open} 个条件没有试全"),
        format!("the examples cover {percent}%, {open} conditions are not fully tried"),
    )
}

/// The same above a rule file; `None` if all is covered.
pub(super) fn coverage_lens(coverage: &Coverage) -> Option<Words> {
    (!coverage.findings.is_empty()).then(|| covered(coverage))
}

/// The counts above a sheet: the rules that could not be applied are mentioned if there are any.
pub(super) fn counts(outcomes: &Outcomes) -> Words {
    let Outcomes { holds, fails, not_applicable, undecidable, faulty } = outcomes;
    let Words { zh, en } = Words::new(
        format!("通过 {holds} · 不通过 {fails} · 不适用 {not_applicable} · 无法判定 {undecidable}"),
        format!(
            "{holds} hold · {fails} fail · {not_applicable} not applicable · {undecidable} undecidable"
        ),
    );
    match faulty {
        0 => Words::new(zh, en),
        _ => Words::new(format!("{zh} · 规则有误 {faulty}"), format!("{en} · {faulty} faulty")),
    }
}

/// A document is not open.
pub(super) fn not_open(uri: &str) -> Words {
    Words::new(format!("“{uri}”没有打开；先打开它"), format!("“{uri}” is not open; open it first"))
}

/// No rule has a name.
pub(super) fn no_rule(name: &str) -> Words {
    Words::new(
        format!("这个项目里没有名为“{name}”的规则"),
        format!("the project has no rule “{name}”"),
    )
}

/// No sheet of a document has a name.
pub(super) fn no_sheet(name: &str) -> Words {
    Words::new(format!("这份文件里没有名为“{name}”的表"), format!("the file has no sheet “{name}”"))
}

/// Settings keep rules from being read.
pub(super) fn no_rules() -> Words {
    Words::new("设置有误，规则没有读进来", "the settings are faulty, and no rules were read")
}

/// A closed file would be changed that an editor would write back in another encoding.
pub(super) fn not_utf8() -> Words {
    Words::new(
        "要改的文件里有一份不是 UTF-8 编码，编辑器会写坏它；先打开那份文件",
        "a file that would change is not in UTF-8, and the editor would damage it; open it first",
    )
}

/// The result of running examples.
pub(super) fn tested(examples: usize, failed: usize) -> Words {
    let passed = examples.saturating_sub(failed);
    Words::new(
        format!("{examples} 个例子：{passed} 个通过，{failed} 个未通过"),
        format!("{examples} examples: {passed} passed, {failed} failed"),
    )
}

/// How many findings there are.
pub(super) fn findings(count: usize) -> Words {
    Words::new(format!("{count} 处"), format!("{count} findings"))
}
