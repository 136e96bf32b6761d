//! Every word of the page outside findings, in both languages. Knows no markup.

use crate::diagnostic::{Lang, Outcomes, Words};
use crate::render::Report;
use crate::render::words::counted;

words! {
    title: "绩效目标表检查报告", "Report on performance sheets";
    overview: "总的情况", "At a glance";
    by_criterion: "问题按审核内容和级别", "Findings by criterion and severity";
    most_by_rule: "报得最多的规则（前二十条）", "The rules that find most (twenty)";
    most_by_unit: "问题最多的单位（前二十个）", "The units where most is found (twenty)";
    rules_by_units: "哪条规则在哪个单位报得多", "Which rules find something in which units";
    by_rule: "问题按规则", "Findings by rule";
    criterion: "审核内容", "criterion";
    severity: "级别", "severity";
    rule: "规则", "rule";
    total: "合计", "total";
    count: "个数", "count";
    packs: "所用规则包", "Rule packs";
    pack: "规则包", "pack";
    version: "版本", "version";
    checksum: "校验码（SHA-256）", "checksum (SHA-256)";
    contents: "目录", "Contents";
    project: "项目", "project";
    unit: "单位", "unit";
    year: "年度", "year";
    form: "表单", "form";
    file: "文件", "file";
    undecided: "无法判定", "undecidable";
    no_unit: "未填单位", "no unit given";
    no_year: "未填年度", "no year given";
    verdicts: "规则判定", "rule verdicts";
    source: "原文", "The sheet";
    findings: "问题", "Findings";
    nothing_found: "按所用的规则没有发现问题。", "Nothing found by the rules in use.";
    nothing_decided: "没有一条规则得到判定，不能视为通过。",
        "No rule was decided: this is not a pass.";
    outside: "不属于任何一张表的问题", "Findings outside of any sheet";
    suppressed: "表中声明忽略的", "Suppressed by the sheets themselves";
    suppressed_about: "这些问题规则报了，填表人在表里声明忽略。是否成立，请审核人员看理由。",
        "Found by the rules, and suppressed by a comment in the sheet. Reviewers judge the reasons.";
    baselined: "基线中已有的", "Known from the baseline";
    baselined_about: "这些问题以前就有，记在基线里，不算这次的。",
        "Known before and kept in the baseline: not counted this time.";
    reason: "理由", "reason";
    approver: "批准人", "approved by";
    until: "有效期至", "until";
    not_said: "未写明", "not said";
    place: "位置", "place";
    message: "问题", "finding";
    also: "另见", "see also";
    note: "说明", "note";
    basis: "依据", "basis";
    help: "建议", "to do";
    fix: "修复", "fix";
    how_to_read: "怎样看", "How to read it";
    marks_mean: "原文中，有问题的地方划线：错误划波浪线，警告划虚线，提示划点线；细线是另见的地方。线后的数字是问题的编号，点它看问题。",
        "Places with findings are underlined: errors wavy, warnings dashed, notes dotted; thin lines are other places to see. The number after a line leads to its finding.";
    unconfirmed: "依据后面写“条款待核”的，条款还没有与原文核对过。",
        "Where an article is called unconfirmed, nobody has checked it against the text of the law.";
    people_decide: "本页只列问题和依据，不评定等级；结论由审核人员作出。",
        "This page lists findings and their grounds. It gives no grade: people do.";
    filter: "筛选", "Filter";
    all: "全部", "all";
    text: "文字", "words";
    text_hint: "问题、规则、依据、项目、单位", "finding, rule, law, project, unit";
    only_with: "只看有问题的表", "only sheets with findings";
    open_all: "展开全部原文", "unfold all lines";
    to_contents: "回目录", "contents";
    files: "个文件", "files";
    sheets: "张表", "sheets";
    errors: "个错误", "errors";
    warnings: "个警告", "warnings";
    notes: "个提示", "notes";
    times_undecidable: "次无法判定", "undecidable";
    times_faulty: "次规则有误", "faulty rules";
    are_suppressed: "处已忽略", "suppressed";
    are_baselined: "处基线中已有", "in the baseline";
    are_unlisted: "处未列出", "not listed";
    are_left_out: "条规则没有用", "rules left out";
}

/// The result of the whole run, in a few words: what was not checked is never a pass.
pub(super) fn verdict(report: &Report) -> (&'static str, Words) {
    let summary = &report.summary;
    let found = summary.errors + summary.warnings + summary.notes > 0;
    if summary.sheets == 0 {
        let words = Words::new("没有检查到任何表", "No sheet was checked");
        return if found { ("bad", words) } else { ("none", words) };
    }
    if report.incomplete {
        let words =
            Words::new("有内容没能检查，不算通过", "Something could not be checked: not a pass");
        return ("bad", words);
    }
    if summary.errors > 0 {
        return ("bad", Words::new("有错误，要退回修改", "There are errors: sheets go back"));
    }
    if found {
        let words = Words::new("没有错误，有要看的地方", "No errors, but points to look at");
        return ("some", words);
    }
    if summary.outcomes.holds == 0 {
        return ("none", Words::new("没有规则得到判定", "Nothing was decided"));
    }
    if summary.outcomes.undecidable + summary.outcomes.faulty > 0 {
        let words =
            Words::new("没有发现问题，但有没能判定的", "Nothing found, but not all decided");
        return ("some", words);
    }
    if summary.baselined > 0 {
        return ("good", Words::new("没有新的问题", "Nothing new"));
    }
    ("good", Words::new("全部通过", "All clear"))
}

/// The outcomes of the rules on a sheet.
pub(super) fn outcomes(outcomes: &Outcomes) -> Words {
    let mut zh = format!(
        "通过 {}，不通过 {}，不适用 {}",
        outcomes.holds, outcomes.fails, outcomes.not_applicable
    );
    let mut en = format!(
        "{} hold, {} fail, {} not applicable",
        outcomes.holds, outcomes.fails, outcomes.not_applicable
    );
    for (count, chinese, english) in [
        (outcomes.undecidable, "无法判定", "undecidable"),
        (outcomes.faulty, "规则有误", "with a faulty rule"),
    ] {
        if count > 0 {
            zh.push_str(&format!("，{chinese} {count}"));
            en.push_str(&format!(", {count} {english}"));
        }
    }
    Words::new(zh, en)
}

pub(super) fn folded(first: u32, last: u32) -> Words {
    let count = last.saturating_sub(first) + 1;
    if count == 1 {
        return Words::new(format!("第 {first} 行"), format!("line {first}"));
    }
    Words::new(
        format!("第 {first}–{last} 行（{count} 行没有问题）"),
        format!("lines {first}–{last} ({count} lines without findings)"),
    )
}

pub(super) fn lines(first: u32, last: u32) -> Words {
    Words::new(format!("第 {first}–{last} 行"), format!("lines {first}–{last}"))
}

pub(super) fn year_of(year: i32) -> Words {
    Words::new(format!("{year} 年度"), year.to_string())
}

pub(super) fn count_of(count: usize) -> Words {
    Words::new(format!("{count} 条"), count.to_string())
}

pub(super) fn to_finding(number: usize) -> Words {
    Words::new(format!("问题 {number}"), format!("finding {number}"))
}

/// What the script fills in: `{}` stands for what is shown, `{all}` for how many there are.
pub(super) fn shown_of() -> Words {
    Words::new("显示 {} 条，共 {all} 条", "{} of {all} shown")
}

/// Sheets that are in the list alone.
pub(super) fn only_listed(shown: usize, listed: usize) -> Words {
    Words::new(
        format!(
            "要退回的在前。前 {shown} 张表的原文和问题在下面，其余 {listed} 张只列在这里；看它们的全文，按单位分开检查，或者用 --format xlsx。"
        ),
        format!(
            "What must go back comes first. The first {shown} sheets stand below with their findings, the other {listed} only here; to read them, check fewer sheets at a time, or use --format xlsx."
        ),
    )
}

/// Findings that are counted above and stand nowhere on the page.
pub(super) fn unlisted(count: usize) -> Words {
    Words::new(
        format!("另有 {count} 处没有列出，不在下面的表里。"),
        format!("{} not listed, nor in the table below.", counted(count, "more finding")),
    )
}

pub(super) fn made_by() -> Words {
    let version = env!("CARGO_PKG_VERSION");
    Words::new(
        format!("表尺 biaochi {version} 生成，不用联网即可查看"),
        format!("made by biaochi {version}; needs no network"),
    )
}

/// The language of the page, as HTML calls it.
pub(super) fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
}
