//! `GET /console/api/me`: who is signed in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::staff::{Person, Role, StaffId};

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

impl Me {
    /// As the rules know them.
    pub fn person(&self) -> Person {
        Person { id: self.id.clone(), roles: self.roles.clone() }
    }
}
