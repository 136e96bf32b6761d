//! A repository whose own configuration names programs: none of them is run, whatever is asked of
//! us. With real repositories, each with a script that leaves a mark.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;

use crate::git::{Repository, bad, good};

/// Whatever git knows that starts a program; `!` is the script.
const KEYS: [&str; 27] = [
    "core.fsmonitor",
    "core.sshCommand",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "sequence.editor",
    "diff.external",
    "diff.mark.textconv",
    "diff.mark.command",
    "merge.mark.driver",
    "filter.mark.clean",
    "filter.mark.smudge",
    "filter.mark.process",
    "gpg.program",
    "credential.helper",
    "interactive.diffFilter",
    "pager.ls-files",
    "pager.diff-index",
    "pager.rev-parse",
    "remote.origin.uploadpack",
    "remote.origin.receivepack",
    "uploadpack.packObjectsHook",
    "alias.rev-parse",
    "alias.ls-files",
    "alias.cat-file",
];

const HOOKS: [&str; 7] = [
    "pre-commit",
    "post-index-change",
    "post-checkout",
    "pre-auto-gc",
    "reference-transaction",
    "fsmonitor-watchman",
    "query-watchman",
];

/// A repository in which all of them are named, and hooks lie in a folder of its own.
fn armed() -> Repository {
    let repository = Repository::with(&[("旧.biao", &good("旧"))]);
    let script = |name: &str| {
        repository
            .write(name, "#!/bin/sh\ntouch \"$(dirname \"$0\")/../ran-$1$(basename \"$0\")\"\n");
        let path = repository.path().join(name);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    };
    repository.stage("甲.biao", &bad("甲"));
    // What a filter is asked about: a file whose stamps changed, and one that is only marked as to
    // be added.
    repository.write("旧.biao", &good("新"));
    repository.write("将.biao", &good("将"));
    repository.git(&["add", "--intent-to-add", "将.biao"]);
    repository.write(".gitattributes", "* filter=mark diff=mark merge=mark\n");
    let mark = script("bin/mark");
    for key in KEYS {
        let alias = if key.starts_with("alias.") { "!" } else { "" };
        let value = format!("{alias}{} {key}", mark.display());
        repository.git(&["config", key, &value]);
    }
    for hook in HOOKS {
        script(&format!("githooks/{hook}"));
    }
    repository.git(&["config", "core.hooksPath", "githooks"]);
    // A program of that name where we stand.
    script("bin/git");
    repository.write("git", "#!/bin/sh\ntouch ran-git\n");
    let path = repository.path().join("git");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    repository
}

/// What left a mark.
fn ran(repository: &Repository) -> Vec<String> {
    let entries = std::fs::read_dir(repository.path()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("ran-")).collect();
    names.sort();
    names
}

#[test]
fn the_marks_would_be_seen() {
    let repository = armed();
    repository.run("git", ".", &["status"]);
    let ran = ran(&repository).concat();
    assert!(ran.contains("core.fsmonitor") && ran.contains("filter.mark"), "{ran}");
}

#[test]
fn nothing_that_a_repository_configures_is_run() {
    for command in [
        &["check", "--rules=规则.chi"][..],
        &["check", "--staged", "--rules=规则.chi"],
        &["check", "--staged"],
        &["check", "--fix", "--rules=规则.chi"],
        &["fmt", "--check"],
        &["hook", "install", "--", "--rules=规则.chi"],
        &["hook", "uninstall"],
        &["init", "新"],
        &["doc", "--rules=规则.chi"],
    ] {
        let repository = armed();
        repository.biaochi(command);
        assert_eq!(ran(&repository), [""; 0], "{command:?}");
    }
}

#[test]
fn the_hook_goes_where_the_repository_keeps_its_hooks() {
    let repository = armed();
    let done = repository.biaochi(&["hook", "install"]);
    assert!(done.out.contains("githooks/pre-commit"), "{}{}", done.out, done.err);
}

#[test]
fn a_staged_check_finds_what_it_would_in_a_repository_that_names_nothing() {
    let repository = armed();
    let done = repository.staged(&[]);
    assert_eq!(done.code, 1, "{}{}", done.out, done.err);
    assert!(done.out.contains("甲.biao:4:7") && !done.out.contains("将.biao"), "{}", done.out);
}

/// A clone without all objects fetches what is missing, by programs that its configuration names.
#[test]
fn objects_that_are_missing_are_not_fetched() {
    let repository = armed();
    let id = repository.git(&["rev-parse", ":甲.biao"]);
    for (key, value) in [
        ("remote.origin.url", "."),
        ("remote.origin.promisor", "true"),
        ("remote.origin.partialclonefilter", "blob:none"),
        ("extensions.partialClone", "origin"),
        ("core.repositoryFormatVersion", "1"),
        ("protocol.allow", "always"),
        ("protocol.file.allow", "always"),
        ("protocol.ext.allow", "always"),
    ] {
        repository.git(&["-c", "core.fsmonitor=false", "config", key, value]);
    }
    let (folder, rest) = id.trim().split_at(2);
    std::fs::remove_file(repository.path().join(".git/objects").join(folder).join(rest)).unwrap();
    for mark in ran(&repository) {
        std::fs::remove_file(repository.path().join(mark)).unwrap();
    }
    let done = repository.staged(&[]);
    assert_eq!((done.code, ran(&repository)), (2, Vec::new()), "{}{}", done.out, done.err);
}

#[test]
fn a_git_that_lies_where_we_stand_is_not_called() {
    let path = std::env::var("PATH").unwrap();
    for before in [".", "", "bin", "./bin"] {
        let mut repository = armed();
        repository.set("PATH", &format!("{before}:{path}"));
        let done = repository.staged(&[]);
        assert_eq!((done.code, ran(&repository)), (1, Vec::new()), "{before}{}", done.err);
    }
}
