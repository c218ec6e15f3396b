//! Published lessons, for the public, reports and releases.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{case::lesson::PublicWords, slug::Slug};

/// Published lesson: what was changed because of what people said.
///
/// The day is for the choice of a period: on pages for the public it would tell which case it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Entity that received the participation.
    pub entity: Slug,
    /// Service that the participation was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Slug>,
    /// Kind of the change.
    pub kind: LessonKind,
    /// Day of the publication.
    pub day: Date,
    /// Words.
    pub words: PublicWords,
}

/// Kind of a change that a lesson tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LessonKind {
    /// Implemented suggestion.
    Implemented,
    /// Effective corrective or preventive action.
    Effective,
}

impl LessonKind {
    /// Returns the name in the store and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Implemented => "implemented",
            Self::Effective => "effective",
        }
    }
}
