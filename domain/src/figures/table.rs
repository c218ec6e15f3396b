//! Figures as rows of a table: the cells that files, calls and spreadsheets share, and CSV (RFC
//! 4180).

use serde::{Deserialize, Serialize};

use super::{
    catalogue::Indicator,
    figure::{Figure, Mark, Scope},
};
use crate::{
    bilingual::Named,
    intake::{channel::Channel, kind::Kind},
    slug::Slug,
};

/// Mark of the encoding, by which spreadsheets know UTF-8.
const BOM: &str = "\u{feff}";

/// Names of the columns of a figure, in the order of [`cells`].
pub const COLUMNS: [&str; 12] = [
    "period",
    "entity",
    "service",
    "kind",
    "channel",
    "indicator",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "mark",
];

/// Ends of the ids of quantiles.
pub const QUANTILES: [&str; 2] = ["_median", "_p90"];

/// Cell of a table. In JSON it is a number, a text or `null`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// Whole number.
    Count(u64),
    /// Number.
    Number(f64),
    /// Text.
    Text(String),
    /// Nothing.
    Empty,
}

impl Cell {
    /// Creates the cell of a text; that of an empty one is empty.
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    fn of_slug(slug: Option<&Slug>) -> Self {
        slug.map_or(Self::Empty, |slug| Self::text(slug.as_str()))
    }

    fn of_count(count: Option<u64>) -> Self {
        count.map_or(Self::Empty, Self::Count)
    }

    fn of_number(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }

    /// Returns the cell in a file that spreadsheets open. They would take a text for a formula that
    /// begins like one.
    fn in_file(&self) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
                ["'", text].concat()
            }
            Self::Text(text) => text.clone(),
            Self::Empty => String::new(),
        }
    }
}

/// Returns the cells of a figure. A mark stands in the place of a value that is missing.
pub fn cells(figure: &Figure) -> [Cell; COLUMNS.len()] {
    let Scope { period, entity, service, kind, channel } = &figure.scope;
    let mark = Cell::text(figure.mark.map(Mark::as_str).unwrap_or_default());
    let is_missing = figure.value.is_none() && figure.lower.is_none();
    [
        Cell::text(&period.to_string()),
        Cell::of_slug(entity.as_ref()),
        Cell::of_slug(service.as_ref()),
        Cell::text(kind.map(Kind::as_str).unwrap_or_default()),
        Cell::text(channel.map(Channel::as_str).unwrap_or_default()),
        Cell::text(&figure.indicator),
        Cell::of_count(figure.numerator),
        Cell::of_count(figure.denominator),
        if is_missing { mark.clone() } else { Cell::of_number(figure.value) },
        Cell::of_number(figure.lower),
        Cell::of_number(figure.upper),
        mark,
    ]
}

/// Returns a table as CSV.
pub fn csv<'a>(header: &[&str], rows: impl IntoIterator<Item = &'a [Cell]>) -> String {
    let mut text = BOM.to_owned();
    push(&mut text, header.iter().map(|name| (*name).to_owned()));
    for row in rows {
        push(&mut text, row.iter().map(Cell::in_file));
    }
    text
}

fn push(text: &mut String, cells: impl Iterator<Item = String>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\r', '\n']) {
            text.extend(["\"", &cell.replace('"', "\"\""), "\""]);
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

/// Returns the indicator with this id, and the end of the id that names a quantile, if it has one.
pub fn indicator(id: &str) -> Option<(Indicator, Option<&'static str>)> {
    if let Some(indicator) = Indicator::parse(id) {
        return Some((indicator, None));
    }
    QUANTILES
        .into_iter()
        .find_map(|end| Some((Indicator::parse(id.strip_suffix(end)?)?, Some(end))))
}

/// Returns the name of an indicator by its id. Of a time it names the quantile too.
pub fn name(id: &str) -> Named {
    let Some((indicator, quantile)) = indicator(id) else {
        return Named { ar: id.to_owned(), en: id.to_owned() };
    };
    let Named { ar, en } = indicator.name();
    let ends = match quantile {
        None => return Named { ar, en },
        Some("_median") => ["الوسيط", "median"],
        Some(_) => ["المئين التسعون", "90th percentile"],
    };
    Named { ar: [&ar, " · ", ends[0]].concat(), en: [&en, " · ", ends[1]].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::tally::Span;

    fn figure() -> Figure {
        let scope = Scope {
            period: Span::Quarter(2026, 3),
            entity: Slug::parse("rta").ok(),
            service: None,
            kind: None,
            channel: None,
        };
        Figure {
            scope,
            indicator: "full_time_p90".to_owned(),
            numerator: Some(3),
            denominator: Some(9),
            value: None,
            lower: Some(420.0),
            upper: None,
            mark: Some(Mark::Provisional),
        }
    }

    #[test]
    fn cells_are_numbers_texts_or_empty_in_json_and_come_back() {
        let cells = cells(&figure());
        let json = serde_json::to_value(&cells).unwrap();
        let expected = serde_json::json!([
            "2026-Q3",
            "rta",
            null,
            null,
            null,
            "full_time_p90",
            3,
            9,
            null,
            420.0,
            null,
            "[p]"
        ]);
        assert_eq!(json, expected);
        let read: Vec<Cell> = serde_json::from_value(json).unwrap();
        assert_eq!(read, cells);
    }

    #[test]
    fn a_mark_stands_in_the_place_of_a_value_and_no_text_is_a_formula() {
        let hidden = Figure { lower: None, mark: Some(Mark::Confidential), ..figure() };
        assert_eq!(cells(&hidden)[8], Cell::text("[c]"));
        let row = [Cell::text("=1+1"), Cell::Number(-0.5), Cell::text("a,\"b\""), Cell::Empty];
        let text = csv(&["a", "b", "c", "d"], [&row[..]]);
        assert_eq!(text, "\u{feff}a,b,c,d\r\n'=1+1,-0.5,\"a,\"\"b\"\"\",\r\n");
    }

    #[test]
    fn an_indicator_has_its_name_and_its_quantile() {
        assert_eq!(name("received").en, "Received");
        assert_eq!(name("full_time_p90").en, "Time to full answer · 90th percentile");
        assert!(name("full_time_median").ar.ends_with("الوسيط"));
        assert_eq!(name("nothing").en, "nothing");
    }
}
