//! The words for sheets whose form is not known.

use std::sync::Arc;

use super::brief;
use crate::diagnostic::{Code, Diagnostic, Edit, FixLevel, Subject, Words};
use crate::form::Form;
use crate::model::choose::{Undeclared, WhyGeneral};
use crate::model::general::NotKnown;
use crate::source::{MappedText, Span};

pub(in crate::model) fn unknown_form(
    title: &MappedText,
    suggestion: Option<&str>,
    forms: &[&Arc<Form>],
) -> Diagnostic {
    let span = title.whole();
    let name = brief(title.as_str());
    let diagnostic = Diagnostic::error(
        Code::UNKNOWN_FORM,
        span,
        Words::new(format!("没有名为“{name}”的表单"), format!("there is no form “{name}”")),
    )
    .about(Subject::Field("表单".to_owned()));
    match suggestion {
        Some(suggestion) => diagnostic.did_you_mean(span, suggestion),
        None => diagnostic.help(known_forms(forms.iter().copied())),
    }
}

pub(in crate::model) fn no_form_of_year(
    span: Span,
    year: i32,
    title: Option<Span>,
    forms: &[&Arc<Form>],
) -> Diagnostic {
    let name = forms.first().map_or("", |form| form.name.as_str());
    let message = match title {
        Some(_) => Words::new(
            format!("表单“{name}”没有适用于 {year} 年度的版本"),
            format!("no version of the form “{name}” is used in {year}"),
        ),
        None => Words::new(
            format!("没有适用于 {year} 年度的表单"),
            format!("no form is used in {year}"),
        ),
    };
    let mut diagnostic = Diagnostic::error(Code::NO_FORM_OF_YEAR, span, message);
    if let Some(title) = title {
        diagnostic =
            diagnostic.label(title, Words::new("按这个表单查找", "looked for under this form"));
    }
    diagnostic.help(known_forms(forms.iter().copied())).about(Subject::Field("年度".to_owned()))
}

pub(in crate::model) fn no_forms(span: Span) -> Diagnostic {
    let message = Words::new("没有可用的表单，这张表无法读取", "no form is known for this sheet");
    let help = Words::new(
        "在规则文件（.chi）里用“表单”写明这种表有哪些栏，或启用带有表单的规则包",
        "declare the form in a rule file (.chi), or use a rule pack that declares one",
    );
    Diagnostic::error(Code::UNKNOWN_FORM, span, message)
        .help(help)
        .about(Subject::Field("表单".to_owned()))
}

pub(in crate::model) fn which_form(span: Span, forms: &[&Arc<Form>]) -> Diagnostic {
    let message = Words::new(
        "表里没有写“表单”，而已知的表单不止一种",
        "the sheet names no form (表单), and several are known",
    );
    Diagnostic::error(Code::MISSING_FORM, span, message)
        .help(known_forms(forms.iter().copied()))
        .about(Subject::Field("表单".to_owned()))
}

pub(in crate::model) fn form_not_named(
    first: Span,
    title: Option<&crate::syntax::sheet::Entry>,
    name: &str,
    newline: &str,
) -> Diagnostic {
    let message = Words::new(
        format!("表里没有写“表单”，按“{name}”读取"),
        format!("the sheet names no form (表单); it is read as “{name}”"),
    );
    let help = Words::new(format!("写上“表单: {name}”"), format!("write “表单: {name}”"));
    let fix_title = Words::new("写上表单", "name the form");
    let (place, span, text) = match title {
        Some(entry) => (entry.key_span, entry.value.span, format!(" {name}")),
        None => (first, Span { end: first.start, ..first }, format!("表单: {name}{newline}")),
    };
    let diagnostic = Diagnostic::warning(Code::MISSING_FORM, place, message)
        .help(help)
        .about(Subject::Field("表单".to_owned()));
    // Existing text is never overwritten.
    if span.is_empty() {
        diagnostic.fix(FixLevel::Safe, fix_title, vec![Edit { span, text }])
    } else {
        diagnostic
    }
}

pub(in crate::model) fn year_not_given(span: Span, form: &Form) -> Diagnostic {
    let (zh, en) = years(form);
    let message = Words::new(
        format!("表里没有写“年度”，按{zh}的版本读取"),
        format!("the sheet gives no year (年度); it is read with the version of {en}"),
    );
    let help = Words::new("写上年度，例如“年度: 2020”", "give the year, e.g. “年度: 2020”");
    Diagnostic::warning(Code::MISSING_YEAR, span, message)
        .help(help)
        .about(Subject::Field("年度".to_owned()))
}

pub(in crate::model) fn unreadable_year(span: Span, written: &str) -> Diagnostic {
    let written = brief(written);
    let message = Words::new(
        format!("“年度”的值“{written}”不是年度"),
        format!("“{written}” is not a year (年度)"),
    );
    let help = Words::new("写四位数的年份，例如 2020", "write a four-digit year, e.g. 2020");
    Diagnostic::error(Code::UNREADABLE_VALUE, span, message)
        .help(help)
        .about(Subject::Field("年度".to_owned()))
}

fn known_forms<'a>(forms: impl Iterator<Item = &'a Arc<Form>>) -> Words {
    let mut known: Vec<(String, String)> = forms
        .map(|form| {
            let (zh, en) = years(form);
            (format!("“{}”（{zh}）", form.name), format!("“{}” ({en})", form.name))
        })
        .collect();
    known.dedup();
    let zh: Vec<&str> = known.iter().map(|(zh, _)| zh.as_str()).collect();
    let en: Vec<&str> = known.iter().map(|(_, en)| en.as_str()).collect();
    Words::new(format!("已知的表单：{}", zh.join("、")), format!("forms known: {}", en.join(", ")))
}

fn years(form: &Form) -> (String, String) {
    match (form.from_year, form.until_year) {
        (Some(from), Some(until)) if from == until => (format!("{from} 年度"), format!("{from}")),
        (Some(from), Some(until)) => {
            (format!("{from} 至 {until} 年度"), format!("{from} to {until}"))
        }
        (Some(from), None) => (format!("{from} 年度起"), format!("from {from} on")),
        (None, Some(until)) => (format!("{until} 年度止"), format!("until {until}")),
        (None, None) => ("不限年度".to_owned(), "any year".to_owned()),
    }
}

/// The most names that a note lists.
const NAMES_LISTED: usize = 12;

/// Said once of a sheet that is read by a general form.
pub(in crate::model) fn undeclared(undeclared: &Undeclared, not_known: &NotKnown) -> Diagnostic {
    let title = undeclared.title.as_deref().unwrap_or_default();
    let message = match undeclared.why {
        WhyGeneral::Title => Words::new(
            format!("没有声明过“{}”这种表单，按通用的表单判", brief(title)),
            format!("the form “{}” is not declared: judged by the general form", brief(title)),
        ),
        WhyGeneral::Year(year) => Words::new(
            format!("“{}”没有{year}年度的表单，按通用的表单判", brief(title)),
            format!("“{}” has no form of {year}: judged by the general form", brief(title)),
        ),
        WhyGeneral::Layout => Words::new(
            format!("题名是“{}”，栏目却不是那种表单的，按通用的表单判", brief(title)),
            format!(
                "“{}” by its title, with other fields: judged by the general form",
                brief(title)
            ),
        ),
    };
    let help = Words::new(
        "用 biaochi form 打印照这张表写的“表单”，核对后放进规则包",
        "print a form written after this sheet by `biaochi form`, review it, and put it into a pack",
    );
    let mut note = Diagnostic::note(Code::UNDECLARED_FORM, undeclared.place, message).help(help);
    let mut remark = |names: &[String], zh: &str, en: &str| {
        if names.is_empty() {
            return;
        }
        let listed: Vec<String> = names.iter().take(NAMES_LISTED).map(|name| brief(name)).collect();
        let (more_zh, more_en) = match names.len() > NAMES_LISTED {
            true => {
                (format!(" 等 {} 个", names.len()), format!(" and more, {} in all", names.len()))
            }
            false => Default::default(),
        };
        note.notes.push(Words::new(
            format!("{zh}：{}{more_zh}", listed.join("、")),
            format!("{en}: {}{more_en}", listed.join(", ")),
        ));
    };
    remark(&not_known.fields, "不认识的栏，没有判", "fields that are not known, and not judged");
    remark(&not_known.levels, "不认识的层级", "levels that are not known");
    remark(&not_known.tables, "不认识的表格，没有判", "tables that are not known, and not judged");
    remark(&not_known.trees, "另外的指标树，没有判", "further trees of indicators, not judged");
    note
}
