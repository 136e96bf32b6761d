//! Every message about single files, in both languages.

use std::io;
use std::path::Path;

use super::shown;
use crate::diagnostic::{Code, Diagnostic, Severity, Words};

fn error(code: Code, zh: String, en: String) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, Words::new(zh, en))
}

/// The system's reason, in our words: the language of its own cannot be chosen.
fn reason(cause: &io::Error) -> Words {
    match cause.kind() {
        io::ErrorKind::NotFound => Words::new("它不存在", "it does not exist"),
        io::ErrorKind::AlreadyExists => Words::new("它已经存在", "it is there already"),
        io::ErrorKind::PermissionDenied => Words::new("没有权限", "permission denied"),
        io::ErrorKind::StorageFull => Words::new("磁盘已满", "the disk is full"),
        io::ErrorKind::ReadOnlyFilesystem => Words::new("磁盘只读", "the disk is read-only"),
        io::ErrorKind::IsADirectory => Words::new("它是文件夹", "it is a folder"),
        io::ErrorKind::NotADirectory => {
            Words::new("路径中有一段不是文件夹", "a part of the path is not a folder")
        }
        _ => Words::new(format!("系统报告“{cause}”"), format!("the system says “{cause}”")),
    }
}

pub(crate) fn missing(path: &Path, near: Option<&str>) -> Diagnostic {
    let name = shown(path);
    let finding =
        error(Code::PATH_MISSING, format!("找不到“{name}”"), format!("there is no “{name}”"));
    match near {
        Some(near) => {
            finding.help(Words::new(format!("是不是“{near}”？"), format!("did you mean “{near}”?")))
        }
        None => finding.help(Words::new(
            "核对路径的拼写，以及当前所在的文件夹",
            "check the spelling of the path and the folder you are in",
        )),
    }
}

pub(crate) fn unreadable(path: &Path, cause: &io::Error) -> Diagnostic {
    let (name, why) = (shown(path), reason(cause));
    error(
        Code::UNREADABLE,
        format!("无法读取“{name}”：{}", why.zh),
        format!("cannot read “{name}”: {}", why.en),
    )
    .help(Words::new("核对它是否存在、是否有读取权限", "check that it exists and may be read"))
}

pub(crate) fn not_a_file(path: &Path) -> Diagnostic {
    let name = shown(path);
    error(
        Code::UNREADABLE,
        format!("“{name}”不是普通文件，无法读取"),
        format!("“{name}” is not a regular file and cannot be read"),
    )
    .help(Words::new(
        "请给出文件，不要给出文件夹、管道或设备",
        "give a file, not a folder, pipe or device",
    ))
}

pub(crate) fn bad_ignore_file(path: &Path, line: Option<u64>) -> Diagnostic {
    let name = shown(path);
    let (zh, en) = line.map_or_else(Default::default, |line| {
        (format!("第 {line} 行"), format!("line {line} of "))
    });
    Diagnostic::new(
        Code::IGNORE_FILE_FAULTY,
        Severity::Warning,
        Words::new(
            format!("“{name}”{zh}不是合法的忽略规则，已略过"),
            format!("{en}“{name}” is not a valid ignore pattern and was skipped"),
        ),
    )
    .help(Words::new("按 .gitignore 的写法改正", "write it as in a .gitignore"))
}

pub(crate) fn too_large(name: &str, limit: usize) -> Diagnostic {
    let limit = size(limit);
    error(
        Code::FILE_TOO_LARGE,
        format!("“{name}”超过 {limit}，没有读取"),
        format!("“{name}” is larger than {limit} and was not read"),
    )
    .help(Words::new("拆成几个文件", "split it into several files"))
}

/// A number of bytes in the largest exact unit.
fn size(bytes: usize) -> String {
    const KIB: usize = 1024;
    match bytes {
        _ if bytes >= KIB * KIB && bytes.is_multiple_of(KIB * KIB) => {
            format!("{} MiB", bytes / KIB / KIB)
        }
        _ if bytes >= KIB && bytes.is_multiple_of(KIB) => format!("{} KiB", bytes / KIB),
        _ => format!("{bytes} B"),
    }
}

pub(crate) fn binary(name: &str, line: usize) -> Diagnostic {
    error(
        Code::BINARY_FILE,
        format!("“{name}”不是文本：第 {line} 行有空字节"),
        format!("“{name}” is not text: line {line} contains a zero byte"),
    )
    .help(Words::new(
        "如果它是 Word、Excel 或 PDF 文件，请先转成文本；如果是 UTF-16，请另存为 UTF-8",
        "a Word, Excel or PDF file must be turned into text first; save UTF-16 as UTF-8",
    ))
}

pub(crate) fn unknown_encoding(name: &str, line: usize) -> Diagnostic {
    error(
        Code::UNKNOWN_ENCODING,
        format!("“{name}”既不是 UTF-8，也不是 GB18030：第 {line} 行有无法识别的字节"),
        format!("“{name}” is neither UTF-8 nor GB18030: line {line} contains bytes of neither"),
    )
    .help(Words::new(
        "用编辑器打开，另存为 UTF-8；只有这一行有乱码时，改正这一行",
        "open it in an editor and save it as UTF-8; if only this line is garbled, correct the line",
    ))
}

pub(crate) fn unwritable(path: &Path, cause: &io::Error) -> Diagnostic {
    let name = shown(path);
    let why = match cause.kind() {
        io::ErrorKind::NotFound => {
            Words::new("它要放的文件夹不存在", "the folder for it does not exist")
        }
        _ => reason(cause),
    };
    error(
        Code::UNWRITABLE,
        format!("无法写入“{name}”：{}；原文件没有改动", why.zh),
        format!("cannot write “{name}”: {}; the file is unchanged", why.en),
    )
    .help(Words::new(
        "核对文件和所在文件夹的写入权限",
        "check that the file and its folder may be written to",
    ))
}

pub(crate) fn changed_since(name: &str) -> Diagnostic {
    error(
        Code::FILE_CHANGED,
        format!("“{name}”读了以后被别人改过，没有写入"),
        format!("“{name}” was changed by someone else after it was read, and is not written"),
    )
    .help(Words::new("看看改了什么，再运行一次", "see what has changed, then run this again"))
}

pub(crate) fn not_in_gb18030(path: &Path) -> Diagnostic {
    let name = shown(path);
    error(
        Code::UNWRITABLE,
        format!("“{name}”是 GB18030 编码，写不下新的内容；原文件没有改动"),
        format!("“{name}” is in GB18030, which cannot encode the new text; the file is unchanged"),
    )
    .help(Words::new("先把文件另存为 UTF-8", "save the file as UTF-8 first"))
}

pub(crate) fn broken_link(path: &Path) -> Diagnostic {
    let name = shown(path);
    let to = std::fs::read_link(path).map(|target| shown(&target)).unwrap_or_default();
    error(
        Code::BROKEN_LINK,
        format!("“{name}”是断了的链接：它指向的“{to}”不存在"),
        format!("“{name}” is a broken link: there is no “{to}”"),
    )
    .help(Words::new("改正或删除这个链接", "correct or remove the link"))
}

/// A file that is not changed, because a link to it leads out of the project.
pub(crate) fn not_through_link(name: &str, to: &Path) -> Diagnostic {
    let to = shown(to);
    error(
        Code::LINK_OUTSIDE,
        format!("没有改动“{name}”：链接指到项目以外的“{to}”"),
        format!("“{name}” was not changed: a link leads out of the project, to “{to}”"),
    )
    .help(Words::new(
        format!("确实要改，请直接写出“{to}”"),
        format!("to change it all the same, name “{to}” itself"),
    ))
}

/// A file was changed under only one of its names.
pub(crate) fn hard_link_broken(name: &str) -> Diagnostic {
    let message = Words::new(
        format!("“{name}”改过了，但它另有名称（硬链接），那些名称下仍是原来的内容"),
        format!("“{name}” was changed, but has other names (hard links) that keep the old text"),
    );
    Diagnostic::new(Code::HARD_LINK_BROKEN, Severity::Warning, message).help(Words::new(
        "在别的名称下也改，或重新做硬链接",
        "change it under its other names too, or link them again",
    ))
}
