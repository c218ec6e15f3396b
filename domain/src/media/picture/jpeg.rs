//! JPEG: a chain of segments, which ends where the image data begin.

use super::{Block, exif, xmp};

/// Returns the segment with this head; `None` at the image data, or if there is no segment.
pub(super) const fn block(head: [u8; 8]) -> Option<Block> {
    let (marker, length) = (head[1], u16::from_be_bytes([head[2], head[3]]) as usize);
    match marker {
        _ if head[0] != 0xff => None,
        // Padding, and markers without a segment.
        0xff => Some(Block { length: 1, is_suspect: false }),
        0x01 | 0xd0..=0xd8 => Some(Block { length: 2, is_suspect: false }),
        0xd9 | 0xda => None,
        _ => {
            let length = if length < 2 { 2 } else { length };
            Some(Block { length: 2 + length, is_suspect: marker == 0xe1 })
        }
    }
}

/// Overwrites the location in the content of an APP1 segment; returns whether it overwrote
/// anything.
pub(super) fn blank_location(content: &mut [u8]) -> bool {
    if content.starts_with(b"Exif\0\0") {
        exif::blank_location(&mut content[6..])
    } else {
        xmp::blank_location(content)
    }
}

#[cfg(test)]
pub(super) mod tests {
    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    }

    /// Builds a picture with this APP1 segment.
    pub(in super::super) fn jpeg_of(app1: &[u8]) -> Vec<u8> {
        let picture = [0xff, 0xda, 0, 4, 0, 0, 1, 2, 3, 0xff, 0xd9];
        [
            &[0xff, 0xd8][..],
            &segment(0xe0, b"JFIF\0"),
            &segment(0xe1, app1),
            &segment(0xdb, &[7; 64]),
            &picture,
        ]
        .concat()
    }
}
