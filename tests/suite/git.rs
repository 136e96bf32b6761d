//! Repositories of git for tests: real ones, in folders that go away, without the settings of the
//! user who runs the tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::cli::{Ran, put};

/// A form of its own, a rule on each sheet, and one across sheets.
pub(crate) const RULES: &str = r#"
表单 小表 年度 2020：
    栏 项目名称 文本 必填
    栏 项目概况 文本
法规 办法 《办法》
规则 小/概况不宜过短：
    依据 办法
    当   有 项目概况
    须   字数(项目概况) ≥ 3
    否则 错误 "概况太短" 于 项目概况
    合格 """
        项目概况: 修一条路
        """
    不合格 """
        项目概况: [[修路]]
        """
规则 小/名称不得重复：
    依据 办法
    对   每两个 表 a, b
    不得 a.项目名称 = b.项目名称
    否则 错误 "与“{b.项目名称}”重名" 于 a.项目名称、b.项目名称
    合格 """
        项目名称: 甲
        ---
        项目名称: 乙
        """
    不合格 """
        项目名称: [[甲]]
        ---
        项目名称: [[甲]]
        """
"#;

/// A sheet under this name that the rules are content with.
pub(crate) fn good(name: &str) -> String {
    format!("表单: 小表\n年度: 2020\n项目名称: {name}\n项目概况: 修一条路\n")
}

/// A sheet under this name with a fault.
pub(crate) fn bad(name: &str) -> String {
    good(name).replace("修一条路", "修路")
}

/// A repository in a folder that goes away.
pub(crate) struct Repository {
    folder: TempDir,
    /// Set for every program: the settings of a test.
    settings: Vec<(String, String)>,
}

impl Repository {
    /// An empty one, without a commit.
    pub(crate) fn new() -> Self {
        let new = Self::outside();
        new.git(&["init", "--quiet", "--initial-branch=main"]);
        new
    }

    /// A folder that is no repository.
    pub(crate) fn outside() -> Self {
        Self { folder: TempDir::new().unwrap(), settings: Vec::new() }
    }

    /// One with the rules, and sheets, committed.
    pub(crate) fn with(sheets: &[(&str, &str)]) -> Self {
        let new = Self::new();
        new.write("规则.chi", RULES);
        for (name, text) in sheets {
            new.write(name, text);
        }
        new.git(&["add", "--all"]);
        new.git(&["commit", "--quiet", "--message=始"]);
        new
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        put(self.path(), name, text);
    }

    /// Writes a file and stages it.
    pub(crate) fn stage(&self, name: &str, text: &str) {
        self.write(name, text);
        self.git(&["add", "--", name]);
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// What git prints; it must succeed.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let ran = self.run("git", ".", arguments);
        assert_eq!(ran.code, 0, "git {arguments:?}\n{}{}", ran.out, ran.err);
        ran.out
    }

    /// `biaochi check --staged --rules=规则.chi` at the top.
    pub(crate) fn staged(&self, arguments: &[&str]) -> Ran {
        self.staged_in(".", "规则.chi", arguments)
    }

    /// The same in a folder, with rules as seen from there.
    pub(crate) fn staged_in(&self, folder: &str, rules: &str, arguments: &[&str]) -> Ran {
        let rules = format!("--rules={rules}");
        let first = ["check", "--staged", "--format=short", &rules];
        self.biaochi_in(folder, &[&first, arguments].concat())
    }

    pub(crate) fn biaochi(&self, arguments: &[&str]) -> Ran {
        self.biaochi_in(".", arguments)
    }

    pub(crate) fn biaochi_in(&self, folder: &str, arguments: &[&str]) -> Ran {
        self.run(env!("CARGO_BIN_EXE_biaochi"), folder, arguments)
    }

    /// Runs a program as on a machine without settings. `biaochi` is on the path.
    pub(crate) fn run(&self, program: &str, folder: &str, arguments: &[&str]) -> Ran {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GIT_")) {
            command.env_remove(name);
        }
        let own = PathBuf::from(env!("CARGO_BIN_EXE_biaochi"));
        let path = std::env::var("PATH").unwrap_or_default();
        let output = command
            .args(arguments)
            .current_dir(self.path().join(folder))
            .env_remove("BIAOCHI_LANG")
            .env("PATH", format!("{}:{path}", own.parent().unwrap().display()))
            .env("HOME", self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs(["AUTHOR", "COMMITTER"].map(|role| (format!("GIT_{role}_NAME"), "甲")))
            .envs(
                ["AUTHOR", "COMMITTER"]
                    .map(|role| (format!("GIT_{role}_EMAIL"), "jia@example.org")),
            )
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}
