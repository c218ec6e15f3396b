//! Kind of a participation, and mood of its author.

use serde::{Deserialize, Serialize};

/// Kind of a participation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Idea that would make a service better.
    Suggestion,
    /// Something seen that the entity should know of.
    Observation,
    /// Something that went wrong for the author.
    Complaint,
}

impl Kind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Suggestion, Self::Observation, Self::Complaint];

    /// Returns the name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suggestion => "suggestion",
            Self::Observation => "observation",
            Self::Complaint => "complaint",
        }
    }

    /// Returns the kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Mood that the happiness meter handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// Smiling face.
    Happy,
    /// Straight face.
    Neutral,
    /// Sad face.
    Unhappy,
}

impl Mood {
    /// Returns the name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Happy => "happy",
            Self::Neutral => "neutral",
            Self::Unhappy => "unhappy",
        }
    }

    /// Returns the mood with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Happy, Self::Neutral, Self::Unhappy].into_iter().find(|mood| mood.as_str() == name)
    }
}
