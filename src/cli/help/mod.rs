//! Help in the language of its reader. Takes the tree of commands as clap derives it, whose texts
//! are Chinese; gives it wholly Chinese or wholly English. Knows no command by name: the English
//! texts are in `english.rs`.

mod english;
#[cfg(test)]
mod tests;
pub(super) mod words;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, Command, CommandFactory};

use self::english::{TEXTS, VALUE_NAMES};
use super::args::Arguments;
use super::usage::Speech;
use crate::diagnostic::{Lang, Words};

/// The tree that reads the command line and prints the help.
pub(super) fn speaking(speech: &Speech) -> Command {
    let lang = speech.lang;
    let codes: Vec<String> = words::exit_codes()
        .iter()
        .map(|(code, meaning)| format!("  {code}  {}", meaning.get(lang)))
        .collect();
    let after = format!("{}\n{}", words::exit_codes_heading().get(lang), codes.join("\n"));
    let command = in_language(lang).color(speech.color).after_help(after);
    let mut command = laid_out(command, lang);
    if speech.variable.is_none() {
        // It may be there, but empty.
        command = command.mut_arg("lang", |arg| arg.env(None::<&str>));
    }
    command.build();
    match lang {
        Lang::Zh => with_usage(command),
        Lang::En => command,
    }
}

/// The tree for manual pages and completions. It cannot parse a command line: its values are
/// plain words.
pub(super) fn described(lang: Lang) -> Command {
    with_value_words(in_language(lang), "", lang)
}

/// The tree with all texts in one language.
fn in_language(lang: Lang) -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .display_order(902)
        .action(ArgAction::Version);
    let command = Arguments::command()
        .disable_version_flag(true)
        .arg(version.help(words::version_flag().get(lang).to_owned()));
    translated(command, "", lang)
}

/// A command with what is below it; `path` is how it is called, without the program's name.
fn translated(command: Command, path: &str, lang: Lang) -> Command {
    let help = Arg::new("help").short('h').long("help").display_order(903).action(ArgAction::Help);
    let about = command.get_about().map(ToString::to_string);
    let about = text(path, "", lang).map(str::to_owned).or(about).unwrap_or_default();
    let command = command
        .about(about)
        .mut_args(|arg| described_argument(arg, path, lang))
        .disable_help_flag(true)
        .arg(help.help(words::help_flag().get(lang).to_owned()))
        .mut_subcommands(|below| {
            let path = beneath(path, below.get_name());
            translated(below, &path, lang)
        });
    if lang == Lang::En || !command.has_subcommands() {
        return command;
    }
    command.subcommand_help_heading("命令").subcommand_value_name("命令")
}

fn described_argument(arg: Arg, path: &str, lang: Lang) -> Arg {
    let english = text(path, &key(&arg), lang);
    let arg = match english {
        Some(english) => arg.help(english),
        None => arg,
    };
    let names = value_names(&arg);
    let known: Vec<&'static str> = names.iter().filter_map(|name| value_name(name, lang)).collect();
    if known.is_empty() { arg } else { arg.value_names(known) }
}

/// The values that an argument names; none where it takes no value.
fn value_names(arg: &Arg) -> Vec<String> {
    match arg.get_action().takes_values() {
        true => arg.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect(),
        false => Vec::new(),
    }
}

fn value_name(name: &str, lang: Lang) -> Option<&'static str> {
    let row = VALUE_NAMES.iter().find(|(declared, ..)| *declared == name);
    row.map(|(_, zh, en)| if lang == Lang::Zh { *zh } else { *en })
}

/// How the table calls an argument: `--fix`, `<paths>`.
fn key(arg: &Arg) -> String {
    match (arg.get_long(), arg.get_short()) {
        (Some(long), _) => format!("--{long}"),
        (None, Some(short)) => format!("-{short}"),
        (None, None) => format!("<{}>", arg.get_id()),
    }
}

/// How the table calls a value: `--lang=zh`.
fn value_key(arg: &Arg, value: &PossibleValue) -> String {
    format!("{}={}", key(arg), value.get_name())
}

fn beneath(path: &str, name: &str) -> String {
    format!("{path} {name}").trim().to_owned()
}

/// The English text of a command (`item` is empty) or of one of its items, if English is wanted.
fn text(path: &str, item: &str, lang: Lang) -> Option<&'static str> {
    (lang == Lang::En).then(|| row(path, item)).flatten().map(|(_, text)| *text)
}

/// The line of the table for this command, else the one for all commands.
fn row(path: &str, item: &str) -> Option<&'static (&'static str, &'static str)> {
    let called = |name: &str| TEXTS.iter().find(|(key, _)| *key == name);
    let own = called(&beneath(path, item));
    if item.is_empty() { own } else { own.or_else(|| called(item)) }
}

/// Headings, defaults and possible values in our words instead of clap's.
fn laid_out(command: Command, lang: Lang) -> Command {
    let template = match lang {
        Lang::Zh => "{about-with-newline}\n用法: {usage}\n\n{all-args}{after-help}",
        Lang::En => "{about-with-newline}\n{usage-heading} {usage}\n\n{all-args}{after-help}",
    };
    laid_out_below(command, "", template, lang)
}

fn laid_out_below(command: Command, path: &str, template: &'static str, lang: Lang) -> Command {
    command.help_template(template).mut_args(|arg| with_notes(arg, path, lang)).mut_subcommands(
        |below| {
            let path = beneath(path, below.get_name());
            laid_out_below(below, &path, template, lang)
        },
    )
}

fn with_notes(arg: Arg, path: &str, lang: Lang) -> Arg {
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let arg = if lang == Lang::Zh { arg.help_heading(heading) } else { arg };
    if !arg.get_action().takes_values() {
        return arg;
    }
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let (mut short, mut long) = (help.clone(), help);
    let values: Vec<PossibleValue> =
        arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set()).collect();
    if !values.is_empty() {
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        short.push_str(words::values(&names).get(lang));
        long.push_str(&format!("\n\n{}", words::values_heading().get(lang)));
        for value in &values {
            long.push_str(&format!(
                "\n- {}",
                words::value(value.get_name(), &value_text(&arg, value, path, lang)).get(lang)
            ));
        }
    }
    let defaults: Vec<_> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let mut notes = Vec::new();
    if !defaults.is_empty() && !arg.is_hide_default_value_set() {
        notes.push(words::default(&defaults.join(" ")));
    }
    if let Some(name) = arg.get_env().filter(|_| !arg.is_hide_env_set()) {
        notes.push(words::variable(&name.to_string_lossy()));
    }
    for note in &notes {
        short.push_str(note.get(lang));
    }
    if !notes.is_empty() {
        let notes: Vec<&str> = notes.iter().map(|note| note.get(lang).trim()).collect();
        long.push_str(&format!("\n\n{}", notes.join(if lang == Lang::Zh { "" } else { " " })));
    }
    let arg = arg.help(short).hide_default_value(true).hide_env(true);
    let arg = if values.is_empty() { arg } else { arg.hide_possible_values(true) };
    arg.long_help(long)
}

/// The description of a possible value; empty if it needs none.
fn value_text(arg: &Arg, value: &PossibleValue, path: &str, lang: Lang) -> String {
    let Some(chinese) = value.get_help() else { return String::new() };
    text(path, &value_key(arg, value), lang).map_or_else(|| chinese.to_string(), str::to_owned)
}

/// Usage lines without clap's `[OPTIONS]`.
fn with_usage(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[选项]");
    command.override_usage(usage).mut_subcommands(with_usage)
}

/// Possible values, with their descriptions in the language.
fn with_value_words(command: Command, path: &str, lang: Lang) -> Command {
    let reworded = |arg: Arg| {
        let values = arg.get_possible_values();
        if values.is_empty() || !arg.get_action().takes_values() {
            return arg;
        }
        let worded = values.into_iter().map(|value| match value_text(&arg, &value, path, lang) {
            text if text.is_empty() => value,
            text => value.help(text),
        });
        let worded: Vec<PossibleValue> = worded.collect();
        arg.value_parser(PossibleValuesParser::new(worded))
    };
    command.mut_args(reworded).mut_subcommands(|below| {
        let path = beneath(path, below.get_name());
        with_value_words(below, &path, lang)
    })
}

/// A fault in arguments, in both languages, for a parser of values to return.
#[derive(Clone, Debug)]
pub(super) struct BadValue(pub(crate) Words);

impl std::fmt::Display for BadValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.0.zh, self.0.en)
    }
}

impl std::error::Error for BadValue {}
