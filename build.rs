//! Writes down the packs that come with the program: their texts, and their checksums, so that no
//! run computes them.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "this is how a build reads, writes and speaks to cargo"
)]

#[path = "src/project/checksum.rs"]
mod checksum;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/project/checksum.rs");
    let mut table = String::from("&[\n");
    for folder in entries(Path::new("rules"))? {
        if folder.join(MANIFEST).is_file() {
            write_pack(&folder, &mut table)?;
        }
    }
    table.push_str("]\n");
    let out = std::env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("embedded.rs"), table)
}

const MANIFEST: &str = "pack.yaml";

/// A pack as an `EmbeddedPack` of `project::pack`: its rule files and dictionaries in order, the
/// manifest before them.
fn write_pack(folder: &Path, table: &mut String) -> io::Result<()> {
    let mut paths = Vec::new();
    within(folder, &mut paths)?;
    paths.sort();
    paths.insert(0, folder.join(MANIFEST));
    let slashed = |path: &Path| {
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    };
    let read =
        |path: &PathBuf| Ok((slashed(path.strip_prefix(folder).unwrap_or(path)), fs::read(path)?));
    let files: Vec<(String, Vec<u8>)> = paths.iter().map(read).collect::<io::Result<_>>()?;
    let sha256 =
        checksum::checksum(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    let folder = slashed(folder);
    let embedded = files.iter().map(|(name, _)| {
        let name = format!("{folder}/{name}");
        let text = format!(
            "include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))",
            format!("/{name}")
        );
        format!("({name:?}, {text})")
    });
    let embedded: Vec<String> = embedded.collect();
    let files = embedded.join(", ");
    // Writing to a `String` cannot fail.
    let _ = writeln!(table, "EmbeddedPack {{ sha256: {sha256:?}, files: &[{files}] }},");
    Ok(())
}

fn within(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for path in entries(folder)? {
        let ending = path.extension().unwrap_or_default();
        let manifest = path.file_name().is_some_and(|name| name == MANIFEST);
        if path.is_dir() {
            within(&path, files)?;
        } else if ["chi", "csv", "tsv", "yaml", "yml"].iter().any(|wanted| ending == *wanted)
            && !manifest
        {
            files.push(path);
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    entries.sort();
    Ok(entries)
}
