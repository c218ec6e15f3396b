//! FLAC: blocks of metadata before the sound (RFC 9639, section 8).

use super::{HELD_MAX, Scan, Step, clean_cover, comments::Comments};

const APPLICATION: u8 = 2;
const COMMENTS: u8 = 4;
const PICTURE: u8 = 6;

/// Reader of the blocks.
#[derive(Default)]
pub(super) struct Flac {
    is_ended: bool,
}

impl Flac {
    /// Reads the next block; all else follows the last one.
    pub(super) fn step(&mut self, held: &mut [u8], scan: &mut Scan) -> Step {
        if self.is_ended {
            return Step::Rest;
        }
        let Some([kind, a, b, c]) = held.first_chunk().copied() else { return Step::More };
        let (kind, is_last) = (kind & 0x7f, kind & 0x80 != 0);
        let length = u32::from_be_bytes([0, a, b, c]) as usize;
        let whole = length + 4;
        let step = if !matches!(kind, APPLICATION | COMMENTS | PICTURE) {
            Step::Pass(whole as u64)
        } else if kind == APPLICATION || whole > HELD_MAX {
            Step::Blank { pass: 4, blank: length as u64 }
        } else {
            let Some(content) = held.get_mut(4..whole) else { return Step::More };
            scan.changed |= if kind == COMMENTS {
                Comments::after(0).read(content)
            } else {
                clean_cover(content)
            };
            Step::Edited(whole)
        };
        self.is_ended = is_last;
        step
    }
}

#[cfg(test)]
pub(super) mod tests {
    /// Builds sound with this block of metadata.
    pub(in super::super) fn flac_of(kind: u8, content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [b"fLaC\0\0\0\x22", &[3; 34][..], &[0x80 | kind], &length[1..], content, b"\xff\xf8sound"]
            .concat()
    }
}
