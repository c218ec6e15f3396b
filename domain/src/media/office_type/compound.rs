//! Office documents in OLE compound files ([MS-CFB]). The directory names the streams; it is a
//! chain of sectors, which a table of sectors links.

use std::{collections::BTreeSet, ops::Range};

use super::{
    Document,
    zip::{long, short},
};
use crate::media::{
    attachment::{MediaType, NotAccepted},
    mark::Mark,
};

const HEADER: u64 = 512;
/// Length of a directory entry.
const ENTRY: usize = 128;
/// Most sectors of a directory that are read: 16,384 entries in sectors of 512 bytes.
const SECTORS_MAX: usize = 4096;
/// Length that is read at once: neighbouring sectors usually belong together.
const WINDOW: u64 = 32 * 1024;
/// Number of table sectors that the header names.
const LISTED: usize = 109;
/// Least number that isn't a sector's or an entry's.
const NONE: u32 = 0xffff_fffa;

/// Meaning of an entry's name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Word,
    Workbook,
    Slides,
    Encrypted,
    Macros,
    Package,
    Other,
}

struct Entry {
    name: Name,
    /// Neighbours in the tree of its storage, and the root of the tree inside it.
    links: [u32; 3],
    is_root: bool,
}

/// Bytes that were read, and the sector at which they begin.
#[derive(Default)]
struct Window {
    sector: u32,
    bytes: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Wanted {
    Header,
    Directory,
    Table,
}

/// Reading of a compound file's directory.
pub(super) struct Compound {
    size: u64,
    /// Extension of the file's name, which tells encrypted documents apart.
    extension: String,
    shift: u16,
    header: Vec<u8>,
    wanted: Wanted,
    directory: Window,
    table: Window,
    /// Sectors that continue the header's list of table sectors.
    lists: Vec<u32>,
    /// Sector of the directory that is read next, and those that were read.
    sector: u32,
    visited: BTreeSet<u32>,
    entries: Vec<Entry>,
}

impl Compound {
    pub(super) fn of(size: u64, extension: String) -> Self {
        Self {
            size,
            extension,
            shift: 9,
            header: Vec::new(),
            wanted: Wanted::Header,
            directory: Window::default(),
            table: Window::default(),
            lists: Vec::new(),
            sector: NONE,
            visited: BTreeSet::new(),
            entries: Vec::new(),
        }
    }

    pub(super) fn first_range(size: u64) -> Range<u64> {
        0..size.min(HEADER)
    }

    /// Reads the bytes that were asked for. Returns the next range, or the document.
    pub(super) fn read(
        &mut self,
        bytes: Vec<u8>,
    ) -> Result<Result<Document, Range<u64>>, NotAccepted> {
        match self.wanted {
            Wanted::Header => {
                let shift = short(&bytes, 30).filter(|shift| matches!(shift, 9 | 12));
                self.shift = shift.ok_or(NotAccepted::Kind)?;
                self.sector = long(&bytes, 48).ok_or(NotAccepted::Kind)?;
                self.header = bytes;
            }
            Wanted::Directory => self.directory.bytes = bytes,
            Wanted::Table => self.table.bytes = bytes,
        }
        match self.walk() {
            Some(range) => Ok(Err(range)),
            None => self.document().ok_or(NotAccepted::Kind).map(Ok),
        }
    }

    /// Follows the directory's chain through the bytes that were read. Returns the range to read
    /// next; `None` at the chain's end, or where it is broken.
    fn walk(&mut self) -> Option<Range<u64>> {
        loop {
            if !self.visited.contains(&self.sector) {
                if self.sector >= NONE || self.visited.len() >= SECTORS_MAX {
                    return None;
                }
                let Some(sector) = self.directory.sector(self.sector, self.shift) else {
                    self.directory.sector = self.sector;
                    self.wanted = Wanted::Directory;
                    return self.range(self.sector);
                };
                self.entries.extend(sector.chunks_exact(ENTRY).map(Entry::parse));
                self.visited.insert(self.sector);
            }
            match self.next_sector()? {
                Ok(next) if self.visited.contains(&next) => return None,
                Ok(next) => self.sector = next,
                Err(missing) => {
                    self.table.sector = missing;
                    self.wanted = Wanted::Table;
                    return self.range(missing);
                }
            }
        }
    }

    /// Returns the sector after the current one, or the sector that must be read to know it.
    fn next_sector(&mut self) -> Option<Result<u32, u32>> {
        let each = 1_usize << (self.shift - 2);
        let at = usize::try_from(self.sector).ok()?;
        let table = match self.table_sector(at / each, each)? {
            Ok(table) => table,
            missing => return Some(missing),
        };
        let Some(table_bytes) = self.table.sector(table, self.shift) else {
            return Some(Err(table));
        };
        long(table_bytes, at % each * 4).map(Ok)
    }

    /// Returns the sector of the table's part `index`.
    fn table_sector(&mut self, index: usize, each: usize) -> Option<Result<u32, u32>> {
        if index < LISTED {
            return long(&self.header, 76 + index * 4).map(Ok);
        }
        let (list, place) = ((index - LISTED) / (each - 1), (index - LISTED) % (each - 1));
        if self.lists.is_empty() {
            self.lists.push(long(&self.header, 68)?);
        }
        while self.lists.len() <= list {
            let at = *self.lists.last()?;
            let Some(bytes) = self.table.sector(at, self.shift) else { return Some(Err(at)) };
            let next = long(bytes, (each - 1) * 4)?;
            // A list has an end, and never comes back.
            if next >= NONE || self.lists.contains(&next) {
                return None;
            }
            self.lists.push(next);
        }
        let sector = *self.lists.get(list)?;
        let Some(bytes) = self.table.sector(sector, self.shift) else { return Some(Err(sector)) };
        long(bytes, place * 4).map(Ok)
    }

    /// Returns the range to read from a sector on; `None` if the file has no such sector.
    fn range(&self, sector: u32) -> Option<Range<u64>> {
        let start = (u64::from(sector) + 1) << self.shift;
        (sector < NONE && start < self.size).then(|| start..self.size.min(start + WINDOW))
    }

    fn document(&self) -> Option<Document> {
        let at_root = self.root_names();
        let has = |name| at_root.contains(&name);
        let name = match () {
            () if has(Name::Word) => "application/msword",
            () if has(Name::Slides) => "application/vnd.ms-powerpoint",
            () if has(Name::Workbook) => "application/vnd.ms-excel",
            () if has(Name::Encrypted) => return self.encrypted(),
            () => return None,
        };
        let media_type = MediaType::named(name)?;
        let holds = |name| self.entries.iter().any(|entry| entry.name == name);
        let marks = [(Name::Macros, Mark::Macros), (Name::Package, Mark::EmbeddedPackage)];
        let marks = marks.into_iter().filter(|(name, _)| holds(*name)).map(|(_, mark)| mark);
        Some(Document { media_type, marks: marks.collect() })
    }

    /// Returns a document with a password, whose type only its name tells.
    fn encrypted(&self) -> Option<Document> {
        let media_type = MediaType::with_extension(&self.extension)
            .filter(|_| matches!(self.extension.as_str(), "docx" | "xlsx" | "pptx"))?;
        Some(Document { media_type, marks: Vec::new() })
    }

    /// Returns the names directly under the root: a document may have others inside it.
    fn root_names(&self) -> Vec<Name> {
        let root = self.entries.first().filter(|entry| entry.is_root);
        let Some(root) = root.filter(|root| root.links[2] < NONE) else {
            return self.entries.iter().map(|entry| entry.name).collect();
        };
        let (mut names, mut left) = (Vec::new(), vec![root.links[2]]);
        let mut is_seen = vec![false; self.entries.len()];
        while let Some(at) = left.pop() {
            let Ok(at) = usize::try_from(at) else { continue };
            let Some(entry) = self.entries.get(at).filter(|_| !is_seen[at]) else { continue };
            is_seen[at] = true;
            names.push(entry.name);
            left.extend(&entry.links[..2]);
        }
        names
    }
}

impl Window {
    /// Returns the bytes of a sector if they were read.
    fn sector(&self, sector: u32, shift: u16) -> Option<&[u8]> {
        let start =
            usize::try_from(sector.checked_sub(self.sector)?).ok()?.checked_shl(shift.into())?;
        let bytes = self.bytes.get(start..)?;
        let bytes = &bytes[..bytes.len().min(1 << shift)];
        (!bytes.is_empty()).then_some(bytes)
    }
}

impl Entry {
    fn parse(entry: &[u8]) -> Self {
        let links = [68, 72, 76].map(|at| long(entry, at).unwrap_or(NONE));
        Self { name: Name::parse(entry), links, is_root: entry.get(66) == Some(&5) }
    }
}

impl Name {
    fn parse(entry: &[u8]) -> Self {
        let (units, _) = entry[..64].as_chunks();
        let units = units.iter().copied().map(u16::from_le_bytes).take_while(|unit| *unit != 0);
        let name: String = char::decode_utf16(units).filter_map(Result::ok).collect();
        match name.to_ascii_lowercase().as_str() {
            "worddocument" => Self::Word,
            "workbook" | "book" => Self::Workbook,
            "powerpoint document" => Self::Slides,
            "encryptedpackage" => Self::Encrypted,
            "macros" | "vba" | "_vba_project" | "_vba_project_cur" => Self::Macros,
            "\u{1}ole10native" => Self::Package,
            _ => Self::Other,
        }
    }
}
