//! HEIF containers (HEIC, AVIF; ISO/IEC 14496-12, section 8.11). Metadata of a picture are items
//! among the media, and the box `meta` states which items these are and their positions.

use std::ops::Range;

use super::Block;

/// Returns the box with this head; `None` if it extends to the end of the file, or if too little of
/// it has arrived. `rest` are the bytes after the head.
pub(super) fn block(head: [u8; 8], rest: &[u8]) -> Option<Block> {
    let [a, b, c, d, name @ ..] = head;
    let length = match u64::from(u32::from_be_bytes([a, b, c, d])) {
        0 => return None,
        // The length follows the name.
        1 => u64::from_be_bytes(*rest.first_chunk()?),
        length => length,
    };
    Some(Block {
        length: usize::try_from(length).unwrap_or(usize::MAX).max(8),
        is_suspect: name == *b"meta",
    })
}

/// Returns the ranges of EXIF and XMP in a file, given its box `meta`, which begins at `start`.
/// Returns `None` if the ranges can't be determined.
pub(super) fn spoken(meta: &[u8], start: u64) -> Option<Vec<Range<u64>>> {
    let parts = boxes(meta.get(12..)?, 12)?;
    let part = |name: &[u8; 4]| parts.iter().find(|part| part.name == *name);
    let Some(named) = part(b"iinf") else { return Some(Vec::new()) };
    let items = speaking(named.content)?;
    if items.is_empty() {
        return Some(Vec::new());
    }
    let data = part(b"idat").map(|data| start + data.at as u64);
    places(part(b"iloc")?.content, &items, data)
}

struct Part<'a> {
    name: [u8; 4],
    content: &'a [u8],
    /// Position of the content.
    at: usize,
}

/// Parses consecutive boxes, the first of which begins at `at`.
fn boxes(bytes: &[u8], at: usize) -> Option<Vec<Part<'_>>> {
    let (mut all, mut rest, mut at) = (Vec::new(), bytes, at);
    while !rest.is_empty() {
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
fn speaking(iinf: &[u8]) -> Option<Vec<u64>> {
    let skipped = if *iinf.first()? == 0 { 6 } else { 8 };
    let mut items = Vec::new();
    for entry in boxes(iinf.get(skipped..)?, 0)? {
        let mut reader = Reader(entry.content);
        let version = reader.number(4)? >> 24;
        let id = reader.number(if version < 3 { 2 } else { 4 })?;
        reader.number(2)?;
        let kind = if version < 2 { *b"mime" } else { *reader.take(4)?.first_chunk()? };
        if kind == *b"Exif" || kind == *b"mime" {
            items.push(id);
        }
    }
    Some(items)
}

/// Returns the ranges of these items in the file, given the box `iloc`. `data` is the position of
/// the items inside the box `meta` itself.
fn places(iloc: &[u8], items: &[u64], data: Option<u64>) -> Option<Vec<Range<u64>>> {
    let mut reader = Reader(iloc);
    let version = reader.number(4)? >> 24;
    let sizes = reader.number(2)?;
    let [offset, length, base, index] =
        [12, 8, 4, 0].map(|shift| usize::try_from((sizes >> shift) & 15).unwrap_or_default());
    let mut found = Vec::new();
    for _ in 0..reader.number(if version < 2 { 2 } else { 4 })? {
        let id = reader.number(if version < 2 { 2 } else { 4 })?;
        let method = if version > 0 { reader.number(2)? & 15 } else { 0 };
        let is_elsewhere = reader.number(2)? != 0;
        let start = reader.number(base)?;
        for _ in 0..reader.number(2)? {
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
    fn named(name: [u8; 4], content: &[u8]) -> Vec<u8> {
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
    pub(in super::super) fn heif_of(exif: &[u8], xmp: &[u8]) -> Vec<u8> {
        heif_in_order(exif, xmp, false)
    }

    /// Builds the same picture, with its media before its `meta` if `is_media_first` is set.
    pub(in super::super) fn heif_in_order(
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
}
