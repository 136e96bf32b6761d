//! The words for a check as a whole.

use std::sync::{Arc, LazyLock};

use super::Named;
use super::coverage::ConditionOutcomes;
use crate::diagnostic::{Code, Diagnostic, Group, Severity, Subject, Words};
use crate::dictionary::DaySpan;
use crate::eval::{MOST_WITNESSES, PlaceRole};
use crate::lint::Mutant;
use crate::model::Sheet;
use crate::source::{SourceId, Span};

pub(super) fn role(role: PlaceRole) -> Option<Arc<Words>> {
    type Remark = LazyLock<Arc<Words>>;
    static INSERT: Remark = LazyLock::new(|| Words::new("在此处补写", "insert here").into());
    static FIRST: Remark =
        LazyLock::new(|| Words::new("首次出现在这里", "first occurs here").into());
    static PARTNER: Remark = LazyLock::new(|| Words::new("对照这里", "compare this").into());
    match role {
        PlaceRole::Fault => None,
        PlaceRole::Insert => Some(Arc::clone(&INSERT)),
        PlaceRole::FirstOccurrence => Some(Arc::clone(&FIRST)),
        PlaceRole::Partner => Some(Arc::clone(&PARTNER)),
    }
}

/// A message that is true of several places.
pub(super) fn in_places(message: &Words, count: usize) -> Words {
    Words::new(
        format!("{}（共 {count} 处）", message.zh),
        format!("{} ({count} places)", message.en),
    )
}

pub(super) fn no_sheet(source: SourceId) -> Diagnostic {
    Diagnostic::error(
        Code::NO_SHEET,
        Span::at(source, 0),
        Words::new(
            "这个文件里没有表，什么也没有检查",
            "this file contains no sheet: nothing was checked",
        ),
    )
    .help(Words::new(
        "写上“键: 值”，从“表单: …”开始；不是表的文件不要用 .biao 结尾",
        "write `key: value` lines, starting with `表单: …`; or give the file another ending",
    ))
}

/// `left_out`: there are rules for its form, but the project has left them all out. `faulty`: some
/// rules could not be used.
pub(super) fn no_rule(sheet: &Sheet, left_out: bool, faulty: bool) -> Diagnostic {
    let form = &sheet.form.name;
    let message = match sheet.form.general {
        true => Words::new(
            "没有适用于未声明的表单的规则，这张表没有检查",
            "there is no rule for a form that is not declared: this sheet was not checked",
        ),
        false => Words::new(
            format!("没有适用于“{form}”的规则，这张表没有检查"),
            format!("there is no rule for “{form}”: this sheet was not checked"),
        ),
    };
    let mut diagnostic = Diagnostic::error(Code::NO_RULE, sheet.head, message)
    .help(match (left_out, faulty) {
        (true, _) => Words::new(
            "适用的规则都被 --select、--ignore 或 biaochi.yaml 排除了；放回其中一些",
            "--select, --ignore or biaochi.yaml excludes all rules for it; include some of them",
        ),
        (false, true) => Words::new(
            "不是填表的错：有规则写错了，没有用上；请编规则的人先改正规则里的错误",
            "no fault of the sheet: some rules are faulty and were not used; their author must correct them first",
        ),
        (false, false) => Words::new(
            "用 --rules 指定规则包或规则文件；biaochi rules 列出现有的规则",
            "give a pack or rule file with --rules; `biaochi rules` lists the rules there are",
        ),
    });
    diagnostic.sheet = Some(sheet.name.clone());
    diagnostic
}

/// A name in an option or a configuration that matches no rule.
pub(super) fn no_such_rule(name: &Named, near: Option<&str>) -> Diagnostic {
    let Named { name, span } = name;
    let finding = Diagnostic::new(
        Code::RULE_UNKNOWN,
        Severity::Error,
        Words::new(
            format!("没有叫“{name}”的规则，也没有这一组规则"),
            format!("there is no rule or group of rules “{name}”"),
        ),
    )
    .placed(*span);
    finding.help(match near {
        Some(near) => Words::new(format!("是否为“{near}”？"), format!("did you mean “{near}”?")),
        None => Words::new(
            "biaochi rules 列出全部规则；一组规则写“/”前面的一段，如 预算",
            "`biaochi rules` lists them all; a group is the part before the “/”, such as 预算",
        ),
    })
}

/// The run was stopped before all was judged.
pub(super) fn run_over_budget(rule: &str) -> Diagnostic {
    Diagnostic::new(
        Code::OVER_BUDGET,
        Severity::Error,
        Words::new(
            format!("检查要做的太多，没有做完就停了；用得最多的是规则“{rule}”"),
            format!("the check takes too much work and was stopped; rule “{rule}” takes most of it"),
        ),
    )
    .help(Words::new(
        "改这条规则：少套几层“每个”，把能先排除的条件写在前面；或者把表分几次查",
        "change that rule: use fewer nested ranges, and put the conditions that exclude most first; or check fewer sheets at a time",
    ))
}

/// The other sheets that show the same, if not all are pointed at.
pub(super) fn more_sheets(group: &Group) -> Words {
    let (count, shown) = (group.count, group.examples.len());
    match group.more {
        true => Words::new(
            format!("这样的另有 {count} 张表以上，只指出前 {shown} 张"),
            format!("more than {count} other sheets show the same; {shown} are pointed at"),
        ),
        false => Words::new(
            format!("这样的另有 {count} 张表，只指出前 {shown} 张"),
            format!("{count} other sheets show the same; {shown} are pointed at"),
        ),
    }
}

/// Of a sheet among [`more_sheets`] that the run is about.
pub(super) fn is_one_of_them() -> Words {
    Words::new("这张表也在其中", "this sheet is one of them")
}

/// Findings about sheets that are not asked about, each with more witnesses than are kept.
pub(super) fn not_compared(rule: &Code, count: usize) -> Diagnostic {
    let message = Words::new(
        format!(
            "规则“{rule}”在另外 {count} 张表上不通过，各有 {MOST_WITNESSES} 张以上的表为证；其中有没有这次检查的表，没有一一核对"
        ),
        format!(
            "rule “{rule}” fails on {count} other sheet(s), each shown by more than {MOST_WITNESSES} sheets: whether a sheet of this check is among them was not looked at"
        ),
    );
    Diagnostic::new(Code::NOT_ALL_LISTED, Severity::Note, message).help(Words::new(
        "用 biaochi check 检查全部的表，看这些发现",
        "check all sheets with `biaochi check` to see these findings",
    ))
}

/// A finding that is in the baseline with another value.
pub(super) fn known_otherwise(value: Option<&str>) -> Words {
    match value {
        Some(value) => Words::new(
            format!("基线中已有这个问题，但当时的值是“{value}”，现在变了"),
            format!("the baseline knows this finding with the value “{value}”, which has changed"),
        ),
        None => Words::new(
            "基线中已有这个问题，但当时没有值，现在变了",
            "the baseline knows this finding without a value, which has changed",
        ),
    }
}

pub(super) fn example_broken(mut of_example: Diagnostic, rule: &str) -> Diagnostic {
    let (zh, en) = (of_example.message.zh.clone(), of_example.message.en.clone());
    of_example.message = Words::new(
        format!("规则“{rule}”的例子本身写错了：{zh}"),
        format!("an example of “{rule}” is itself faulty: {en}"),
    );
    of_example.code = Code::EXAMPLE_BROKEN;
    of_example.fixes.clear();
    of_example
}

pub(super) fn should_hold(rule: &str, span: Span, message: &Words) -> Diagnostic {
    Diagnostic::error(
        Code::EXAMPLE_FAILED,
        span,
        Words::new(
            format!("规则“{rule}”的合格例子没有通过：{}", message.zh),
            format!("an accepted example of “{rule}” fails: {}", message.en),
        ),
    )
    .help(Words::new("改规则的条件，或改这个例子", "correct the rule, or the example"))
}

pub(super) fn should_fail(rule: &str, span: Span, applied: bool) -> Diagnostic {
    let (zh, en) = if applied {
        ("规则认为它合格", "the rule holds")
    } else {
        ("规则不适用于它", "the rule does not apply")
    };
    Diagnostic::error(
        Code::EXAMPLE_FAILED,
        span,
        Words::new(
            format!("规则“{rule}”的不合格例子没有被发现：{zh}"),
            format!("a rejected example of “{rule}” is not found: {en}"),
        ),
    )
    .help(Words::new(
        "看“当”和“对”是否选中了例子里的内容，“须”“不得”是否写反",
        "check that `when` and `for` cover the example, and that must and must not are right",
    ))
}

pub(super) fn undecided_example(rule: &str, span: Span, cause: &Words) -> Diagnostic {
    Diagnostic::error(
        Code::EXAMPLE_FAILED,
        span,
        Words::new(
            format!("规则“{rule}”对这个例子无法判定：{}", cause.zh),
            format!("the rule “{rule}” cannot be decided on this example: {}", cause.en),
        ),
    )
    .help(Words::new(
        "例子里补上规则要读的内容；或在规则里先问“有 …”",
        "add to the example what the rule reads, or check `has …` in the rule first",
    ))
}

pub(super) fn wrong_place(rule: &str, span: Span, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::error(
        Code::EXAMPLE_FAILED,
        span,
        Words::new(
            format!("规则“{rule}”指的地方不对：应指{expected}，实际指{found}"),
            format!("“{rule}” points at the wrong place: {expected} expected, {found} found"),
        ),
    )
    .help(Words::new(
        "改“否则 … 于”后面的地方，或改例子里的 [[ ]]",
        "correct the places after `else … at`, or the marks in the example",
    ))
}

pub(super) fn ignore_unreadable(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::IGNORE_UNREADABLE,
        span,
        Words::new("这条注释像是“表尺忽略”，但看不懂", "this comment looks like a biaochi-ignore, but cannot be read"),
    )
    .help(Words::new(
        "写作：# 表尺忽略 规则名: 理由，批准人 张三 至 2026-12-31（批准人和日期可以不写）",
        "write: # biaochi-ignore rule: reason, approved by name until 2026-12-31 (the latter two may be left out)",
    ))
}

pub(super) fn ignore_in_text(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::IGNORE_UNREADABLE,
        span,
        Words::new(
            "这里像是“表尺忽略”，但它在所填的内容里，不是注释，没有生效",
            "this looks like a biaochi-ignore, but is part of a value and no comment: nothing is ignored",
        ),
    )
    .help(Words::new(
        "“#”前面空一格；写在引号或多行文字里的，移到外面单独一行",
        "leave a blank before `#`; from quotes, or a text of several lines, move it to a line of its own",
    ))
}

pub(super) fn ignore_without_day(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::IGNORE_UNREADABLE,
        span,
        Words::new(
            "最后一天没有写成“至 2026-12-31”这样的日期，忽略没有生效",
            "the last day is not a date, as in `until 2026-12-31`: nothing is ignored",
        ),
    )
    .help(Words::new("写作 至 2026-12-31", "write: until 2026-12-31"))
}

pub(super) fn ignore_without_reason(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::IGNORE_WITHOUT_REASON,
        span,
        Words::new("忽略没有写理由，没有生效", "no reason is given: nothing is ignored"),
    )
    .help(Words::new(
        "在规则名后面写冒号和理由：# 表尺忽略 规则名: 理由",
        "add it after a colon: # biaochi-ignore rule: reason",
    ))
}

pub(super) fn ignore_expired(span: Span, until: crate::value::Date) -> Diagnostic {
    Diagnostic::warning(
        Code::IGNORE_EXPIRED,
        span,
        Words::new(
            format!("这条忽略到 {until} 为止，已经过期"),
            format!("this expired on {until}: nothing is ignored"),
        ),
    )
    .help(Words::new(
        "改正表里的问题后删去这条注释；确需延长的，重新批准并改日期",
        "correct the sheet and remove the comment, or have it approved again with a later date",
    ))
}

pub(super) fn ignores_nothing(name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::IGNORE_UNUSED,
        span,
        Words::new(
            format!("这里没有“{name}”的发现，忽略是多余的"),
            format!("“{name}” finds nothing here: there is nothing to ignore"),
        ),
    )
    .help(Words::new(
        "删去它；注释管的是它下面（或同一行）那一栏，写在表的开头才管整张表",
        "remove it; a comment covers the line below or its own, and the whole sheet only at its head",
    ))
}

pub(super) fn ignores_unknown(name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let message = Words::new(
        format!("没有叫“{name}”的规则，忽略没有生效"),
        format!("there is no rule “{name}”: nothing is ignored"),
    );
    let otherwise = Words::new(
        "写规则的全名或一组规则的名称；biaochi rules 列出现有的规则。表本身写错的地方（表/…）不能忽略",
        "write a rule's full name or a group's; `biaochi rules` lists them. Faults of the sheet itself (表/…) cannot be ignored",
    );
    Diagnostic::warning(Code::IGNORE_UNKNOWN_RULE, span, message).suggest(span, near, otherwise)
}

/// Why a rule is not applied to a sheet.
pub(super) fn other_form(wanted: &[&str], form: &str) -> Words {
    Words::new(
        format!("规则管的是“{}”，这张表是“{form}”", wanted.join("”“")),
        format!("the rule is for “{}”, this sheet is “{form}”", wanted.join("”, “")),
    )
}

pub(super) fn left_out() -> Words {
    Words::new("按设置没有用这条规则", "settings leave this rule out")
}

pub(super) fn not_in_force(periods: &[DaySpan]) -> Words {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for period in periods {
        match (period.from, period.until) {
            (Some(from), Some(until)) => {
                zh.push(format!("{from} 至 {until}"));
                en.push(format!("from {from} to {until}"));
            }
            (Some(from), None) => {
                zh.push(format!("{from} 起"));
                en.push(format!("from {from} on"));
            }
            (None, Some(until)) => {
                zh.push(format!("{until} 为止"));
                en.push(format!("until {until}"));
            }
            (None, None) => {}
        }
    }
    if periods.is_empty() {
        return Words::new(
            "规则从不施行：放宽了它声明收紧的规则，或它依据的法规同时有效的日子一天也没有",
            "the rule is never in force: it relaxes the one that it should tighten, or no day is in all its periods",
        );
    }
    Words::new(
        format!(
            "规则在这张表的年度（或 --as-of 那一天）没有施行：它（按“施行”和所依据的法规）的有效期是 {}",
            zh.join("、")
        ),
        format!(
            "the rule is not in force in the sheet's year, or on the day of --as-of: by its clause and its laws it is {}",
            en.join(", ")
        ),
    )
}

pub(super) fn tightened(by: &str) -> Words {
    Words::new(
        format!("由收紧它的规则“{by}”代替"),
        format!("the rule “{by}”, which tightens it, replaces it"),
    )
}

/// Why edits cannot be applied.
pub(super) fn edits_overlap() -> Words {
    Words::new("几处改动互相重叠", "its edits overlap")
}

/// A row of a 规则表 that no 不合格 example breaks.
pub(super) fn row_without_example(rule: &str, row: Span) -> Diagnostic {
    let message = Words::new(
        format!("规则“{rule}”：没有一个不合格的例子用得上这一行"),
        format!("rule “{rule}”: no example breaks this row"),
    );
    Diagnostic::warning(Code::NEVER_SEEN, row, message).help(Words::new(
        "给规则表补一个违反这一行的不合格例子",
        "add an example to the rule table that breaks it",
    ))
}

/// A condition that the examples never show true, or false, or either.
pub(super) fn never_seen(rule: &str, span: Span, seen: ConditionOutcomes) -> Diagnostic {
    let (zh, en, help, english) = match (seen.holds, seen.fails) {
        (true, _) => (
            "这个条件在例子里从未为假",
            "no example makes this condition false",
            "补一个使它为假的例子",
            "add an example that makes it false",
        ),
        (false, true) => (
            "这个条件在例子里从未为真",
            "no example makes this condition true",
            "补一个使它为真的例子",
            "add an example that makes it true",
        ),
        (false, false) => (
            "例子都没有走到这个条件",
            "no example reaches this condition",
            "补两个例子：一个使它为真，一个使它为假",
            "add two examples: one that makes it true and one that makes it false",
        ),
    };
    let message = Words::new(format!("规则“{rule}”：{zh}"), format!("rule “{rule}”: {en}"));
    Diagnostic::warning(Code::NEVER_SEEN, span, message)
        .saying(Words::new(zh, en))
        .help(Words::new(help, english))
        .about(Subject::Rule(rule.to_owned()))
}

/// A change of a rule that no example notices; a hint if the rule file says why.
pub(super) fn unnoticed(rule: &str, mutant: &Mutant, reason: Option<&str>) -> Diagnostic {
    let change = &mutant.change;
    let message = Words::new(
        format!("规则“{rule}”：{}，没有任何例子察觉", change.zh),
        format!("rule “{rule}”: {}, and no example notices", change.en),
    );
    let code = Code::MUTANT_UNNOTICED;
    match reason {
        Some(reason) => Diagnostic::note(code, mutant.span, message).remark(Words::new(
            format!("规则文件的说明：{reason}"),
            format!("the rule file explains: {reason}"),
        )),
        None => Diagnostic::warning(code, mutant.span, message).help(Words::new(
            format!(
                "补一个例子，使规则改动前后的结论不同；改了也一样的，在这一行上面写“# 变异：{}，因为…”",
                change.zh
            ),
            format!(
                "add an example that the two rules judge differently; if there cannot be one, say why above the line: “# 变异：{}，…”",
                change.zh
            ),
        )),
    }
    .about(Subject::Rule(rule.to_owned()))
}

fn of_manifest(span: Option<Span>, message: Words) -> Diagnostic {
    Diagnostic::new(Code::MANIFEST_MISMATCH, Severity::Error, message).placed(span)
}

pub(super) fn form_not_known(name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let message = Words::new(format!("没有叫“{name}”的表单"), format!("there is no form “{name}”"));
    with_suggestion(of_manifest(Some(span), message), near)
}

pub(super) fn form_not_judged(name: &str, span: Span) -> Diagnostic {
    let message = Words::new(
        format!("清单说这个包审“{name}”，包里却没有一条规则审它"),
        format!("the manifest names the form “{name}”, and no rule of the pack judges it"),
    );
    of_manifest(Some(span), message)
        .help(Words::new("从 forms 里删去，或补上规则", "remove it from forms, or write the rules"))
}

pub(super) fn form_not_listed(name: &str, span: Option<Span>) -> Diagnostic {
    let message = Words::new(
        format!("包里的规则审“{name}”，清单的 forms 里却没有列"),
        format!("rules of the pack judge the form “{name}”, which the manifest does not list"),
    );
    of_manifest(span, message)
        .help(Words::new(format!("在 forms 里补上“{name}”"), format!("add “{name}” to forms")))
}

pub(super) fn law_not_known(name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let message = Words::new(
        format!("没有简称“{name}”的法规"),
        format!("no law has the short name “{name}”"),
    );
    with_suggestion(of_manifest(Some(span), message), near)
}

pub(super) fn law_not_cited(name: &str, span: Span) -> Diagnostic {
    let message = Words::new(
        format!("清单列了“{name}”，包里却没有一条规则以它为依据"),
        format!("the manifest lists “{name}”, and no rule of the pack cites it"),
    );
    of_manifest(Some(span), message).help(Words::new("从 laws 里删去", "remove it from laws"))
}

pub(super) fn law_not_listed(name: &str, span: Option<Span>) -> Diagnostic {
    let message = Words::new(
        format!("包里的规则以“{name}”为依据，清单的 laws 里却没有列"),
        format!("rules of the pack cite “{name}”, which the manifest does not list"),
    );
    of_manifest(span, message)
        .help(Words::new(format!("在 laws 里补上“{name}”"), format!("add “{name}” to laws")))
}

fn with_suggestion(diagnostic: Diagnostic, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => diagnostic
            .help(Words::new(format!("是不是“{near}”？"), format!("did you mean “{near}”?"))),
        None => diagnostic.help(Words::new("核对名称", "check the name")),
    }
}
