//! Request to the endpoint that operators are told by (Standard Webhooks 1.0).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::alert::{Condition, Level};

/// An alert, or its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Type of the event: `alert.raised`, or `alert.over`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Time since which the condition has had this level.
    pub timestamp: Timestamp,
    /// Content of the alert.
    pub data: AlertData,
}

/// Content of an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertData {
    /// Condition that has changed.
    pub condition: Condition,
    /// Level now; `fine` when it is over.
    pub level: Level,
    /// One English sentence with the figures.
    pub text: String,
    /// Address of the installation.
    pub installation: String,
}
