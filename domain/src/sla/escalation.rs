//! Escalation of a timer: its levels, and the share of the promised time at which each is reached.

use serde::{Deserialize, Serialize};

/// Level of an escalation, by its recipients. Each level sees the escalations of the levels below
/// too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Owner of the case; the supervisors if it has no owner.
    Owner,
    /// Supervisors of the entity.
    Supervisor,
    /// Head of the entity.
    Head,
}

impl Level {
    /// All levels, in the order in which they are reached.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Supervisor, Self::Head];

    /// Returns the name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Supervisor => "supervisor",
            Self::Head => "head",
        }
    }

    /// Returns the share of the promised time, in percent, that has passed when the level is
    /// reached.
    pub const fn percent(self) -> i32 {
        match self {
            Self::Owner => 75,
            Self::Supervisor => 100,
            Self::Head => 150,
        }
    }
}

/// Name of a timer of a case, by the promise that it measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerName {
    /// Time until the first response of a person.
    FirstResponse,
    /// Time until the full answer, whichever entity has custody.
    Resolution,
    /// Time until the entity to which the case was transferred accepts or returns it.
    Acceptance,
    /// Time until the full answer of the entity that accepted the case.
    Own,
}

impl TimerName {
    /// All names.
    pub const ALL: [Self; 4] = [Self::FirstResponse, Self::Resolution, Self::Acceptance, Self::Own];
}
