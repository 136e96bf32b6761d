//! URIs and the files that they name. A document is known by a key that is the same however a
//! client spells its URI; to the client it keeps the client's own spelling.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

use crate::render;

/// What a document is known by: for a file its decoded path, with `/`, the letter of a drive in
/// lower case; else the URI.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(String);

impl Key {
    /// The key of a URI.
    pub(super) fn of(uri: &Uri) -> Self {
        Self(decoded(&uri.0).unwrap_or_else(|| uri.0.clone()))
    }

    /// What it is, as a text.
    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

/// The file that a URI names; `None` for other schemes.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let path = decoded(&uri.0)?;
    let has_drive = path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(match path.strip_prefix('/') {
        Some(drive) if has_drive && cfg!(windows) => drive,
        _ => path.as_str(),
    }))
}

/// The URI of a file, where no client has given one.
pub(super) fn file(path: &Path) -> Uri {
    Uri(render::file_uri(&path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")))
}

/// The decoded path of a `file:` URI.
fn decoded(uri: &str) -> Option<String> {
    let scheme = uri.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("file:"))?;
    let rest = uri.get(scheme.len()..)?;
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let path = match rest.strip_prefix("//") {
        // `file://localhost/…` is here; another host is a share.
        Some(with_host) => match with_host.split_once('/') {
            Some((host, path)) if host.is_empty() || host.eq_ignore_ascii_case("localhost") => {
                format!("/{path}")
            }
            _ => rest.to_owned(),
        },
        None => rest.to_owned(),
    };
    let path = render::unescaped(&path)?.replace('\\', "/");
    Some(match path.as_bytes() {
        [b'/', drive, b':', ..] if drive.is_ascii_alphabetic() => {
            let drive = char::from(drive.to_ascii_lowercase());
            format!("/{drive}:{}", path.get(3..).unwrap_or_default())
        }
        _ => path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_key_however_it_is_spelt() {
        let same = [
            &["file:///c:/%E8%A1%A8/a.biao", "file:///C%3A/表/a.biao", "FILE:///C:/表/a.biao"][..],
            &["file:///%E8%A1%A8/a%20b.biao", "file://localhost/表/a b.biao", "file:/表/a b.biao"],
            &["file://server/share/a.biao", "file://server/share/%61.biao"],
            &["untitled:Untitled-1"],
            &["untitled:Untitled-2"],
            &["vscode-vfs://github/a.biao"],
        ];
        let keys: Vec<Vec<Key>> = same
            .iter()
            .map(|uris| uris.iter().map(|uri| Key::of(&Uri((*uri).to_owned()))).collect())
            .collect();
        for (at, group) in keys.iter().enumerate() {
            assert!(group.iter().all(|key| *key == group[0]), "{group:?}");
            assert!(keys.iter().skip(at + 1).all(|other| other[0] != group[0]));
        }
    }

    #[test]
    fn files_have_paths_and_other_schemes_have_none() {
        let path = |uri: &str| path(&Uri(uri.to_owned()));
        assert_eq!(path("file:///%E8%A1%A8/a.biao"), Some(PathBuf::from("/表/a.biao")));
        assert_eq!(path("untitled:Untitled-1"), None);
        assert_eq!(path("file:///%FF.biao"), None, "no text");
        assert_eq!(file(Path::new("/表/a b.biao")).0, "file:///%E8%A1%A8/a%20b.biao");
        assert_eq!(Key::of(&file(Path::new("/表/a.biao"))).text(), "/表/a.biao");
    }
}
