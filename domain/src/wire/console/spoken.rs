//! Participation that staff enter for somebody who says it:
//! `POST /console/api/entities/{entity}/participations`.

use serde::{Deserialize, Serialize};

use crate::{
    intake::{channel::Channel, kind::Kind},
    slug::Slug,
    wire::{Contact, Place, Submission},
};

/// Channel by which people speak to staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpokenChannel {
    /// Telephone.
    Phone,
    /// Counter.
    Counter,
}

impl From<SpokenChannel> for Channel {
    fn from(channel: SpokenChannel) -> Self {
        match channel {
            SpokenChannel::Phone => Self::Phone,
            SpokenChannel::Counter => Self::Counter,
        }
    }
}

/// Answers to the questions of the form, as staff enter them. The entity stands in the address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpokenParticipation {
    /// Channel by which it came.
    pub channel: SpokenChannel,
    /// Kind of the participation.
    pub kind: Kind,
    /// Service of the entity.
    #[serde(default)]
    pub service: Option<String>,
    /// Text that the author says.
    #[serde(default)]
    pub text: String,
    /// Remedy that the author of a complaint proposes.
    #[serde(default)]
    pub suggestion: Option<String>,
    /// Ids of finished uploads.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// Contact of the author.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// Place that the participation is about.
    #[serde(default)]
    pub place: Option<Place>,
    /// Language of the author (BCP 47), in which notices go out.
    pub language: String,
}

impl SpokenParticipation {
    /// Returns the submission to an entity that the author would have sent.
    pub fn into_submission(self, entity: &Slug) -> Submission {
        Submission {
            kind: self.kind,
            entity: entity.to_string(),
            service: self.service,
            text: self.text,
            suggestion: self.suggestion,
            attachments: self.attachments,
            contact: self.contact,
            place: self.place,
            language: self.language,
            mood: None,
            page: None,
            elapsed_ms: None,
            test: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_becomes_a_submission_to_the_entity() {
        let json = r#"{"channel":"counter","kind":"complaint","text":"The lift.","language":"ur"}"#;
        let spoken: SpokenParticipation = serde_json::from_str(json).unwrap();
        assert_eq!(Channel::from(spoken.channel), Channel::Counter);
        let sent = spoken.into_submission(&Slug::parse("rta").unwrap()).parse().unwrap();
        assert_eq!((sent.entity.as_str(), sent.language.as_str()), ("rta", "ur"));
        assert!(!sent.is_test && sent.page.is_none());
    }

    #[test]
    fn nothing_else_is_entered_by_staff() {
        for channel in Channel::ALL {
            let json = format!("\"{}\"", channel.as_str());
            let parsed = serde_json::from_str::<SpokenChannel>(&json).ok();
            let is_spoken = matches!(channel, Channel::Phone | Channel::Counter);
            assert_eq!(parsed.map(Channel::from), is_spoken.then_some(channel));
        }
    }
}
