//! Files of comma-separated values (RFC 4180) for spreadsheets.
//!
//! A file begins with a byte order mark, or some spreadsheets read UTF-8 as another encoding and
//! show no Arabic. They also run a cell as a formula if it begins with certain characters, whoever
//! wrote it; an apostrophe before it makes it a text.

use std::borrow::Cow;

use csv::{Terminator, Writer, WriterBuilder};

use crate::error::ApiError;

/// Media type of a file.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Characters by which a cell becomes a formula if it begins with one.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// File that is being written.
pub(crate) struct Sheet(Writer<Vec<u8>>);

impl Sheet {
    /// Begins a file with the titles of its columns.
    pub(crate) fn new<const COLUMNS: usize>(titles: [&str; COLUMNS]) -> Result<Self, ApiError> {
        let mut settings = WriterBuilder::new();
        settings.terminator(Terminator::CRLF);
        let mut sheet = Self(settings.from_writer(BYTE_ORDER_MARK.to_vec()));
        sheet.push(titles)?;
        Ok(sheet)
    }

    /// Appends a row.
    pub(crate) fn push<const COLUMNS: usize>(
        &mut self,
        cells: [&str; COLUMNS],
    ) -> Result<(), ApiError> {
        let cells = cells.map(guarded);
        self.0.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(unwritten)
    }

    /// Returns the file's bytes.
    pub(crate) fn finish(self) -> Result<Vec<u8>, ApiError> {
        self.0.into_inner().map_err(unwritten)
    }
}

/// Returns a cell that no spreadsheet takes for a formula. Where semicolons separate cells, one
/// begins behind each, and behind a line break too.
fn guarded(cell: &str) -> Cow<'_, str> {
    let mut guarded = String::new();
    let mut begins = true;
    for character in cell.chars() {
        if begins && FORMULA.contains(&character) {
            guarded.push('\'');
        }
        begins = matches!(character, ';' | '\n' | '\r') || (begins && character == ' ');
        guarded.push(character);
    }
    if guarded.len() == cell.len() { cell.into() } else { guarded.into() }
}

fn unwritten(error: impl std::fmt::Display) -> ApiError {
    ApiError::Internal(format!("a file of comma-separated values: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: [&str; 2]) -> String {
        let mut sheet = Sheet::new(["a", "b"]).unwrap();
        sheet.push(cells).unwrap();
        String::from_utf8(sheet.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_file_begins_with_the_mark_and_its_titles_and_lines_end_as_the_standard_says() {
        assert_eq!(written(["مريم", "1"]), "\u{FEFF}a,b\r\nمريم,1\r\n");
    }

    #[test]
    fn commas_quotes_and_lines_stay_in_their_cell() {
        assert_eq!(
            written(["one, two", "a \"b\"\nc"]),
            "\u{FEFF}a,b\r\n\"one, two\",\"a \"\"b\"\"\nc\"\r\n"
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        for start in ["=", "+", "-", "@", "\t", "\r"] {
            let cell = format!("{start}cmd");
            assert_eq!(guarded(&cell), format!("'{cell}"));
        }
        assert_eq!(guarded("theirs; =HYPERLINK()\n+1"), "theirs; '=HYPERLINK()\n'+1");
        for plain in ["", "a=b", "a; b=c", "'=1", "٣", "12"] {
            assert_eq!(guarded(plain), plain);
        }
    }
}
