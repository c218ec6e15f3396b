//! Macros that no name of a compound file tells of: those of Word 6 and 95, sheets of macros in
//! workbooks (Excel 4.0), and projects inside slides. Records of the main stream tell of them
//! ([MS-DOC], [MS-XLS], [MS-PPT]).

use super::zip::{long, short};

/// Main stream of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Main {
    Word,
    Workbook,
    Slides,
}

/// Search through a main stream, which arrives in pieces.
pub(super) struct MacroSearch {
    main: Main,
    /// Number of bytes that are passed over next.
    skipped: u64,
    held: Vec<u8>,
    verdict: Option<bool>,
}

/// Step of the search, from the beginning of a record.
enum Step {
    More,
    /// Goes on after so many bytes.
    Next(u64),
    Done(bool),
}

impl MacroSearch {
    pub(super) const fn of(main: Main) -> Self {
        Self { main, skipped: 0, held: Vec::new(), verdict: None }
    }

    /// Returns whether the stream has macros, as soon as that is known.
    pub(super) const fn verdict(&self) -> Option<bool> {
        self.verdict
    }

    /// Passes over the next bytes if they needn't be read. Returns whether it did.
    pub(super) const fn skips(&mut self, length: u64) -> bool {
        let does = self.skipped >= length;
        if does {
            self.skipped -= length;
        }
        does
    }

    /// Reads the next bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        let skipped = usize::try_from(self.skipped).unwrap_or(usize::MAX).min(bytes.len());
        self.skipped -= skipped as u64;
        self.held.extend_from_slice(&bytes[skipped..]);
        let mut at = 0;
        while self.verdict.is_none() {
            let rest = &self.held[at..];
            let step = match self.main {
                Main::Word => word(rest),
                Main::Workbook => workbook(rest),
                Main::Slides => slides(rest),
            };
            match step.unwrap_or(Step::More) {
                Step::More => break,
                Step::Done(verdict) => self.verdict = Some(verdict),
                Step::Next(length) => {
                    let there = rest.len() as u64;
                    self.skipped = length.saturating_sub(there);
                    at += usize::try_from(length.min(there)).unwrap_or(rest.len());
                }
            }
        }
        self.held.drain(..at);
    }
}

/// Reads the head of a Word document. Up to version 95 it names the place of its macros, and their
/// length; two bytes are an empty list.
fn word(bytes: &[u8]) -> Option<Step> {
    /// Version of Word 97, whose macros are a storage of their own.
    const WORD_97: u16 = 193;
    let (version, length) = (short(bytes, 2)?, long(bytes, 0x11c)?);
    Some(Step::Done(version < WORD_97 && length > 2))
}

/// Reads a record of a workbook: its kind, and the length of its content.
fn workbook(bytes: &[u8]) -> Option<Step> {
    const SHEET: u16 = 0x0085;
    const END: u16 = 0x000a;
    const PASSWORD: u16 = 0x002f;
    /// Kinds of sheets: macros of Excel 4.0, a module of Excel 5.0.
    const MACROS: [u8; 2] = [1, 6];
    let (kind, length) = (short(bytes, 0)?, short(bytes, 2)?);
    if kind == SHEET && MACROS.contains(bytes.get(9)?) {
        return Some(Step::Done(true));
    }
    // The sheets are listed in the first part. What has a password can't be read.
    Some(match kind {
        END | PASSWORD => Step::Done(false),
        _ => Step::Next(4 + u64::from(length)),
    })
}

/// Reads a record of slides: its version, its kind, and the length of its content.
fn slides(bytes: &[u8]) -> Option<Step> {
    /// Containers around the record that tells of macros: the document, its list of information,
    /// and its information about macros.
    const CONTAINERS: [u16; 3] = [0x03e8, 0x07d0, 0x03ff];
    const MACROS: u16 = 0x0400;
    let (kind, length) = (short(bytes, 2)?, long(bytes, 4)?);
    if CONTAINERS.contains(&kind) {
        return Some(Step::Next(8));
    }
    if kind == MACROS && long(bytes, 12)? != 0 {
        return Some(Step::Done(true));
    }
    Some(Step::Next(8 + u64::from(length)))
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(kind: u16, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap().to_le_bytes();
        [&kind.to_le_bytes()[..], &length, content].concat()
    }

    /// Builds the beginning of a workbook with a sheet of this kind.
    pub(in super::super) fn workbook_of(kind: u8) -> Vec<u8> {
        let sheet = |kind: u8| record(0x85, &[0, 0, 0, 0, 0, kind, 1, 0, b'A']);
        let rest = [record(0x31, &[7; 8000]), sheet(0), sheet(kind), record(0x0a, b"")].concat();
        [record(0x0809, &[0; 16]), rest, vec![9; 4096]].concat()
    }

    /// Builds slides with or without a project of macros.
    pub(in super::super) fn slides_of(has_macros: u8) -> Vec<u8> {
        let atom = |version: u8, kind: u16, content: &[u8]| {
            let length = u32::try_from(content.len()).unwrap().to_le_bytes();
            [&[version, 0][..], &kind.to_le_bytes(), &length, content].concat()
        };
        let info = atom(2, 0x0400, &[1, 0, 0, 0, has_macros, 0, 0, 0, 2, 0, 0, 0]);
        let list = atom(0x0f, 0x07d0, &[atom(0, 1, &[5; 90]), atom(0x1f, 0x03ff, &info)].concat());
        let document = atom(0x0f, 0x03e8, &[atom(1, 0x03e9, &[0; 40]), list].concat());
        [atom(0x0f, 0x03f8, &[3; 9000]), document, vec![0; 2000]].concat()
    }

    /// Builds the head of a Word document of this version, with macros of this length.
    pub(in super::super) fn word_of(version: u8, macros: u8) -> Vec<u8> {
        let mut head = vec![0; 5000];
        (head[2], head[0x11c]) = (version, macros);
        head
    }

    proptest! {
        #[test]
        fn records_of_the_main_stream_tell_of_macros(size in 1..700_usize) {
            for (main, stream, expected) in [
                (Main::Workbook, workbook_of(1), Some(true)),
                (Main::Workbook, workbook_of(6), Some(true)),
                (Main::Workbook, workbook_of(2), Some(false)),
                (Main::Slides, slides_of(1), Some(true)),
                (Main::Slides, slides_of(0), None),
                (Main::Word, word_of(104, 90), Some(true)),
                (Main::Word, word_of(104, 2), Some(false)),
                (Main::Word, word_of(193, 90), Some(false)),
            ] {
                let mut search = MacroSearch::of(main);
                for piece in stream.chunks(size) {
                    if search.verdict().is_none() && !search.skips(piece.len() as u64) {
                        search.push(piece);
                    }
                }
                prop_assert_eq!(search.verdict(), expected, "{:?}", main);
            }
        }

        #[test]
        fn anything_at_all_ends(bytes in prop::collection::vec(any::<u8>(), 0..900)) {
            for main in [Main::Word, Main::Workbook, Main::Slides] {
                let mut search = MacroSearch::of(main);
                search.push(&bytes);
                prop_assert!(search.held.len() <= bytes.len());
            }
        }
    }
}
