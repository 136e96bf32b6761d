//! Sheets of forms that nobody has declared: judged by a general form, and forms drafted after
//! them.

use biaochi::check::{Options, check};
use biaochi::source::Sources;

use crate::cases;
use crate::cli::{biaochi, folder};
use crate::shipped::SHIPPED;

#[test]
fn they_are_judged_by_what_they_have() {
    cases::run("undeclared", |text| {
        let mut sources = Sources::new();
        let source = sources.add("表.biao", text);
        let checked = check(&SHIPPED.1, std::slice::from_ref(&source), Options::default());
        assert!(!checked.incomplete, "{text}");
        cases::describe(&source, &checked.findings)
    });
}

/// What `biaochi form` prints is a form as it stands: with it, its sheet is judged, and is of a
/// declared form.
#[test]
fn a_drafted_form_judges_its_sheet() {
    let cases = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/undeclared/families.txt"),
    )
    .unwrap();
    let mut drafted = 0;
    for case in cases.split("## ").skip(1) {
        let (title, rest) = case.split_once('\n').unwrap();
        let (sheet, _) = rest.split_once("----\n").unwrap();
        if !sheet.contains("指标:") {
            continue;
        }
        let files = folder(&[("表.biao", sheet)]);
        let form = biaochi(files.path(), &["form", "表.biao"]);
        assert_eq!(form.code, 0, "{title}\n{}", form.err);
        let name = sheet.lines().next().unwrap().trim_start_matches("表单: ");
        let manifest = format!(
            "name: own\nversion: 1.0.0\ntitle: 试\nissuer: 试\nupper: common\nforms: [{name}]\n"
        );
        let files = folder(&[
            ("表.biao", sheet),
            ("own/form.chi", &form.out),
            ("own/pack.yaml", &manifest),
        ]);
        let ran =
            biaochi(files.path(), &["check", "--rules", "own", "--format", "short", "表.biao"]);
        assert!(ran.code < 2, "{title}\n{}\n{}\n{}", form.out, ran.out, ran.err);
        let strange = ["表/未知的键", "表/层级未知", "表/表单未声明", "尺/"];
        assert!(
            !strange.iter().any(|code| ran.out.contains(code)),
            "{title}\n{}\n{}",
            form.out,
            ran.out
        );
        drafted += 1;
    }
    assert!(drafted >= 10);
}

#[test]
fn a_text_without_a_title_gives_no_form() {
    let files = folder(&[("表.biao", "项目名称: 道路\n")]);
    let form = biaochi(files.path(), &["form", "表.biao"]);
    assert_eq!((form.code, form.out.as_str()), (2, ""), "{}", form.err);
}
