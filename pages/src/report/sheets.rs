//! A report as rows: for CSV, and for the sheets of a spreadsheet.

use domain::{
    bilingual::Named,
    figures::{
        figure::Figure,
        lesson::Lesson,
        table::{self, COLUMNS, Cell},
    },
    wire::console::{Sheet, Workbook},
};
use form::Language;

use super::{Report, Words};
use crate::{chart::Reader, words::ReportWords};

/// Columns after those of a figure: the names of its indicator.
const NAMES: [&str; 2] = ["name_ar", "name_en"];

/// Returns the figures of a report as CSV.
pub fn csv(report: &Report) -> String {
    let header = [&COLUMNS[..], &NAMES].concat();
    let rows: Vec<Vec<Cell>> = report.figures.iter().map(row).collect();
    table::csv(&header, rows.iter().map(Vec::as_slice))
}

/// Returns a report as the sheets of a spreadsheet in a language.
pub fn workbook(language: Language, report: &Report) -> Workbook {
    let reader = Reader::of(language);
    let words = ReportWords::of(reader.language);
    let figures = Sheet {
        name: words.figures_title.to_owned(),
        header: header(words).iter().map(|name| (*name).to_owned()).collect(),
        rows: report.figures.iter().map(row).collect(),
    };
    Workbook { right_to_left: reader.is_mirrored(), sheets: vec![figures, lessons(words, report)] }
}

/// Returns all lessons, whose days nobody is told.
fn lessons(words: Words, report: &Report) -> Sheet {
    let header = [
        words.column_period,
        words.column_entity,
        words.column_lesson,
        words.column_said_ar,
        words.column_said_en,
        words.column_did_ar,
        words.column_did_en,
    ];
    let period = report.period.to_string();
    let row = |lesson: &Lesson| {
        let texts = lesson.words.texts().map(Cell::text);
        let about = [&*period, lesson.entity.as_str(), lesson.kind.as_str()].map(Cell::text);
        about.into_iter().chain(texts).collect()
    };
    Sheet {
        name: words.lessons_sheet.to_owned(),
        header: header.iter().map(|name| (*name).to_owned()).collect(),
        rows: report.lessons.iter().map(row).collect(),
    }
}

fn row(figure: &Figure) -> Vec<Cell> {
    let Named { ar, en } = table::name(&figure.indicator);
    let names = [Cell::Text(ar), Cell::Text(en)];
    table::cells(figure).into_iter().chain(names).collect()
}

/// Returns the names of the columns in words.
fn header(words: Words) -> [&'static str; COLUMNS.len() + NAMES.len()] {
    [
        words.column_period,
        words.column_entity,
        words.column_service,
        words.column_kind,
        words.column_channel,
        words.column_indicator,
        words.column_numerator,
        words.column_denominator,
        words.column_value,
        words.column_lower,
        words.column_upper,
        words.column_mark,
        words.column_name_ar,
        words.column_name_en,
    ]
}
