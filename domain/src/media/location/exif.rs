//! Location in EXIF, a TIFF structure (EXIF 2.32, section 4.6): directories that point to each
//! other, one of which is the location's. Notes of the maker and XMP, which may repeat the
//! location, go too.

use std::{collections::BTreeSet, ops::Range};

use super::{
    marks::{Budget, blank},
    words::tells_place,
};

/// Tag of the entry that points to the location's directory.
const GPS: u16 = 0x8825;
/// Tags of entries that point to other directories: EXIF, interoperability, further pictures.
const DIRECTORIES: [u16; 3] = [0x8769, 0xa005, 0x014a];
/// Tags of values that may repeat the location: XMP, IPTC, Photoshop, the maker's notes.
const REPEATED: [u16; 4] = [0x02bc, 0x83bb, 0x8649, 0x927c];

/// Tags of texts that somebody or a program may have written a place into: description, comment of
/// the user, title, comment, author, keywords and subject of Windows.
const TEXTS: [u16; 7] = [0x010e, 0x9286, 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f];

/// Most directories that are read: the picture's, the thumbnail's, EXIF's, and some in reserve.
const DIRECTORIES_MAX: usize = 16;
/// Most values that are overwritten.
const VALUES_MAX: usize = 4096;

const ENTRY: usize = 12;

/// Overwrites the location, and returns whether there was one. A structure that can't be parsed is
/// overwritten whole.
pub(super) fn blank_location(tiff: &mut [u8], budget: &mut Budget) -> bool {
    let Some(places) = places(tiff, budget) else { return blank(tiff) };
    let mut changed = false;
    for range in places {
        changed |= blank(&mut tiff[range]);
    }
    changed
}

/// Returns the ranges that hold a location; `None` if the structure is broken.
fn places(tiff: &[u8], budget: &mut Budget) -> Option<Vec<Range<usize>>> {
    let reader = Reader::of(tiff)?;
    let mut found = Vec::new();
    let (mut left, mut visited) = (vec![reader.long(4)?], BTreeSet::new());
    while let Some(at) = left.pop() {
        // Directories that come back were read already.
        if at == 0 || !visited.insert(at) {
            continue;
        }
        let directory = reader.directory(at)?;
        budget.spend(directory.len() as u64 / 4 + 1)?;
        for entry in directory.clone().step_by(ENTRY) {
            match reader.short(entry)? {
                GPS => {
                    let gps_at = reader.long(entry + 8)?;
                    if gps_at != 0 && visited.insert(gps_at) {
                        let gps = reader.directory(gps_at)?;
                        budget.spend(gps.len() as u64 / 4 + 1)?;
                        found.extend(gps.clone().step_by(ENTRY).filter_map(|at| reader.value(at)));
                        // The range includes the entry count: the directory becomes an empty one.
                        found.push(gps.start - 2..gps.end);
                    }
                }
                tag if TEXTS.contains(&tag) => {
                    if let Some(text) = reader.value(entry) {
                        // Entries may share a text: each reading of it costs.
                        budget.spend(text.len() as u64)?;
                        found.extend(Some(text).filter(|text| tells_place(&tiff[text.clone()])));
                    }
                }
                tag if REPEATED.contains(&tag) => found.extend(reader.value(entry)),
                tag if DIRECTORIES.contains(&tag) => reader.pointers(entry, &mut left)?,
                _ => {}
            }
        }
        left.push(reader.long(directory.end).unwrap_or(0));
        if visited.len() + left.len() > DIRECTORIES_MAX || found.len() > VALUES_MAX {
            return None;
        }
    }
    Some(merged(found))
}

/// Merges ranges, so that overlapping values are overwritten once.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| range.start);
    ranges.dedup_by(|next, range| {
        let touches = next.start <= range.end;
        if touches {
            range.end = range.end.max(next.end);
        }
        touches
    });
    ranges
}

struct Reader<'a> {
    tiff: &'a [u8],
    is_little: bool,
}

impl<'a> Reader<'a> {
    fn of(tiff: &'a [u8]) -> Option<Self> {
        let is_little = match tiff.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        Some(Self { tiff, is_little })
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.tiff.get(at..)?.first_chunk().copied()?;
        Some(if self.is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let bytes = self.tiff.get(at..)?.first_chunk().copied()?;
        let number =
            if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
        usize::try_from(number).ok()
    }

    /// Returns the range of the entries of the directory at this position.
    fn directory(&self, at: usize) -> Option<Range<usize>> {
        let start = at.checked_add(2)?;
        let end = start.checked_add(usize::from(self.short(at)?) * ENTRY)?;
        (end <= self.tiff.len()).then_some(start..end)
    }

    /// Adds the positions of the directories to which an entry points.
    fn pointers(&self, entry: usize, all: &mut Vec<usize>) -> Option<()> {
        match (self.long(entry + 4)?, self.value(entry)) {
            (1, _) | (_, None) => all.push(self.long(entry + 8)?),
            (_, Some(list)) => {
                let places = list.step_by(4).take(DIRECTORIES_MAX);
                all.extend(places.filter_map(|at| self.long(at)));
            }
        }
        Some(())
    }

    /// Returns the range of an entry's value if the value lies outside of the entry.
    fn value(&self, entry: usize) -> Option<Range<usize>> {
        let size = match self.short(entry + 2)? {
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => 1,
        };
        let length = self.long(entry + 4)?.checked_mul(size)?;
        let start = self.long(entry + 8)?;
        let end = start.checked_add(length)?;
        (length > 4 && end <= self.tiff.len()).then_some(start..end)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Builds a structure with one entry before the location's, then the location's directory, and
    /// its value at the end.
    pub(in super::super) fn tiff_with_place(value: &[u8]) -> Vec<u8> {
        let long = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
        let entry = |tag: u16, kind: u16, count: usize, value: usize| {
            [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &long(count), &long(value)].concat()
        };
        let gps = 8 + 2 + 2 * ENTRY + 4;
        let behind = gps + 2 + ENTRY + 4;
        [
            &b"MM\0*"[..],
            &long(8),
            &[0, 2],
            &entry(0x0112, 3, 1, 0x0006_0000),
            &entry(GPS, 4, 1, gps),
            &long(0),
            &[0, 1],
            &entry(2, 2, value.len(), behind),
            &long(0),
            value,
        ]
        .concat()
    }

    #[test]
    fn the_place_goes_and_the_orientation_stays() {
        let tiff = tiff_with_place(b"25.2048N");
        let mut blank = tiff.clone();
        assert!(blank_location(&mut blank, &mut Budget::new()));
        assert_eq!(blank[..38], tiff[..38]);
        assert!(blank[38..].iter().all(|byte| *byte == 0));
        assert!(!blank_location(&mut blank, &mut Budget::new()));
    }

    #[test]
    fn a_text_that_tells_a_place_goes() {
        for (text, is_gone) in [
            (&b"A lamp in the park"[..], false),
            (b"ASCII\0\0\0+25.2048+055.2708/", true),
            (b"G\0P\0S\0 \x002\x005\0", true),
        ] {
            for tag in TEXTS {
                let length = u32::try_from(text.len()).unwrap().to_be_bytes();
                let entry = [&tag.to_be_bytes()[..], &[0, 7], &length, &[0, 0, 0, 26]].concat();
                let head = [b"MM\0*\0\0\0\x08\0\x01", &entry[..], &[0; 4]].concat();
                let mut tiff = [&head, text].concat();
                assert_eq!(blank_location(&mut tiff, &mut budget_for(&head, text)), is_gone);
                let rest = if is_gone { vec![0; text.len()] } else { text.to_vec() };
                assert_eq!(tiff, [head, rest].concat());
            }
        }
    }

    fn budget_for(head: &[u8], text: &[u8]) -> Budget {
        let mut budget = Budget::new();
        budget.grow((head.len() + text.len()) as u64);
        budget
    }

    #[test]
    fn many_entries_for_one_text_end() {
        let text = vec![b'x'; 60_000];
        let entry = [0x01, 0x0e, 0, 2, 0, 0, 0xea, 0x60, 0, 0, 0, 8];
        let directory = [&[0, 0xff][..], &entry.repeat(255)].concat();
        let mut tiff = [&b"MM\0*\0\0\xea\x68"[..], &text, &directory].concat();
        let mut budget = budget_for(&tiff, b"");
        assert!(blank_location(&mut tiff, &mut budget) && budget.spent < 70_000);
    }

    #[test]
    fn what_is_broken_goes_whole() {
        for broken in [&b"nothing at all"[..], b"MM\0*\0\0\xff\xff", b"II*\0"] {
            let mut broken = broken.to_vec();
            assert!(blank_location(&mut broken, &mut Budget::new()));
            assert!(broken.iter().all(|byte| *byte == 0));
        }
    }

    #[test]
    fn directories_that_point_at_themselves_cost_one_reading() {
        let entries = 60_000_u16;
        let mut tiff = [&b"MM\0*\0\0\0\x08"[..], &entries.to_be_bytes()].concat();
        let gps = [&GPS.to_be_bytes()[..], &[0, 4, 0, 0, 0, 1, 0, 0, 0, 8]].concat();
        let own = [0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 8];
        for entry in 0..entries {
            tiff.extend(if entry % 2 == 0 { &gps[..] } else { &own });
        }
        tiff.extend(8_u32.to_be_bytes());
        let mut budget = Budget::new();
        budget.grow(tiff.len() as u64);
        _ = places(&tiff, &mut budget);
        assert!(budget.spent < tiff.len() as u64, "{}", budget.spent);
    }
}
