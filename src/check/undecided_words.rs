//! The words for what keeps a rule from being decided: what, where, and who can fix it.

use super::undecided::UndecidedSheets;
use crate::diagnostic::{Code, Diagnostic, Subject, Words};
use crate::eval::{Cause, MAX_CAUSES_ELSEWHERE, MAX_STEPS};
use crate::form::FieldId;
use crate::model::Sheet;
use crate::rule::LookupKey;
use crate::source::Span;

/// `因此有 3 条规则无法判定：…`
pub(super) fn dependent_rules(rules: &[String]) -> Words {
    Words::new(
        format!("因此有 {} 条规则无法判定：{}", rules.len(), rules.join("、")),
        format!("{} rule(s) cannot be decided because of it: {}", rules.len(), rules.join(", ")),
    )
}

/// The same for the sheets that are compared with this one.
pub(super) fn dependent_sheets(sheets: usize, rules: &[String]) -> Words {
    Words::new(
        format!(
            "另有 {sheets} 张表要与它对照，因此有 {} 条规则对它们无法判定：{}",
            rules.len(),
            rules.join("、")
        ),
        format!(
            "{sheets} other sheet(s) are compared with it: {} rule(s) cannot be decided for them: {}",
            rules.len(),
            rules.join(", ")
        ),
    )
}

/// What keeps a rule from being decided on a sheet, of whichever sheet it is.
pub(super) fn cause_for<'s>(
    judged: &'s Sheet,
    sheets: impl IntoIterator<Item = &'s Sheet>,
    cause: Cause,
) -> Words {
    let holds = |sheet: &&Sheet| cause.span().is_some_and(|span| sheet.span.contains(span));
    let home = match holds(&judged) {
        true => judged,
        false => sheets.into_iter().find(holds).unwrap_or(judged),
    };
    let message = cause_of(home, cause).message;
    if std::ptr::eq(home, judged) {
        return message;
    }
    let name = &home.name;
    Words::new(
        format!("要对照的“{name}”里：{}", message.zh),
        format!("of “{name}”, which is compared: {}", message.en),
    )
}

/// What keeps a rule from being decided, with its place and remedy. The sheet is the one in which
/// it stands.
pub(super) fn cause_of(sheet: &Sheet, cause: Cause) -> Diagnostic {
    match cause {
        Cause::Absent(_, LookupKey::Field(id)) => absent_field(sheet, id),
        Cause::Absent(_, LookupKey::Year) => {
            let (zh, en) = match sheet.year_span {
                Some(_) => ("“年度”空着", "“年度” is empty"),
                None => ("没有填“年度”", "“年度” is not filled in"),
            };
            let help = Words::new("写上年度，例如“年度: 2020”", "give the year: `年度: 2020`");
            let place = sheet.year_span.unwrap_or(sheet.head);
            undecidable(sheet, place, Words::new(zh, en), help).about(year())
        }
        Cause::Unreadable(_, LookupKey::Field(id)) => {
            let name = name_of(sheet, id);
            let place = sheet.field(id).map_or(sheet.head, |cell| cell.span);
            let message = Words::new(
                format!("“{name}”的值无法识别"),
                format!("the value of “{name}” cannot be read"),
            );
            undecidable(sheet, place, message, as_the_form_asks()).about(field(name))
        }
        Cause::Unreadable(_, LookupKey::Year) => undecidable(
            sheet,
            sheet.year_span.unwrap_or(sheet.head),
            Words::new("“年度”的值无法识别", "the value of “年度” cannot be read"),
            Words::new("写四位数的年份，例如 2020", "write a four-digit year, e.g. 2020"),
        )
        .about(year()),
        Cause::UnreadableValue(place) => undecidable(
            sheet,
            place,
            Words::new("这里的值无法识别", "the value here cannot be read"),
            as_the_form_asks(),
        ),
        Cause::NoTarget(place) => undecidable(
            sheet,
            place,
            Words::new("这个指标没有填目标值", "this indicator has no target"),
            Words::new("写上目标值，例如 ≥90%", "write a target, such as ≥90%"),
        ),
        Cause::NoFigure(place)
        | Cause::Units(place)
        | Cause::NoNumber(place)
        | Cause::DividedByZero(place)
        | Cause::TooLarge(place) => match place {
            Some(place) => of_figures(sheet, cause, place),
            None => undecidable(sheet, sheet.head, in_rule(cause), correct_the_rule()),
        },
        Cause::TooMuchWork | Cause::MoreElsewhere => {
            undecidable(sheet, sheet.head, in_rule(cause), correct_the_rule())
        }
    }
}

/// What keeps a rule from being decided and stands in no sheet: reported where the rule stands.
pub(super) fn cause_in_rule(
    (name, place): (&str, Span),
    cause: Cause,
    sheets: &UndecidedSheets,
) -> Diagnostic {
    let (Words { zh, en }, count) = (in_rule(cause), sheets.count);
    let message = Words::new(
        format!("规则“{name}”在 {count} 张表上无法判定：{zh}"),
        format!("rule “{name}” cannot be decided on {count} sheet(s): {en}"),
    );
    let help = match cause {
        Cause::TooMuchWork => Words::new(
            "不是填表的错：简化规则，少套几层“每个”，把能先排除的条件写在前面；表特别大的，也可以分成几张",
            "no fault of the sheet: simplify the rule, with fewer nested ranges, and the conditions that exclude most first; a very large sheet can be parted",
        ),
        Cause::MoreElsewhere => Words::new(
            "把列出的补上，再检查一遍；本来就不用填的，先问有没有填",
            "fill in those that are listed, and check again; if they need not be filled in, the rule must ask first whether they are",
        ),
        _ => correct_the_rule(),
    };
    Diagnostic::warning(Code::UNDECIDABLE, place, message)
        .saying(Words { zh, en })
        .label(sheets.first, Words::new("例如这张表", "this sheet, for example"))
        .help(help)
        .about(Subject::Rule(name.to_owned()))
}

/// The words for what stands in no sheet.
fn in_rule(cause: Cause) -> Words {
    match cause {
        Cause::NoFigure(_) => {
            Words::new("规则要比较的不是数", "what the rule compares is no figure")
        }
        Cause::Units(_) => Words::new(
            "规则要算的几个数单位不同",
            "the figures that the rule computes with have different units",
        ),
        Cause::NoNumber(_) => {
            Words::new("规则要算的不是数", "what the rule computes with is no number")
        }
        Cause::DividedByZero(_) => Words::new("规则除以了 0", "the rule divides by 0"),
        Cause::TooMuchWork => Words::new(
            format!("规则要算的超过上限（{} 万步），没有算完", MAX_STEPS / 10_000),
            format!("the rule takes more than {MAX_STEPS} steps and was stopped"),
        ),
        Cause::MoreElsewhere => Words::new(
            format!("它要对照的表里缺的太多，每张表只记前 {MAX_CAUSES_ELSEWHERE} 处"),
            format!(
                "the sheets that it compares lack too much; for each judged sheet, only the first {MAX_CAUSES_ELSEWHERE} places are kept"
            ),
        ),
        _ => Words::new("规则算出的结果太大", "what the rule computes is too large"),
    }
}

fn correct_the_rule() -> Words {
    Words::new(
        "不是填错了哪一栏：请编规则的人用 biaochi trace 看规则在这张表上怎么算的，再改规则",
        "no field is filled in wrongly: the author of the rule can see with `biaochi trace` what it computes here, and correct it",
    )
}

/// What is wrong with the figure at a place of the sheet.
fn of_figures(sheet: &Sheet, cause: Cause, place: Span) -> Diagnostic {
    let (message, help) = match cause {
        Cause::NoFigure(_) => (
            Words::new("这里没有可以比较的数", "there is no figure to compare here"),
            Words::new(
                "写成数值目标，例如 ≥90%；本来就不是数的，请编规则的人先问它是什么",
                "write a figure, such as ≥90%; if it is none by nature, the rule must ask what it is first",
            ),
        ),
        Cause::Units(_) => (
            Words::new(
                "这里的单位与规则要比的单位不同",
                "the unit here differs from the one to compare with",
            ),
            Words::new(
                "漏写的单位补上，例如 100%、3份；单位没有错的，请编规则的人先问单位",
                "add a unit that was left out, such as 100% or 3份; if it is right, the rule must ask for the unit first",
            ),
        ),
        Cause::NoNumber(_) => (
            Words::new("这里的文字不是数", "this text is not a number"),
            Words::new(
                "写成数字；本来就不是数的，请编规则的人改规则",
                "write a number; if it cannot be one, the rule must be corrected",
            ),
        ),
        Cause::DividedByZero(_) => (
            Words::new(
                "规则要除以这里的数，它是 0",
                "the rule divides by the figure here, which is 0",
            ),
            Words::new(
                "核对这个数；确实是 0 的，请编规则的人先问它是不是 0",
                "check the figure; if it is 0 indeed, the rule must ask for that first",
            ),
        ),
        _ => (
            Words::new(
                "规则用这里的数算出的结果太大",
                "what the rule computes of the figure here is too large",
            ),
            Words::new("核对这个数", "check the figure"),
        ),
    };
    undecidable(sheet, place, message, help)
}

fn absent_field(sheet: &Sheet, id: FieldId) -> Diagnostic {
    let name = name_of(sheet, id);
    let (place, message, help) = match sheet.field(id) {
        Some(cell) => (
            cell.key,
            Words::new(format!("“{name}”空着"), format!("“{name}” is empty")),
            Words::new(format!("在“{name}”后面填上"), format!("write what “{name}” is")),
        ),
        None => (
            sheet.head,
            Words::new(format!("没有填“{name}”"), format!("“{name}” is not filled in")),
            Words::new(format!("补上“{name}: …”"), format!("add `{name}: …`")),
        ),
    };
    undecidable(sheet, place, message, help).about(field(name))
}

fn undecidable(sheet: &Sheet, place: Span, message: Words, help: Words) -> Diagnostic {
    let mut diagnostic = Diagnostic::warning(Code::UNDECIDABLE, place, message).help(help);
    diagnostic.sheet = Some(sheet.name.clone());
    diagnostic
}

fn as_the_form_asks() -> Words {
    Words::new("改成表单要求的写法", "write it as the form requires")
}

fn name_of(sheet: &Sheet, id: FieldId) -> &str {
    sheet.form.field_at(id).map_or("", |field| field.name.as_str())
}

fn field(name: &str) -> Subject {
    Subject::Field(name.to_owned())
}

fn year() -> Subject {
    field("年度")
}
