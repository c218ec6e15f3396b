//! Metadata of a picture (ISO/IEC 14496-12, section 8.11): items among the media. The box `meta`
//! states which items these are and their positions.

use std::{collections::BTreeSet, ops::Range};

use crate::media::location::marks::Budget;

/// Returns the ranges of EXIF and XMP in a file, given its box `meta`, which begins at `start`.
/// Returns `None` if the ranges can't be determined.
pub(super) fn places(meta: &[u8], start: u64, budget: &mut Budget) -> Option<Vec<Range<u64>>> {
    // A film's box has keys and values instead of items, and may lack a version.
    if meta.get(12..16) == Some(b"hdlr") {
        return Some(Vec::new());
    }
    let parts = boxes(meta.get(12..)?, 12, budget)?;
    let part = |name: &[u8; 4]| parts.iter().find(|part| part.name == *name);
    let Some(named) = part(b"iinf") else { return Some(Vec::new()) };
    let items = speaking(named.content, budget)?;
    if items.is_empty() {
        return Some(Vec::new());
    }
    let data = part(b"idat").map(|data| start + data.at as u64);
    extents(part(b"iloc")?.content, &items, data, budget)
}

struct Part<'a> {
    name: [u8; 4],
    content: &'a [u8],
    /// Position of the content.
    at: usize,
}

/// Parses consecutive boxes, the first of which begins at `at`.
fn boxes<'a>(bytes: &'a [u8], at: usize, budget: &mut Budget) -> Option<Vec<Part<'a>>> {
    let (mut all, mut rest, mut at) = (Vec::new(), bytes, at);
    while !rest.is_empty() {
        budget.spend(1)?;
        let mut head = Reader(rest);
        let length = usize::try_from(head.number(4)?).ok()?;
        let name = *head.take(4)?.first_chunk()?;
        let content = rest.get(8..length)?;
        all.push(Part { name, content, at: at + 8 });
        (rest, at) = (&rest[length..], at + length);
    }
    Some(all)
}

/// Returns the ids of the metadata items, given the box `iinf`.
fn speaking(iinf: &[u8], budget: &mut Budget) -> Option<BTreeSet<u64>> {
    let skipped = if *iinf.first()? == 0 { 6 } else { 8 };
    let mut items = BTreeSet::new();
    for entry in boxes(iinf.get(skipped..)?, 0, budget)? {
        let mut reader = Reader(entry.content);
        let version = reader.number(4)? >> 24;
        let id = reader.number(if version < 3 { 2 } else { 4 })?;
        reader.number(2)?;
        let kind = if version < 2 { *b"mime" } else { *reader.take(4)?.first_chunk()? };
        if matches!(&kind, b"Exif" | b"mime" | b"uri ") {
            items.insert(id);
        }
    }
    Some(items)
}

/// Returns the ranges of these items in the file, given the box `iloc`. `data` is the position of
/// the items inside the box `meta` itself.
fn extents(
    iloc: &[u8],
    items: &BTreeSet<u64>,
    data: Option<u64>,
    budget: &mut Budget,
) -> Option<Vec<Range<u64>>> {
    let mut reader = Reader(iloc);
    let version = reader.number(4)? >> 24;
    let sizes = reader.number(2)?;
    let [offset, length, base, index] =
        [12, 8, 4, 0].map(|shift| usize::try_from((sizes >> shift) & 15).unwrap_or_default());
    let mut found = Vec::new();
    for _ in 0..reader.number(if version < 2 { 2 } else { 4 })? {
        budget.spend(1)?;
        let id = reader.number(if version < 2 { 2 } else { 4 })?;
        let method = if version > 0 { reader.number(2)? & 15 } else { 0 };
        let is_elsewhere = reader.number(2)? != 0;
        let start = reader.number(base)?;
        let count = reader.number(2)?;
        // Extents without a width would cost nothing to write and much to read.
        if count > 1 && offset + length == 0 {
            return None;
        }
        for _ in 0..count {
            budget.spend(1)?;
            if version > 0 {
                reader.number(index)?;
            }
            let (offset, length) = (reader.number(offset)?, reader.number(length)?);
            if !items.contains(&id) {
                continue;
            }
            let origin = match method {
                0 => 0,
                1 => data?,
                _ => return None,
            };
            let start = origin.checked_add(start)?.checked_add(offset)?;
            // A length of zero means all bytes that follow.
            if is_elsewhere || length == 0 {
                return None;
            }
            found.push(start..start.checked_add(length)?);
        }
    }
    Some(found)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// Reads a number of this many bytes.
    fn number(&mut self, bytes: usize) -> Option<u64> {
        (bytes <= 8)
            .then(|| self.take(bytes))
            .flatten()
            .map(|taken| taken.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }
}

#[cfg(test)]
pub(super) mod tests {
    pub(in crate::media::location) fn named(name: [u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&length[..], &name, content].concat()
    }

    fn item(id: u8, kind: [u8; 4]) -> Vec<u8> {
        named(
            *b"infe",
            &[&[2, 0, 0, 0, 0, id, 0, 0][..], &kind, b"\0application/rdf+xml\0"].concat(),
        )
    }

    /// Builds a picture with EXIF among its media and XMP in its `meta`.
    pub(in crate::media::location) fn heif_of(exif: &[u8], xmp: &[u8]) -> Vec<u8> {
        heif_in_order(exif, xmp, false)
    }

    /// Builds the same picture, with its media before its `meta` if `is_media_first` is set.
    pub(in crate::media::location) fn heif_in_order(
        exif: &[u8],
        xmp: &[u8],
        is_media_first: bool,
    ) -> Vec<u8> {
        let start = named(*b"ftyp", b"heic\0\0\0\0mif1heic");
        let iinf = named(
            *b"iinf",
            &[&[0, 0, 0, 0, 0, 3][..], &item(1, *b"hvc1"), &item(2, *b"Exif"), &item(3, *b"mime")]
                .concat(),
        );
        let picture = [7; 50];
        let meta = |at: usize| {
            let long = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
            let place = |id: u8, method: u8, at: usize, length: usize| {
                [&[0, id, 0, method, 0, 0, 0, 1][..], &long(at), &long(length)].concat()
            };
            let places =
                [place(1, 0, at, 50), place(2, 0, at + 50, exif.len()), place(3, 1, 0, xmp.len())]
                    .concat();
            let iloc = named(*b"iloc", &[&[1, 0, 0, 0, 0x44, 0, 0, 3][..], &places].concat());
            named(
                *b"meta",
                &[&[0; 4][..], &named(*b"hdlr", &[0; 25]), &iinf, &iloc, &named(*b"idat", xmp)]
                    .concat(),
            )
        };
        let media = named(*b"mdat", &[&picture[..], exif].concat());
        if is_media_first {
            let meta = meta(start.len() + 8);
            return [start, media, meta].concat();
        }
        let meta = meta(start.len() + meta(0).len() + 8);
        [start, meta, media].concat()
    }

    #[test]
    fn extents_without_a_width_are_refused_at_once() {
        let mut iloc = vec![1, 0, 0, 0, 0, 0, 0xff, 0xff];
        for id in 0..1_000_u16 {
            iloc.extend([&id.to_be_bytes()[..], &[0, 0, 0, 0, 0xff, 0xff]].concat());
        }
        let mut budget = super::Budget::new();
        assert_eq!(super::extents(&iloc, &[1].into(), None, &mut budget), None);
        assert!(budget.spent < 10);
    }
}
