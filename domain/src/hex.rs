//! Lower-case hexadecimal encoding of bytes, the form in which digests and random identifiers are
//! stored.

pub(crate) fn encode(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0x0f])
        .filter_map(|half| char::from_digit(half.into(), 16))
        .collect()
}
