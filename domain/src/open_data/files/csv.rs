//! `figures.csv` (RFC 4180): one row for each figure.

use super::{COLUMNS, File};
use crate::figures::figure::{Figure, Mark, Scope};

/// Mark of the encoding, by which spreadsheets know UTF-8.
const BOM: &str = "\u{feff}";

/// Returns the file.
pub(super) fn file(figures: &[Figure]) -> File {
    let mut text = BOM.to_owned();
    push(&mut text, COLUMNS.map(|(name, ..)| name.to_owned()));
    for figure in figures {
        push(&mut text, row(figure));
    }
    File { name: "figures.csv", media_type: "text/csv; charset=utf-8", text }
}

fn row(figure: &Figure) -> [String; COLUMNS.len()] {
    let Scope { period, entity, service, kind, channel } = &figure.scope;
    let slug = |slug: Option<&crate::slug::Slug>| slug.map(|it| words(it.as_str()));
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let count = |count: Option<u64>| count.map(|count| count.to_string()).unwrap_or_default();
    let mark = figure.mark.map(Mark::as_str).unwrap_or_default();
    // A mark stands in the place of the value that is missing.
    let value = if figure.value.is_none() && figure.lower.is_none() {
        mark.to_owned()
    } else {
        number(figure.value)
    };
    [
        period.to_string(),
        slug(entity.as_ref()).unwrap_or_default(),
        slug(service.as_ref()).unwrap_or_default(),
        kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
        channel.map(|channel| channel.as_str().to_owned()).unwrap_or_default(),
        words(&figure.indicator),
        count(figure.numerator),
        count(figure.denominator),
        value,
        number(figure.lower),
        number(figure.upper),
        mark.to_owned(),
    ]
}

/// Returns a text that no spreadsheet takes for a formula.
fn words(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { ["'", text].concat() } else { text.to_owned() }
}

fn push(text: &mut String, cells: [String; COLUMNS.len()]) {
    let quoted = cells.map(|cell| {
        if cell.contains([',', '"', '\r', '\n']) {
            ["\"", &cell.replace('"', "\"\""), "\""].concat()
        } else {
            cell
        }
    });
    text.push_str(&quoted.join(","));
    text.push_str("\r\n");
}
