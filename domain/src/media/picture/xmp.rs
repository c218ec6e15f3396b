//! Location in XMP, which is XML in a picture of any format.

/// Overwrites XMP that names a location; returns whether it did. XMP is XML: all of it from the
/// first `<` becomes white space.
pub(super) fn blank_location(content: &mut [u8]) -> bool {
    let speaks_of = |name: &[u8]| content.windows(name.len()).any(|window| window == name);
    if !speaks_of(b"GPS") && !speaks_of(b"Location") {
        return false;
    }
    let start = content.iter().position(|byte| *byte == b'<').unwrap_or(0);
    content[start..].fill(b' ');
    true
}
