//! Frames: which lines and marks are shown of which places, and what stands beside them.

use biaochi::diagnostic::{Code, Diagnostic, FixLevel};
use biaochi::render::{Format, RenderOptions};
use biaochi::source::{Sources, Span};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::render::{SHEET, pretty, report, span, written, zh};

/// The texts that stand right above the underlines of a frame, by display columns.
pub(crate) fn underlined(output: &str) -> Vec<String> {
    let lines: Vec<&str> = output.lines().collect();
    let mut found = Vec::new();
    for pair in lines.windows(2) {
        let (source, marks) = (pair[0], pair[1]);
        let border =
            source.chars().take_while(|character| *character != '│').collect::<String>().width();
        let numbered =
            source.trim_start().starts_with(|character: char| character.is_ascii_digit());
        if !numbered || !source.contains('│') || !marks.contains(['·', '│']) {
            continue;
        }
        let mut column = 0;
        let mut run = String::new();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for character in marks.chars() {
            if column > border && "─┬▲^-".contains(character) {
                match runs.last_mut() {
                    Some(last) if last.1 == column && !run.ends_with('▲') => last.1 += 1,
                    _ => runs.push((column, column + 1)),
                }
                run.push(character);
            } else if column > border && character != ' ' {
                break;
            }
            column += character.width().unwrap_or(0);
        }
        for (start, end) in runs {
            let mut column = 0;
            let mut text = String::new();
            for character in source.chars() {
                let width = character.width().unwrap_or(0);
                if column >= start && column + width <= end {
                    text.push(character);
                }
                column += width;
            }
            found.push(text);
        }
    }
    found
}

pub(crate) fn assert_fits(output: &str, width: usize) {
    for line in output.lines() {
        assert!(line.width() <= width, "{} columns: {line}", line.width());
    }
}

pub(crate) const PROSE: &str = "立项依据: 一、为贯彻落实市委市政府关于加强住宅小区综合治理的部署，依据《上海市加强住宅小区综合治理三年行动计划（2018-2020）》和沪府[2007]58号文，二、经局党组研究，三、按照962121平台运行要求，本项目由受理中心组织实施（含物业热线，四、经费按年度预算安排，五、项目完成后由第三方测评，六、其他事项按有关规定办理。\n";

#[test]
fn a_long_line_is_cut_around_both_its_marks() {
    let mut sources = Sources::new();
    let source = sources.add("长.biao", PROSE.repeat(3));
    let finding = Diagnostic::warning(
        Code::rule("文本/括号不配对"),
        span(&source, "（含物业"),
        zh("括号没有配对"),
    )
    .saying(zh("这个括号没有合上"))
    .label(span(&source, "一、"), zh("编号从这里开始"));
    let output = pretty(&sources, vec![finding]);
    assert_eq!(underlined(&output), ["一、", "（含物业"]);
    assert_fits(&output, 80);
    insta::assert_snapshot!(output, @r#"
      ⚠ 警告[文本/括号不配对]: 括号没有配对
       ╭─[长.biao:1:121]
     1 │ 立项依据: 一、为贯彻落实市委市政府…理中心组织实施（含物业热线，四、经费…
       ·           ──┬─                                   ────┬───
       ·             │                                        ╰── 这个括号没有合上
       ·             ╰── 编号从这里开始
       ╰────

    检查了 1 个文件、1 张表：1 个警告
    "#);
}

#[test]
fn a_mark_far_to_the_right_leaves_room_for_its_words() {
    let mut sources = Sources::new();
    let source = sources.add("长.biao", PROSE);
    for needle in ["规定办理", "立项", "2018-2020", "。"] {
        let words = "这里说了一句很长很长的话，长到一行之内无论如何也放不下，只好折成几行来说";
        let finding = Diagnostic::error(Code::rule("甲/乙"), span(&source, needle), zh("消息"))
            .saying(zh(words));
        for width in [60, 80, 100, 200] {
            let options = RenderOptions { width, ..RenderOptions::default() };
            let output = written(Format::Pretty, &sources, &report(vec![finding.clone()]), options);
            assert_eq!(underlined(&output), [needle], "{output}");
            assert_fits(&output, width);
        }
    }
}

#[test]
fn places_far_apart_and_in_another_file_have_frames_of_their_own() {
    let mut sources = Sources::new();
    let sheet = sources.add("sheets/道路.biao", SHEET);
    let rules =
        sources.add("rules/甲.chi", "# 规则\n规则 绩效/目标值空泛：\n  须 i.目标值 是 量\n");
    let finding =
        Diagnostic::error(Code::rule("绩效/目标值空泛"), span(&sheet, "提高"), zh("目标值空泛"))
            .label(span(&sheet, "2020"), zh("2020 年的表"))
            .label(span(&rules, "须 i.目标值 是 量"), zh("这个条件不成立"));
    let output = pretty(&sources, vec![finding.clone()]);
    assert_eq!(underlined(&output), ["提高", "2020", "须 i.目标值 是 量"]);
    insta::assert_snapshot!(output, @r#"
      × 错误[绩效/目标值空泛]: 目标值空泛
       ╭─[sheets/道路.biao:7:13]
     7 │       养护里程: 提高
       ·                 ────
       ╰────
       ╭─[sheets/道路.biao:2:5]
     2 │ 年度: 2020
       ·       ──┬─
       ·         ╰── 2020 年的表
       ╰────
       ╭─[rules/甲.chi:3:3]
     3 │   须 i.目标值 是 量
       ·   ────────┬────────
       ·           ╰── 这个条件不成立
       ╰────

    检查了 1 个文件、1 张表：1 个错误
    "#);
    let options = RenderOptions { width: 80, ..RenderOptions::default() };
    let output = written(Format::Rich, &sources, &report(vec![finding]), options);
    assert_eq!(underlined(&output), ["提高", "2020", "须 i.目标值 是 量"]);
    insta::assert_snapshot!(output, @r#"
    错误[绩效/目标值空泛]: 目标值空泛
      ┌─ sheets/道路.biao:7:13
      │
    7 │       养护里程: 提高
      │                 ^^^^
      │
      ┌─ sheets/道路.biao:2:5
      │
    2 │ 年度: 2020
      │       ---- 2020 年的表
      │
      ┌─ rules/甲.chi:3:3
      │
    3 │   须 i.目标值 是 量
      │   ----------------- 这个条件不成立

    检查了 1 个文件、1 张表：1 个错误
    "#);
}

#[test]
fn a_point_a_place_of_several_lines_and_places_inside_each_other() {
    let mut sources = Sources::new();
    let source = sources.add("a.biao", SHEET);
    let at = span(&source, "项目名称").end as usize;
    let point =
        Diagnostic::error(Code::MISSING_COLON, Span::at(source.id(), at), zh("这一行没有冒号"))
            .saying(zh("此处应有冒号"))
            .fix(FixLevel::Safe, zh("补上冒号"), vec![]);
    let output = pretty(&sources, vec![point]);
    // The point stands before the blank that follows the key.
    assert_eq!(underlined(&output), [" "]);
    insta::assert_snapshot!(output, @r#"
      × 错误[表/缺冒号]: 这一行没有冒号
       ╭─[a.biao:3:5]
     3 │ 项目名称 道路养护
       ·         ▲
       ·         ╰── 此处应有冒号
       ╰────
      修复 可自动修复：补上冒号

    检查了 1 个文件、1 张表：1 个错误；1 处可自动修复
    "#);

    let lines = span(&source, "绩效目标:").cover(span(&source, "提高"));
    let block = Diagnostic::note(Code::rule("表/块"), lines, zh("这一段")).saying(zh("整段"));
    let output = pretty(&sources, vec![block]);
    assert_eq!(underlined(&output), ["绩效目标:", "产出目标:", "数量:"]);
    insta::assert_snapshot!(output, @r#"
      ☞ 提示[表/块]: 这一段
       ╭─[a.biao:4:1]
     4 │ 绩效目标:
       · ─────────
     5 │   产出目标:
       ·   ─────────
     6 │     数量:
       ·     ──┬──
       ·       ╰── 整段（直到第 7 行）
       ╰────

    检查了 1 个文件、1 张表：1 个提示
    "#);

    let nested =
        Diagnostic::note(Code::rule("表/套"), span(&source, "养护里程: 提高"), zh("套着的"))
            .saying(zh("外"))
            .label(span(&source, "里程"), zh("内"))
            .label(span(&source, "里程"), zh("又一句"));
    let output = pretty(&sources, vec![nested]);
    assert_eq!(underlined(&output), ["养护里程: 提高", "里程"]);
    insta::assert_snapshot!(output, @r#"
      ☞ 提示[表/套]: 套着的
       ╭─[a.biao:7:7]
     7 │       养护里程: 提高
       ·       ───────┬──────
       ·              ╰── 外
       ╰────
       ╭─[a.biao:7:9]
     7 │       养护里程: 提高
       ·           ──┬─
       ·             ╰─┤ 内
       ·               │ 又一句
       ╰────

    检查了 1 个文件、1 张表：1 个提示
    "#);
}

#[test]
fn ends_of_lines_and_files_byte_order_marks_and_carriage_returns() {
    let mut sources = Sources::new();
    let source = sources.add("crlf.biao", "\u{feff}表单: 甲\r\n年度: 二零\r\n末行：值");
    let end = source.text().len();
    let line_end = span(&source, "二零").end as usize;
    let output = pretty(
        &sources,
        vec![
            Diagnostic::error(Code::rule("甲"), span(&source, "表单"), zh("在开头")),
            Diagnostic::error(Code::rule("乙"), span(&source, "二零"), zh("在行末")),
            Diagnostic::error(Code::rule("丙"), Span::at(source.id(), line_end), zh("行末的点")),
            Diagnostic::error(
                Code::rule("丁"),
                Span::new(source.id(), line_end, line_end + 2),
                zh("换行"),
            ),
            Diagnostic::error(Code::rule("戊"), Span::at(source.id(), end), zh("文末的点")),
            Diagnostic::error(Code::rule("己"), Span::new(source.id(), 0, end), zh("全文")),
            Diagnostic::error(Code::rule("庚"), Span::new(source.id(), 900, 901), zh("不在文中")),
        ],
    );
    assert_eq!(underlined(&output)[..2], ["表单", "二零"]);
    insta::assert_snapshot!(output, @r#"
      × 错误[甲]: 在开头
       ╭─[crlf.biao:1:1]
     1 │ 表单: 甲
       · ────
       ╰────

      × 错误[乙]: 在行末
       ╭─[crlf.biao:2:5]
     2 │ 年度: 二零
       ·       ────
       ╰────

      × 错误[丙]: 行末的点
       ╭─[crlf.biao:2:7]
     2 │ 年度: 二零
       ·           ▲
       ╰────

      × 错误[丁]: 换行
       ╭─[crlf.biao:2:7]
     2 │ 年度: 二零
       ·           ▲
       ╰────

      × 错误[戊]: 文末的点
       ╭─[crlf.biao:3:5]
     3 │ 末行：值
       ·         ▲
       ╰────

      × 错误[己]: 全文
       ╭─[crlf.biao:1:1]
     1 │ 表单: 甲
       · ────────
     2 │ 年度: 二零
       · ──────────
     3 │ 末行：值
       · ────────
       ╰────

      × 错误[庚]: 不在文中
       ╭─[crlf.biao:3:5]
     3 │ 末行：值
       ·         ▲
       ╰────

    检查了 1 个文件、1 张表：7 个错误
    "#);
    let empty = sources.add("空.biao", "");
    let output = pretty(
        &sources,
        vec![Diagnostic::error(Code::rule("甲"), Span::at(empty.id(), 0), zh("空的"))],
    );
    insta::assert_snapshot!(output, @r#"
      × 错误[甲]: 空的
       ╭─[空.biao:1:1]
     1 │ 
       · ▲
       ╰────

    检查了 1 个文件、1 张表：1 个错误
    "#);
}
