//! Case as it stood at an event, as far as webhooks tell it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::event_type::EventType;
use crate::{
    case::{
        Case,
        event::{Actor, Event},
        stage::Stage,
    },
    intake::kind::Kind,
    reference::Reference,
    slug::Slug,
};

/// Actor of an event, without their name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Author of the participation.
    Customer,
    /// Member of staff.
    Staff,
    /// The entity's own system, in which its staff work.
    EntitySystem,
    /// A rule of Sawtak.
    System,
}

impl From<&Actor> for By {
    fn from(actor: &Actor) -> Self {
        match actor {
            Actor::Customer => Self::Customer,
            Actor::Staff(_) => Self::Staff,
            Actor::EntitySystem(_) => Self::EntitySystem,
            Actor::System => Self::System,
        }
    }
}

/// Case as it stood after an event. It is stored with the delivery, so that every attempt says the
/// same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Participation in question.
    pub reference: Reference,
    /// Entity with custody.
    pub entity: Slug,
    /// Entity that had custody before, if it has moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Slug>,
    /// Service that the participation is about, if its author named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Slug>,
    /// Kind of the participation.
    pub kind: Kind,
    /// Stage after the event.
    pub stage: Stage,
    /// Actor of the event.
    pub by: By,
}

/// Event that webhooks tell, with the entities that are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Type of the event.
    pub kind: EventType,
    /// Entities whose webhooks are told.
    pub entities: BTreeSet<Slug>,
    /// Case after the event.
    pub snapshot: Snapshot,
}

impl Told {
    /// Returns what webhooks tell of an event; `None` for events that matter to nobody else.
    /// `before` is `None` if the event begins the history.
    pub fn of(
        event: &Event,
        before: Option<&Case>,
        after: &Case,
        service: Option<&Slug>,
    ) -> Option<Self> {
        let stage = before.map(|before| before.standing.stage);
        let kind = EventType::of(event.change.deed.verb(), stage, event.stage)?;
        let entity = &after.standing.entity;
        let from = before.map(|before| &before.standing.entity).filter(|from| *from != entity);
        // Its author named the kind, and left the entity as it was: nothing has moved.
        if kind == EventType::Transferred && from.is_none() {
            return None;
        }
        let told = from.filter(|_| kind == EventType::Transferred);
        Some(Self {
            kind,
            entities: told.into_iter().chain([entity]).cloned().collect(),
            snapshot: Snapshot {
                reference: event.reference,
                entity: entity.clone(),
                from: from.cloned(),
                service: service.cloned(),
                kind: after.kind,
                stage: event.stage,
                by: By::from(&event.actor),
            },
        })
    }
}
