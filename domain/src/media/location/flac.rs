//! FLAC: blocks of metadata before the sound (RFC 9639, section 8).

use super::{HELD_MAX, Scan, Step, clean_cover, comments::Comments};

const APPLICATION: u8 = 2;
const COMMENTS: u8 = 4;
const PICTURE: u8 = 6;

pub(super) fn step(held: &mut [u8], scan: &mut Scan) -> Step {
    if scan.is_ended {
        return Step::Rest;
    }
    let Some([kind, a, b, c]) = held.first_chunk().copied() else { return Step::More };
    let length = u32::from_be_bytes([0, a, b, c]) as usize;
    let whole = length + 4;
    if !matches!(kind & 0x7f, APPLICATION | COMMENTS | PICTURE) {
        scan.is_ended = kind & 0x80 != 0;
        return Step::Pass(whole as u64);
    }
    if kind & 0x7f == APPLICATION || whole > HELD_MAX {
        scan.is_ended = kind & 0x80 != 0;
        return Step::Blank { pass: 4, blank: length as u64 };
    }
    let Some(content) = held.get_mut(4..whole) else { return Step::More };
    scan.is_ended = kind & 0x80 != 0;
    scan.changed |= if kind & 0x7f == COMMENTS {
        Comments::after(0).read(content)
    } else {
        clean_cover(content)
    };
    Step::Edited(whole)
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
