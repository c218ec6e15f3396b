//! WebP: a chain of RIFF chunks.

use super::{Block, exif, xmp};

/// Returns the chunk with this head.
pub(super) fn block(head: [u8; 8]) -> Block {
    let [name @ .., a, b, c, d] = head;
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    let is_suspect = [b"EXIF", b"XMP "].contains(&&name);
    Block { length: length.saturating_add(8 + length % 2), is_suspect }
}

/// Overwrites the location in a whole chunk (name, length, content); returns whether it overwrote
/// anything.
pub(super) fn blank_location(chunk: &mut [u8]) -> bool {
    let is_exif = chunk.starts_with(b"EXIF");
    let content = &mut chunk[8..];
    if !is_exif {
        return xmp::blank_location(content);
    }
    // Some writers repeat JPEG's `Exif` signature here.
    let skipped = if content.starts_with(b"Exif\0\0") { 6 } else { 0 };
    exif::blank_location(&mut content[skipped..])
}

#[cfg(test)]
pub(super) mod tests {
    /// Builds a picture with this chunk after its image data.
    pub(in super::super) fn webp_of(name: [u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        let chunk = [&name[..], &length, content, &vec![0; content.len() % 2]].concat();
        let image = b"VP8 \x03\0\0\0abc\0";
        let size = u32::try_from(4 + image.len() + chunk.len()).unwrap().to_le_bytes();
        [&b"RIFF"[..], &size, b"WEBP", image, &chunk].concat()
    }
}
