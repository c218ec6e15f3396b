//! Office documents in OLE compound files ([MS-CFB]). The directory names the streams; it is a
//! chain of sectors, which a table of sectors links. The main stream is another such chain.

use std::{collections::BTreeSet, ops::Range};

use super::{
    Document, READS_MAX,
    macros::{MacroSearch, Main},
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
/// Most ranges after which the search for macros goes on.
const SEARCH_MAX: u32 = READS_MAX - 50;
/// Length from which a stream is a chain of sectors.
const LARGE: u64 = 4096;
/// Number of table sectors that the header names.
const LISTED: usize = 109;
/// Least number that isn't a sector's or an entry's.
const NONE: u32 = 0xffff_fffa;

/// Meaning of an entry's name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Main(Main),
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
    /// Its first sector.
    sector: u32,
    size: u64,
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
    Content,
    Table,
    List,
}

/// Chain that is read.
enum Chain {
    Directory,
    /// Main stream, of which so many bytes are left.
    Main {
        search: MacroSearch,
        left: u64,
    },
}

/// Reading of a compound file's directory.
pub(super) struct Compound {
    size: u64,
    /// Type of an encrypted document, which its contents don't tell.
    encrypted: Option<MediaType>,
    shift: u16,
    header: Vec<u8>,
    wanted: Wanted,
    reads: u32,
    chain: Chain,
    content: Window,
    table: Window,
    list: Window,
    /// Sectors that continue the header's list of table sectors.
    lists: Vec<u32>,
    /// Sector of the chain, and whether it was read.
    sector: u32,
    is_read: bool,
    /// Sectors of the directory that were read.
    visited: BTreeSet<u32>,
    entries: Vec<Entry>,
}

impl Compound {
    pub(super) fn of(size: u64, encrypted: Option<MediaType>) -> Self {
        Self {
            size,
            encrypted,
            shift: 9,
            header: Vec::new(),
            wanted: Wanted::Header,
            reads: 0,
            chain: Chain::Directory,
            content: Window::default(),
            table: Window::default(),
            list: Window::default(),
            lists: Vec::new(),
            sector: NONE,
            is_read: false,
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
            Wanted::Content => self.content.bytes = bytes,
            Wanted::Table => self.table.bytes = bytes,
            Wanted::List => self.list.bytes = bytes,
        }
        self.reads += 1;
        let mut next = self.walk();
        if next.is_none() && matches!(self.chain, Chain::Directory) && self.begin_search() {
            next = self.walk();
        }
        match next {
            Some(range) => Ok(Err(range)),
            None => self.document().ok_or(NotAccepted::Kind).map(Ok),
        }
    }

    /// Begins to look for macros in the main stream. Returns whether there is one to look in.
    fn begin_search(&mut self) -> bool {
        let at_root = self.root_entries();
        let main = at_root.iter().find_map(|entry| match entry.name {
            Name::Main(main) if entry.size >= LARGE => {
                Some((main, entry.sector, entry.size.min(self.size)))
            }
            _ => None,
        });
        let Some((main, sector, left)) = main else { return false };
        self.chain = Chain::Main { search: MacroSearch::of(main), left };
        (self.sector, self.is_read) = (sector, false);
        true
    }

    /// Follows the chain through the bytes that were read. Returns the range to read next; `None`
    /// at the chain's end, or where it is broken.
    fn walk(&mut self) -> Option<Range<u64>> {
        loop {
            if !self.is_read && !self.take()? {
                self.content.sector = self.sector;
                self.wanted = Wanted::Content;
                return self.range(self.sector);
            }
            self.is_read = true;
            match self.next_sector()? {
                Ok(next) => (self.sector, self.is_read) = (next, false),
                Err((wanted, missing)) => {
                    let window = match wanted {
                        Wanted::List => &mut self.list,
                        _ => &mut self.table,
                    };
                    window.sector = missing;
                    self.wanted = wanted;
                    return self.range(missing);
                }
            }
        }
    }

    /// Takes the content of the current sector. Returns false if it must be read first; `None` if
    /// nothing of the chain is wanted any more.
    fn take(&mut self) -> Option<bool> {
        let bytes = self.content.sector(self.sector, self.shift);
        match &mut self.chain {
            _ if self.sector >= NONE => None,
            Chain::Directory => {
                if self.visited.len() >= SECTORS_MAX || self.visited.contains(&self.sector) {
                    return None;
                }
                let Some(bytes) = bytes else { return Some(false) };
                self.entries.extend(bytes.chunks_exact(ENTRY).map(Entry::parse));
                self.visited.insert(self.sector);
                Some(true)
            }
            Chain::Main { search, left } => {
                let length = (1 << self.shift).min(*left);
                if length == 0 || search.verdict().is_some() || self.reads > SEARCH_MAX {
                    return None;
                }
                if !search.skips(length) {
                    let Some(bytes) = bytes else { return Some(false) };
                    search.push(bytes);
                }
                *left -= length;
                Some(true)
            }
        }
    }

    /// Returns the sector after the current one, or the sector that must be read to know it.
    fn next_sector(&mut self) -> Option<Result<u32, (Wanted, u32)>> {
        let each = 1_usize << (self.shift - 2);
        let at = usize::try_from(self.sector).ok()?;
        let table = match self.table_sector(at / each, each)? {
            Ok(table) => table,
            Err(missing) => return Some(Err((Wanted::List, missing))),
        };
        let Some(table_bytes) = self.table.sector(table, self.shift) else {
            return Some(Err((Wanted::Table, table)));
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
            let Some(bytes) = self.list.sector(at, self.shift) else { return Some(Err(at)) };
            let next = long(bytes, (each - 1) * 4)?;
            // A list has an end, and never comes back.
            if next >= NONE || self.lists.contains(&next) {
                return None;
            }
            self.lists.push(next);
        }
        let sector = *self.lists.get(list)?;
        let Some(bytes) = self.list.sector(sector, self.shift) else { return Some(Err(sector)) };
        long(bytes, place * 4).map(Ok)
    }

    /// Returns the range to read from a sector on; `None` if the file has no such sector.
    fn range(&self, sector: u32) -> Option<Range<u64>> {
        let start = (u64::from(sector) + 1) << self.shift;
        (sector < NONE && start < self.size).then(|| start..self.size.min(start + WINDOW))
    }

    fn document(&self) -> Option<Document> {
        let at_root = self.root_entries();
        let has = |name| at_root.iter().any(|entry| entry.name == name);
        let name = match () {
            () if has(Name::Main(Main::Word)) => "application/msword",
            () if has(Name::Main(Main::Slides)) => "application/vnd.ms-powerpoint",
            () if has(Name::Main(Main::Workbook)) => "application/vnd.ms-excel",
            () if has(Name::Encrypted) => {
                return Some(Document { media_type: self.encrypted?, marks: Vec::new() });
            }
            () => return None,
        };
        let media_type = MediaType::named(name)?;
        let holds = |name| self.entries.iter().any(|entry| entry.name == name);
        let found = match &self.chain {
            Chain::Main { search, .. } => search.verdict() == Some(true),
            Chain::Directory => false,
        };
        let marks = [
            (found || holds(Name::Macros), Mark::Macros),
            (holds(Name::Package), Mark::EmbeddedPackage),
        ];
        let marks = marks.into_iter().filter(|(is_there, _)| *is_there).map(|(_, mark)| mark);
        Some(Document { media_type, marks: marks.collect() })
    }

    /// Returns the entries directly under the root: a document may have others inside it.
    fn root_entries(&self) -> Vec<&Entry> {
        let root = self.entries.first().filter(|entry| entry.is_root);
        let Some(root) = root.filter(|root| root.links[2] < NONE) else {
            return self.entries.iter().collect();
        };
        let (mut found, mut left) = (Vec::new(), vec![root.links[2]]);
        let mut is_seen = vec![false; self.entries.len()];
        while let Some(at) = left.pop() {
            let Ok(at) = usize::try_from(at) else { continue };
            let Some(entry) = self.entries.get(at).filter(|_| !is_seen[at]) else { continue };
            is_seen[at] = true;
            found.push(entry);
            left.extend(&entry.links[..2]);
        }
        found
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
        Self {
            name: Name::parse(entry),
            links,
            is_root: entry.get(66) == Some(&5),
            sector: long(entry, 116).unwrap_or(NONE),
            size: long(entry, 120).unwrap_or(0).into(),
        }
    }
}

impl Name {
    fn parse(entry: &[u8]) -> Self {
        let (units, _) = entry[..64].as_chunks();
        let units = units.iter().copied().map(u16::from_le_bytes).take_while(|unit| *unit != 0);
        let name: String = char::decode_utf16(units).filter_map(Result::ok).collect();
        match name.to_ascii_lowercase().as_str() {
            "worddocument" => Self::Main(Main::Word),
            "workbook" | "book" => Self::Main(Main::Workbook),
            "powerpoint document" => Self::Main(Main::Slides),
            "encryptedpackage" => Self::Encrypted,
            "macros" | "vba" | "_vba_project" | "_vba_project_cur" => Self::Macros,
            "\u{1}ole10native" => Self::Package,
            _ => Self::Other,
        }
    }
}
