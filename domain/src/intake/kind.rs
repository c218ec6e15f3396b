//! The three things that a visitor may have to say.

use serde::{Deserialize, Serialize};

/// What a participation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An idea that would make a service better.
    Suggestion,
    /// Something seen that someone should know of.
    Observation,
    /// Something that went wrong for its author.
    Complaint,
}

impl Kind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Suggestion, Self::Observation, Self::Complaint];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suggestion => "suggestion",
            Self::Observation => "observation",
            Self::Complaint => "complaint",
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What the happiness meter handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// The smiling face.
    Happy,
    /// The straight face.
    Neutral,
    /// The sad face.
    Unhappy,
}

impl Mood {
    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Happy => "happy",
            Self::Neutral => "neutral",
            Self::Unhappy => "unhappy",
        }
    }

    /// The mood with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Happy, Self::Neutral, Self::Unhappy].into_iter().find(|mood| mood.as_str() == name)
    }
}
