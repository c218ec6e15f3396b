//! `POST /participations` and its response.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::{Map, Value};

use crate::{
    intake::kind::{Kind, Mood},
    reference::Reference,
};

/// A visitor's suggestion, observation or complaint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Submission {
    /// Kind of the participation.
    pub kind: Kind,
    /// Short name of the entity.
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9-]+$", example = "rta")
    )]
    pub entity: String,
    /// Short name of one of the entity's services.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9-]+$", example = "parking")
    )]
    pub service: Option<String>,
    /// Text of up to 5,000 characters; may be empty if there is an attachment.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 5000, example = "The machine at the corner kept my card.")
    )]
    pub text: String,
    /// Remedy that the author of a complaint proposes.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 5000))]
    pub suggestion: Option<String>,
    /// Ids of finished uploads, at most five.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 5, value_type = Vec<super::openapi::UploadId>))]
    pub attachments: Vec<String>,
    /// Contact details of the author.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// Place that the participation is about, if the author tells one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "place")]
    pub place: Option<Place>,
    /// Language of the form (BCP 47).
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 35, pattern = "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$", example = "en")
    )]
    pub language: String,
    /// Mood from the happiness meter.
    #[serde(default)]
    pub mood: Option<Mood>,
    /// Address of the page that the form was opened on. Its query and fragment aren't stored.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 2000, format = "uri", example = "https://rta.example/parking")
    )]
    pub page: Option<String>,
    /// Time from opening the form to sending it, in milliseconds.
    #[serde(default)]
    pub elapsed_ms: Option<u32>,
    /// A test, which reaches nobody: it is acknowledged and has a status, but comes into no queue
    /// and no figures, and is deleted after a day. Its contact isn't stored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
}

/// Reads a place from an object alone. Serde reads a struct from a list too, and a list of two
/// numbers has the longitude first in some formats.
fn place<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Place>, D::Error> {
    let object = Option::<Map<String, Value>>::deserialize(deserializer)?;
    let place = object.map(|object| serde_json::from_value(Value::Object(object)));
    place.transpose().map_err(D::Error::custom)
}

/// Contact details of the author; every member is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// Name of the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 200, example = "Salma"))]
    pub name: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254, format = Email, example = "salma@example.org"))]
    pub email: Option<String>,
    /// Telephone number; stored in E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 40, example = "+971501234567"))]
    pub phone: Option<String>,
}

/// Place that a participation is about: coordinates, an address, or both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// Latitude in degrees (WGS 84), with the longitude or not at all. Five decimals are stored.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = -90, maximum = 90, example = 25.1972))]
    pub latitude: Option<f64>,
    /// Longitude in degrees (WGS 84).
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = -180, maximum = 180, example = 55.27438))]
    pub longitude: Option<f64>,
    /// Address, or a description in words. If it begins with coordinates, such as
    /// `25.19720, 55.27438`, and none are given besides, they become the place's.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300, example = "Gate 4, Al Wasl Road"))]
    pub address: Option<String>,
}

/// Confirmation that a participation was received. A client that only passes the times on may keep
/// them as text (`Acknowledgement<String>`), which saves it a date parser: the browser parses dates
/// better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(bound = ""))]
pub struct Acknowledgement<Time = Timestamp> {
    /// Reference number, to quote in any enquiry.
    pub reference: Reference,
    /// Tracking key, which opens the content: 22 characters of base64url.
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[A-Za-z0-9_-]{22}$", example = "BneZBHd_XQWVDdIwd7vKow")
    )]
    pub tracking_key: String,
    /// Address of the status page, with the tracking key in its fragment.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub tracking_url: String,
    /// Time of receipt.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub received_at: Time,
    /// Deadline of the first response by a person.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub first_response_due: Time,
    /// Deadline of the full answer.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub resolution_due: Time,
    /// Version of the unified guide by which it was received: `/guide/{version}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = 1))]
    pub guide: Option<u16>,
    /// Reference number of the suggestion that was paired with a complaint.
    pub suggestion_reference: Option<Reference>,
    /// The submission was a test, which reaches nobody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
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
        fn place()(latitude in -9_000_000..9_000_000, address in prop::option::of(text())) -> Place {
            let degrees = f64::from(latitude) / 100_000.0;
            Place { latitude: Some(degrees), longitude: Some(-degrees), address }
        }
    }

    prop_compose! {
        fn submission()(
            kind in prop::sample::select(&Kind::ALL[..]),
            (entity, service, text_, suggestion) in (text(), prop::option::of(text()), text(), prop::option::of(text())),
            attachments in prop::collection::vec(text(), 0..6),
            (contact, place) in (prop::option::of(contact()), prop::option::of(place())),
            language in text(),
            mood in prop::option::of(prop::sample::select(vec![Mood::Happy, Mood::Neutral, Mood::Unhappy])),
            page in prop::option::of(text()),
            (elapsed_ms, test) in (any::<Option<u32>>(), any::<bool>()),
        ) -> Submission {
            Submission { kind, entity, service, text: text_, suggestion, attachments, contact, place, language, mood, page, elapsed_ms, test }
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
                guide: Some(1),
                suggestion_reference: paired.then(|| Reference::draw(entropy)),
                test: paired,
            };
            let json = serde_json::to_string(&sent).unwrap();
            prop_assert_eq!(serde_json::from_str::<Acknowledgement>(&json).unwrap(), sent);
        }
    }

    #[test]
    fn a_place_is_an_object_or_nothing() {
        let sent = |place: &str| {
            let json =
                format!(r#"{{"kind":"complaint","entity":"rta","language":"ar","place":{place}}}"#);
            serde_json::from_str::<Submission>(&json).map(|sent| sent.place)
        };
        assert_eq!(sent("null").unwrap(), None);
        assert_eq!(sent(r#"{"latitude":25}"#).unwrap().unwrap().latitude, Some(25.0));
        for wrong in ["[25.2,55.3]", "[]", "\"Gate 4\"", "1", r#"{"latitude":"25"}"#] {
            assert!(sent(wrong).is_err(), "{wrong}");
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
