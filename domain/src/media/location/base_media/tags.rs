//! Metadata of a film: user data, and lists of keys and values (`QuickTime` File Format,
//! "Metadata").

use std::ops::Range;

use super::{Child, SPHERICAL, children, find, long};
use crate::media::location::{
    Scan,
    marks::blank,
    words::{has_coordinates, names_place, tells_place},
};

/// User data that can't tell a place: titles, people, dates, programs, rights, how to play.
const USER_DATA: [&[u8; 4]; 28] = [
    b"\xa9nam", b"\xa9ART", b"\xa9day", b"\xa9too", b"\xa9swr", b"\xa9mak", b"\xa9mod", b"\xa9cpy",
    b"\xa9cmt", b"\xa9des", b"\xa9alb", b"\xa9gen", b"\xa9inf", b"\xa9enc", b"\xa9fmt", b"\xa9wrt",
    b"titl", b"dscp", b"cprt", b"perf", b"auth", b"gnre", b"yrrc", b"albm", b"name", b"tagc",
    b"hnti", b"hinf",
];

/// Edits the boxes of a track or a fragment, down to user data.
pub(super) fn edit_children(bytes: &mut [u8], range: Range<usize>, scan: &mut Scan) -> Option<()> {
    for child in children(bytes, range, scan)? {
        match &child.name {
            b"udta" => edit_user_data(bytes, child.content, scan)?,
            b"meta" => edit_meta(bytes, child.content, scan)?,
            b"uuid" if bytes.get(child.content.clone())?.starts_with(&SPHERICAL) => {}
            b"uuid" | b"free" | b"skip" => free(bytes, &child, scan),
            _ => {}
        }
    }
    Some(())
}

/// Edits user data. What isn't known becomes free space.
pub(super) fn edit_user_data(bytes: &mut [u8], range: Range<usize>, scan: &mut Scan) -> Option<()> {
    for child in children(bytes, range, scan)? {
        if child.name == *b"meta" {
            edit_meta(bytes, child.content, scan)?;
        } else if !USER_DATA.contains(&&child.name)
            || has_coordinates(bytes.get(child.content.clone())?)
        {
            free(bytes, &child, scan);
        }
    }
    Some(())
}

/// Edits a box `meta`: keys with their values, and what else isn't known.
pub(super) fn edit_meta(bytes: &mut [u8], range: Range<usize>, scan: &mut Scan) -> Option<()> {
    let range = boxes_of(bytes, range);
    let keys = find(bytes, range.clone(), &[b"keys"], scan)?;
    let keys = keys_of(bytes, keys, scan)?;
    for child in children(bytes, range, scan)? {
        match &child.name {
            b"ilst" => edit_values(bytes, child.content, &keys, scan)?,
            b"uuid" | b"free" | b"skip" | b"xml " | b"bxml" | b"ID32" => {
                free(bytes, &child, scan);
            }
            _ => {}
        }
    }
    Some(())
}

/// Returns the range of the boxes in a box `meta`. In MP4, a version precedes them; in `QuickTime`,
/// nothing does.
pub(super) fn boxes_of(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let is_bare = bytes.get(range.start + 4..range.start + 8) == Some(b"hdlr");
    let start = if is_bare { range.start } else { range.start + 4 };
    start.min(range.end)..range.end
}

/// Returns, for each key, whether it names a place.
fn keys_of(bytes: &[u8], range: Range<usize>, scan: &mut Scan) -> Option<Vec<bool>> {
    let (mut all, mut at) = (Vec::new(), range.start + 8);
    while at + 8 <= range.end {
        scan.budget.spend(2)?;
        let length = usize::try_from(long(bytes, at)?).ok()?;
        let end = at.checked_add(length).filter(|end| length >= 8 && *end <= range.end)?;
        all.push(names_place(&bytes[at + 8..end]));
        at = end;
    }
    Some(all)
}

/// Edits a list of values. Each one's name is the number of its key, or says by itself what it is.
fn edit_values(
    bytes: &mut [u8],
    range: Range<usize>,
    keys: &[bool],
    scan: &mut Scan,
) -> Option<()> {
    for child in children(bytes, range, scan)? {
        let key = usize::try_from(u32::from_be_bytes(child.name)).ok()?;
        let content = bytes.get(child.content.clone())?;
        let is_place = match &child.name {
            _ if key.checked_sub(1).and_then(|key| keys.get(key)).copied().unwrap_or(false) => true,
            b"\xa9xyz" | b"loci" | b"free" => true,
            b"----" => tells_place(content),
            b"covr" => {
                scan.changed |= super::super::clean_cover(&mut bytes[child.content.clone()]);
                false
            }
            _ => has_coordinates(&content[..content.len().min(4096)]),
        };
        if is_place {
            free(bytes, &child, scan);
        }
    }
    Some(())
}

/// Turns a box into free space.
fn free(bytes: &mut [u8], child: &Child, scan: &mut Scan) {
    let is_free = bytes[child.at + 4..child.at + 8] == *b"free";
    bytes[child.at + 4..child.at + 8].copy_from_slice(b"free");
    scan.changed |= blank(&mut bytes[child.content.clone()]) || !is_free;
}
