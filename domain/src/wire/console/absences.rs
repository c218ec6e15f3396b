//! Absences of an entity's staff: `/console/api/entities/{entity}/absences`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::staff::StaffId;

/// `GET`: absences that haven't ended, the earliest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absences {
    /// The absences.
    pub absences: Vec<AbsenceView>,
    /// True if the signed-in person may set those of others.
    pub may_set_all: bool,
}

/// Absence of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceView {
    /// Person who is away.
    pub staff: StaffId,
    /// Name of that person.
    pub name: String,
    /// Person who gets what comes meanwhile.
    pub deputy: StaffId,
    /// Name of that person.
    pub deputy_name: String,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

/// `PUT …/{staff}`: replaces the person's absence. `DELETE …/{staff}` ends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAbsence {
    /// Person who gets what comes meanwhile.
    pub deputy: StaffId,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}
