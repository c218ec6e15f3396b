//! The cases of the demo as the edge would have left them in its tables.

use anyhow::Result;
use domain::{
    case::queue_order,
    entity::policy::EntityPolicies,
    intake::{contact::Contact, kind::Mood},
    reference::Reference,
    search::{self, BlindIndex},
    sla::escalation::Level,
    slug::Slug,
    staff::StaffId,
    text::Text,
    wire,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::story::Story;

/// Rows by table, in the order in which they can be written.
#[derive(Default, Serialize)]
#[serde(transparent)]
pub(super) struct Tables(Vec<(&'static str, Value)>);

impl Tables {
    pub(super) fn push(&mut self, table: &'static str, row: Value) {
        self.0.push((table, row));
    }

    /// Everything of one case.
    pub(super) fn add(
        &mut self,
        story: &Story<'_>,
        charters: &EntityPolicies,
        blind: &BlindIndex,
    ) -> Result<()> {
        let Story { start, case, .. } = story;
        let digits = start.reference.digits();
        let contact = start
            .contact
            .as_ref()
            .map(|contact| serde_json::to_string(&wire::Contact::from(contact)))
            .transpose()?;
        let (entity, updated_at) = (&case.standing.entity, case.standing.last_at);
        let (due, next_due) = (case.clocks.due(charters), case.clocks.next_due(entity, charters));
        let place = queue_order::place(case, next_due, due.resolution, updated_at);
        let search_id = search::row(start.received_at, start.reference);
        self.push(
            "participations",
            json!({
                "reference": digits, "kind": start.kind, "channel": start.channel, "entity": start.entity, "service": start.service, "stage": case.standing.stage,
                "text": start.text.as_ref().map(Text::as_str), "language": start.language,
                // As contacts lay there once: the hourly job seals them.
                "contact": contact, "contact_key": contact.as_ref().map(|_| ""),
                "mood": start.mood, "page": start.page, "elapsed_ms": start.elapsed_ms,
                "complaint": start.complaint.as_ref().map(Reference::digits), "received_at": start.received_at, "updated_at": updated_at,
                "first_response_due": due.first_response, "resolution_due": due.resolution, "salt": start.salt,
                "tracking_key_hash": start.tracking_key_hash, "head": case.standing.head, "rating": case.rating.map(Mood::as_str),
                "wake_at": case.alarm(charters).map(|(at, _)| at), "turn": entity, "owner": case.owner.as_ref().map(StaffId::as_str),
                "priority": case.priority, "offered_by": case.handed_over.as_ref().map(|handover| &handover.from), "due_at": next_due,
                "escalated": case.escalated().map(Level::as_str), "place": place, "action_due": queue_order::action_due(case), "search_id": search_id,
                "search_version": search::VERSION,
            }),
        );
        self.push("search", found(story, search_id, blind));
        for event in &story.events {
            let mut row = serde_json::to_value(event.recorded())?;
            if let Some((row, reference)) = row
                .as_object_mut()
                .and_then(|row| row.remove("reference").map(|digits| (row, digits)))
            {
                row.insert("participation".to_owned(), reference);
            }
            self.push("events", row);
        }
        for message in &story.messages {
            self.push(
                "messages",
                json!({
                    "id": format!("{digits}{:020}", message.sequence), "participation": digits, "sequence": message.sequence, "at": message.at,
                    "author": if message.by_customer { "customer" } else { "entity" },
                    "audience": if message.is_internal { "staff" } else { "everyone" }, "text": message.text,
                    "root_cause": serde_json::to_string(&message.root_cause)?,
                    "public_words": serde_json::to_string(&message.public_words)?,
                }),
            );
        }
        if let Some(published) = &story.published {
            self.push(
                "lessons",
                json!({
                    "participation": digits, "action": 0, "entity": case.clocks.home(), "service": start.service,
                    "kind": published.kind, "published_on": published.day, "words": serde_json::to_string(&published.words)?,
                }),
            );
        }
        for before in case.before.iter().filter(|before| *before != entity) {
            self.push(
                "hands",
                json!({ "entity": before, "place": place, "participation": digits }),
            );
        }
        Ok(())
    }
}

/// Returns the row of the search index.
fn found(story: &Story<'_>, id: u64, blind: &BlindIndex) -> Value {
    let Story { start, case, .. } = story;
    let seen_by: Vec<_> =
        case.before.iter().chain([&case.standing.entity]).map(Slug::as_str).collect();
    json!({
        "rowid": id, "participation": start.reference.digits(), "entities": seen_by.join(" "),
        "service": start.service.as_ref().map(|service| format!("{}/{service}", start.entity)),
        "words": search::document(start.reference, start.text.iter().map(Text::as_str)),
        "contact": start.contact.as_ref().map(|contact: &Contact| blind.contact(contact)).unwrap_or_default(),
    })
}
