//! `POST /assistant` and its answer.

use serde::{Deserialize, Serialize};

use super::Status;
use crate::{
    assistant::{Call, Intent, Question, ReferenceProblem},
    intake::kind::Kind,
    reference::Reference,
};

/// Text that somebody wrote, and the page that they wrote it on. Nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistantMessage {
    /// Text of 1 to 4,000 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 4000, example = "The parking machine ate my coins.")
    )]
    pub text: String,
    /// Language of the page (BCP 47). The language of the text decides, if it can be told.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 35, pattern = "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$", example = "en")
    )]
    pub language: Option<String>,
    /// Short name of the entity that the page is about.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9-]+$", example = "rta")
    )]
    pub entity: Option<String>,
    /// Short name of the entity's service that the page is about.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9-]+$", example = "parking")
    )]
    pub service: Option<String>,
}

/// The assistant's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistantAnswer {
    /// Purpose of the message.
    pub intent: Intent,
    /// Language of the message (BCP 47), one of the nine of the form.
    #[cfg_attr(feature = "openapi", schema(example = "en"))]
    pub language: String,
    /// Likeliest kind of a report.
    pub kind: Option<LikelyKind>,
    /// At most three ways for a report; empty for any other intent. The first is the best service
    /// of the likeliest entity.
    pub proposals: Vec<AssistantProposal>,
    /// True if the first proposal may be taken without asking.
    pub is_sure: bool,
    /// Question to ask the author next.
    pub question: Option<Question>,
    /// Reference number that the message has.
    pub reference: Option<Reference>,
    /// Reason why the message's number can't be one.
    pub reference_problem: Option<ReferenceProblem>,
    /// Status of the participation with that number, as everybody may see it; null if there is
    /// none.
    pub status: Option<Status>,
    /// Services to call, the most fitting first; empty unless somebody is in danger now.
    pub emergency: Vec<EmergencyService>,
}

/// Kind of a report with its probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LikelyKind {
    /// The kind.
    pub value: Kind,
    /// Probability, from 0 to 1.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1, example = 0.83))]
    pub probability: f64,
}

/// Entity and service that a report may be for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistantProposal {
    /// Short name of the entity.
    #[cfg_attr(feature = "openapi", schema(example = "rta"))]
    pub entity: String,
    /// Short name of the service.
    #[cfg_attr(feature = "openapi", schema(example = "parking"))]
    pub service: Option<String>,
    /// Probability that it is the right one, from 0 to 1.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1, example = 0.91))]
    pub probability: f64,
}

/// Service that helps in an emergency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmergencyService {
    /// Name of the service.
    pub name: Call,
    /// Telephone number.
    #[cfg_attr(feature = "openapi", schema(example = "999"))]
    pub telephone: String,
}
