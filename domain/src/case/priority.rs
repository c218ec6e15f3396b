//! How much a participation presses, or how much it takes.

use serde::{Deserialize, Serialize};

/// What decides by when it is answered, beside its kind.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// What most are.
    #[default]
    Ordinary,
    /// Several people or entities have to look into it.
    Complex,
    /// Waiting does harm: a death, a journey, a danger.
    Urgent,
}

impl Priority {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ordinary, Self::Complex, Self::Urgent];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Complex => "complex",
            Self::Urgent => "urgent",
        }
    }
}
