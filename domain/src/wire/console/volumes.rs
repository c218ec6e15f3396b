//! Transactions of an entity by month, which it enters itself.

use serde::{Deserialize, Serialize};

/// `GET /console/api/entities/{entity}/volumes`, and the answer of its `PUT`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volumes {
    /// Months, the latest first.
    pub volumes: Vec<VolumeRow>,
}

/// Transactions in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeRow {
    /// Month: `2026-10`.
    pub month: String,
    /// Number of transactions.
    pub transactions: u64,
    /// Complaints received in the month.
    #[serde(default)]
    pub complaints: u64,
}

/// `PUT /console/api/entities/{entity}/volumes`: months to enter or to correct. Others stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewVolumes {
    /// Comma-separated values: a month and a number in each row; 0 removes the month.
    pub csv: String,
}
