//! Reading of the form, and the faults of its fields.

use domain::{
    intake::kind::Kind,
    slug::Slug,
    wire::{
        Contact, Place,
        console::{SpokenChannel, SpokenParticipation},
    },
};
use leptos::ev::SubmitEvent;

use crate::view::shared::form_data::field;

/// JSON Pointers to the members of the submission that can't be accepted.
pub(super) type Faults = Vec<String>;

/// Reads the submitted form; `None` while a choice is missing, which the browser reports.
pub(super) fn spoken(event: &SubmitEvent, attachments: Vec<String>) -> Option<SpokenParticipation> {
    let optional = |name: &str| Some(field(event, name)).filter(|value| !value.trim().is_empty());
    let channel = match &*field(event, "channel") {
        "phone" => SpokenChannel::Phone,
        "counter" => SpokenChannel::Counter,
        _ => return None,
    };
    let chosen = field(event, "kind");
    let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == chosen)?;
    let contact =
        Contact { name: optional("name"), email: optional("email"), phone: optional("phone") };
    let place =
        optional("place").map(|address| Place { address: Some(address), ..Place::default() });
    Some(SpokenParticipation {
        channel,
        kind,
        service: optional("service"),
        text: field(event, "text"),
        suggestion: optional("suggestion").filter(|_| kind == Kind::Complaint),
        attachments,
        contact: Some(contact).filter(|contact| *contact != Contact::default()),
        place,
        language: field(event, "language"),
    })
}

/// Returns what is wrong, by the rules that the edge checks it by too.
pub(super) fn faults(spoken: &SpokenParticipation, entity: &Slug) -> Faults {
    let parsed = spoken.clone().into_submission(entity).parse();
    parsed.err().unwrap_or_default().into_iter().map(|error| error.pointer).collect()
}
