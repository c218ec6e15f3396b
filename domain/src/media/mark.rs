//! Marks of documents that can do more than be read. Staff see them before they open a file.

use serde::{Deserialize, Serialize};

/// Content that may run or be unpacked on the reader's device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Mark {
    /// Macros or scripts.
    Macros,
    /// Another file, packed into the document.
    EmbeddedPackage,
}

/// Control words of RTF that begin an embedded object (RTF 1.9.1, "Objects").
const RTF_OBJECTS: [&[u8]; 3] = [b"\\objdata", b"\\objemb", b"\\objocx"];
const LONGEST: usize = 8;

/// Search for embedded objects in an RTF document that arrives in pieces.
#[derive(Default)]
pub struct RtfSearch {
    /// Last bytes of the piece before, in which a control word may begin.
    tail: Vec<u8>,
    found: bool,
}

impl RtfSearch {
    /// Creates a search for content of this media type; `None` if it isn't RTF.
    pub fn of(media_type: &str) -> Option<Self> {
        (media_type == "application/rtf").then(Self::default)
    }

    /// Reads the next piece.
    pub fn push(&mut self, piece: &[u8]) {
        let has = |bytes: &[u8]| {
            RTF_OBJECTS.iter().any(|word| bytes.windows(word.len()).any(|window| window == *word))
        };
        let (start, rest) = piece.split_at(piece.len().min(LONGEST));
        self.tail.extend(start);
        self.found = self.found || has(&self.tail) || has(piece);
        self.tail.extend(&rest[rest.len().saturating_sub(LONGEST)..]);
        let passed = self.tail.len().saturating_sub(LONGEST);
        self.tail.drain(..passed);
    }

    /// Returns the marks of the document.
    pub fn marks(&self) -> Vec<Mark> {
        if self.found { vec![Mark::EmbeddedPackage] } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marks(rtf: &[u8], piece: usize) -> Vec<Mark> {
        let mut search = RtfSearch::default();
        rtf.chunks(piece).for_each(|piece| search.push(piece));
        search.marks()
    }

    #[test]
    fn a_package_in_rtf_is_marked() {
        let rtf = b"{\\rtf1{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata 0105}}}";
        assert_eq!(marks(rtf, 1_000), [Mark::EmbeddedPackage]);
        assert_eq!(marks(b"{\\rtf1 The objects of the park}", 1_000), []);
    }

    #[test]
    fn marks_have_stable_names() {
        let names = serde_json::to_string(&[Mark::Macros, Mark::EmbeddedPackage]).unwrap();
        assert_eq!(names, r#"["macros","embedded_package"]"#);
    }

    proptest! {
        #[test]
        fn the_size_of_pieces_makes_no_difference(before in 0..40_usize, piece in 1..40_usize) {
            let rtf = [&b"x".repeat(before)[..], b"\\objdata", &b"y".repeat(30)].concat();
            prop_assert_eq!(marks(&rtf, piece), [Mark::EmbeddedPackage]);
        }
    }
}
