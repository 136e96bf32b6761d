//! The words of certificates and of what has changed since, in both languages.

use super::certificate::{Certificate, Verdict};
use crate::diagnostic::{Code, Diagnostic, Words};
use crate::source::Span;

/// What to do about a certificate that is no longer valid.
fn certify_again() -> Words {
    Words::new(
        "用 biaochi check --certificate 重新检查，写一份新的",
        "check again and write a new one with `biaochi check --certificate`",
    )
}

pub(super) fn stdin_certified() -> Words {
    Words::new(
        "错误：--certificate 不能与标准输入（-）同用：以后无从核对。先存成文件，再检查",
        "error: --certificate cannot be used with `-`: nothing could be compared later. Save the sheet, then check the file",
    )
}

pub(super) fn nothing_certified(sheets: usize) -> Words {
    match sheets {
        0 => Words::new(
            "凭证不算通过：一张表也没有检查（退出码 2）。核对路径，以及 include、exclude",
            "the certificate is not a pass: no sheet was checked (exit 2). Check the paths, include and exclude",
        ),
        _ => Words::new(
            format!(
                "凭证不算通过：{sheets} 张表，没有一条规则得到判定（退出码 2）。核对表单、年度和所用的规则包"
            ),
            format!(
                "the certificate is not a pass: no rule was decided on its {sheets} sheets (exit 2). Check form, year and rule packs"
            ),
        ),
    }
}

pub(super) fn unreadable_certificate(span: Span, detail: &str) -> Diagnostic {
    let message =
        Words::new("这不是检查凭证，或者不完整", "this is not a certificate, or an incomplete one");
    Diagnostic::error(Code::CERTIFICATE_UNREADABLE, span, message)
        .remark(Words::verbatim(detail))
        .help(certify_again())
}

pub(super) fn other_certificate(span: Span, schema: &str, ours: &str) -> Diagnostic {
    let message = Words::new(
        format!("凭证的格式是“{schema}”，这里要“{ours}”"),
        format!("the certificate has the schema “{schema}”; “{ours}” is needed"),
    );
    Diagnostic::error(Code::CERTIFICATE_UNREADABLE, span, message).help(certify_again())
}

pub(super) fn broken_seal(span: Span) -> Diagnostic {
    let message = Words::new(
        "凭证写出以后被改动过，不能作准",
        "the certificate was changed after it was written: do not rely on it",
    );
    Diagnostic::error(Code::CERTIFICATE_ALTERED, span, message).help(certify_again())
}

pub(super) fn inconsistent(span: Span) -> Diagnostic {
    let message = Words::new(
        "凭证里的数目与结论对不上，不是检查写出来的，不能作准",
        "the certificate's numbers and verdict do not agree, so no check wrote it: do not rely on it",
    );
    Diagnostic::error(Code::CERTIFICATE_ALTERED, span, message).help(certify_again())
}

pub(super) fn other_version(version: &str) -> Words {
    let ours = env!("CARGO_PKG_VERSION");
    Words::new(
        format!("凭证由 {version} 版写出，现在是 {ours} 版"),
        format!("the certificate was written by version {version}; this is {ours}"),
    )
}

/// Before anything is read; `names` are some of the `count` places.
pub(super) fn outside(count: usize, names: &[String], home: &str) -> Words {
    let more = if count > names.len() { ("等", ", and more") } else { ("", "") };
    Words::new(
        format!(
            "凭证所指的有 {count} 处不在它所在的“{home}”之内：“{}”{}。照样核对，只比校验和，不显示内容；不放心的，不要用这份凭证",
            names.join("”、“"),
            more.0
        ),
        format!(
            "the certificate names {count} places outside its folder “{home}”: “{}”{}. They are compared by checksum and not shown; if you did not expect this, do not use the certificate",
            names.join("”, “"),
            more.1
        ),
    )
}

/// What a certificate names besides packs.
#[derive(Clone, Copy, Debug)]
pub(super) enum CertifiedKind {
    Sheet,
    Settings,
    Baseline,
}

impl CertifiedKind {
    fn called(self) -> (&'static str, &'static str) {
        match self {
            Self::Sheet => ("表", "sheet"),
            Self::Settings => ("设置", "settings"),
            Self::Baseline => ("已知问题的清单", "known findings"),
        }
    }

    fn said(self, name: &str, zh: &str, en: &str) -> Words {
        let called = self.called();
        Words::new(format!("{} {name}：{zh}", called.0), format!("{} {name}: {en}", called.1))
    }

    pub(crate) fn gone(self, name: &str) -> Words {
        self.said(name, "已不存在", "no longer exists")
    }

    pub(crate) fn changed(self, name: &str) -> Words {
        self.said(name, "检查以后改过", "changed since")
    }

    pub(crate) fn unreadable(self, name: &str) -> Words {
        self.said(name, "现在读不了", "cannot be read now")
    }

    pub(crate) fn moved(self, name: &str, to: &str) -> Words {
        self.said(
            name,
            &format!("移到了 {to}，内容没有改"),
            &format!("moved to {to}, with the same content"),
        )
    }

    /// It exists, but a check would not include it.
    pub(crate) fn unused(self, name: &str) -> Words {
        match self {
            Self::Sheet => self.said(
                name,
                "现在不在检查之列（被忽略文件、设置或链接排除了）",
                "would not be checked now: excluded by ignore files, settings or a link",
            ),
            Self::Settings | Self::Baseline => {
                self.said(name, "现在不采用了", "would not be used now")
            }
        }
    }

    pub(crate) fn came(self, name: &str) -> Words {
        match self {
            Self::Sheet => {
                self.said(name, "是后来的，没有检查", "was added since and was not checked")
            }
            Self::Settings | Self::Baseline => {
                self.said(name, "是后来的，检查时没有用", "was added since and was not used")
            }
        }
    }
}

pub(super) fn settings_faulty() -> Words {
    Words::new(
        "设置：现在有误，或者不止一份，因而没有核对规则包和后来的表；用 biaochi check 看是什么问题",
        "settings: faulty now, or not unique, so packs and new sheets were not compared; `biaochi check` says why",
    )
}

/// What a check would now report for a place.
pub(super) fn hindered(why: &Words) -> Words {
    Words::new(
        format!("现在不能全部检查：{}", why.zh),
        format!("not all can be checked now: {}", why.en),
    )
}

pub(super) fn pack_gone(name: &str, path: &str) -> Words {
    Words::new(
        format!("规则包 {name}：“{path}”已不存在"),
        format!("pack {name}: “{path}” no longer exists"),
    )
}

/// `files` are those of its files that were changed, added or removed.
pub(super) fn pack_changed(name: &str, (before, now): (&str, &str), files: &[Words]) -> Words {
    const MOST: usize = 5;
    let some = |of: fn(&Words) -> &str, between: &str| {
        files.iter().take(MOST).map(of).collect::<Vec<_>>().join(between)
    };
    let (mut zh, mut en) = (some(|words| &words.zh, "、"), some(|words| &words.en, ", "));
    if files.len() > MOST {
        zh.push_str(&format!("等 {} 个文件", files.len()));
        en.push_str(&format!(" and {} more", files.len() - MOST));
    }
    if !files.is_empty() {
        (zh, en) = (format!("（{zh}）"), format!(" ({en})"));
    }
    match before == now {
        true => Words::new(
            format!("规则包 {name}：内容改过，版本仍是 {now}{zh}"),
            format!("pack {name}: changed, version {now} as before{en}"),
        ),
        false => Words::new(
            format!("规则包 {name}：从 {before} 版改为 {now} 版{zh}"),
            format!("pack {name}: version {before} then, {now} now{en}"),
        ),
    }
}

pub(super) fn pack_file_changed(name: &str) -> Words {
    Words::new(format!("{name} 改过"), format!("{name} changed"))
}

pub(super) fn pack_file_came(name: &str) -> Words {
    Words::new(format!("{name} 是后来的"), format!("{name} came since"))
}

pub(super) fn pack_file_gone(name: &str) -> Words {
    Words::new(format!("{name} 不再读取"), format!("{name} is no longer read"))
}

pub(super) fn pack_unknown(name: &str) -> Words {
    Words::new(
        format!("规则包 {name}：现在不采用，读不了，或者改了名称"),
        format!("pack {name}: not used now, unreadable, or renamed"),
    )
}

pub(super) fn pack_came(name: &str) -> Words {
    Words::new(
        format!("规则包 {name}：是后来的，检查时没有用"),
        format!("pack {name}: was added since and was not used"),
    )
}

/// Not all requested rules can be read.
pub(super) fn rules_faulty() -> Words {
    Words::new(
        "规则包：现在有的读不了；用 biaochi check 看是什么问题",
        "packs: some cannot be read now; `biaochi check` says why",
    )
}

/// What a certificate covers, in numbers.
pub(super) fn covered(certificate: &Certificate) -> Words {
    let summary = &certificate.summary;
    let outcomes = &summary.outcomes;
    let rules: usize = certificate.packs.iter().map(|pack| pack.rules.len()).sum();
    let out = certificate.rules_left_out.len() + certificate.rules_faulty.len();
    Words::new(
        format!(
            "凭证涵盖 {} 个文件、{} 张表；用了 {rules} 条规则，没有用 {out} 条；判定：成立 {}、不成立 {}、不适用 {}、无法判定 {}、规则有误 {}",
            summary.files,
            summary.sheets,
            outcomes.holds,
            outcomes.fails,
            outcomes.not_applicable,
            outcomes.undecidable,
            outcomes.faulty,
        ),
        format!(
            "the certificate covers {} files, {} sheets; {rules} rules judged, {out} did not; outcomes: {} hold, {} fail, {} not applicable, {} undecidable, {} faulty",
            summary.files,
            summary.sheets,
            outcomes.holds,
            outcomes.fails,
            outcomes.not_applicable,
            outcomes.undecidable,
            outcomes.faulty,
        ),
    )
}

/// The result of `verify`: the verdict of the check, and whether it is still valid.
pub(super) fn certified(certificate: &Certificate, date: Option<&str>, changes: usize) -> Words {
    let files = certificate.files.len();
    let packs = certificate.packs.iter().filter(|pack| pack.judges).count();
    let (zh, en) = match certificate.verdict {
        Verdict::Clean => ("检查通过，没有发现问题", "checked, nothing found"),
        Verdict::Passed => (
            "检查通过，有警告、提示，或已知、已忽略的问题",
            "passed, with warnings, notes, or findings that are known or suppressed",
        ),
        Verdict::Failed => ("检查没有通过", "the check failed"),
        Verdict::NotChecked => {
            ("有内容没能检查，不算通过", "something could not be checked: not a pass")
        }
    };
    let (day_zh, day_en) =
        date.map_or_else(Default::default, |day| (format!("{day} "), format!(" on {day}")));
    let (since_zh, since_en) = match changes {
        0 => (
            format!("{files} 个文件、{packs} 个规则包都没有改动"),
            format!("{files} files and {packs} packs are unchanged"),
        ),
        _ => (
            format!("以后有 {changes} 处改动，凭证不再作准"),
            format!("{changes} changes since: it is no longer valid"),
        ),
    };
    Words::new(format!("{day_zh}{zh}；{since_zh}"), format!("{en}{day_en}; {since_en}"))
}
