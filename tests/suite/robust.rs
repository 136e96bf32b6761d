//! What goes wrong on real machines: files that cannot be read or written, full disks, broken
//! pipes, several runs at once, hostile input. Nothing is lost, nothing hangs, and what could not
//! be done is reported.
#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::cli::{biaochi, folder};
use crate::shell::has;

/// Fixed by `check --fix`.
const TABBED: &str = "表单: 小表\n年度: 2020\n项目名称: 甲\n绩效目标:\n\t产出:  修路\n";
const FIXED: &str = "表单: 小表\n年度: 2020\n项目名称: 甲\n绩效目标:\n  产出:  修路\n";
/// Laid out by `fmt`, which needs no rules and so takes no time.
const UNKEMPT: &str = "年度:2020\n项目名称:   甲\n";
const KEMPT: &str = "年度: 2020\n项目名称: 甲\n";

/// Someone who owns nothing.
const NOBODY: u32 = 65534;

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_biaochi"));
    command.args(arguments).current_dir(folder).env_remove("BIAOCHI_LANG").stdin(Stdio::null());
    command
}

/// Runs a line of `sh` in which `$B` is the program.
fn sh(folder: &Path, line: &str) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", line]).env("B", env!("CARGO_BIN_EXE_biaochi")).env_remove("BIAOCHI_LANG");
    command.current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn read(folder: &TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Runs as someone whom permissions bind: the superuser, as whom tests may run, is not. `None`
/// where that cannot be.
fn unprivileged(folder: &TempDir, arguments: &[&str]) -> Option<Output> {
    let root = std::fs::metadata(folder.path()).unwrap().uid() == 0;
    let mut probe = command(folder.path(), &["--version"]);
    let mut command = command(folder.path(), arguments);
    if root {
        let mode = std::fs::metadata(folder.path()).unwrap().permissions().mode() | 0o755;
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        probe.uid(NOBODY).gid(NOBODY);
        command.uid(NOBODY).gid(NOBODY);
    }
    probe.output().ok().filter(|output| output.status.success())?;
    command.output().ok()
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn what_may_not_be_read_is_said_and_the_rest_is_done() {
    let files = folder(&[("a.biao", KEMPT), ("b.biao", UNKEMPT), ("锁/c.biao", UNKEMPT)]);
    set_mode(&files.path().join("a.biao"), 0o000);
    set_mode(&files.path().join("锁"), 0o000);
    if let Some(ran) = unprivileged(&files, &["fmt", "--check", "."]) {
        assert_eq!(ran.status.code(), Some(2));
        for said in ["无法读取“a.biao”：没有权限", "无法读取“锁”：没有权限"]
        {
            assert!(err(&ran).contains(said), "{said}:\n{}", err(&ran));
        }
        assert!(out(&ran).contains("要整理：b.biao"), "{}", out(&ran));
    }
    set_mode(&files.path().join("锁"), 0o755);
}

#[test]
fn a_folder_that_may_not_be_written_to_keeps_its_files() {
    let files = folder(&[("里/a.biao", UNKEMPT)]);
    let within = files.path().join("里");
    set_mode(&within.join("a.biao"), 0o666);
    set_mode(&within, 0o555);
    if let Some(ran) = unprivileged(&files, &["fmt", "里"]) {
        assert_eq!(ran.status.code(), Some(2));
        assert!(err(&ran).contains("没有权限"), "{}", err(&ran));
        assert_eq!(read(&files, "里/a.biao"), UNKEMPT);
        assert_eq!(names(&within), ["a.biao"]);
    }
    set_mode(&within, 0o755);
}

#[test]
fn loops_are_said_and_files_are_taken_once() {
    let files = folder(&[("里/a.biao", UNKEMPT)]);
    symlink(".", files.path().join("里/环")).unwrap();
    symlink("自己", files.path().join("里/自己")).unwrap();
    let ran = biaochi(files.path(), &["fmt", "--check", "里"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("链接成环"), "{}", ran.err);
    assert_eq!(ran.out.matches("要整理").count(), 2, "{}", ran.out);
    // By two ways at once: a path within another, the same path otherwise, in full.
    let full = files.path().join("里/a.biao");
    let full = full.to_str().unwrap();
    let ran = biaochi(files.path(), &["fmt", "--check", "里/a.biao", "./里/a.biao", full]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 2), "{}{}", ran.out, ran.err);
}

#[test]
fn what_is_no_text_or_no_file_is_refused_at_once() {
    let files = folder(&[]);
    let path = |name: &str| files.path().join(name);
    std::fs::write(path("zip.biao"), b"PK\x03\x04\0\0\0\0").unwrap();
    let wide: Vec<u8> = "\u{feff}年度: 2020\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(path("wide.biao"), wide).unwrap();
    std::fs::write(path("bytes.biao"), b"\xe5\xb9\xb4\xe5\xba\xa6: 2020\n\xff\xfe\n").unwrap();
    let large = std::fs::File::create(path("large.biao")).unwrap();
    large.set_len(1 << 30).unwrap();
    let piped = has("mkfifo") && sh(files.path(), "mkfifo pipe.biao").status.success();
    // Little memory: a gigabyte that is read would not fit.
    let ran = sh(files.path(), "ulimit -v 700000; exec $B fmt --check .");
    assert_eq!(ran.status.code(), Some(2));
    let mut wanted = vec!["“zip.biao”不是文本", "“bytes.biao”既不是", "“large.biao”超过"];
    wanted.extend(["“wide.biao”不是文本", "另存为 UTF-8"]);
    if piped {
        wanted.push("“pipe.biao”不是普通文件");
    }
    for said in wanted {
        assert!(err(&ran).contains(said), "{said}:\n{}", err(&ran));
    }
}

#[test]
fn thousands_of_files_are_taken_in_order() {
    let files = folder(&[]);
    for at in 0..50 {
        let below = files.path().join(format!("{at:02}"));
        std::fs::create_dir(&below).unwrap();
        for at in 0..100 {
            std::fs::write(below.join(format!("{at:02}.biao")), UNKEMPT).unwrap();
        }
    }
    let ran = biaochi(files.path(), &["fmt", "--check"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let reported: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("要整理")).collect();
    assert_eq!(reported.len(), 5000);
    assert!(reported.is_sorted());
}

#[test]
fn long_lines_and_deep_nesting_are_no_danger() {
    let line = format!("年度: 2020\n项目概况: {}\n", "甲".repeat(10 * 1024 * 1024 / 3));
    let brackets =
        format!("年度: 2020\n甲: {}\n乙: {}\n", "[".repeat(20_000), "{a: ".repeat(20_000));
    let stairs: String = (0..1_000).map(|at| format!("{}k{at}:\n", " ".repeat(at))).collect();
    let files = folder(&[("line.biao", &line), ("flow.biao", &brackets), ("stairs.biao", &stairs)]);
    let ran = biaochi(files.path(), &["fmt", "--check", "line.biao"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for name in ["flow.biao", "stairs.biao"] {
        let ran = biaochi(files.path(), &["fmt", "--check", name]);
        assert!((0..=2).contains(&ran.code), "{name}: {}", ran.err);
        assert!(!ran.err.contains("panicked"), "{name}: {}", ran.err);
        // An excerpt is cut to the terminal.
        assert!(ran.err.len() < 100_000, "{name}: {} bytes", ran.err.len());
    }
}

#[test]
fn a_reader_that_goes_away_changes_nothing() {
    let files = folder(&[]);
    for at in 0..3_000 {
        std::fs::write(files.path().join(format!("{at}.biao")), UNKEMPT).unwrap();
    }
    let ran = sh(files.path(), "{ $B fmt --check; echo $? >code; } | head -1");
    assert_eq!(out(&ran).lines().count(), 1);
    assert_eq!((read(&files, "code").trim(), err(&ran).as_str()), ("1", ""));
    let ran = sh(files.path(), "{ $B rules; echo $? >code; } | true");
    assert_eq!((read(&files, "code").trim(), err(&ran).as_str()), ("0", ""));
}

/// Each command says that its output is not whole.
#[test]
fn standard_output_on_a_full_disk_is_a_failure() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let files = folder(&[("a.biao", UNKEMPT), ("empty.chi", "# 没有\n")]);
    for line in [
        "check a.biao",
        "rules --fixable",
        "fmt --check a.biao",
        "fmt --diff a.biao",
        "fmt - <a.biao",
        "completions zsh",
        "man",
        "--help",
        "check --help",
        "--version",
    ] {
        let ran = sh(files.path(), &format!("$B {line} >/dev/full"));
        assert_eq!(ran.status.code(), Some(2), "{line}: {}", err(&ran));
        assert!(err(&ran).contains("磁盘已满"), "{line}: {}", err(&ran));
        assert!(!err(&ran).contains("panicked"), "{line}: {}", err(&ran));
    }
}

#[test]
fn what_is_reported_on_rules_on_a_full_disk_is_a_failure() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let rule = "预算/总预算不得小于当年预算";
    let files = folder(&[("a.biao", "表单: 财政项目支出绩效目标表\n年度: 2020\n")]);
    for line in ["doc --law 预算法", &format!("explain {rule}"), &format!("trace {rule} a.biao")]
    {
        let ran = sh(files.path(), &format!("$B {line} >/dev/full"));
        assert_eq!(ran.status.code(), Some(2), "{line}: {}", err(&ran));
        assert!(err(&ran).contains("磁盘已满"), "{line}: {}", err(&ran));
    }
}

#[test]
fn a_disk_that_is_full_while_fixing_loses_nothing() {
    let long = format!("{TABBED}项目概况: {}\n", "路".repeat(4_000));
    let files = folder(&[("a.biao", &long), ("b.biao", TABBED), ("c.biao", &long)]);
    for name in ["a.biao", "b.biao", "c.biao"] {
        set_mode(&files.path().join(name), 0o640);
    }
    // No file may grow beyond 8 blocks of 512 bytes.
    let ran = sh(files.path(), "trap '' XFSZ; ulimit -f 8; exec $B check --fix .");
    assert_eq!(ran.status.code(), Some(2), "{}", err(&ran));
    for name in ["a.biao", "c.biao"] {
        assert_eq!(read(&files, name), long);
        assert!(err(&ran).contains(&format!("“{name}”")), "{}", err(&ran));
    }
    assert_eq!(read(&files, "b.biao"), FIXED, "what can be written is");
    assert_eq!(names(files.path()), ["a.biao", "b.biao", "c.biao"]);
    for name in names(files.path()) {
        let mode = std::fs::metadata(files.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}

#[test]
fn two_runs_at_once_come_to_what_one_comes_to() {
    let files = folder(&[]);
    for at in 0..200 {
        std::fs::write(files.path().join(format!("{at}.biao")), UNKEMPT).unwrap();
    }
    let start = || -> Child {
        command(files.path(), &["fmt"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    for run in [start(), start()] {
        let ran = run.wait_with_output().unwrap();
        // One that comes too late for a file finds it done.
        assert_eq!(ran.status.code(), Some(0), "{}", err(&ran));
    }
    assert_eq!(names(files.path()).len(), 200);
    for name in names(files.path()) {
        assert_eq!(read(&files, &name), KEMPT, "{name}");
    }
}

#[test]
fn two_fixing_runs_at_once_come_to_what_one_comes_to() {
    let files = folder(&[("a.biao", TABBED), ("b.biao", TABBED), ("c.biao", TABBED)]);
    let start = || {
        let mut fix = command(files.path(), &["check", "--fix", "."]);
        fix.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    for mut run in [start(), start()] {
        run.wait().unwrap();
    }
    assert_eq!(names(files.path()), ["a.biao", "b.biao", "c.biao"]);
    for name in names(files.path()) {
        assert_eq!(read(&files, &name), FIXED, "{name}");
    }
}

#[test]
fn a_run_that_is_broken_off_leaves_every_file_whole() {
    let files = folder(&[]);
    for at in 0..500 {
        std::fs::write(files.path().join(format!("{at}.biao")), UNKEMPT).unwrap();
    }
    let mut run = command(files.path(), &["fmt"]).stdout(Stdio::null()).spawn().unwrap();
    // Once it has begun to write, or is done, whichever comes first.
    let begun = || (0..500).any(|at| read(&files, &format!("{at}.biao")) == KEMPT);
    while run.try_wait().unwrap().is_none() && !begun() {
        std::thread::yield_now();
    }
    let _ = Command::new("kill").args(["-INT", &run.id().to_string()]).output();
    run.wait().unwrap();
    let mut hidden = 0;
    for name in names(files.path()) {
        if name.starts_with('.') {
            hidden += 1;
            continue;
        }
        let text = read(&files, &name);
        assert!(text == UNKEMPT || text == KEMPT, "{name}: {text}");
    }
    assert!(hidden <= 1, "{hidden} files left beside");
    // What was left does no harm.
    assert_eq!(biaochi(files.path(), &["fmt"]).code, 0);
    assert_eq!(biaochi(files.path(), &["fmt", "--check"]).code, 0);
    assert!(names(files.path()).iter().all(|name| !name.starts_with('.')), "it is swept away");
}

#[test]
fn a_folder_that_is_gone_is_said() {
    let files = folder(&[("去/a.biao", UNKEMPT)]);
    let ran = sh(files.path(), "cd 去 && rm -r ../去 && exec $B fmt --check");
    assert_eq!(ran.status.code(), Some(2), "{}{}", out(&ran), err(&ran));
    assert!(err(&ran).contains("错误") && !err(&ran).contains("panicked"), "{}", err(&ran));
}

#[test]
fn names_that_are_no_text_are_read_and_shown() {
    use std::os::unix::ffi::OsStrExt;
    let files = folder(&[]);
    let odd = files.path().join(PathBuf::from(OsStr::from_bytes(b"\xb1\xed.biao")));
    // Some file systems refuse such names.
    if std::fs::write(&odd, UNKEMPT).is_err() {
        return;
    }
    let ran = biaochi(files.path(), &["fmt"]);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    assert!(ran.code == 0 || !ran.err.is_empty(), "{}", ran.err);
}
