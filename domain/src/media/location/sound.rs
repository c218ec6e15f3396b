//! Sound that is a stream of frames: MP3, AAC and FLAC. Tags stand before it and behind it, and
//! FLAC has blocks of metadata of its own.

use super::{
    Scan, Step, ape,
    flac::Flac,
    id3::{self, Id3},
    marks::blank,
    words::tells_place,
};

/// Length of an `ID3v1` tag, which is the end of a file, and of its extension before it.
const ID3V1: usize = 128;
const ID3V1_MORE: usize = 227;
/// Length of the end that is held, since only there an `ID3v1` tag is one.
const END: usize = ID3V1 + ID3V1_MORE;
/// Longest Lyrics3 tag that is held.
const LYRICS_MAX: usize = 16 * 1024;

/// Reader of sound with its tags.
#[derive(Default)]
pub(super) struct Sound {
    id3: Id3,
    stage: Stage,
}

#[derive(Default)]
enum Stage {
    /// Before the sound.
    #[default]
    Start,
    /// In the metadata of FLAC.
    Flac(Flac),
    /// In the sound, or behind it.
    Frames,
}

/// Tag behind the sound.
enum Tag {
    Id3,
    Ape,
    Lyrics,
}

impl Tag {
    fn at(bytes: &[u8]) -> Option<Self> {
        match bytes.first()? {
            b'I' => id3::is_tag(bytes).then_some(Self::Id3),
            b'A' => bytes.starts_with(ape::MARK).then_some(Self::Ape),
            b'L' => bytes.starts_with(b"LYRICSBEGIN").then_some(Self::Lyrics),
            _ => None,
        }
    }
}

impl Sound {
    pub(super) fn step(&mut self, held: &mut [u8], scan: &mut Scan) -> Step {
        if self.id3.is_open() {
            return self.id3.frame(held, scan);
        }
        match &mut self.stage {
            Stage::Start => self.start(held),
            Stage::Flac(flac) => match flac.step(held, scan) {
                Step::Rest => {
                    self.stage = Stage::Frames;
                    Step::Again
                }
                step => step,
            },
            Stage::Frames => self.frames(held, scan),
        }
    }

    fn start(&mut self, held: &[u8]) -> Step {
        if held.len() < id3::HEADER {
            return Step::More;
        }
        if held.starts_with(b"ID3") {
            return self.id3.begin(held);
        }
        if held.starts_with(b"fLaC") {
            self.stage = Stage::Flac(Flac::default());
            return Step::Pass(4);
        }
        self.stage = Stage::Frames;
        Step::Again
    }

    fn frames(&mut self, held: &mut [u8], scan: &mut Scan) -> Step {
        let tag = (0..held.len()).find_map(|at| Some((at, Tag::at(&held[at..])?)));
        match tag {
            Some((0, Tag::Id3)) => self.id3.begin(held),
            Some((0, Tag::Ape)) => ape::step(held, scan),
            Some((0, Tag::Lyrics)) => lyrics(held, scan),
            Some((at, _)) => Step::Pass(at as u64),
            // The end may be a tag.
            None if held.len() >= 2 * END => Step::Pass((held.len() - END) as u64),
            None => Step::More,
        }
    }

    /// Overwrites a place at the end of a file. Returns whether there was one; `None` if the file
    /// ends within a block.
    pub(super) fn end(&self, held: &mut [u8]) -> Option<bool> {
        if self.id3.is_open() || !matches!(self.stage, Stage::Frames) || Tag::at(held).is_some() {
            return None;
        }
        let Some(at) = held.len().checked_sub(ID3V1) else { return Some(false) };
        if !held[at..].starts_with(b"TAG") {
            return Some(false);
        }
        let more = at.checked_sub(ID3V1_MORE).filter(|at| held[*at..].starts_with(b"TAG+"));
        let mut changed = false;
        for text in [more.map(|more| more + 4..at), Some(at + 3..held.len())].into_iter().flatten()
        {
            let text = &mut held[text];
            changed |= tells_place(text) && blank(text);
        }
        Some(changed)
    }
}

/// Reads a Lyrics3 tag, which has no length before it.
fn lyrics(held: &mut [u8], scan: &mut Scan) -> Step {
    let ends = |window: &[u8]| matches!(window, b"LYRICSEND" | b"LYRICS200");
    match held.windows(9).position(ends) {
        Some(end) => {
            let text = &mut held[11.min(end)..end];
            scan.changed |= tells_place(text) && blank(text);
            Step::Edited(end + 9)
        }
        None if held.len() > LYRICS_MAX => Step::Blank { pass: 11, blank: LYRICS_MAX as u64 - 11 },
        None => Step::More,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::media::location::{
        comments::tests::comments_of,
        flac::tests::flac_of,
        id3::tests::mp3_of,
        tests::{has, scrubbed},
    };

    /// Coordinates, as ISO 6709 writes them.
    const POINT: &[u8] = b"+25.2048+055.2708/";

    /// Builds sound with an `APEv2` tag behind it, without its header if it has none.
    pub(in super::super) fn with_ape(key: &[u8], value: &[u8], has_header: bool) -> Vec<u8> {
        let long = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
        let item =
            |key: &[u8], value: &[u8]| [&long(value.len())[..], &[0; 4], key, &[0], value].concat();
        let items = [item(b"Title", b"Park"), item(key, value)].concat();
        let length = long(items.len() + 32);
        let frame = |flags: u32| {
            let head = [&b"APETAGEX"[..], &long(2000), &length, &long(2)].concat();
            [head, flags.to_le_bytes().to_vec(), vec![0; 8]].concat()
        };
        let header = if has_header { frame(0xa000_0000) } else { Vec::new() };
        [mp3_of(3, b"TXXX", b"\0Note\0x"), header, items, frame(0x8000_0000)].concat()
    }

    /// Builds sound with an `ID3v1` tag behind it.
    pub(in super::super) fn with_id3v1(comment: &[u8]) -> Vec<u8> {
        let mut tag = [&b"TAG"[..], &[b'a'; 94], comment].concat();
        tag.resize(128, 0);
        [mp3_of(3, b"TXXX", b"\0Note\0x"), vec![0x55; 900], tag].concat()
    }

    #[test]
    fn what_stands_behind_the_sound_loses_its_place() {
        let sound = mp3_of(3, b"TXXX", b"\0Note\0x");
        let lyrics = [b"LYRICSBEGINLYR00018", POINT, b"000033LYRICS200"].concat();
        let appended = mp3_of(4, b"TXXX", &[b"\0Note\0", POINT].concat());
        for file in [
            with_ape(b"Comment", POINT, true),
            with_ape(b"Comment", POINT, false),
            with_id3v1(POINT),
            [&sound[..], &lyrics].concat(),
            [&sound[..], &appended].concat(),
        ] {
            for size in [1, 50, file.len()] {
                let (kept, changed) = scrubbed("audio/mpeg", &file, size);
                assert!(changed && !has(&kept, POINT) && kept.len() == file.len());
                assert!(kept.starts_with(&sound[..40]));
            }
        }
    }

    #[test]
    fn what_tells_no_place_stays_behind_the_sound() {
        for file in [
            with_ape(b"Comment", b"loud", true),
            with_id3v1(b"loud"),
            [&mp3_of(3, b"TXXX", b"\0Note\0x")[..], b"LYRICSBEGIN[00:02]laLYRICSEND"].concat(),
            [b"\xff\xfb\x90\x64".as_slice(), &b"TAG ID3 APETAG".repeat(99)].concat(),
        ] {
            assert_eq!(scrubbed("audio/mpeg", &file, 70), (file, false));
        }
    }

    #[test]
    fn flac_behind_a_tag_loses_the_place_of_both() {
        let tag = mp3_of(4, b"TXXX", &[b"\0Note\0", POINT].concat());
        let tag = &tag[..tag.len() - 9];
        let flac = flac_of(4, &comments_of(&[b"TITLE=Park", b"LOCATION=25.2N"]));
        let file = [tag, tag, &flac].concat();
        for media_type in ["audio/flac", "audio/mpeg"] {
            let (kept, changed) = scrubbed(media_type, &file, 20);
            assert!(changed && !has(&kept, POINT) && !has(&kept, b"25.2N"), "{media_type}");
            assert!(has(&kept, b"TITLE=Park") && kept.ends_with(b"\xff\xf8sound"));
        }
    }
}
