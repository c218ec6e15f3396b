//! Where a participation stands, and how the next event follows.

use jiff::Timestamp;

use crate::{
    case::{
        action::Change,
        event::{Actor, Event},
        stage::Stage,
    },
    entity::slug::Slug,
    reference::Reference,
};

/// Where a participation stands, as far as the next event needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseHead {
    /// Its number.
    pub reference: Reference,
    /// Whose turn it is.
    pub entity: Slug,
    /// Where it stands.
    pub stage: Stage,
    /// How many events there were.
    pub events: u32,
    /// When the last of them was.
    pub last_at: Timestamp,
    /// The hash of the last of them.
    pub head: String,
}

impl CaseHead {
    /// Where it stands after an event.
    pub fn after(event: &Event) -> Self {
        Self {
            reference: event.reference,
            entity: event.entity.clone(),
            stage: event.stage,
            events: event.sequence,
            last_at: event.at,
            head: event.hash(),
        }
    }

    /// The next event. `after` is where it stands then, and whose turn it is.
    pub fn follow(
        &self,
        actor: Actor,
        change: Change,
        after: (Stage, Slug),
        content_digest: String,
        now: Timestamp,
    ) -> Event {
        let (stage, entity) = after;
        Event {
            reference: self.reference,
            sequence: self.events + 1,
            // A clock that was set back doesn't turn history around.
            at: now.max(self.last_at),
            actor,
            change,
            stage,
            entity,
            content_digest,
            previous: self.head.clone(),
        }
    }
}
