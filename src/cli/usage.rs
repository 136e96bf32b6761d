//! What is said of a command line that cannot be understood.

use std::io::Write;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Says what is wrong with the arguments; help and version are no errors.
pub(super) fn explain(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let mut err = std::io::stderr().lock();
    let english = std::env::args().any(|word| word == "en" || word == "--lang=en");
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand || english {
        let _ = error.print();
        return ExitCode::from(2);
    }
    let told = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let argument = told(ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个参数"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", told(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue => {
            format!("“{argument}”不能是“{}”", told(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            format!("“{argument}”不能是“{}”：{why}", told(ContextKind::InvalidValue))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}"),
        ErrorKind::ArgumentConflict => format!("“{argument}”不能与其他参数同时用"),
        _ => format!("参数有误：{}", error.kind()),
    };
    let _ = writeln!(err, "错误：{message}");
    let near: Vec<String> =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .map(told)
            .filter(|near| !near.is_empty())
            .collect();
    if !near.is_empty() {
        let _ = writeln!(err, "是否为：{}？", near.join("、"));
    }
    let valid = told(ContextKind::ValidValue);
    if !valid.is_empty() {
        let _ = writeln!(err, "可以是：{valid}");
    }
    let _ = writeln!(err, "用法见 biaochi --help");
    ExitCode::from(2)
}
