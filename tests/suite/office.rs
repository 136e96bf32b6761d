//! `--format docx` and `xlsx`, read with other libraries than they are written with: what stands
//! where, and that text stays text.

use std::io::Cursor;
use std::path::Path;

use biaochi::diagnostic::{Code, Diagnostic, Lang, Words};
use biaochi::render::{Format, Report};
use biaochi::source::Sources;
use calamine::{Data, Reader, Xlsx};
use docx_rs::{
    DocumentChild, ParagraphChild, RunChild, Table, TableCellContent, TableChild, TableRowChild,
    read_docx,
};

use crate::cli::biaochi;
use crate::pages::{bytes, sample};

fn sample_in(format: Format, lang: Lang) -> Vec<u8> {
    let mut sources = Sources::new();
    let report = sample(&mut sources);
    bytes(format, &sources, &report, lang)
}

fn paragraph(paragraph: &docx_rs::Paragraph) -> String {
    let runs = paragraph.children.iter().filter_map(|child| match child {
        ParagraphChild::Run(run) => Some(run),
        _ => None,
    });
    let words = runs.flat_map(|run| &run.children).map(|child| match child {
        RunChild::Text(text) => text.text.clone(),
        RunChild::Tab(_) => "\t".to_owned(),
        RunChild::Break(_) => "\n".to_owned(),
        _ => String::new(),
    });
    words.collect()
}

/// A line a row, its cells apart.
fn table(table: &Table) -> String {
    let mut lines = String::new();
    for TableChild::TableRow(row) in &table.rows {
        let cells = row.cells.iter().map(|TableRowChild::TableCell(cell)| {
            let texts = cell.children.iter().filter_map(|child| match child {
                TableCellContent::Paragraph(paragraph_node) => Some(paragraph(paragraph_node)),
                _ => None,
            });
            texts.collect::<Vec<_>>().join("/")
        });
        lines.push_str(&format!("| {}\n", cells.collect::<Vec<_>>().join(" | ")));
    }
    lines
}

pub(crate) fn document(bytes: &[u8]) -> String {
    let children = read_docx(bytes).unwrap().document.children;
    let lines = children.iter().filter_map(|child| match child {
        DocumentChild::Paragraph(paragraph_node) => Some(paragraph(paragraph_node)),
        DocumentChild::Table(table_node) => Some(table(table_node).trim_end().to_owned()),
        _ => None,
    });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// All sheets of a workbook: a line a row, its cells apart, numbers as `#1`.
pub(crate) fn workbook(bytes: &[u8]) -> String {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for name in book.sheet_names() {
        text.push_str(&format!("== {name}\n"));
        for row in book.worksheet_range(&name).unwrap().rows() {
            let cells = row.iter().map(|cell| match cell {
                Data::String(text) => text.replace('\n', "/"),
                Data::Empty => String::new(),
                Data::Float(number) => format!("#{number}"),
                other => format!("{other:?}"),
            });
            let cells = cells.collect::<Vec<_>>().join(" | ");
            text.push_str(&format!("{}\n", cells.trim_end_matches([' ', '|'])));
        }
        assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{name}");
    }
    text
}

#[test]
fn the_opinion_says_for_each_unit_what_is_wrong_on_what_ground_and_what_to_change() {
    insta::assert_snapshot!(document(&sample_in(Format::Docx, Lang::Zh)), @r"
    项目支出绩效目标审核意见
    单位：示例处
    年度：2020
    一、审核的项目
    1. 道路养护（2020 年度，目标表，表/甲.biao）：错误 1 个，警告 1 个，提示 1 个
    二、审核意见
    （一）道路养护
    | 序号 | 审核内容 | 问题 | 依据 | 修改意见 | 级别
    | 1 | 相关性 | 目标值“提高”无法衡量/（产出目标 › 质量 › 养护水平“提高”） | 《绩效目标管理办法》（财预〔2015〕88号）（条款待核）（参照） | 写成数，例如：=12公里 | 错误
    | 2 | 完整性 | 概况太短/（项目概况“养护道路，提高质量”）/（可能多报：报的不一定是毛病，要看一眼） | — | — | 警告
    | 3 | 完整性 | “道路”重复/（第 5 行“道路，”）/（可能漏报：报的就是毛病，但还可能有没报的） | — | — | 提示
    | 合计 | 错误 1 个，警告 1 个，提示 1 个
    三、没有判定的和声明忽略的
    道路养护：2 次因缺少内容无法判定。
    道路养护：表中声明忽略：日期太晚（日期/太晚）。理由：已批准；批准人：张三；有效期至：未写明。
    四、说明
    问题和依据由程序按规则列出，不评定等级；结论由审核人员核对后作出。
    级别的意思：错误：退回，改了再报；警告：要改，或者说明理由；提示：建议改。
    依据中写“条款待核”的，条款还没有与原文核对。
    由表尺 0.1.0 检查。所用规则包、版本和校验码：示例 1.0.0（abababababab）。
    审核人（签名）：	复核人（签名）：
    审核单位（盖章）：	日期：　　　年　　月　　日
    项目支出绩效目标审核意见
    单位：未填单位
    年度：未填年度
    一、审核的项目
    1. =1+1（未填年度，目标表，表/甲.biao）：错误 0 个，警告 1 个，提示 0 个
    二、审核意见
    （一）=1+1
    | 序号 | 审核内容 | 问题 | 依据 | 修改意见 | 级别
    | 1 | 其他 | =cmd|' /C calc'!A0/（第 17 行“=1+1”） | — | — | 警告
    | 合计 | 错误 0 个，警告 1 个，提示 0 个
    三、没有判定的和声明忽略的
    =1+1：没有一条规则得到判定，不能视为通过。
    四、说明
    问题和依据由程序按规则列出，不评定等级；结论由审核人员核对后作出。
    级别的意思：错误：退回，改了再报；警告：要改，或者说明理由；提示：建议改。
    依据中写“条款待核”的，条款还没有与原文核对。
    由表尺 0.1.0 检查。所用规则包、版本和校验码：示例 1.0.0（abababababab）。
    审核人（签名）：	复核人（签名）：
    审核单位（盖章）：	日期：　　　年　　月　　日
    不属于任何一张表的问题
    | 序号 | 审核内容 | 问题 | 依据 | 修改意见 | 级别
    | 1 | 其他 | 读不到“乙.biao” | — | — | 错误
    | 合计 | 错误 1 个，警告 0 个，提示 0 个
    ");
}

#[test]
fn the_workbook_counts_lists_and_tells_what_was_not_decided() {
    insta::assert_snapshot!(workbook(&sample_in(Format::Xlsx, Lang::Zh)), @r"
    == 图
    审核内容 | 错误 | 警告 | 提示
    完整性 | #0 | #1 | #1
    相关性 | #1 | #0 | #0
    适当性 | #0 | #0 | #0
    可行性 | #0 | #0 | #0
    其他 | #1 | #1 | #0













    规则 | 错误 | 警告 | 提示
    可衡量/目标值空泛 | #1 | #0 | #0
    文字/概况太短 | #0 | #1 | #0
    文字/重复 | #0 | #0 | #1
    检查/无法读取 | #1 | #0 | #0
    表/值无法识别 | #0 | #1 | #0













    单位 | 错误 | 警告 | 提示
    示例处 | #1 | #1 | #1
    未填单位 | #0 | #1 | #0
















    哪条规则在哪个单位报得多
    规则 | 示例处 | 未填单位
    可衡量/目标值空泛 | #1 | #0
    文字/概况太短 | #1 | #0
    文字/重复 | #1 | #0
    检查/无法读取 | #0 | #0
    表/值无法识别 | #0 | #1
    == 表的清单
    单位 | 项目 | 年度 | 文件 | 错误 | 警告 | 提示 | 无法判定 | 报了问题的规则
    示例处 | 道路养护 | #2020 | 表/甲.biao | #1 | #1 | #1 | #2 | 可衡量/目标值空泛/文字/概况太短/文字/重复
    未填单位 | =1+1 |  | 表/甲.biao | #0 | #1 | #0 | #0 | 表/值无法识别
    == 汇总
    检查了 2 个文件、2 张表：2 个错误、2 个警告、1 个提示；2 次因缺少内容无法判定；1 处已在表中声明忽略

    单位 | 表数 | 完整性 |  |  | 相关性 |  |  | 适当性 |  |  | 可行性 |  |  | 其他 |  |  | 合计
     |  | 错误 | 警告 | 提示 | 错误 | 警告 | 提示 | 错误 | 警告 | 提示 | 错误 | 警告 | 提示 | 错误 | 警告 | 提示 | 错误 | 警告 | 提示
    示例处 | #1 | #0 | #1 | #1 | #1 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #1 | #1 | #1
    未填单位 | #1 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #1 | #0 | #0 | #1 | #0
    不属于任何一张表的问题 |  | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #1 | #0 | #0 | #1 | #0 | #0
    合计 | #2 | #0 | #1 | #1 | #1 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #0 | #1 | #1 | #0 | #2 | #2 | #1

    问题和依据由程序按规则列出，不评定等级；结论由审核人员核对后作出。

    所用规则包
    规则包 | 版本 | 校验码（SHA-256）
    示例 | 1.0.0 | abababababababababababababababababababababababababababababababab
    == 问题清单
    单位 | 项目 | 年度 | 文件 | 行 | 列 | 级别 | 审核内容 | 规则 | 问题 | 原文 | 依据 | 修改意见 | 可信度 | 指纹
    示例处 | 道路养护 | #2020 | 表/甲.biao | #9 | #13 | 错误 | 相关性 | 可衡量/目标值空泛 | 目标值“提高”无法衡量 | 提高 | 《绩效目标管理办法》（财预〔2015〕88号）（条款待核）（参照） | 写成数，例如：=12公里 | 确定 | d0f3807f6408256d
     |  |  |  |  |  | 错误 | 其他 | 检查/无法读取 | 读不到“乙.biao” |  |  |  |  | b3ee1bc0011a3c25
    示例处 | 道路养护 | #2020 | 表/甲.biao | #5 | #7 | 警告 | 完整性 | 文字/概况太短 | 概况太短 | 养护道路，提高质量 |  |  | 可能多报 | 4f63e0c2428b1564
    未填单位 | =1+1 |  | 表/甲.biao | #17 | #7 | 警告 | 其他 | 表/值无法识别 | =cmd|' /C calc'!A0 | =1+1 |  |  |  | 4f6ab7ff2a641ef7
    示例处 | 道路养护 | #2020 | 表/甲.biao | #5 | #9 | 提示 | 完整性 | 文字/重复 | “道路”重复 | 道路， |  |  | 可能漏报 | b97567a189e28c44
    == 未检查与已忽略
    类别 | 单位 | 项目 | 文件 | 规则 | 内容 | 理由 | 批准人 | 有效期至
    无法判定 | 示例处 | 道路养护 | 表/甲.biao |  | 2 次因缺少内容无法判定
    没有判定 | 未填单位 | =1+1 | 表/甲.biao |  | 没有一条规则得到判定，不能视为通过
    已忽略 | 示例处 | 道路养护 | 表/甲.biao 第 2 行第 5 列 | 日期/太晚 | 日期太晚 | 已批准 | 张三 | 未写明
    ");
}

/// 优良中差 is for people.
#[test]
fn no_format_gives_a_grade() {
    let text = document(&sample_in(Format::Docx, Lang::Zh))
        + &workbook(&sample_in(Format::Xlsx, Lang::Zh));
    for grade in ["优", "良", "等级：", "得分"] {
        assert!(!text.contains(grade), "{grade}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for format in [Format::Docx, Format::Xlsx] {
        assert!(sample_in(format, Lang::Zh) == sample_in(format, Lang::Zh), "{format:?}");
    }
}

/// Charts that can be edited: they draw cells.
#[test]
fn the_workbook_opens_with_charts_of_its_cells() {
    let book = sample_in(Format::Xlsx, Lang::Zh);
    for number in 1..=3 {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book.as_slice())).unwrap();
        let mut chart = String::new();
        let mut part = archive.by_name(&format!("xl/charts/chart{number}.xml")).unwrap();
        std::io::Read::read_to_string(&mut part, &mut chart).unwrap();
        assert!(chart.contains("<c:barChart>") && chart.contains("<c:f>图!$B$"), "{chart}");
    }
}

#[test]
fn english_is_spoken_too() {
    let text = document(&sample_in(Format::Docx, Lang::En));
    assert!(text.starts_with("Review opinion on performance targets\nunit: 示例处\n"), "{text}");
    let text = workbook(&sample_in(Format::Xlsx, Lang::En));
    assert!(
        text.starts_with("== Charts\n") && text.contains("== Summary\nchecked 2 files, 2 sheets"),
        "{text}"
    );
}

#[test]
fn a_report_of_nothing_is_no_pass() {
    let nothing = |format| bytes(format, &Sources::new(), &Report::default(), Lang::Zh);
    let text = document(&nothing(Format::Docx));
    assert!(text.contains("没有检查到任何表") && !text.contains("没有发现问题"), "{text}");
    let text = workbook(&nothing(Format::Xlsx));
    assert!(text.contains("没有检查 |  |  |  |  | 没有检查到任何表"), "{text}");
}

/// Characters that XML cannot hold, and more of them than a cell can.
#[test]
fn any_text_can_be_written() {
    let mut sources = Sources::new();
    let mut report = sample(&mut sources);
    let hostile = "\u{0}\u{b}\u{1b}\u{fffe}\u{ffff}]]><w:t>&\r\n\t_x0041_";
    report.findings = vec![
        Diagnostic::error(
            Code::rule("甲/乙"),
            crate::pages::span(sources.iter().next().unwrap(), "2020"),
            Words::verbatim(hostile),
        ),
        Diagnostic::error(
            Code::rule("甲/丙"),
            crate::pages::span(sources.iter().next().unwrap(), "2020"),
            Words::verbatim("长".repeat(40_000)),
        ),
    ];
    let text = document(&bytes(Format::Docx, &sources, &report, Lang::Zh));
    assert!(text.contains("␀␋␛��]]><w:t>&␍"), "{}", text.split("| 1 |").nth(1).unwrap());
    let text = workbook(&bytes(Format::Xlsx, &sources, &report, Lang::Zh));
    assert!(text.contains("␀␋␛��]]><w:t>&␍/\t_x0041_ |"), "{text}");
    assert!(text.contains("长… |"));
}

#[test]
fn the_examples_make_files_and_never_go_to_the_terminal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (page, book, opinion) = (path("out.html"), path("out.xlsx"), path("out.docx"));
    let formats = [("html", &page), ("xlsx", &book), ("docx", &opinion)]
        .map(|(format, path)| format!("{format}:{}", path.display()));
    let mut arguments = vec!["check", "examples/planted"];
    formats.iter().for_each(|format| arguments.extend(["--format", format]));
    let ran = biaochi(root, &arguments);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    let listed =
        biaochi(root, &["check", "examples/planted", "--format", "short"]).out.lines().count();
    let text = workbook(&std::fs::read(book).unwrap());
    let list = text.split("== ").find(|sheet| sheet.starts_with("问题清单")).unwrap();
    assert_eq!(list.lines().count(), listed + 2);
    let text = document(&std::fs::read(opinion).unwrap());
    for unit in ["单位：示例区中心医院\n", "单位：示例部资助中心\n"] {
        assert!(text.contains(unit), "{unit}");
    }
    for format in ["docx", "XLSX"] {
        let ran = biaochi(root, &["check", "examples/planted", "--format", format]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.contains(&format!("写进文件：--format {format}:")), "{}", ran.err);
    }
}

/// What sends a sheet back stands first, wherever it stands in the sheet.
#[test]
fn reports_for_people_begin_with_what_sends_a_sheet_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let sheet = "表单: 项目支出绩效目标申报表\n年度: 2023\n项目名称: 校园足球\n\
        实施单位: 某区青少年活动中心\n资金总额: 60万元\n\
        年度目标: 举办比赛12场,培训教练40人。\n绩效指标:\n  产出指标:\n    数量指标:\n      \
        比赛场次: ≥12场\n    质量指标:\n      教练考核合格率: =110%\n  效益指标:\n    \
        社会效益指标:\n      参与学生人数: ≥3000人\n";
    std::fs::write(path("表.biao"), sheet).unwrap();
    let arguments = ["check", "表.biao", "--format", "html:a.html", "--format", "xlsx:a.xlsx"];
    let arguments = [&arguments[..], &["--format", "docx:a.docx"]].concat();
    let ran = biaochi(folder.path(), &arguments);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let read = |name: &str| std::fs::read(path(name)).unwrap();
    let page = String::from_utf8(read("a.html")).unwrap();
    let listed = page.split_once("<article").unwrap().1.to_owned();
    for (format, text) in
        [("html", listed), ("xlsx", workbook(&read("a.xlsx"))), ("docx", document(&read("a.docx")))]
    {
        let text = text.split_once("问题清单").map_or(text.as_str(), |(_, list)| list);
        let error = text.find("最多是100%").unwrap_or_else(|| panic!("{format}: {text}"));
        let note = text.find("半角逗号").unwrap_or_else(|| panic!("{format}: {text}"));
        assert!(error < note, "{format}: {text}");
    }
}
