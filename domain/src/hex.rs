//! Lower-case hexadecimal encoding of bytes, the form in which digests and random identifiers are
//! stored.

/// Digits of an id of 128 random bits.
const ID_DIGITS: usize = 32;

/// Returns whether a text is the encoding of 128 bits.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == ID_DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}
