//! Location in EXIF, a TIFF structure (EXIF 2.32, section 4.6): a chain of directories, one entry
//! of which points to the directory of the location.

use std::ops::Range;

/// Tag of the entry that points to the location's directory.
const GPS: u16 = 0x8825;

/// Most directories that are read: the picture's, the thumbnail's, and some in reserve.
const DIRECTORIES_MAX: usize = 8;

const ENTRY: usize = 12;

/// Overwrites the location, and returns whether there was one. A structure that can't be parsed is
/// overwritten whole.
pub(super) fn blank_location(tiff: &mut [u8]) -> bool {
    let Some(places) = places(tiff) else {
        tiff.fill(0);
        return true;
    };
    let changed = !places.is_empty();
    for range in places {
        tiff[range].fill(0);
    }
    changed
}

/// Returns the ranges that hold a location; `None` if the structure is broken.
fn places(tiff: &[u8]) -> Option<Vec<Range<usize>>> {
    let reader = Reader::of(tiff)?;
    let mut found = Vec::new();
    let mut next = reader.long(4)?;
    for _ in 0..DIRECTORIES_MAX {
        if next == 0 {
            break;
        }
        let directory = reader.directory(next)?;
        for entry in
            directory.clone().step_by(ENTRY).filter(|entry| reader.short(*entry) == Some(GPS))
        {
            let gps = reader.directory(reader.long(entry + 8)?)?;
            let values = gps.clone().step_by(ENTRY).filter_map(|entry| reader.value(entry));
            found.extend(values);
            // The range includes the entry count, so that the directory becomes an empty one.
            found.push(gps.start - 2..gps.end);
        }
        next = reader.long(directory.end).unwrap_or(0);
    }
    // Ranges that are zero already hold no location.
    found.retain(|range| tiff[range.clone()].iter().any(|byte| *byte != 0));
    Some(found)
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

    /// Returns the range of an entry's value if the value lies outside of the entry.
    fn value(&self, entry: usize) -> Option<Range<usize>> {
        let size = match self.short(entry + 2)? {
            3 | 8 => 2,
            4 | 9 | 11 => 4,
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
        assert!(blank_location(&mut blank));
        assert_eq!(blank[..38], tiff[..38]);
        assert!(blank[38..].iter().all(|byte| *byte == 0));
        assert!(!blank_location(&mut blank));
    }

    #[test]
    fn what_is_broken_goes_whole() {
        for broken in [&b"nothing at all"[..], b"MM\0*\0\0\xff\xff", b"II*\0"] {
            let mut broken = broken.to_vec();
            assert!(blank_location(&mut broken));
            assert!(broken.iter().all(|byte| *byte == 0));
        }
    }
}
