//! Location removal from pictures, sound and film while their bytes stream through. Whatever tells
//! a place is overwritten, so that sizes and positions in the file stay the same.
//!
//! Each format is a chain of blocks. A parser decides about one block after the other: it passes,
//! it is overwritten, or it is held until it is complete and then edited. A block may also mark
//! ranges elsewhere in the file. Those ahead are overwritten as they pass; those behind are
//! returned, for the caller to overwrite in a second run.
//!
//! The edge's uploads call it. A parser takes steps in proportion to the bytes that it was given,
//! and holds at most [`HELD_MAX`] bytes; a file that would need more isn't accepted.

mod ape;
mod base_media;
mod comments;
mod exif;
mod flac;
mod gif;
mod id3;
mod jpeg;
mod marks;
mod matroska;
mod ogg;
mod png;
mod riff;
mod sound;
mod words;
mod xmp;

use std::{mem, ops::Range};

pub use self::marks::Marks;
use self::marks::{Budget, blank};
use crate::media::attachment::{MediaType, NotAccepted};

/// Longest block that is held.
pub const HELD_MAX: usize = 8 * 1024 * 1024;

/// Longest rest of a file in which no block can be.
const HEAD_MAX: usize = 16;

/// Location remover that reads a file in chunks of any size.
pub struct Scrubber {
    format: Format,
    state: State,
    /// Bytes received and not yet decided.
    held: Vec<u8>,
    scan: Scan,
}

enum Format {
    Jpeg(jpeg::Jpeg),
    Png,
    Riff(riff::Riff),
    Gif(gif::Gif),
    BaseMedia(base_media::BaseMedia),
    Sound(sound::Sound),
    Ogg(ogg::Ogg),
    Matroska(matroska::Matroska),
}

#[derive(Clone, Copy)]
enum State {
    /// At the beginning of a block.
    Decide,
    /// Inside a block of which `pass` bytes pass, and then `blank` bytes are overwritten.
    Inside { pass: u64, blank: u64 },
    /// After the last block: all bytes pass, or all are overwritten.
    Rest { is_blank: bool },
}

/// Decision of a format's parser about the bytes at the beginning of what is held.
#[derive(Clone, Copy)]
enum Step {
    /// Needs more bytes.
    More,
    /// Has changed its own state, and is to be asked again.
    Again,
    /// This many bytes pass, whether or not they have arrived.
    Pass(u64),
    /// Passes the first bytes and overwrites the bytes after them.
    Blank { pass: u64, blank: u64 },
    /// This many of the held bytes have been edited, and pass.
    Edited(usize),
    /// Everything else passes.
    Rest,
    /// Everything else is overwritten.
    BlankRest,
}

/// State that all formats share.
struct Scan {
    /// Position in the file of the first held byte.
    position: u64,
    changed: bool,
    /// True if the file may tell a place at a position that can't be determined.
    is_opaque: bool,
    /// True after the format's last block.
    is_ended: bool,
    marks: Marks,
    behind: Marks,
    budget: Budget,
}

impl Scan {
    /// Marks ranges of the file.
    fn mark(&mut self, ranges: Vec<Range<u64>>) {
        let behind = ranges
            .iter()
            .filter(|range| range.start < self.position)
            .map(|range| range.start..range.end.min(self.position))
            .collect();
        let fits = self
            .behind
            .add(behind, &mut self.budget)
            .and_then(|()| self.marks.add(ranges, &mut self.budget));
        self.is_opaque |= fits.is_none();
    }
}

/// Result of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// True if anything was overwritten in passing.
    pub changed: bool,
    /// Ranges that had passed before they were known. They are to be overwritten too.
    pub behind: Marks,
}

impl Found {
    /// Returns whether the file told a place.
    pub fn tells_place(&self) -> bool {
        self.changed || !self.behind.is_empty()
    }
}

impl Scrubber {
    /// Creates a scrubber for content of this media type; `None` if the type can't hold a location,
    /// or is a document, which can't be cleaned.
    pub fn of(media_type: &str) -> Option<Self> {
        Self::again(media_type, Marks::default())
    }

    /// Creates a scrubber for a second run, which also overwrites the ranges behind of the first.
    pub fn again(media_type: &str, marks: Marks) -> Option<Self> {
        let (format, signature) = match media_type {
            "image/jpeg" => (Format::Jpeg(jpeg::Jpeg::default()), 2),
            "image/png" => (Format::Png, 8),
            "image/webp" => (Format::Riff(riff::Riff::Picture), 12),
            "audio/wav" => (Format::Riff(riff::Riff::Sound), 12),
            "image/gif" => (Format::Gif(gif::Gif::default()), 0),
            "image/heif" | "image/avif" | "video/mp4" | "video/quicktime" | "video/3gpp"
            | "video/3gpp2" | "audio/mp4" | "audio/3gpp" => {
                (Format::BaseMedia(base_media::BaseMedia::default()), 0)
            }
            "audio/mpeg" | "audio/aac" | "audio/flac" => {
                (Format::Sound(sound::Sound::default()), 0)
            }
            "audio/ogg" | "video/ogg" => (Format::Ogg(ogg::Ogg::default()), 0),
            "audio/webm" | "video/webm" | "video/x-matroska" => {
                (Format::Matroska(matroska::Matroska::default()), 0)
            }
            _ => return None,
        };
        let scan = Scan {
            position: 0,
            changed: false,
            is_opaque: false,
            is_ended: false,
            marks,
            behind: Marks::default(),
            budget: Budget::new(),
        };
        let state = State::Inside { pass: signature, blank: 0 };
        Some(Self { format, state, held: Vec::new(), scan })
    }

    /// Reads the next bytes and appends to `out` the bytes that may pass.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.scan.budget.grow(bytes.len() as u64);
        self.held.extend_from_slice(bytes);
        let mut held = mem::take(&mut self.held);
        let mut start = 0;
        while let Some(used) = self.step(&mut held[start..]) {
            let leaving = &mut held[start..start + used];
            self.scan.changed |= self.scan.marks.overwrite(leaving, self.scan.position);
            self.scan.position += used as u64;
            out.extend_from_slice(leaving);
            start += used;
        }
        held.drain(..start);
        if held.len() > HELD_MAX {
            self.give_up();
        }
        self.held = held;
    }

    /// Returns whether the file tells a place, as soon as that is known.
    pub const fn verdict(&self) -> Option<bool> {
        match (&self.format, self.state) {
            _ if self.scan.is_opaque => None,
            // A later block may mark ranges behind.
            (Format::BaseMedia(_) | Format::Sound(_), _) => None,
            _ if self.scan.changed => Some(true),
            (_, State::Rest { is_blank: false }) => Some(false),
            _ => None,
        }
    }

    /// Appends the remaining bytes to `out`, and returns what was found.
    ///
    /// # Errors
    ///
    /// Returns an error if the file may tell a place at a position that can't be determined.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<Found, NotAccepted> {
        let mut held = mem::take(&mut self.held);
        let end = match &self.format {
            Format::Sound(sound) => sound.end(&mut held),
            _ => None,
        };
        self.scan.changed |= match end {
            Some(changed) => changed,
            // A truncated block can't be read by any program, so it tells no place that can be
            // read. It is overwritten to be safe.
            None => held.len() > HEAD_MAX && blank(&mut held[8..]),
        };
        self.scan.changed |= self.scan.marks.overwrite(&mut held, self.scan.position);
        out.append(&mut held);
        if self.scan.is_opaque {
            return Err(NotAccepted::Kind);
        }
        Ok(Found { changed: self.scan.changed, behind: self.scan.behind })
    }

    /// Decides how many bytes at the beginning of `held` may pass. Returns `None` if more bytes are
    /// needed or none are left.
    fn step(&mut self, held: &mut [u8]) -> Option<usize> {
        if held.is_empty() {
            return None;
        }
        match &mut self.state {
            State::Rest { is_blank } => {
                if *is_blank {
                    self.scan.changed |= blank(held);
                }
                Some(held.len())
            }
            State::Inside { pass: 0, blank: 0 } => {
                self.state = State::Decide;
                Some(0)
            }
            State::Inside { pass: left @ 1.., .. } => Some(take(left, held.len())),
            State::Inside { blank: left, .. } => {
                let used = take(left, held.len());
                self.scan.changed |= blank(&mut held[..used]);
                Some(used)
            }
            State::Decide => self.decide(held),
        }
    }

    fn decide(&mut self, held: &mut [u8]) -> Option<usize> {
        if self.scan.budget.spend(1).is_none() {
            self.give_up();
            return Some(0);
        }
        let scan = &mut self.scan;
        let step = match &mut self.format {
            Format::Jpeg(jpeg) => jpeg.step(held, scan),
            Format::Png => png::step(held, scan),
            Format::Riff(riff) => riff.step(held, scan),
            Format::Gif(gif) => gif.step(held, scan),
            Format::BaseMedia(boxes) => boxes.step(held, scan),
            Format::Sound(sound) => sound.step(held, scan),
            Format::Ogg(ogg) => ogg.step(held, scan),
            Format::Matroska(matroska) => matroska.step(held, scan),
        };
        if scan.is_opaque {
            self.give_up();
            return Some(0);
        }
        match step {
            Step::More => return None,
            Step::Again => {}
            Step::Pass(pass) => self.state = State::Inside { pass, blank: 0 },
            Step::Blank { pass, blank } => self.state = State::Inside { pass, blank },
            Step::Edited(used) => return Some(used),
            Step::Rest => self.state = State::Rest { is_blank: false },
            Step::BlankRest => self.state = State::Rest { is_blank: true },
        }
        Some(0)
    }

    /// Refuses a file that takes too many steps or too much memory.
    const fn give_up(&mut self) {
        self.scan.is_opaque = true;
        self.state = State::Rest { is_blank: true };
    }
}

/// Returns whether content of this media type may keep a place: documents aren't cleaned, so their
/// author and staff are told.
pub fn may_remain(media_type: &str) -> bool {
    let is_document = media_type.starts_with("application/");
    is_document && MediaType::named(media_type).is_some()
}

/// Takes as many of the bytes left as there are.
fn take(left: &mut u64, there: usize) -> usize {
    let used = usize::try_from(*left).unwrap_or(usize::MAX).min(there);
    *left -= used as u64;
    used
}

/// Removes the location from a picture inside another file, such as a record's cover. Returns
/// whether there was one.
fn clean_cover(content: &mut [u8]) -> bool {
    let find = |mark: &[u8]| content.windows(mark.len()).position(|window| window == mark);
    let found = match (find(b"\xff\xd8\xff"), find(b"\x89PNG\r\n\x1a\n")) {
        (Some(start), _) => Some((start, "image/jpeg")),
        (None, start) => start.map(|start| (start, "image/png")),
    };
    let Some((start, media_type)) = found else { return false };
    let Some(mut scrubber) = Scrubber::of(media_type) else { return false };
    let mut clean = Vec::with_capacity(content.len() - start);
    scrubber.push(&content[start..], &mut clean);
    let changed = scrubber.finish(&mut clean).is_ok_and(|found| found.changed);
    if changed && clean.len() == content.len() - start {
        content[start..].copy_from_slice(&clean);
    }
    changed
}

#[cfg(test)]
mod tests;
