//! Location in XMP, which is XML in a file of any format.

use super::words::tells_place;

/// Overwrites XMP that names a location; returns whether it did. XMP is XML: all of it from the
/// first `<` becomes white space.
pub(super) fn blank_location(content: &mut [u8]) -> bool {
    tells_place(content) && blank(content)
}

/// Overwrites XMP.
pub(super) fn blank(content: &mut [u8]) -> bool {
    let start = content.iter().position(|byte| *byte == b'<').unwrap_or(0);
    let changed = content[start..].iter().any(|byte| *byte != b' ');
    content[start..].fill(b' ');
    changed
}
