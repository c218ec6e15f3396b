//! `ID3v2`: a tag of frames before sound, or behind it.

use super::{HELD_MAX, Scan, Step, clean_cover, marks::blank, words::tells_place};

/// Frames that may tell a place: texts under any name, objects, private data.
const TEXTS: [&[u8]; 12] = [
    b"TXXX", b"TXX", b"GEOB", b"GEO", b"PRIV", b"COMM", b"COM", b"WXXX", b"WXX", b"USLT", b"UFID",
    b"LINK",
];
const COVERS: [&[u8]; 2] = [b"APIC", b"PIC"];

/// Reading of a tag.
#[derive(Default)]
pub(super) struct Id3 {
    version: u8,
    /// Bytes left of the tag; 0 outside of a tag.
    left: u64,
    has_more_header: bool,
}

/// Length of a tag's header.
pub(super) const HEADER: usize = 10;

/// Returns whether bytes anywhere in a file begin a tag: three letters alone may be sound.
pub(super) fn is_tag(bytes: &[u8]) -> bool {
    let Some([b'I', b'D', b'3', version, revision, flags, length @ .., a, b, c]) =
        bytes.first_chunk::<13>()
    else {
        return false;
    };
    let is_name = [a, b, c].iter().all(|at| at.is_ascii_uppercase() || at.is_ascii_digit());
    matches!(version, 2..=4)
        && *revision != 0xff
        // The last four flags mean nothing.
        && flags.trailing_zeros() >= 4
        && length.iter().all(|byte| *byte < 0x80)
        && (is_name || flags & 0x40 != 0)
}

impl Id3 {
    /// Returns whether the reader is inside a tag.
    pub(super) const fn is_open(&self) -> bool {
        self.left > 0
    }

    /// Reads the header of a tag.
    pub(super) fn begin(&mut self, input: &[u8]) -> Step {
        let Some([_, _, _, version, _, flags, length @ ..]) = input.first_chunk::<HEADER>() else {
            return Step::More;
        };
        self.version = *version;
        self.left = u64::from(synchsafe(*length));
        self.has_more_header = *version > 2 && flags & 0x40 != 0;
        Step::Pass(HEADER as u64)
    }

    /// Reads the next frame of a tag.
    pub(super) fn frame(&mut self, input: &mut [u8], scan: &mut Scan) -> Step {
        let head = if self.version < 3 { 6 } else { 10 };
        if self.left < head as u64 {
            return self.blank_rest();
        }
        let Some(header) = input.get(..head) else { return Step::More };
        if self.has_more_header {
            self.has_more_header = false;
            let number = [header[0], header[1], header[2], header[3]];
            let length = if self.version > 3 {
                synchsafe(number)
            } else {
                u32::from_be_bytes(number).saturating_add(4)
            };
            return self.pass(u64::from(length).max(1));
        }
        let (name, number) = header.split_at(if self.version < 3 { 3 } else { 4 });
        let name = name.to_vec();
        let length = match *number {
            [high, middle, low] => u32::from_be_bytes([0, high, middle, low]),
            [first, second, third, fourth, ..] if self.version > 3 => {
                synchsafe([first, second, third, fourth])
            }
            [first, second, third, fourth, ..] => {
                u32::from_be_bytes([first, second, third, fourth])
            }
            _ => return Step::More,
        };
        let whole = head as u64 + u64::from(length);
        let is_name = name.iter().all(|at| at.is_ascii_uppercase() || at.is_ascii_digit());
        // What follows the last frame is padding.
        if !is_name || whole > self.left {
            return self.blank_rest();
        }
        let (is_text, is_cover) = (TEXTS.contains(&&name[..]), COVERS.contains(&&name[..]));
        if !is_text && !is_cover {
            return self.pass(whole);
        }
        // The flags of version 3 and 4 that say that the content is compressed or encrypted.
        let packed = if self.version > 3 { 0x0c } else { 0xc0 };
        let is_packed = header.get(9).is_some_and(|flags| flags & packed != 0);
        if is_packed || whole > HELD_MAX as u64 {
            self.left -= whole;
            return Step::Blank { pass: head as u64, blank: u64::from(length) };
        }
        let Some(content) = usize::try_from(whole).ok().and_then(|end| input.get_mut(head..end))
        else {
            return Step::More;
        };
        scan.changed |=
            if is_cover { clean_cover(content) } else { tells_place(content) && blank(content) };
        self.left -= whole;
        Step::Edited(head + content.len())
    }

    fn pass(&mut self, length: u64) -> Step {
        let length = length.min(self.left);
        self.left -= length;
        Step::Pass(length)
    }

    const fn blank_rest(&mut self) -> Step {
        let left = self.left;
        self.left = 0;
        Step::Blank { pass: 0, blank: left }
    }
}

/// Decodes a number of four times seven bits.
fn synchsafe(bytes: [u8; 4]) -> u32 {
    bytes.iter().fold(0, |sum, byte| sum << 7 | u32::from(byte & 0x7f))
}

#[cfg(test)]
pub(super) mod tests {
    /// Builds sound after a tag with this frame.
    pub(in super::super) fn mp3_of(version: u8, name: &[u8], content: &[u8]) -> Vec<u8> {
        let long = u32::try_from(content.len()).unwrap().to_be_bytes();
        let frame = |name: &[u8], content: &[u8]| match version {
            2 => [name, &[0, 0, u8::try_from(content.len()).unwrap()], content].concat(),
            _ => [name, &[0, 0, 0, u8::try_from(content.len()).unwrap(), 0, 0], content].concat(),
        };
        let title = if version == 2 { frame(b"TT2", b"\0Park") } else { frame(b"TIT2", b"\0Park") };
        let frames = [title, frame(name, content), vec![0; 20]].concat();
        assert_eq!(long[..3], [0; 3]);
        let size = [
            0,
            0,
            u8::try_from(frames.len() >> 7).unwrap(),
            u8::try_from(frames.len() & 127).unwrap(),
        ];
        [b"ID3", &[version, 0, 0][..], &size, &frames, b"\xff\xfb\x90\x64sound"].concat()
    }
}
