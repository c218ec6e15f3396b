//! APE tags (version 2), which stand behind MP3 and AAC: a header, items, and a footer. Version 1
//! has no header.

use std::iter;

use super::{
    HELD_MAX, Scan, Step, clean_cover,
    marks::blank,
    words::{names_place, tells_place},
};

/// Signature of the header and of the footer.
pub(super) const MARK: &[u8] = b"APETAGEX";
/// Length of the header and of the footer.
const HEADER: usize = 32;
/// Flag of a header.
const IS_HEADER: u32 = 1 << 29;

/// Reads a tag from its header on, or what is left of it from its footer on.
pub(super) fn step(held: &mut [u8], scan: &mut Scan) -> Step {
    let (Some(length), Some(flags)) = (long(held, 12), long(held, 20)) else { return Step::More };
    if held.len() < HEADER {
        return Step::More;
    }
    let (length, is_header) = (u64::from(length), flags & IS_HEADER != 0);
    if !is_header {
        // The items have passed before anybody could look at them.
        let items = length.saturating_sub(HEADER as u64);
        let passed = scan.position.saturating_sub(items)..scan.position;
        scan.mark(iter::once(passed).collect());
        return Step::Pass(HEADER as u64);
    }
    let whole = HEADER as u64 + length;
    if whole > HELD_MAX as u64 {
        return Step::Blank { pass: HEADER as u64, blank: length };
    }
    let Some(items) = usize::try_from(whole).ok().and_then(|whole| held.get_mut(HEADER..whole))
    else {
        return Step::More;
    };
    // The footer has no item's shape, and ends the list.
    let footer = items.windows(MARK.len()).rposition(|window| window == MARK);
    let end = footer.unwrap_or(items.len());
    scan.changed |= blank_items(&mut items[..end]);
    Step::Edited(HEADER + items.len())
}

/// Overwrites the values of items that tell a place: a length, flags, a name up to a zero, and the
/// value. Returns whether it overwrote any.
fn blank_items(mut rest: &mut [u8]) -> bool {
    let mut changed = false;
    while !rest.is_empty() {
        let value = long(rest, 0).and_then(|length| {
            let name = rest.get(8..)?.iter().position(|byte| *byte == 0)?;
            let start = 8 + name + 1;
            let end = start.checked_add(usize::try_from(length).ok()?)?;
            (end <= rest.len()).then_some((8..8 + name, start..end))
        });
        // What is no item can't be read.
        let Some((name, value)) = value else { return changed | blank(rest) };
        let end = value.end;
        let is_named = names_place(&rest[name]);
        let value = &mut rest[value];
        changed |= if is_named || tells_place(value) { blank(value) } else { clean_cover(value) };
        rest = &mut rest[end..];
    }
    changed
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}
