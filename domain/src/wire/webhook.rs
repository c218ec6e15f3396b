//! Body of a message to an entity's webhook: a `CloudEvent` 1.0.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    case::stage::Stage,
    intake::kind::Kind,
    reference::Reference,
    slug::Slug,
    webhook::{
        DeliveryId,
        event_type::EventType,
        snapshot::{By, Snapshot},
    },
};

/// Type of the event that an entity sends itself to try its endpoint.
const TEST: &str = "webhook.test";

/// Message to an entity's webhook (Standard Webhooks 1.0 and `CloudEvents` 1.0 at the same time).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "specversion": "1.0",
    "id": "6f1e0c5d8a7b49d2b1c3e4f5a6978812",
    "source": "https://voice.example/rta",
    "type": "participation.answered",
    "time": "2026-04-02T08:00:00Z",
    "timestamp": "2026-04-02T08:00:00Z",
    "subject": "2604-8317-5529",
    "datacontenttype": "application/json",
    "data": {
        "reference": "2604-8317-5529",
        "entity": "rta",
        "service": "parking",
        "kind": "complaint",
        "stage": "answered",
        "by": "staff",
        "received_at": "2026-04-01T08:00:00Z",
        "updated_at": "2026-04-02T08:00:00Z",
        "url": "https://voice.example/api/v1/participations/2604-8317-5529"
    }
})))]
pub struct WebhookEvent {
    /// Version of `CloudEvents`: `1.0`.
    pub specversion: String,
    /// Id of the message, the same as in the header `webhook-id`, with every attempt.
    pub id: String,
    /// Address of the installation and the entity whose webhook this is.
    pub source: String,
    /// Type of the event: one that the webhook subscribes to, or `webhook.test`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Time of the event.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub time: Timestamp,
    /// Time of the event, as Standard Webhooks names it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub timestamp: Timestamp,
    /// Reference number of the participation. A test event has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Reference>,
    /// Media type of `data`: `application/json`.
    pub datacontenttype: String,
    /// Content of the event.
    pub data: WebhookData,
}

/// Content of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum WebhookData {
    /// State of a case after the event.
    Case(Box<WebhookFacts>),
    /// Test event.
    Test {
        /// Entity whose webhook this is.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        entity: Slug,
        /// True.
        test: bool,
    },
}

/// State of a case after an event: no words and no contact of anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookFacts {
    /// Reference number of the participation.
    pub reference: Reference,
    /// Entity with custody after the event.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub entity: Slug,
    /// Entity that had custody before, if it has moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub from: Option<Slug>,
    /// Service that the participation is about, if its author named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub service: Option<Slug>,
    /// Kind of the participation.
    pub kind: Kind,
    /// Stage after the event.
    pub stage: Stage,
    /// Actor of the event.
    pub by: By,
    /// Time of the participation's receipt.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub received_at: Timestamp,
    /// Time of the event.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
    /// Address at which the API tells the public status.
    pub url: String,
}

impl WebhookEvent {
    /// Returns the message about an event of a case. `at` is the time of the event.
    pub fn of(
        (id, kind, at): (&DeliveryId, EventType, Timestamp),
        (base_url, entity): (&str, &Slug),
        (snapshot, received_at): (Snapshot, Timestamp),
    ) -> Self {
        let Snapshot { reference, entity: custody, from, service, kind: of, stage, by } = snapshot;
        let data = WebhookData::Case(Box::new(WebhookFacts {
            reference,
            entity: custody,
            from,
            service,
            kind: of,
            stage,
            by,
            received_at,
            updated_at: at,
            url: format!("{base_url}/api/v1/participations/{reference}"),
        }));
        Self::new(id, kind.as_str(), at, (base_url, entity), Some(reference), data)
    }

    /// Returns a test event.
    pub fn test(id: &DeliveryId, at: Timestamp, base_url: &str, entity: &Slug) -> Self {
        let data = WebhookData::Test { entity: entity.clone(), test: true };
        Self::new(id, TEST, at, (base_url, entity), None, data)
    }

    fn new(
        id: &DeliveryId,
        kind: &str,
        at: Timestamp,
        (base_url, entity): (&str, &Slug),
        subject: Option<Reference>,
        data: WebhookData,
    ) -> Self {
        Self {
            specversion: "1.0".to_owned(),
            id: id.as_str().to_owned(),
            source: format!("{base_url}/{entity}"),
            kind: kind.to_owned(),
            time: at,
            timestamp: at,
            subject,
            datacontenttype: "application/json".to_owned(),
            data,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn slug(text: &str) -> Slug {
        Slug::parse(text).unwrap()
    }

    #[test]
    fn a_message_is_a_cloud_event_with_facts_alone() {
        let at: Timestamp = "2026-04-02T08:00:00Z".parse().unwrap();
        let received_at = "2026-04-01T08:00:00Z".parse().unwrap();
        let snapshot = Snapshot {
            reference: Reference::parse("2604-8317-5529").unwrap(),
            entity: slug("rta"),
            from: None,
            service: Some(slug("parking")),
            kind: Kind::Complaint,
            stage: Stage::Answered,
            by: By::Staff,
        };
        let event = WebhookEvent::of(
            (&DeliveryId::draw([1; 16]), EventType::Answered, at),
            ("https://voice.example", &slug("rta")),
            (snapshot, received_at),
        );
        let expected = json!({
            "specversion": "1.0",
            "id": "01".repeat(16),
            "source": "https://voice.example/rta",
            "type": "participation.answered",
            "time": "2026-04-02T08:00:00Z",
            "timestamp": "2026-04-02T08:00:00Z",
            "subject": "2604-8317-5529",
            "datacontenttype": "application/json",
            "data": {
                "reference": "2604-8317-5529",
                "entity": "rta",
                "service": "parking",
                "kind": "complaint",
                "stage": "answered",
                "by": "staff",
                "received_at": "2026-04-01T08:00:00Z",
                "updated_at": "2026-04-02T08:00:00Z",
                "url": "https://voice.example/api/v1/participations/2604-8317-5529",
            },
        });
        assert_eq!(serde_json::to_value(&event).unwrap(), expected);
        assert_eq!(serde_json::from_value::<WebhookEvent>(expected).unwrap(), event);
    }

    #[test]
    fn a_test_event_is_about_no_participation() {
        let id = DeliveryId::draw([2; 16]);
        let event =
            WebhookEvent::test(&id, Timestamp::UNIX_EPOCH, "https://v.example", &slug("rta"));
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], "webhook.test");
        assert_eq!(json["data"], json!({ "entity": "rta", "test": true }));
        assert!(json.get("subject").is_none());
        assert_eq!(serde_json::from_value::<WebhookEvent>(json).unwrap(), event);
    }
}
