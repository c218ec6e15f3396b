//! Head of a case: the state after its latest event, from which the next event follows.

use jiff::Timestamp;

use crate::{
    case::{
        action::Change,
        event::{Actor, Event},
        stage::Stage,
    },
    reference::Reference,
    slug::Slug,
};

/// State of a case after its latest event, as far as the next event depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseHead {
    /// Reference number of the participation.
    pub reference: Reference,
    /// Entity that has custody.
    pub entity: Slug,
    /// Stage in the life cycle.
    pub stage: Stage,
    /// Number of events.
    pub events: u32,
    /// Time of the latest event.
    pub last_at: Timestamp,
    /// Hash of the latest event.
    pub head: String,
}

impl CaseHead {
    /// Returns the head after an event.
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

    /// Returns the next event. `after` is the stage and the entity with custody after that event.
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
            // Event times never decrease, even if the clock was set back.
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
