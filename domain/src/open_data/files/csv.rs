//! `figures.csv` (RFC 4180): one row for each figure.

use super::File;
use crate::figures::{
    figure::Figure,
    table::{self, COLUMNS, Cell},
};

/// Returns the file.
pub(super) fn file(figures: &[Figure]) -> File {
    let rows: Vec<[Cell; COLUMNS.len()]> = figures.iter().map(table::cells).collect();
    let text = table::csv(&COLUMNS, rows.iter().map(<[Cell; COLUMNS.len()]>::as_slice));
    File { name: "figures.csv", media_type: "text/csv; charset=utf-8", text }
}
