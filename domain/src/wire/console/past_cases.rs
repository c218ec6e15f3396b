//! Import of an entity's past cases.

use serde::{Deserialize, Serialize};

use crate::reference::Reference;

/// `POST /console/api/entities/{entity}/past-cases`: past cases to import. A call takes up to 300
/// rows; the answer says where the next call begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastCases {
    /// File of comma-separated values with a row of titles; see [`PastRow`] for the columns.
    pub csv: String,
    /// Number of rows before the first one to take.
    #[serde(default)]
    pub from: usize,
    /// True to learn what would happen, without importing anything.
    #[serde(default)]
    pub dry_run: bool,
}

/// Row of the file. Days are written as `2025-03-31`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct PastRow {
    /// Number that the entity had given the case.
    pub id: String,
    /// `suggestion`, `observation` or `complaint`.
    pub kind: String,
    /// Day of receipt.
    pub received: String,
    /// Day on which the case ended.
    pub ended: String,
    /// `answered`, `accepted`, `rejected`, `declined` or `withdrawn`.
    pub end: String,
    /// Of an answered complaint: `upheld`, `partly_upheld`, `not_upheld` or `resolved`.
    pub outcome: String,
    /// Of an accepted suggestion: the day of its implementation.
    pub implemented: String,
    /// Of a declined case: `out_of_scope`, `duplicate` or `abusive`.
    pub ground: String,
    /// Id of the service.
    pub service: String,
    /// Language tag; `ar` if it is empty.
    pub language: String,
    /// Mood on arrival: `happy`, `neutral` or `unhappy`.
    pub mood: String,
    /// Rating of the handling, likewise.
    pub rating: String,
    /// Text of the customer.
    pub text: String,
}

/// Report of an import, row by row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Rows that were read, in their order.
    pub rows: Vec<RowReport>,
    /// Number of rows before the first one of the next call; `None` at the end of the file.
    pub next: Option<usize>,
    /// The rows were only checked.
    pub dry_run: bool,
}

/// Report of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowReport {
    /// Number of the row, from 1; the titles aren't counted.
    pub row: usize,
    /// Number that the entity had given the case.
    pub id: String,
    /// Outcome.
    #[serde(flatten)]
    pub result: RowResult,
}

/// Outcome of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum RowResult {
    /// The case was imported, or would be.
    New {
        /// Reference number.
        reference: Reference,
    },
    /// The case is there already.
    There {
        /// Reference number.
        reference: Reference,
    },
    /// The row can't be read.
    Invalid {
        /// Columns with values that can't be used.
        columns: Vec<String>,
    },
}
