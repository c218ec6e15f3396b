//! Priority of a case: its urgency or complexity.

use serde::{Deserialize, Serialize};

/// Priority, which together with the kind determines the promised times.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Default of most cases.
    #[default]
    Ordinary,
    /// Case that several people or entities have to look into.
    Complex,
    /// Case in which waiting does harm: a death, a journey, a danger.
    Urgent,
}

impl Priority {
    /// All priorities.
    pub const ALL: [Self; 3] = [Self::Ordinary, Self::Complex, Self::Urgent];

    /// Returns the name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Complex => "complex",
            Self::Urgent => "urgent",
        }
    }

    /// Returns the place in the order by priority: the most urgent first.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Urgent => 0,
            Self::Complex => 1,
            Self::Ordinary => 2,
        }
    }

    /// Returns the priority with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.as_str() == name)
    }
}
