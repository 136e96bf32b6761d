//! The words of help pages and of faults in arguments.

use crate::diagnostic::Words;

/// The contract of exit codes: help, manual and README say the same.
pub(in crate::cli) fn exit_codes() -> [(u8, Words); 3] {
    [
        (0, Words::new("没有问题；可以有警告和提示", "clean; warnings and notes are allowed")),
        (
            1,
            Words::new(
                "有错误，或有规则无法判定，或者加了 --deny-warnings 而有警告；fmt --check、--diff：有要改的；test：例子没有通过；impact：结果有变化",
                "findings at error level, or rules that could not be decided, or warnings with --deny-warnings; fmt --check, --diff: something would change; test: an example fails; impact: the findings differ",
            ),
        ),
        (
            2,
            Words::new(
                "没能检查，或没能做完：参数有误、文件读不了或写不了、规则写错、没有可检查的内容",
                "the check could not be done: bad arguments, a file that cannot be read or written, a faulty rule, nothing to check",
            ),
        ),
    ]
}

pub(in crate::cli) fn exit_codes_heading() -> Words {
    Words::new("退出码:", "Exit codes:")
}

pub(super) fn help_flag() -> Words {
    Words::new("显示说明（-h 只显示要点）", "Print help (-h for the short form)")
}

pub(super) fn version_flag() -> Words {
    Words::new("显示版本", "Print version")
}

pub(super) fn values(names: &[&str]) -> Words {
    Words::new(
        format!("（可以是：{}）", names.join("、")),
        format!(" [possible values: {}]", names.join(", ")),
    )
}

pub(super) fn values_heading() -> Words {
    Words::new("可以是：", "Possible values:")
}

pub(super) fn value(name: &str, text: &str) -> Words {
    if text.is_empty() {
        return Words::verbatim(name);
    }
    Words::new(format!("{name}：{text}"), format!("{name}: {text}"))
}

pub(super) fn default(value: &str) -> Words {
    Words::new(format!("（默认：{value}）"), format!(" [default: {value}]"))
}

pub(super) fn variable(name: &str) -> Words {
    Words::new(format!("（环境变量：{name}）"), format!(" [env: {name}]"))
}

pub(in crate::cli) fn bad_arguments(fault: &Words) -> Words {
    Words::new(format!("错误：{}", fault.zh), format!("error: {}", fault.en))
}

pub(in crate::cli) fn near_arguments(near: &[String]) -> Words {
    Words::new(
        format!("是否为：{}？", near.join("、")),
        format!("did you mean: {}?", near.join(", ")),
    )
}

pub(in crate::cli) fn valid_arguments(valid: &[String]) -> Words {
    Words::new(format!("可以是：{}", valid.join("、")), format!("it can be: {}", valid.join(", ")))
}

pub(in crate::cli) fn see_help() -> Words {
    Words::new("用法见 biaochi --help", "see biaochi --help")
}

pub(in crate::cli) fn unknown_argument(argument: &str) -> Words {
    Words::new(
        format!("没有“{argument}”这个参数，或者不该写在这里"),
        format!("there is no argument “{argument}”, or not here"),
    )
}

pub(in crate::cli) fn unknown_command(name: &str) -> Words {
    Words::new(format!("没有“{name}”这个命令"), format!("there is no command “{name}”"))
}

pub(in crate::cli) fn missing_command() -> Words {
    Words::new("没有写命令", "no command is given")
}

pub(in crate::cli) fn argument_without_value(argument: &str) -> Words {
    Words::new(format!("“{argument}”后面缺一个值"), format!("“{argument}” lacks its value"))
}

pub(in crate::cli) fn bad_value(argument: &str, value: &str) -> Words {
    Words::new(format!("“{argument}”不能是“{value}”"), format!("“{argument}” cannot be “{value}”"))
}

/// A bad value, and why it is one.
pub(in crate::cli) fn bad_value_because(argument: &str, value: &str, why: &Words) -> Words {
    let Words { zh, en } = bad_value(argument, value);
    Words::new(format!("{zh}：{}", why.zh), format!("{en}: {}", why.en))
}

pub(in crate::cli) fn bad_variable(name: &str, value: &str) -> Words {
    Words::new(
        format!("环境变量 {name} 不能是“{value}”"),
        format!("the environment variable {name} cannot be “{value}”"),
    )
}

pub(in crate::cli) fn missing_arguments(arguments: &[String]) -> Words {
    Words::new(
        format!("缺少参数：{}", arguments.join("、")),
        format!("missing: {}", arguments.join(", ")),
    )
}

pub(in crate::cli) fn arguments_exclude(argument: &str, others: &[String]) -> Words {
    let all = |gap: &str, open: &str, close: &str| {
        let others = others.iter().map(|other| format!("{open}{other}{close}"));
        others.collect::<Vec<_>>().join(gap)
    };
    if others.is_empty() {
        return Words::new(
            format!("“{argument}”不能与其他参数同时用"),
            format!("“{argument}” cannot be used with other arguments"),
        );
    }
    Words::new(
        format!("“{argument}”不能与{}同时用", all("、", "“", "”")),
        format!("“{argument}” cannot be used together with {}", all(", ", "“", "”")),
    )
}

pub(in crate::cli) fn argument_given_twice(argument: &str) -> Words {
    Words::new(format!("“{argument}”写了两次"), format!("“{argument}” is given twice"))
}

pub(in crate::cli) fn argument_without_equals(argument: &str) -> Words {
    Words::new(
        format!("“{argument}”和它的值之间要写 ="),
        format!("write = between “{argument}” and its value"),
    )
}

pub(in crate::cli) fn too_many_values(argument: &str, value: &str) -> Words {
    Words::new(
        format!("“{argument}”不能再有“{value}”：值太多了"),
        format!("“{argument}” has too many values: “{value}”"),
    )
}

pub(in crate::cli) fn too_few_values(argument: &str, given: isize, wanted: isize) -> Words {
    Words::new(
        format!("“{argument}”要 {wanted} 个值，只有 {given} 个"),
        format!("“{argument}” wants {wanted} values and has {given}"),
    )
}

pub(in crate::cli) fn argument_no_text() -> Words {
    Words::new("有一个参数不是文字（UTF-8）", "an argument is not text (UTF-8)")
}

pub(in crate::cli) fn argument_trouble() -> Words {
    Words::new("参数有误", "the arguments are wrong")
}

pub(in crate::cli) fn man_exit_codes() -> Words {
    Words::new("退出码", "EXIT STATUS")
}

/// A line of a manual page with the library's words in Chinese.
pub(in crate::cli) fn man_line(line: &str) -> String {
    const WHOLE: [(&str, &str); 7] = [
        (".SH NAME", ".SH 名称"),
        (".SH SYNOPSIS", ".SH 用法"),
        (".SH DESCRIPTION", ".SH 说明"),
        (".SH OPTIONS", ".SH 选项"),
        (".SH SUBCOMMANDS", ".SH 命令"),
        (".SH VERSION", ".SH 版本"),
        ("\\fIPossible values:\\fR", "\\fI可以是：\\fR"),
    ];
    const PARTS: [(&str, &str); 3] = [
        ("[default: ", "[默认："),
        ("May also be specified with the ", "也可以用环境变量 "),
        (" environment variable. ", " 来写。"),
    ];
    if let Some((_, chinese)) = WHOLE.iter().find(|(english, _)| *english == line) {
        return (*chinese).to_owned();
    }
    let line = PARTS.iter().fold(line.to_owned(), |line, (from, to)| line.replace(from, to));
    if line.starts_with('.') {
        return line;
    }
    // Between Chinese characters nothing marks where a line may end.
    let stops = ["，", "；", "：", "、", "。", "）"];
    stops.iter().fold(line, |line, stop| line.replace(stop, &format!("{stop}\\:")))
}
