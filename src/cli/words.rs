//! The words of the command line itself.

mod git;
mod rules;

use std::io;
use std::path::Path;

use clap::ValueEnum;

pub(super) use git::*;
pub(super) use rules::*;

use crate::check::{Coverage, Date, Mutation, TestReport};
use crate::diagnostic::{Code, Diagnostic, Lang, Severity, Words};
use crate::project;

pub(super) fn severity(severity: Severity) -> Words {
    match severity {
        Severity::Error => Words::new("错误", "error  "),
        Severity::Warning => Words::new("警告", "warning"),
        Severity::Note => Words::new("提示", "note   "),
    }
}

/// A remark after a name.
pub(super) fn bracketed(text: &str, lang: Lang) -> String {
    let text = text.trim_end();
    match lang {
        Lang::Zh => format!("（{text}）"),
        Lang::En => format!(" ({text})"),
    }
}

/// The separator of a list.
pub(super) fn comma(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "、" } else { ", " }
}

/// The stages of a check, beside its bar.
pub(super) fn reading() -> Words {
    Words::new("读取", "reading")
}

pub(super) fn judging() -> Words {
    Words::new("检查", "checking")
}

pub(super) fn watching() -> Words {
    Words::new("等待改动，按 Ctrl-C 结束……", "waiting for changes, Ctrl-C ends…")
}

pub(super) fn changed(files: &[String]) -> Words {
    let shown: Vec<&str> = files.iter().take(3).map(String::as_str).collect();
    let more = if files.len() > shown.len() { "……" } else { "" };
    Words::new(
        format!("有改动，重新检查：{}{more}", shown.join("、")),
        format!("changed, checking again: {}{more}", shown.join(", ")),
    )
}

/// Changes since the last check; only the first of many.
pub(super) fn since_the_last(new: &[String], gone: &[String]) -> Words {
    const MOST: usize = 10;
    if new.is_empty() && gone.is_empty() {
        return Words::new("与上次相比没有变化", "the same as before");
    }
    let listed = |sign: &str, lines: &[String], more: &str| {
        let mut list: String =
            lines.iter().take(MOST).map(|line| format!("\n  {sign} {line}")).collect();
        if lines.len() > MOST {
            list.push_str(&format!("\n  {sign} {more}"));
        }
        list
    };
    let lists = |more: &str| format!("{}{}", listed("+", new, more), listed("-", gone, more));
    Words::new(
        format!("与上次相比：多 {} 处，少 {} 处{}", new.len(), gone.len(), lists("……")),
        format!("since the last check: {} more, {} gone{}", new.len(), gone.len(), lists("…")),
    )
}

/// Sheets that no rule was applied to: nothing is known about them.
pub(super) fn nothing_judged(sheets: usize, named: &[String], as_of: Option<Date>) -> Diagnostic {
    let message = match named {
        [] => Words::new(
            format!("{sheets} 张表，没有一条规则得到判定，不算通过"),
            format!("{sheets} sheet(s), and no rule judged any of them: this is not a pass"),
        ),
        named => Words::new(
            format!("{sheets} 张表，规则包“{}”没有一条规则得到判定，不算通过", named.join("”“")),
            format!(
                "{sheets} sheet(s), and no rule of “{}” judged any of them: this is not a pass",
                named.join("”, “")
            ),
        ),
    };
    let help = match as_of {
        Some(day) => Words::new(
            format!("{day} 那天没有规则管这些表：去掉 --as-of（设置里的 as_of），或换一天"),
            format!(
                "on {day} no rule applies to these sheets: leave out --as-of (as_of of the settings), or use another day"
            ),
        ),
        None => Words::new(
            "核对表的年度和内容、--select 和 --ignore、所用的规则包；biaochi rules 列出规则管哪些表、哪几年",
            "look at the year and content of the sheets, --select and --ignore, and the packs; `biaochi rules` lists the forms and years of rules",
        ),
    };
    Diagnostic::new(Code::NOTHING_JUDGED, Severity::Error, message).help(help)
}

/// A requested pack none of whose rules judged anything, while others did.
pub(super) fn pack_unused(name: &str) -> Diagnostic {
    let message = Words::new(
        format!("规则包“{name}”没有一条规则用在这些表上"),
        format!("no rule of the pack “{name}” judged any of these sheets"),
    );
    Diagnostic::new(Code::PACK_UNUSED, Severity::Note, message).help(Words::new(
        "它管别的表单或别的年度；不需要就不用写它",
        "it is for other forms or years; leave it out if you do not need it",
    ))
}

pub(super) fn stdin_alone() -> Words {
    Words::new(
        "错误：“-”从标准输入读，不能再写别的路径",
        "error: “-” reads standard input; no other path can be given with it",
    )
}

/// Only if include and exclude also apply to named files.
pub(super) fn all_excluded() -> Words {
    Words::new(
        "没有检查：给出的文件都被 include、exclude 排除了",
        "nothing was checked: include and exclude leave out all the files given",
    )
}

pub(super) fn others_elsewhere() -> Words {
    Words::new(
        "有的表归别的设置管，没有拿来比较",
        "some of the sheets have other settings: they were not compared with",
    )
}

pub(super) fn rules_unused(files: &[String]) -> Words {
    let shown: Vec<&str> = files.iter().take(3).map(String::as_str).collect();
    let more = if files.len() > shown.len() { "……" } else { "" };
    Words::new(
        format!(
            "这些规则文件没有用到：{}{more}；要用，写进 biaochi.yaml 的 packs，或用 --rules 指定",
            shown.join("、")
        ),
        format!(
            "these rule files were not used: {}{more}; to use them, list them under packs in biaochi.yaml or with --rules",
            shown.join(", ")
        ),
    )
}

pub(super) fn unlisted(count: usize) -> Words {
    Words::new(format!("另有 {count} 处未列出"), format!("{count} more not listed"))
}

pub(super) fn not_all_checked() -> Words {
    Words::new(
        "有内容没能检查（退出码 2）：上面的结论里说了是什么、怎么办",
        "something could not be checked (exit 2): the findings above say what, and what to do",
    )
}

/// Standard output failed, and not because of a closed pipe.
pub(super) fn stdout_failed(cause: &io::Error) -> Words {
    let (zh, en) = match cause.kind() {
        io::ErrorKind::StorageFull => ("磁盘已满".to_owned(), "the disk is full".to_owned()),
        _ => (format!("系统报告“{cause}”"), format!("the system says “{cause}”")),
    };
    Words::new(
        format!("错误：结果没能全部写出：{zh}"),
        format!("error: the output could not be written completely: {en}"),
    )
}

pub(super) fn two_formats_on_stdout() -> Words {
    Words::new(
        "错误：只能有一种格式打印出来；其余的写进文件，如 --format sarif:结果.sarif",
        "error: only one format can be printed; write the others to files: --format sarif:out.sarif",
    )
}

pub(super) fn no_day() -> Words {
    Words::new("不是日期，应像 2020-06-30", "it is not a date such as 2020-06-30")
}

pub(super) fn no_count() -> Words {
    Words::new(
        "不是这里能用的整数，应像 4",
        "it is no whole number that can be used here, such as 4",
    )
}

pub(super) fn no_such_format<F: ValueEnum>(name: &str) -> Words {
    let known: Vec<String> = F::value_variants()
        .iter()
        .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
        .collect();
    Words::new(
        format!("没有“{name}”这种格式，可以是 {}", known.join("、")),
        format!("there is no format “{name}”; there are {}", known.join(", ")),
    )
}

pub(super) fn no_file_for_format(name: &str) -> Words {
    Words::new(
        format!("冒号后面要写文件，如 {name}:结果.{name}"),
        format!("name a file after the colon: {name}:out.{name}"),
    )
}

pub(super) fn format_needs_a_file(name: &str) -> Words {
    let file = if name.eq_ignore_ascii_case("docx") { "审核意见" } else { "问题清单" };
    Words::new(
        format!("{name} 不是文字，不能打印出来。写进文件：--format {name}:{file}.{name}"),
        format!(
            "{name} is not text and cannot be printed. Write it to a file: --format {name}:out.{name}"
        ),
    )
}

pub(super) fn format_not_built(name: &str) -> Words {
    Words::new(
        format!(
            "这个 biaochi 编译时没有带办公软件的格式，写不了 {name}；html 可以用浏览器看和打印"
        ),
        format!(
            "this biaochi was built without the feature `office` and cannot write {name}; html can be read and printed in a browser"
        ),
    )
}

pub(super) fn not_rendered(file: &Path, cause: &io::Error) -> Diagnostic {
    let name = project::shown(file);
    let message = Words::new(
        format!("没能写出“{name}”：{cause}"),
        format!("“{name}” could not be made: {cause}"),
    );
    Diagnostic::new(Code::UNWRITABLE, Severity::Error, message)
}

pub(super) fn no_examples() -> Words {
    Words::new("没有可以运行的例子", "there is no example to run")
}

pub(super) fn tested(report: &TestReport, errors: usize, warnings: usize) -> Words {
    let TestReport { rules, examples, failed, .. } = report;
    let passed = examples - failed;
    let (mut zh, mut en) = (String::new(), String::new());
    for (count, word, english) in [(errors, "错误", "error(s)"), (warnings, "警告", "warning(s)")]
    {
        if count > 0 {
            zh.push_str(&format!("；规则文件有 {count} 个{word}"));
            en.push_str(&format!("; {count} {english} in the rule files"));
        }
    }
    Words::new(
        format!("{rules} 条规则、{examples} 个例子：{passed} 个通过，{failed} 个未通过{zh}"),
        format!("{rules} rules, {examples} examples: {passed} passed, {failed} failed{en}"),
    )
}

pub(super) fn mutated(mutation: &Mutation) -> Words {
    let Mutation { tried, noticed, explained, .. } = mutation;
    let survived = mutation.survived();
    Words::new(
        format!(
            "变异测试：改动 {tried} 处，例子察觉 {noticed} 处，{explained} 处有说明，{survived} 处没有察觉"
        ),
        format!(
            "mutants: {tried} tried, {noticed} noticed, {explained} explained, {survived} survived"
        ),
    )
}

pub(super) fn covered(coverage: &Coverage) -> Words {
    let Coverage { conditions, seen, findings } = coverage;
    let (all, lacking, permille) = (coverage.outcomes(), findings.len(), coverage.permille());
    let share = format!("{}.{}%", permille / 10, permille % 10);
    Words::new(
        format!(
            "条件覆盖 {share}：{conditions} 个条件的真、假共 {all} 种，例子见过 {seen} 种；上面列出 {lacking} 处"
        ),
        format!(
            "conditions covered {share}: {conditions} conditions, true and false make {all}, of which the examples show {seen}; {lacking} places above"
        ),
    )
}

pub(super) fn would_change(name: &str) -> Words {
    Words::new(format!("要整理：{name}"), format!("would change: {name}"))
}

pub(super) fn not_formatted(name: &str) -> Words {
    Words::new(
        format!("没有整理 {name}：先改正其中写法上的错误"),
        format!("{name} was not changed: correct its syntax first"),
    )
}

pub(super) fn no_dictionaries(name: &str) -> Words {
    Words::new(
        format!("没有整理 {name}：只整理表（.biao）和规则（.chi），词表由电子表格或编辑器管"),
        format!("{name} was not changed: only sheets (.biao) and rules (.chi) are formatted"),
    )
}

pub(super) fn formatted(files: usize, changed: usize, check: bool) -> Words {
    if check {
        return Words::new(
            format!("看了 {files} 个文件，{changed} 个要整理"),
            format!("{files} files seen, {changed} would change"),
        );
    }
    Words::new(
        format!("看了 {files} 个文件，整理了 {changed} 个"),
        format!("{files} files seen, {changed} changed"),
    )
}

pub(super) fn stdin_unreadable(error: &io::Error) -> Diagnostic {
    let message =
        Words::new(format!("读不到标准输入：{error}"), format!("stdin cannot be read: {error}"));
    Diagnostic::new(Code::UNREADABLE, Severity::Error, message)
}

/// Findings whose fixes may change the meaning, after the others were applied.
pub(super) fn more_with_consent(count: usize) -> Words {
    Words::new(
        format!(
            "另有 {count} 处的改法可能改变意思，要人确认：--diff --unsafe-fixes 先看，--fix --unsafe-fixes 照改"
        ),
        format!(
            "{count} more have fixes that may change the meaning: see them with --diff --unsafe-fixes, apply them with --fix --unsafe-fixes"
        ),
    )
}

pub(super) fn fixed(fixes: usize, files: usize) -> Words {
    if fixes == 0 {
        return Words::new("没有可以自动修复的", "nothing can be fixed automatically");
    }
    Words::new(
        format!("已修复 {fixes} 处，改了 {files} 个文件"),
        format!("{fixes} fixed in {files} files"),
    )
}

pub(super) fn corrected(fixes: usize, files: usize) -> Words {
    Words::new(
        format!("规则文件里已改正 {fixes} 处，改了 {files} 个文件"),
        format!("{fixes} corrected in {files} rule files"),
    )
}

/// No sheet could be traced.
pub(super) fn nothing_traced() -> Words {
    Words::new("没有可以看的表", "there is no sheet to trace")
}

pub(super) fn no_handbook_of_faulty_rules() -> Words {
    Words::new(
        "规则有误，没有写手册：手册里少了规则，看的人不会知道",
        "there are faulty rules, so no handbook is written: it would lack them",
    )
}

pub(super) fn codes_written(path: &std::path::Path, codes: usize) -> Words {
    let path = path.display();
    Words::new(
        format!("说明写到了 {path}，共 {codes} 个代码"),
        format!("the pages of {codes} codes are in {path}"),
    )
}

pub(super) fn handbook_written(path: &std::path::Path, rules: usize) -> Words {
    let path = path.display();
    Words::new(
        format!("手册写到了 {path}，共 {rules} 条规则"),
        format!("the handbook of {rules} rules is in {path}"),
    )
}

#[cfg(feature = "lsp")]
pub(super) fn no_server(cause: &std::io::Error) -> Words {
    Words::new(
        format!("语言服务器不能启动：{cause}"),
        format!("the language server cannot start: {cause}"),
    )
}

/// The comment above a form that was written after a sheet.
pub(super) fn about_form(sheet: &str) -> Words {
    Words::new(
        format!("照“{sheet}”写的，请核对：名称、年度、地区，每栏的类型和必填，指标的各栏，层级"),
        format!(
            "written after “{sheet}”. Review: name, years, place, types, what is required, levels"
        ),
    )
}

/// A file without a sheet that names its form.
pub(super) fn no_title(sheet: &str) -> Words {
    Words::new(
        format!("“{sheet}”里没有写明“表单”的表，写不出来"),
        format!("“{sheet}” has no sheet that names its form (表单)"),
    )
}
