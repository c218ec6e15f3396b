//! Documents of the standard: their members, in its order.

use jiff::Timestamp;

use super::{Document, Node, RequestStatus, UpdateStatus};
use crate::{
    bilingual::Named,
    case::stage::Stage,
    intake::{
        kind::Kind,
        place::{Coordinates, Place},
    },
    reference::Reference,
};

/// Variable of the attribute that says of which kind a request is.
pub const KIND: &str = "kind";

/// Service of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceEntry<'a> {
    /// Short name.
    pub code: &'a str,
    /// Full name.
    pub name: &'a Named,
    /// Full name of the service above it.
    pub group: Option<&'a Named>,
}

/// Participation as a request.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceRequest<'a> {
    /// Reference number.
    pub reference: Reference,
    /// Service that it is about.
    pub service: Option<ServiceEntry<'a>>,
    /// Full name of the entity.
    pub agency: &'a Named,
    /// Stage in the life cycle.
    pub stage: Stage,
    /// Time of receipt.
    pub received_at: Timestamp,
    /// Time of the latest event.
    pub updated_at: Timestamp,
    /// Deadline of the full answer.
    pub due_at: Timestamp,
    /// Words and place, for the entity's own systems alone.
    pub content: Option<(String, Option<Place>)>,
}

/// Event of a participation that its author knows of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Reference number.
    pub reference: Reference,
    /// Place of the event in the history, which makes the update's id.
    pub sequence: u32,
    /// Status after it.
    pub status: UpdateStatus,
    /// Time at which the author was told of the event.
    pub at: Timestamp,
    /// Message of the entity, if it wrote one.
    pub words: String,
}

/// Returns the description of this endpoint.
pub fn discovery(base_url: &str, contact: &str) -> Document {
    let url = format!("{base_url}/open311/v2");
    let formats = ["text/xml", "application/json"].map(Node::from);
    let endpoint = Node::Object(vec![
        ("specification", "http://wiki.open311.org/GeoReport_v2".into()),
        ("url", url.into()),
        ("changeset", CHANGED.into()),
        ("type", "production".into()),
        ("formats", Node::List("format", formats.into())),
    ]);
    let content = Node::Object(vec![
        ("changeset", CHANGED.into()),
        ("contact", contact.into()),
        ("key_service", format!("{base_url}/console/settings").into()),
        ("endpoints", Node::List("endpoint", vec![endpoint])),
    ]);
    Document { root: "discovery", content }
}

/// Time at which the endpoint last changed.
const CHANGED: &str = "2026-11-30T00:00:00Z";

/// Returns the list of services.
pub fn services<'a>(all: impl Iterator<Item = ServiceEntry<'a>>) -> Document {
    let service = |ServiceEntry { code, name, group }: ServiceEntry<'_>| {
        Node::Object(vec![
            ("service_code", code.into()),
            ("service_name", name.en.as_str().into()),
            ("description", name.ar.as_str().into()),
            ("metadata", true.into()),
            ("type", "realtime".into()),
            ("keywords", Node::Empty),
            ("group", group.map(|group| group.en.as_str()).into()),
        ])
    };
    Document { root: "services", content: Node::List("service", all.map(service).collect()) }
}

/// Returns the definition of a service. Its one attribute is the kind of the request.
pub fn definition(code: &str) -> Document {
    let name = |kind| match kind {
        Kind::Suggestion => "Suggestion · اقتراح",
        Kind::Observation => "Observation · ملاحظة",
        Kind::Complaint => "Complaint · شكوى",
    };
    let value =
        |kind: Kind| Node::Object(vec![("key", kind.as_str().into()), ("name", name(kind).into())]);
    let kinds = Kind::ALL.map(value);
    let attribute = Node::Object(vec![
        ("variable", true.into()),
        ("code", KIND.into()),
        ("datatype", "singlevaluelist".into()),
        ("required", false.into()),
        ("datatype_description", Node::Empty),
        ("order", 1_u16.into()),
        ("description", "Kind; a complaint if it isn't said".into()),
        ("values", Node::List("value", kinds.into())),
    ]);
    let content = Node::Object(vec![
        ("service_code", code.into()),
        ("attributes", Node::List("attribute", vec![attribute])),
    ]);
    Document { root: "service_definition", content }
}

/// Returns a list of requests.
pub fn requests(all: &[ServiceRequest<'_>]) -> Document {
    list(all.iter().map(ServiceRequest::node).collect())
}

/// Returns the answer to a request that was taken in. The page named in it follows it up.
pub fn created(reference: Reference, base_url: &str) -> Document {
    list(vec![Node::Object(vec![
        ("service_request_id", reference.to_string().into()),
        ("service_notice", format!("Follow it up at {base_url}/p/{reference}").into()),
        ("account_id", Node::Empty),
    ])])
}

/// Returns the answer to a token. A request has its id at once, so the token is that id.
pub fn token(reference: Reference) -> Document {
    list(vec![Node::Object(vec![
        ("token", reference.to_string().into()),
        ("service_request_id", reference.to_string().into()),
    ])])
}

fn list(requests: Vec<Node>) -> Document {
    Document { root: "service_requests", content: Node::List("request", requests) }
}

/// Returns a list of updates.
pub fn updates(all: &[Update]) -> Document {
    let update = |update: &Update| {
        Node::Object(vec![
            ("update_id", update.id().into()),
            ("service_request_id", update.reference.to_string().into()),
            ("status", update.status.as_str().into()),
            ("updated_datetime", time(update.at).into()),
            ("description", update.words.as_str().into()),
            ("media_url", Node::Empty),
        ])
    };
    list_of_updates(all.iter().map(update).collect())
}

/// Returns the answer to an update that was taken in.
pub fn updated(reference: Reference, sequence: u32) -> Document {
    let id = id_of(reference, sequence);
    list_of_updates(vec![Node::Object(vec![("update_id", id.into())])])
}

fn list_of_updates(updates: Vec<Node>) -> Document {
    let content = Node::List("request_update", updates);
    Document { root: "service_request_updates", content }
}

/// Returns the document of an error.
pub fn fault(code: u16, description: &str) -> Document {
    let error = Node::Object(vec![("code", code.into()), ("description", description.into())]);
    Document { root: "errors", content: Node::List("error", vec![error]) }
}

impl ServiceRequest<'_> {
    fn node(&self) -> Node {
        let place = self.content.as_ref().and_then(|(_, place)| place.as_ref());
        let coordinates = place.and_then(|place| place.coordinates);
        let words = self.content.as_ref().map(|(words, _)| words.as_str());
        Node::Object(vec![
            ("service_request_id", self.reference.to_string().into()),
            ("status", RequestStatus::of(self.stage).as_str().into()),
            ("status_notes", self.stage.as_str().into()),
            ("service_name", self.service.map(|service| service.name.en.as_str()).into()),
            ("service_code", self.service.map(|service| service.code).into()),
            ("description", words.into()),
            ("agency_responsible", self.agency.en.as_str().into()),
            ("service_notice", Node::Empty),
            ("requested_datetime", time(self.received_at).into()),
            ("updated_datetime", time(self.updated_at).into()),
            ("expected_datetime", time(self.due_at).into()),
            ("address", place.and_then(|place| place.address.as_deref()).into()),
            ("address_id", Node::Empty),
            ("zipcode", Node::Empty),
            ("lat", coordinates.map(Coordinates::latitude).into()),
            ("long", coordinates.map(Coordinates::longitude).into()),
            ("media_url", Node::Empty),
        ])
    }
}

impl Update {
    fn id(&self) -> String {
        id_of(self.reference, self.sequence)
    }
}

fn id_of(reference: Reference, sequence: u32) -> String {
    format!("{reference}-{sequence}")
}

/// Writes a time to the second: some parsers of the standard know no fractions.
fn time(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::open311::Format;

    fn named(name: &str) -> Named {
        Named { ar: format!("{name} ع"), en: name.to_owned() }
    }

    fn read(document: &Document) -> serde_json::Value {
        serde_json::from_str(&document.write(Format::Json)).unwrap()
    }

    fn reference() -> Reference {
        Reference::parse(crate::reference::EXAMPLE).unwrap()
    }

    fn request(agency: &Named, content: Option<(String, Option<Place>)>) -> ServiceRequest<'_> {
        let at: Timestamp = "2026-11-30T08:00:00.5Z".parse().unwrap();
        ServiceRequest {
            reference: reference(),
            service: Some(ServiceEntry { code: "parking", name: agency, group: None }),
            agency,
            stage: Stage::InReview,
            received_at: at,
            updated_at: at,
            due_at: at,
            content,
        }
    }

    #[test]
    fn a_request_shows_words_and_place_only_if_it_has_them() {
        let agency = named("Roads");
        let public = &read(&requests(&[request(&agency, None)]))[0];
        assert_eq!(public["status"], "open");
        assert_eq!(public["service_request_id"], crate::reference::EXAMPLE);
        assert_eq!(public["requested_datetime"], "2026-11-30T08:00:00Z");
        for member in ["description", "lat", "long", "address", "media_url"] {
            assert_eq!(public[member], json!(null), "{member}");
        }
        let place = Place::parse(Some(25.2), Some(55.3), Some("Gate 4")).unwrap();
        let content = Some(("It kept my card.".to_owned(), Some(place)));
        let own = &read(&requests(&[request(&agency, content)]))[0];
        assert_eq!(own["description"], "It kept my card.");
        assert_eq!((&own["lat"], &own["address"]), (&json!(25.2), &json!("Gate 4")));
    }

    #[test]
    fn a_service_has_one_attribute_and_names_the_service_above_it() {
        let (name, above) = (named("Fines"), named("Parking"));
        let service = ServiceEntry { code: "fines", name: &name, group: Some(&above) };
        let all = read(&services([service].into_iter()));
        assert_eq!((&all[0]["group"], &all[0]["metadata"]), (&json!("Parking"), &json!(true)));
        let definition = read(&definition("fines"));
        assert_eq!(definition["attributes"][0]["values"][2]["key"], "complaint");
        let xml = fault(404, "nothing <here>").write(Format::Xml);
        assert!(xml.contains("<errors><error><code>404</code><description>nothing &lt;here&gt;"));
    }

    #[test]
    fn an_update_has_an_id_of_its_own() {
        let update = Update {
            reference: reference(),
            sequence: 3,
            status: UpdateStatus::Fixed,
            at: Timestamp::UNIX_EPOCH,
            words: String::new(),
        };
        let all = read(&updates(&[update]));
        assert_eq!(all[0]["update_id"], "2604-8317-5529-3");
        assert_eq!(read(&updated(reference(), 3))[0]["update_id"], all[0]["update_id"]);
        assert_eq!((&all[0]["status"], &all[0]["description"]), (&json!("FIXED"), &json!(null)));
    }
}
