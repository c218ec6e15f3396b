//! GIF: it may hold one block of XMP, which is found by its signature.

/// Signature before XMP in a GIF, and the byte that ends the XMP (XMP specification, part 3,
/// section 1.1.2).
const XMP_MARK: &[u8] = b"XMP DataXMP";
const XMP_END: u8 = 1;

/// Returns the count of bytes up to the XMP, with its signature, and whether the signature was
/// found. If it wasn't, its beginning may have arrived, so the last bytes don't count.
pub(super) fn before_xmp(bytes: &[u8]) -> (usize, bool) {
    match bytes.windows(XMP_MARK.len()).position(|window| window == XMP_MARK) {
        Some(place) => (place + XMP_MARK.len(), true),
        None => (bytes.len().saturating_sub(XMP_MARK.len() - 1), false),
    }
}

/// Overwrites XMP up to its end. Returns the count of its bytes and whether the end was found.
pub(super) fn blank_xmp(bytes: &mut [u8]) -> (usize, bool) {
    let end = bytes.iter().position(|byte| *byte == XMP_END);
    let used = end.unwrap_or(bytes.len());
    bytes[..used].fill(b' ');
    (used, end.is_some())
}

#[cfg(test)]
pub(super) mod tests {
    /// Builds a picture with this XMP.
    pub(in super::super) fn gif_of(xmp: &[u8]) -> Vec<u8> {
        let trailer: Vec<u8> = [1].into_iter().chain((0..=255).rev()).chain([0]).collect();
        [
            &b"GIF89a\x01\0\x01\0\0\0\0\x21\xff\x0bXMP DataXMP"[..],
            xmp,
            &trailer,
            b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;",
        ]
        .concat()
    }
}
