//! Fragments of a film (ISO/IEC 14496-12, section 8.8): each describes the samples after it.

use std::ops::Range;

use super::{children, find, free, long, tags, wide};
use crate::media::location::{Scan, marks::blank};

/// Edits a box `moof`: the parts of dropped tracks become free space, and their samples are marked.
pub(super) fn edit(
    bytes: &mut [u8],
    range: Range<usize>,
    dropped: &[u32],
    scan: &mut Scan,
) -> Option<()> {
    for child in children(bytes, range.clone(), scan)? {
        if child.name != *b"traf" {
            continue;
        }
        let header = find(bytes, child.content.clone(), &[b"tfhd"], scan)?;
        let track = long(&bytes[header.clone()], 4);
        if track.is_some_and(|track| dropped.contains(&track)) {
            let ranges = samples(bytes, child.content.clone(), header, scan)?;
            scan.mark(ranges);
            let end = child.content.end;
            free(&mut bytes[..end], child.at, child.content.start, scan);
        } else {
            tags::edit_children(bytes, child.content, scan)?;
        }
    }
    for child in children(bytes, range, scan)? {
        if matches!(&child.name, b"uuid" | b"free" | b"skip") {
            scan.changed |= blank(&mut bytes[child.content]);
        }
    }
    Some(())
}

/// Returns the ranges of the samples of one track in a fragment.
fn samples(
    bytes: &[u8],
    part: Range<usize>,
    header: Range<usize>,
    scan: &mut Scan,
) -> Option<Vec<Range<u64>>> {
    let header = &bytes[header];
    let flags = long(header, 0)?;
    let has = |flag: u32| flags & flag != 0;
    // Fields that the flags announce, in their order: base, description, duration, size.
    let base = if has(1) { wide(header, 8)? } else { scan.position };
    let before = [(1, 8), (2, 4), (8, 4)];
    let at =
        8 + before.into_iter().filter(|(flag, _)| has(*flag)).map(|(_, size)| size).sum::<usize>();
    let usual = if has(0x10) { Some(long(header, at)?) } else { None };
    let mut ranges = Vec::new();
    for run in children(bytes, part, scan)?.into_iter().filter(|child| child.name == *b"trun") {
        let run = &bytes[run.content];
        let (flags, count) = (long(run, 0)?, long(run, 4)?);
        let has = |flag: u32| flags & flag != 0;
        // Without a position, the samples follow the run before, which another track may have.
        let offset = has(1).then(|| long(run, 8))??;
        let mut at = if has(4) { 16 } else { 12 };
        let fields = |flags: &[u32]| flags.iter().filter(|flag| has(**flag)).count() * 4;
        let (before, each) = (fields(&[0x100]), fields(&[0x100, 0x200, 0x400, 0x800]));
        let mut length = 0;
        if has(0x200) {
            for _ in 0..count {
                scan.budget.spend(1)?;
                length += u64::from(long(run, at + before)?);
                at += each;
            }
        } else {
            length = u64::from(usual?) * u64::from(count);
        }
        let start = base.checked_add_signed(i64::from(offset.cast_signed()))?;
        ranges.push(start..start.checked_add(length)?);
    }
    Some(ranges)
}
