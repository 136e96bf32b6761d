//! The words for a project's settings and known findings, in both languages.

use std::path::Path;

use crate::check::KnownFinding;
use crate::diagnostic::{Code, Diagnostic, Severity, Subject, Words};
use crate::project;
use crate::source::Span;

pub(super) fn no_baseline(file: &Path) -> Diagnostic {
    let name = project::shown(file);
    let message = Words::new(
        format!("没有已知问题的清单“{name}”"),
        format!("there is no file of known findings “{name}”"),
    );
    Diagnostic::new(Code::BASELINE_MISSING, Severity::Error, message).help(Words::new(
        "用 --write-baseline 写一份；不再需要的，从 biaochi.yaml 或命令行里去掉 baseline",
        "write it with --write-baseline; if it is no longer wanted, remove it from biaochi.yaml or the command line",
    ))
}

pub(super) fn bad_baseline(span: Span, detail: &str) -> Diagnostic {
    let message = Words::new("已知问题的清单读不懂", "the file of known findings cannot be read");
    Diagnostic::error(Code::BASELINE_FAULTY, span, message).remark(Words::verbatim(detail)).help(
        Words::new(
            "用 --write-baseline 重写一份；它若是别的文件，先移开",
            "rewrite it with --write-baseline; if it is another file, move it away first",
        ),
    )
}

pub(super) fn other_baseline(span: Span, schema: &str, ours: &str) -> Diagnostic {
    let message = Words::new(
        format!("清单的格式是“{schema}”，这里要“{ours}”"),
        format!("the file has the schema “{schema}”; “{ours}” is needed"),
    );
    Diagnostic::error(Code::BASELINE_FAULTY, span, message)
        .help(Words::new("用 --write-baseline 重写一份", "rewrite it with --write-baseline"))
}

/// A finding that is known and not found any more.
pub(super) fn known_and_gone(span: Span, known: &KnownFinding) -> Diagnostic {
    let KnownFinding { file, rule, subject, .. } = known;
    let subject = subject.as_ref().map_or("", Subject::path);
    let message = Words::new(
        format!("已知问题不再出现：{file} [{rule}] {subject}"),
        format!("a known finding is gone: {file} [{rule}] {subject}"),
    );
    Diagnostic::warning(Code::BASELINE_GONE, span, message).help(Words::new(
        "用 --write-baseline 更新清单，免得同样的问题再来时没有人看见",
        "update the file with --write-baseline, or the same fault could come back unnoticed",
    ))
}

pub(super) fn no_baseline_of_part() -> Words {
    Words::new(
        "没有写出清单：有内容没能检查，先处理上面的问题（退出码 2）",
        "no file of known findings was written: something could not be checked, see above (exit 2)",
    )
}

/// `named`: the settings or the command line name the file, so the next check will read it.
pub(super) fn baseline_written(file: &Path, count: usize, named: bool) -> Words {
    let name = project::shown(file);
    let (mut zh, mut en) = (
        format!("{count} 处问题记为已知，写进“{name}”"),
        format!("{count} findings recorded as known in “{name}”"),
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
        format!("nothing was done: “{name}” exists. Edit it; to start over, remove or rename it"),
    )
}

pub(super) fn created(name: &str) -> Words {
    Words::new(format!("写出：{name}"), format!("written: {name}"))
}

pub(super) fn left_alone(name: &str) -> Words {
    Words::new(format!("已有，没有动：{name}"), format!("exists, not changed: {name}"))
}

/// After `init`; `sheets` is how many there were before.
pub(super) fn next_steps(sheets: usize) -> Words {
    let (zh, en) = match sheets {
        0 => (String::new(), String::new()),
        _ => (
            format!(
                "这里已有 {sheets} 个表文件；现有的问题一时改不完，可以先记为已知：biaochi check --write-baseline\n"
            ),
            format!(
                "There are {sheets} sheet files; what cannot be corrected now can be recorded as known: biaochi check --write-baseline\n"
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

pub(super) fn no_rule_file(path: &Path) -> Words {
    let name = project::shown(path);
    Words::new(
        format!("错误：规则要写进 .chi 文件，不能写进“{name}”；什么也没有写"),
        format!("error: rules are written to .chi files, not to “{name}”; nothing was written"),
    )
}
