//! `GET /console/api/me`: who is signed in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::staff::{Role, StaffId};

/// Whoever is asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who it is.
    pub id: StaffId,
    /// What they are called.
    pub name: String,
    /// What they are there for.
    pub roles: Vec<Role>,
    /// The language that they want to be spoken to in, `ar` or `en`.
    pub language: String,
    /// When they are signed out if they do nothing until then.
    pub signed_out_at: Timestamp,
}
