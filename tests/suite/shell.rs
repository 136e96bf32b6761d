//! The program among shells and terminals: completions, manual pages, colour, and one language at a
//! time.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::cli::{biaochi, folder};

/// Whether a program is there to try things with.
pub(crate) fn has(program: &str) -> bool {
    let probe = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
    probe.is_ok_and(|output| output.status.success())
}

pub(crate) fn is_chinese(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

const ESCAPE: char = '\u{1b}';

/// A form, laws, rules and messages in English.
const RULES: &str = "\
form small year 2020:
  field 项目名称 text required alias title
  field summary text
  field reason text
law act 《The Act》
rule small/summary-long:
  about \"why\"
  basis act
  when has summary
  must length(summary) >= 3
  else warning \"too short\" at summary
  help \"say more\"
  accepts \"\"\"
    summary: long enough
    \"\"\"
  rejects \"\"\"
    summary: [[ab]]
    \"\"\"
rule small/reason-there:
  basis act
  must has reason
  else error at reason
";

const BAD: &str = "表单: small\n年度: 2020\ntitle: a\nsummary: ab\n";
const GOOD: &str = "表单: small\n年度: 2020\ntitle: a\nsummary: abcd\nreason: b\n";
const BROKEN: &str =
    "表单: small\n年度: 2020\ntitle a\n\tsummary:: abcd\nreason: b\nreason: c\nsumary: x\n";

/// What the program itself says in its output: without names of findings and what stands in
/// quotation marks, without lines of sheets and rules, and without the words of both languages'
/// that a sheet or rule must have.
fn own_words(output: &str) -> String {
    let mut own = String::new();
    for line in output.lines() {
        let quoted =
            |line: &str| line.trim_start().starts_with(|first: char| first.is_ascii_digit());
        let excerpt = line.contains('│') && quoted(line);
        let diff = [" 表单", " 年度", "-", "+"].iter().any(|head| line.starts_with(head));
        if excerpt || diff {
            continue;
        }
        let (mut depth, mut kept) = (0, String::new());
        for character in line.chars() {
            match character {
                '“' | '[' | '《' | '"' if character != '"' => depth += 1,
                '”' | ']' | '》' => depth -= 1,
                _ if depth > 0 => {}
                _ => kept.push(character),
            }
        }
        own.push_str(&kept);
        own.push('\n');
    }
    own
}

/// Runs command lines in English, and wants every word of the program's own to be English.
fn all_english(cases: &[&str]) {
    let files = folder(&[
        ("r.chi", RULES),
        ("faulty.chi", "rule small/x:\n  when has summry\n  must (\n"),
        ("bad.biao", BAD),
        ("good.biao", GOOD),
        ("broken.biao", BROKEN),
        ("nothing/readme.txt", ""),
    ]);
    for line in cases {
        let arguments: Vec<&str> = ["--lang=en"].into_iter().chain(line.split(' ')).collect();
        let ran = biaochi(files.path(), &arguments);
        let said = format!("{}{}", ran.out, ran.err);
        let own = own_words(&said);
        let line = own.lines().find(|line| line.chars().any(is_chinese));
        assert!(line.is_none(), "biaochi {arguments:?}: {line:?} in\n{said}");
        assert!(!said.trim().is_empty() || ran.code == 0, "biaochi {arguments:?} says nothing");
    }
}

#[test]
fn check_is_all_english() {
    all_english(&[
        "check good.biao bad.biao --rules=r.chi",
        "check bad.biao broken.biao --rules=r.chi --format=pretty --unsafe-fixes --diff",
        "check bad.biao broken.biao nothing --rules=r.chi --format=rich",
    ]);
}

#[test]
fn failures_to_check_are_all_english() {
    all_english(&[
        "check broken.biao nowhere --rules=r.chi --fix --format=pretty",
        "check bad.biao --rules=nope --rules=faulty.chi",
        "check bad.biao --format=short --format=json",
    ]);
}

#[test]
fn tests_of_rules_are_all_english() {
    all_english(&["test r.chi --coverage", "test faulty.chi"]);
}

#[test]
fn lists_of_rules_are_all_english() {
    all_english(&["rules --rules=r.chi", "rules --rules=r.chi --reads=sumary"]);
}

#[test]
fn explanations_are_all_english() {
    all_english(&["explain small/summary-long --rules=r.chi", "explain smal/x --rules=r.chi"]);
}

#[test]
fn traces_are_all_english() {
    all_english(&[
        "trace small/reason-there bad.biao --rules=r.chi",
        "trace small/summary-long good.biao nowhere --rules=r.chi",
    ]);
}

#[test]
fn the_handbook_is_all_english() {
    all_english(&["doc --rules=r.chi --law=nope", "doc --rules=faulty.chi"]);
}

#[test]
fn what_knows_no_rules_is_all_english() {
    all_english(&[
        "fmt --check good.biao",
        "fmt --check bad.biao r.chi",
        "fmt broken.biao",
        "fmt nowhere",
        "new rule",
        "new rule a:b",
        "completions bash",
        "completions zsh",
        "completions fish",
        "completions powershell",
        "completions elvish",
        "man",
        "man --output=r.chi/man",
        "--help",
        "-h",
        "--version",
        "new",
        "chekc",
        "check --formt",
        "check --format=jsn",
        "check --format=json:",
        "check --as-of=x",
        "check --fix --diff",
        "check --fix --fix",
        "check --unsafe-fixes",
        "check --as-of",
        "rules --severity=bad",
        "explain",
        "trace a",
        "completions tcsh",
    ]);
}

#[test]
fn a_bad_language_is_reported_where_it_comes_from() {
    let files = folder(&[]);
    let run = |variable: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_biaochi"));
        command.args(arguments).current_dir(files.path()).env("BIAOCHI_LANG", variable);
        let output = command.stdin(Stdio::null()).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, err) = run("fr", &["rules"]);
    assert_eq!(code, 2);
    assert!(err.contains("环境变量 BIAOCHI_LANG 不能是“fr”") && err.contains("zh、en"), "{err}");
    let (code, err) = run("en", &["--lang", "fr", "rules"]);
    assert_eq!(code, 2);
    assert!(err.contains("“--lang <LANG>” cannot be “fr”"), "{err}");
    // An empty variable is none.
    assert_eq!(run("", &["rules"]), (0, String::new()));
    assert!(run("en", &["chekc"]).1.contains("there is no command “chekc”"));
}

#[test]
fn arguments_that_exclude_each_other_are_both_named() {
    let files = folder(&[]);
    let ran = biaochi(files.path(), &["check", "--fix", "--diff"]);
    assert!(ran.err.contains("“--fix”不能与“--diff”同时用"), "{}", ran.err);
    let ran = biaochi(files.path(), &["check", "--fix", "--diff", "--lang=en"]);
    assert!(ran.err.contains("“--fix” cannot be used together with “--diff”"), "{}", ran.err);
}

#[test]
fn bash_completes_with_the_script() {
    let files = folder(&[]);
    let script = biaochi(files.path(), &["completions", "bash"]);
    assert_eq!(script.code, 0, "{}", script.err);
    if !has("bash") {
        return;
    }
    std::fs::write(files.path().join("biaochi.bash"), &script.out).unwrap();
    let complete = |words: &str| {
        let count = words.split(' ').count() - 1;
        let (before, last) = words.rsplit_once(' ').unwrap();
        let before = before.rsplit(' ').next().unwrap();
        let line = format!(
            "source ./biaochi.bash; complete -p biaochi >&2; COMP_WORDS=({words}); COMP_CWORD={count}; \
             _biaochi biaochi '{last}' '{before}'; echo \"${{COMPREPLY[@]}}\""
        );
        let output = Command::new("bash")
            .args(["--norc", "-c", &line])
            .current_dir(files.path())
            .output()
            .unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(err.contains("complete ") && err.contains("_biaochi"), "{err}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(complete("biaochi expl"), "explain");
    assert_eq!(complete("biaochi check --unsa"), "--unsafe-fixes");
    assert_eq!(complete("biaochi --lang z"), "zh");
    assert_eq!(complete("biaochi new ru"), "rule");
}

#[test]
fn each_shell_has_its_script_in_either_language() {
    let files = folder(&[]);
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        let chinese = biaochi(files.path(), &["completions", shell]);
        assert_eq!(chinese.code, 0, "{}", chinese.err);
        assert!(chinese.out.contains("只给出 --fix 会怎样改"), "{shell}");
        let english = biaochi(files.path(), &["completions", shell, "--lang=en"]);
        assert!(english.out.contains("Only show what --fix would change"), "{shell}");
    }
}

/// A page of the manual as it is read, where there is something to read it with.
fn read_page(page: &Path) -> Option<String> {
    let mut command = Command::new("man");
    command.arg("-l").arg(page);
    if !has("man") {
        if !has("groff") {
            return None;
        }
        command = Command::new("groff");
        command.args(["-Kutf8", "-man", "-Tutf8"]).arg(page);
    }
    let output = command.env("MANWIDTH", "100").env("LC_ALL", "C.UTF-8").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // Bold and underlined by overstriking or escapes, and lines cut where the page is at its end.
    (output.status.success() && !text.trim().is_empty()).then_some(text)
}

#[test]
fn a_page_of_the_manual_for_each_command() {
    let files = folder(&[]);
    let whole = biaochi(files.path(), &["man"]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    assert_eq!(biaochi(files.path(), &["man", "--output=man/zh"]).code, 0);
    assert_eq!(biaochi(files.path(), &["man", "--output=man/en", "--lang=en"]).code, 0);
    let page = |name: &str| std::fs::read_to_string(files.path().join("man").join(name)).unwrap();
    assert_eq!(page("zh/biaochi.1"), whole.out);
    for section in [".SH 名称", ".SH 用法", ".SH 选项", ".SH 命令", ".SH 退出码"] {
        assert!(whole.out.lines().any(|line| line == section), "{section}:\n{}", whole.out);
    }
    for word in ["NAME", "SYNOPSIS", "OPTIONS", "SUBCOMMANDS", "default:", "Possible", "specified"]
    {
        assert!(!whole.out.contains(word), "{word}:\n{}", whole.out);
    }
    for section in [".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", ".SH EXIT STATUS"] {
        let english = page("en/biaochi-check.1");
        assert!(english.lines().any(|line| line == section), "{section}:\n{english}");
        assert!(!english.chars().any(is_chinese), "{english}");
    }
    assert!(page("zh/biaochi-new-rule.1").contains("满意度不得过低"));
    if let Some(text) = read_page(&files.path().join("man/en/biaochi-check.1")) {
        assert!(text.contains("biaochi-check - Check sheets"), "{text}");
        assert!(text.contains("Only show what --fix would change"), "{text}");
    }
    if let Some(text) = read_page(&files.path().join("man/zh/biaochi.1")) {
        assert!(text.contains("按规则检查财政项目支出绩效目标表"), "{text}");
    }
    // A folder that cannot be made.
    std::fs::write(files.path().join("file"), "").unwrap();
    assert_eq!(biaochi(files.path(), &["man", "--output=file/man"]).code, 2);
}

#[test]
fn colour_is_for_terminals_unless_it_is_requested() {
    let files = folder(&[("r.chi", RULES), ("bad.biao", BAD)]);
    let coloured = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_biaochi"));
        command.args(["check", "bad.biao", "--rules=r.chi", "--format=pretty"]).args(arguments);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "BIAOCHI_LANG"] {
            command.env_remove(name);
        }
        command.envs(variables.iter().copied());
        let output = command.current_dir(files.path()).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).unwrap().contains(ESCAPE)
    };
    assert!(!coloured(&[], &[]), "a pipe");
    assert!(coloured(&[], &["--color=always"]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &[]), "forced");
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]), "NO_COLOR wins");
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &["--color=never"]), "what is typed wins");
    assert!(coloured(&[("NO_COLOR", "1")], &["--color=always"]), "what is typed wins");
    let help = |arguments: &[&str]| biaochi(files.path(), arguments).out.contains(ESCAPE);
    assert!(!help(&["--help"]));
    assert!(help(&["--help", "--color=always"]));
}

#[test]
fn a_terminal_has_colour_and_frames() {
    // Only this `script` runs a command on a terminal of its own in this way.
    let linux = Command::new("script").arg("--version").output();
    if !linux.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("util-linux")) {
        return;
    }
    let files = folder(&[("r.chi", RULES), ("bad.biao", BAD)]);
    let on_terminal = |line: &str, variables: &[(&str, &str)]| {
        let line = format!("'{}' {line}", env!("CARGO_BIN_EXE_biaochi"));
        let mut command = Command::new("script");
        command.args(["-qec", &line, "/dev/null"]);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "BIAOCHI_LANG"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color").envs(variables.iter().copied());
        let output = command.current_dir(files.path()).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{line}");
        String::from_utf8(output.stdout).unwrap()
    };
    let check = "check bad.biao --rules=r.chi";
    let shown = on_terminal(check, &[]);
    assert!(shown.contains(ESCAPE) && shown.contains('╭'), "{shown}");
    let plain = on_terminal(check, &[("NO_COLOR", "1")]);
    assert!(!plain.contains(ESCAPE) && plain.contains('╭'), "{plain}");
    assert!(!on_terminal(&format!("{check} --color=never"), &[]).contains(ESCAPE));
    // Standard error is no terminal here, though standard output is.
    let apart = on_terminal("check --diff bad.biao --rules=r.chi nowhere 2>err.txt || exit 1", &[]);
    let err = std::fs::read_to_string(files.path().join("err.txt")).unwrap();
    assert!(err.contains("nowhere") && !err.contains(ESCAPE), "{apart}{err}");
    // Where there are many files, a bar shows how far it is; none in a pipe.
    for at in 0..600 {
        std::fs::write(files.path().join(format!("{at}.biao")), BAD).unwrap();
    }
    let many = "check . --rules=r.chi --max-findings=1";
    assert!(on_terminal(many, &[]).contains("/601"), "a bar");
    let piped = biaochi(files.path(), &many.split(' ').collect::<Vec<_>>());
    assert!(!(piped.out + &piped.err).contains("/601"), "no bar");
}
