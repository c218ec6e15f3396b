//! ISO base media files (ISO/IEC 14496-12): HEIF, MP4, 3GP, and `QuickTime`, from which they come.
//!
//! A file is a chain of boxes. Boxes with the description of a film or picture are held and edited;
//! boxes that nobody needs for playing become free space. Tracks of other samples than pictures and
//! sound, in which cameras write positions, become free space together with their samples.

mod fragment;
mod items;
mod tags;
mod track;

use std::ops::Range;

use super::{HELD_MAX, Scan, Step, marks::blank};

/// Boxes of a file and of its box `moov` that can't tell a place.
const PASSING: [&[u8; 4]; 14] = [
    b"ftyp", b"styp", b"sidx", b"ssix", b"mfra", b"prft", b"pdin", b"emsg", b"mvhd", b"mvex",
    b"iods", b"mdat", b"stss", b"pasp",
];
/// Boxes that are held and edited.
const HELD: [&[u8; 4]; 5] = [b"trak", b"udta", b"meta", b"moof", b"gps "];
/// Id of the description of spherical film, which players need.
const SPHERICAL: [u8; 16] = *b"\xff\xcc\x82\x63\xf8\x55\x4a\x93\x88\x14\x58\x7a\x02\x52\x1f\xdd";

/// Parser of a file.
#[derive(Default)]
pub(super) struct BaseMedia {
    /// Tracks that became free space.
    dropped: Vec<u32>,
}

/// Head of a box.
struct Head {
    name: [u8; 4],
    length: u64,
    /// Length of the box with its head; `None` if it extends to the end of the file.
    whole: Option<u64>,
}

impl Head {
    /// Reads a box's head; `None` if it hasn't arrived whole.
    fn read(bytes: &[u8]) -> Option<Self> {
        let [a, b, c, d, name @ ..] = *bytes.first_chunk::<8>()?;
        let (length, whole) = match u32::from_be_bytes([a, b, c, d]) {
            0 => (8, None),
            1 => (16, Some(u64::from_be_bytes(*bytes[8..].first_chunk()?))),
            whole => (8, Some(u64::from(whole))),
        };
        Some(Self { name, length, whole })
    }

    fn is_valid(&self) -> bool {
        let is_name = self.name.iter().all(|byte| matches!(byte, b' '..=b'~' | 0xa9));
        is_name && self.whole.is_none_or(|whole| whole >= self.length)
    }
}

impl BaseMedia {
    pub(super) fn step(&mut self, input: &mut [u8], scan: &mut Scan) -> Step {
        let Some(head) = Head::read(input) else { return Step::More };
        if !head.is_valid() {
            return Step::BlankRest;
        }
        let Some(whole) = head.whole else {
            scan.is_opaque |= HELD.contains(&&head.name) || head.name == *b"moov";
            return if PASSING.contains(&&head.name) { Step::Rest } else { Step::BlankRest };
        };
        match &head.name {
            // Its boxes follow as if they were the file's own.
            b"moov" => Step::Pass(head.length),
            b"cmov" => {
                scan.is_opaque = true;
                Step::BlankRest
            }
            b"uuid" if input.len() < 24 && whole >= 24 => Step::More,
            b"uuid" if input.get(8..24) == Some(&SPHERICAL) => Step::Pass(whole),
            name if PASSING.contains(&name) => Step::Pass(whole),
            name if HELD.contains(&name) => self.hold(input, &head, whole, scan),
            _ => Step::Blank { pass: head.length, blank: whole - head.length },
        }
    }

    fn hold(&mut self, input: &mut [u8], head: &Head, whole: u64, scan: &mut Scan) -> Step {
        if whole > HELD_MAX as u64 {
            scan.is_opaque = true;
            return Step::BlankRest;
        }
        let used = usize::try_from(whole).unwrap_or(usize::MAX);
        let Some(bytes) = input.get_mut(..used) else { return Step::More };
        let start = usize::try_from(head.length).unwrap_or(used);
        let edited = match &head.name {
            b"trak" => self.edit_track(bytes, start, scan),
            b"udta" => tags::edit_user_data(bytes, start..used, scan),
            b"meta" => items::places(bytes, scan.position, &mut scan.budget).and_then(|places| {
                scan.mark(places);
                tags::edit_meta(bytes, start..used, scan)
            }),
            b"moof" => fragment::edit(bytes, start..used, &self.dropped, scan),
            _ => position_list(bytes, start, scan),
        };
        scan.is_opaque |= edited.is_none();
        Step::Edited(used)
    }

    /// Turns a track of other samples than pictures and sound into free space, and edits what is
    /// said of any other.
    fn edit_track(&mut self, bytes: &mut [u8], start: usize, scan: &mut Scan) -> Option<()> {
        let range = start..bytes.len();
        if track::stays(bytes, range.clone(), scan)? {
            return tags::edit_children(bytes, range, scan);
        }
        self.dropped.extend(track::id(bytes, range.clone(), scan));
        let samples = track::samples(bytes, range, scan)?;
        scan.mark(samples);
        free(bytes, 0, start, scan);
        Some(())
    }
}

/// Marks the blocks that a dashboard camera's list of positions names, and overwrites the list: a
/// version, a date, a count at byte 4, then the beginning and length of each block.
fn position_list(bytes: &mut [u8], start: usize, scan: &mut Scan) -> Option<()> {
    scan.budget.spend(bytes.len() as u64 / 8)?;
    let (pairs, _) = bytes.get(start + 8..).unwrap_or_default().as_chunks::<8>();
    let blocks = pairs.iter().map(|[a, b, c, d, length @ ..]| {
        let at = u64::from(u32::from_be_bytes([*a, *b, *c, *d]));
        at..at + u64::from(u32::from_be_bytes(*length))
    });
    // Each block begins with a box's head, which stays.
    scan.mark(blocks.filter(|block| block.start > 0).map(|at| at.start + 8..at.end).collect());
    scan.changed |= blank(&mut bytes[start..]);
    Some(())
}

/// Turns the box at `at`, whose content begins at `content` and ends with `bytes`, into free space.
fn free(bytes: &mut [u8], at: usize, content: usize, scan: &mut Scan) {
    bytes[at + 4..at + 8].copy_from_slice(b"free");
    blank(&mut bytes[content..]);
    scan.changed = true;
}

/// Box inside another one, by its positions in it.
struct Child {
    name: [u8; 4],
    at: usize,
    content: Range<usize>,
}

/// Parses the boxes in a range. Zeros may end them.
fn children(bytes: &[u8], range: Range<usize>, scan: &mut Scan) -> Option<Vec<Child>> {
    let (mut all, mut at) = (Vec::new(), range.start);
    let bytes = bytes.get(..range.end)?;
    while bytes[at..].len() >= 8 {
        scan.budget.spend(2)?;
        let head = Head::read(&bytes[at..])?;
        let whole = match head.whole {
            Some(whole) => usize::try_from(whole).ok()?,
            None if bytes[at..].iter().all(|byte| *byte == 0) => break,
            None => range.end - at,
        };
        let content = at + usize::try_from(head.length).ok()?;
        let end = at.checked_add(whole).filter(|end| content <= *end && *end <= range.end)?;
        all.push(Child { name: head.name, at, content: content..end });
        at = end;
    }
    Some(all)
}

/// Returns the range of the content of the box on this path, which is empty if there is no such
/// box.
fn find(
    bytes: &[u8],
    range: Range<usize>,
    path: &[&[u8; 4]],
    scan: &mut Scan,
) -> Option<Range<usize>> {
    path.iter().try_fold(range, |range, name| {
        let child = children(bytes, range, scan)?.into_iter().find(|child| child.name == **name);
        Some(child.map_or(0..0, |child| child.content))
    })
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_be_bytes)
}

fn wide(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_be_bytes)
}

#[cfg(test)]
pub(super) mod tests;
