//! Lower-case hexadecimal encoding of bytes, the form in which digests and random identifiers are
//! stored.

pub(crate) fn encode(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}
