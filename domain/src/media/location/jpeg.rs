//! JPEG: a chain of segments and image data, up to a mark of its end. More may follow: further
//! pictures, which are chains of their own, or a film, which is overwritten.

use super::{Scan, Step, exif, marks::blank, words::tells_place, xmp};

/// Signatures of segments (APP1, APP13) that hold metadata.
const EXIF: &[u8] = b"Exif\0\0";
const MORE_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
/// Signatures of APP2 segments that show the picture and tell no place: colours, further pictures,
/// brightness (ISO 21496-1).
const HARMLESS: [&[u8]; 3] = [b"ICC_PROFILE\0", b"MPF\0", b"urn:iso:std:iso:ts:21496:-1\0"];

#[derive(Default)]
pub(super) struct Jpeg {
    state: State,
}

#[derive(Default, Clone, Copy)]
enum State {
    #[default]
    Segments,
    /// Inside image data.
    Data,
    /// After the end of a picture.
    After,
}

impl Jpeg {
    pub(super) fn step(&mut self, held: &mut [u8], scan: &mut Scan) -> Step {
        match self.state {
            State::Segments => self.segment(held, scan),
            State::Data => self.data(held),
            State::After => self.after(held),
        }
    }

    fn segment(&mut self, held: &mut [u8], scan: &mut Scan) -> Step {
        let [0xff, marker, rest @ ..] = &*held else {
            // Decoders skip what is no segment.
            let used = held.iter().position(|byte| *byte == 0xff).unwrap_or(held.len());
            return if used == 0 { Step::More } else { Step::Pass(used as u64) };
        };
        let marker = *marker;
        match marker {
            0xff => return Step::Pass(1),
            0x00 | 0x01 | 0xd0..=0xd8 => return Step::Pass(2),
            0xd9 => {
                self.state = State::After;
                return Step::Pass(2);
            }
            _ => {}
        }
        let Some(length) = rest.first_chunk().copied().map(u16::from_be_bytes) else {
            return Step::More;
        };
        let length = 2 + usize::from(length.max(2));
        if marker == 0xda {
            self.state = State::Data;
        }
        // Of the segments for programs, APP0 and APP14 say how to decode the picture.
        if !matches!(marker, 0xe1..=0xed | 0xef | 0xfe) {
            return Step::Pass(length as u64);
        }
        let Some(content) = held.get_mut(4..length) else { return Step::More };
        scan.changed |= match marker {
            0xe1 if content.starts_with(EXIF) => {
                exif::blank_location(&mut content[EXIF.len()..], &mut scan.budget)
            }
            // Its pieces may cut a word.
            0xe1 if content.starts_with(MORE_XMP) => blank(&mut content[MORE_XMP.len()..]),
            0xe1 => xmp::blank_location(content),
            0xed => blank_iptc(content),
            0xfe => tells_place(content) && blank(content),
            0xe2 if HARMLESS.iter().any(|signature| content.starts_with(signature)) => false,
            // Provenance (C2PA), a camera's track, notes of a maker: all may repeat the place.
            _ => blank(content),
        };
        Step::Edited(length)
    }

    /// Lets image data pass up to the next segment. In image data, a zero or a restart mark follows
    /// each 0xFF.
    fn data(&mut self, held: &[u8]) -> Step {
        let end = held
            .windows(2)
            .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff | 0xd0..=0xd7));
        if end.is_some() {
            self.state = State::Segments;
        }
        match end {
            Some(0) => Step::Again,
            Some(end) => Step::Pass(end as u64),
            None if held.len() > 1 => Step::Pass(held.len() as u64 - 1),
            None => Step::More,
        }
    }

    fn after(&mut self, held: &[u8]) -> Step {
        match held {
            [0xff, 0xd8, 0xff, ..] => {
                self.state = State::Segments;
                Step::Pass(2)
            }
            [0, ..] => {
                let end = held.iter().position(|byte| *byte != 0).unwrap_or(held.len());
                Step::Pass(end as u64)
            }
            [] | [0xff] | [0xff, 0xd8] => Step::More,
            _ => Step::BlankRest,
        }
    }
}

/// Records of IPTC-IIM 4.2 that hold a place, and texts that may tell one: title, keywords,
/// headline, caption.
const IPTC_PLACES: [u8; 7] = [26, 27, 90, 92, 95, 100, 101];
const IPTC_TEXTS: [u8; 4] = [5, 25, 105, 120];

/// Overwrites the records of a place in Photoshop's resources.
fn blank_iptc(content: &mut [u8]) -> bool {
    let (mut at, mut changed) = (0, false);
    while let Some(found) = content.get(at..).and_then(|rest| {
        rest.windows(3).position(|mark| {
            let is_known = IPTC_PLACES.contains(&mark[2]) || IPTC_TEXTS.contains(&mark[2]);
            mark[..2] == [0x1c, 2] && is_known
        })
    }) {
        let start = at + found + 5;
        let Some(length) = content.get(start - 2..).and_then(|rest| rest.first_chunk().copied())
        else {
            break;
        };
        let end = (start + usize::from(u16::from_be_bytes(length))).min(content.len());
        let is_place = IPTC_PLACES.contains(&content[start - 3]);
        let value = &mut content[start..end];
        changed |= (is_place || tells_place(value)) && blank(value);
        at = end;
    }
    changed
}

#[cfg(test)]
pub(super) mod tests {
    use crate::media::location::{
        exif::tests::tiff_with_place,
        tests::{PLACE, has, scrubbed},
    };

    pub(in super::super) fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    }

    /// Builds a picture with this APP1 segment.
    pub(in super::super) fn jpeg_of(app1: &[u8]) -> Vec<u8> {
        jpeg_with(0xe1, app1)
    }

    /// Builds a picture with this segment.
    pub(in super::super) fn jpeg_with(marker: u8, content: &[u8]) -> Vec<u8> {
        let picture = [0xff, 0xda, 0, 4, 0, 0, 1, 2, 0xff, 0, 0xff, 0xd1, 3, 0xff, 0xd9];
        [
            &[0xff, 0xd8][..],
            &segment(0xe0, b"JFIF\0"),
            &segment(marker, content),
            &segment(0xdb, &[7; 64]),
            &picture,
        ]
        .concat()
    }

    #[test]
    fn a_film_behind_the_picture_goes() {
        let film = [&b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"[..], PLACE].concat();
        let picture = jpeg_of(b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0");
        for padding in [&b""[..], &[0; 300]] {
            let sent = [&picture[..], padding, &film].concat();
            let (kept, changed) = scrubbed("image/jpeg", &sent, 100);
            assert!(changed && kept.len() == sent.len() && kept.starts_with(&picture));
            assert!(kept[picture.len()..].iter().all(|byte| *byte == 0));
        }
    }

    #[test]
    fn further_pictures_stay_without_their_place() {
        let exif = [b"Exif\0\0", &tiff_with_place(PLACE)[..]].concat();
        let (first, second) = (jpeg_of(b"http://ns.adobe.com/xap/1.0/\0<x/>"), jpeg_of(&exif));
        let sent = [first.clone(), vec![0; 9], second.clone()].concat();
        let (kept, _) = scrubbed("image/jpeg", &sent, 7);
        let (alone, _) = scrubbed("image/jpeg", &second, 7);
        assert_eq!(kept, [first, vec![0; 9], alone].concat());
        assert!(!has(&kept, PLACE));
    }

    #[test]
    fn segments_of_other_programs_go_and_colours_stay() {
        let kept = [segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"), segment(0xee, b"Adobe\0d")];
        let gone = [0xe2, 0xe3, 0xe6, 0xeb, 0xef].map(|marker| segment(marker, PLACE));
        let sent = [b"\xff\xd8", &kept.concat()[..], &gone.concat(), b"\xff\xd9"].concat();
        let (clean, changed) = scrubbed("image/jpeg", &sent, 5);
        assert!(changed && !has(&clean, PLACE));
        assert!(clean.starts_with(&[b"\xff\xd8", &kept.concat()[..]].concat()));
    }

    #[test]
    fn names_of_places_go() {
        let iptc = b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0e\x1c\x02\x5a\0\x05Dubai\x1c\x02\x78\0\x04Park";
        let caption = [&iptc[..], b"\x1c\x02\x78\0\x12+25.2048+055.2708/"].concat();
        let sent = [&[0xff, 0xd8][..], &segment(0xed, &caption), &[0xff, 0xd9]].concat();
        let (kept, changed) = scrubbed("image/jpeg", &sent, 9);
        assert!(changed && !has(&kept, b"Dubai") && has(&kept, b"Park") && !has(&kept, b"25.2048"));
    }
}
