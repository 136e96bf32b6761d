//! `check --staged`: what a commit would hold is judged, and nothing else. With real repositories.

use crate::cli::Ran;
use crate::git::{RULES, Repository, bad, good};

const SHORT: &str = "错误[小/概况不宜过短]: 概况太短";

/// What is reported, line by line.
#[track_caller]
fn tells(ran: &Ran, code: i32, lines: &[&str]) {
    let reported: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.code, reported), (code, lines.to_vec()), "{}\n{}", ran.out, ran.err);
}

#[test]
fn the_index_is_read_and_not_the_work_tree() {
    let repository = Repository::with(&[]);
    // Bad as staged, good on disk since; and the other way round.
    repository.stage("甲.biao", &bad("甲"));
    repository.write("甲.biao", &good("甲"));
    repository.stage("乙.biao", &good("乙"));
    repository.write("乙.biao", &bad("乙"));
    let ran = repository.staged(&[]);
    tells(&ran, 1, &[&format!("甲.biao:4:7: {SHORT}")]);
    repository.git(&["add", "--all"]);
    tells(&repository.staged(&[]), 1, &[&format!("乙.biao:4:7: {SHORT}")]);
}

#[test]
fn what_the_commit_leaves_alone_is_not_reported_but_compared_with() {
    let repository = Repository::with(&[
        ("旧一.biao", &bad("旧")),
        ("旧二.biao", &good("旧")),
        ("单.biao", &good("单")),
    ]);
    repository.stage("新.biao", &good("新"));
    tells(&repository.staged(&[]), 0, &[]);
    // Of the same name as one that HEAD has.
    repository.stage("新.biao", &good("单"));
    let ran = repository.staged(&[]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("小/名称不得重复"), "{}", ran.out);
    assert!(!ran.out.contains('旧'), "{}", ran.out);
    // That one is changed on disk only: the commit would still hold both.
    repository.write("单.biao", &good("双"));
    assert_eq!(repository.staged(&[]).code, 1);
    repository.git(&["add", "单.biao"]);
    tells(&repository.staged(&[]), 0, &[]);
    // A file that git does not keep is in no commit.
    repository.write("未管.biao", &good("新"));
    repository.stage("新.biao", &good("新"));
    tells(&repository.staged(&[]), 0, &[]);
}

#[test]
fn renamed_files_are_reported_under_their_new_name_and_deleted_ones_not() {
    let repository = Repository::with(&[
        ("旧.biao", &bad("旧")),
        ("删.biao", &bad("删")),
        ("同.biao", &good("删")),
    ]);
    tells(&repository.staged(&[]), 0, &[]);
    repository.git(&["mv", "旧.biao", "新 名.biao"]);
    repository.git(&["rm", "--quiet", "删.biao"]);
    tells(&repository.staged(&[]), 1, &[&format!("新 名.biao:4:7: {SHORT}")]);
    // A deleted one is nothing to compare with, even if it is still on disk.
    repository.write("删.biao", &good("删"));
    repository.stage("同.biao", &format!("{}# 改\n", good("删")));
    repository.git(&["rm", "--quiet", "--cached", "新 名.biao"]);
    tells(&repository.staged(&[]), 0, &[]);
    tells(&repository.staged(&["旧.biao"]), 0, &[]);
}

#[test]
fn names_may_hold_anything() {
    let names =
        ["表 一/甲 乙.biao", "“引号”\"'.biao", "换\n行.biao", "*.biao", "-短.biao", ":/.biao"];
    let repository = Repository::with(&[]);
    for name in names {
        repository.stage(&format!("./{name}"), &bad(name.trim_start_matches('-')));
    }
    let ran = repository.staged(&["--format=json:结果.json"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let json: serde_json::Value = serde_json::from_str(&repository.read("结果.json")).unwrap();
    let found = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["rule"] == "小/概况不宜过短");
    let mut found: Vec<&str> = found.map(|finding| finding["file"].as_str().unwrap()).collect();
    let mut expected = names;
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected.into_iter().filter(|name| *name != ":/.biao").collect::<Vec<_>>());
    // `.biao` in the folder `:` is hidden, as on disk; named, it is checked.
    assert_eq!(repository.staged(&[":/.biao"]).code, 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_read_too() {
    use std::os::unix::ffi::OsStrExt;
    let repository = Repository::with(&[]);
    let name = std::ffi::OsStr::from_bytes(b"\xb1\xed.biao");
    std::fs::write(repository.path().join(name), bad("甲")).unwrap();
    repository.git(&["add", "--all"]);
    let ran = repository.staged(&[]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(SHORT), "{}", ran.out);
}

#[test]
fn submodules_and_links_are_passed_over() {
    let inner = Repository::with(&[("内.biao", &bad("内"))]);
    let mut repository = Repository::with(&[("外.biao", &good("外"))]);
    for (at, (key, value)) in [("protocol.file.allow", "always")].iter().enumerate() {
        repository.set(&format!("GIT_CONFIG_KEY_{at}"), key);
        repository.set(&format!("GIT_CONFIG_VALUE_{at}"), value);
    }
    repository.set("GIT_CONFIG_COUNT", "1");
    let from = inner.path().to_str().unwrap();
    repository.git(&["submodule", "--quiet", "add", from, "子.biao"]);
    tells(&repository.staged(&[]), 0, &[]);
    // Within it, it is a repository of its own.
    repository.write("子.biao/内.biao", &bad("改"));
    let ran = repository.run("git", "子.biao", &["add", "内.biao"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    tells(&repository.staged(&[]), 0, &[]);
    let ran = repository.staged_in("子.biao", "规则.chi", &[]);
    tells(&ran, 1, &[&format!("内.biao:4:7: {SHORT}")]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("外.biao", repository.path().join("链.biao")).unwrap();
        repository.git(&["add", "链.biao"]);
        tells(&repository.staged(&[]), 0, &[]);
        assert_eq!(repository.staged(&["链.biao"]).code, 2);
    }
}

#[test]
fn before_the_first_commit_all_that_is_staged_counts() {
    let repository = Repository::new();
    repository.write("规则.chi", RULES);
    repository.stage("甲.biao", &bad("甲"));
    repository.write("乙.biao", &bad("乙"));
    let ran = repository.staged(&[]);
    assert_eq!(ran.code, 1);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.out);
    // The rules themselves are not staged yet.
    assert!(lines[0].contains("警告[检查/未暂存]: “规则.chi”不在暂存区里"), "{}", ran.out);
    assert_eq!(lines[1], format!("甲.biao:4:7: {SHORT}"));
    repository.git(&["add", "规则.chi"]);
    tells(&repository.staged(&[]), 1, &[&format!("甲.biao:4:7: {SHORT}")]);
}

#[test]
fn nothing_staged_is_an_empty_report_in_every_format() {
    let repository = Repository::with(&[("甲.biao", &bad("甲"))]);
    for format in ["json", "sarif", "gitlab", "junit", "checkstyle", "html"] {
        let check = |format: &str| repository.biaochi_in(".", &["check", "--staged", format]);
        let ran = check(&format!("--format={format}"));
        assert!(ran.code == 0 && ran.err.contains("没有改动的表"), "{format}: {}", ran.err);
        let is_json = || serde_json::from_str::<serde_json::Value>(&ran.out).is_ok();
        let is_whole = ran.out.trim_start().starts_with('<') || is_json();
        assert!(is_whole && !ran.out.contains("概况太短"), "{format}: {}", ran.out);
        // The report of an earlier check does not stay.
        repository.write("报告", "旧的报告");
        let ran = check(&format!("--format={format}:报告"));
        assert_eq!(ran.code, 0, "{format}: {}", ran.err);
        let written = std::fs::read_to_string(repository.path().join("报告")).unwrap();
        assert!(!written.contains("旧的报告"), "{format}: {written}");
    }
}

#[test]
fn a_worktree_and_a_subfolder_have_their_own_view() {
    let repository = Repository::with(&[("表/旧.biao", &bad("旧")), ("另/甲.biao", &good("甲"))]);
    repository.git(&["worktree", "add", "--quiet", "旁 边", "-b", "旁"]);
    repository.write("旁 边/表/新.biao", &bad("新"));
    let ran = repository.run("git", "旁 边", &["add", "表/新.biao"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // The first work tree has nothing staged.
    let ran = repository.staged(&[]);
    tells(&ran, 0, &[]);
    assert!(ran.err.contains("暂存区里没有改动的表，没有检查"), "{}", ran.err);
    tells(
        &repository.staged_in("旁 边", "规则.chi", &[]),
        1,
        &[&format!("表/新.biao:4:7: {SHORT}")],
    );
    // The whole commit is checked wherever one stands, and names are as seen from there.
    let seen = [("旁 边/表", "新.biao"), ("旁 边/另", "../表/新.biao")];
    for (folder, name) in seen {
        let ran = repository.staged_in(folder, "../规则.chi", &[]);
        tells(&ran, 1, &[&format!("{name}:4:7: {SHORT}")]);
    }
    tells(&repository.staged_in("旁 边/另", "../规则.chi", &["."]), 0, &[]);
    tells(
        &repository.staged_in("旁 边/另", "../规则.chi", &["../表"]),
        1,
        &[&format!("../表/新.biao:4:7: {SHORT}")],
    );
}

#[test]
fn paths_say_what_is_asked_about() {
    let repository = Repository::with(&[("旧.biao", &bad("旧"))]);
    repository.stage("甲/一.biao", &bad("一"));
    repository.stage("乙/二.biao", &bad("二"));
    repository.write("丙.biao", &bad("丙"));
    tells(&repository.staged(&["甲"]), 1, &[&format!("甲/一.biao:4:7: {SHORT}")]);
    tells(&repository.staged(&["./乙/../甲/一.biao"]), 1, &[&format!("甲/一.biao:4:7: {SHORT}")]);
    let absolute = repository.path().join("甲/一.biao");
    tells(
        &repository.staged(&[absolute.to_str().unwrap()]),
        1,
        &[&format!("甲/一.biao:4:7: {SHORT}")],
    );
    // Unchanged is fine; untracked is reported; elsewhere or nowhere is a fault.
    tells(&repository.staged(&["旧.biao"]), 0, &[]);
    let ran = repository.staged(&["丙.biao"]);
    assert!(ran.code == 0 && ran.out.contains("检查/未暂存"), "{}", ran.out);
    let ran = repository.staged(&["无.biao"]);
    assert!(ran.code == 2 && ran.out.contains("检查/找不到路径"), "{}", ran.out);
    let ran = repository.staged(&["../外.biao"]);
    assert!(ran.code == 2 && ran.out.contains("检查/在仓库外"), "{}", ran.out);
}

#[test]
fn rules_are_read_from_the_index_too() {
    let repository = Repository::with(&[("旧.biao", &bad("旧")), ("甲.biao", &good("甲"))]);
    // Milder on disk, but not staged: the rules that are committed judge.
    repository.write("规则.chi", &RULES.replace("≥ 3", "≥ 1"));
    repository.stage("新.biao", &bad("新"));
    tells(&repository.staged(&[]), 1, &[&format!("新.biao:4:7: {SHORT}")]);
    // Staged: all sheets are checked with them, since any result may change.
    repository.git(&["add", "规则.chi"]);
    let ran = repository.staged(&[]);
    tells(&ran, 0, &[]);
    assert!(
        ran.err.contains("暂存的改动里有规则（规则.chi），暂存区里的 3 张表都检查"),
        "{}",
        ran.err
    );
    repository.stage("规则.chi", &RULES.replace("≥ 3", "≥ 5"));
    repository.write("规则.chi", RULES);
    let ran = repository.staged(&[]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 3), "{}", ran.out);
    // Faulty rules stop a commit of rules, and no other.
    repository.stage("规则.chi", &RULES.replace("字数(", "字数目("));
    assert_eq!(repository.staged(&[]).code, 2);
    repository.git(&["commit", "--quiet", "--no-verify", "--message=坏"]);
    repository.stage("说明.txt", "没有表\n");
    let ran = repository.staged(&[]);
    tells(&ran, 0, &[]);
}

#[test]
fn a_pack_and_its_dictionary_are_read_from_the_index() {
    let pack = RULES
        .replace("字数(项目概况) ≥ 3", "项目概况 包含 好词")
        .replace("修一条路\n        \"\"\"\n    不", "好路\n        \"\"\"\n    不");
    let pack = format!("词表 好词 来自 \"词.csv\"\n{pack}");
    let repository = Repository::with(&[("旧.biao", &bad("旧"))]);
    repository.stage("包/规则.chi", &pack);
    repository.write("包/词.csv", "词\n好\n路\n");
    let check = |repository: &Repository| repository.staged_in(".", "包", &["--lang=zh"]);
    let ran = check(&repository);
    assert!(
        ran.out.contains("警告[检查/未暂存]: “包/词.csv”不在暂存区里"),
        "{}{}",
        ran.out,
        ran.err
    );
    repository.git(&["add", "包"]);
    repository.write("包/词.csv", "词\n坏\n");
    let ran = check(&repository);
    assert!(!ran.out.contains("未暂存") && !ran.out.contains("概况太短"), "{}{}", ran.out, ran.err);
    repository.git(&["commit", "--quiet", "--message=包"]);
    // The dictionary alone is staged: it judges, so all are asked about.
    repository.git(&["add", "包"]);
    let ran = check(&repository);
    assert!(
        ran.err.contains("（包/词.csv）") && ran.out.contains("旧.biao:4:7"),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn an_unfinished_merge_is_not_checked() {
    let repository = Repository::with(&[("甲.biao", &good("甲"))]);
    repository.git(&["switch", "--quiet", "-c", "旁"]);
    repository.stage("甲.biao", &good("乙"));
    repository.git(&["commit", "--quiet", "--message=乙"]);
    repository.git(&["switch", "--quiet", "main"]);
    repository.stage("甲.biao", &good("丙"));
    repository.git(&["commit", "--quiet", "--message=丙"]);
    assert_ne!(repository.run("git", ".", &["merge", "旁"]).code, 0);
    let ran = repository.staged(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("检查/合并未完成") && ran.out.contains("甲.biao"), "{}", ran.err);
}

#[test]
fn where_there_is_no_index_it_is_said() {
    let folder = Repository::outside();
    folder.write("规则.chi", RULES);
    let ran = folder.staged(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("检查/不在仓库里"), "{}", ran.err);
    folder.git(&["init", "--quiet", "--bare", "空.git"]);
    let ran = folder.staged_in("空.git", "../规则.chi", &[]);
    assert!(ran.code == 2 && ran.out.contains("没有工作区"), "{}", ran.err);
    let mut repository = Repository::with(&[]);
    repository.set("PATH", "/nowhere");
    let ran = repository.staged(&[]);
    assert!(ran.code == 2 && ran.out.contains("找不到 git 程序"), "{}", ran.err);
    let ran = repository.staged(&["--fix"]);
    assert!(ran.code == 2 && ran.err.contains("--fix"), "{}", ran.err);
    let mut repository = Repository::with(&[]);
    repository.stage("甲.biao", &bad("甲"));
    std::fs::write(repository.path().join(".git/index"), "坏").unwrap();
    repository.set("LANGUAGE", "zh_CN");
    let ran = repository.staged(&[]);
    assert!(ran.code == 2 && ran.out.contains("检查/git失败"), "{}", ran.err);
}

#[test]
fn files_that_no_commit_would_hold_are_not_there() {
    let repository = Repository::with(&[("大.biao", &good("大"))]);
    // Announced, not added.
    repository.write("甲.biao", &bad("甲"));
    repository.git(&["add", "--intent-to-add", "甲.biao"]);
    tells(&repository.staged(&[]), 0, &[]);
    // Hidden folders and what `.ignore` names are left out, as on disk; a file that git keeps is
    // kept.
    repository.stage(".藏/乙.biao", &bad("乙"));
    repository.stage("target/丙.biao", &bad("丙"));
    repository.stage("稿/深/丁.biao", &bad("丁"));
    repository.stage(".ignore", "稿/\n");
    repository.write(".gitignore", "*.biao\n");
    repository.git(&["add", "--force", "--", "稿/深/丁.biao", ".gitignore"]);
    repository.git(&["commit", "--quiet", "--message=稿"]);
    repository.stage("稿/深/丁.biao", &bad("戊"));
    tells(&repository.staged(&[]), 0, &[]);
    tells(&repository.staged(&["稿/深/丁.biao"]), 1, &[&format!("稿/深/丁.biao:4:7: {SHORT}")]);
}

#[test]
fn an_unreadable_sheet_of_long_ago_does_not_stop_a_commit() {
    let repository = Repository::with(&[]);
    repository.stage("旧.biao", "PK\0\0");
    assert_eq!(repository.staged(&[]).code, 2);
    repository.git(&["commit", "--quiet", "--message=坏"]);
    repository.stage("新.biao", &good("新"));
    let ran = repository.staged(&[]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("警告[检查/二进制文件]"), "{}", ran.out);
}

#[test]
fn a_repository_with_sha256_is_read_too() {
    let repository = Repository::outside();
    if repository.run("git", ".", &["init", "--quiet", "--object-format=sha256"]).code != 0 {
        return;
    }
    repository.stage("规则.chi", RULES);
    repository.stage("空.txt", "");
    repository.git(&["commit", "--quiet", "--message=始"]);
    repository.stage("甲.biao", &bad("甲"));
    tells(&repository.staged(&[]), 1, &[&format!("甲.biao:4:7: {SHORT}")]);
}

#[test]
fn a_sparse_checkout_still_compares_with_all() {
    let repository = Repository::with(&[("一/甲.biao", &good("甲")), ("二/乙.biao", &good("乙"))]);
    repository.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "一"]);
    assert!(!repository.path().join("二").exists());
    repository.stage("一/甲.biao", &good("乙"));
    let ran = repository.staged(&[]);
    assert!(ran.code == 1 && ran.out.contains("小/名称不得重复"), "{}{}", ran.out, ran.err);
}

#[test]
fn settings_are_read_from_the_index_too() {
    let repository = Repository::with(&[("表/旧.biao", &bad("旧")), ("稿/甲.biao", &good("甲"))]);
    repository.stage("biaochi.yaml", "packs: [规则.chi]\nexclude: [稿/]\n");
    let check = |folder: &str, arguments: &[&str]| {
        repository
            .biaochi_in(folder, &[&["check", "--staged", "--format=short"], arguments].concat())
    };
    // New settings: all sheets that they take are asked about.
    let ran = check(".", &[]);
    tells(&ran, 1, &[&format!("表/旧.biao:4:7: {SHORT}")]);
    assert!(ran.err.contains("（biaochi.yaml）"), "{}", ran.err);
    repository.git(&["commit", "--quiet", "--message=设置"]);
    repository.stage("稿/甲.biao", &bad("甲"));
    tells(&check(".", &[]), 0, &[]);
    tells(&check(".", &["稿/甲.biao", "--force-exclude"]), 0, &[]);
    tells(&check(".", &["稿/甲.biao"]), 1, &[&format!("稿/甲.biao:4:7: {SHORT}")]);
    // From a folder of the project, the same settings and the same commit.
    repository.stage("表/新.biao", &bad("新"));
    tells(&check("稿", &[]), 1, &[&format!("../表/新.biao:4:7: {SHORT}")]);
    // On disk they say otherwise, and are not what is committed.
    repository.write("biaochi.yaml", "packs: [规则.chi]\nexclude: [表/]\n");
    tells(&check(".", &[]), 1, &[&format!("表/新.biao:4:7: {SHORT}")]);
    // A commit of something else does not wait for faulty settings.
    repository.stage("biaochi.yaml", "pakcs: [规则.chi]\n");
    assert_eq!(check(".", &[]).code, 2);
    repository.git(&["commit", "--quiet", "--message=坏"]);
    repository.stage("说明.txt", "甲\n");
    tells(&check(".", &[]), 0, &[]);
    // Not staged at all: taken from disk, and said.
    repository.git(&["rm", "--quiet", "--cached", "biaochi.yaml"]);
    repository.write("biaochi.yaml", "packs: [规则.chi]\n");
    let ran = check(".", &[]);
    assert!(
        ran.out.contains("警告[检查/未暂存]: “biaochi.yaml”不在暂存区里"),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn a_baseline_is_read_from_the_index_too() {
    let repository = Repository::with(&[]);
    repository.stage("biaochi.yaml", "packs: [规则.chi]\nbaseline: 已知.json\n");
    repository.stage("甲.biao", &bad("甲"));
    let ran = repository.biaochi(&["check", "--write-baseline"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    repository.git(&["add", "--all"]);
    std::fs::write(repository.path().join("已知.json"), "坏").unwrap();
    let ran = repository.biaochi(&["check", "--staged", "--format=short"]);
    tells(&ran, 0, &[]);
}

/// What a commit does not touch was not looked for: it is known as before, and not gone.
#[test]
fn a_commit_of_a_part_calls_nothing_known_gone() {
    let repository = Repository::with(&[]);
    repository.stage("biaochi.yaml", "packs: [规则.chi]\nbaseline: 已知.json\n");
    for name in ["甲", "乙", "丙"] {
        repository.stage(&format!("申报/{name}.biao"), &bad(name));
    }
    let ran = repository.biaochi(&["check", "--write-baseline"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=始"]);
    let known = repository.read("已知.json");
    let staged = |folder: &str, arguments: &[&str]| {
        let first = ["check", "--staged", "--format=short"];
        let ran = repository.biaochi_in(folder, &[&first, arguments].concat());
        assert_eq!(repository.read("已知.json"), known);
        ran
    };
    // One sheet is changed elsewhere than where its known fault is; the others are not changed.
    repository.stage("申报/甲.biao", &bad("甲").replace("年度", "# 注\n年度"));
    tells(&staged(".", &[]), 0, &[]);
    tells(&staged("申报", &[]), 0, &[]);
    tells(&staged(".", &["申报/甲.biao"]), 0, &[]);
    tells(&staged(".", &["--select=小/名称不得重复"]), 0, &[]);
    // The fault that the commit fixes is gone, and no other.
    repository.stage("申报/甲.biao", &good("甲"));
    let ran = staged(".", &[]);
    let gone: Vec<&str> = ran.out.lines().filter(|line| line.contains("基线/已消失")).collect();
    assert_eq!((ran.code, gone.len()), (0, 1), "{}{}", ran.out, ran.err);
    assert!(gone[0].contains("申报/甲.biao"), "{}", gone[0]);
    tells(&staged(".", &["--select=小/名称不得重复"]), 0, &[]);
}

/// A rule that a sheet breaks by what others are, which they do not break by it.
const LATER: &str = r#"
规则 小/不得早于：
    依据 办法
    当   项目概况 包含 "早"
    不得 有 表 b 于 全部其他表 当 b.项目概况 包含 "晚"
    否则 错误 "有更晚的" 于 项目概况
    合格 """
        项目概况: 早些时候
        """
    不合格 """
        项目概况: [[早些时候]]
        ---
        项目概况: 晚些时候
        """
"#;

#[test]
fn a_witness_that_is_not_shown_counts_as_well() {
    let early = good("早").replace("修一条路", "早些时候");
    let late = |name: &str| good(name).replace("修一条路", "晚些时候");
    let repository = Repository::with(&[
        ("一早.biao", &early),
        ("二.biao", &late("二")),
        ("三.biao", &late("三")),
        ("四.biao", &late("四")),
    ]);
    repository.stage("规则.chi", &format!("{RULES}{LATER}"));
    repository.git(&["commit", "--quiet", "--message=规则"]);
    for name in ["五", "六"] {
        repository.stage(&format!("{name}.biao"), &late(name));
    }
    let ran = repository.biaochi(&["check", "--staged", "--rules=规则.chi", "--format=json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let finding = &json["findings"][0];
    assert_eq!((ran.code, &finding["rule"]), (1, &"小/不得早于".into()), "{}{}", ran.out, ran.err);
    assert_eq!(finding["group"]["count"], 5);
    let labels = finding["labels"].as_array().unwrap();
    assert!(labels.iter().any(|label| label["message"] == "这张表也在其中"), "{finding}");
}

#[test]
fn what_another_sheet_lacks_is_said_though_it_is_not_staged() {
    let without = good("旧").replace("项目概况: 修一条路\n", "");
    let rules = format!(
        "{RULES}{}",
        LATER
            .replace("全部其他表 当 b.项目概况 包含 \"晚\"", "全部其他表 当 b.项目概况 = 项目概况")
    );
    let repository = Repository::with(&[("旧.biao", &without)]);
    repository.stage("规则.chi", &rules);
    repository.git(&["commit", "--quiet", "--message=规则"]);
    repository.stage("新.biao", &good("新").replace("修一条路", "早些时候"));
    let ran = repository.staged(&[]);
    tells(&ran, 1, &["旧.biao:3:7: 警告[检查/无法判定]: 没有填“项目概况”"]);
}

/// Only the first hundred witnesses of a finding are kept: whether a staged sheet is among the
/// others is said to be open, unless the rule finds something in a staged sheet itself.
#[test]
fn findings_with_more_witnesses_than_are_kept_are_counted() {
    let early = |name: &str| good(name).replace("修一条路", "早些时候");
    let late = |name: &str| good(name).replace("修一条路", "晚些时候");
    let repository = Repository::with(&[]);
    repository.write("规则.chi", &format!("{RULES}{LATER}"));
    let many: Vec<String> = (0..101).map(|at| late(&format!("旧{at}"))).collect();
    repository.write("旧.biao", &many.join("---\n"));
    repository.write("甲.biao", &[early("早一"), early("早二")].join("---\n"));
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=旧"]);
    repository.stage("晚.biao", &late("新"));
    let ran = repository.staged(&[]);
    let said = "提示[检查/未全部列出]: 规则“小/不得早于”在另外 2 张表上不通过，各有 100 张以上的表为证；其中有没有这次检查的表，没有一一核对";
    tells(&ran, 0, &[said]);
    repository.stage("早.biao", &early("早三"));
    let ran = repository.staged(&[]);
    assert!(ran.code == 1 && !ran.out.contains("未全部列出"), "{}{}", ran.out, ran.err);
}
