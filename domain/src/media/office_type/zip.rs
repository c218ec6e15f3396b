//! Directory of a ZIP archive (APPNOTE 6.3.10), in any order of its entries and with sizes after
//! the data, since only the directory at the archive's end is read.

use std::ops::Range;

use miniz_oxide::inflate;

/// Length of an archive's end that is read to find its directory: the end record, the longest
/// comment, and the records of ZIP64 before them.
pub(crate) const END_MAX: u64 = 22 + 65_535 + 20 + 56;
/// Longest directory that is read.
const DIRECTORY_MAX: u64 = 1024 * 1024;
/// Longest local header that is read: an entry's name and extra fields.
const LOCAL_MAX: u64 = 30 + 8 * 1024;
/// Value of a 32-bit field whose 64-bit value stands elsewhere.
const ELSEWHERE: u64 = 0xffff_ffff;

/// Returns the range of an archive's directory, given the end of the file.
pub(crate) fn directory_range(end: &[u8]) -> Option<Range<u64>> {
    let at = end.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let (mut length, mut start) = (u64::from(long(end, at + 12)?), u64::from(long(end, at + 16)?));
    if length == ELSEWHERE || start == ELSEWHERE {
        let at = end[..at].windows(4).rposition(|window| window == b"PK\x06\x06")?;
        (length, start) = (wide(end, at + 40)?, wide(end, at + 48)?);
    }
    (length <= DIRECTORY_MAX).then_some(start..start.checked_add(length)?)
}

/// Entry of a ZIP archive's directory.
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a [u8],
    method: u16,
    /// Compressed length.
    pub(crate) length: u64,
    pub(crate) start: u64,
}

impl Entry<'_> {
    /// Returns whether the entry is compressed; `None` for a method that documents don't use.
    pub(crate) const fn is_packed(&self) -> Option<bool> {
        match self.method {
            0 => Some(false),
            8 => Some(true),
            _ => None,
        }
    }

    /// Returns the range that holds the entry's local header and at most `most` bytes of its data.
    pub(super) fn range(&self, most: u64) -> Range<u64> {
        self.start..self.start.saturating_add(LOCAL_MAX + self.length.min(most))
    }
}

/// Parses all entries; returns `None` if the directory ends in the middle of one.
pub(crate) fn entries(directory: &[u8]) -> Option<Vec<Entry<'_>>> {
    let (mut all, mut rest) = (Vec::new(), directory);
    while rest.starts_with(b"PK\x01\x02") {
        let [name, extra, comment] = [28, 30, 32].map(|at| short(rest, at).map_or(0, usize::from));
        let extra_fields = rest.get(46 + name..46 + name + extra)?;
        let sizes = [24, 20, 42].map(|at| long(rest, at).map_or(ELSEWHERE, u64::from));
        let [_, length, start] = zip64(sizes, extra_fields);
        all.push(Entry { name: rest.get(46..46 + name)?, method: short(rest, 10)?, length, start });
        rest = rest.get(46 + name + extra + comment..)?;
    }
    Some(all)
}

/// Replaces sizes that stand in the extra field of ZIP64, which holds only those.
fn zip64(sizes: [u64; 3], mut fields: &[u8]) -> [u64; 3] {
    while let (Some(id), Some(length)) = (short(fields, 0), short(fields, 2)) {
        let end = (4 + usize::from(length)).min(fields.len());
        if id == 1 {
            let mut at = 4;
            return sizes.map(|size| match wide(&fields[..end], at) {
                Some(value) if size == ELSEWHERE => {
                    at += 8;
                    value
                }
                _ => size,
            });
        }
        fields = &fields[end..];
    }
    sizes
}

/// Returns at most `most` bytes of an entry's content, given the bytes from its local header on and
/// the length of its data.
pub(super) fn content(local: &[u8], length: u64, is_packed: bool, most: usize) -> Option<Vec<u8>> {
    let body = body(local)?;
    let body = &body[..body.len().min(usize::try_from(length).unwrap_or(usize::MAX))];
    Some(if is_packed { inflated(body, most) } else { body[..body.len().min(most)].to_vec() })
}

/// Returns the bytes after an entry's local header.
pub(crate) fn body(local: &[u8]) -> Option<&[u8]> {
    let skipped = 30 + usize::from(short(local, 26)?) + usize::from(short(local, 28)?);
    local.starts_with(b"PK\x03\x04").then(|| local.get(skipped..))?
}

/// Inflates at most `most` bytes and ignores trailing data.
pub(crate) fn inflated(packed: &[u8], most: usize) -> Vec<u8> {
    match inflate::decompress_to_vec_with_limit(packed, most) {
        Ok(unpacked) => unpacked,
        Err(failure) => failure.output,
    }
}

pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

fn wide(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}
