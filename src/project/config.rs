//! `biaochi.yaml`: the settings of a project. Takes the file; gives its values with their places.
//! Knows no rule: names of rules and packs are resolved by the caller.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{Source, Sources, Span};

use super::filter::Patterns;
use super::keys::{Keys, Paper};
use super::left_out::NoMatch;
use super::{Filter, Tree, left_out_words, within, words};
use crate::files::{absolute, spelt};

/// The name of the file.
pub(crate) const CONFIG: &str = "biaochi.yaml";

const PAPER: Paper = Paper {
    code: Code::SETTINGS_FAULTY,
    unknown: Code::SETTINGS_KEY,
    zh: "设置",
    en: "a project file",
    keys: &[
        "packs",
        "include",
        "exclude",
        "select",
        "ignore",
        "severity",
        "baseline",
        "as_of",
        "deny_warnings",
        "max_findings",
    ],
};

/// A text of the file, and its place.
pub(crate) type SpannedText = (String, Span);

/// The settings of a project.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// The file.
    pub(crate) source: Source,
    /// The folder that its paths are relative to, itself relative to the current folder if
    /// possible.
    pub(crate) root: PathBuf,
    /// The packs that judge, by name or path; empty for all that are built in.
    pub(crate) packs: Vec<SpannedText>,
    /// The rules that judge; empty for all.
    pub(crate) select: Vec<SpannedText>,
    /// The rules that do not judge.
    pub(crate) ignore: Vec<SpannedText>,
    /// Severities of rules; `None` leaves the rule out.
    pub(crate) severity: Vec<(SpannedText, Option<Severity>)>,
    /// The file of known findings.
    pub(crate) baseline: Option<SpannedText>,
    /// The day whose law counts, as written.
    pub(crate) as_of: Option<SpannedText>,
    /// Whether a warning fails a check.
    pub(crate) deny_warnings: bool,
    /// The most findings that are listed.
    pub(crate) max_findings: Option<usize>,
    include: Patterns,
    exclude: Patterns,
}

impl Config {
    /// Which files of a walk it includes.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            include: vec![self.include.clone()],
            exclude: vec![self.exclude.clone()],
            ..Filter::default()
        }
    }

    /// What it says of files and none is like: `(key, pattern)` with its place. Where not all files
    /// were looked at, only what can be like none.
    pub(crate) fn unmatched(&self, all: bool) -> Vec<Diagnostic> {
        let root = absolute(&self.root);
        let lists = [("include", &self.include), ("exclude", &self.exclude)];
        let unused = lists.into_iter().flat_map(|(key, list)| {
            list.unused().into_iter().map(move |(pattern, span)| (key, pattern, span))
        });
        let noted = unused.filter_map(|(key, pattern, span)| {
            let why = NoMatch::of(&pattern, &root);
            (all || why.is_some()).then(|| left_out_words::unmatched((key, &pattern), span, why))
        });
        noted.collect()
    }

    /// A path of the file, relative to the current folder.
    pub(crate) fn path(&self, said: &str) -> PathBuf {
        if self.root == Path::new(".") { PathBuf::from(said) } else { self.root.join(said) }
    }
}

/// The settings in a file.
///
/// # Errors
/// The file cannot be read or is faulty.
pub(crate) fn load_config(
    tree: &Tree,
    file: &Path,
    sources: &mut Sources,
) -> Result<Config, Diagnostic> {
    let file = if matches!(tree, Tree::Disk) { &spelt(file) } else { file };
    let source = tree.holding(file).read(file, sources)?;
    let config = read_config(&source)?;
    let baseline = config.baseline.iter().map(|(name, span)| ("baseline", name, *span));
    let packs = config.packs.iter().map(|(name, span)| ("packs", name, *span));
    for (key, name, span) in baseline.chain(packs) {
        if within::is_named_outside(&config.path(name), &config.root) {
            return Err(words::named_outside(key, name, span));
        }
    }
    Ok(config)
}

/// Whether the text of a `biaochi.yaml` can be read as settings, for editors; names of packs and
/// rules are not looked up.
///
/// # Errors
/// The first thing that is wrong with it, with its place.
pub fn check_settings(source: &Source) -> Result<(), Diagnostic> {
    read_config(source).map(|_| ())
}

fn read_config(source: &Source) -> Result<Config, Diagnostic> {
    let file = Path::new(source.name());
    let root = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    // A file with only comments is empty.
    let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if source.text().trim_start_matches('\u{feff}').lines().all(blank) {
        return Ok(Config::empty(source, root));
    }
    let keys = Keys::read(source, PAPER)?;
    let list = |key| keys.list(key).map(Option::unwrap_or_default);
    let severity = keys.pairs("severity")?.into_iter().map(|[name, (word, span)]| {
        let severity = severity(&word).ok_or_else(|| words::no_severity(span, &word))?;
        Ok((name, severity))
    });
    let said = |key| Ok(keys.text(key)?.map(|text| (text, keys.span(key))));
    Ok(Config {
        packs: list("packs")?,
        select: list("select")?,
        ignore: list("ignore")?,
        severity: severity.collect::<Result<_, Diagnostic>>()?,
        baseline: said("baseline")?,
        as_of: said("as_of")?,
        deny_warnings: keys.truth("deny_warnings")?.unwrap_or_default(),
        max_findings: keys.count("max_findings")?,
        include: patterns(&root, &list("include")?)?,
        exclude: patterns(&root, &list("exclude")?)?,
        ..Config::empty(source, root.clone())
    })
}

impl Config {
    fn empty(source: &Source, root: PathBuf) -> Self {
        Self {
            source: source.clone(),
            root,
            packs: Vec::new(),
            select: Vec::new(),
            ignore: Vec::new(),
            severity: Vec::new(),
            baseline: None,
            as_of: None,
            deny_warnings: false,
            max_findings: None,
            include: Patterns::default(),
            exclude: Patterns::default(),
        }
    }
}

/// A severity by either of its names; the inner `None` is 关闭.
fn severity(word: &str) -> Option<Option<Severity>> {
    match word {
        "错误" | "error" => Some(Some(Severity::Error)),
        "警告" | "warning" => Some(Some(Severity::Warning)),
        "提示" | "note" => Some(Some(Severity::Note)),
        "关闭" | "off" => Some(None),
        _ => None,
    }
}

/// Patterns as in a `.gitignore` of that folder.
fn patterns(root: &Path, said: &[SpannedText]) -> Result<Patterns, Diagnostic> {
    let said = said.iter().map(|(text, span)| ((text.clone(), Some(*span)), text.clone()));
    Patterns::new(&absolute(root), said)
        .map_err(|(pattern, span)| words::bad_pattern(span, &pattern))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn said(text: &str) -> Result<Config, String> {
        let source = Source::new(SourceId::ALONE, "biaochi.yaml", text);
        read_config(&source).map_err(|finding| {
            let help = finding.help.as_ref().map_or("", |help| &help.zh);
            let place = source.slice(finding.span().unwrap());
            format!("{} 「{place}」 {}。{help}", finding.code, finding.message.zh)
        })
    }

    #[test]
    fn settings_are_read() {
        let config = said(
            "# 本区\npacks: [shanghai-2026, 规则]\nselect: [预算]\nignore:\n  - 文字/*\nseverity:\n  预算: 警告\n  目标: off\n  日期: error\nbaseline: 基线.json\nas_of: 2026-01-01\ndeny_warnings: 是\nmax_findings: 20\nexclude: [草稿/, '*.旧.biao']\n",
        )
        .unwrap();
        let names =
            |all: &[SpannedText]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&config.packs), ["shanghai-2026", "规则"]);
        assert_eq!(names(&config.ignore), ["文字/*"]);
        let severity: Vec<_> = config.severity.iter().map(|(_, severity)| *severity).collect();
        assert_eq!(severity, [Some(Severity::Warning), None, Some(Severity::Error)]);
        assert_eq!(config.source.slice(config.severity[1].0.1), "目标");
        assert_eq!(config.baseline.unwrap().0, "基线.json");
        assert_eq!(config.as_of.unwrap().0, "2026-01-01");
        assert!(config.deny_warnings);
        assert_eq!(config.max_findings, Some(20));
        assert!(said("# 什么也没说\n").unwrap().packs.is_empty());
    }

    #[test]
    fn every_fault_is_said_with_its_line_and_remedy() {
        let faults = [
            "exlude: [甲]\n",
            "规则: 甲\n",
            "packs: shanghai-2026\n",
            "severity:\n  预算: 重\n",
            "severity: [甲]\n",
            "deny_warnings: 也许\n",
            "max_findings: -1\n",
            "exclude: ['{甲']\n",
            "exclude: [甲, 甲]\n",
            "packs: [甲\n",
            "- 甲\n",
        ];
        let messages: Vec<_> = faults.iter().map(|text| said(text).expect_err(text)).collect();
        insta::assert_snapshot!(messages.join("\n"), @r#"
        设置/不认识的键 「exlude: [甲]」 设置里没有“exlude”这一项。是不是“exclude”？
        设置/不认识的键 「规则: 甲」 设置里没有“规则”这一项。可用的有 packs、include、exclude、select、ignore、severity、baseline、as_of、deny_warnings、max_findings
        设置/写法有误 「packs: shanghai-2026」 “packs”的值要是一列文字。写成 packs: [甲, 乙]，或者一行一个“- 甲”
        设置/写法有误 「重」 没有“重”这一级。写 错误、警告、提示，或 关闭（error、warning、note、off）
        设置/写法有误 「severity: [甲]」 “severity”下要一行一个“名称: 值”。缩进两格写，例如：  预算/总预算不得小于当年预算: 警告
        设置/写法有误 「deny_warnings: 也许」 “deny_warnings”的值要是 true 或 false。写成 deny_warnings: true
        设置/写法有误 「max_findings: -1」 “max_findings”的值要是一个不小于 0 的整数。写成 max_findings: 100
        设置/写法有误 「{甲」 “{甲”不是合法的文件模式。按 .gitignore 的写法，例如：草稿/、*.旧.biao、/归档/**
        设置/写法有误 「甲」 “甲”列了两次。删去一处
        设置/写法有误 「packs: [甲」 设置不是合法的 YAML。一行一个“键: 值”，冒号用半角，后面空一格
        设置/写法有误 「- 甲」 设置要由“键: 值”组成。一行一个“键: 值”，冒号用半角，后面空一格
        "#);
    }
}
