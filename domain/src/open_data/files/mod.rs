//! Files of a release, besides its JSON: the figures as CSV, and three descriptions of them.

mod csv;
mod csvw;
mod data_package;
mod dcat;

use super::release::{File, Release};
use crate::figures::figure::Figure;

/// Columns of a file of figures: name, type, and meaning.
const COLUMNS: [(&str, Type, &str); 12] = [
    ("period", Type::Text, "Period of the facts: 2026, 2026-Q4 or 2026-10"),
    ("entity", Type::Text, "Short name of the entity; empty for all entities together"),
    ("service", Type::Text, "Service of the entity; empty for all together"),
    ("kind", Type::Text, "suggestion, observation or complaint; empty for all together"),
    ("channel", Type::Text, "Channel by which the participations came; empty for all together"),
    ("indicator", Type::Text, "Id of the indicator, as the guide defines it"),
    ("numerator", Type::Integer, "Facts that count; of a quantile the answered cases"),
    ("denominator", Type::Integer, "Facts among which they are counted"),
    ("value", Type::Number, "Share from 0 to 1, number, or time in minutes (lived_time: hours)"),
    ("lower", Type::Number, "Lower end of the 95 % interval of a share"),
    ("upper", Type::Number, "Upper end of the 95 % interval of a share"),
    ("mark", Type::Text, "Reason for which a value is missing, or a reservation about it"),
];

/// Marks in the place of a value, with their meanings.
const MARKS: [(&str, &str); 3] =
    [("[c]", "confidential"), ("[x]", "not available"), ("[z]", "not applicable")];

/// Type of a column.
#[derive(Clone, Copy)]
enum Type {
    Text,
    Integer,
    Number,
}

impl Type {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Number => "number",
        }
    }
}

/// Returns the files. `base_url` is our own origin.
pub fn files(release: &Release, figures: &[Figure], base_url: &str) -> Vec<File> {
    let table = csv::file(figures);
    let package = data_package::file(release, &table, base_url);
    let metadata = csvw::file(release, base_url);
    let dataset = dcat::file(release, figures, base_url);
    vec![table, package, metadata, dataset]
}

/// Returns the address of a release's folder.
fn address(release: &Release, base_url: &str) -> String {
    format!("{base_url}/open/{}", release.id)
}

fn pretty(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests;
