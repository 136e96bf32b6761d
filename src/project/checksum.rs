//! The checksum that names the files of a pack. Takes names and bytes. Also a part of the build,
//! which names the packs that come with the program.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Over names within the pack and bytes, each preceded by its length, so that different packs never
/// give the same input; in hexadecimal.
pub(crate) fn checksum<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        for part in [name.as_bytes(), bytes] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
