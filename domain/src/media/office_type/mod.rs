//! Types of office documents, told by their contents, and the marks of what may run in them.
//!
//! Newer documents are ZIP archives, older ones compound files. Both state their type in a
//! directory that may lie anywhere, so a document's type is known once the file is complete. The
//! edge's upload calls [`Examiner`], which asks for the few ranges that it needs: no document is
//! ever whole in memory, and nothing is inflated but one short list.

mod archive;
mod compound;
mod macros;
pub(crate) mod zip;

use std::ops::Range;

use self::{archive::Archive, compound::Compound};
use super::{
    attachment::{MediaType, NotAccepted},
    detect,
    mark::Mark,
};

/// Most ranges that are read of one document.
pub const READS_MAX: u32 = 200;

/// Container of an office document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// ZIP archive: OOXML and ODF.
    Archive,
    /// OLE compound file.
    Compound,
}

impl Container {
    /// Returns the container if this media type is provisional, so that the contents must tell the
    /// document's type.
    pub fn of(media_type: &str) -> Option<Self> {
        match media_type {
            detect::ARCHIVE => Some(Self::Archive),
            detect::COMPOUND_FILE => Some(Self::Compound),
            _ => None,
        }
    }
}

/// Type and marks of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Accepted type.
    pub media_type: MediaType,
    /// Marks, each once, in their order.
    pub marks: Vec<Mark>,
}

/// Next step of an examination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Read this range of the file, as far as the file reaches.
    Read(Range<u64>),
    /// The document's type is known.
    Done(Document),
}

/// Examination of one document.
pub struct Examiner {
    reading: Reading,
    size: u64,
    reads: u32,
}

enum Reading {
    Archive(Archive),
    Compound(Box<Compound>),
}

impl Examiner {
    /// Begins the examination of a file. Its name and its declared type only tell encrypted
    /// documents apart.
    pub fn of(container: Container, size: u64, file_name: &str, declared_type: &str) -> Self {
        let reading = match container {
            Container::Archive => Reading::Archive(Archive::End),
            Container::Compound => {
                let encrypted = encrypted_type(file_name, declared_type);
                Reading::Compound(Box::new(Compound::of(size, encrypted)))
            }
        };
        Self { reading, size, reads: 0 }
    }

    /// Returns the first range to read.
    pub fn first_range(&self) -> Range<u64> {
        match self.reading {
            Reading::Archive(_) => Archive::first_range(self.size),
            Reading::Compound(_) => Compound::first_range(self.size),
        }
    }

    /// Reads the bytes of the range that was asked for last.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is no document of an accepted type, or too scattered.
    pub fn read(&mut self, bytes: Vec<u8>) -> Result<Step, NotAccepted> {
        self.reads += 1;
        if self.reads > READS_MAX {
            return Err(NotAccepted::Kind);
        }
        let next = match &mut self.reading {
            Reading::Archive(archive) => archive.read(&bytes)?,
            Reading::Compound(compound) => compound.read(bytes)?,
        };
        Ok(match next {
            Ok(document) => Step::Done(document),
            Err(range) => Step::Read(range),
        })
    }
}

/// Returns the type of a document with a password, if it is one: by its name, by its declared type,
/// or the likeliest one.
fn encrypted_type(file_name: &str, declared_type: &str) -> Option<MediaType> {
    let extension = file_name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let [named, declared, likeliest] = [
        MediaType::with_extension(&extension),
        MediaType::named(declared_type),
        MediaType::with_extension("docx"),
    ];
    let can_be = |found: &MediaType| matches!(found.extension(), "docx" | "xlsx" | "pptx");
    named.filter(can_be).or_else(|| declared.filter(can_be)).or(likeliest)
}

#[cfg(test)]
pub(crate) mod tests;
