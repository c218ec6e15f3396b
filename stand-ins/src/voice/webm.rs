//! Reader of a browser's recording: EBML elements in sequence, some of unknown size.

/// The Opus track of a recording.
pub(super) struct Track {
    /// Its `OpusHead`.
    pub(super) head: Vec<u8>,
    pub(super) packets: Vec<Vec<u8>>,
}

/// Elements whose content is elements: Segment, Cluster, Tracks, `TrackEntry` and `BlockGroup`.
const PARENTS: [u32; 5] = [0x1853_8067, 0x1f43_b675, 0x1654_ae6b, 0xae, 0xa0];
const CODEC: u32 = 0x86;
const CODEC_PRIVATE: u32 = 0x63a2;
const SIMPLE_BLOCK: u32 = 0xa3;
const BLOCK: u32 = 0xa1;

/// Reads a recording of one Opus track, or nothing if it isn't one.
pub(super) fn read(recording: &[u8]) -> Option<Track> {
    if !recording.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) {
        return None;
    }
    let (mut rest, mut is_opus) = (recording, false);
    let mut track = Track { head: Vec::new(), packets: Vec::new() };
    while let Some((id, size, content)) = element(rest) {
        if PARENTS.contains(&id) {
            rest = content;
            continue;
        }
        // The end of a recording that was cut short.
        let Some((content, next)) = size.and_then(|size| content.split_at_checked(size)) else {
            break;
        };
        match id {
            CODEC => is_opus = content == b"A_OPUS",
            CODEC_PRIVATE => track.head = content.to_vec(),
            SIMPLE_BLOCK | BLOCK => track.packets.extend(packet(content)),
            _ => {}
        }
        rest = next;
    }
    let is_whole = is_opus && track.head.starts_with(b"OpusHead") && !track.packets.is_empty();
    is_whole.then_some(track)
}

/// Returns the packet of a block without lacing: after track number, time and flags.
fn packet(block: &[u8]) -> Option<Vec<u8>> {
    let (_, _, after_track) = number(block)?;
    let packet = after_track.get(3..)?;
    (!packet.is_empty()).then(|| packet.to_vec())
}

/// Returns an element's id, its size if that is known, and all that follows its header.
fn element(bytes: &[u8]) -> Option<(u32, Option<usize>, &[u8])> {
    let length = usize::try_from(bytes.first()?.leading_zeros()).ok()? + 1;
    if length > 4 {
        return None;
    }
    let (id, rest) = bytes.split_at_checked(length)?;
    let id = id.iter().fold(0, |id, byte| id << 8 | u32::from(*byte));
    let (size, is_unknown, rest) = number(rest)?;
    let size = usize::try_from(size).ok().filter(|_| !is_unknown);
    Some((id, size, rest))
}

/// Returns a number of variable length, whether it means an unknown size, and what follows it.
fn number(bytes: &[u8]) -> Option<(u64, bool, &[u8])> {
    let first = *bytes.first()?;
    let length = usize::try_from(first.leading_zeros()).ok()? + 1;
    if length > 8 {
        return None;
    }
    let (number, rest) = bytes.split_at_checked(length)?;
    let mask = u64::MAX >> (64 - 7 * length);
    let value = number.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)) & mask;
    Some((value, value == mask, rest))
}
