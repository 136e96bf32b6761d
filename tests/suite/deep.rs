//! No input ends in an abort, however deep: what nests is bounded, with a message at its place.

use crate::cli::{biaochi, folder};

const HEAD: &str =
    "表单 小表 年度 2020：\n    栏 项目名称 文本 必填\n    栏 项目概况 文本\n法规 办法 《办法》\n";

/// A chain of definitions, the first of which uses the second, and a rule on the first.
fn chain(length: usize, body: &dyn Fn(&str) -> String) -> String {
    let mut text = HEAD.to_owned();
    for at in 0..length {
        let next = format!("层{:05}", at + 1);
        let body = if at + 1 == length { "有 项目概况".to_owned() } else { body(&next) };
        text.push_str(&format!("定义 层{at:05}：{body}\n"));
    }
    text + "规则 小/深：\n    依据 办法\n    须   层00000\n    否则 错误 \"深\" 于 项目名称\n"
}

const SHEET: &str = "表单: 小表\n年度: 2020\n项目名称: 甲\n项目概况: 乙\n";

/// Each command that walks rules; its exit code and output. A signal has no code, and fails.
fn every_command(rules: &str) -> Vec<(i32, String)> {
    let files = folder(&[("规则.chi", rules), ("甲.biao", SHEET)]);
    [
        &["check", "甲.biao", "--rules=规则.chi"][..],
        &["check", "甲.biao", "--rules=规则.chi", "--format=html"],
        &["test", "规则.chi", "--coverage", "--mutate"],
        &["rules", "--rules=规则.chi", "--format=json"],
        &["explain", "小/深", "--rules=规则.chi"],
        &["trace", "小/深", "甲.biao", "--rules=规则.chi", "--all"],
        &["doc", "--rules=规则.chi"],
        &["fmt", "--check", "规则.chi"],
    ]
    .iter()
    .map(|arguments| {
        let ran = biaochi(files.path(), arguments);
        (ran.code, ran.out + &ran.err)
    })
    .collect()
}

#[test]
fn a_chain_of_definitions_as_long_as_may_be_is_followed_by_every_command() {
    let nested = |next: &str| format!("非 (非 ({next} 且 有 项目名称))");
    for rules in [chain(32, &str::to_owned), chain(32, &nested)] {
        for (code, said) in every_command(&rules) {
            let refused =
                ["尺/定义过深", "尺/语法", "尺/名称未知"].iter().any(|code| said.contains(code));
            assert!(code <= 2 && !refused, "{code} {said}");
        }
    }
}

#[test]
fn a_longer_chain_is_refused_at_its_place() {
    for length in [33, 180, 1_600] {
        let rules = chain(length, &str::to_owned);
        let files = folder(&[("规则.chi", &*rules), ("甲.biao", SHEET)]);
        let arguments = ["check", "甲.biao", "--rules=规则.chi", "--format=short"];
        let ran = biaochi(files.path(), &arguments);
        assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
        let said: Vec<_> = ran.out.lines().filter(|line| line.contains("尺/定义过深")).collect();
        assert_eq!(said.len(), 1, "{}", ran.out);
        // The 33rd definition.
        assert!(said[0].starts_with("规则.chi:37:"), "{}", said[0]);
    }
    for (code, said) in every_command(&chain(1_600, &str::to_owned)) {
        assert!(code <= 2, "{code} {said}");
    }
}

/// From the last to the first none is met before what it uses: the depth counts, not the way there.
#[test]
fn a_chain_is_as_deep_from_whichever_end_it_is_read() {
    let mut rules = HEAD.to_owned() + "定义 层00999：有 项目概况\n";
    for at in 0..200 {
        // Deep by brackets rather than by the number of definitions.
        let before = if at == 0 { 999 } else { at - 1 };
        rules.push_str(&format!("定义 层{at:05}：非 (非 (非 (非 层{before:05})))\n"));
    }
    rules.push_str(
        "规则 小/深：\n    依据 办法\n    须   层00199\n    否则 错误 \"深\" 于 项目名称\n",
    );
    let commands = every_command(&rules);
    assert!(commands[0].0 == 2 && commands[0].1.contains("尺/定义过深"), "{}", commands[0].1);
}

#[test]
fn what_is_deep_in_any_file_is_refused_or_read() {
    let nest = |open: &str, inner: &str, close: &str, times: usize| {
        format!("{}{inner}{}", open.repeat(times), close.repeat(times))
    };
    const DEEP: usize = 4_000;
    let brackets = nest("(", "有 项目概况", ")", DEEP);
    let negations = format!("{} 有 项目概况", "非 ".repeat(DEEP));
    let rule = |demand: &str| {
        format!(
            "{HEAD}规则 小/深：\n    依据 办法\n    须   {demand}\n    否则 错误 \"深\" 于 项目名称\n"
        )
    };
    let pattern = nest("(", "甲", ")", DEEP);
    let texts = [
        ("括号.chi", rule(&brackets)),
        ("非.chi", rule(&negations)),
        ("匹配.chi", rule(&format!("项目概况 匹配 /{pattern}/"))),
        ("且.chi", rule(&vec!["有 项目概况"; DEEP].join(" 且 "))),
        ("流.biao", format!("项目名称: {}\n", nest("[", "甲", "]", DEEP))),
        ("映射.biao", format!("项目名称: {}\n", nest("{甲: ", "乙", "}", DEEP))),
        ("缩进.biao", (0..1000).map(|at| format!("{}甲:\n", " ".repeat(at))).collect()),
        ("短线.biao", format!("项目名称:\n{}甲\n", "- ".repeat(DEEP))),
        ("基线.json", nest("[", "", "]", DEEP)),
        ("凭证.json", nest("{\"schema\":", "1", "}", DEEP)),
        ("设置.yaml", format!("packs: {}\n", nest("[", "甲", "]", DEEP))),
        ("对.yaml", format!("severity: {}\n", nest("{甲: ", "乙", "}", DEEP))),
        ("短线.yaml", format!("packs:\n  {}甲\n", "- ".repeat(DEEP))),
        ("包/pack.yaml", format!("name: {}\n", nest("[", "甲", "]", DEEP))),
        ("包/一.chi", HEAD.to_owned()),
        ("词典/一.chi", format!("{HEAD}词表 词 来自 \"词.yaml\"\n")),
        ("词典/词.yaml", nest("[", "甲", "]", DEEP)),
    ];
    let files: Vec<_> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let files = folder(&files);
    for arguments in [
        &["check", "流.biao", "映射.biao", "缩进.biao", "短线.biao"][..],
        &["fmt", "--check", "流.biao", "映射.biao", "缩进.biao", "短线.biao"],
        &["check", "流.biao", "--rules=括号.chi"],
        &["check", "流.biao", "--rules=非.chi"],
        &["check", "流.biao", "--rules=匹配.chi"],
        &["check", "流.biao", "--rules=且.chi"],
        &["fmt", "--check", "括号.chi", "非.chi", "匹配.chi", "且.chi"],
        &["check", "流.biao", "--baseline=基线.json"],
        &["verify", "凭证.json"],
        &["check", "流.biao", "--config=设置.yaml"],
        &["check", "流.biao", "--config=对.yaml"],
        &["check", "流.biao", "--config=短线.yaml"],
        &["check", "流.biao", "--rules=包"],
        &["check", "流.biao", "--rules=词典"],
    ] {
        let ran = biaochi(files.path(), arguments);
        assert!(
            ran.code == 2 || ran.code == 1,
            "{arguments:?} {} {}{}",
            ran.code,
            ran.out,
            ran.err
        );
    }
}

#[test]
fn packs_files_and_folders_in_a_long_chain_are_read() {
    const LONG: usize = 200;
    let mut texts = vec![("甲.biao".to_owned(), SHEET.to_owned())];
    for at in 0..LONG {
        let upper = if at + 1 < LONG { format!("upper: 包{}\n", at + 1) } else { String::new() };
        let manifest = format!("name: 包{at}\nversion: 1.0.0\ntitle: 包\nissuer: 某局\n{upper}");
        texts.push((format!("包/包{at}/pack.yaml"), manifest));
        let end = if at + 1 < LONG { "# 空\n".to_owned() } else { rule_file() };
        texts.push((format!("包/包{at}/一.chi"), end.clone()));
        let next = format!("引用 \"{}.chi\"\n", at + 1);
        texts.push((format!("链/{at}.chi"), if at + 1 < LONG { next } else { end }));
    }
    texts.push((format!("深/{}乙.biao", "夹/".repeat(LONG)), SHEET.to_owned()));
    let files: Vec<_> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
    let files = folder(&files);
    for (arguments, said) in [
        (&["check", "甲.biao", "--rules=包/包0", "--format=short"][..], "太短"),
        (&["check", "甲.biao", "--rules=链/0.chi", "--format=short"], "太短"),
        (&["check", "深", "--rules=链/0.chi", "--format=short"], "乙.biao:4:"),
    ] {
        let ran = biaochi(files.path(), arguments);
        assert!(ran.code == 1 && ran.out.contains(said), "{arguments:?} {}{}", ran.out, ran.err);
    }
}

/// A rule that finds the sheet's text too short.
fn rule_file() -> String {
    format!(
        "{HEAD}规则 小/短：\n    依据 办法\n    须   字数(项目概况) ≥ 5\n    否则 错误 \"太短\" 于 项目概况\n"
    )
}

/// On the stack that threads have on Windows, in an embedding program; ours works on a larger one.
#[test]
fn a_chain_of_definitions_is_bounded_on_a_small_stack() {
    use biaochi::check::{PackSources, rulebook};
    for (length, is_deep) in [(32, false), (2_000, true)] {
        let text = chain(length, &str::to_owned);
        let work = move || {
            let source =
                biaochi::source::Source::new(biaochi::source::SourceId::ALONE, "规则.chi", &text);
            let sources = [source];
            let packs = [PackSources { name: "包", sources: &sources, judges: true, upper: None }];
            let (_, found) = rulebook(&packs);
            found.iter().any(|finding| finding.code.name() == "尺/定义过深")
        };
        let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap();
        assert_eq!(thread.join().unwrap(), is_deep);
    }
}
