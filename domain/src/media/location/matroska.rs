//! Matroska and `WebM`: elements inside elements (RFC 8794, RFC 9559). Those that hold others are
//! entered, so that a stream of unknown length is one chain of elements.

use super::{HELD_MAX, Scan, Step, marks::blank, words::tells_place};

const SEGMENT: u32 = 0x1853_8067;
const CLUSTER: u32 = 0x1f43_b675;
const BLOCK_GROUP: u32 = 0xa0;
const TRACKS: u32 = 0x1654_ae6b;
const TRACK: u32 = 0xae;
const TRACK_NUMBER: u32 = 0xd7;
const TRACK_TYPE: u32 = 0x83;
const TAGS: u32 = 0x1254_c367;
const TAG: u32 = 0x7373;
const SIMPLE_TAG: u32 = 0x67c8;
const TAG_STRING: u32 = 0x4487;
const TAG_BINARY: u32 = 0x4485;
const ATTACHMENTS: u32 = 0x1941_a469;
const ATTACHED_FILE: u32 = 0x61a7;
const FILE_DATA: u32 = 0x465c;
const BLOCK: u32 = 0xa1;
const SIMPLE_BLOCK: u32 = 0xa3;
const VOID: u32 = 0xec;

const ENTERED: [u32; 8] =
    [SEGMENT, CLUSTER, BLOCK_GROUP, TRACKS, TAGS, TAG, ATTACHMENTS, ATTACHED_FILE];

/// Types of tracks whose samples stay: video, sound, both, a logo.
const STAYING: [u64; 4] = [1, 2, 3, 16];
/// Most tracks whose samples are overwritten.
const TRACKS_MAX: usize = 64;

/// Tracks that tell something else than pictures and sound, such as positions or texts.
#[derive(Default)]
pub(super) struct Matroska {
    silenced: Vec<u64>,
}

/// Head of an element.
struct Head {
    id: u32,
    length: usize,
    /// Length of the content; `None` if it is unknown.
    content: Option<u64>,
}

impl Matroska {
    pub(super) fn step(&mut self, input: &mut [u8], scan: &mut Scan) -> Step {
        let head = match Head::read(input) {
            Ok(Some(head)) => head,
            Ok(None) => return Step::More,
            Err(()) => return Step::BlankRest,
        };
        let pass = head.length as u64;
        let Some(content) = head.content.filter(|_| !ENTERED.contains(&head.id)) else {
            return if ENTERED.contains(&head.id) { Step::Pass(pass) } else { Step::BlankRest };
        };
        match head.id {
            VOID | FILE_DATA => Step::Blank { pass, blank: content },
            BLOCK | SIMPLE_BLOCK if !self.silenced.is_empty() => self.block(input, &head, content),
            TRACK | SIMPLE_TAG if pass + content > HELD_MAX as u64 => {
                Step::Blank { pass, blank: content }
            }
            TRACK | SIMPLE_TAG => {
                let end = usize::try_from(pass + content).unwrap_or(usize::MAX);
                let Some(inside) = input.get_mut(head.length..end) else { return Step::More };
                if head.id == SIMPLE_TAG {
                    scan.changed |= tells_place(inside) && blank_tag(inside);
                } else if let Some(number) = silenced_track(inside) {
                    scan.is_opaque |= self.silenced.len() >= TRACKS_MAX;
                    self.silenced.truncate(TRACKS_MAX);
                    self.silenced.push(number);
                }
                Step::Edited(end)
            }
            _ => Step::Pass(pass.saturating_add(content)),
        }
    }

    /// Overwrites a block's samples if its track is silenced. Its head, after the track's number,
    /// is a time of two bytes and flags.
    fn block(&self, input: &[u8], head: &Head, content: u64) -> Step {
        let pass = head.length as u64;
        match number(&input[head.length..], true) {
            Some((track, length)) if self.silenced.contains(&track) => {
                let kept = (length as u64 + 3).min(content);
                Step::Blank { pass: pass + kept, blank: content - kept }
            }
            None if input.len() < head.length + 8 => Step::More,
            _ => Step::Pass(pass.saturating_add(content)),
        }
    }
}

impl Head {
    /// Reads an element's head; `None` if it hasn't arrived whole.
    fn read(bytes: &[u8]) -> Result<Option<Self>, ()> {
        let Some(first) = bytes.first() else { return Ok(None) };
        if first.leading_zeros() > 3 {
            return Err(());
        }
        let Some((id, id_length)) = number(bytes, false) else { return Ok(None) };
        let rest = &bytes[id_length..];
        if rest.first() == Some(&0) {
            return Err(());
        }
        let Some((content, length)) = number(rest, true) else { return Ok(None) };
        let is_unknown = content == (1 << (7 * length)) - 1;
        let content = (!is_unknown).then_some(content);
        let id = u32::try_from(id).map_err(|_| ())?;
        Ok(Some(Self { id, length: id_length + length, content }))
    }
}

/// Decodes a number whose first bits tell its length, with or without those bits.
fn number(bytes: &[u8], is_bare: bool) -> Option<(u64, usize)> {
    let first = *bytes.first()?;
    let length = first.leading_zeros() as usize + 1;
    let all = bytes.get(..length).filter(|_| length <= 8)?;
    let whole = all.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    Some((if is_bare { whole & ((1 << (7 * length)) - 1) } else { whole }, length))
}

/// Calls `each` with the id and the content of each element, and enters nested tags.
fn elements(mut bytes: &mut [u8], mut each: impl FnMut(u32, &mut [u8])) {
    while let Ok(Some(head)) = Head::read(bytes) {
        let (_, rest) = std::mem::take(&mut bytes).split_at_mut(head.length);
        if head.id == SIMPLE_TAG {
            bytes = rest;
            continue;
        }
        let length = head.content.and_then(|length| usize::try_from(length).ok());
        let length = length.unwrap_or(usize::MAX).min(rest.len());
        let (content, after) = rest.split_at_mut(length);
        each(head.id, content);
        bytes = after;
    }
}

/// Overwrites the values of a tag.
fn blank_tag(inside: &mut [u8]) -> bool {
    let mut changed = false;
    elements(inside, |id, content| {
        if matches!(id, TAG_STRING | TAG_BINARY) {
            changed |= blank(content);
        }
    });
    changed
}

/// Returns a track's number if its samples are neither pictures nor sound.
fn silenced_track(inside: &mut [u8]) -> Option<u64> {
    let (mut track, mut kind) = (0, 0);
    elements(inside, |id, content| {
        let value = content.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        match id {
            TRACK_NUMBER => track = value,
            TRACK_TYPE => kind = value,
            _ => {}
        }
    });
    (!STAYING.contains(&kind)).then_some(track)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::media::location::tests::{PLACE, has, scrubbed};

    fn element(id: u32, content: &[u8]) -> Vec<u8> {
        let id: Vec<u8> = id.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
        let length = u32::try_from(content.len()).unwrap() | 0x1000_0000;
        [&id[..], &length.to_be_bytes(), content].concat()
    }

    /// Builds a film whose segment and cluster have no length, with this tag and a track of texts.
    pub(in super::super) fn webm_of(name: &[u8], value: &[u8]) -> Vec<u8> {
        let track = |number: u8, kind: u8| {
            element(
                TRACK,
                &[element(TRACK_NUMBER, &[number]), element(TRACK_TYPE, &[kind])].concat(),
            )
        };
        let block = |track: u8, content: &[u8]| {
            element(SIMPLE_BLOCK, &[&[0x80 | track, 0, 0, 0], content].concat())
        };
        let tag =
            element(SIMPLE_TAG, &[element(0x45a3, name), element(TAG_STRING, value)].concat());
        [
            element(0x1a45_dfa3, &element(0x4282, b"webm")),
            b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff".to_vec(),
            element(TRACKS, &[track(1, 1), track(2, 17)].concat()),
            b"\x1f\x43\xb6\x75\xff".to_vec(),
            block(1, b"a picture"),
            block(2, value),
            element(TAGS, &element(TAG, &tag)),
        ]
        .concat()
    }

    #[test]
    fn samples_of_texts_and_tags_of_places_go() {
        let (kept, changed) = scrubbed("video/webm", &webm_of(b"LOCATION", PLACE), 11);
        assert!(changed && !has(&kept, PLACE) && has(&kept, b"a picture"));
        let (kept, _) = scrubbed("video/webm", &webm_of(b"TITLE", b"Park"), 11);
        assert_eq!(kept.windows(4).filter(|window| window == b"Park").count(), 1);
    }
}
