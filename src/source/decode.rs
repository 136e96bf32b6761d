//! Bytes to text: UTF-8 with or without byte-order mark, else GB18030 (GB 18030-2022), which is
//! what older office programs in China write. Anything else is an error with its place.

/// How a text was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// GB18030, a superset of GBK and GB2312.
    Gb18030,
}

/// A text and its original encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text; a byte-order mark is kept, so that offsets agree with the file.
    pub text: String,
    /// The encoding of the bytes.
    pub encoding: Encoding,
    /// The original bytes, if not UTF-8: encoding again need not give the same.
    pub bytes: Option<Vec<u8>>,
}

impl Decoded {
    /// A text in UTF-8.
    pub fn utf8(text: impl Into<String>) -> Self {
        Self { text: text.into(), encoding: Encoding::Utf8, bytes: None }
    }
}

/// Why bytes are not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecodeError {
    /// More than [`super::MAX_BYTES`].
    TooLarge,
    /// A NUL byte: a binary file, whatever its name says.
    Binary {
        /// The byte's offset.
        at: usize,
    },
    /// Neither UTF-8 nor GB18030.
    Neither {
        /// The first byte that is not UTF-8.
        at: usize,
    },
}

/// Reads bytes as text.
///
/// # Errors
/// Too large, binary, or in no known encoding.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
    if bytes.len() > super::MAX_BYTES {
        return Err(DecodeError::TooLarge);
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(DecodeError::Binary { at });
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded::utf8(text)),
        Err(error) => error,
    };
    let at = error.utf8_error().valid_up_to();
    let bytes = error.into_bytes();
    if !is_damaged_utf8(&bytes)
        && let Some(text) =
            encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(&bytes)
    {
        let text = text.into_owned();
        return Ok(Decoded { text, encoding: Encoding::Gb18030, bytes: Some(bytes) });
    }
    Err(DecodeError::Neither { at })
}

/// GB18030 accepts nearly any bytes, so a UTF-8 file with one broken byte would come out as
/// nonsense. Chinese text in GB18030 hardly ever forms three-byte UTF-8 sequences; damaged UTF-8 is
/// full of them.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|character| character.len_utf8() >= 3).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gb18030_is_recognised() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("项目名称: 道路养护\n");
        let decoded = decode(bytes.into_owned()).unwrap();
        assert_eq!(decoded.text, "项目名称: 道路养护\n");
        assert_eq!(decoded.encoding, Encoding::Gb18030);
    }

    #[test]
    fn damaged_utf8_is_refused_with_its_place_and_not_read_as_gb18030() {
        let mut bytes = "项目名称: 道路养护工程\n".as_bytes().to_vec();
        bytes.remove(4);
        assert_eq!(decode(bytes), Err(DecodeError::Neither { at: 3 }));
    }

    #[test]
    fn a_binary_file_is_refused() {
        assert_eq!(decode(b"PK\x03\x04\0\0".to_vec()), Err(DecodeError::Binary { at: 4 }));
    }
}
