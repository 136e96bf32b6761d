//! Whatever changes led there, a workspace reports what a fresh start over its texts reports, byte
//! for byte.

use std::collections::{BTreeMap, BTreeSet};

use biaochi::check::{
    Change, Checked, Date, Library, Named, Options, PackSources, Policy, Workspace, check,
    read_date, report, report_on,
};
use biaochi::diagnostic::{Diagnostic, Severity};
use biaochi::render::{self, Format, Report};
use biaochi::source::{Decoded, Encoding, Source, Sources};
use proptest::prelude::*;

const FORM: &str = r#"表单 表 年度 2020 至 2021：
    栏 项目名称 文本 必填
    栏 申报单位 文本 必填 本单位
    栏 总预算 金额
    栏 项目概况 文本
    指标树 绩效目标
    层级 产出目标：数量、质量
"#;

/// Another form, and the same one with a field more.
const FORMS: [&str; 3] = [
    "",
    "表单 别表 年度 2020：\n    栏 项目名称 文本\n",
    "表单 表 年度 2022：\n    栏 项目名称 文本\n    栏 申报单位 文本 本单位\n    栏 备注 文本 必填\n",
];

/// What rules refer to, each in several wordings.
const SURROUNDINGS: [[&str; 2]; 4] = [
    ["词表 空话：积极推进、大力开展\n", "词表 空话 来自 \"空话.csv\"\n"],
    ["参数 上限：100万元\n", "参数 上限：50万元\n"],
    ["定义 大项目() 为 总预算 > 上限\n", "定义 大项目() 为 总预算 ≥ 上限\n"],
    ["法规 办法：\n    题名 《办法》\n", "法规 办法：\n    题名 《办法》\n    施行 2021-01-01\n"],
];

const DICTIONARIES: [&str; 3] = ["词\n积极推进\n", "词\n大力开展\n", "词\n养护\n道路\n"];

/// Rules, each in several wordings, or not at all.
const RULES: [[&str; 3]; 8] = [
    [
        "",
        "规则 概况/不得空话：\n    依据 办法\n    不得 项目概况 含任一 空话\n    否则 警告 \"有空话\" 于 项目概况\n",
        "规则 概况/不得空话：\n    依据 办法\n    不得 项目概况 含任一 空话\n    否则 错误 \"空话：{项目概况}\" 于 项目概况\n",
    ],
    [
        "规则 预算/大项目须有概况：\n    当 大项目()\n    须 有 项目概况\n    否则 错误 \"大项目没有概况\" 于 项目名称\n",
        "规则 预算/大项目须有概况：\n    当 大项目()\n    须 长度(项目概况) ≥ 8\n    否则 提示 \"概况太短\" 于 项目概况\n",
        "",
    ],
    [
        "规则 跨表/不得重名：\n    对 每两个 表 a, b 于 本单位各表\n    不得 a.项目名称 = b.项目名称\n    否则 错误 \"重名：{a.项目名称}\" 于 a.项目名称, b.项目名称\n",
        "规则 跨表/不得重名：\n    须 没有 表 b 于 本单位本年度其他表 当 b.项目名称 = 项目名称\n    否则 错误 \"有重名\" 于 项目名称\n",
        "规则 跨表/不得重名：\n    对 每个 表 b 于 全部其他表 当 b.项目名称 = 项目名称\n    不得 b.项目概况 = 项目概况\n    否则 警告 \"重名而且同文\" 于 项目概况, b.项目概况\n",
    ],
    [
        "",
        "规则 跨表/不得雷同：\n    对 每两个 表 a, b 于 全部各表 当 相似度(a.项目概况, b.项目概况) ≥ 90%\n    不得 a.申报单位 = b.申报单位\n    否则 警告 \"雷同\" 于 a.项目概况, b.项目概况\n",
        "规则 跨表/不得雷同：\n    对 每两个 表 a, b 于 本单位本年度各表\n    不得 相似度(a.项目概况, b.项目概况) ≥ 80%\n    否则 警告 \"雷同 {相似度(a.项目概况, b.项目概况)}\" 于 b.项目概况, a.项目概况\n",
    ],
    [
        "",
        "规则 跨表/合计有限：\n    须 合计(b.总预算 对 每个 表 b 于 本单位本年度各表) ≤ 上限\n    否则 错误 \"合计 {合计(b.总预算 对 每个 表 b 于 本单位本年度各表)}\" 于 总预算\n",
        "规则 跨表/首年：\n    对 每个 表 b 于 本单位其他表 当 b.年度 < 年度\n    须 b.总预算 ≤ 总预算\n    否则 提示 \"比上年少\" 于 总预算, b.总预算\n",
    ],
    [
        "",
        "规则 产出/须有数量：\n    须 有 指标 于 产出目标/数量\n    否则 错误 \"没有数量指标\" 于 产出目标/数量\n",
        "规则 产出/须有数量：\n    须 至少 2 个 指标 于 产出目标\n    否则 警告 \"指标太少\" 于 绩效目标\n",
    ],
    [
        "",
        "规则 坏的：\n    须 没有这一栏 = 1\n    否则 错误 \"坏\" 于 项目名称\n",
        "规则 产出/须有",
    ],
    [
        "# 注\n",
        "\n\n# 换行\n",
        "规则 名称/不得太长：\n    不得 长度(项目名称) > 3\n    否则 提示 \"名称长\" 于 项目名称\n",
    ],
];

/// Lines of a sheet, each in several wordings.
const LINES: [&[&str]; 7] = [
    &["表单: 表\n", "表单: 表\n", "表单: 表\n", "表单: 别表\n", "表单: 无此表\n", ""],
    &["年度: 2020\n", "年度: 2021\n", "年度: 二〇\n", "", "年度: 2022\n"],
    &["项目名称: 甲\n", "项目名称: 乙\n", "项目名称: 道路养护\n", "", "项目名称\n"],
    &["申报单位: 一局\n", "申报单位: 一局\n", "申报单位: 二局\n", "申报单:\n", ""],
    &["总预算: 60万元\n", "总预算: 120万元\n", "总预算: 很多\n", ""],
    &[
        "项目概况: 积极推进道路养护工作，清扫街道。\n",
        "项目概况: 积极推进道路养护工作，清扫街巷。\n",
        "# 表尺忽略 跨表: 分期实施，批准人 张三 至 2020-06-30\n项目概况: 积极推进道路养护工作，清扫街道。\n",
        "# 表尺忽略 概况/不得空话\n项目概况: |\n  大力开展\n  ---\n  桥梁检查\n",
        "",
    ],
    &[
        "绩效目标:\n  产出目标:\n    数量:\n      里程: 12公里\n",
        "绩效目标:\n  产出目标:\n  数量\n",
        "",
    ],
];

/// What a project may say of the rules: which judge, which do not, how bad what one of them finds
/// is.
type Said = (&'static str, &'static str, Option<(&'static str, Option<Severity>)>);
const POLICIES: [Said; 7] = [
    ("", "", None),
    ("跨表", "", None),
    ("", "概况", None),
    ("", "无此规则", None),
    ("", "", Some(("跨表", Some(Severity::Note)))),
    ("", "", Some(("概况/不得空话", None))),
    ("预算", "", Some(("预算", Some(Severity::Error)))),
];

/// A pack besides, or not: one that judges, one that is only built on, one that tightens a rule of
/// the first.
const PACKS: [Option<(&str, bool)>; 4] = [
    None,
    Some((
        "规则 别包/须有概况：\n    须 有 项目概况\n    否则 提示 \"没有概况\" 于 项目名称\n",
        true,
    )),
    Some((
        "规则 别包/须有概况：\n    须 有 项目概况\n    否则 提示 \"没有概况\" 于 项目名称\n",
        false,
    )),
    Some((
        "规则 别包/名称 收紧 名称/不得太长：\n    不得 长度(项目名称) > 2\n    否则 警告 \"名称长\" 于 项目名称\n",
        true,
    )),
];

const DAYS: [Option<&str>; 3] = [None, Some("2020-05-01"), Some("2021-05-01")];

/// A sheet, by the wording of each line.
type Lines = [usize; 7];

/// A tree of files that is nowhere but here.
#[derive(Clone, Debug)]
struct Tree {
    sheets: BTreeMap<usize, (Vec<Lines>, &'static str)>,
    rules: [usize; 8],
    surroundings: [usize; 4],
    form: usize,
    dictionary: usize,
    pack: usize,
    /// The files that settings leave out.
    excluded: BTreeSet<usize>,
    /// Those that are written in GB18030.
    foreign: BTreeSet<usize>,
    policy: usize,
    day: usize,
    today: usize,
}

#[derive(Clone, Debug)]
enum Edit {
    Write(usize, Vec<Lines>, &'static str),
    Line(usize, usize, usize, usize),
    Insert(usize, usize, Lines),
    Remove(usize),
    Rule(usize, usize),
    Surroundings(usize, usize),
    Form(usize),
    Dictionary(usize),
    Pack(usize),
    Exclude(usize),
    Encode(usize),
    Policy(usize),
    Day(usize, usize),
}

fn lines() -> impl Strategy<Value = Lines> {
    [0..6usize, 0..5, 0..5, 0..5, 0..4, 0..5, 0..3]
        .prop_map(|at| std::array::from_fn(|line| at[line] % LINES[line].len()))
}

fn edit() -> impl Strategy<Value = Edit> {
    let ends = prop::sample::select(vec!["\n", "\n", "\r\n"]);
    prop_oneof![
        3 => (0..6usize, prop::collection::vec(lines(), 0..4), ends)
            .prop_map(|(file, sheets, end)| Edit::Write(file, sheets, end)),
        6 => (0..6usize, 0..4usize, 0..7usize, 0..6usize)
            .prop_map(|(file, sheet, line, wording)| Edit::Line(file, sheet, line, wording)),
        2 => (0..6usize, 0..4usize, lines())
            .prop_map(|(file, at, sheet)| Edit::Insert(file, at, sheet)),
        1 => (0..6usize).prop_map(Edit::Remove),
        3 => (0..8usize, 0..3usize).prop_map(|(rule, wording)| Edit::Rule(rule, wording)),
        2 => (0..4usize, 0..2usize).prop_map(|(which, wording)| Edit::Surroundings(which, wording)),
        1 => (0..3usize).prop_map(Edit::Form),
        1 => (0..3usize).prop_map(Edit::Dictionary),
        1 => (0..4usize).prop_map(Edit::Pack),
        1 => (0..6usize).prop_map(Edit::Exclude),
        1 => (0..6usize).prop_map(Edit::Encode),
        1 => (0..7usize).prop_map(Edit::Policy),
        1 => (0..3usize, 0..3usize).prop_map(|(day, today)| Edit::Day(day, today)),
    ]
}

impl Tree {
    fn new() -> Self {
        let sheets = (0..3).map(|file| (file, (vec![[0; 7], [0, 1, file, 0, 0, 1, 0]], "\n")));
        Self {
            sheets: sheets.collect(),
            rules: [1; 8],
            surroundings: [0; 4],
            form: 0,
            dictionary: 0,
            pack: 0,
            excluded: BTreeSet::new(),
            foreign: BTreeSet::new(),
            policy: 0,
            day: 0,
            today: 0,
        }
    }

    fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::Write(file, sheets, end) => {
                self.sheets.insert(*file, (sheets.clone(), end));
            }
            Edit::Line(file, sheet, line, wording) => {
                if let Some(lines) =
                    self.sheets.get_mut(file).and_then(|file_sheets| file_sheets.0.get_mut(*sheet))
                {
                    lines[*line] = wording % LINES[*line].len();
                }
            }
            Edit::Insert(file, at, lines) => {
                let (sheets, _) = self.sheets.entry(*file).or_insert((Vec::new(), "\n"));
                sheets.insert((*at).min(sheets.len()), *lines);
            }
            Edit::Remove(file) => {
                self.sheets.remove(file);
            }
            Edit::Rule(rule, wording) => self.rules[*rule] = *wording,
            Edit::Surroundings(which, wording) => self.surroundings[*which] = *wording,
            Edit::Form(form) => self.form = *form,
            Edit::Dictionary(dictionary) => self.dictionary = *dictionary,
            Edit::Pack(pack) => self.pack = *pack,
            Edit::Exclude(file) => toggle(&mut self.excluded, *file),
            Edit::Encode(file) => toggle(&mut self.foreign, *file),
            Edit::Policy(policy) => self.policy = *policy,
            Edit::Day(day, today) => (self.day, self.today) = (*day, *today),
        }
    }

    /// The text of a file of sheets.
    fn text(&self, file: usize) -> String {
        let (sheets, end) = &self.sheets[&file];
        let sheet = |lines: &Lines| {
            lines.iter().zip(LINES).map(|(wording, line)| line[*wording]).collect::<String>()
        };
        let text = sheets.iter().map(sheet).collect::<Vec<_>>().join("---\n");
        text.replace('\n', end)
    }

    fn rules(&self) -> Vec<(&'static str, String)> {
        let around = SURROUNDINGS.iter().zip(self.surroundings).map(|(texts, at)| texts[at]);
        let rules = RULES.iter().zip(self.rules).map(|(texts, at)| texts[at]);
        vec![
            ("包/form.chi", format!("{FORM}{}", FORMS[self.form])),
            ("包/rules.chi", around.chain(rules).collect()),
            ("包/空话.csv", DICTIONARIES[self.dictionary].to_owned()),
        ]
    }

    fn day(at: usize) -> Option<Date> {
        DAYS[at].and_then(read_date)
    }
}

fn toggle(files: &mut BTreeSet<usize>, file: usize) {
    if !files.remove(&file) {
        files.insert(file);
    }
}

/// Puts a text in the place of the one of that name; one in another encoding is another text.
fn put(
    sources: &mut Sources,
    known: &mut BTreeMap<String, Source>,
    name: &str,
    (text, encoding): (String, Encoding),
) -> Source {
    let key = format!("{name} {encoding:?}");
    let source = match known.get(&key) {
        Some(source) if source.text() == text => source.clone(),
        Some(source) => source.changed(text),
        None => sources.add_decoded(name, Decoded { encoding, ..Decoded::utf8(text) }),
    };
    sources.replace(source.clone());
    known.insert(key, source.clone());
    source
}

/// A workspace, and the texts that it was last given.
struct Kept {
    workspace: Workspace,
    sources: Sources,
    known: BTreeMap<String, Source>,
    sheets: BTreeMap<String, Source>,
}

impl Kept {
    fn new() -> Self {
        Self {
            workspace: Workspace::caching(),
            sources: Sources::new(),
            known: BTreeMap::new(),
            sheets: BTreeMap::new(),
        }
    }

    /// Takes in what has changed in a tree: file by file, or all at once. Gives its packs.
    fn follow(&mut self, tree: &Tree, at_once: bool) -> [Vec<Source>; 2] {
        let mut put_rules =
            |(name, text)| put(&mut self.sources, &mut self.known, name, (text, Encoding::Utf8));
        let own = tree.rules().into_iter().map(&mut put_rules).collect();
        let other = PACKS[tree.pack].iter();
        let other = other.map(|(text, _)| put_rules(("别包/rules.chi", (*text).to_owned())));
        let rules = [own, other.collect()];
        self.workspace.apply(Change::Packs(&packs(tree, &rules)));
        let now: BTreeMap<String, Source> = tree
            .sheets
            .keys()
            .filter(|file| !tree.excluded.contains(file))
            .map(|file| {
                let name = format!("表/{file}.biao");
                let foreign = tree.foreign.contains(file);
                let encoding = if foreign { Encoding::Gb18030 } else { Encoding::Utf8 };
                let text = (tree.text(*file), encoding);
                (name.clone(), put(&mut self.sources, &mut self.known, &name, text))
            })
            .collect();
        let all: Vec<Source> = now.values().cloned().collect();
        if at_once {
            self.workspace.apply(Change::Sheets(&all));
        } else {
            for name in self.sheets.keys().filter(|name| !now.contains_key(*name)) {
                self.workspace.apply(Change::Gone(name));
            }
            for (name, source) in now.iter().rev() {
                let is_same =
                    |known: &Source| (known.id(), known.text()) == (source.id(), source.text());
                if !self.sheets.get(name).is_some_and(is_same) {
                    self.workspace.apply(Change::Sheet(source.clone()));
                }
            }
        }
        self.sheets = now;
        rules
    }
}

/// The packs of a tree, of these texts.
fn packs<'r>(tree: &Tree, [own, other]: &'r [Vec<Source>; 2]) -> Vec<PackSources<'r>> {
    let first = PackSources { name: "包", sources: own, judges: true, upper: None };
    let other = PACKS[tree.pack].map(|(_, judges)| PackSources {
        name: "别包",
        sources: other,
        judges,
        upper: None,
    });
    std::iter::once(first).chain(other).collect()
}

fn shown(sources: &Sources, checked: Checked) -> String {
    let Checked { findings, suppressed, sheets, outcomes, incomplete, packs } = checked;
    let report = Report { findings, suppressed, sheets, incomplete, ..Report::default() };
    let mut out = Vec::new();
    render::render(Format::Json, sources, &report, &render::RenderOptions::default(), &mut out)
        .unwrap();
    format!("{}{outcomes:?}{packs:?}", String::from_utf8(out).unwrap())
}

fn same_as_fresh(edits: &[(Edit, bool)]) {
    let (mut tree, mut kept) = (Tree::new(), Kept::new());
    for (edit, at_once) in edits {
        tree.edit(edit);
        let rules = kept.follow(&tree, *at_once);
        let (snapshot, sheets) = (kept.workspace.snapshot(), kept.sheets.values());
        let sheets: Vec<Source> = sheets.cloned().collect();
        let book = Library::default().check(&packs(&tree, &rules));
        let name = |name: &str| match name {
            "" => Vec::new(),
            name => vec![Named { name: name.to_owned(), span: None }],
        };
        let (select, ignore, severity) = POLICIES[tree.policy];
        let severity = severity
            .map(|(rule, severity)| (Named { name: rule.to_owned(), span: None }, severity));
        let severity = severity.into_iter().collect();
        let policy = Policy { select: name(select), ignore: name(ignore), severity };
        let (fresh, kept_judging) =
            (policy.resolve(&book.rules), policy.resolve(&snapshot.book().rules));
        assert_eq!(fresh.1, kept_judging.1);
        let options = |judging| Options {
            as_of: Tree::day(tree.day),
            today: Tree::day(tree.today),
            judging: Some(judging),
            ..Options::default()
        };
        assert_eq!(book.findings, snapshot.book().findings);
        let expected = check(&book.rules, &sheets, options(&fresh.0));
        let one_by_one: Vec<_> = sheets
            .iter()
            .flat_map(|file| report_on(&snapshot, file.id(), options(&kept_judging.0)).findings)
            .collect();
        let of_one = expected.findings.iter().cloned().filter_map(without_dependents);
        assert_eq!(one_by_one, of_one.collect::<Vec<_>>(), "after {edit:?}");
        let found = report(&snapshot, options(&kept_judging.0));
        let (expected, found) = (shown(&kept.sources, expected), shown(&kept.sources, found));
        assert_eq!(found, expected, "after {edit:?}");
    }
}

/// A finding as the report on its file alone has it: which other sheets depend on it is only known
/// when all are judged.
fn without_dependents(mut finding: Diagnostic) -> Option<Diagnostic> {
    let said = finding.notes.len();
    finding.notes.retain(|note| !note.en.contains("compared with it"));
    let is_for_others = finding.notes.len() < said && finding.notes.is_empty();
    (!is_for_others || finding.code.name() != "检查/无法判定").then_some(finding)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_sequence_of_changes_reports_what_a_fresh_start_reports(
        edits in prop::collection::vec((edit(), any::<bool>()), 1..14),
    ) {
        same_as_fresh(&edits);
    }
}

/// How often sheets are read and rules asked is no part of a report: it is seen in what is kept.
#[test]
fn what_did_not_change_is_kept() {
    let (mut tree, mut kept) = (Tree::new(), Kept::new());
    let ids = |kept: &Kept| kept.workspace.snapshot().reading_ids().collect::<Vec<_>>();
    kept.follow(&tree, true);
    let before = ids(&kept);
    // One sheet of one file changes, and another is put between the two.
    tree.edit(&Edit::Line(1, 1, 4, 1));
    tree.edit(&Edit::Insert(1, 1, [0, 0, 1, 1, 1, 1, 1]));
    kept.follow(&tree, false);
    let after = ids(&kept);
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(after.iter().filter(|id| !before.contains(id)).count(), 2);
    // A rule changes, and then what it refers to: no sheet is read again, unless a form changes.
    for edit in [Edit::Rule(0, 2), Edit::Surroundings(1, 1), Edit::Dictionary(2)] {
        tree.edit(&edit);
        kept.follow(&tree, false);
        assert_eq!(ids(&kept), after, "{edit:?}");
    }
    tree.edit(&Edit::Form(1));
    kept.follow(&tree, false);
    assert!(ids(&kept).iter().all(|id| !after.contains(id)));
}
