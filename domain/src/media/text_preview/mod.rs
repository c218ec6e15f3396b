//! Text previews of documents, for staff to read before they save a file.
//!
//! A preview holds the words alone. Nothing in a document is run, fetched or drawn, and the
//! inflated and the shown size are limited.

mod markup;

use crate::media::{attachment::MediaType, detect, office_type::zip};

/// Largest office document that is previewed, in bytes; a larger one needs the program that made
/// it.
pub const DOCUMENT_MAX: u64 = 20 * 1024 * 1024;
/// Longest preview, in bytes.
pub const WORDS_MAX: usize = 200_000;
/// Most bytes that all parts of one document are inflated to. Some archives of a few kilobytes
/// would fill a disk.
const UNPACKED_MAX: usize = 16 * 1024 * 1024;

/// Kind of preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Pages that the browser draws in a frame.
    Pages,
    /// Plain text.
    Plain,
    /// Words of an office document.
    Office(Format),
}

/// Format of an office document, which determines the parts that hold its words (ECMA-376, part 1;
/// `OpenDocument` 1.3, part 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Word document.
    Text,
    /// Excel workbook.
    Sheets,
    /// `PowerPoint` presentation.
    Slides,
    /// Any `OpenDocument`.
    Open,
}

/// Words of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Lines of the document; cells are separated by tabs.
    pub text: String,
    /// True if the document has more text.
    pub is_cut: bool,
}

impl Look {
    /// Returns the preview of a file of this type and size; `None` if there is nothing to show, or
    /// too much.
    pub fn at(media_type: &str, size: u64) -> Option<Self> {
        let format = match MediaType::named(media_type)?.extension() {
            "pdf" => return Some(Self::Pages),
            "txt" => return (size > 0).then_some(Self::Plain),
            "docx" => Format::Text,
            "xlsx" => Format::Sheets,
            "pptx" => Format::Slides,
            "odt" | "ods" | "odp" => Format::Open,
            _ => return None,
        };
        (size <= DOCUMENT_MAX).then_some(Self::Office(format))
    }

    /// Returns the count of first bytes that [`Self::read`] needs.
    pub const fn reach(self) -> u64 {
        match self {
            Self::Pages => 0,
            Self::Plain => WORDS_MAX as u64,
            Self::Office(_) => DOCUMENT_MAX,
        }
    }

    /// Returns the words in the beginning of a file of size `size`; `None` if it can't be read.
    pub fn read(self, beginning: &[u8], size: u64) -> Option<Words> {
        match self {
            Self::Pages => None,
            Self::Plain => {
                let text = detect::utf16(beginning)
                    .unwrap_or_else(|| String::from_utf8_lossy(beginning).into_owned());
                let text = text.trim_start_matches('\u{feff}').to_owned();
                Some(Words { text, is_cut: size > beginning.len() as u64 })
            }
            Self::Office(format) => format.read(beginning),
        }
    }
}

impl Format {
    fn read(self, archive: &[u8]) -> Option<Words> {
        let mut reader = markup::Reader::of(self);
        let mut left = UNPACKED_MAX;
        for entry in self.parts(archive)? {
            let start = usize::try_from(entry.start).ok()?;
            let body = zip::body(archive.get(start..)?)?;
            let body = body.get(..usize::try_from(entry.length).ok()?)?;
            let part = if entry.is_packed()? {
                zip::inflated(body, left)
            } else {
                body[..body.len().min(left)].to_vec()
            };
            left -= part.len();
            reader.read(&String::from_utf8_lossy(&part));
            if left == 0 || reader.is_full() {
                return Some(reader.words(true));
            }
        }
        Some(reader.words(false))
    }

    /// Returns the entries that hold words, in reading order; `None` if there are none.
    fn parts(self, archive: &[u8]) -> Option<Vec<zip::Entry<'_>>> {
        let end = archive.len().saturating_sub(usize::try_from(zip::END_MAX).ok()?);
        let directory = zip::directory_range(&archive[end..])?;
        let [start, end] = [directory.start, directory.end].map(usize::try_from);
        let entries = zip::entries(archive.get(start.ok()?..end.ok()?)?)?;
        let placed = entries
            .into_iter()
            .filter_map(|entry| Some((self.place(std::str::from_utf8(entry.name).ok()?)?, entry)));
        let mut placed: Vec<_> = placed.collect();
        placed.sort_by_key(|(place, _)| *place);
        (!placed.is_empty()).then(|| placed.into_iter().map(|(_, entry)| entry).collect())
    }

    /// Returns the position of a file in the reading order, if the file holds words.
    fn place(self, name: &str) -> Option<u32> {
        let number = |folder: &str| name.strip_prefix(folder)?.strip_suffix(".xml")?.parse().ok();
        match (self, name) {
            (Self::Text, "word/document.xml")
            | (Self::Sheets, "xl/sharedStrings.xml")
            | (Self::Open, "content.xml") => Some(0),
            (Self::Text, "word/footnotes.xml") => Some(1),
            (Self::Text, "word/endnotes.xml") => Some(2),
            (Self::Sheets, _) => number("xl/worksheets/sheet"),
            (Self::Slides, _) => number("ppt/slides/slide"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::media::office_type::tests::archive;

    fn says(format: Format, files: &[(&str, &str)]) -> Words {
        format.read(&archive(files)).unwrap()
    }

    #[test]
    fn a_letter_is_its_paragraphs_and_tables() {
        let body = "<?xml version=\"1.0\"?><w:document><w:body>\n  <w:p><w:pPr><w:tabs><w:tab w:pos=\"1\"/></w:tabs></w:pPr>
            <w:r><w:t>Gate </w:t></w:r><w:r><w:instrText>PAGE</w:instrText><w:delText>5</w:delText><w:tab/><w:t>4 &amp; &#x665;</w:t></w:r></w:p>
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>one</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>two</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
            <w:p><w:r><w:t>البوابة</w:t><w:br/><w:t>٤</w:t></w:r></w:p></w:body></w:document>";
        let notes = "<w:footnotes><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let words = says(
            Format::Text,
            &[
                ("word/footnotes.xml", notes),
                ("word/document.xml", body),
                ("word/styles.xml", "<t>no</t>"),
            ],
        );
        assert_eq!(
            words,
            Words {
                text: "Gate \t4 & ٥\none\ttwo\nالبوابة\n٤\n\nA note.".into(), is_cut: false
            }
        );
    }

    #[test]
    fn a_workbook_is_its_rows_and_shared_strings_stand_where_they_are_named() {
        let shared = "<sst><si><t>Street</t></si><si><r><t>Lam</t></r><r><t>ps</t></r><rPh><t>x</t></rPh></si></sst>";
        let second =
            "<worksheet><row><c t=\"inlineStr\"><is><t>last</t></is></c></row></worksheet>";
        let first =
            "<worksheet><row><c r=\"A1\" t=\"s\"><v>0</v></c><c t='s'><v>1</v></c><c/></row>
            <row><c><f>A1+1</f><v>42</v></c><c t=\"s\"><v>99</v></c></row></worksheet>";
        let files = [
            ("xl/worksheets/sheet10.xml", second),
            ("xl/worksheets/sheet2.xml", first),
            ("xl/sharedStrings.xml", shared),
        ];
        assert_eq!(says(Format::Sheets, &files).text, "Street\tLamps\n42\n\nlast");
    }

    #[test]
    fn slides_follow_their_numbers() {
        let slide = |text: &str| format!("<p:sld><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>");
        let (second, tenth) = (slide("second"), slide("tenth"));
        let files = [("ppt/slides/slide10.xml", &*tenth), ("ppt/slides/slide2.xml", &second)];
        assert_eq!(says(Format::Slides, &files).text, "second\n\ntenth");
    }

    #[test]
    fn an_open_document_is_its_paragraphs_headings_and_cells() {
        let content = "<office:body><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Gate</text:h>
            <text:p>a<text:s/>b<!-- <text:p>no</text:p> --><![CDATA[<c>]]></text:p><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>
            <table:table-cell/><table:table-cell><text:p>3</text:p></table:table-cell></table:table-row></office:body>";
        let files =
            [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)];
        assert_eq!(says(Format::Open, &files).text, "Gate\na b<c>\n1\t\t3");
    }

    #[test]
    fn what_swells_or_never_ends_is_cut() {
        let swollen = ["<w:p>", &" ".repeat(UNPACKED_MAX + 9), "</w:p>"].concat();
        assert_eq!(
            says(Format::Text, &[("word/document.xml", &swollen)]),
            Words { text: String::new(), is_cut: true }
        );
        let long = format!("<w:p><w:t>{}</w:t></w:p>", "ع".repeat(WORDS_MAX));
        let words = says(Format::Text, &[("word/document.xml", &long)]);
        assert!(words.is_cut && words.text.len() == WORDS_MAX);
        let laughs = "<!DOCTYPE w [<!ENTITY a \"ha\">]><w:p><w:t>&a;&lt;b&gt;</w:t></w:p>";
        assert_eq!(says(Format::Text, &[("word/document.xml", laughs)]).text, "&a;<b>");
    }

    #[test]
    fn only_what_holds_words_is_looked_into() {
        assert_eq!(Look::at("application/pdf", 9), Some(Look::Pages));
        assert_eq!(Look::at("application/msword", 9), None);
        assert_eq!(Look::at("application/vnd.oasis.opendocument.text", DOCUMENT_MAX + 1), None);
        assert_eq!(Format::Text.read(&archive(&[("xl/sharedStrings.xml", "<t/>")])), None);
        assert_eq!(Format::Text.read(b"PK\x03\x04"), None);
        let plain = Look::Plain.read("\u{feff}عمود\tab".as_bytes(), 40).unwrap();
        assert_eq!(plain, Words { text: "عمود\tab".into(), is_cut: true });
    }

    proptest! {
        #[test]
        fn damage_is_survived(place: prop::sample::Index, byte: u8, markup in "[<>/&;!\\-?='\"tpcv s:0-9ع]{0,80}") {
            let mut file = archive(&[("xl/sharedStrings.xml", "<si><t>one</t></si>"), ("xl/worksheets/sheet1.xml", &markup)]);
            Format::Sheets.read(&file);
            let place = place.index(file.len());
            file[place] = byte;
            Format::Sheets.read(&file);
        }
    }
}
