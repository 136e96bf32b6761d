//! `check --fix` and `--diff`: what they change, what they leave, and what they say.

use crate::cli::{biaochi, folder};

const BROKEN: &str = "# 样表\r\n表单: 财政项目支出绩效目标表\r\n年度: 2020\r\n项目名称: 甲 # 全称\r\n绩效类別: 其他类\r\n绩效目标:\r\n  产出目标:\r\n    质量:\r\n    \t合格率: =100% # 见合同\r\n";

#[test]
fn a_diff_writes_nothing() {
    let files = folder(&[("表.biao", BROKEN)]);
    let ran = biaochi(files.path(), &["check", "--diff", "表.biao"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.starts_with("--- a/表.biao\n+++ b/表.biao\n@@ "), "{}", ran.out);
    assert!(ran.out.contains("-    \t合格率: =100% # 见合同"), "{}", ran.out);
    assert!(ran.out.contains("+      合格率: =100% # 见合同"), "{}", ran.out);
    assert!(!ran.out.contains("+绩效类型"), "a misspelt key needs consent: {}", ran.out);
    assert_eq!(std::fs::read_to_string(files.path().join("表.biao")).unwrap(), BROKEN);
    let consented = biaochi(files.path(), &["check", "--diff", "--unsafe-fixes", "表.biao"]);
    assert!(consented.out.contains("+绩效类型: 其他类"), "{}", consented.out);
}

/// What safe fixes leave is still reported.
#[test]
fn fixes_that_need_consent_are_counted() {
    let files = folder(&[("表.biao", BROKEN)]);
    let ran = biaochi(files.path(), &["check", "--fix", "表.biao"]);
    assert!(ran.err.contains("已修复 1 处"), "{}", ran.err);
    assert!(ran.err.contains("另有 1 处的改法可能改变意思，要人确认"), "{}", ran.err);
    let ran = biaochi(files.path(), &["check", "--fix", "--unsafe-fixes", "表.biao"]);
    assert!(!ran.err.contains("要人确认"), "{}", ran.err);
}

#[test]
fn fixing_keeps_comments_and_line_ends_and_is_done_once() {
    let files = folder(&[("表.biao", BROKEN)]);
    let ran = biaochi(files.path(), &["check", "--fix", "--unsafe-fixes", "表.biao"]);
    assert!(ran.err.contains("已修复 2 处，改了 1 个文件"), "{}", ran.err);
    assert!(!ran.out.contains("绩效类別"), "what is fixed is no longer reported: {}", ran.out);
    let fixed = std::fs::read_to_string(files.path().join("表.biao")).unwrap();
    let wanted = BROKEN.replace("    \t合格率", "      合格率").replace("绩效类別", "绩效类型");
    assert_eq!(fixed, wanted);
    let again = biaochi(files.path(), &["check", "--fix", "--unsafe-fixes", "表.biao"]);
    assert!(again.err.contains("没有可以自动修复的"), "{}", again.err);
    assert_eq!(std::fs::read_to_string(files.path().join("表.biao")).unwrap(), wanted);
}

#[test]
fn a_gb18030_file_stays_one() {
    let files = folder(&[]);
    let path = files.path().join("表.biao");
    let (bytes, _, _) = encoding_rs::GB18030.encode(BROKEN);
    std::fs::write(&path, &bytes).unwrap();
    biaochi(files.path(), &["check", "--fix", "表.biao"]);
    let (wanted, _, _) = encoding_rs::GB18030.encode(BROKEN);
    let wanted = encoding_rs::GB18030.decode(&wanted).0.replace("    \t合格率", "      合格率");
    assert_eq!(std::fs::read(&path).unwrap(), encoding_rs::GB18030.encode(&wanted).0.as_ref());
}

#[test]
fn a_file_that_cannot_be_written_is_said_and_stays() {
    let files = folder(&[("表.biao", BROKEN)]);
    let path = files.path().join("表.biao");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    let ran = biaochi(files.path(), &["check", "--fix", "表.biao"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("已修复") || ran.err.contains("表.biao"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), BROKEN);
}

#[test]
fn fix_and_diff_exclude_each_other() {
    let files = folder(&[("表.biao", BROKEN)]);
    let ran = biaochi(files.path(), &["check", "--fix", "--diff", "表.biao"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--fix") || ran.err.contains("--diff"), "{}", ran.err);
    // Without consent nothing would be fixed.
    let ran = biaochi(files.path(), &["check", "--unsafe-fixes", "表.biao"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--fix"), "{}", ran.err);
}

#[test]
fn a_diff_of_what_cannot_be_read_is_no_clean_diff() {
    let files = folder(&[("表.biao", BROKEN), ("空.biao", "")]);
    for (path, said) in [("没有.biao", "找不到"), ("空.biao", "没能检查")] {
        let ran = biaochi(files.path(), &["check", "--diff", path]);
        assert_eq!(ran.code, 2, "{path}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(said), "{path}: {}", ran.err);
        assert!(ran.out.is_empty(), "{path}: only a diff stands on standard output");
    }
    let both = biaochi(files.path(), &["check", "--diff", "表.biao", "没有.biao"]);
    assert_eq!(both.code, 2, "{}", both.err);
    assert!(both.out.starts_with("--- a/表.biao"), "what can be read is shown: {}", both.out);
}
