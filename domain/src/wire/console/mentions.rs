//! Public mentions to look at: `/console/api/mentions`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ProposedPlace;
use crate::{
    channel::{MediaKind, mention::MentionId},
    intake::{channel::Channel, kind::Kind},
    reference::Reference,
    slug::Slug,
    staff::StaffId,
};

/// Most mentions of one answer.
pub const MENTIONS_PAGE: u32 = 50;

/// State by which mentions are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionList {
    /// Nobody has decided yet.
    #[default]
    Open,
    /// It needs nothing.
    Dismissed,
    /// A participation was made of it.
    Taken,
}

impl MentionList {
    /// All lists.
    pub const ALL: [Self; 3] = [Self::Open, Self::Dismissed, Self::Taken];

    /// Returns the name in the store and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Dismissed => "dismissed",
            Self::Taken => "taken",
        }
    }
}

/// Mentions of one state, the latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mentions {
    /// The mentions.
    pub mentions: Vec<MentionView>,
    /// Mark of the next page, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Mention, as the listening team sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MentionView {
    /// Id.
    pub id: MentionId,
    /// Channel in which it stands.
    pub channel: Channel,
    /// Entity whose account was named.
    pub entity: Slug,
    /// Time at which it was published.
    pub at: Timestamp,
    /// Content; `None` once its author has deleted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<MentionPost>,
    /// Place where the text plainly belongs, if the reader may decide about the mention and nobody
    /// has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposedPlace>,
    /// True if the text may be about danger to people, until somebody decides.
    #[serde(default)]
    pub danger: bool,
    /// Person who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<StaffId>,
    /// Participation that was made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participation: Option<Reference>,
    /// True once its author has taken the participation over.
    pub is_taken_over: bool,
    /// True if the reader may decide about it.
    pub may_decide: bool,
}

/// Content of a mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionPost {
    /// Name under which its author writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Text.
    pub text: String,
    /// Address of the post.
    pub link: String,
    /// Kinds of its media.
    pub media: Vec<MediaKind>,
    /// Language (BCP 47), if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Participation to make of a mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionParticipation {
    /// Kind.
    pub kind: Kind,
    /// Entity that it goes to.
    pub entity: Slug,
    /// Service of the entity.
    #[serde(default)]
    pub service: Option<String>,
}

/// Participation that was made of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionTaken {
    /// Its reference.
    pub reference: Reference,
}
