//! GIF: a header, then pictures and extensions, whose content is a chain of blocks of at most 255
//! bytes. Extensions hold comments, XMP and IPTC. Nothing may follow the trailer.

use super::{Scan, Step, marks::blank, words::tells_place};

/// Application extensions that show the picture: how often it moves, and its colours.
const HARMLESS: [&[u8]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];
/// Name before XMP, which isn't cut into blocks, and the byte that ends it (XMP specification,
/// part 3, section 1.1.2).
const XMP: &[u8] = b"XMP DataXMP";
const XMP_END: u8 = 1;

/// Longest text that is held to be judged. A longer one is overwritten.
const TEXT_MAX: usize = 16 * 1024;

#[derive(Default, Clone, Copy)]
pub(super) enum Gif {
    #[default]
    Header,
    /// At the beginning of a picture or an extension.
    Part,
    /// In a chain of blocks.
    Chain {
        is_blank: bool,
    },
    Xmp,
    /// After the trailer.
    Ended,
}

impl Gif {
    pub(super) fn step(&mut self, held: &mut [u8], scan: &mut Scan) -> Step {
        match *self {
            Self::Header => self.header(held),
            Self::Part => self.part(held, scan),
            Self::Chain { is_blank } => self.chain(held, is_blank),
            Self::Xmp => {
                let end = held.iter().position(|byte| *byte == XMP_END);
                if end.is_some() {
                    // What ends XMP is a chain.
                    *self = Self::Chain { is_blank: false };
                }
                let used = end.unwrap_or(held.len());
                scan.changed |= held[..used].iter().any(|byte| *byte != b' ');
                held[..used].fill(b' ');
                Step::Edited(used)
            }
            Self::Ended => Step::BlankRest,
        }
    }

    fn header(&mut self, held: &[u8]) -> Step {
        let Some(flags) = held.get(10) else { return Step::More };
        *self = Self::Part;
        Step::Pass(13 + colours(*flags))
    }

    fn part(&mut self, held: &mut [u8], scan: &mut Scan) -> Step {
        match held[0] {
            b',' => {
                let Some(flags) = held.get(9) else { return Step::More };
                *self = Self::Chain { is_blank: false };
                // One more byte begins the picture's data.
                Step::Pass(10 + colours(*flags) + 1)
            }
            b'!' => self.extension(held, scan),
            b';' => {
                *self = Self::Ended;
                Step::Pass(1)
            }
            // Some writers end a chain twice.
            0 => Step::Pass(1),
            // Decoders stop here.
            _ => Step::BlankRest,
        }
    }

    fn extension(&mut self, held: &mut [u8], scan: &mut Scan) -> Step {
        let Some(label) = held.get(1) else { return Step::More };
        match label {
            // How to show the next picture.
            0xf9 => *self = Self::Chain { is_blank: false },
            0xff => {
                let Some(name) = held.get(3..14) else { return Step::More };
                *self = match name {
                    XMP => Self::Xmp,
                    name => Self::Chain { is_blank: !HARMLESS.contains(&name) },
                };
                return Step::Pass(14);
            }
            _ => return self.text(held, scan),
        }
        Step::Pass(2)
    }

    /// Reads a comment, or another text.
    fn text(&mut self, held: &mut [u8], scan: &mut Scan) -> Step {
        let end = end_of_chain(&held[2..]).filter(|end| *end <= TEXT_MAX);
        let Some(end) = end else {
            if held.len() <= TEXT_MAX + 2 {
                return Step::More;
            }
            *self = Self::Chain { is_blank: true };
            return Step::Pass(2);
        };
        let blocks = &mut held[2..2 + end];
        let mut text = Vec::with_capacity(end);
        each_block(blocks, |block| text.extend_from_slice(block));
        if tells_place(&text) {
            each_block(blocks, |block| scan.changed |= blank(block));
        }
        Step::Edited(2 + end)
    }

    fn chain(&mut self, held: &[u8], is_blank: bool) -> Step {
        let length = u64::from(held[0]);
        if length == 0 {
            *self = Self::Part;
            return Step::Pass(1);
        }
        if is_blank {
            return Step::Blank { pass: 1, blank: length };
        }
        // As many blocks as have arrived pass at once.
        let mut end = 0;
        while let Some(length) = held.get(end).filter(|length| **length > 0) {
            end += 1 + usize::from(*length);
        }
        Step::Pass(end as u64)
    }
}

/// Returns the length of a table of colours, by the flags that announce it.
fn colours(flags: u8) -> u64 {
    if flags & 0x80 == 0 { 0 } else { 6 << (flags & 7) }
}

/// Returns the length of a chain with its end; `None` if it hasn't arrived.
fn end_of_chain(blocks: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match *blocks.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    }
}

/// Calls a function with the content of each block of a whole chain.
fn each_block(mut blocks: &mut [u8], mut read: impl FnMut(&mut [u8])) {
    while let Some((length, rest)) = blocks.split_first_mut() {
        let (block, rest) = rest.split_at_mut(usize::from(*length).min(rest.len()));
        read(block);
        blocks = rest;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::media::location::tests::{PLACE, has, scrubbed};

    const HEAD: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0abcdef";
    const PICTURE: &[u8] = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";

    /// Builds a picture with these extensions.
    pub(in super::super) fn gif_with(extensions: &[u8]) -> Vec<u8> {
        [HEAD, extensions, PICTURE, b";"].concat()
    }

    /// Builds a picture with this XMP.
    pub(in super::super) fn gif_of(xmp: &[u8]) -> Vec<u8> {
        let trailer: Vec<u8> = [1].into_iter().chain((0..=255).rev()).chain([0]).collect();
        gif_with(&[&b"\x21\xff\x0bXMP DataXMP"[..], xmp, &trailer].concat())
    }

    /// Builds an extension of blocks.
    pub(in super::super) fn extension(start: &[u8], content: &[u8], size: usize) -> Vec<u8> {
        let blocks = content.chunks(size).flat_map(|block| {
            let length = u8::try_from(block.len()).unwrap();
            [length].into_iter().chain(block.iter().copied()).collect::<Vec<_>>()
        });
        [start, &blocks.collect::<Vec<_>>(), &[0]].concat()
    }

    #[test]
    fn a_place_goes_wherever_it_stands_and_the_picture_stays() {
        let told = [b"taken at GPS ", PLACE].concat();
        let long = [vec![b'x'; 20_000], PLACE.to_vec()].concat();
        for (name, gone) in [
            ("comment", gif_with(&extension(b"\x21\xfe", &told, 7))),
            ("long comment", gif_with(&extension(b"\x21\xfe", &long, 255))),
            ("IPTC", gif_with(&extension(b"\x21\xff\x0bMGKIPTC0000", PLACE, 255))),
            ("XMP", gif_of(PLACE)),
            ("behind the end", [&gif_with(b"")[..], PLACE].concat()),
            ("behind what is no part", [HEAD, PICTURE, b"?", PLACE].concat()),
        ] {
            for size in [1, 100, gone.len()] {
                let (kept, changed) = scrubbed("image/gif", &gone, size);
                assert!(changed && kept.len() == gone.len(), "{name}");
                assert!(!has(&kept, PLACE) && has(&kept, PICTURE), "{name}");
            }
        }
    }

    #[test]
    fn how_it_moves_and_a_comment_without_a_place_stay() {
        let moves = extension(b"\x21\xff\x0bNETSCAPE2.0", &[1, 0, 0], 3);
        let control = extension(b"\x21\xf9", &[4, 10, 0, 0], 4);
        let comment = extension(b"\x21\xfe", b"made by a program", 5);
        let picture = gif_with(&[moves, control, comment].concat());
        assert_eq!(scrubbed("image/gif", &picture, 9), (picture, false));
    }
}
