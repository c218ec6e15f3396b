//! `GET /console/api/report`: a report as the sheets of a spreadsheet.

use serde::{Deserialize, Serialize};

use crate::figures::table::Cell;

/// Sheets of a spreadsheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    /// True if columns run from right to left.
    pub right_to_left: bool,
    /// Sheets.
    pub sheets: Vec<Sheet>,
}

/// Sheet of a spreadsheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Name of the sheet, of at most 31 characters.
    pub name: String,
    /// Names of the columns.
    pub header: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}
