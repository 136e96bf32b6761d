//! What GitHub, GitLab and readers of XML take: read back by a second reader, seen by eye, and
//! distinguished where nothing was checked.

use biaochi::diagnostic::{
    Code, Diagnostic, Lang, Outcomes, Severity, Suppressed, Suppression, Words,
};
use biaochi::render::{Format, RenderOptions, Report, SheetInfo, fingerprints};
use biaochi::source::{Sources, Span};
use quick_junit::{NonSuccessKind, TestCaseStatus};
use quick_xml::events::Event;

use crate::cli::{biaochi, folder};
use crate::render::{SHEET, full_finding, report, span, written, zh};

/// A sheet with findings of each kind, one that is clean, and what could not be read.
fn mixed(sources: &mut Sources) -> Report {
    let source = sources.add("表/道路, a:1.biao", SHEET);
    let clean = sources.add("表/干净.biao", SHEET);
    let findings = vec![
        Diagnostic::new(
            Code::UNREADABLE,
            Severity::Error,
            Words::new("无法读取“坏.biao”", "cannot read “坏.biao”"),
        ),
        full_finding(&source),
        Diagnostic::warning(
            Code::rule("文字/百分号"),
            span(&source, "2020"),
            zh("50%\r\n<b> & “\u{1b}[2J\u{202e}”"),
        )
        .help(zh("第一行\n第二行")),
        Diagnostic::warning(Code::UNDECIDABLE, span(&source, "道路养护"), zh("缺内容")),
        Diagnostic::note(
            Code::rule("表/整段"),
            span(&source, "绩效目标:").cover(span(&source, "提高")),
            zh("整段"),
        ),
    ];
    let sheet = |source: &biaochi::source::Source, holds| SheetInfo {
        name: "道路养护".into(),
        project: None,
        span: Span::new(source.id(), 0, source.text().len()),
        form: "财政项目支出绩效目标表".into(),
        undeclared: false,
        year: Some(2020),
        unit: None,
        outcomes: Outcomes { holds, not_applicable: 3, ..Outcomes::default() },
    };
    let mut all = report(findings);
    all.sheets = vec![sheet(&source, 40), sheet(&clean, 42)];
    all.summary.unlisted = 2;
    all.summary.suppressed = 1;
    all.summary.baselined = 1;
    all.suppressed = vec![Suppressed {
        finding: full_finding(&source),
        by: Suppression {
            comment: span(&source, "年度"),
            reason: "按惯例 ##[stop-commands]x".into(),
            approver: None,
            until: None,
        },
    }];
    all.baselined = vec![full_finding(&clean)];
    all.incomplete = true;
    all
}

fn both(format: Format, sources: &Sources, report: &Report) -> String {
    let of =
        |lang| written(format, sources, report, RenderOptions { lang, ..RenderOptions::default() });
    format!("{}\n{}", of(Lang::Zh), of(Lang::En))
}

fn zh_of(format: Format, sources: &Sources, report: &Report) -> String {
    written(format, sources, report, RenderOptions::default())
}

#[test]
fn github_gets_a_command_a_finding_and_the_summary_last() {
    let mut sources = Sources::new();
    let report = mixed(&mut sources);
    let output = both(Format::Github, &sources, &report);
    assert!(
        output.chars().all(|character| character == '\n' || !character.is_control()),
        "{output:?}"
    );
    assert!(!output.contains('\u{202e}'));
    insta::assert_snapshot!(output, @r#"
    ::error title=检查/无法读取::无法读取“坏.biao”
    ::error file=表/道路%2C a%3A1.biao,line=7,col=13,endColumn=15,endLine=7,title=绩效/目标值空泛::指标“养护里程”的目标值没有可衡量的标准%0A说明 产出目标共 1 个指标%0A依据 《中央部门预算绩效目标管理办法》（财预〔2015〕88号）第十条（参照）%0A建议 写明数值和单位，例如“=12公里”； 难以量化的，写明判断的标准%0A修复 起草，〔待填〕处由人填写：改为“=〔待填〕公里”
    ::warning file=表/道路%2C a%3A1.biao,line=2,col=5,endColumn=9,endLine=2,title=文字/百分号::50%25 <b> & “␛[2J�”%0A建议 第一行 第二行
    ::warning file=表/道路%2C a%3A1.biao,line=3,col=6,endColumn=10,endLine=3,title=检查/无法判定::缺内容
    ::notice file=表/道路%2C a%3A1.biao,line=4,endLine=7,title=表/整段::整段
    ::notice title=检查/未全部列出::另有 2 处没有列出，已计入总数
    - 表/道路, a:1.biao:7:13: 已忽略[绩效/目标值空泛]: 指标“养护里程”的目标值没有可衡量的标准（理由：按惯例 # #[stop-commands]x）
    - 检查了 1 个文件、1 张表：2 个错误、2 个警告、1 个提示；1 处已在表中声明忽略；1 处为基线中已有；2 处未列出

    ::error title=检查/无法读取::cannot read “坏.biao”
    ::error file=表/道路%2C a%3A1.biao,line=7,col=13,endColumn=15,endLine=7,title=绩效/目标值空泛::the target of indicator “养护里程” cannot be measured%0Anote there is 1 output indicator%0Abasis 《中央部门预算绩效目标管理办法》（财预〔2015〕88号） 第十条 (guidance)%0Ahelp give a number with its unit, such as “=12公里”; if it has none, say how it is judged%0Afix draft, blanks left to fill in: replace by “=〔待填〕公里”
    ::warning file=表/道路%2C a%3A1.biao,line=2,col=5,endColumn=9,endLine=2,title=文字/百分号::50%25 <b> & “␛[2J�”%0Ahelp 第一行 第二行
    ::warning file=表/道路%2C a%3A1.biao,line=3,col=6,endColumn=10,endLine=3,title=检查/无法判定::缺内容
    ::notice file=表/道路%2C a%3A1.biao,line=4,endLine=7,title=表/整段::整段
    ::notice title=检查/未全部列出::2 more findings not listed, though counted
    - 表/道路, a:1.biao:7:13: ignored[绩效/目标值空泛]: the target of indicator “养护里程” cannot be measured (reason: 按惯例 # #[stop-commands]x)
    - checked 1 file, 1 sheet: 2 errors, 2 warnings, 1 note; 1 suppressed in the sheet; 1 known from the baseline; 2 not listed
    "#);
}

/// A command: its kind, its properties, its message.
type Command = (String, Vec<(String, String)>, String);

/// What the runner makes of a line.
fn as_the_runner_reads(line: &str) -> Option<Command> {
    let (head, message) = line.strip_prefix("::")?.split_once("::")?;
    let (kind, properties) = head.split_once(' ').unwrap_or((head, ""));
    let unescape = |text: &str| {
        text.replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
    };
    let properties = properties.split(',').map(|property| {
        let (name, value) = property.split_once('=').unwrap();
        (name.to_owned(), unescape(value))
    });
    Some((kind.to_owned(), properties.collect(), unescape(message)))
}

#[test]
fn github_reads_back_what_was_written() {
    let mut sources = Sources::new();
    let report = mixed(&mut sources);
    let output = zh_of(Format::Github, &sources, &report);
    let commands: Vec<_> = output.lines().filter_map(as_the_runner_reads).collect();
    assert_eq!(commands.len(), report.findings.len() + 1);
    let (kind, properties, message) = &commands[1];
    assert_eq!(kind, "error");
    assert_eq!(properties[0], ("file".to_owned(), "表/道路, a:1.biao".to_owned()));
    assert!(message.starts_with("指标“养护里程”的目标值没有可衡量的标准\n"));
    assert!(message.contains("《中央部门预算绩效目标管理办法》（财预〔2015〕88号）第十条"));
    assert!(message.contains("建议 写明数值和单位"));
    // A place of several lines has no columns.
    let names: Vec<&str> = commands[4].1.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["file", "line", "endLine", "title"]);
}

#[test]
fn github_shows_how_many_there_are_where_it_shows_ten() {
    let mut sources = Sources::new();
    let source = sources.add("a.biao", SHEET);
    let many = |errors: usize, notes: usize| {
        let error = Diagnostic::error(Code::rule("甲/乙"), span(&source, "提高"), zh("错"));
        let note = Diagnostic::note(Code::rule("甲/丙"), span(&source, "提高"), zh("注"));
        let mut findings = vec![error; errors];
        findings.extend(vec![note; notes]);
        zh_of(Format::Github, &sources, &report(findings))
    };
    let notices = |output: &str| output.lines().filter(|line| line.starts_with("::notice")).count();
    assert!(!many(10, 10).contains("title=biaochi"));
    let output = many(11, 12);
    // The tenth and last that is shown is the one that counts them.
    assert_eq!(notices(&output), 10);
    let last: Vec<&str> = output.lines().rev().take(2).collect();
    insta::assert_snapshot!(last.join("\n"), @r#"
    - 检查了 1 个文件、1 张表：11 个错误、12 个提示
    ::notice title=biaochi::共 11 个错误、0 个警告、12 个提示；GitHub 每种只显示 10 个，其余见这一步的日志
    "#);
    // Each is reported, shown or not.
    assert_eq!(output.matches("注").count(), 12);
}

#[test]
fn gitlab_gets_a_path_a_line_and_a_name_of_every_finding() {
    let mut sources = Sources::new();
    let report = mixed(&mut sources);
    let output = zh_of(Format::Gitlab, &sources, &report);
    insta::assert_snapshot!(output, @r#"
    [
      {
        "description": "无法读取“坏.biao”",
        "check_name": "检查/无法读取",
        "fingerprint": "b3ee1bc0011a3c25",
        "severity": "blocker",
        "location": {
          "path": ".",
          "lines": {
            "begin": 1,
            "end": 1
          }
        }
      },
      {
        "description": "指标“养护里程”的目标值没有可衡量的标准；说明 产出目标共 1 个指标；依据 《中央部门预算绩效目标管理办法》（财预〔2015〕88号）第十条（参照）；建议 写明数值和单位，例如“=12公里”； 难以量化的，写明判断的标准；修复 起草，〔待填〕处由人填写：改为“=〔待填〕公里”",
        "check_name": "绩效/目标值空泛",
        "fingerprint": "986fcbea51d8f5e4",
        "severity": "critical",
        "location": {
          "path": "表/道路, a:1.biao",
          "lines": {
            "begin": 7,
            "end": 7
          }
        }
      },
      {
        "description": "50% <b> & “␛[2J�”；建议 第一行 第二行",
        "check_name": "文字/百分号",
        "fingerprint": "afc18468a2dcb210",
        "severity": "major",
        "location": {
          "path": "表/道路, a:1.biao",
          "lines": {
            "begin": 2,
            "end": 2
          }
        }
      },
      {
        "description": "缺内容",
        "check_name": "检查/无法判定",
        "fingerprint": "6c4bf437bd751a03",
        "severity": "major",
        "location": {
          "path": "表/道路, a:1.biao",
          "lines": {
            "begin": 3,
            "end": 3
          }
        }
      },
      {
        "description": "整段",
        "check_name": "表/整段",
        "fingerprint": "5bd58edc306321c3",
        "severity": "info",
        "location": {
          "path": "表/道路, a:1.biao",
          "lines": {
            "begin": 4,
            "end": 7
          }
        }
      },
      {
        "description": "另有 2 处没有列出，已计入总数",
        "check_name": "检查/未全部列出",
        "fingerprint": "3fccfdee791cce22",
        "severity": "info",
        "location": {
          "path": ".",
          "lines": {
            "begin": 1,
            "end": 1
          }
        }
      }
    ]
    "#);
    let entries: Vec<serde_json::Value> = serde_json::from_str(&output).unwrap();
    let names = fingerprints(&sources, &report.sheets, &report.findings);
    for (entry, name) in entries.iter().zip(&names) {
        assert_eq!(entry["fingerprint"], name.to_string());
    }
    assert_eq!(zh_of(Format::Gitlab, &Sources::new(), &Report::default()), "[]\n");
    let english = both(Format::Gitlab, &sources, &report);
    assert!(english.contains("cannot read “坏.biao”") && english.contains("(guidance)"));
}

#[test]
fn junit_tells_what_fails_what_is_skipped_and_what_holds() {
    let mut sources = Sources::new();
    let report = mixed(&mut sources);
    let output = zh_of(Format::Junit, &sources, &report);
    insta::assert_snapshot!(output, @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="biaochi" tests="11" failures="2" errors="2">
      <testsuite name="biaochi" tests="3" failures="0" errors="2" skipped="0">
        <testcase name="检查/无法读取" classname="biaochi">
          <error message="无法读取“坏.biao”" type="检查/无法读取">错误: 无法读取“坏.biao”</error>
        </testcase>
        <testcase name="检查/未全部列出" classname="biaochi">
          <system-out>提示: 另有 2 处没有列出，已计入总数</system-out>
        </testcase>
        <testcase name="全部检查完" classname="biaochi">
          <error message="没有全部检查：有的内容查不了，列出的不是全部" type="全部检查完">检查了 1 个文件、1 张表：2 个错误、2 个警告、1 个提示；1 处已在表中声明忽略；1 处为基线中已有；2 处未列出</error>
        </testcase>
      </testsuite>
      <testsuite name="表/道路, a:1.biao" tests="6" failures="2" errors="0" skipped="2">
        <testcase name="文字/百分号" classname="道路养护" file="表/道路, a:1.biao" line="2">
          <skipped message="50% &lt;b&gt; &amp; “␛[2J�”">表/道路, a:1.biao:2:5: 警告: 50% &lt;b&gt; &amp; “␛[2J�”
      建议 第一行 第二行</skipped>
        </testcase>
        <testcase name="检查/无法判定" classname="道路养护" file="表/道路, a:1.biao" line="3">
          <failure message="缺内容" type="检查/无法判定">表/道路, a:1.biao:3:6: 警告: 缺内容</failure>
        </testcase>
        <testcase name="绩效/目标值空泛" classname="道路养护" file="表/道路, a:1.biao" line="7">
          <failure message="指标“养护里程”的目标值没有可衡量的标准" type="绩效/目标值空泛">表/道路, a:1.biao:7:13: 错误: 指标“养护里程”的目标值没有可衡量的标准
      说明 产出目标共 1 个指标
      依据 《中央部门预算绩效目标管理办法》（财预〔2015〕88号）第十条（参照）
      建议 写明数值和单位，例如“=12公里”； 难以量化的，写明判断的标准
      修复 起草，〔待填〕处由人填写：改为“=〔待填〕公里”</failure>
        </testcase>
        <testcase name="表/整段" classname="道路养护" file="表/道路, a:1.biao" line="4">
          <system-out>表/道路, a:1.biao:4:1: 提示: 整段</system-out>
        </testcase>
        <testcase name="其余规则" classname="道路养护" file="表/道路, a:1.biao" line="1">
          <system-out>成立 40 次，不适用 3 次，无法判定 0 次</system-out>
        </testcase>
        <testcase name="绩效/目标值空泛（已忽略）" classname="道路养护" file="表/道路, a:1.biao" line="7">
          <skipped message="理由：按惯例 ##[stop-commands]x">表/道路, a:1.biao:7:13: 错误: 指标“养护里程”的目标值没有可衡量的标准
      说明 产出目标共 1 个指标
      依据 《中央部门预算绩效目标管理办法》（财预〔2015〕88号）第十条（参照）
      建议 写明数值和单位，例如“=12公里”； 难以量化的，写明判断的标准
      修复 起草，〔待填〕处由人填写：改为“=〔待填〕公里”
      理由：按惯例 ##[stop-commands]x</skipped>
        </testcase>
      </testsuite>
      <testsuite name="表/干净.biao" tests="2" failures="0" errors="0" skipped="1">
        <testcase name="其余规则" classname="道路养护" file="表/干净.biao" line="1">
          <system-out>成立 42 次，不适用 3 次，无法判定 0 次</system-out>
        </testcase>
        <testcase name="绩效/目标值空泛（基线）" classname="道路养护" file="表/干净.biao" line="7">
          <skipped message="基线中已有">表/干净.biao:7:13: 错误: 指标“养护里程”的目标值没有可衡量的标准
      说明 产出目标共 1 个指标
      依据 《中央部门预算绩效目标管理办法》（财预〔2015〕88号）第十条（参照）
      建议 写明数值和单位，例如“=12公里”； 难以量化的，写明判断的标准
      修复 起草，〔待填〕处由人填写：改为“=〔待填〕公里”
      基线中已有</skipped>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
    let read = quick_junit::Report::deserialize_from_str(&output).unwrap();
    let cases: Vec<_> = read.test_suites.iter().flat_map(|suite| &suite.test_cases).collect();
    assert_eq!(read.tests, cases.len());
    let kinds = |wanted: NonSuccessKind| {
        let is = |status: &TestCaseStatus| matches!(status, TestCaseStatus::NonSuccess { kind, .. } if *kind == wanted);
        cases.iter().filter(|case| is(&case.status)).count()
    };
    assert_eq!((read.failures, read.errors), (2, 2));
    assert_eq!((kinds(NonSuccessKind::Failure), kinds(NonSuccessKind::Error)), (2, 2));
    let english = both(Format::Junit, &sources, &report);
    assert!(english.contains("everything was checked") && english.contains("40 hold"));
}

#[test]
fn junit_tells_checked_and_clean_from_nothing_checked() {
    let counts = |sources: &Sources, report: &Report| {
        let output = zh_of(Format::Junit, sources, report);
        let read = quick_junit::Report::deserialize_from_str(&output).unwrap();
        (read.tests, read.failures, read.errors)
    };
    assert_eq!(counts(&Sources::new(), &Report::default()), (1, 0, 1));
    let mut sources = Sources::new();
    let mut clean = mixed(&mut sources);
    clean = Report { sheets: clean.sheets, summary: clean.summary, ..Report::default() };
    clean.summary.unlisted = 0;
    assert_eq!(counts(&sources, &clean), (3, 0, 0));
    // Two sheets of one file are two suites.
    let source = sources.iter().next().unwrap().clone();
    let half = SHEET.find("绩效目标").unwrap();
    clean.sheets[0].span = Span::new(source.id(), 0, half);
    clean.sheets[1].span = Span::new(source.id(), half, SHEET.len());
    clean.findings = vec![full_finding(&source)];
    let output = zh_of(Format::Junit, &sources, &clean);
    let read = quick_junit::Report::deserialize_from_str(&output).unwrap();
    let tests: Vec<_> =
        read.test_suites.iter().map(|suite| (suite.tests, suite.failures)).collect();
    assert_eq!(tests, [(1, 0), (1, 0), (2, 1)]);
}

#[test]
fn checkstyle_names_every_file_that_was_looked_at() {
    let mut sources = Sources::new();
    let report = mixed(&mut sources);
    let output = zh_of(Format::Checkstyle, &sources, &report);
    insta::assert_snapshot!(output, @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <checkstyle version="4.3">
      <file name=".">
        <error line="0" severity="error" message="无法读取“坏.biao”" source="biaochi.检查/无法读取"/>
        <error line="0" severity="info" message="另有 2 处没有列出，已计入总数" source="biaochi.检查/未全部列出"/>
      </file>
      <file name="表/道路, a:1.biao">
        <error line="7" column="13" severity="error" message="指标“养护里程”的目标值没有可衡量的标准；说明 产出目标共 1 个指标；依据 《中央部门预算绩效目标管理办法》（财预〔2015〕88号）第十条（参照）；建议 写明数值和单位，例如“=12公里”； 难以量化的，写明判断的标准；修复 起草，〔待填〕处由人填写：改为“=〔待填〕公里”" source="biaochi.绩效/目标值空泛"/>
        <error line="2" column="5" severity="warning" message="50% &lt;b&gt; &amp; “␛[2J�”；建议 第一行 第二行" source="biaochi.文字/百分号"/>
        <error line="3" column="6" severity="warning" message="缺内容" source="biaochi.检查/无法判定"/>
        <error line="4" column="1" severity="info" message="整段" source="biaochi.表/整段"/>
      </file>
      <file name="表/干净.biao"/>
    </checkstyle>
    "#);
    // Read by another hand than wrote it.
    let mut messages = Vec::new();
    let mut reader = quick_xml::Reader::from_str(&output);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Empty(element) if element.name().as_ref() == b"error" => {
                let message = element.try_get_attribute("message").unwrap().unwrap();
                messages.push(
                    message
                        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                        .unwrap()
                        .into_owned(),
                );
            }
            _ => {}
        }
    }
    assert_eq!(messages.len(), report.findings.len() + 1);
    assert!(messages.iter().any(|message| message.contains("<b> & “")), "{messages:?}");
    let english = both(Format::Checkstyle, &sources, &report);
    assert!(english.contains("basis 《中央部门预算绩效目标管理办法》"));
}

#[test]
fn characters_that_xml_cannot_hold_break_nothing() {
    let mut sources = Sources::new();
    let all: String = (0..0x20u8)
        .chain([0x7f])
        .map(char::from)
        .chain(['\u{fffe}', '\u{ffff}', '\u{85}'])
        .collect();
    let source = sources.add(format!("坏{all}.biao"), SHEET);
    let finding =
        Diagnostic::error(Code::rule(format!("表/{all}")), span(&source, "提高"), zh(&all))
            .help(zh(&all));
    let report = report(vec![finding]);
    for format in [Format::Junit, Format::Checkstyle] {
        let output = zh_of(format, &sources, &report);
        assert!(
            output.chars().all(|character| "\n\t".contains(character) || !character.is_control()),
            "{output:?}"
        );
        let mut reader = quick_xml::Reader::from_str(&output);
        while reader.read_event().unwrap() != Event::Eof {}
    }
    assert!(
        quick_junit::Report::deserialize_from_str(&zh_of(Format::Junit, &sources, &report)).is_ok()
    );
}

/// Through the program: files beside standard output, a folder that is missing, a format that is
/// none.
#[test]
fn reports_are_written_to_files_and_what_is_not_written_is_reported() {
    let sheet = "表单: 财政项目支出绩效目标表\n年度: 2020\n项目名称 甲\n";
    let files = folder(&[("a.biao", sheet)]);
    let run = |arguments: &[&str]| biaochi(files.path(), arguments);
    let ran = run(&[
        "check",
        "--format=short",
        "--format=sarif:out.sarif",
        "--format=github:out.txt",
        "--format=gitlab:out.json",
        "--format=junit:out.xml",
        "--format=checkstyle:style.xml",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("a.biao:3:1: 错误[表/缺冒号]"), "{}", ran.out);
    let read = |name: &str| std::fs::read_to_string(files.path().join(name)).unwrap();
    assert!(
        read("out.sarif").contains("\"2.1.0\"")
            && read("out.txt").starts_with("::error file=a.biao")
    );
    assert!(read("out.json").starts_with("[\n") && read("out.xml").contains("<testsuites"));
    assert!(read("style.xml").contains("<checkstyle"));
    // The same run, the same bytes.
    assert_eq!(run(&["check", "--format=sarif"]).out, read("out.sarif"));

    let ran = run(&["check", "--format=short", "--format=sarif:没有/out.sarif"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("没有/out.sarif") && ran.err.contains("不存在"), "{}", ran.err);
    assert!(ran.out.contains("表/缺冒号"), "{}", ran.out);

    let ran = run(&["check", "--format=sarrif"]);
    assert_eq!(ran.code, 2);
    for format in ["sarrif", "pretty", "json", "sarif", "github", "gitlab", "junit", "checkstyle"] {
        assert!(ran.err.contains(format), "{format}: {}", ran.err);
    }
    let ran = run(&["check", "没有这个文件夹", "--format=junit"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("<error"), "{}", ran.out);
}

/// Counting each column from the start of its line would take minutes.
#[test]
fn ten_thousand_findings_on_one_line_are_no_matter_to_any_format() {
    let mut sources = Sources::new();
    let text = format!("甲: {}\n", "一二三四五六七八九十".repeat(50_000));
    let source = sources.add("a.biao", text);
    let findings = (0..10_000)
        .map(|at| Span::new(source.id(), 5 + at * 150, 8 + at * 150))
        .map(|span| Diagnostic::error(Code::rule("甲/乙"), span, zh("消息")))
        .collect();
    let report = report(findings);
    for format in [Format::Sarif, Format::Github, Format::Gitlab, Format::Junit, Format::Checkstyle]
    {
        assert!(zh_of(format, &sources, &report).matches("消息").count() >= 10_000);
    }
}

/// Tools that read a report have the repository before them, wherever in it the check ran.
#[cfg(unix)]
#[test]
fn paths_for_machines_are_relative_to_the_root_of_the_repository() {
    let repository = crate::git::Repository::with(&[]);
    repository.write("申 报/2020/甲.biao", &crate::git::bad("甲"));
    let run = |folder: &str, arguments: &[&str]| {
        let ran = repository.biaochi_in(folder, &[&["check"], arguments].concat());
        assert_eq!(ran.code, 1, "{}", ran.err);
        ran.out
    };
    let full = repository.path().canonicalize().unwrap().join("申 报");
    let full = full.to_str().unwrap();
    for (folder, path, rules) in [
        (".", "申 报", "--rules=规则.chi"),
        ("申 报", ".", "--rules=../规则.chi"),
        ("申 报", full, "--rules=../规则.chi"),
        ("申 报/2020", "..", "--rules=../../规则.chi"),
    ] {
        let said = run(folder, &[path, rules, "--format=github"]);
        assert!(said.contains(" file=申 报/2020/甲.biao,"), "{folder} {path}: {said}");
        let said = run(folder, &[path, rules, "--format=gitlab"]);
        assert!(said.contains("\"path\": \"申 报/2020/甲.biao\""), "{folder} {path}: {said}");
        let said = run(folder, &[path, rules, "--format=sarif"]);
        let log: serde_json::Value = serde_json::from_str(&said).unwrap();
        let place =
            &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(place["uri"], "%E7%94%B3%20%E6%8A%A5/2020/%E7%94%B2.biao", "{folder} {path}");
        assert_eq!(place["uriBaseId"], "%SRCROOT%");
    }
    // People stand where they stand.
    let said = run("申 报", &[".", "--rules=../规则.chi", "--format=short"]);
    assert!(said.starts_with("2020/甲.biao:"), "{said}");
    // Without a repository names are relative to the folder.
    let outside = crate::git::Repository::outside();
    outside.write("报/甲.biao", &crate::git::bad("甲"));
    outside.write("规则.chi", crate::git::RULES);
    let ran = outside.biaochi_in("报", &["check", ".", "--rules=../规则.chi", "--format=github"]);
    assert!(ran.out.contains(" file=甲.biao,"), "{}", ran.out);
}
