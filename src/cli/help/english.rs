//! The help in English, and what values are called in both languages. The Chinese help is the doc
//! comments of `args.rs`; a test says which line is missing here, or is not needed any more.

/// English texts by what they are of: `check` is a command, `check --fix` an option of it, `check
/// <paths>` an argument, `check --color=auto` a value. Without a command in front a line is for
/// every command that has no line of its own. The empty name is the program's.
pub(super) const TEXTS: &[(&str, &str)] = &[
    ("", "Checks performance-target sheets of public budgets by rules"),
    // For every command.
    ("--lang", "Language of messages and help"),
    ("--lang=zh", "Chinese"),
    ("--lang=en", "English"),
    ("--color", "Whether to use colour"),
    ("--color=auto", "On a terminal, not in a pipe; NO_COLOR and CLICOLOR_FORCE are honoured"),
    ("--color=always", "Always"),
    ("--color=never", "Never"),
    (
        "--rules",
        "Name of a rule pack, a rule file (.chi) or a folder, as often as wanted; all built-in packs, if not given",
    ),
    (
        "--as-of",
        "Take the law in force on this day, such as 2020-06-30; the year of each sheet decides, if not given",
    ),
    ("--format=text", "For people"),
    ("--format=json", "For programs"),
    (
        "--config",
        "Go by these settings; the nearest biaochi.yaml in the folders above, if not given",
    ),
    (
        "--select",
        "Only these rules: names, or groups (what stands before the “/”); as often as wanted",
    ),
    ("--ignore", "Not these rules: names or groups; as often as wanted"),
    // check
    ("check", "Check sheets"),
    (
        "check <paths>",
        "Sheets (.biao) or folders; the current folder, if not given; - reads standard input",
    ),
    ("check --exclude", "Leave these files out, as in a .gitignore; as often as wanted"),
    ("check --force-exclude", "Go by include and exclude for files that are named, too"),
    ("check --baseline", "File of known findings: they are not reported again"),
    ("check --write-baseline", "Make all present findings known, in the file of --baseline"),
    ("check --max-findings", "List at most so many findings, and count the rest"),
    ("check --jobs", "Use so many processors; all, if not given"),
    ("check --watch", "Check again on every change, until it is stopped"),
    ("check --stdin-filename", "What the sheet from standard input is called"),
    (
        "check --certificate",
        "Write a certificate into this file: which rules, which sheets, what came of it, with checksums; see verify",
    ),
    (
        "check --format",
        "Output format, as often as wanted: pretty, short, rich, json, html, docx, xlsx, sarif, github, gitlab, junit, checkstyle; with “:FILE” after it, it goes to that file, as docx and xlsx must. On a terminal pretty, in a pipe short, if not given",
    ),
    ("check --deny-warnings", "Warnings fail the check, too (exit code 1)"),
    ("check --fix", "Mend what can be mended safely, and write it back"),
    ("check --unsafe-fixes", "Mend also what may change the meaning; with --fix or --diff"),
    ("check --diff", "Only show what --fix would change; write nothing"),
    (
        "check --staged",
        "Only what a commit would hold: the sheets staged with changes, by the rules that are staged; not what lies on disk without git add",
    ),
    // hook
    ("hook", "Install or remove the git hook that checks sheets before a commit"),
    (
        "hook install",
        "Install it: biaochi check --staged runs before each git commit; an existing hook is kept and runs first",
    ),
    (
        "hook install <arguments>",
        "After --, and given to biaochi check --staged, such as --deny-warnings",
    ),
    ("hook uninstall", "Remove it, and bring an existing hook back as it was"),
    // init, verify, schema
    ("init", "Begin a project: settings in biaochi.yaml, and a place for rules of its own"),
    ("init <folder>", "In which folder; the current one, if not given"),
    ("verify", "See whether the sheets and packs of a certificate have changed since"),
    ("verify <file>", "The certificate: what check --certificate wrote"),
    ("schema", "Print the JSON schema of biaochi.yaml, for editors"),
    // test
    ("test", "Run the examples that rules carry"),
    (
        "test <packs>",
        "Names of rule packs, rule files (.chi) or folders; all built-in packs, if not given",
    ),
    (
        "test --coverage",
        "See also whether the examples show each condition both true and false; exit code 1, if not",
    ),
    (
        "test --mutate",
        "Change also a bit of each rule (≥ to >, and to or…) and see whether the examples notice; exit code 1, if not",
    ),
    // rules, and which of them
    ("rules", "List rules"),
    ("rules --format", "Output format"),
    ("--severity", "Only rules of this severity"),
    ("--severity=error", "The sheet goes back"),
    ("--severity=warning", "Change it or explain it"),
    ("--severity=note", "Advice"),
    ("--law", "Only rules that rest on this law: its short name, or a part of its title or number"),
    (
        "--tag",
        "Only rules with this tag: a criterion of review, how far it may be trusted, or a tag of your own",
    ),
    ("--reads", "Only rules that read this field or level"),
    ("--form", "Only rules that judge this form: a part of its name"),
    ("--pack", "Only rules of this pack"),
    ("--fixable", "Only rules that bring a fix"),
    // doc
    ("doc", "Write the handbook of the rules: by criterion, law and field"),
    ("doc --format", "Format; that of the name after --output, else markdown, if not given"),
    ("doc --format=markdown", "One page of Markdown"),
    ("doc --format=html", "One page of HTML that needs no network and can be searched"),
    ("doc --output", "Write to this file; print it, if not given"),
    // explain
    ("explain", "Explain a rule: what it says, its basis, its examples"),
    ("<rule>", "Name of the rule, or a part of it"),
    // trace
    ("trace", "Show step by step how a rule judges a sheet: why it is broken, or not"),
    (
        "trace <paths>",
        "The sheet (.biao); after it other sheets or folders, for rules that compare sheets",
    ),
    ("trace --only", "Only indicators, fields or sheets with this text in their name"),
    ("trace --all", "Show also the conditions that hold in what does not pass"),
    ("trace --format", "Output format"),
    // fmt
    (
        "fmt",
        "Lay out sheets and rules; with --lang on the command line, the keywords of rules are written in that language",
    ),
    (
        "fmt <paths>",
        "Sheets (.biao), rule files (.chi) or folders; the current folder, if not given; - reads standard input",
    ),
    ("fmt --check", "Only say which files would change; exit code 1, if any would"),
    ("fmt --diff", "Only show what would change; exit code 1, if anything would"),
    ("fmt --stdin-filename", "What standard input is: rules if it ends in .chi, else a sheet"),
    // new
    ("new", "Write something new"),
    ("new rule", "Write a rule with its two examples, with gaps to fill in"),
    (
        "new rule <name>",
        "Name of the rule, such as quality/satisfaction; asked for part by part, if not given",
    ),
    (
        "new rule --file",
        "File to write to (.chi), after what it holds; named after the first part of the name, if not given",
    ),
    ("new rule --each", "What the rule ranges over"),
    ("new rule --each=indicator", "Each indicator"),
    ("new rule --each=field", "Each field"),
    ("new rule --each=sheets", "Each two sheets"),
    ("new rule --when", "When it applies"),
    ("new rule --must", "What must hold"),
    ("new rule --law", "Short name of the law it rests on"),
    ("new rule --article", "Article of the law; leave it out, if nobody has read the text"),
    ("new rule --severity", "How bad it is"),
    ("new rule --severity=error", "The sheet goes back"),
    ("new rule --severity=warning", "Change it or explain it"),
    ("new rule --severity=note", "Advice"),
    ("new rule --message", "What is said when it fails"),
    // completions, man
    ("completions", "Print the script by which a shell completes command lines"),
    ("completions <shell>", "Which shell"),
    ("man", "Print the manual page of the program"),
    ("man --output", "Write a page for each command into this folder"),
];

/// What stands for a value: as `args.rs` declares it (where it declares none, the name of the field
/// in capitals), in Chinese, in English.
pub(super) const VALUE_NAMES: &[(&str, &str, &str)] = &[
    ("LANG", "语言", "LANG"),
    ("COLOR", "时机", "WHEN"),
    ("PATHS", "路径", "PATH"),
    ("PACKS", "规则包|路径", "PACK|PATH"),
    ("PACK|PATH", "规则包|路径", "PACK|PATH"),
    ("FORMAT", "格式", "FORMAT"),
    ("FORMAT[:FILE]", "格式[:文件]", "FORMAT[:FILE]"),
    ("FILE", "文件", "FILE"),
    ("DIR", "文件夹", "DIR"),
    ("DATE", "日期", "DATE"),
    ("NAME", "名字", "NAME"),
    ("RULE", "规则", "RULE"),
    ("SEVERITY", "级别", "SEVERITY"),
    ("EACH", "什么", "WHAT"),
    ("SHELL", "终端", "SHELL"),
    ("ARGUMENTS", "参数", "ARGUMENTS"),
    ("条件", "条件", "CONDITION"),
    ("文字", "文字", "TEXT"),
    ("简称", "简称", "LAW"),
    ("条款", "条款", "ARTICLE"),
    ("法规", "法规", "LAW"),
    ("标签", "标签", "TAG"),
    ("栏", "栏", "FIELD"),
    ("表单", "表单", "FORM"),
    ("包", "包", "PACK"),
    ("规则", "规则", "RULE"),
    ("模式", "模式", "PATTERN"),
    ("N", "数目", "N"),
    ("FOLDER", "文件夹", "DIR"),
];
