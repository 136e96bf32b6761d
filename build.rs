//! Names the packs that come with the program by their checksums, so that no run computes them.
//! Builds anew when a file comes to or leaves `rules/`: the macro that embeds them sees only
//! changes inside files it knew before.

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
    for pack in entries(Path::new("rules"))? {
        if pack.join("pack.yaml").is_file() {
            let name = pack.file_name().unwrap_or_default().to_string_lossy();
            let _ = writeln!(table, "    ({name:?}, {:?}),", of_pack(&pack)?);
        }
    }
    table.push_str("]\n");
    let out = std::env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("checksums.rs"), table)
}

/// The manifest, then the files of the pack in order, as `project::embedded` takes them.
fn of_pack(pack: &Path) -> io::Result<String> {
    let manifest = pack.join("pack.yaml");
    let mut files = Vec::new();
    within(pack, &mut files)?;
    files.sort();
    files.insert(0, manifest);
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(pack).unwrap_or(path);
        let name: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
        Ok((name.join("/"), fs::read(path)?))
    };
    let files: Vec<(String, Vec<u8>)> = files.iter().map(read).collect::<io::Result<_>>()?;
    Ok(checksum::checksum(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))))
}

fn within(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for path in entries(folder)? {
        let ending = path.extension().unwrap_or_default();
        let manifest = path.file_name().is_some_and(|name| name == "pack.yaml");
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
