//! The help in English, and the names of values in both languages. The Chinese help is the doc
//! comments of `args.rs`; a test says which line is missing here, or is not needed any more.

/// English texts by key: `check` is a command, `check --fix` an option of it, `check <paths>` an
/// argument, `check --color=auto` a value. A key without a command applies to every command that
/// has no line of its own. The empty key is the program.
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
        "Name of a rule pack, a rule file (.chi) or a folder, may be repeated; all built-in packs, if not given",
    ),
    (
        "--as-of",
        "Use the law in force on this day, such as 2020-06-30; the year of each sheet decides, if not given",
    ),
    ("--format=text", "For people"),
    ("--format=json", "For programs"),
    ("--config", "Use these settings; the nearest biaochi.yaml in the folders above, if not given"),
    ("--select", "Only these rules: names, or groups (the part before the “/”); may be repeated"),
    ("--ignore", "Not these rules: names or groups; may be repeated"),
    // check
    ("check", "Check sheets"),
    (
        "check <paths>",
        "Sheets (.biao) or folders; the current folder, if not given; - reads standard input",
    ),
    ("check --exclude", "Leave these files out, as in a .gitignore; may be repeated"),
    ("check --force-exclude", "Apply include and exclude also to files that are named"),
    ("check --baseline", "File of known findings, which are not reported again"),
    ("check --write-baseline", "Record all present findings as known, in the file of --baseline"),
    ("check --max-findings", "List at most this many findings, and count the rest"),
    ("check --jobs", "Number of processors to use; all, if not given"),
    ("check --watch", "Check again on every change, until it is stopped"),
    ("check --stdin-filename", "Name of the sheet from standard input"),
    (
        "check --certificate",
        "Write a certificate to this file: which rules, which sheets, the results, with checksums; see verify",
    ),
    (
        "check --format",
        "Output format, may be repeated: pretty, short, rich, json, html, docx, xlsx, sarif, github, gitlab, junit, checkstyle; with “:FILE” after it, it goes to that file, as docx and xlsx must. On a terminal pretty, in a pipe short, if not given",
    ),
    ("check --deny-warnings", "Warnings fail the check, too (exit code 1)"),
    ("check --fix", "Apply the safe fixes, and write the files back"),
    ("check --unsafe-fixes", "Apply also fixes that may change the meaning; with --fix or --diff"),
    ("check --diff", "Only show what --fix would change; write nothing"),
    (
        "check --staged",
        "Only what a commit would contain: the sheets staged with changes, by the staged rules; not what is on disk without git add",
    ),
    // impact
    ("impact", "See what changed rules would report more, or less, on a batch of sheets"),
    ("impact <paths>", "Sheets (.biao) or folders; the current folder, if not given"),
    (
        "impact --from",
        "The rules before, may be repeated: `project` (those of the settings), `builtin`, git:REVISION, git:REVISION:PATH, pack:NAME, or a file or folder; those of the project, if not given",
    ),
    (
        "impact --to",
        "The rules after, written as for --from, such as --to project --to new.chi; those of the project, if not given",
    ),
    (
        "impact --format",
        "Output format, may be repeated: text, json, html, xlsx; with “:FILE” after it, it goes to that file, as xlsx must",
    ),
    // hook
    ("hook", "Install or remove the Git hook that checks sheets before a commit"),
    (
        "hook install",
        "Install it: biaochi check --staged runs before each git commit; an existing hook is kept and runs first",
    ),
    (
        "hook install <arguments>",
        "After --, and given to biaochi check --staged, such as --deny-warnings",
    ),
    ("hook uninstall", "Remove it, and restore the earlier hook"),
    // init, verify, schema
    ("init", "Start a project: settings in biaochi.yaml, and a place for its own rules"),
    ("init <folder>", "In which folder; the current one, if not given"),
    ("verify", "Check whether the sheets and packs of a certificate have changed since"),
    ("verify <file>", "The certificate: what check --certificate wrote"),
    ("lsp", "Serve editors: check the sheets and rules that are being edited"),
    ("schema", "Print the JSON schema of biaochi.yaml, for editors"),
    // test
    ("test", "Run the examples that rules carry"),
    (
        "test <packs>",
        "Names of rule packs, rule files (.chi) or folders; all built-in packs, if not given",
    ),
    ("test --fix", "First correct what can be corrected in rule files, and write them"),
    ("test --unsafe-fixes", "Also what may change the meaning (unsafe fixes); with --fix"),
    (
        "test --coverage",
        "Check also whether the examples show each condition both true and false; exit code 1, if not",
    ),
    (
        "test --mutate",
        "Also change each rule slightly (≥ to >, and to or…) and check that the examples notice; exit code 1, if not",
    ),
    // rules, and which of them
    ("rules <name>", "Only rules with this text in their names"),
    ("rules", "List rules"),
    ("rules --format", "Output format"),
    ("--severity", "Only rules of this severity"),
    ("--severity=error", "The sheet goes back"),
    ("--severity=warning", "Change it or explain it"),
    ("--severity=note", "Advice"),
    ("--law", "Only rules based on this law: its short name, or a part of its title or number"),
    (
        "--tag",
        "Only rules with this tag: a review criterion, how far it can be trusted, or a tag of your own",
    ),
    ("--reads", "Only rules that read this field or level"),
    ("--form", "Only rules that judge this form: a part of its name"),
    ("--pack", "Only rules of this pack"),
    ("--fixable", "Only rules with a fix"),
    // doc
    ("doc", "Write the handbook of the rules: by criterion, law and field"),
    ("doc --format", "Format; that of the name after --output, else markdown, if not given"),
    ("doc --format=markdown", "One page of Markdown"),
    ("doc --format=html", "One page of HTML that needs no network and can be searched"),
    ("doc --codes", "Instead of rules, the page of each code of the tool's own (Markdown)"),
    ("doc --output", "Write to this file; print it, if not given"),
    // explain
    (
        "explain",
        "Explain a rule, or a code of the tool's own: what it says, its basis, its examples",
    ),
    ("<rule>", "Name of the rule, or a part of it"),
    // form
    ("form", "Write the declaration of a form after a sheet"),
    ("form <path>", "Sheet (.biao)"),
    // trace
    ("trace", "Show step by step how a rule judges a sheet: why it fails, or not"),
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
        "Format sheets and rules; with --lang on the command line, the keywords of rules are written in that language",
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
    ("new rule", "Write a rule with two examples and gaps to fill in"),
    (
        "new rule <name>",
        "Name of the rule, such as quality/satisfaction; if not given, you type each part on the terminal",
    ),
    (
        "new rule --file",
        "File to append to (.chi); named after the first part of the name, if not given",
    ),
    ("new rule --each", "What the rule ranges over"),
    ("new rule --each=indicator", "Each indicator"),
    ("new rule --each=field", "Each field"),
    ("new rule --each=sheets", "Each two sheets"),
    ("new rule --when", "When it applies"),
    ("new rule --must", "What must hold"),
    ("new rule --law", "Short name of the law it is based on"),
    ("new rule --article", "Article of the law; leave it out if nobody has checked the text"),
    ("new rule --severity", "How bad it is"),
    ("new rule --severity=error", "The sheet goes back"),
    ("new rule --severity=warning", "Change it or explain it"),
    ("new rule --severity=note", "Advice"),
    ("new rule --message", "Message when it fails"),
    // completions, man
    ("completions", "Print the completion script of a shell"),
    ("completions <shell>", "Which shell"),
    ("man", "Print the manual page of the program"),
    ("man --output", "Write a page for each command into this folder"),
];

/// Names of values: as `args.rs` declares them (without a declaration, the name of the field in
/// capitals), in Chinese, in English.
pub(super) const VALUE_NAMES: &[(&str, &str, &str)] = &[
    ("LANG", "语言", "LANG"),
    ("COLOR", "时机", "WHEN"),
    ("PATHS", "路径", "PATH"),
    ("PATH", "路径", "PATH"),
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
    ("RULES", "规则", "RULES"),
];
