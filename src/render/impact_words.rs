//! Every word of a comparison of rules, in both languages.

use super::impact::{ImpactSurvey, RuleState};
use crate::diagnostic::{Aspect, Difference, Lang, Words};

words! {
    title: "规则改动的影响", "What a change of rules does";
    from: "原来的规则", "rules before";
    to: "改后的规则", "rules after";
    severity: "级别", "severity";
    by_severity: "问题按级别，改前与改后", "Findings by severity, before and after";
    by_rule: "按规则", "By rule";
    by_unit: "按单位", "By unit";
    rule: "规则", "rule";
    unit: "单位", "unit";
    state: "规则本身", "the rule itself";
    before: "改前", "before";
    after: "改后", "after";
    appeared: "新报", "new";
    vanished: "不再报", "gone";
    changed: "说法有变", "changed";
    sheets: "涉及的表", "sheets";
    no_unit: "未填单位", "no unit given";
    list: "变动清单", "Differences";
    summary_sheet: "汇总", "summary";
    change: "变动", "difference";
    project: "项目", "project";
    file: "文件", "file";
    line: "行", "line";
    problem_before: "改前的问题", "finding before";
    problem_after: "改后的问题", "finding after";
    differs_in: "变在", "differs in";
    people_decide: "本页只列规则改动在这批表上的结果，不评规则的好坏；改不改由人决定。",
        "This page lists what the change gives on this batch. It does not judge the rules: people do.";
    incomplete: "有内容没能比较，以下不是全部。", "Not all could be compared: what follows is not all.";
    failures: "没能比较的", "What could not be compared";
    legend: "左边是不再报的，右边是新报的。",
        "Left: gone; right: new.";
}

/// The heads of the counts of a table, in the order of `ImpactTally::counts`.
pub(super) fn counts() -> [Words; 6] {
    [before(), after(), appeared(), vanished(), changed(), sheets()]
}

/// The whole comparison in one sentence.
pub(super) fn verdict(survey: &ImpactSurvey<'_>) -> Words {
    let (total, report) = (&survey.total, survey.report);
    let sheets = report.to.run.sheets.len().max(report.from.run.sheets.len());
    let (appeared, vanished, changed) = (total.appeared, total.vanished, total.changed);
    let same = report.same;
    if report.incomplete {
        return Words::new(
            "有内容没能比较，不能算没有变化",
            "not all could be compared: this is not “no change”",
        );
    }
    if !total.differs() {
        let (zh, en) = match survey.idle.len() {
            0 => ("两边的规则一样".to_owned(), "the rules are the same".to_owned()),
            count => (
                format!("{count} 条规则有改动，但不影响这批表"),
                format!("{count} rule(s) differ, without effect on these sheets"),
            ),
        };
        return Words::new(
            format!("结果没有变化：{sheets} 张表，{same} 处问题；{zh}"),
            format!("no change: {sheets} sheet(s), {same} finding(s); {en}"),
        );
    }
    Words::new(
        format!(
            "结果有变化：{sheets} 张表里 {} 张有变，新报 {appeared} 处，不再报 {vanished} 处，说法有变 {changed} 处，不变 {same} 处",
            total.sheets
        ),
        format!(
            "changes: {} of {sheets} sheet(s); {appeared} new, {vanished} gone, {changed} changed, {same} the same",
            total.sheets
        ),
    )
}

pub(super) fn rule_state(state: RuleState) -> Words {
    match state {
        RuleState::Added => Words::new("新增", "added"),
        RuleState::Removed => Words::new("删去", "removed"),
        RuleState::Changed => Words::new("改动", "changed"),
        RuleState::Unchanged => Words::new("没变", "unchanged"),
    }
}

pub(super) fn change_of(difference: Difference<'_>) -> Words {
    match difference {
        Difference::Appears(_) => Words::new("新报", "new"),
        Difference::Vanishes(_) => Words::new("不再报", "gone"),
        Difference::Changes { .. } => Words::new("说法有变", "changed"),
    }
}

pub(super) fn aspects(aspects: &[Aspect], lang: Lang) -> String {
    let said = aspects.iter().map(|aspect| match (aspect, lang) {
        (Aspect::Severity, Lang::Zh) => "级别",
        (Aspect::Severity, Lang::En) => "severity",
        (Aspect::Message, Lang::Zh) => "文字",
        (Aspect::Message, Lang::En) => "message",
        (Aspect::Place, Lang::Zh) => "位置",
        (Aspect::Place, Lang::En) => "place",
        (Aspect::Basis, Lang::Zh) => "依据",
        (Aspect::Basis, Lang::En) => "basis",
        (Aspect::Help, Lang::Zh) => "建议",
        (Aspect::Help, Lang::En) => "help",
        (Aspect::Count, Lang::Zh) => "处数",
        (Aspect::Count, Lang::En) => "count",
    });
    said.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " })
}

/// Rules that are not the same on both sides, without effect on the batch.
pub(super) fn idle(state: RuleState, names: &[&str]) -> Words {
    const MOST: usize = 10;
    let state = rule_state(state);
    let listed = |gap: &str| names.iter().take(MOST).copied().collect::<Vec<_>>().join(gap);
    let more = if names.len() > MOST { "……" } else { "" };
    Words::new(
        format!("{}而不影响这批表的规则（{} 条）：{}{more}", state.zh, names.len(), listed("、")),
        format!(
            "{}, without effect on these sheets ({} rules): {}{more}",
            state.en,
            names.len(),
            listed(", ")
        ),
    )
}

/// Differences of a rule that are not listed.
pub(super) fn and_more(count: usize) -> Words {
    Words::new(format!("……另有 {count} 处"), format!("… and {count} more"))
}

/// Rows beyond what the page or the workbook lists.
pub(super) fn unlisted(count: usize) -> Words {
    Words::new(
        format!("另有 {count} 处变动没有列出；--format json 列出全部。"),
        format!("{count} more differences are not listed; --format json lists all."),
    )
}

/// Rules or units beyond what the text lists.
pub(super) fn rows_unlisted(count: usize) -> Words {
    Words::new(format!("……另有 {count} 行"), format!("… and {count} more rows"))
}
