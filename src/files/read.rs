//! Files to sources: sizes are bounded, and what is not text is reported with its place.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::source::{
    DecodeError, Decoded, Encoding, MAX_BYTES, Source, Sources, decode, line_ends,
};

use super::{shown, words};

/// Reads one file.
///
/// # Errors
/// It is not a regular file, cannot be read, is too large, or is not text.
pub fn read(path: &Path, sources: &mut Sources) -> Result<Source, Diagnostic> {
    let decoded = read_within(path, MAX_BYTES)?;
    Ok(sources.add_decoded(shown(path), decoded))
}

/// Reads files in parallel; gives them with their paths, in the order of these, without those that
/// failed. `done` is called for each.
pub(crate) fn read_all(
    paths: &[PathBuf],
    sources: &mut Sources,
    done: &(dyn Fn() + Sync),
) -> (Vec<(PathBuf, Source)>, Vec<Diagnostic>) {
    let read = |path: &PathBuf| {
        let read = read_within(path, MAX_BYTES);
        done();
        read
    };
    let read: Vec<_> = paths.par_iter().map(read).collect();
    let (mut files, mut diagnostics) = (Vec::new(), Vec::new());
    for (path, outcome) in paths.iter().zip(read) {
        match outcome {
            Ok(decoded) => {
                files.push((path.clone(), sources.add_decoded(shown(path), decoded)));
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    (files, diagnostics)
}

/// Reads bytes from elsewhere (standard input, an editor) as a file with that name.
///
/// # Errors
/// They are too large, or not text.
pub(crate) fn decode_named(
    name: &str,
    bytes: Vec<u8>,
    sources: &mut Sources,
) -> Result<Source, Diagnostic> {
    Ok(sources.add_decoded(name, decoded(name, bytes, MAX_BYTES)?))
}

/// Whether a file is text in GB 18030.
pub(crate) fn is_gb18030(path: &Path) -> bool {
    read_within(path, MAX_BYTES).is_ok_and(|read| read.encoding == Encoding::Gb18030)
}

pub(crate) fn read_within(path: &Path, limit: usize) -> Result<Decoded, Diagnostic> {
    decoded(&shown(path), bytes_within(path, limit)?, limit)
}

/// The bytes of a regular file; if it grows meanwhile, one more than the limit.
pub(crate) fn bytes_within(path: &Path, limit: usize) -> Result<Vec<u8>, Diagnostic> {
    let unreadable = |cause| words::unreadable(path, &cause);
    // Before it is opened: opening a pipe waits for a writer.
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(words::not_a_file(path));
    }
    let expected = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
    if expected > limit {
        return Err(words::too_large(&shown(path), limit));
    }
    let mut bytes = Vec::with_capacity(expected + 1);
    // The file may grow while it is read.
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)
        .and_then(|file| file.take(most).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    Ok(bytes)
}

pub(crate) fn decoded(name: &str, bytes: Vec<u8>, limit: usize) -> Result<Decoded, Diagnostic> {
    if bytes.len() > limit {
        return Err(words::too_large(name, limit));
    }
    // Nearly all files are UTF-8, which takes one pass.
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if text.len() <= MAX_BYTES && !text.contains('\0') => {
            return Ok(Decoded::utf8(text));
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    // `decode` consumes the bytes; the line of a bad one is found from the places of line ends.
    let ends: Vec<usize> = line_ends(&bytes).map(|end| end.start).collect();
    let line = |at: usize| ends.partition_point(|end| *end < at) + 1;
    decode(bytes).map_err(|error| match error {
        DecodeError::TooLarge => words::too_large(name, MAX_BYTES),
        DecodeError::Binary { at } => words::binary(name, line(at)),
        DecodeError::Neither { at } => words::unknown_encoding(name, line(at)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("道 路.biao");
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    fn refused(bytes: &[u8], limit: usize) -> (String, String) {
        let (_folder, path) = file(bytes);
        let finding = read_within(&path, limit).unwrap_err();
        assert!(finding.help.is_some());
        let place = shown(path.parent().unwrap());
        (finding.code.to_string(), finding.message.zh.replace(&format!("{place}/"), ""))
    }

    #[test]
    fn texts_come_as_they_are_in_either_encoding() {
        let (_folder, path) = file("\u{feff}年度: 2020\r\n".as_bytes());
        let mut sources = Sources::new();
        let source = read(&path, &mut sources).unwrap();
        assert_eq!(source.text(), "\u{feff}年度: 2020\r\n");
        assert!(source.name().ends_with("/道 路.biao"));
        let (bytes, _, _) = encoding_rs::GB18030.encode("项目名称: 道路养护\n");
        let (_folder, path) = file(&bytes);
        let source = read(&path, &mut sources).unwrap();
        assert_eq!((source.text(), source.encoding()), ("项目名称: 道路养护\n", Encoding::Gb18030));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        let said = |(code, message): (String, String)| format!("{code} {message}");
        let broken = [b"\xe5\xb9\xb4\n\xe5\xba\xa6\n".as_slice(), b"\xe5\xb9\n"].concat();
        insta::assert_snapshot!(
            [
                said(refused(b"a\nb\0c\n", 99)),
                said(refused(&broken, 99)),
                said(refused(b"0123456789", 9)),
            ]
            .join("\n"),
            @r#"
        检查/二进制文件 “道 路.biao”不是文本：第 2 行有空字节
        检查/编码未知 “道 路.biao”既不是 UTF-8，也不是 GB18030：第 3 行有无法识别的字节
        检查/文件过大 “道 路.biao”超过 9 B，没有读取
        "#
        );
        assert!(read_within(&file(b"012345678").1, 9).is_ok());
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let code = |path: &Path| read(path, &mut Sources::new()).unwrap_err().code;
        assert_eq!(code(folder.path()), Code::UNREADABLE);
        assert_eq!(code(Path::new("/dev/zero")), Code::UNREADABLE);
        assert_eq!(code(&folder.path().join("无")), Code::UNREADABLE);
    }

    #[test]
    fn a_file_that_goes_away_after_it_was_found_is_said_and_the_others_are_read() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["甲.biao", "乙.biao"] {
            std::fs::write(folder.path().join(name), "年度: 2020\n").unwrap();
        }
        let found = crate::project::discover(
            &[folder.path().to_owned()],
            &["biao"],
            &mut crate::project::unfiltered,
        );
        assert_eq!(found.files.len(), 2);
        std::fs::remove_file(folder.path().join("甲.biao")).unwrap();
        let mut sources = Sources::new();
        let (_, diagnostics) = read_all(&found.files, &mut sources, &|| ());
        assert_eq!(sources.iter().count(), 1);
        let [gone] = &diagnostics[..] else { panic!("{diagnostics:?}") };
        assert_eq!(gone.code, Code::UNREADABLE);
        assert!(gone.message.zh.contains("它不存在"), "{}", gone.message.zh);
    }

    #[test]
    fn many_files_keep_their_order_whatever_the_order_of_work() {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<PathBuf> =
            (0..50).map(|at| folder.path().join(format!("{at:02}.biao"))).collect();
        for (at, path) in paths.iter().enumerate() {
            std::fs::write(path, if at == 7 { "\0".to_owned() } else { at.to_string() }).unwrap();
        }
        let (files, diagnostics) = read_all(&paths, &mut Sources::new(), &|| ());
        let texts: Vec<_> =
            files.iter().map(|(_, source)| source.text().parse::<usize>().unwrap()).collect();
        assert_eq!(texts, (0..50).filter(|at| *at != 7).collect::<Vec<_>>());
        assert_eq!(diagnostics.len(), 1);
    }
}
