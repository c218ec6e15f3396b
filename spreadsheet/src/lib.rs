//! Writer of spreadsheets (Office Open XML), as a Wasm module of its own: it is large, so the page
//! of a report loads it when somebody asks for a spreadsheet, and neither the edge nor the console
//! has any of it.
//!
//! Numbers are written as numbers and texts as texts: no cell is a formula, whatever it begins
//! with.

use domain::{figures::table::Cell, statistics::float, wire::console::Workbook};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

/// Small allocator. The standard one takes seven kilobytes.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Widest column, in characters.
const WIDEST: usize = 60;

/// Paper of a printed sheet: A4.
const A4: u8 = 9;

/// Writes the file of a report, which is the answer of `/console/api/report`. Returns nothing if it
/// isn't one.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn file(report: &str) -> Option<Vec<u8>> {
    let workbook = serde_json::from_str(report).ok()?;
    written(&workbook).ok()
}

/// Writes the file of a workbook.
///
/// # Errors
///
/// When a name or a text is longer than the format allows.
pub fn written(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut file = rust_xlsxwriter::Workbook::new();
    let heading = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    for sheet in &workbook.sheets {
        let page = file.add_worksheet();
        page.set_name(&sheet.name)?;
        page.set_right_to_left(workbook.right_to_left);
        page.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        page.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
        for (column, name) in (0..).zip(&sheet.header) {
            page.write_string_with_format(0, column, name, &heading)?;
            page.set_column_width(
                column,
                width(sheet.rows.iter().filter_map(|row| row.get(usize::from(column)))),
            )?;
        }
        for (place, row) in (1..).zip(&sheet.rows) {
            for (column, cell) in (0..).zip(row) {
                write(page, (place, column), cell)?;
            }
        }
    }
    file.save_to_buffer()
}

fn write(page: &mut Worksheet, (row, column): (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Count(count) => {
            page.write_number(row, column, float(*count))?;
        }
        Cell::Number(number) => {
            page.write_number(row, column, *number)?;
        }
        Cell::Text(text) => {
            page.write_string(row, column, text)?;
        }
    }
    Ok(())
}

/// Returns the width of a column, in characters.
fn width<'a>(cells: impl Iterator<Item = &'a Cell>) -> f64 {
    let texts = cells.filter_map(|cell| match cell {
        Cell::Text(text) => Some(text.chars().count()),
        _ => None,
    });
    let longest = texts.max().unwrap_or_default().clamp(10, WIDEST);
    f64::from(u8::try_from(longest).unwrap_or(u8::MAX)) + 2.0
}

#[cfg(test)]
mod tests {
    use domain::wire::console::Sheet;

    use super::*;

    fn workbook(name: &str) -> Workbook {
        let sheet = Sheet {
            name: name.to_owned(),
            header: vec!["المؤشر".to_owned(), "n".to_owned()],
            rows: vec![
                vec![Cell::text("=1+1"), Cell::Count(42)],
                vec![Cell::Empty, Cell::Number(0.75)],
            ],
        };
        Workbook { right_to_left: true, sheets: vec![sheet] }
    }

    #[test]
    fn a_workbook_becomes_a_zip_file() {
        let file = written(&workbook("الأرقام")).unwrap();
        assert!(file.starts_with(b"PK\x03\x04") && file.len() > 2_000);
    }

    #[test]
    fn a_name_that_the_format_forbids_is_an_error() {
        assert!(written(&workbook("a/b")).is_err());
    }
}
