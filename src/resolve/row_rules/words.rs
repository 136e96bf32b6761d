//! The words for what is wrong with a 规则表 and its rows, in both languages.

use crate::diagnostic::{Code, Diagnostic, FixLevel, Words};
use crate::source::{Edit, Span};
use crate::syntax::rule::Name;
use crate::syntax::table::TableCell;

fn error(code: Code, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, span, Words::new(zh.into(), en.into()))
}

fn warning(code: Code, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
    Diagnostic::warning(code, span, Words::new(zh.into(), en.into()))
}

pub(super) fn no_such_column(column: &Name, near: Option<&str>, known: &[&str]) -> Diagnostic {
    let text = &column.text;
    let found = error(
        Code::MISSING_COLUMN,
        column.span,
        format!("表里没有列“{text}”"),
        format!("the table has no column “{text}”"),
    );
    match near {
        Some(near) => {
            found.help(Words::new(format!("是不是“{near}”？"), format!("did you mean “{near}”?")))
        }
        None => found.help(Words::new(
            format!("表里的列：{}", known.join("、")),
            format!("its columns: {}", known.join(", ")),
        )),
    }
}

pub(in crate::resolve) fn column_outside(span: Span) -> Diagnostic {
    error(
        Code::COLUMN_OUTSIDE_TABLE,
        span,
        "“列「…」”只能写在规则表里",
        "`column「…」` can only stand in a rule table",
    )
    .help(Words::new(
        "写成 规则表 名称 来自 \"表.csv\"：，或直接写出内容",
        "write `rule_table name from \"table.csv\":`, or the value itself",
    ))
}

pub(super) fn no_rows(from: &Name) -> Diagnostic {
    error(
        Code::TABLE_FAULTY,
        from.span,
        format!("“{}”不是一行一条的表", from.text),
        format!("“{}” is not a table with an entry in each row", from.text),
    )
    .help(Words::new(
        "CSV：第一行写列名，下面一行一条；YAML：一条一个“- 列名: 内容”",
        "CSV: headings in the first row, one entry a row below; YAML: a list of maps from headings to values",
    ))
}

pub(super) fn too_many_rows(span: Span, most: usize) -> Diagnostic {
    error(
        Code::TABLE_TOO_LARGE,
        span,
        format!("规则表的行太多，第 {most} 行以后没有读"),
        format!("too many rows: those after row {most} are not read"),
    )
    .help(Words::new("拆成几张规则表", "split it into several rule tables"))
}

pub(super) fn cannot_tighten(upper: &Name) -> Diagnostic {
    error(
        Code::TIGHTENS_NOTHING,
        upper.span,
        "规则表不能收紧别的规则：它是好几条规则",
        "a rule table cannot tighten another rule: it is several rules",
    )
    .help(Words::new("用一条规则收紧", "tighten it by a rule"))
}

pub(super) fn key_twice(key: &str, first: Span, second: Span) -> Diagnostic {
    error(
        Code::TABLE_REPEATED_KEY,
        second,
        format!("两行都叫“{key}”，这一行没有用"),
        format!("two rows are called “{key}”: this one is not used"),
    )
    .label(first, Words::new("先在这里", "first here"))
    .help(Words::new("给每行一个自己的编号", "give each row a key of its own"))
}

pub(super) fn demand_empty(span: Span) -> Diagnostic {
    error(Code::EMPTY_CELL, span, "这一行没有说要求什么", "this row does not say what it demands")
        .help(Words::new(
            "填上要求；不作要求的写“无”",
            "fill it in; write none where nothing is demanded",
        ))
}

pub(super) fn no_severity(cell: &TableCell) -> Diagnostic {
    error(
        Code::BAD_CELL,
        cell.span,
        format!("“{}”不是级别", cell.text),
        format!("“{}” is no severity", cell.text),
    )
    .help(Words::new("写 错误、警告 或 提示", "write error, warning or note"))
}

pub(super) fn several_names(span: Span) -> Diagnostic {
    error(
        Code::BAD_CELL,
        span,
        "一格里有几个指标，分不清是都要有，还是有一个就行",
        "several indicators in a cell: all of them, or any?",
    )
    .help(Words::new(
        "都要有的，每个写一行；有一个就行的，规则里写 i.名称 匹配 列「…」",
        "write a row for each if all are demanded; for any, write i.名称 matches column「…」",
    ))
}

pub(super) fn no_range_here(span: Span) -> Diagnostic {
    error(Code::BAD_CELL, span, "这里不能是一个范围", "there can be no range here").help(
        Words::new(
            "写一个数；要写范围，规则里用 属于 列「…」",
            "write one figure; for ranges, compare with: in column「…」",
        ),
    )
}

pub(super) fn one_value(span: Span) -> Diagnostic {
    error(Code::BAD_CELL, span, "这里只能写一个值", "there can be one value only here")
        .help(Words::new("一个值写一行", "write a row for each value"))
}

pub(super) fn row_twice(first: (usize, Span), second: (usize, Span)) -> Diagnostic {
    let ((first, at), (second, span)) = (first, second);
    warning(
        Code::REPEATED_ROW,
        span,
        format!("第 {second} 行和第 {first} 行一样，没有用"),
        format!("row {second} repeats row {first}, and is not used"),
    )
    .label(at, Words::new("先在这里", "first here"))
    .help(Words::new("删去一行", "remove one of them"))
}

pub(super) fn rows_overlap(
    (first, former): (usize, &TableCell),
    (second, latter): (usize, &TableCell),
) -> Diagnostic {
    warning(
        Code::ROWS_OVERLAP,
        latter.span,
        format!("第 {second} 行和第 {first} 行要求一样，条件有重叠：同一张表会报两次"),
        format!("rows {first} and {second} demand the same and overlap: a sheet is reported twice"),
    )
    .label(former.span, Words::new(format!("第 {first} 行"), format!("row {first}")))
    .help(Words::new(
        "并成一行，或分清界限：一行写“以上”，另一行写“不满”",
        "merge them, or part them: 以上 in one row, 不满 in the other",
    ))
}

pub(super) fn rows_conflict(
    (first, former): (usize, &TableCell),
    (second, latter): (usize, &TableCell),
) -> Diagnostic {
    error(
        Code::ROWS_CONFLICT,
        latter.span,
        format!(
            "第 {second} 行和第 {first} 行管同样的表，一个写“{}”，一个写“{}”",
            latter.text, former.text
        ),
        format!(
            "rows {first} and {second} apply to the same sheets and contradict: “{}”, “{}”",
            former.text, latter.text
        ),
    )
    .label(former.span, Words::new(format!("第 {first} 行"), format!("row {first}")))
    .help(Words::new("留一行，或分清各管哪些表", "keep one, or part what they apply to"))
}

pub(super) fn never_applies(span: Span, text: &str) -> Diagnostic {
    error(
        Code::CONDITION_NEVER,
        span,
        format!("没有数在“{text}”里，这一行一张表也管不到"),
        format!("no figure lies in “{text}”: the row applies to no sheet"),
    )
    .help(Words::new("先写小的，后写大的", "write the lower end first"))
}

pub(super) fn gap_of_range(
    span: Span,
    field: &str,
    range: &str,
    row: Option<(Span, String)>,
) -> Diagnostic {
    let found = warning(
        Code::ROWS_LEAVE_GAP,
        span,
        format!("“{field}”{range}的表，没有一行管"),
        format!("no row covers sheets whose “{field}” is {range}"),
    );
    with_row(found, row)
}

pub(super) fn gap_of_words(
    span: Span,
    field: &str,
    missing: &[&str],
    row: Option<(Span, String)>,
) -> Diagnostic {
    let listed = missing.join("、");
    let found = warning(
        Code::ROWS_LEAVE_GAP,
        span,
        format!("“{field}”是{listed}的表，没有一行管"),
        format!("no row covers sheets whose “{field}” is {listed}"),
    );
    with_row(found, row)
}

/// With the missing rows as a fix.
fn with_row(found: Diagnostic, row: Option<(Span, String)>) -> Diagnostic {
    let found = found.help(Words::new(
        "补上这一行；不作要求的，要求那一格写“无”",
        "add the row; where nothing is demanded, write none as the demand",
    ));
    match row {
        Some((span, text)) => found.fix(
            FixLevel::Draft,
            Words::new("补上缺的行", "add the missing rows"),
            vec![Edit { span, text }],
        ),
        None => found,
    }
}

/// A finding on the rule that only some rows have.
pub(in crate::resolve) fn in_this_row(found: Diagnostic, row: Span) -> Diagnostic {
    found.label(row, Words::new("在这一行", "in this row"))
}
