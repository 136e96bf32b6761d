//! The words of the handbook.

use crate::diagnostic::{FixLevel, Severity, Words};
use crate::rule::Strength;

pub(super) fn title() -> Words {
    Words::new("规则手册", "Handbook of rules")
}

pub(super) fn summary(all: usize, errors: usize, warnings: usize, notes: usize) -> Words {
    Words::new(
        format!("一共 {all} 条规则：错误 {errors} 条，警告 {warnings} 条，提示 {notes} 条。"),
        format!("{all} rules: {errors} errors, {warnings} warnings, {notes} notes."),
    )
}

pub(super) fn severity(severity: Severity) -> Words {
    match severity {
        Severity::Error => Words::new("错误", "error"),
        Severity::Warning => Words::new("警告", "warning"),
        Severity::Note => Words::new("提示", "note"),
    }
}

/// What a severity requires of the author of the sheet.
pub(super) fn severity_means(severity: Severity) -> Words {
    match severity {
        Severity::Error => Words::new("退回，改了再报", "the sheet is returned"),
        Severity::Warning => Words::new("要改，或者说明理由", "to be changed, or explained"),
        Severity::Note => Words::new("建议改", "advice"),
    }
}

/// How far a rule can be trusted, for the reader of its findings.
pub(super) fn strength_means(strength: Strength) -> Words {
    match strength {
        Strength::Certain => Words::new("报的就是毛病", "what it finds is a fault"),
        Strength::MayCryWolf => {
            Words::new("报的不一定是毛病，要看一眼", "what it finds may be none: have a look")
        }
        Strength::MayMiss => Words::new(
            "报的就是毛病，但还可能有没报的",
            "what it finds is a fault, but it may miss some",
        ),
    }
}

pub(super) fn how_to_read() -> Words {
    Words::new("怎样看", "How to read it")
}

pub(super) fn articles() -> Words {
    Words::new(
        "依据后面写“待核”的，条款还没有与原文核对过。",
        "Where a law is followed by 待核, the article has not been confirmed against its text.",
    )
}

pub(super) fn by_criterion() -> Words {
    Words::new("按审核内容查", "By criterion")
}

pub(super) fn by_law() -> Words {
    Words::new("按法规查", "By law")
}

pub(super) fn by_field() -> Words {
    Words::new("按栏目查", "By field")
}

pub(super) fn no_criterion() -> Words {
    Words::new("没有标明", "not said")
}

pub(super) fn no_law() -> Words {
    Words::new("没有依据", "no law")
}

/// The headings of a 规则表: its rows, their severities, what they say.
pub(super) fn rows() -> [Words; 3] {
    [Words::new("行", "Row"), Words::new("级别", "Severity"), sentence()]
}

pub(super) fn sentence() -> Words {
    Words::new("一句话说", "In a sentence")
}

pub(super) fn meaning(name: &str, means: &Words) -> Words {
    Words::new(
        format!("其中“{name}”指：{}", means.zh),
        format!("where “{name}” stands for: {}", means.en),
    )
}

pub(super) fn basis() -> Words {
    Words::new("依据", "Law")
}

pub(super) fn reads() -> Words {
    Words::new("看哪里", "Reads")
}

pub(super) fn forms() -> Words {
    Words::new("审哪种表", "Forms")
}

pub(super) fn help() -> Words {
    Words::new("怎样改", "What to do")
}

pub(super) fn fixes() -> Words {
    Words::new("修复", "Fixes")
}

pub(super) fn fix_level(level: FixLevel) -> Words {
    match level {
        FixLevel::Safe => Words::new("自动", "automatic"),
        FixLevel::Unsafe => Words::new("经人确认", "with consent"),
        FixLevel::Draft => Words::new("留空待填", "a draft to fill in"),
    }
}

pub(super) fn accepts() -> Words {
    Words::new("合格", "Passes")
}

pub(super) fn rejects() -> Words {
    Words::new("不合格", "Fails")
}

pub(super) fn rule_text() -> Words {
    Words::new("条文", "The rule")
}

pub(super) fn catalogue(name: &str) -> Words {
    Words::new(format!("指标库：{name}"), format!("Catalogue: {name}"))
}

/// The columns of a catalogue.
pub(super) fn columns() -> [Words; 6] {
    [
        Words::new("名称", "name"),
        Words::new("归在", "filed under"),
        Words::new("单位", "units"),
        Words::new("方向", "direction"),
        Words::new("一般写作", "usual target"),
        Words::new("衡量什么", "what it measures"),
    ]
}

pub(super) fn search() -> Words {
    Words::new("查找：规则名、栏目、法规、文字", "Search: name, field, law, words")
}

pub(super) fn contents() -> Words {
    Words::new("目录", "Contents")
}

pub(super) fn nothing_found() -> Words {
    Words::new("没有找到", "Nothing found")
}

pub(super) fn count(count: usize) -> Words {
    Words::new(format!("{count} 条"), count.to_string())
}
