//! Log of security events: `GET /console/api/security-events`, with `?before=` for what lies before
//! an entry.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::queue::Names;
use crate::access::security_event::{Cause, Incident};

/// Most entries of a page.
pub const SECURITY_PAGE: u32 = 100;

/// `GET`: a page of the log, the latest entry first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEvents {
    /// Entries, at most a hundred.
    pub events: Vec<SecurityEntry>,
    /// Value of `before` for the next page, if there may be one.
    pub next: Option<u64>,
    /// Names of the people whom the entries name.
    pub names: Names,
}

/// Entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEntry {
    /// Position in the log. It goes up, but need not go up by one.
    pub id: u64,
    /// Time of the event.
    pub at: Timestamp,
    /// Cause of the event.
    pub by: Cause,
    /// Content of the event.
    pub what: Incident,
}
