//! Tracks of a film, and the positions of their samples (ISO/IEC 14496-12, section 8.7).

use std::ops::Range;

use super::{find, long, wide};
use crate::media::location::Scan;

/// Kinds of tracks that stay: pictures, sound, time codes.
const STAYING: [&[u8]; 6] = [b"vide", b"soun", b"tmcd", b"auxv", b"pict", b"hint"];

const TABLE: [&[u8; 4]; 3] = [b"mdia", b"minf", b"stbl"];

/// Returns whether a track consists of pictures or sound. A track that doesn't say so is nothing
/// that anybody can play.
pub(super) fn stays(bytes: &[u8], track: Range<usize>, scan: &mut Scan) -> Option<bool> {
    let handler = find(bytes, track, &[b"mdia", b"hdlr"], scan)?;
    Some(handler.is_empty() || STAYING.contains(&bytes[handler].get(8..12)?))
}

/// Returns a track's id.
pub(super) fn id(bytes: &[u8], track: Range<usize>, scan: &mut Scan) -> Option<u32> {
    let header = find(bytes, track, &[b"tkhd"], scan)?;
    let header = &bytes[header];
    long(header, if header.first() == Some(&1) { 20 } else { 12 })
}

/// Returns the ranges of a track's samples in the file.
pub(super) fn samples(
    bytes: &[u8],
    track: Range<usize>,
    scan: &mut Scan,
) -> Option<Vec<Range<u64>>> {
    let table = find(bytes, track, &TABLE, scan)?;
    let mut part = |name: &[u8; 4]| find(bytes, table.clone(), &[name], scan).map(|at| &bytes[at]);
    let (narrow, wide) = (part(b"stco")?, part(b"co64")?);
    // A track may also have its samples in fragments.
    if narrow.is_empty() && wide.is_empty() {
        return Some(Vec::new());
    }
    let is_wide = narrow.is_empty();
    let chunks = Chunks { table: if is_wide { wide } else { narrow }, is_wide };
    let (runs, sizes) = (part(b"stsc")?, part(b"stsz")?);
    let count = chunks.count()?;
    // An empty table has no samples.
    if count == 0 {
        return Some(Vec::new());
    }
    // Smaller sizes (`stz2`) are rare enough to refuse.
    let mut sizes = Sizes::read(sizes)?;
    let mut runs = Runs { table: runs, next: 0, each: 0 };
    let mut ranges = Vec::new();
    for index in 0..count {
        let each = runs.samples_of(index)?;
        let length = sizes.take(each, scan)?;
        let start = chunks.position(index)?;
        ranges.push(start..start.checked_add(length)?);
        scan.budget.spend(1)?;
    }
    Some(ranges)
}

/// Table of the positions of chunks of samples.
struct Chunks<'a> {
    table: &'a [u8],
    is_wide: bool,
}

impl Chunks<'_> {
    /// Returns the count of chunks, which the table must have room for.
    fn count(&self) -> Option<usize> {
        let count = usize::try_from(long(self.table, 4)?).ok()?;
        let room = (self.table.len() - 8) / if self.is_wide { 8 } else { 4 };
        (count <= room).then_some(count)
    }

    fn position(&self, index: usize) -> Option<u64> {
        if self.is_wide {
            wide(self.table, 8 + 8 * index)
        } else {
            long(self.table, 8 + 4 * index).map(u64::from)
        }
    }
}

/// Table of how many samples each chunk has: the first chunk of each run, counted from one, and the
/// samples of a chunk.
struct Runs<'a> {
    table: &'a [u8],
    next: usize,
    each: u32,
}

impl Runs<'_> {
    fn samples_of(&mut self, chunk: usize) -> Option<u32> {
        let count = usize::try_from(long(self.table, 4)?).ok()?;
        while self.next < count {
            let at = 8 + 12 * self.next;
            if usize::try_from(long(self.table, at)?).ok()? > chunk + 1 {
                break;
            }
            self.each = long(self.table, at + 4)?;
            self.next += 1;
        }
        Some(self.each)
    }
}

/// Table of the sizes of samples, or one size of all.
struct Sizes<'a> {
    table: &'a [u8],
    all: u32,
    left: u32,
    next: usize,
}

impl<'a> Sizes<'a> {
    fn read(table: &'a [u8]) -> Option<Self> {
        Some(Self { table, all: long(table, 4)?, left: long(table, 8)?, next: 12 })
    }

    /// Returns the length of the next samples.
    fn take(&mut self, count: u32, scan: &mut Scan) -> Option<u64> {
        let count = count.min(self.left);
        self.left -= count;
        if self.all > 0 {
            return Some(u64::from(self.all) * u64::from(count));
        }
        let mut sum = 0;
        for _ in 0..count {
            scan.budget.spend(1)?;
            sum += u64::from(long(self.table, self.next)?);
            self.next += 4;
        }
        Some(sum)
    }
}
