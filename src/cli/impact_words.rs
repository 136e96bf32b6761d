//! The words of `impact` itself, in both languages; those of its reports are in `render`.

use crate::check::Date;
use crate::diagnostic::{Code, Diagnostic, Severity, Words};

pub(super) fn two_revisions() -> Diagnostic {
    let message = Words::new("一边只能有一个 git 版本", "a side can have one git revision only");
    Diagnostic::new(Code::GIT_FAILED, Severity::Error, message).help(Words::new(
        "另一个版本里的规则包或文件，写成 git:版本:路径",
        "write a pack or file of another revision as git:REVISION:PATH",
    ))
}

pub(super) fn nothing_judged(sheets: usize, as_of: Option<Date>) -> Diagnostic {
    let message = Words::new(
        format!("{sheets} 张表，两边都没有一条规则得到判定，没有可比较的"),
        format!(
            "{sheets} sheet(s), and no rule of either side judged any of them: nothing to compare"
        ),
    );
    let help = match as_of {
        Some(day) => Words::new(
            format!("{day} 那天没有规则管这些表：去掉 --as-of，或换一天"),
            format!(
                "on {day} no rule applies to these sheets: leave out --as-of, or use another day"
            ),
        ),
        None => Words::new(
            "核对路径、表的年度、两边的规则包；biaochi rules 列出规则管哪些表、哪几年",
            "look at the paths, the year of the sheets and the packs; `biaochi rules` lists the forms and years of rules",
        ),
    };
    Diagnostic::new(Code::NOTHING_JUDGED, Severity::Error, message).help(help)
}

pub(super) fn side_unjudged(is_from: bool) -> Diagnostic {
    let (zh, en) = if is_from { ("原来的", "before") } else { ("改后的", "after") };
    let message = Words::new(
        format!("{zh}规则没有一条判定过这批表：这一边没有规则的结论"),
        format!("no rule {en} judged any sheet: that side has no verdict of a rule"),
    );
    Diagnostic::new(Code::NOTHING_JUDGED, Severity::Warning, message)
        .help(Words::new("核对规则管哪些表、哪几年", "look at the forms and years of its rules"))
}
