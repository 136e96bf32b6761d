//! Every word around findings, in both languages.

use crate::diagnostic::{
    Basis, Code, Criterion, Diagnostic, Fix, FixLevel, Lang, Severity, Subject, Words,
};

use super::Report;
use super::clean::clean_piece;

/// How bad, in a word.
pub(super) fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::Zh) => "警告",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Note, Lang::Zh) => "提示",
        (Severity::Note, Lang::En) => "note",
    }
}

/// What a severity requires of the author of the sheet.
pub(super) fn severity_means(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Zh) => "退回，改了再报",
        (Severity::Error, Lang::En) => "the sheet goes back",
        (Severity::Warning, Lang::Zh) => "要改，或者说明理由",
        (Severity::Warning, Lang::En) => "to be changed, or explained",
        (Severity::Note, Lang::Zh) => "建议改",
        (Severity::Note, Lang::En) => "advice",
    }
}

/// The question of the review, in a word.
pub(super) fn criterion(criterion: Option<Criterion>, lang: Lang) -> &'static str {
    match (criterion, lang) {
        (Some(Criterion::Completeness), Lang::Zh) => "完整性",
        (Some(Criterion::Completeness), Lang::En) => "completeness",
        (Some(Criterion::Relevance), Lang::Zh) => "相关性",
        (Some(Criterion::Relevance), Lang::En) => "relevance",
        (Some(Criterion::Adequacy), Lang::Zh) => "适当性",
        (Some(Criterion::Adequacy), Lang::En) => "adequacy",
        (Some(Criterion::Feasibility), Lang::Zh) => "可行性",
        (Some(Criterion::Feasibility), Lang::En) => "feasibility",
        (None, Lang::Zh) => "其他",
        (None, Lang::En) => "other",
    }
}

/// How far a finding can be trusted, according to its rule.
pub(super) fn strength(strength: &str, lang: Lang) -> &str {
    match (strength, lang) {
        ("确定", Lang::En) => "certain",
        ("可能多报", Lang::En) => "may be no fault",
        ("可能漏报", Lang::En) => "may miss others",
        (strength, _) => strength,
    }
}

/// What that means for the reader of the finding.
pub(super) fn strength_means(strength: &str, lang: Lang) -> Option<&'static str> {
    Some(match (strength, lang) {
        ("确定", Lang::Zh) => "报的就是毛病",
        ("确定", Lang::En) => "what it finds is a fault",
        ("可能多报", Lang::Zh) => "报的不一定是毛病，要看一眼",
        ("可能多报", Lang::En) => "what it finds may be none: have a look",
        ("可能漏报", Lang::Zh) => "报的就是毛病，但还可能有没报的",
        ("可能漏报", Lang::En) => "what it finds is a fault, but there may be others",
        _ => return None,
    })
}

/// A line and a column.
/// The place of a finding, for people who read the form rather than the text: the
/// field, level or indicator; the line, where it is about none of them.
pub(super) fn whereabouts(subject: Option<&Subject>, line: u32, lang: Lang) -> String {
    match (subject, lang) {
        (Some(Subject::Field(path) | Subject::Level(path) | Subject::Indicator(path)), _) => {
            path.replace('/', " › ")
        }
        (_, Lang::Zh) => format!("第 {line} 行"),
        (_, Lang::En) => format!("line {line}"),
    }
}

pub(super) fn position(line: u32, column: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {line} 行第 {column} 列"),
        Lang::En => format!("line {line}, column {column}"),
    }
}

/// A remark on a finding beneath its frame: a head, then the text. Heads have the same width in
/// one language.
pub(super) fn remarks(diagnostic: &Diagnostic, hidden: usize, lang: Lang) -> Vec<Remark> {
    remarks_with(diagnostic, &diagnostic.fixes, hidden, lang)
}

fn remarks_with(diagnostic: &Diagnostic, fixes: &[Fix], hidden: usize, lang: Lang) -> Vec<Remark> {
    let heads: [(&str, &str); 4] =
        [("说明", "note "), ("依据", "basis"), ("建议", "help "), ("修复", "fix  ")];
    let [note, law, help, change] = heads.map(|(zh, en)| if lang == Lang::Zh { zh } else { en });
    let mut remarks = Vec::new();
    let mut say = |head, text: &str| remarks.push(Remark { head, text: clean_piece(text) });
    if hidden > 0 {
        say(note, &self::hidden(hidden, lang));
    }
    diagnostic.notes.iter().for_each(|note_words| say(note, note_words.get(lang)));
    diagnostic.basis.iter().for_each(|basis_entry| say(law, &basis(basis_entry, lang)));
    diagnostic.help.iter().for_each(|help_words| say(help, help_words.get(lang)));
    fixes.iter().for_each(|repair| say(change, &fix(repair, lang)));
    remarks
}

/// A line beneath a frame.
pub(super) struct Remark {
    pub(super) head: &'static str,
    /// Safe for a terminal; may have several lines.
    pub(super) text: String,
}

/// A finding in words alone: what is wrong on the first line, then each remark on its own.
pub(crate) fn message_lines(diagnostic: &Diagnostic, lang: Lang) -> Vec<String> {
    lines_with(diagnostic, &diagnostic.fixes, lang)
}

/// The same without the changes that would resolve it, where these are offered otherwise.
pub(crate) fn message_without_fixes(diagnostic: &Diagnostic, lang: Lang) -> Vec<String> {
    lines_with(diagnostic, &[], lang)
}

fn lines_with(diagnostic: &Diagnostic, fixes: &[Fix], lang: Lang) -> Vec<String> {
    let message = clean_piece(&one_line(diagnostic.message.get(lang)));
    let remark = |remark: Remark| format!("{} {}", remark.head.trim_end(), one_line(&remark.text));
    let remarks = remarks_with(diagnostic, fixes, 0, lang);
    std::iter::once(message).chain(remarks.into_iter().map(remark)).collect()
}

/// What is wrong, and the notes on it, without what has a column of its own.
pub(super) fn problem(diagnostic: &Diagnostic, lang: Lang) -> String {
    let lines = std::iter::once(&diagnostic.message).chain(&diagnostic.notes);
    lines.map(|words| words.get(lang)).collect::<Vec<_>>().join("\n")
}

/// All lines of a finding on one.
pub(super) fn in_one_line(diagnostic: &Diagnostic, lang: Lang) -> String {
    message_lines(diagnostic, lang).join(if lang == Lang::Zh { "；" } else { "; " })
}

/// A text on one line.
pub(super) fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// A finding that not all is listed, for formats without a summary.
pub(super) fn unlisted(report: &Report) -> Option<Diagnostic> {
    let count = report.summary.unlisted;
    let message = Words::new(
        format!("另有 {count} 处没有列出，已计入总数"),
        format!("{} not listed, though counted", counted(count, "more finding")),
    );
    (count > 0).then(|| Diagnostic::new(Code::NOT_ALL_LISTED, Severity::Note, message))
}

/// That a report has more results than readers of this format accept.
pub(super) fn results_left_out(count: usize, most: usize) -> Diagnostic {
    let message = Words::new(
        format!("GitHub 的代码扫描一次最多收 {most} 条结果，轻的 {count} 条没有写进 SARIF"),
        format!(
            "code scanning of GitHub takes {most} results at most: {count} of the slightest are not in the SARIF"
        ),
    );
    Diagnostic::new(Code::NOT_ALL_LISTED, Severity::Warning, message).help(Words::new(
        "分几次检查（例如每个文件夹一次，各写一个文件），或用 --select 分批；全部结果看 json",
        "check in several runs (a folder each, a file each) or by --select; json has all results",
    ))
}

/// Why a finding of the baseline is accepted.
pub(super) fn known(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "基线中已有",
        Lang::En => "known from the baseline",
    }
}

/// That something could not be checked.
pub(super) fn incomplete(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "没有全部检查：有的内容查不了，列出的不是全部",
        Lang::En => "not everything was checked: what is listed is not all",
    }
}

/// The law and its article.
pub(super) fn basis(basis: &Basis, lang: Lang) -> String {
    let mut text = basis.law.clone();
    if let Some(article) = &basis.article {
        // 待核 marks an unconfirmed article; it is not the article's name.
        match (article.as_str(), lang) {
            ("待核", Lang::Zh) => text.push_str("（条款待核）"),
            ("待核", Lang::En) => text.push_str(" (article unconfirmed)"),
            (_, Lang::Zh) => text.push_str(article),
            (_, Lang::En) => {
                text.push(' ');
                text.push_str(article);
            }
        }
    }
    if let Some(force) = &basis.force {
        text.push_str(&match (force.as_str(), lang) {
            (_, Lang::Zh) => format!("（{force}）"),
            ("强制", Lang::En) => " (mandatory)".to_owned(),
            ("参照", Lang::En) => " (guidance)".to_owned(),
            ("惯例", Lang::En) => " (custom)".to_owned(),
            (_, Lang::En) => format!(" ({force})"),
        });
    }
    text
}

/// A change that is on offer.
pub(super) fn fix(fix: &Fix, lang: Lang) -> String {
    let trust = match fix.level {
        FixLevel::Safe => Words::new("可自动修复：", "automatic: "),
        FixLevel::Unsafe => Words::new("需确认：", "needs your consent: "),
        FixLevel::Draft => {
            Words::new("起草，〔待填〕处由人填写：", "draft, blanks left to fill in: ")
        }
    };
    format!("{}{}", trust.get(lang), fix.title.get(lang))
}

/// The end of a place that is not shown completely.
pub(super) fn reaches(words: Option<&str>, last: u32, lang: Lang) -> String {
    match (words, lang) {
        (Some(words), Lang::Zh) => format!("{words}（直到第 {last} 行）"),
        (Some(words), Lang::En) => format!("{words} (up to line {last})"),
        (None, Lang::Zh) => format!("直到第 {last} 行"),
        (None, Lang::En) => format!("up to line {last}"),
    }
}

/// How many places are not shown.
pub(super) fn hidden(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {count} 处未列出"),
        Lang::En => format!("{} not shown", counted(count, "more place")),
    }
}

/// The summary of a run, one line without its end. It never says "nothing found" if no rule was
/// applied.
pub fn summary(report: &Report, lang: Lang) -> String {
    match lang {
        Lang::Zh => summary_zh(report),
        Lang::En => summary_en(report),
    }
}

fn summary_zh(report: &Report) -> String {
    let summary = &report.summary;
    let outcomes = &summary.outcomes;
    let looked_at = format!("{} 个文件、{} 张表", summary.files, summary.sheets);
    let mut counts = Vec::new();
    for (count, what) in
        [(summary.errors, "错误"), (summary.warnings, "警告"), (summary.notes, "提示")]
    {
        if count > 0 {
            counts.push(format!("{count} 个{what}"));
        }
    }
    let mut text = if !counts.is_empty() {
        format!("检查了 {looked_at}：{}", counts.join("、"))
    } else if summary.sheets == 0 {
        format!("没有检查任何表：{} 个文件里没有表", summary.files)
    } else if outcomes.holds == 0 {
        format!("没有规则得到判定：{looked_at}，没有一条规则适用于它们")
    } else if summary.baselined > 0 {
        format!("没有新的问题：检查了 {looked_at}")
    } else {
        format!(
            "全部通过：检查了 {looked_at}，规则判定 {} 次，成立 {} 次",
            outcomes.total(),
            outcomes.holds
        )
    };
    let rest = [
        (outcomes.undecidable, "次因缺少内容无法判定"),
        (outcomes.faulty, "次因规则有误未能判定"),
        (summary.suppressed, "处已在表中声明忽略"),
        (summary.baselined, "处为基线中已有"),
        (summary.unlisted, "处未列出"),
        (summary.rules_left_out, "条规则按设置没有用"),
        (fixable(report), "处可自动修复"),
    ];
    for (count, what) in rest {
        if count > 0 {
            text.push_str(&format!("；{count} {what}"));
        }
    }
    text
}

fn summary_en(report: &Report) -> String {
    let summary = &report.summary;
    let outcomes = &summary.outcomes;
    let looked_at =
        format!("{}, {}", counted(summary.files, "file"), counted(summary.sheets, "sheet"));
    let mut counts = Vec::new();
    for (count, what) in
        [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
    {
        if count > 0 {
            counts.push(counted(count, what));
        }
    }
    let mut text = if !counts.is_empty() {
        format!("checked {looked_at}: {}", counts.join(", "))
    } else if summary.sheets == 0 {
        format!("nothing checked: no sheet in {}", counted(summary.files, "file"))
    } else if outcomes.holds == 0 {
        format!("nothing decided: {looked_at}, and no rule applies to them")
    } else if summary.baselined > 0 {
        format!("nothing new: checked {looked_at}")
    } else {
        format!(
            "all clear: checked {looked_at}, {} of {} hold",
            outcomes.holds,
            counted(outcomes.total(), "rule verdict")
        )
    };
    let rest = [
        (outcomes.undecidable, "undecidable for lack of content"),
        (outcomes.faulty, "undecided because the rule is faulty"),
        (summary.suppressed, "suppressed in the sheet"),
        (summary.baselined, "known from the baseline"),
        (summary.unlisted, "not listed"),
        (summary.rules_left_out, "left out of the rules by settings"),
        (fixable(report), "fixable automatically"),
    ];
    for (count, what) in rest {
        if count > 0 {
            text.push_str(&format!("; {count} {what}"));
        }
    }
    text
}

/// Findings that a safe fix resolves.
fn fixable(report: &Report) -> usize {
    let safe = |fix: &Fix| fix.level == FixLevel::Safe;
    report.findings.iter().filter(|finding| finding.fixes.iter().any(safe)).count()
}

pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
