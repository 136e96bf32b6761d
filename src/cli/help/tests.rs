//! That the help is complete in both languages. A failure says which line to add to which table, or
//! to remove.

use super::*;

/// The tree in a language.
fn tree(lang: Lang) -> Command {
    let english = (lang == Lang::En).then(|| "en".to_owned());
    speaking(&Speech::of(&[], english))
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// Calls `see` with every command, how it is called, and whether it is the program itself.
fn each_command(command: &Command, path: &str, see: &mut dyn FnMut(&Command, &str)) {
    see(command, path);
    for below in command.get_subcommands() {
        each_command(below, &beneath(path, below.get_name()), see);
    }
}

#[test]
fn everything_has_an_english_text_and_no_text_is_left_over() {
    let (mut faults, mut used) = (Vec::new(), Vec::new());
    let mut names_used = Vec::new();
    each_command(&Arguments::command(), "", &mut |command, path| {
        let mut need = |item: &str, chinese: &str| {
            match row(path, item) {
                Some((key, _)) => used.push(*key),
                None => faults.push(format!(
                    "TEXTS: for “{chinese}” add the line\n      (\"{}\", \"…\"),",
                    beneath(path, item)
                )),
            }
            if !chinese.chars().any(is_chinese) {
                faults.push(format!(
                    "args.rs: {}: the doc comment is the Chinese help, but says “{chinese}”",
                    beneath(path, item)
                ));
            }
        };
        let said = |text: Option<&clap::builder::StyledStr>| text.map(ToString::to_string);
        need("", &said(command.get_about()).unwrap_or_default());
        for arg in command.get_arguments() {
            need(&key(arg), &said(arg.get_help()).unwrap_or_default());
            for value in arg.get_possible_values() {
                if let (true, Some(chinese)) = (arg.get_action().takes_values(), value.get_help()) {
                    need(&value_key(arg, &value), &chinese.to_string());
                }
            }
        }
        for name in command.get_arguments().flat_map(value_names) {
            if !VALUE_NAMES.iter().any(|(declared, ..)| *declared == name) {
                faults.push(format!(
                    "VALUE_NAMES: for the value of `{path}` add the line\n      (\"{name}\", \"中文\", \"ENGLISH\"),"
                ));
            }
            names_used.push(name);
        }
    });
    for (key, text) in TEXTS {
        if !used.contains(key) {
            faults.push(format!("TEXTS: nothing needs the line any more: remove (\"{key}\", …)"));
        }
        if text.chars().any(is_chinese) {
            faults.push(format!("TEXTS: the line (\"{key}\", …) is to be English"));
        }
        if TEXTS.iter().filter(|(other, _)| other == key).count() > 1 {
            faults.push(format!("TEXTS: the line (\"{key}\", …) stands twice"));
        }
    }
    for (declared, zh, en) in VALUE_NAMES {
        if !names_used.iter().any(|name| name == declared) {
            faults.push(format!("VALUE_NAMES: no argument needs (\"{declared}\", …): remove it"));
        }
        if en.chars().any(is_chinese) || !zh.chars().any(is_chinese) {
            faults.push(format!("VALUE_NAMES: (\"{declared}\", …) takes Chinese, then English"));
        }
    }
    assert!(faults.is_empty(), "\n\nin src/cli/help/english.rs:\n\n  {}\n", faults.join("\n  "));
}

/// All help pages of a language: long, short, and those for man and the shells.
fn pages(lang: Lang) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    each_command(&tree(lang), "", &mut |command, path| {
        let mut command = command.clone();
        pages.push((format!("{path} --help"), command.render_long_help().to_string()));
        pages.push((format!("{path} -h"), command.render_help().to_string()));
    });
    pages
}

#[test]
fn english_help_has_no_chinese() {
    for (page, text) in pages(Lang::En) {
        assert!(!text.chars().any(is_chinese), "biaochi {page}:\n{text}");
    }
}

#[test]
fn chinese_help_has_nothing_of_claps() {
    let claps = [
        "Usage",
        "Options",
        "Arguments",
        "Commands",
        "OPTIONS",
        "COMMAND",
        "Print ",
        "[default",
        "[possible",
        "Possible",
        "[env",
        "summary",
        "[aliases",
        "<PATH",
        "FILE",
    ];
    for (page, text) in pages(Lang::Zh) {
        for word in claps {
            assert!(!text.contains(word), "biaochi {page} has “{word}”:\n{text}");
        }
        assert!(text.contains("用法: biaochi"), "biaochi {page}:\n{text}");
    }
}

#[test]
fn values_defaults_and_variables_are_shown_once() {
    let page = |lang| {
        let mut command = tree(lang);
        (command.render_help().to_string(), command.render_long_help().to_string())
    };
    let (short, long) = page(Lang::Zh);
    assert!(
        short
            .contains("消息和说明用的语言（可以是：zh、en）（默认：zh）（环境变量：BIAOCHI_LANG）"),
        "{short}"
    );
    assert!(long.contains("- zh：中文"), "{long}");
    assert!(long.contains("退出码"), "{long}");
    let (short, long) = page(Lang::En);
    // Wrapped to the terminal.
    let short = short.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        short.contains(
            "Language of messages and help [possible values: zh, en] [default: zh] [env: BIAOCHI_LANG]"
        ),
        "{short}"
    );
    assert!(long.contains("- zh: Chinese"), "{long}");
    assert_eq!(long.matches("[default: zh]").count(), 1, "{long}");
    assert!(long.contains("Exit codes"), "{long}");
}
