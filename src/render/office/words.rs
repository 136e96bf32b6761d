//! Every word of the opinion and of the workbook outside findings, in both languages. Knows no
//! format.

use crate::diagnostic::{Lang, Outcomes, Severity, Suppressed, Words};
use crate::render::survey::{FindingTally, SEVERITIES, Survey};
use crate::render::words::{counted, severity};

words! {
    title: "项目支出绩效目标审核意见", "Review opinion on performance targets";
    unit: "单位", "unit";
    year: "年度", "year";
    no_unit: "未填单位", "no unit given";
    no_year: "未填年度", "no year given";
    not_said: "未写明", "not said";
    projects: "一、审核的项目", "1. Projects under review";
    opinions: "二、审核意见", "2. Opinion";
    undecided: "三、没有判定的和声明忽略的", "3. What was not decided, and what is suppressed";
    grounds: "四、说明", "4. Notes";
    none: "无。", "None.";
    nothing_checked: "没有检查到任何表，没有可以出具的意见。", "No sheet was checked: there is nothing to give an opinion on.";
    no_findings: "按所用的规则没有发现问题。", "Nothing found by the rules in use.";
    no_decision: "没有一条规则得到判定，不能视为通过。", "No rule was decided: this is not a pass.";
    outside: "不属于任何一张表的问题", "Findings outside of any sheet";
    number: "序号", "no.";
    criterion: "审核内容", "criterion";
    problem: "问题", "finding";
    basis: "依据", "basis";
    change: "修改意见", "what to change";
    severity_head: "级别", "severity";
    total: "合计", "total";
    reviewer: "审核人（签名）：", "Reviewed by (signature):";
    second: "复核人（签名）：", "Checked by (signature):";
    office: "审核单位（盖章）：", "Reviewing office (seal):";
    date: "日期：　　　年　　月　　日", "Date:";
    people_decide: "问题和依据由程序按规则列出，不评定等级；结论由审核人员核对后作出。",
        "Findings and their grounds are listed by a program. It gives no grade: reviewers check and decide.";
    unconfirmed: "依据中写“条款待核”的，条款还没有与原文核对。",
        "Where an article is called unconfirmed, nobody has checked it against the text of the law.";
    pictures_sheet: "图", "Charts";
    sheets_sheet: "表的清单", "Sheets";
    by_criterion: "问题按审核内容和级别", "Findings by criterion and severity";
    most_by_rule: "报得最多的规则（前二十条）", "The rules that find most (twenty)";
    most_by_unit: "问题最多的单位（前二十个）", "The units where most is found (twenty)";
    rules_by_units: "哪条规则在哪个单位报得多", "Which rules find something in which units";
    rules_that_find: "报了问题的规则", "rules that found something";
    undecidable: "无法判定", "undecidable";
    summary_sheet: "汇总", "Summary";
    list_sheet: "问题清单", "Findings";
    rest_sheet: "未检查与已忽略", "Undecided and suppressed";
    sheets: "表数", "sheets";
    packs: "所用规则包", "Rule packs";
    pack: "规则包", "pack";
    version: "版本", "version";
    checksum: "校验码（SHA-256）", "checksum (SHA-256)";
    project: "项目", "project";
    file: "文件", "file";
    line: "行", "line";
    column: "列", "column";
    rule: "规则", "rule";
    original: "原文", "text of the sheet";
    strength: "可信度", "trust";
    fingerprint: "指纹", "fingerprint";
    kind: "类别", "kind";
    content: "内容", "what";
    reason: "理由", "reason";
    approver: "批准人", "approved by";
    until: "有效期至", "until";
    kind_undecided: "无法判定", "undecidable";
    kind_faulty: "规则有误", "faulty rule";
    kind_undone: "没有判定", "nothing decided";
    kind_suppressed: "已忽略", "suppressed";
    kind_baselined: "基线中已有", "in the baseline";
    kind_left_out: "规则没有用", "rules left out";
    kind_unlisted: "未列出", "not listed";
    kind_unchecked: "没有检查", "not checked";
}

/// What a severity requires, in one sentence.
pub(super) fn severities(lang: Lang) -> String {
    let means = |of: Severity| {
        let means = crate::render::words::severity_means(of, lang);
        match lang {
            Lang::Zh => format!("{}：{means}", severity(of, lang)),
            Lang::En => format!("{}: {means}", severity(of, lang)),
        }
    };
    let all = SEVERITIES.map(means);
    match lang {
        Lang::Zh => format!("级别的意思：{}。", all.join("；")),
        Lang::En => format!("Severities: {}.", all.join("; ")),
    }
}

/// How many of each severity.
pub(super) fn tally(tally: &FindingTally) -> Words {
    let [errors, warnings, notes] = SEVERITIES.map(|severity| tally.with(severity));
    Words::new(
        format!("错误 {errors} 个，警告 {warnings} 个，提示 {notes} 个"),
        format!(
            "{}, {}, {}",
            counted(errors, "error"),
            counted(warnings, "warning"),
            counted(notes, "note")
        ),
    )
}

/// The year and form of a project, after its name.
pub(super) fn facts(year: Option<i32>, form: &str, file: &str) -> Words {
    let zh = year.map_or("未填年度".to_owned(), |year| format!("{year} 年度"));
    let en = year.map_or("no year given".to_owned(), |year| year.to_string());
    Words::new(format!("（{zh}，{form}，{file}）"), format!(" ({en}, {form}, {file})"))
}

/// How often rules could not decide, if ever.
pub(super) fn not_decided(outcomes: &Outcomes) -> Option<Words> {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    if outcomes.undecidable > 0 {
        zh.push(format!("{} 次因缺少内容无法判定", outcomes.undecidable));
        en.push(format!("{} undecidable for lack of content", outcomes.undecidable));
    }
    if outcomes.faulty > 0 {
        zh.push(format!("{} 次因规则有误没有判定", outcomes.faulty));
        en.push(format!("{} undecided because the rule is faulty", outcomes.faulty));
    }
    if outcomes.holds + outcomes.fails == 0 {
        zh.push("没有一条规则得到判定，不能视为通过".to_owned());
        en.push("no rule was decided: this is not a pass".to_owned());
    }
    (!zh.is_empty()).then(|| Words::new(zh.join("；"), en.join("; ")))
}

/// What a sheet suppresses, and who allowed it.
pub(super) fn suppressed_by(entry: &Suppressed) -> Words {
    let (finding, by) = (&entry.finding, &entry.by);
    let said = |text: Option<&str>, otherwise: &str| {
        text.filter(|text| !text.trim().is_empty()).unwrap_or(otherwise).to_owned()
    };
    let tell = |lang, nothing: &str| {
        (
            finding.message.get(lang).to_owned(),
            said(Some(&by.reason), nothing),
            said(by.approver.as_deref(), nothing),
            said(by.until.as_deref(), nothing),
        )
    };
    let (message, reason, approver, until) = tell(Lang::Zh, "未写明");
    let zh = format!(
        "表中声明忽略：{message}（{}）。理由：{reason}；批准人：{approver}；有效期至：{until}。",
        finding.code
    );
    let (message, reason, approver, until) = tell(Lang::En, "not said");
    let en = format!(
        "suppressed by the sheet: {message} ({}). Reason: {reason}; approved by: {approver}; until: {until}.",
        finding.code
    );
    Words::new(zh, en)
}

/// The packs that were applied, each with what its checksum begins with.
pub(super) fn packs_used(survey: &Survey<'_>) -> Words {
    let packs = survey.report.packs.iter().map(|pack| {
        let short: String = pack.sha256.chars().take(12).collect();
        format!("{} {}（{short}）", pack.name, pack.version)
    });
    let packs: Vec<String> = packs.collect();
    let program = env!("CARGO_PKG_VERSION");
    Words::new(
        format!("由表尺 {program} 检查。所用规则包、版本和校验码：{}。", packs.join("、")),
        format!(
            "Checked by biaochi {program}. Rule packs, versions, checksums: {}.",
            packs.join(", ")
        ),
    )
}

/// The heading of a project's opinion: （一）、（二）.
pub(super) fn nth(at: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("（{}）", chinese(at)),
        Lang::En => format!("({at}) "),
    }
}

/// A number below ten thousand as headings of official documents write it.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if number > 9999 {
        return number.to_string();
    }
    let mut text = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        // Ten is 十, not 一十.
        if !(unit == 10 && digit == 1 && text.is_empty()) {
            text.push_str(DIGITS.get(digit).copied().unwrap_or_default());
        }
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::chinese;

    #[test]
    fn headings_are_numbered_as_documents_number_them() {
        let seen = [1, 10, 11, 20, 101, 110, 247, 1005].map(chinese);
        assert_eq!(
            seen,
            ["一", "十", "十一", "二十", "一百零一", "一百一十", "二百四十七", "一千零五"]
        );
    }
}
