//! Type check of office documents. It reads the few bytes that state the type where they lie, and
//! inflates nothing but one small list.
//!
//! Newer documents are ZIP archives. In OOXML, `[Content_Types].xml` names the main part's type; in
//! ODF, the first entry consists of the type alone. Older documents are compound files whose
//! directory names the main stream.
//!
//! The caller fetches the ranges that these functions return, so that no document is ever whole in
//! memory.

use std::ops::Range;

use miniz_oxide::inflate;

/// Length of an archive's end that is read to find its directory: the end record and the longest
/// comment.
pub(crate) const END_MAX: u64 = 22 + 65_535;
/// Longest directory and longest list of types that are read.
const DIRECTORY_MAX: u64 = 1024 * 1024;
const LIST_MAX: usize = 256 * 1024;
/// Length of a compound file's directory that is read.
const STREAMS_MAX: u64 = 8 * 1024;

const LIST: &[u8] = b"[Content_Types].xml";
const TYPE: &[u8] = b"mimetype";
/// Signature with which the data after an entry begin.
const NEXT: &[u8] = b"PK";

/// Document types whose content is checked, each with the required evidence.
const INSIDES: [(&str, Inside); 9] = [
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Inside::Archive("wordprocessingml.document.main+xml"),
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Inside::Archive("spreadsheetml.sheet.main+xml"),
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        Inside::Archive("presentationml.presentation.main+xml"),
    ),
    ("application/vnd.oasis.opendocument.text", Inside::Open),
    ("application/vnd.oasis.opendocument.spreadsheet", Inside::Open),
    ("application/vnd.oasis.opendocument.presentation", Inside::Open),
    ("application/msword", Inside::Compound("WordDocument")),
    ("application/vnd.ms-excel", Inside::Compound("Workbook")),
    ("application/vnd.ms-powerpoint", Inside::Compound("PowerPoint Document")),
];

/// Evidence of a document's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Type of the main part.
    Archive(&'static str),
    /// The first entry.
    Open,
    /// Name of the main stream.
    Compound(&'static str),
}

/// Returns the evidence required of content of this media type; `None` if its first bytes suffice.
pub fn inside(media_type: &str) -> Option<Inside> {
    INSIDES.into_iter().find(|(name, _)| *name == media_type).map(|(_, inside)| inside)
}

/// Returns the range to read first in a file of this size.
pub fn first_range(inside: Inside, size: u64) -> Range<u64> {
    match inside {
        Inside::Archive(_) | Inside::Open => size.saturating_sub(END_MAX)..size,
        Inside::Compound(_) => 0..size.min(512),
    }
}

/// Returns the range of an archive's directory, given the end of the file.
pub fn directory_range(end: &[u8]) -> Option<Range<u64>> {
    let at = end.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let (length, start) = (u64::from(long(end, at + 12)?), u64::from(long(end, at + 16)?));
    (length <= DIRECTORY_MAX).then_some(start..start + length)
}

/// Returns the range of the list of types and whether the list is compressed, given the directory.
/// Returns `None` if the archive has no such list, compresses it by an unsupported method, or
/// contains macros.
pub fn list_range(directory: &[u8]) -> Option<(Range<u64>, bool)> {
    let all = entries(directory)?;
    if all.iter().any(|entry| entry.name.ends_with(b"vbaProject.bin")) {
        return None;
    }
    let list = all.iter().rfind(|entry| entry.name == LIST)?;
    let is_packed = list.is_packed()?;
    // The local header repeats the name, with an extra field of its own length.
    let longest = 30 + LIST.len() as u64 + 1024 + list.length.min(LIST_MAX as u64);
    Some((list.start..list.start + longest, is_packed))
}

/// Returns whether the directory is an ODF document's and contains no macros.
pub fn lists_open_document(directory: &[u8]) -> bool {
    let Some(all) = entries(directory) else { return false };
    let has = |name: &[u8]| all.iter().any(|entry| entry.name == name);
    let runs = |entry: &Entry<'_>| {
        entry.name.starts_with(b"Basic/") || entry.name.starts_with(b"Scripts/")
    };
    has(b"mimetype")
        && has(b"content.xml")
        && has(b"META-INF/manifest.xml")
        && !all.iter().any(runs)
}

/// Returns the range in which an ODF document of this type states its type.
pub fn type_range(media_type: &str) -> Range<u64> {
    0..(30 + TYPE.len() + media_type.len() + NEXT.len()) as u64
}

/// Returns whether the first entry is this type, uncompressed and without anything else.
pub fn is_type(first: &[u8], media_type: &str) -> bool {
    let is_stored = first.starts_with(b"PK\x03\x04")
        && short(first, 8) == Some(0)
        && short(first, 28) == Some(0);
    is_stored && first.get(30..) == Some(&[TYPE, media_type.as_bytes(), NEXT].concat())
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
}

/// Parses all entries; returns `None` if the directory ends in the middle of one.
pub(crate) fn entries(directory: &[u8]) -> Option<Vec<Entry<'_>>> {
    let (mut all, mut rest) = (Vec::new(), directory);
    while rest.starts_with(b"PK\x01\x02") {
        let [name, extra, comment] = [28, 30, 32].map(|at| short(rest, at).map_or(0, usize::from));
        all.push(Entry {
            name: rest.get(46..46 + name)?,
            method: short(rest, 10)?,
            length: long(rest, 20)?.into(),
            start: long(rest, 42)?.into(),
        });
        rest = rest.get(46 + name + extra + comment..)?;
    }
    Some(all)
}

/// Returns whether the list of types names the main part `main` and no macros. `local` is the range
/// of [`list_range`], or as much of it as the file has.
pub fn names_part(local: &[u8], is_packed: bool, main: &str) -> bool {
    let Some(body) = body(local) else { return false };
    let unpacked = if is_packed { inflated(body, LIST_MAX) } else { body.to_vec() };
    let says = |text: &str| unpacked.windows(text.len()).any(|window| window == text.as_bytes());
    says(main) && !says("macroEnabled") && !says("vbaProject")
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

/// Returns the range of a compound file's directory ([MS-CFB], section 2.2), given the file's first
/// bytes.
pub fn streams_range(head: &[u8], size: u64) -> Option<Range<u64>> {
    let shift = short(head, 30).filter(|shift| matches!(shift, 9 | 12))?;
    let start = (u64::from(long(head, 48)?) + 1) << shift;
    (start < size).then(|| start..size.min(start + STREAMS_MAX))
}

/// Returns whether a compound file's directory names this stream. The oldest workbooks call theirs
/// `Book`.
pub fn names_stream(directory: &[u8], stream: &str) -> bool {
    let is_named = |entry: &[u8], name: &str| {
        let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        entry.starts_with(&wide)
    };
    let names = |name: &str| directory.chunks(128).any(|entry| is_named(entry, name));
    names(stream) || (stream == "Workbook" && names("Book"))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

#[cfg(test)]
pub(crate) mod tests {
    use miniz_oxide::deflate::compress_to_vec;
    use proptest::prelude::*;

    use super::*;

    const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    fn number(value: usize) -> [u8; 4] {
        u32::try_from(value).unwrap().to_le_bytes()
    }

    /// Builds an archive of these files, compressed.
    pub(crate) fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let (mut all, mut directory) = (Vec::new(), Vec::new());
        for (name, content) in files {
            let (method, packed) = match *name {
                "mimetype" => (0, content.as_bytes().to_vec()),
                _ => (8, compress_to_vec(content.as_bytes(), 6)),
            };
            let start = all.len();
            let sizes = [&[0; 4][..], &number(packed.len()), &number(content.len())].concat();
            let lengths = [u8::try_from(name.len()).unwrap(), 0, 0, 0];
            all.extend(
                [
                    b"PK\x03\x04\x14\0\0\0",
                    &[method, 0, 0, 0, 0, 0][..],
                    &sizes[..],
                    &lengths,
                    name.as_bytes(),
                    &packed,
                ]
                .concat(),
            );
            let middle = [&lengths[..], &[0; 10], &number(start)].concat();
            directory.extend(
                [
                    b"PK\x01\x02\x14\0\x14\0\0\0",
                    &[method, 0, 0, 0, 0, 0][..],
                    &sizes[..],
                    &middle,
                    name.as_bytes(),
                ]
                .concat(),
            );
        }
        let end = [
            b"PK\x05\x06\0\0\0\0\0\0\0\0",
            &number(directory.len())[..],
            &number(all.len()),
            &[0, 0],
        ]
        .concat();
        [all, directory, end].concat()
    }

    fn is_what_it_says(file: &[u8], media_type: &str) -> bool {
        let Some(inside) = inside(media_type) else { return true };
        let part = |range: Range<u64>| {
            let [start, end] =
                [range.start, range.end].map(|at| usize::try_from(at).unwrap().min(file.len()));
            &file[start..end]
        };
        let first = part(first_range(inside, file.len() as u64));
        match inside {
            Inside::Archive(main) => {
                let list = directory_range(first).and_then(|range| list_range(part(range)));
                list.is_some_and(|(range, is_packed)| names_part(part(range), is_packed, main))
            }
            Inside::Open => {
                let directory = directory_range(first).map(part);
                directory.is_some_and(lists_open_document)
                    && is_type(part(type_range(media_type)), media_type)
            }
            Inside::Compound(stream) => streams_range(first, file.len() as u64)
                .is_some_and(|range| names_stream(part(range), stream)),
        }
    }

    fn types(main: &str) -> String {
        format!(
            "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.{main}\"/></Types>"
        )
    }

    #[test]
    fn a_document_is_what_its_list_of_types_says_wherever_it_lies() {
        let names = types("wordprocessingml.document.main+xml");
        let first = archive(&[("[Content_Types].xml", &names), ("word/document.xml", "<w/>")]);
        let last = archive(&[("word/document.xml", "<w/>"), ("[Content_Types].xml", &names)]);
        assert!(is_what_it_says(&first, DOCX) && is_what_it_says(&last, DOCX));
        assert!(!is_what_it_says(
            &first,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        ));
    }

    #[test]
    fn an_open_document_begins_with_its_type_and_holds_nothing_that_runs() {
        const ODT: &str = "application/vnd.oasis.opendocument.text";
        let of = |first: &str, others: &[&str]| {
            let files: Vec<_> = std::iter::once(("mimetype", first))
                .chain(others.iter().map(|name| (*name, "<x/>")))
                .collect();
            archive(&files)
        };
        let usual = ["content.xml", "META-INF/manifest.xml"];
        assert!(is_what_it_says(&of(ODT, &usual), ODT));
        assert!(!is_what_it_says(
            &of(ODT, &usual),
            "application/vnd.oasis.opendocument.spreadsheet"
        ));
        assert!(!is_what_it_says(
            &of("application/vnd.oasis.opendocument.text-template", &usual),
            ODT
        ));
        assert!(!is_what_it_says(&of(ODT, &["run.exe"]), ODT));
        for script in ["Basic/Standard/Module1.xml", "Scripts/python/run.py"] {
            assert!(!is_what_it_says(&of(ODT, &[usual[0], usual[1], script]), ODT));
        }
        let not_first = archive(&[
            ("content.xml", "<x/>"),
            ("META-INF/manifest.xml", "<x/>"),
            ("mimetype", ODT),
        ]);
        assert!(!is_what_it_says(&not_first, ODT));
    }

    #[test]
    fn an_archive_of_something_else_and_one_with_macros_is_not_a_document() {
        let names = types("wordprocessingml.document.main+xml");
        let disguised = archive(&[("[Content_Types].xml", "<Types/>"), ("run.exe", "MZ")]);
        let with_macros =
            archive(&[("[Content_Types].xml", &names), ("word/vbaProject.bin", "Sub")]);
        let enabled = archive(&[("[Content_Types].xml", &types("document.macroEnabled.main+xml"))]);
        for file in
            [disguised, with_macros, enabled, archive(&[("a.txt", "a")]), b"PK\x03\x04".to_vec()]
        {
            assert!(!is_what_it_says(&file, DOCX));
        }
    }

    #[test]
    fn a_compound_file_is_what_its_main_stream_is_called() {
        let mut file = vec![0; 2048];
        file[30] = 9;
        file[48] = 1;
        let name: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
        file[1024 + 128..1024 + 128 + name.len()].copy_from_slice(&name);
        assert!(is_what_it_says(&file, "application/msword"));
        assert!(!is_what_it_says(&file, "application/vnd.ms-excel"));
        file[48] = 200;
        assert!(!is_what_it_says(&file, "application/msword"));
    }

    #[test]
    fn a_list_that_swells_is_read_to_its_limit_only() {
        let bomb = archive(&[("[Content_Types].xml", &" ".repeat(50_000_000))]);
        assert!(!is_what_it_says(&bomb, DOCX));
    }

    proptest! {
        #[test]
        fn damage_is_survived(place in 0..400_usize, byte: u8) {
            let mut file = archive(&[("[Content_Types].xml", &types("wordprocessingml.document.main+xml"))]);
            let place = place % file.len();
            file[place] = byte;
            is_what_it_says(&file, DOCX);
        }
    }
}
