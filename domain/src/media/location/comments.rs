//! Vorbis comments, the tags of FLAC and Ogg: a vendor, then fields `NAME=value`, each after its
//! length. They may stretch over many pages, so they are read in pieces.

use super::words::{names_place, tells_place};

/// Longest name that is read.
const NAME_MAX: usize = 64;

/// Number of bytes of a value that are kept for the next piece: coordinates may begin among them.
const TAIL: usize = 40;

/// Names of fields that hold a picture in Base64. It isn't decoded, and goes whole.
const COVERS: [&[u8]; 2] = [b"METADATA_BLOCK_PICTURE", b"COVERART"];

/// Reader of comments, which overwrites the values of fields that tell a place: by their name, or
/// by words or coordinates in the value.
pub(super) struct Comments {
    stage: Stage,
    /// Bytes of the number that is being read, and their count.
    number: u32,
    digits: u8,
    name: Vec<u8>,
    /// Last bytes of the value that is being read.
    tail: Vec<u8>,
    fields: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Signature(usize),
    VendorLength,
    Vendor(u32),
    Count,
    Length,
    Name(u32),
    Value { left: u32, tells_place: bool },
    Done,
}

impl Comments {
    /// Creates a reader of comments after a signature of this length.
    pub(super) const fn after(signature: usize) -> Self {
        let stage = if signature > 0 { Stage::Signature(signature) } else { Stage::VendorLength };
        Self { stage, number: 0, digits: 0, name: Vec::new(), tail: Vec::new(), fields: 0 }
    }

    pub(super) fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// Reads the next bytes; returns whether it overwrote any.
    pub(super) fn read(&mut self, bytes: &mut [u8]) -> bool {
        let (mut changed, mut at) = (false, 0);
        while let Some(byte) = bytes.get(at).copied() {
            at += 1;
            match self.stage {
                Stage::Done => break,
                Stage::Signature(left) => {
                    let left = left - 1;
                    self.stage =
                        if left > 0 { Stage::Signature(left) } else { Stage::VendorLength };
                }
                Stage::Vendor(left) => {
                    self.stage = if left > 1 { Stage::Vendor(left - 1) } else { Stage::Count };
                }
                Stage::VendorLength | Stage::Count | Stage::Length => self.number(byte),
                Stage::Name(left) => self.name(byte, left - 1),
                Stage::Value { left, tells_place } => {
                    let start = at - 1;
                    let there = u32::try_from(bytes.len() - start).unwrap_or(u32::MAX).min(left);
                    at = start + there as usize;
                    let value = &mut bytes[start..at];
                    let tells_place = tells_place || self.goes_on_to_tell_place(value);
                    if tells_place {
                        changed |= value.iter().any(|byte| *byte != b' ');
                        value.fill(b' ');
                    }
                    self.value(left - there, tells_place);
                }
            }
        }
        changed
    }

    fn number(&mut self, byte: u8) {
        self.number |= u32::from(byte) << (8 * self.digits);
        self.digits += 1;
        if self.digits < 4 {
            return;
        }
        let number = std::mem::take(&mut self.number);
        self.digits = 0;
        self.stage = match self.stage {
            Stage::VendorLength if number > 0 => Stage::Vendor(number),
            Stage::VendorLength => Stage::Count,
            Stage::Count => {
                self.fields = number;
                self.next_field()
            }
            _ if number == 0 => self.end_field(),
            _ => Stage::Name(number),
        };
    }

    fn name(&mut self, byte: u8, left: u32) {
        let is_end = byte == b'=';
        if !is_end && self.name.len() < NAME_MAX {
            self.name.push(byte);
        }
        if !is_end && left > 0 {
            self.stage = Stage::Name(left);
            return;
        }
        let tells_place = names_place(&self.name)
            || COVERS.iter().any(|cover| self.name.eq_ignore_ascii_case(cover));
        self.name.clear();
        self.tail.clear();
        self.value(left, tells_place);
    }

    /// Returns whether a piece of a value tells a place, alone or with the piece before it.
    fn goes_on_to_tell_place(&mut self, piece: &[u8]) -> bool {
        let seam = [&self.tail, &piece[..piece.len().min(TAIL)]].concat();
        let latest = if piece.len() < TAIL { &seam } else { piece };
        self.tail = latest[latest.len().saturating_sub(TAIL)..].to_vec();
        tells_place(piece) || tells_place(&seam)
    }

    fn value(&mut self, left: u32, tells_place: bool) {
        self.stage = if left > 0 { Stage::Value { left, tells_place } } else { self.end_field() };
    }

    const fn end_field(&mut self) -> Stage {
        self.fields -= 1;
        self.next_field()
    }

    const fn next_field(&self) -> Stage {
        if self.fields > 0 { Stage::Length } else { Stage::Done }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Builds comments of these fields.
    pub(in super::super) fn comments_of(fields: &[&[u8]]) -> Vec<u8> {
        let sized =
            |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_le_bytes()[..], bytes].concat();
        let count = u32::try_from(fields.len()).unwrap().to_le_bytes();
        let fields: Vec<u8> = fields.iter().flat_map(|field| sized(field)).collect();
        [sized(b"vendor"), count.to_vec(), fields].concat()
    }

    #[test]
    fn a_value_that_tells_a_place_becomes_white_space() {
        let fields: [&[u8]; 4] = [b"TITLE=Park", b"", b"Location=25.2N", b"no sign"];
        for piece in 1..30 {
            let mut bytes = comments_of(&fields);
            let mut comments = Comments::after(0);
            let changed =
                bytes.chunks_mut(piece).map(|part| comments.read(part)).fold(false, |a, b| a | b);
            assert!(changed && comments.is_done());
            let blank: [&[u8]; 4] = [fields[0], b"", b"Location=     ", fields[3]];
            assert_eq!(bytes, comments_of(&blank));
        }
    }

    #[test]
    fn a_place_is_known_across_pieces_too() {
        for text in ["at +25.2048+055.2708/ it is dark", "It was at the venue of Al Wasl, dark"] {
            let field = ["DESCRIPTION=Broken lamp, dark; ", text].concat();
            for piece in 1..60 {
                let mut bytes = comments_of(&[field.as_bytes(), b"TITLE=Lamp"]);
                let mut comments = Comments::after(0);
                bytes.chunks_mut(piece).for_each(|part| _ = comments.read(part));
                assert!(comments.is_done() && bytes.ends_with(b"TITLE=Lamp"));
                let read = String::from_utf8(bytes[25..].to_vec()).unwrap();
                assert!(!read.contains("2708") && !read.contains("Wasl"), "{piece}: {read}");
            }
        }
    }
}
