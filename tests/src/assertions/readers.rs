//! Programs that share no code with us and read what we publish: Frictionless for tables with their
//! descriptions, openpyxl for spreadsheets.

use std::{
    env,
    path::Path,
    process::{Command, Output},
};

use serde::Deserialize;
use serde_json::Value;

/// Prints the faults that Frictionless finds in a package, one a line.
const VALIDATE: &str = "
import sys
from frictionless import validate, system
with system.use_context(trusted=True):
    report = validate(sys.argv[1])
for error in report.errors + [error for task in report.tasks for error in task.errors]:
    print(error.type, error.message)
print(len(report.tasks), [task.stats.get('rows') for task in report.tasks])
";

/// Prints the sheets of a workbook as JSON.
const OPEN: &str = "
import sys, json, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps([{
    'name': sheet.title,
    'right_to_left': bool(sheet.sheet_view.rightToLeft),
    'types': sorted({cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}),
    'rows': [[cell.value for cell in row] for row in sheet.iter_rows()],
} for sheet in book.worksheets]))
";

/// Sheet of a workbook, as openpyxl reads it.
#[derive(Debug, Deserialize)]
pub struct Sheet {
    /// Name.
    pub name: String,
    /// True if columns run from right to left.
    pub right_to_left: bool,
    /// Types of cells: `s` for texts, `n` for numbers, `f` for formulas.
    pub types: Vec<String>,
    /// All rows, the heading first.
    pub rows: Vec<Vec<Value>>,
}

/// Returns what Frictionless says of a data package: its faults, and in the last line the number of
/// tables and of their rows.
pub fn validated(package: &Path) -> String {
    run(VALIDATE, package)
}

/// Returns the sheets of a workbook.
pub fn opened(workbook: &Path) -> Vec<Sheet> {
    serde_json::from_str(&run(OPEN, workbook)).expect("sheets as JSON")
}

fn run(program: &str, file: &Path) -> String {
    let python = env::var("SAWTAK_TEST_READERS")
        .expect("SAWTAK_TEST_READERS: run these tests through `cargo xtask test`");
    let Output { status, stdout, stderr } = Command::new(python)
        .args(["-c", program])
        .arg(file)
        .output()
        .expect("Python with the readers");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("UTF-8").trim().to_owned()
}
