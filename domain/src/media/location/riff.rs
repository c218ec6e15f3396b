//! RIFF: a chain of chunks, which holds a WebP picture or WAV sound.

use super::{HELD_MAX, Scan, Step, exif, marks::blank, words::tells_place, xmp};

#[derive(Clone, Copy)]
pub(super) enum Riff {
    /// WebP.
    Picture,
    /// WAV.
    Sound,
}

/// Chunks that can't tell a place.
const PICTURE: [&[u8]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
const SOUND: [&[u8]; 6] = [b"fmt ", b"data", b"fact", b"ds64", b"PEAK", b"cue "];

impl Riff {
    pub(super) fn step(self, held: &mut [u8], scan: &mut Scan) -> Step {
        let Some([name @ .., a, b, c, d]) = held.first_chunk::<8>().copied() else {
            return Step::More;
        };
        let length = u32::from_le_bytes([a, b, c, d]);
        let whole = 8 + u64::from(length) + u64::from(length % 2);
        let is_known = match self {
            Self::Picture => PICTURE.contains(&&name[..]),
            Self::Sound => SOUND.contains(&&name[..]),
        };
        // A recorder that was cut off leaves the sound's length open.
        if name == *b"data" && matches!(length, 0 | u32::MAX) {
            return Step::Rest;
        }
        if is_known {
            return Step::Pass(whole);
        }
        let is_name = name.iter().all(|byte| matches!(byte, b' '..=b'~'));
        if !is_name {
            return Step::BlankRest;
        }
        let is_metadata = matches!(self, Self::Sound) || [b"EXIF", b"XMP "].contains(&&name);
        if !is_metadata || whole > HELD_MAX as u64 {
            return Step::Blank { pass: 8, blank: whole - 8 };
        }
        let Some(chunk) = usize::try_from(whole).ok().and_then(|whole| held.get_mut(..whole))
        else {
            return Step::More;
        };
        let content = &mut chunk[8..];
        scan.changed |= match &name {
            b"EXIF" => {
                // Some writers repeat JPEG's `Exif` signature here.
                let skipped = if content.starts_with(b"Exif\0\0") { 6 } else { 0 };
                exif::blank_location(&mut content[skipped..], &mut scan.budget)
            }
            b"XMP " | b"_PMX" => xmp::blank_location(content),
            // The first bytes name the list.
            b"LIST" => tells_place(content) && content.len() > 4 && blank(&mut content[4..]),
            _ => tells_place(content) && blank(content),
        };
        Step::Edited(chunk.len())
    }
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

    /// Builds sound with this chunk after its samples.
    pub(in super::super) fn wav_of(name: [u8; 4], content: &[u8]) -> Vec<u8> {
        let chunk = |name: [u8; 4], content: &[u8]| {
            let length = u32::try_from(content.len()).unwrap().to_le_bytes();
            [&name[..], &length, content, &vec![0; content.len() % 2]].concat()
        };
        let chunks =
            [chunk(*b"fmt ", &[1; 16]), chunk(*b"data", &[5; 99]), chunk(name, content)].concat();
        let size = u32::try_from(4 + chunks.len()).unwrap().to_le_bytes();
        [&b"RIFF"[..], &size, b"WAVE", &chunks].concat()
    }
}
