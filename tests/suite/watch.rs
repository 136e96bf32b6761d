//! `check --watch`: what changes is checked again.

use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};

use tempfile::TempDir;

use crate::cli::folder;
use crate::git::{RULES, bad, good};

/// A check that watches.
struct Watching {
    child: Child,
    out: Lines<BufReader<ChildStdout>>,
    err: Lines<BufReader<ChildStderr>>,
}

impl Watching {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_biaochi"))
            .args(["check", "--watch", "--format=pretty"])
            .args(arguments)
            .current_dir(folder)
            .env_remove("BIAOCHI_LANG")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap()).lines();
        let err = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, out, err }
    }

    /// Reads on until a line of the report has some words; false where the report ends without.
    fn reports(&mut self, wanted: &str) -> bool {
        self.out.any(|line| line.unwrap().contains(wanted))
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_changes_is_checked_again() {
    let files = folder(&[("规则.chi", RULES), ("甲.biao", &good("甲"))]);
    let mut check = Watching::start(files.path(), &["--rules=规则.chi"]);
    assert!(check.reports("全部通过"));
    assert!(check.err.next().unwrap().unwrap().contains("等待改动"));
    std::fs::write(files.path().join("甲.biao"), bad("甲")).unwrap();
    assert!(check.reports("1 个错误"));
    let reported: Vec<String> = check.err.by_ref().take(3).map(Result::unwrap).collect();
    let new = "  + 甲.biao:4:7: 错误[小/概况不宜过短]: 概况太短";
    assert_eq!(reported, ["有改动，重新检查：甲.biao", "与上次相比：多 1 处，少 0 处", new]);
    // A folder that is moved in brings its sheets.
    let beside = TempDir::new_in(files.path().parent().unwrap()).unwrap();
    std::fs::create_dir(beside.path().join("申报")).unwrap();
    std::fs::write(beside.path().join("申报/乙.biao"), bad("乙")).unwrap();
    std::fs::rename(beside.path().join("申报"), files.path().join("申报")).unwrap();
    assert!(check.reports("2 个错误"));
    // What ignore files leave out is left out at once, and said.
    std::fs::write(files.path().join(".ignore"), "申报\n").unwrap();
    assert!(check.reports("1 个错误、1 个提示"));
    // A rule that changes is a change, too.
    std::fs::write(files.path().join("规则.chi"), RULES.replace("≥ 3", "≥ 1")).unwrap();
    assert!(check.reports("1 张表：1 个提示"));
}

#[test]
fn a_copy_of_a_file_brings_its_findings_and_a_new_name_of_it_none() {
    // With a unit a sheet is the same in any file.
    let rules =
        RULES.replace("    栏 项目名称", "    栏 申报单位名称 文本 本单位\n    栏 项目名称");
    let sheet = bad("甲") + "申报单位名称: 某局\n";
    let files = folder(&[("规则.chi", &rules), ("甲.biao", &sheet)]);
    let mut check = Watching::start(files.path(), &["--rules=规则.chi"]);
    assert!(check.reports("1 个错误"));
    check.err.next().unwrap().unwrap();
    let mut next = |act: &dyn Fn()| {
        act();
        assert!(check.reports("检查了"));
        let lines = check.err.by_ref().map(Result::unwrap);
        lines.take_while(|line| !line.contains("等待改动")).skip(1).collect::<Vec<_>>()
    };
    let [first, copy, named] =
        ["甲.biao", "丙/乙.biao", "丁/乙.biao"].map(|name| files.path().join(name));
    let copied = next(&|| {
        // At once, so that one change is seen.
        let beside = TempDir::new_in(files.path().parent().unwrap()).unwrap();
        std::fs::copy(&first, beside.path().join("乙.biao")).unwrap();
        std::fs::rename(beside.path(), copy.parent().unwrap()).unwrap();
    });
    assert_eq!(copied[0], "与上次相比：多 3 处，少 0 处", "{copied:?}");
    let renamed =
        next(&|| std::fs::rename(copy.parent().unwrap(), named.parent().unwrap()).unwrap());
    assert_eq!(renamed, ["与上次相比没有变化"]);
}

#[test]
fn packs_of_projects_that_come_up_are_watched() {
    let packs = folder(&[("包/规则.chi", RULES), ("项目/甲.biao", &bad("甲"))]);
    let mut check = Watching::start(&packs.path().join("项目"), &[]);
    assert!(check.reports("表单未声明"));
    let settings = packs.path().join("项目/biaochi.yaml");
    std::fs::write(settings, "packs: [../包/规则.chi]\n").unwrap();
    assert!(check.reports("1 个错误"));
    std::fs::write(packs.path().join("包/规则.chi"), RULES.replace("≥ 3", "≥ 1")).unwrap();
    assert!(check.reports("全部通过"));
}
