//! SARIF as a consumer reads it: compared with the published schema, its places with the files,
//! each number with what it refers to.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use biaochi::diagnostic::{
    Basis, Code, Criterion, Diagnostic, Edit, Fix, FixLevel, Lang, Outcomes, Severity, Subject,
    Suppressed, Suppression, Words,
};
use biaochi::render::{
    Format, PackInfo, RenderOptions, Report, RuleInfo, SheetInfo, Summary, fingerprints,
};
use biaochi::source::{Decoded, Encoding, Sources, Span};
use serde_json::Value;

use crate::cli::{biaochi, folder};
use crate::render::{SHEET, full_finding, report, span, written, zh};

const SCHEMA: &str = include_str!("../data/schemas/sarif-schema-2.1.0.json");

/// Writes it, validates it with the schema, and checks its numbers.
fn sarif(sources: &Sources, report: &Report, lang: Lang) -> Value {
    valid(&written(
        Format::Sarif,
        sources,
        report,
        RenderOptions { lang, ..RenderOptions::default() },
    ))
}

/// The published schema. It has a `]` without its `[` in two patterns, which no strict engine
/// takes: the same, escaped.
static VALIDATOR: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = SCHEMA.replace("{2}]?$", r"{2}\\]?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

fn valid(text: &str) -> Value {
    let log: Value = serde_json::from_str(text).unwrap();
    let faults: Vec<String> = VALIDATOR
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");

    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let names: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(names.len(), rules.len(), "a rule is declared twice");
    let mut seen = BTreeSet::new();
    for result in run["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["locations"].as_array().unwrap().len(), 1);
        assert!(result["suppressions"].is_array());
        assert!(seen.insert(result["partialFingerprints"]["biaochi/v1"].as_str().unwrap()));
    }
    each_location(run, &mut |location| {
        if let Some(index) = location["index"].as_u64() {
            let artifact = &run["artifacts"][index as usize]["location"];
            assert_eq!(artifact["uri"], location["uri"]);
        }
    });
    log
}

/// Every artifactLocation outside `artifacts`.
fn each_location(value: &Value, seen: &mut dyn FnMut(&Value)) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if name == "artifactLocation" {
                    seen(field);
                }
                each_location(field, seen);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| each_location(item, seen)),
        _ => {}
    }
}

/// A report with all that there can be in one.
fn everything(sources: &mut Sources) -> Report {
    let source = sources.add("表 1/道路#50%.biao", format!("\u{feff}{SHEET}"));
    let gb =
        Decoded { encoding: Encoding::Gb18030, ..Decoded::utf8(SHEET.replace("2020", "2021")) };
    let gb = sources.add_decoded("/srv/国标.biao", gb);
    let rules = sources.add("rules/甲.chi", "规则 甲：\n");
    let edit = |needle: &str, text: &str| Edit { span: span(&source, needle), text: text.into() };
    let first = full_finding(&source)
        .label(span(&source, "2020"), Words::new("{0} 年的[表](1)", "the {0} [sheet](1)"))
        .at(span(&rules, "甲"))
        .fix(FixLevel::Unsafe, zh("相互重叠"), vec![edit("养护里程", "甲"), edit("里程", "乙")])
        .fix(FixLevel::Safe, zh("什么也不做"), vec![])
        .fix(FixLevel::Safe, zh("改两处"), vec![edit("提高", ""), edit("项目名称", "项目名称:")]);
    let mut second = full_finding(&gb);
    second.severity = Severity::Note;
    let missing = Diagnostic::new(
        Code::PATH_MISSING,
        Severity::Error,
        Words::new("找不到“没有.biao”", "there is no “没有.biao”"),
    );
    let point = Span::at(source.id(), span(&source, "项目名称").end as usize);
    let findings =
        vec![missing, first, second, Diagnostic::error(Code::MISSING_COLON, point, zh("缺冒号"))];
    let rule = RuleInfo {
        name: "绩效/目标值空泛".into(),
        texts: Default::default(),
        pack: "甲".into(),
        severity: Severity::Error,
        criterion: Some(Criterion::Adequacy),
        strength: Some("可能多报".into()),
        tags: vec!["目标".into(), "适当性".into()],
        about: Some("空泛的目标值无法考核。".into()),
        sentence: Words::new("目标值须写出数。", "A target must have a figure."),
        basis: ["第十条", "待核"]
            .map(|article| {
                let law = "《办法》（财预〔2015〕88号）".into();
                let force = Some("参照".into());
                (Basis { law, article: Some(article.into()), force }, None)
            })
            .into(),
        fixable: true,
    };
    let mut second_rule = rule.clone();
    second_rule.name = "绩效/没有报过".into();
    second_rule.basis = vec![];
    let sheet = |source: &biaochi::source::Source| SheetInfo {
        name: "道路养护".into(),
        project: None,
        span: Span::new(source.id(), 0, source.text().len()),
        form: "财政项目支出绩效目标表".into(),
        undeclared: false,
        year: Some(2020),
        unit: None,
        outcomes: Outcomes { holds: 40, ..Outcomes::default() },
    };
    let standing = |subject: &str| full_finding(&source).about(Subject::Indicator(subject.into()));
    let mut all = report(findings);
    all.summary = Summary { suppressed: 1, baselined: 1, unlisted: 3, ..all.summary };
    all.packs = vec![PackInfo { name: "甲".into(), version: "1.0.0".into(), sha256: "ab".into() }];
    all.rules = vec![second_rule, rule];
    all.sheets = vec![sheet(&source), sheet(&gb)];
    all.suppressed = vec![Suppressed {
        finding: standing("产出目标/数量/养护里程"),
        by: Suppression {
            comment: span(&source, "年度: 2020"),
            reason: "按惯例".into(),
            approver: Some("张三".into()),
            until: Some("2026-12-31".into()),
        },
    }];
    all.baselined = vec![standing("旧的")];
    all.incomplete = true;
    all
}

#[test]
fn more_results_than_code_scanning_takes_are_cut_by_severity_and_it_is_said() {
    let mut sources = Sources::new();
    let source = sources.add("甲.biao", SHEET);
    let of = |severity, count: usize| {
        let finding = Diagnostic { severity, ..full_finding(&source) };
        std::iter::repeat_n(finding, count)
    };
    // The grave ones stand last.
    let findings: Vec<Diagnostic> = of(Severity::Note, 20_000)
        .chain(of(Severity::Error, 4_990))
        .chain(of(Severity::Warning, 20))
        .collect();
    let with =
        |findings: Vec<Diagnostic>| sarif(&sources, &report(findings), Lang::Zh)["runs"][0].clone();
    let run = with(findings.clone());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    let count = |level: &str| results.iter().filter(|result| result["level"] == level).count();
    assert_eq!((count("error"), count("warning"), count("note")), (4_990, 20, 19_990));
    let said = run["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(said.contains("10 条没有写进 SARIF"), "{said}");
    // The longest that is taken is whole, and says nothing.
    let run = with(findings.into_iter().skip(10).collect());
    assert_eq!(run["results"].as_array().unwrap().len(), 25_000);
    assert!(!run["invocations"][0].to_string().contains("没有写进"));
}

#[test]
fn sarif_holds_all_that_a_report_holds_and_is_valid() {
    let mut sources = Sources::new();
    let report = everything(&mut sources);
    let log = sarif(&sources, &report, Lang::Zh);
    let run = &log["runs"][0];
    insta::assert_snapshot!("sarif_finding", pretty(&run["results"][1]));
    insta::assert_snapshot!("sarif_tool", pretty(&run["tool"]));
    insta::assert_snapshot!("sarif_invocations", pretty(&run["invocations"]));
    insta::assert_snapshot!("sarif_artifacts", pretty(&run["artifacts"]));
    insta::assert_snapshot!("sarif_suppressions", pretty(&run["results"][4]["suppressions"]));
    insta::assert_snapshot!(pretty(&run["results"][5]["suppressions"]), @r#"
    [
      {
        "justification": "基线中已有",
        "kind": "external",
        "status": "accepted"
      }
    ]
    "#);

    assert_eq!(run["results"].as_array().unwrap().len(), 6);
    // What counts keeps the names that other formats give it.
    let names = fingerprints(&sources, &report.sheets, &report.findings);
    for (at, name) in names.iter().enumerate() {
        assert_eq!(run["results"][at]["partialFingerprints"]["biaochi/v1"], name.to_string());
    }
    // Bytes are counted only where the file holds them: not in GB18030.
    let region = &run["results"][2]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["byteOffset"], Value::Null);
    assert_eq!((&region["startLine"], &region["startColumn"]), (&7.into(), &13.into()));
    assert_eq!(
        run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "file:///srv/%E5%9B%BD%E6%A0%87.biao"
    );
    // What has no place has the folder of the check for one: code scanning refuses a file
    // otherwise.
    assert_eq!(
        run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "."
    );
}

#[test]
fn the_regions_of_sarif_are_the_characters_and_bytes_of_the_file() {
    let mut sources = Sources::new();
    let report = everything(&mut sources);
    let log = sarif(&sources, &report, Lang::Zh);
    let source = sources.iter().next().unwrap();
    let physical = &log["runs"][0]["results"][1]["locations"][0]["physicalLocation"];
    let region = &physical["region"];
    let number = |name: &str| region[name].as_u64().unwrap() as usize;
    let (offset, length) = (number("byteOffset"), number("byteLength"));
    assert_eq!(&source.text()[offset..offset + length], "提高");
    assert_eq!(region["snippet"]["text"], "提高");
    let line = source.text().lines().nth(number("startLine") - 1).unwrap();
    let characters: String = line
        .chars()
        .skip(number("startColumn") - 1)
        .take(number("endColumn") - number("startColumn"))
        .collect();
    assert_eq!(characters, "提高");
    let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
    assert_eq!(percent_encoding::percent_decode_str(uri).decode_utf8().unwrap(), source.name());

    // The fix, carried out by bytes as a reader would.
    let fixes = log["runs"][0]["results"][1]["fixes"].as_array().unwrap();
    let mut bytes = source.text().as_bytes().to_vec();
    let replacements = fixes[1]["artifactChanges"][0]["replacements"].as_array().unwrap();
    for replacement in replacements.iter().rev() {
        let number = |name: &str| replacement["deletedRegion"][name].as_u64().unwrap() as usize;
        let text = replacement["insertedContent"]["text"].as_str().unwrap_or_default();
        let at = number("byteOffset");
        bytes.splice(at..at + number("byteLength"), text.bytes());
    }
    let expected = source.text().replace("提高", "").replace("项目名称", "项目名称:");
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}

#[test]
fn sarif_speaks_english_and_an_empty_report_is_no_success() {
    let mut sources = Sources::new();
    let report = everything(&mut sources);
    let log = sarif(&sources, &report, Lang::En);
    let run = &log["runs"][0];
    assert_eq!(run["language"], "en-US");
    insta::assert_snapshot!(pretty(&run["tool"]["driver"]["rules"][1]["help"]), @r#"
    {
      "text": "A target must have a figure.\nBasis: 《办法》（财预〔2015〕88号） 第十条 (guidance); 《办法》（财预〔2015〕88号） (article unconfirmed) (guidance)"
    }
    "#);
    insta::assert_snapshot!(pretty(&run["invocations"]), @r#"
    [
      {
        "executionSuccessful": false,
        "toolExecutionNotifications": [
          {
            "descriptor": {
              "id": "检查/找不到路径"
            },
            "level": "error",
            "message": {
              "text": "there is no “没有.biao”"
            }
          },
          {
            "level": "error",
            "message": {
              "text": "not everything was checked: what is listed is not all"
            }
          },
          {
            "descriptor": {
              "id": "检查/未全部列出"
            },
            "level": "note",
            "message": {
              "text": "3 more findings not listed, though counted"
            }
          }
        ]
      }
    ]
    "#);

    let log = sarif(&Sources::new(), &Report::default(), Lang::Zh);
    let run = &log["runs"][0];
    assert_eq!(run["results"], serde_json::json!([]));
    assert_eq!(run["properties"]["text"], "没有检查任何表：0 个文件里没有表");
}

#[test]
fn a_whole_file_is_marked_and_not_quoted() {
    let mut sources = Sources::new();
    let source = sources.add("a.biao", SHEET.repeat(100));
    let whole = Span::new(source.id(), 0, u32::MAX as usize);
    let findings = vec![Diagnostic::error(Code::rule("甲/乙"), whole, zh("全文"))];
    let log = sarif(&sources, &report(findings), Lang::Zh);
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["byteLength"], source.text().len());
    assert_eq!(region["snippet"], Value::Null);
}

/// Through the program: the examples, what cannot be read, and nothing at all.
#[test]
fn sarif_of_the_program_is_valid() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = |arguments: &[&str]| {
        let ran = biaochi(root, arguments);
        let log = valid(&ran.out);
        (ran.code, log["runs"][0]["invocations"][0]["executionSuccessful"] == true, log)
    };
    let (code, done, log) = run(&["check", "examples", "--format=sarif"]);
    assert_eq!((code, done), (1, true));
    assert!(log["runs"][0]["results"].as_array().unwrap().len() > 50);
    let (code, done, _) = run(&["check", "examples/clean", "--format=sarif", "--lang=en"]);
    assert_eq!((code, done), (0, true));
    let (code, done, log) = run(&["check", "examples/clean", "没有.biao", "--format=sarif"]);
    assert_eq!((code, done), (2, false));
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "检查/找不到路径");
    // Neither a place nor a code of `检查/`: the check is incomplete all the same.
    let files = folder(&[("a.biao", "表单: 没有这种表\n年度: 2020\n")]);
    let ran = biaochi(files.path(), &["check", "--rules=shanghai-2020", "--format=sarif"]);
    let log = valid(&ran.out);
    assert_eq!(ran.code, 2);
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

#[test]
fn a_fix_beyond_the_text_is_left_out() {
    let mut sources = Sources::new();
    let source = sources.add("a.biao", "甲: 乙\n");
    let beyond = Span::new(source.id(), 8, 20);
    let inside = Span::new(source.id(), 1, 3);
    let mut finding = Diagnostic::error(Code::rule("甲/乙"), Span::at(source.id(), 0), zh("消息"));
    for at in [beyond, inside] {
        let edits = vec![Edit { span: at, text: "丙".into() }];
        finding.fixes.push(Fix { level: FixLevel::Safe, title: zh("改"), edits, removes: false });
    }
    let log = sarif(&sources, &report(vec![finding]), Lang::Zh);
    assert_eq!(log["runs"][0]["results"][0]["fixes"], Value::Null);
}
