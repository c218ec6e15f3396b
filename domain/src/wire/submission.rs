//! `POST /participations` and its answer.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    intake::kind::{Kind, Mood},
    reference::Reference,
};

/// What a visitor has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Submission {
    /// What it is.
    pub kind: Kind,
    /// The entity's short name.
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9-]+$", example = "rta")
    )]
    pub entity: String,
    /// The short name of one of the entity's services.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9-]+$", example = "parking")
    )]
    pub service: Option<String>,
    /// Up to 5,000 characters; may be empty if there is an attachment.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 5000, example = "The machine at the corner kept my card.")
    )]
    pub text: String,
    /// With a complaint: the remedy that its author proposes.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 5000))]
    pub suggestion: Option<String>,
    /// Ids of finished uploads, at most five.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 5, value_type = Vec<super::openapi::UploadId>))]
    pub attachments: Vec<String>,
    /// How to reach the author.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// The language of the form (BCP 47).
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 35, pattern = "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$", example = "en")
    )]
    pub language: String,
    /// What the happiness meter handed over.
    #[serde(default)]
    pub mood: Option<Mood>,
    /// The page on which it was written.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 4000, format = "uri", example = "https://rta.example/parking")
    )]
    pub page: Option<String>,
    /// From opening the form to sending it, in milliseconds.
    #[serde(default)]
    pub elapsed_ms: Option<u32>,
}

/// How to reach the author; every member is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// What they are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 200, example = "Salma"))]
    pub name: Option<String>,
    /// Their e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254, format = Email, example = "salma@example.org"))]
    pub email: Option<String>,
    /// Their phone number; kept in E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 40, example = "+971501234567"))]
    pub phone: Option<String>,
}

/// What the author carries away. A reader that only passes its times on may keep them as text (`Acknowledgement<String>`), which spares a
/// phone the reading of dates that its browser does better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(bound = ""))]
pub struct Acknowledgement<Time = Timestamp> {
    /// The number to name when asking.
    pub reference: Reference,
    /// What opens the content: 22 characters of base64url.
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[A-Za-z0-9_-]{22}$", example = "BneZBHd_XQWVDdIwd7vKow")
    )]
    pub tracking_key: String,
    /// The page to follow it up on, with the key in its fragment.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub tracking_url: String,
    /// When it came.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub received_at: Time,
    /// By when a person answers first.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub first_response_due: Time,
    /// By when it is answered in full.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub resolution_due: Time,
    /// The number of the suggestion that was paired with a complaint.
    pub suggestion_reference: Option<Reference>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text() -> impl Strategy<Value = String> {
        prop::string::string_regex("\\PC{0,40}").unwrap()
    }

    prop_compose! {
        fn contact()(name in prop::option::of(text()), email in prop::option::of(text()), phone in prop::option::of(text())) -> Contact {
            Contact { name, email, phone }
        }
    }

    prop_compose! {
        fn submission()(
            kind in prop::sample::select(&Kind::ALL[..]),
            (entity, service, text_, suggestion) in (text(), prop::option::of(text()), text(), prop::option::of(text())),
            attachments in prop::collection::vec(text(), 0..6),
            contact in prop::option::of(contact()),
            language in text(),
            mood in prop::option::of(prop::sample::select(vec![Mood::Happy, Mood::Neutral, Mood::Unhappy])),
            page in prop::option::of(text()),
            elapsed_ms: Option<u32>,
        ) -> Submission {
            Submission { kind, entity, service, text: text_, suggestion, attachments, contact, language, mood, page, elapsed_ms }
        }
    }

    proptest! {
        #[test]
        fn a_submission_comes_back_from_json(sent in submission()) {
            let json = serde_json::to_string(&sent).unwrap();
            prop_assert_eq!(serde_json::from_str::<Submission>(&json).unwrap(), sent);
        }

        #[test]
        fn an_acknowledgement_comes_back_from_json(entropy: [u8; 8], paired: bool, seconds in 0..4_000_000_000_i64) {
            let at = Timestamp::from_second(seconds).unwrap();
            let sent = Acknowledgement {
                reference: Reference::draw(entropy),
                tracking_key: "k".into(),
                tracking_url: "https://voice.example/p/1#k".into(),
                received_at: at,
                first_response_due: at,
                resolution_due: at,
                suggestion_reference: paired.then(|| Reference::draw(entropy)),
            };
            let json = serde_json::to_string(&sent).unwrap();
            prop_assert_eq!(serde_json::from_str::<Acknowledgement>(&json).unwrap(), sent);
        }
    }

    #[test]
    fn only_kind_entity_and_language_are_required() {
        let least = r#"{"kind":"complaint","entity":"rta","language":"ar"}"#;
        assert!(serde_json::from_str::<Submission>(least).is_ok());
        for wrong in [
            r#"{"entity":"rta","language":"ar"}"#,
            r#"{"kind":"praise","entity":"rta","language":"ar"}"#,
            "[]",
            "",
        ] {
            assert!(serde_json::from_str::<Submission>(wrong).is_err(), "{wrong}");
        }
    }
}
