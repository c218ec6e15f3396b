//! Ogg: pages of one or more streams, each page with a checksum (RFC 3533). A stream's second
//! packet holds its comments.

use super::{Scan, Step, comments::Comments};

/// Length of a page's head before its list of lengths.
const HEAD: usize = 27;
/// Most streams whose comments are read at the same time.
const STREAMS_MAX: usize = 16;
const BEGINS: u8 = 2;

/// Codecs by the signature of their first packet, with the length of that of their comments.
const CODECS: [(&[u8], usize); 5] =
    [(b"OpusHead", 8), (b"\x01vorbis", 7), (b"\x80theora", 7), (b"Speex   ", 0), (b"\x7fFLAC", 4)];

/// Streams whose comments have not ended yet.
#[derive(Default)]
pub(super) struct Ogg {
    streams: Vec<(u32, Comments)>,
}

impl Ogg {
    pub(super) fn step(&mut self, held: &mut [u8], scan: &mut Scan) -> Step {
        if !held.starts_with(b"OggS") {
            // Decoders look for the next page.
            let next = held.iter().skip(1).position(|byte| *byte == b'O');
            return match next {
                _ if held.len() < 4 => Step::More,
                Some(next) => Step::Pass(next as u64 + 1),
                None => Step::Pass(held.len() as u64),
            };
        }
        let Some(body) = held.get(26).map(|count| HEAD + usize::from(*count)) else {
            return Step::More;
        };
        let Some(lengths) = held.get(HEAD..body) else { return Step::More };
        let length = body + lengths.iter().map(|length| usize::from(*length)).sum::<usize>();
        let serial = u32::from_le_bytes([held[14], held[15], held[16], held[17]]);
        let is_first = held[5] & BEGINS != 0;
        if !is_first && self.streams.iter().all(|(known, _)| *known != serial) {
            return Step::Pass(length as u64);
        }
        let Some(page) = held.get_mut(..length) else { return Step::More };
        if is_first {
            self.begin(serial, &page[body..], scan);
        } else if let Some((_, comments)) =
            self.streams.iter_mut().find(|(known, _)| *known == serial)
        {
            if comments.read(&mut page[body..]) {
                scan.changed = true;
                sign(page);
            }
            self.streams.retain(|(_, comments)| !comments.is_done());
        }
        Step::Edited(length)
    }

    fn begin(&mut self, serial: u32, packet: &[u8], scan: &mut Scan) {
        self.streams.retain(|(known, _)| *known != serial);
        let codec = CODECS.iter().find(|(signature, _)| packet.starts_with(signature));
        if let Some((_, signature)) = codec {
            scan.is_opaque |= self.streams.len() >= STREAMS_MAX;
            self.streams.truncate(STREAMS_MAX);
            self.streams.push((serial, Comments::after(*signature)));
        }
    }
}

/// Writes a page's checksum.
fn sign(page: &mut [u8]) {
    page[22..26].fill(0);
    let checksum = page.iter().fold(0_u32, |sum, byte| {
        (0..8).fold(sum ^ (u32::from(*byte) << 24), |sum, _| {
            if sum >> 31 == 1 { sum << 1 ^ 0x04c1_1db7 } else { sum << 1 }
        })
    });
    page[22..26].copy_from_slice(&checksum.to_le_bytes());
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::media::location::{
        comments::tests::comments_of,
        tests::{has, scrubbed},
    };

    fn page(flags: u8, content: &[u8]) -> Vec<u8> {
        let mut lengths = vec![255; content.len() / 255];
        lengths.push(u8::try_from(content.len() % 255).unwrap());
        let count = u8::try_from(lengths.len()).unwrap();
        let mut page =
            [b"OggS\0", &[flags][..], &[0; 8], b"abcd", &[0; 8], &[count], &lengths, content]
                .concat();
        sign(&mut page);
        page
    }

    /// Builds a recording with these comments, which stretch over pages of `size` bytes.
    pub(in super::super) fn ogg_of(fields: &[&[u8]], size: usize) -> Vec<u8> {
        let tags = [b"OpusTags", &comments_of(fields)[..]].concat();
        let tags: Vec<u8> = tags.chunks(size).flat_map(|part| page(0, part)).collect();
        [page(BEGINS, b"OpusHead\x01\x01"), tags, page(0, &[7; 600])].concat()
    }

    #[test]
    fn checksums_hold_afterwards() {
        // The checksum of a known page.
        let mut known = page(BEGINS, b"");
        let before = known.clone();
        sign(&mut known);
        assert_eq!(known, before);
        for size in [10, 90, 10_000] {
            let sent = ogg_of(&[b"TITLE=Park", b"GEO_LOCATION=25.2N"], size);
            let (kept, changed) = scrubbed("audio/ogg", &sent, 13);
            assert!(changed && !has(&kept, b"25.2N") && has(&kept, b"OpusTags"));
            assert_eq!(kept, ogg_of(&[b"TITLE=Park", b"GEO_LOCATION=     "], size));
        }
    }
}
