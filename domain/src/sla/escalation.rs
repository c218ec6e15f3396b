//! Whom a clock tells that time runs out, and when.

use serde::{Deserialize, Serialize};

/// Whom an escalation goes to; each sees those below too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Who owns the case; where nobody does, the supervisors.
    Owner,
    /// The supervisors of the entity.
    Supervisor,
    /// The entity's head.
    Head,
}

impl Level {
    /// All levels, in the order in which they are reached.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Supervisor, Self::Head];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Supervisor => "supervisor",
            Self::Head => "head",
        }
    }

    /// How much of the promised time has passed then, in percent.
    pub const fn percent(self) -> i32 {
        match self {
            Self::Owner => 75,
            Self::Supervisor => 100,
            Self::Head => 150,
        }
    }
}

/// The clocks of a case, by what they measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerName {
    /// Until a person answers first.
    FirstResponse,
    /// Until it is answered in full, whoever's turn it is.
    Resolution,
    /// Until the entity to which it was transferred accepts it or returns it.
    Acceptance,
    /// Until the entity that accepted it has answered in full.
    Own,
}

impl TimerName {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::FirstResponse, Self::Resolution, Self::Acceptance, Self::Own];
}
