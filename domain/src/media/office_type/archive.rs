//! Office documents in ZIP archives. In OOXML, `[Content_Types].xml` names the main part's type; in
//! ODF, the entry `mimetype` consists of the type alone, and the manifest repeats it.

use std::ops::Range;

use super::{
    Document,
    zip::{self, Entry},
};
use crate::media::{
    attachment::{MediaType, NotAccepted},
    mark::Mark,
};

/// Most bytes that a list of types is inflated to.
const LIST_MAX: usize = 1024 * 1024;

const LIST: &str = "[Content_Types].xml";
const TYPE: &str = "mimetype";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Main parts of OOXML, and the media types of their documents.
const PARTS: [(&str, &str); 3] = [
    (
        "wordprocessingml.document.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "spreadsheetml.sheet.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "presentationml.presentation.main+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
];

const OPEN: [&str; 3] = [
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
];

/// Extensions of packed files that are documents themselves, such as a chart's figures.
const DOCUMENTS: [&str; 7] = [".xlsx", ".docx", ".pptx", ".xls", ".doc", ".ppt", "/"];

/// Reading of an archive: its end, its directory, then the entry that states the type.
pub(super) enum Archive {
    End,
    Directory,
    Entry(Statement),
}

/// Entry that states the document's type.
pub(super) struct Statement {
    is_open: bool,
    is_packed: bool,
    length: u64,
    marks: Vec<Mark>,
}

impl Archive {
    pub(super) fn first_range(size: u64) -> Range<u64> {
        size.saturating_sub(zip::END_MAX)..size
    }

    /// Reads the bytes that were asked for. Returns the next range, or the document.
    pub(super) fn read(
        &mut self,
        bytes: &[u8],
    ) -> Result<Result<Document, Range<u64>>, NotAccepted> {
        match self {
            Self::End => {
                let range = zip::directory_range(bytes).ok_or(NotAccepted::Kind)?;
                *self = Self::Directory;
                Ok(Err(range))
            }
            Self::Directory => {
                let (statement, range) = find_statement(bytes).ok_or(NotAccepted::Kind)?;
                *self = Self::Entry(statement);
                Ok(Err(range))
            }
            Self::Entry(statement) => statement.document(bytes).ok_or(NotAccepted::Kind).map(Ok),
        }
    }
}

fn find_statement(directory: &[u8]) -> Option<(Statement, Range<u64>)> {
    let entries = zip::entries(directory)?;
    let names: Vec<String> = entries.iter().map(name_of).collect();
    let find = |wanted: &str| {
        let place = names.iter().rposition(|name| name.eq_ignore_ascii_case(wanted))?;
        entries.get(place)
    };
    let (entry, is_open) = if let Some(list) = find(LIST) {
        (list, false)
    } else {
        let manifest = find("content.xml").and(find(MANIFEST))?;
        (find(TYPE).unwrap_or(manifest), true)
    };
    let mut marks: Vec<Mark> = names.iter().filter_map(|name| mark(name, is_open)).collect();
    marks.sort_unstable();
    marks.dedup();
    let (is_packed, length) = (entry.is_packed()?, entry.length);
    Some((Statement { is_open, is_packed, length, marks }, entry.range(LIST_MAX as u64)))
}

/// Returns an entry's name as the standards write it: some programs use backslashes, or begin with
/// a slash.
fn name_of(entry: &Entry<'_>) -> String {
    let name = String::from_utf8_lossy(entry.name).replace('\\', "/");
    name.trim_start_matches('/').to_owned()
}

/// Returns the mark that an entry of this name gives its document.
fn mark(name: &str, is_open: bool) -> Option<Mark> {
    let name = name.to_ascii_lowercase();
    let is_macro = if is_open {
        name.starts_with("basic/") || name.starts_with("scripts/")
    } else {
        name.ends_with("vbaproject.bin") || name.contains("/macrosheets/")
    };
    let is_package = if is_open {
        name.starts_with("object ") && !name.contains('/')
    } else {
        name.contains("/embeddings/") && !DOCUMENTS.iter().any(|end| name.ends_with(end))
    };
    match () {
        () if is_macro => Some(Mark::Macros),
        () if is_package => Some(Mark::EmbeddedPackage),
        () => None,
    }
}

impl Statement {
    fn document(&self, local: &[u8]) -> Option<Document> {
        let mut content = zip::content(local, self.length, self.is_packed, LIST_MAX)?;
        // The list may be in UTF-16; its names are ASCII.
        content.retain(|byte| *byte != 0);
        let text = String::from_utf8_lossy(&content);
        let (name, mut marks) = (self.type_in(&text)?, self.marks.clone());
        let has_macros = text.contains("vbaProject") || text.contains("macroEnabled");
        if has_macros && !self.is_open && !marks.contains(&Mark::Macros) {
            marks.insert(0, Mark::Macros);
        }
        Some(Document { media_type: MediaType::named(name)?, marks })
    }

    fn type_in(&self, text: &str) -> Option<&'static str> {
        if !self.is_open {
            let main = PARTS.into_iter().find(|(part, _)| text.contains(part));
            return main.map(|(_, name)| name);
        }
        let root = text.split_once("full-path=\"/\"").map(|(before, after)| {
            let start = before.rfind('<').unwrap_or(0);
            &text[start..text.len() - after.len() + after.find('>').unwrap_or(after.len())]
        });
        let is_root = |name: &str| {
            root.is_some_and(|root| root.contains(&["media-type=\"", name, "\""].concat()))
        };
        OPEN.into_iter().find(|name| text.trim() == *name || is_root(name))
    }
}
