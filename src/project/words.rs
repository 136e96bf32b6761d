//! Every message about files and packs, in both languages.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Severity, Words};
use crate::source::Span;

use super::AskedPack;
use crate::files::shown;

fn error(code: Code, zh: String, en: String) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, Words::new(zh, en))
}

/// `left_out`: how many files ignore files exclude, and whether the project's patterns exclude
/// some.
pub(super) fn nothing_found(
    path: &Path,
    endings: &[&str],
    (ignored, filtered): (usize, bool),
) -> Diagnostic {
    let name = shown(path);
    let ending = endings.join("、.");
    let finding = error(
        Code::NO_FILE,
        format!("“{name}”里没有 .{ending} 文件"),
        format!("no .{ending} file in “{name}”"),
    );
    if filtered {
        return finding.help(Words::new(
            "里面的文件被 biaochi.yaml 的 include、exclude 或 --exclude 排除了；要检查它们，请改设置，或直接写出文件名",
            "include and exclude of biaochi.yaml, or --exclude, leave its files out; to check them change that, or name them",
        ));
    }
    if ignored > 0 {
        return finding.help(Words::new(
            format!(
                "有 {ignored} 个被忽略文件（.gitignore、.ignore）排除；要检查它们，请直接写出文件名"
            ),
            format!(
                "{ignored} excluded by ignore files (.gitignore, .ignore); to check them, name them"
            ),
        ));
    }
    finding.help(Words::new(
        format!("核对文件夹；文件名须以 .{ending} 结尾。隐藏文件夹、target、node_modules 不在查找之列"),
        format!(
            "check the folder; names must end in .{ending}. Hidden folders, target and node_modules are skipped"
        ),
    ))
}

pub(super) fn named_outside(key: &str, name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::OUTSIDE_PROJECT,
        span,
        Words::new(
            format!("“{key}”写的“{name}”不在项目里，没有读取"),
            format!("“{name}”, which “{key}” names, is outside the project: it was not read"),
        ),
    )
    .help(Words::new(
        "设置里只能写项目文件夹里的文件、有 pack.yaml 的规则包或 .chi 规则文件；别的文件在命令行上写",
        "settings may name files in the project, packs with a pack.yaml and .chi files; name others on the command line",
    ))
}

pub(super) fn link_loop(path: &Path) -> Diagnostic {
    let name = shown(path);
    error(
        Code::CIRCULAR_LINK,
        format!("“{name}”是指回上级文件夹的链接，查找时会没有尽头"),
        format!("“{name}” is a link back to a folder above it: the search would never end"),
    )
    .help(Words::new(
        "删除这个链接，或把它写进 .gitignore",
        "remove the link, or list it in .gitignore",
    ))
}

pub(super) fn bad_name(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        Code::MANIFEST_FAULTY,
        span,
        Words::new(format!("“{name}”不能作规则包的名称"), format!("“{name}” cannot name a pack")),
    )
    .help(Words::new(
        "名称用字母、数字、汉字和连字符，例如 shanghai-2020",
        "use letters, digits and hyphens, as in shanghai-2020",
    ))
}

pub(super) fn unwatchable(name: &str, detail: &str) -> Diagnostic {
    error(
        Code::UNWATCHABLE,
        format!("无法监视“{name}”的改动"),
        format!("changes of “{name}” cannot be watched"),
    )
    .remark(Words::verbatim(detail))
    .help(Words::new(
        "核对路径；文件很多时，系统能监视的数目可能不够",
        "check the path; with very many files the system's limit may be too low",
    ))
}

pub(super) fn no_severity(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error(
        Code::SETTINGS_FAULTY,
        span,
        Words::new(format!("没有“{word}”这一级"), format!("there is no severity “{word}”")),
    )
    .help(Words::new(
        "写 错误、警告、提示，或 关闭（error、warning、note、off）",
        "write error, warning, note, or off",
    ))
}

pub(super) fn bad_pattern(span: Option<Span>, pattern: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SETTINGS_FAULTY,
        Severity::Error,
        Words::new(
            format!("“{pattern}”不是合法的文件模式"),
            format!("“{pattern}” is not a valid file pattern"),
        ),
    )
    .placed(span)
    .help(how_patterns_are_written())
}

/// A pattern of the command line.
pub(super) fn bad_exclude(pattern: &str) -> Diagnostic {
    error(
        Code::BAD_ARGUMENT,
        format!("--exclude：“{pattern}”不是合法的文件模式"),
        format!("--exclude: “{pattern}” is not a valid file pattern"),
    )
    .help(how_patterns_are_written())
}

fn how_patterns_are_written() -> Words {
    Words::new(
        "按 .gitignore 的写法，例如：草稿/、*.旧.biao、/归档/**",
        "write it as in a .gitignore: drafts/, *.old.biao, /archive/**",
    )
}

pub(super) fn outside(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::FILE_OUTSIDE_PACK,
        span,
        Words::new(
            format!("“{name}”不在规则包的文件夹里，没有读取"),
            format!("“{name}” is outside the folder of the pack and was not read"),
        ),
    )
    .help(Words::new(
        "把文件放进规则包；几个包都要用的，做成一个规则包，写“引用 包 名称”",
        "move it into the pack; put what several packs need into a pack of its own: use pack name",
    ))
}

pub(super) fn no_such_file(name: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let finding = Diagnostic::error(
        Code::FILE_MISSING,
        span,
        Words::new(format!("没有文件“{name}”"), format!("there is no file “{name}”")),
    );
    match near {
        Some(near) => {
            finding.help(Words::new(format!("是不是“{near}”？"), format!("did you mean “{near}”?")))
        }
        None => finding.help(Words::new(
            "路径从写它的规则文件所在的文件夹算起",
            "the path is relative to the folder of the rule file that names it",
        )),
    }
}

pub(super) fn named_by_a_link(name: &str, known: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::FILE_BY_LINK,
        span,
        Words::new(
            format!("“{name}”就是包里已有的“{known}”，只是另一个名字（链接）"),
            format!("“{name}” is “{known}”, which the pack has already, by another name (a link)"),
        ),
    )
    .help(Words::new(
        "写那个文件自己的名字；同一个文件不必有两个名字",
        "write the file's own name; one file needs no second one",
    ))
}

pub(super) fn not_fetchable(name: &str, ending: &str, span: Span) -> Diagnostic {
    let finding = Diagnostic::error(
        Code::FILE_KIND,
        span,
        Words::new(
            format!("“{name}”既不是规则文件，也不是词典"),
            format!("“{name}” is neither a rule file nor a dictionary"),
        ),
    );
    match ending {
        "xlsx" | "xls" | "et" | "ods" | "xlsm" => finding.help(Words::new(
            "在 Excel 或 WPS 里另存为 CSV（逗号分隔），再写 .csv 的名称",
            "save it as CSV in the spreadsheet and name the .csv",
        )),
        _ => finding.help(Words::new(
            "“引用”写 .chi 文件；“来自”写 .csv 或 .yaml 文件",
            "`use` takes a .chi file, `from` a .csv or .yaml file",
        )),
    }
}

/// A link found on the way that leads out of the project.
pub(super) fn link_outside(path: &Path, to: &Path) -> Diagnostic {
    let (name, to) = (shown(path), shown(to));
    error(
        Code::LINK_OUTSIDE,
        format!("没有检查“{name}”：它是链接，指到项目以外的“{to}”"),
        format!("“{name}” was not checked: it is a link out of the project, to “{to}”"),
    )
    .help(Words::new(
        "要检查它，请直接写出链接或它指向的路径；不要的，删除链接",
        "to check it, name the link or what it leads to; remove the link if it is not wanted",
    ))
}

/// An output that must not be written, so nothing is.
fn refused(zh: String, en: String) -> Diagnostic {
    error(Code::OUTPUT_REFUSED, format!("{zh}；什么也没有写"), format!("{en}; nothing was written"))
}

fn elsewhere() -> Words {
    Words::new("换一个文件名", "name another file")
}

pub(super) fn output_is_input(asked: &str, input: &str) -> Diagnostic {
    refused(
        format!("“{asked}”会覆盖要读的“{input}”"),
        format!("“{asked}” would replace “{input}”, which is read"),
    )
    .help(elsewhere())
}

pub(super) fn output_twice(first: &str, second: &str) -> Diagnostic {
    refused(
        format!("“{first}”和“{second}”写的是同一个文件"),
        format!("“{first}” and “{second}” write the same file"),
    )
    .help(Words::new("各写各的文件", "give each a file of its own"))
}

pub(super) fn output_like_input(asked: &str) -> Diagnostic {
    refused(
        format!("“{asked}”写的是表、规则、词典或设置才用的文件名，会被当作它们来读"),
        format!(
            "“{asked}” names a file as sheets, rules, dictionaries or settings are named, and would be read as one"
        ),
    )
    .help(Words::new(
        "换一个扩展名，不用 .biao、.chi、.csv、.tsv、.yaml、.yml",
        "use an ending other than .biao, .chi, .csv, .tsv, .yaml or .yml",
    ))
}

pub(super) fn output_in_repository(asked: &str) -> Diagnostic {
    refused(
        format!("“{asked}”写在 .git 里，那里的文件归 git 管"),
        format!("“{asked}” is in .git, whose files belong to git"),
    )
    .help(elsewhere())
}

pub(super) fn output_no_file(asked: &str) -> Diagnostic {
    refused(format!("“{asked}”写的不是普通文件"), format!("“{asked}” does not name a regular file"))
        .help(Words::new(
            "写一个文件；要写到标准输出，不写文件名",
            "name a file; leave the name out for standard output",
        ))
}

pub(super) fn output_is_stream(asked: &str) -> Diagnostic {
    refused(
        format!("“{asked}”会覆盖标准输出正写着的文件"),
        format!("“{asked}” would replace the file to which this run prints"),
    )
    .help(Words::new(
        "要写到标准输出，不写文件名；要写文件，换一个文件名",
        "leave out the file name to print it, or name another file",
    ))
}

pub(super) fn output_over_program(asked: &str) -> Diagnostic {
    refused(format!("“{asked}”会覆盖一个脚本"), format!("“{asked}” would replace a script"))
        .help(elsewhere())
}

pub(super) fn output_over_baseline(asked: &str) -> Diagnostic {
    refused(
        format!("“{asked}”会覆盖已知问题的清单"),
        format!("“{asked}” would replace a file of known findings"),
    )
    .help(elsewhere())
}

pub(super) fn no_baseline_to_replace(asked: &str) -> Diagnostic {
    refused(
        format!("“{asked}”会覆盖一个不是已知问题清单的文件"),
        format!("“{asked}” would replace a file that does not hold known findings"),
    )
    .help(Words::new(
        "核对 --baseline 和 biaochi.yaml 里的 baseline；确实不要那个文件了，先删去",
        "check --baseline and the baseline of biaochi.yaml; if that file is not wanted, remove it first",
    ))
}

pub(super) fn no_such_pack<'p>(
    asked: &AskedPack,
    known: impl Iterator<Item = &'p str>,
) -> Diagnostic {
    let name = shown(&asked.path);
    let known: Vec<&str> = known.collect();
    let finding = error(
        Code::RULE_NOT_FOUND,
        format!("找不到规则包或规则文件“{name}”"),
        format!("there is no rule pack or rule file “{name}”"),
    );
    let finding = finding.help(Words::new(
        format!("内置的规则包有：{}；自己的规则写路径", known.join("、")),
        format!("built-in packs: {}; for your own rules give a path", known.join(", ")),
    ));
    match asked.span {
        Some(span) => finding.at(span),
        None => finding,
    }
}
