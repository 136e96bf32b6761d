//! Errors in the command line, help and version. Takes the result of clap; gives an exit code.
//! Knows no command.

use std::process::ExitCode;

use clap::ColorChoice;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::console::{self, note};
use super::help::{BadValue, words};
use super::words::stdout_failed;
use crate::diagnostic::{Lang, Words};

/// The variable that holds the language.
const VARIABLE: &str = "BIAOCHI_LANG";

/// How to print messages about arguments before they are parsed.
#[derive(Clone, Debug)]
pub(super) struct Speech {
    pub(crate) lang: Lang,
    pub(crate) color: ColorChoice,
    /// The variable for the language; an empty one counts as unset.
    pub(crate) variable: Option<String>,
    /// Whether the command line names a language.
    named: bool,
}

impl Speech {
    /// From the arguments of the process, else from its environment.
    #[allow(clippy::disallowed_methods, reason = "the command line is what reads the environment")]
    pub(crate) fn of_process() -> Self {
        let arguments: Vec<String> =
            std::env::args_os().skip(1).map(|value| value.to_string_lossy().into_owned()).collect();
        let variable = std::env::var_os(VARIABLE).map(|value| value.to_string_lossy().into_owned());
        Self::of(&arguments, variable)
    }

    pub(crate) fn of(arguments: &[String], variable: Option<String>) -> Self {
        let variable = variable.filter(|value| !value.is_empty());
        let named = asked(arguments, "--lang");
        let lang = named.filter(|name| ["zh", "en"].contains(name)).or(variable.as_deref());
        let color = match asked(arguments, "--color") {
            Some("always") => ColorChoice::Always,
            Some("never") => ColorChoice::Never,
            _ => ColorChoice::Auto,
        };
        Self {
            lang: if lang == Some("en") { Lang::En } else { Lang::Zh },
            color,
            named: named.is_some(),
            variable,
        }
    }
}

/// The last value of an option.
fn asked<'a>(arguments: &'a [String], option: &str) -> Option<&'a str> {
    let mut value = None;
    let mut open = false;
    for argument in arguments.iter().take_while(|argument| *argument != "--") {
        if std::mem::take(&mut open) {
            value = Some(argument.as_str());
        } else if argument == option {
            open = true;
        } else if let Some(rest) = argument.strip_prefix(option) {
            value = rest.strip_prefix('=').or(value);
        }
    }
    value
}

/// Reports what is wrong with the arguments; help and version are not errors.
pub(super) fn explain(error: &clap::Error, speech: &Speech) -> ExitCode {
    let lang = speech.lang;
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return match console::help(error) {
                Err(cause) => {
                    note(stdout_failed(&cause).get(lang));
                    ExitCode::from(2)
                }
                Ok(()) => ExitCode::SUCCESS,
            };
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = console::help(error);
            return ExitCode::from(2);
        }
        _ => {}
    }
    // This is all by which clap distinguishes variables from the command line.
    let fault = match &speech.variable {
        Some(value)
            if context(error, ContextKind::InvalidValue) == [value.clone()] && !speech.named =>
        {
            words::bad_variable(VARIABLE, value)
        }
        _ => fault(error),
    };
    note(words::bad_arguments(&fault).get(lang));
    let near: Vec<String> =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .flat_map(|kind| context(error, kind))
            .collect();
    if !near.is_empty() {
        note(words::near_arguments(&near).get(lang));
    }
    let valid = context(error, ContextKind::ValidValue);
    if !valid.is_empty() {
        note(words::valid_arguments(&valid).get(lang));
    }
    note(words::see_help().get(lang));
    ExitCode::from(2)
}

fn context(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

fn number(error: &clap::Error, kind: ContextKind) -> isize {
    match error.get(kind) {
        Some(ContextValue::Number(number)) => *number,
        _ => 0,
    }
}

fn fault(error: &clap::Error) -> Words {
    let arguments = context(error, ContextKind::InvalidArg);
    let argument = arguments.first().map(String::as_str).unwrap_or_default();
    let value = context(error, ContextKind::InvalidValue).join(" ");
    match error.kind() {
        ErrorKind::UnknownArgument => words::unknown_argument(argument),
        ErrorKind::InvalidSubcommand => {
            words::unknown_command(&context(error, ContextKind::InvalidSubcommand).join(" "))
        }
        ErrorKind::InvalidValue if value.is_empty() => words::argument_without_value(argument),
        ErrorKind::InvalidValue => words::bad_value(argument, &value),
        ErrorKind::ValueValidation => match std::error::Error::source(error) {
            Some(cause) => {
                let why = match cause.downcast_ref::<BadValue>() {
                    Some(BadValue(why)) => why.clone(),
                    None => Words::verbatim(cause.to_string()),
                };
                words::bad_value_because(argument, &value, &why)
            }
            None => words::bad_value(argument, &value),
        },
        ErrorKind::MissingRequiredArgument => words::missing_arguments(&arguments),
        ErrorKind::MissingSubcommand => words::missing_command(),
        ErrorKind::ArgumentConflict => {
            let others: Vec<String> = context(error, ContextKind::PriorArg);
            match others.iter().all(|other| other == argument) {
                true => words::argument_given_twice(argument),
                false => words::arguments_exclude(argument, &others),
            }
        }
        ErrorKind::NoEquals => words::argument_without_equals(argument),
        ErrorKind::TooManyValues => words::too_many_values(argument, &value),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => words::too_few_values(
            argument,
            number(error, ContextKind::ActualNumValues),
            number(error, ContextKind::MinValues)
                .max(number(error, ContextKind::ExpectedNumValues)),
        ),
        ErrorKind::InvalidUtf8 => words::argument_no_text(),
        _ => words::argument_trouble(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_language_named_counts_and_what_is_no_language_does_not() {
        let lang = |line: &str, variable: Option<&str>| {
            let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            Speech::of(&arguments, variable.map(str::to_owned)).lang
        };
        assert_eq!(lang("check", None), Lang::Zh);
        assert_eq!(lang("check --lang en", None), Lang::En);
        assert_eq!(lang("--lang=en check", None), Lang::En);
        assert_eq!(lang("--lang=en check --lang zh", Some("en")), Lang::Zh);
        assert_eq!(lang("check en", None), Lang::Zh);
        assert_eq!(lang("check -- --lang en", None), Lang::Zh);
        assert_eq!(lang("check", Some("en")), Lang::En);
        assert_eq!(lang("check --lang fr", Some("en")), Lang::En);
        assert_eq!(lang("check", Some("")), Lang::Zh);
    }
}
