//! The words of what a project keeps: its settings, its known findings, its certificates. Takes what is to be told; gives
//! both languages.

use std::path::Path;

use super::certificate::Verdict;
use crate::check::Known;
use crate::diagnostic::{Code, Diagnostic, Severity, Subject, Words};
use crate::project;
use crate::source::Span;

pub(super) fn settings_below(name: &str) -> Diagnostic {
    let message = Words::new(
        format!("没有采用“{name}”：这次检查用的是上级的设置"),
        format!("“{name}” was not used: this check goes by settings above it"),
    );
    Diagnostic::new(Code::SETTINGS_UNUSED, Severity::Warning, message).help(Words::new(
        "到它所在的文件夹里另行检查，或用 --config 指定；不要的就删去",
        "check its folder by itself, or name it by --config; remove it if it is not wanted",
    ))
}

pub(super) fn no_day(span: Span, text: &str) -> Diagnostic {
    let message = Words::new(format!("“{text}”不是日期"), format!("“{text}” is no date"));
    Diagnostic::error(Code::SETTINGS_FAULTY, span, message)
        .help(Words::new("写成 2026-01-01 这样", "write it as 2026-01-01"))
}

pub(super) fn no_baseline(file: &Path) -> Diagnostic {
    let name = project::shown(file);
    let message = Words::new(
        format!("没有已知问题的清单“{name}”"),
        format!("there is no file of known findings “{name}”"),
    );
    Diagnostic::new(Code::BASELINE_MISSING, Severity::Error, message).help(Words::new(
        "用 --write-baseline 写一份；不再需要的，从 biaochi.yaml 或命令行里去掉 baseline",
        "write it by --write-baseline; if it is not wanted any more, take it out of biaochi.yaml or the command line",
    ))
}

pub(super) fn bad_baseline(span: Span, detail: &str) -> Diagnostic {
    let message = Words::new("已知问题的清单读不懂", "the file of known findings cannot be read");
    Diagnostic::error(Code::BASELINE_FAULTY, span, message)
        .remark(Words::verbatim(detail))
        .help(Words::new(
            "指错了文件的，改 --baseline；清单坏了的，先删去，再用 --write-baseline 重写",
            "name another file by --baseline; one that is broken: remove it, then run --write-baseline",
        ))
}

pub(super) fn other_baseline(span: Span, schema: &str, ours: &str) -> Diagnostic {
    let message = Words::new(
        format!("清单的格式是“{schema}”，这里要“{ours}”"),
        format!("the file is of the form “{schema}”, and “{ours}” is needed"),
    );
    Diagnostic::error(Code::BASELINE_FAULTY, span, message)
        .help(Words::new("用 --write-baseline 重写一份", "write it anew by --write-baseline"))
}

/// A finding that is known and not found any more.
pub(super) fn known_and_gone(span: Span, known: &Known) -> Diagnostic {
    let Known { file, rule, subject, .. } = known;
    let subject = subject.as_ref().map_or("", Subject::path);
    let message = Words::new(
        format!("已知问题不再出现：{file} [{rule}] {subject}"),
        format!("a known finding is gone: {file} [{rule}] {subject}"),
    );
    Diagnostic::warning(Code::BASELINE_GONE, span, message).help(Words::new(
        "用 --write-baseline 更新清单，免得同样的问题再来时没有人看见",
        "bring the file up to date by --write-baseline, lest the same fault come back unseen",
    ))
}

pub(super) fn no_baseline_of_part() -> Words {
    Words::new(
        "没有写出清单：有内容没能检查，先处理上面的问题（退出码 2）",
        "no file of known findings was written: something could not be checked, see above (exit 2)",
    )
}

/// `named`: the settings or the command line name the file, so that the next check will know it.
pub(super) fn baseline_written(file: &Path, count: usize, named: bool) -> Words {
    let name = project::shown(file);
    let (mut zh, mut en) = (
        format!("{count} 处问题记为已知，写进“{name}”"),
        format!("{count} findings are known from now on, in “{name}”"),
    );
    if !named {
        zh.push_str(&format!(
            "；在 biaochi.yaml 写 baseline: {name}，或检查时加 --baseline {name}"
        ));
        en.push_str(&format!(
            "; put baseline: {name} in biaochi.yaml, or check with --baseline {name}"
        ));
    }
    Words::new(zh, en)
}

pub(super) fn project_is_there(name: &str) -> Words {
    Words::new(
        format!("没有改动：这里已经有“{name}”。直接改它；要重来，先删去或改名"),
        format!(
            "nothing was done: “{name}” is there. Change it; to start anew, remove or rename it"
        ),
    )
}

pub(super) fn created(name: &str) -> Words {
    Words::new(format!("写出：{name}"), format!("written: {name}"))
}

pub(super) fn left_alone(name: &str) -> Words {
    Words::new(format!("已有，没有动：{name}"), format!("is there, left alone: {name}"))
}

/// After `init`; `sheets` is how many there were already.
pub(super) fn next_steps(sheets: usize) -> Words {
    let (zh, en) = match sheets {
        0 => (String::new(), String::new()),
        _ => (
            format!(
                "这里已有 {sheets} 个表文件；现有的问题一时改不完，可以先记为已知：biaochi check --write-baseline\n"
            ),
            format!(
                "There are {sheets} sheet files; what cannot be mended now can be made known: biaochi check --write-baseline\n"
            ),
        ),
    };
    Words::new(
        format!(
            "{zh}接下来：\n  biaochi check           检查这里的表\n  biaochi test            运行规则自带的例子\n  biaochi hook install    每次提交前自动检查"
        ),
        format!(
            "{en}Next:\n  biaochi check           checks the sheets here\n  biaochi test            runs the examples of the rules\n  biaochi hook install    checks before each commit"
        ),
    )
}

/// What to do about a certificate that is none any more.
fn certify_anew() -> Words {
    Words::new(
        "用 biaochi check --certificate 重新检查，写一份新的",
        "check anew and write another by `biaochi check --certificate`",
    )
}

pub(super) fn bad_certificate(span: Span, detail: &str) -> Diagnostic {
    let message =
        Words::new("这不是检查凭证，或者不完整", "this is no certificate, or not all of one");
    Diagnostic::error(Code::CERTIFICATE_UNREADABLE, span, message)
        .remark(Words::verbatim(detail))
        .help(certify_anew())
}

pub(super) fn other_certificate(span: Span, schema: &str, ours: &str) -> Diagnostic {
    let message = Words::new(
        format!("凭证的格式是“{schema}”，这里要“{ours}”"),
        format!("the certificate is of the form “{schema}”, and “{ours}” is needed"),
    );
    Diagnostic::error(Code::CERTIFICATE_UNREADABLE, span, message).help(certify_anew())
}

pub(super) fn broken_seal(span: Span) -> Diagnostic {
    let message = Words::new(
        "凭证写出以后被改动过，不能作准",
        "the certificate was changed after it was written: it cannot be relied on",
    );
    Diagnostic::error(Code::CERTIFICATE_ALTERED, span, message).help(certify_anew())
}

pub(super) fn other_version(version: &str) -> Words {
    let ours = env!("CARGO_PKG_VERSION");
    Words::new(
        format!("凭证由 {version} 版写出，现在是 {ours} 版"),
        format!("the certificate was written by version {version}; this is {ours}"),
    )
}

pub(super) fn pack_gone(name: &str, path: &str) -> Words {
    Words::new(
        format!("规则包 {name}：“{path}”已不存在"),
        format!("pack {name}: “{path}” is no more"),
    )
}

pub(super) fn pack_changed(name: &str, before: &str, now: &str) -> Words {
    match before == now {
        true => Words::new(
            format!("规则包 {name}：内容改过，版本仍是 {now}"),
            format!("pack {name}: changed, version {now} as before"),
        ),
        false => Words::new(
            format!("规则包 {name}：从 {before} 版改为 {now} 版"),
            format!("pack {name}: version {before} then, {now} now"),
        ),
    }
}

pub(super) fn pack_unknown(name: &str) -> Words {
    Words::new(
        format!("规则包 {name}：找不到了，或者改了名称"),
        format!("pack {name}: not found, or called otherwise now"),
    )
}

pub(super) fn sheet_gone(name: &str) -> Words {
    Words::new(format!("表 {name}：已不存在"), format!("sheet {name}: is no more"))
}

pub(super) fn sheet_changed(name: &str) -> Words {
    Words::new(format!("表 {name}：检查以后改过"), format!("sheet {name}: changed since"))
}

pub(super) fn sheet_unreadable(name: &str) -> Words {
    Words::new(format!("表 {name}：现在读不了"), format!("sheet {name}: cannot be read now"))
}

pub(super) fn sheet_new(name: &str) -> Words {
    Words::new(
        format!("表 {name}：是后来的，没有检查"),
        format!("sheet {name}: came since, and was not checked"),
    )
}

/// What a certificate comes to: what it said, and whether that still stands. `counts` are its files and packs.
pub(super) fn certified(
    verdict: Verdict,
    date: Option<&str>,
    (files, packs): (usize, usize),
    changes: usize,
) -> Words {
    let (zh, en) = match verdict {
        Verdict::Clean => ("检查通过，没有发现问题", "checked, nothing found"),
        Verdict::Passed => (
            "检查通过，有警告、提示，或已知、已忽略的问题",
            "passed, with warnings, notes, or findings that are known or let stand",
        ),
        Verdict::Failed => ("检查没有通过", "the check failed"),
        Verdict::NotChecked => {
            ("有内容没能检查，不算通过", "something could not be checked: no pass")
        }
    };
    let (day_zh, day_en) =
        date.map_or_else(Default::default, |day| (format!("{day} "), format!(" on {day}")));
    let (since_zh, since_en) = match changes {
        0 => (
            format!("{files} 个文件、{packs} 个规则包都没有改动"),
            format!("{files} files and {packs} packs are as they were"),
        ),
        _ => (
            format!("以后有 {changes} 处改动，凭证不再作准"),
            format!("{changes} changes since: it holds no more"),
        ),
    };
    Words::new(format!("{day_zh}{zh}；{since_zh}"), format!("{en}{day_en}; {since_en}"))
}

pub(super) fn no_rule_file(path: &Path) -> Words {
    let name = project::shown(path);
    Words::new(
        format!("错误：规则要写进 .chi 文件，不能写进“{name}”；什么也没有写"),
        format!("error: rules are written to .chi files, not to “{name}”; nothing was written"),
    )
}
