//! Location removal from pictures while their bytes stream through. Locations in EXIF and XMP are
//! overwritten in place, so that sizes and the picture itself stay the same.
//!
//! JPEG, PNG, WebP and HEIF are chains of blocks. Only blocks that may hold a location are buffered
//! until they are complete; everything else passes at once. A JPEG's blocks end where its image
//! data begin. In HEIF, one block states the positions of the metadata in the blocks after it. A
//! GIF has one such block, which is searched for.

mod exif;
mod gif;
mod heif;
mod jpeg;
mod png;
mod webp;
mod xmp;

use std::{mem, ops::Range};

use crate::media::attachment::NotAccepted;

/// Longest block head, in bytes.
const HEAD_MAX: usize = 16;

/// Longest block that is buffered; a block that claims to be longer is overwritten whole.
const HELD_MAX: usize = 4 * 1024 * 1024;

/// Location remover that reads a picture in chunks of any size.
pub struct Scrubber {
    format: Format,
    state: State,
    /// Bytes received and not yet decided.
    held: Vec<u8>,
    changed: bool,
    /// Count of bytes passed on.
    gone: u64,
    /// Ranges of the file to overwrite as they pass.
    marked: Vec<Range<u64>>,
    /// True if the position of some metadata can't be determined.
    is_opaque: bool,
}

#[derive(Clone, Copy)]
enum Format {
    Jpeg,
    Png,
    WebP,
    Gif,
    Heif,
}

#[derive(Clone, Copy)]
enum State {
    /// Before the first block.
    Start,
    /// At the beginning of a block.
    Block,
    /// Inside a block of which this many bytes pass.
    Pass(usize),
    /// Inside a block of which this many bytes are overwritten.
    Blank(usize),
    /// Inside XMP in a GIF, which is overwritten to its end.
    BlankText,
    /// After the last block: all bytes pass.
    Rest,
}

/// Length of a block with its head, and whether the block may hold a location.
struct Block {
    length: usize,
    is_suspect: bool,
}

impl Scrubber {
    /// Creates a scrubber for content of this media type; `None` if the type can't hold a location.
    pub fn of(media_type: &str) -> Option<Self> {
        let format = match media_type {
            "image/jpeg" => Format::Jpeg,
            "image/png" => Format::Png,
            "image/webp" => Format::WebP,
            "image/gif" => Format::Gif,
            "image/heif" | "image/avif" => Format::Heif,
            _ => return None,
        };
        let (held, marked) = (Vec::new(), Vec::new());
        Some(Self {
            format,
            state: State::Start,
            held,
            changed: false,
            gone: 0,
            marked,
            is_opaque: false,
        })
    }

    /// Reads the next bytes and appends to `out` the bytes that may pass.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.held.extend_from_slice(bytes);
        let mut held = mem::take(&mut self.held);
        let mut start = 0;
        while let Some(used) = self.step(&mut held[start..]) {
            self.overwrite(&mut held[start..start + used]);
            out.extend_from_slice(&held[start..start + used]);
            start += used;
        }
        held.drain(..start);
        self.held = held;
    }

    /// Returns whether the picture holds a location, as soon as that is known.
    pub const fn verdict(&self) -> Option<bool> {
        match self.state {
            _ if self.is_opaque => None,
            _ if self.changed => Some(true),
            State::Rest => Some(false),
            _ => None,
        }
    }

    /// Appends the remaining bytes to `out`, and returns whether anything was overwritten.
    ///
    /// # Errors
    ///
    /// Returns an error if the picture may hold a location whose position can't be determined.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<bool, NotAccepted> {
        // A truncated block can't be read by any program, so it holds no readable location either.
        // It is overwritten to be safe.
        if matches!(self.state, State::Block)
            && self.held.len() >= 8
            && self.block().is_some_and(|block| block.is_suspect)
        {
            self.held[8..].fill(0);
            self.changed = true;
        }
        let mut held = mem::take(&mut self.held);
        self.overwrite(&mut held);
        out.append(&mut held);
        if self.is_opaque { Err(NotAccepted::Kind) } else { Ok(self.changed) }
    }

    /// Overwrites the marked ranges in the bytes that pass next.
    fn overwrite(&mut self, leaving: &mut [u8]) {
        let (start, end) = (self.gone, self.gone + leaving.len() as u64);
        for range in &self.marked {
            let within = [range.start, range.end]
                .map(|at| usize::try_from(at.clamp(start, end) - start).unwrap_or(usize::MAX));
            if let Some(part) = leaving.get_mut(within[0]..within[1]) {
                part.fill(0);
            }
        }
        self.gone = end;
    }

    /// Decides how many bytes at the beginning of `held` may pass. Returns `None` if more bytes are
    /// needed or none are left.
    fn step(&mut self, held: &mut [u8]) -> Option<usize> {
        if held.is_empty() {
            return None;
        }
        match self.state {
            State::Rest => Some(held.len()),
            State::Pass(left) => {
                let used = left.min(held.len());
                self.state = if used == left { State::Block } else { State::Pass(left - used) };
                Some(used)
            }
            State::Blank(left) => {
                let used = left.min(held.len());
                held[..used].fill(0);
                self.changed = true;
                self.state = if used == left { State::Block } else { State::Blank(left - used) };
                Some(used)
            }
            State::BlankText => {
                let (used, is_ended) = gif::blank_xmp(held);
                self.state = if is_ended { State::Block } else { State::BlankText };
                Some(used)
            }
            State::Start => {
                let length = match self.format {
                    Format::Jpeg => 2,
                    Format::Png => 8,
                    Format::WebP => 12,
                    Format::Gif | Format::Heif => 0,
                };
                self.state = State::Pass(length);
                Some(0)
            }
            State::Block => self.decide(held),
        }
    }

    fn decide(&mut self, held: &mut [u8]) -> Option<usize> {
        if matches!(self.format, Format::Gif) {
            return self.search(held);
        }
        let Some(block) = block_of(self.format, held) else {
            if held.len() < HEAD_MAX {
                return None;
            }
            self.state = State::Rest;
            return Some(0);
        };
        if !block.is_suspect {
            self.state = State::Pass(block.length);
            return Some(0);
        }
        if block.length > HELD_MAX {
            self.is_opaque |= matches!(self.format, Format::Heif);
            // The block's head passes, so that the chain continues after it.
            self.state = State::Blank(block.length.saturating_sub(8));
            return (held.len() >= 8).then_some(8);
        }
        let whole = held.get_mut(..block.length)?;
        self.changed |= match self.format {
            Format::Jpeg => jpeg::blank_location(&mut whole[4..]),
            Format::Png => png::blank_location(whole),
            Format::WebP => webp::blank_location(whole),
            Format::Gif => false,
            Format::Heif => {
                let marked = heif::spoken(whole, self.gone);
                let is_ahead = |range: &Range<u64>| range.start >= self.gone;
                self.is_opaque |=
                    !marked.as_ref().is_some_and(|marked| marked.iter().all(is_ahead));
                self.marked.extend(marked.unwrap_or_default());
                !self.marked.is_empty()
            }
        };
        Some(block.length)
    }

    /// Lets the bytes of a GIF pass up to the XMP.
    fn search(&mut self, held: &[u8]) -> Option<usize> {
        let (used, is_found) = gif::before_xmp(held);
        if is_found {
            self.state = State::BlankText;
            self.changed = true;
        }
        Some(used).filter(|used| *used > 0)
    }

    fn block(&self) -> Option<Block> {
        block_of(self.format, &self.held)
    }
}

/// Returns the block at the beginning; `None` if there is no block, or too little of it has
/// arrived.
fn block_of(format: Format, bytes: &[u8]) -> Option<Block> {
    let head = bytes.first_chunk()?;
    match format {
        Format::Jpeg => jpeg::block(*head),
        Format::Png => Some(png::block(*head)),
        Format::WebP => Some(webp::block(*head)),
        Format::Gif => None,
        Format::Heif => heif::block(*head, &bytes[8..]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        exif::tests::tiff_with_place,
        gif::tests::gif_of,
        heif::tests::{heif_in_order, heif_of},
        jpeg::tests::jpeg_of,
        png::tests::{chunk_of, png_of},
        webp::tests::webp_of,
        *,
    };

    pub(super) fn scrubbed(media_type: &str, picture: &[u8], chunk: usize) -> (Vec<u8>, bool) {
        let (out, changed) = looked_at(media_type, picture, chunk);
        (out, changed.unwrap())
    }

    fn looked_at(
        media_type: &str,
        picture: &[u8],
        chunk: usize,
    ) -> (Vec<u8>, Result<bool, NotAccepted>) {
        let (mut scrubber, mut out) = (Scrubber::of(media_type).unwrap(), Vec::new());
        for bytes in picture.chunks(chunk) {
            scrubber.push(bytes, &mut out);
        }
        let changed = scrubber.finish(&mut out);
        (out, changed)
    }

    fn pictures(content: &[u8], xmp: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
        let itxt = [b"XML:com.adobe.xmp\0\0\0\0\0", xmp].concat();
        vec![
            ("image/jpeg", jpeg_of(&[b"Exif\0\0", content].concat())),
            ("image/jpeg", jpeg_of(&[b"http://ns.adobe.com/xap/1.0/\0", xmp].concat())),
            ("image/png", png_of(&[chunk_of(*b"eXIf", content)])),
            ("image/png", png_of(&[chunk_of(*b"tEXt", b"Title\0Park"), chunk_of(*b"iTXt", &itxt)])),
            ("image/webp", webp_of(*b"EXIF", content)),
            ("image/webp", webp_of(*b"XMP ", xmp)),
            ("image/gif", gif_of(xmp)),
            ("image/heif", heif_of(&[&[0; 4], content].concat(), b"<x:xmpmeta/>")),
            ("image/avif", heif_of(b"\0\0\0\0II", xmp)),
        ]
    }

    pub(super) const PLACE: &[u8] = b"25.2048N";
    const XMP: &[u8] = b"<x:xmpmeta><rdf exif:GPSLatitude='25.2048N'/></x:xmpmeta>";

    #[test]
    fn the_place_goes_and_the_rest_stays_in_its_place() {
        for (media_type, picture) in pictures(&tiff_with_place(PLACE), XMP) {
            let (out, changed) = scrubbed(media_type, &picture, picture.len());
            assert!(changed && out.len() == picture.len(), "{media_type}");
            assert!(!out.windows(PLACE.len()).any(|window| window == PLACE), "{media_type}");
            assert_eq!(
                scrubbed(media_type, &out, 1_000).0,
                out,
                "{media_type}: twice is the same as once"
            );
        }
    }

    #[test]
    fn a_container_that_hides_what_is_said_is_not_accepted() {
        let picture = heif_of(&tiff_with_place(PLACE), XMP);
        let mut broken = picture.clone();
        let place = broken.windows(4).position(|window| window == b"iloc").unwrap();
        broken[place..place + 4].copy_from_slice(b"free");
        let turned = heif_in_order(&tiff_with_place(PLACE), XMP, true);
        for hidden in [broken, turned] {
            let (out, outcome) = looked_at("image/heif", &hidden, 9);
            assert_eq!((out.len(), outcome), (hidden.len(), Err(NotAccepted::Kind)));
        }
    }

    #[test]
    fn a_picture_without_a_place_is_not_touched() {
        let plain = b"<x:xmpmeta><dc:title>Park</dc:title></x:xmpmeta>";
        let picture = jpeg_of(&[b"http://ns.adobe.com/xap/1.0/\0", &plain[..]].concat());
        assert_eq!(scrubbed("image/jpeg", &picture, 3), (picture, false));
        let png = png_of(&[chunk_of(*b"tEXt", b"Comment\0GPS"), chunk_of(*b"gAMA", &[0; 4])]);
        assert_eq!(scrubbed("image/png", &png, 3), (png, false));
    }

    proptest! {
        #[test]
        fn the_size_of_chunks_makes_no_difference(chunk in 1..200_usize, which in 0..9_usize) {
            let (media_type, picture) = pictures(&tiff_with_place(PLACE), XMP).swap_remove(which);
            prop_assert_eq!(scrubbed(media_type, &picture, chunk), scrubbed(media_type, &picture, picture.len()));
        }

        #[test]
        fn anything_at_all_comes_out_as_long_as_it_went_in(
            bytes in prop::collection::vec(any::<u8>(), 0..600),
            chunk in 1..50_usize,
            media_type in prop::sample::select(vec!["image/jpeg", "image/png", "image/webp", "image/gif", "image/heif"]),
        ) {
            prop_assert_eq!(looked_at(media_type, &bytes, chunk).0.len(), bytes.len());
        }

        #[test]
        fn a_picture_damaged_anywhere_comes_out_as_long_as_it_went_in(place in 0..150_usize, byte: u8, which in 0..9_usize) {
            let (media_type, mut picture) = pictures(&tiff_with_place(PLACE), XMP).swap_remove(which);
            let place = place % picture.len();
            picture[place] = byte;
            prop_assert_eq!(looked_at(media_type, &picture, 11).0.len(), picture.len());
        }
    }
}
