//! Customer requests about a participation, authorised by its tracking key.

use serde::{Deserialize, Serialize};

use crate::intake::kind::{Kind, Mood};

/// `POST /participations/{reference}/messages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMessage {
    /// Text of up to 5,000 characters; may be empty if there is an attachment.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 5000, example = "It was at gate 4."))]
    pub text: String,
    /// Ids of finished uploads, at most five.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 5, value_type = Vec<super::openapi::UploadId>))]
    pub attachments: Vec<String>,
}

/// `POST /participations/{reference}/withdrawal`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Withdrawal {
    /// The reason, if the customer gives one.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 5000, example = "It works again."))]
    pub reason: Option<String>,
}

/// `POST /participations/{reference}/reopening`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reopening {
    /// The reason: a description of the remaining fault.
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 5000, example = "It is broken again.")
    )]
    pub reason: String,
}

/// `POST /participations/{reference}/classification`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Classification {
    /// Kind of the participation.
    pub kind: Kind,
    /// Short name of the entity that it is for.
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9-]+$", example = "rta")
    )]
    pub entity: String,
}

/// `POST /participations/{reference}/rating`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rating {
    /// Satisfaction with the handling.
    pub rating: Mood,
    /// A comment on the rating.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 5000, example = "Quick and kind."))]
    pub comment: Option<String>,
}
