//! What happened to a participation, in a chain: each event carries the hash of the one before it, so that a change after the fact shows.
//!
//! Events hold digests of what was said, never the words, so that content can be deleted and the chain still verifies.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{entity::Slug, hex, reference::Reference, stage::Stage};

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The one who sent the participation.
    Customer,
}

impl Actor {
    /// The name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
        }
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The participation that it happened to.
    pub reference: Reference,
    /// Its place in the participation's history, from 1.
    pub sequence: u32,
    /// When, by the edge's clock.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// Where the participation stood afterwards.
    pub stage: Stage,
    /// Whose turn it was afterwards.
    pub entity: Slug,
    /// Salted SHA-256 of what was said, in hexadecimal.
    pub content_digest: String,
    /// The hash of the event before; of the first one, [`Event::genesis`].
    pub previous: String,
}

impl Event {
    /// What the first event of a history points back to.
    pub fn genesis() -> String {
        hex::encode(&[0; 32])
    }

    /// The hash that the next event carries: SHA-256 over all members, each preceded by its length.
    pub fn hash(&self) -> String {
        let (sequence, at) = (self.sequence.to_string(), self.at.to_string());
        let members = [
            self.reference.digits(),
            &sequence,
            &at,
            self.actor.as_str(),
            self.stage.as_str(),
            self.entity.as_str(),
            &self.content_digest,
            &self.previous,
        ];
        digest(&members)
    }
}

/// Salted SHA-256 over what was said. The salt lies with the content and goes when the content goes.
pub fn content_digest(salt: &str, parts: &[&str]) -> String {
    let mut all = vec![salt];
    all.extend(parts);
    digest(&all)
}

fn digest(members: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for member in members {
        hasher.update((member.len() as u64).to_be_bytes());
        hasher.update(member);
    }
    hex::encode(&hasher.finalize())
}

/// The sequence of the first event that doesn't fit the one before it, if any.
pub fn first_break(history: &[Event]) -> Option<u32> {
    let mut previous = Event::genesis();
    for (place, event) in (1..).zip(history) {
        if event.sequence != place || event.previous != previous {
            return Some(place);
        }
        previous = event.hash();
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn history(length: u32) -> Vec<Event> {
        let mut previous = Event::genesis();
        (1..=length)
            .map(|sequence| {
                let event = Event {
                    reference: Reference::draw([3; 8]),
                    sequence,
                    at: Timestamp::from_second(i64::from(sequence)).unwrap(),
                    actor: Actor::Customer,
                    stage: Stage::Received,
                    entity: Slug::parse("rta").unwrap(),
                    content_digest: content_digest("salt", &["text"]),
                    previous: previous.clone(),
                };
                previous = event.hash();
                event
            })
            .collect()
    }

    proptest! {
        #[test]
        fn an_untouched_history_holds(length in 0..12_u32) {
            prop_assert_eq!(first_break(&history(length)), None);
        }

        #[test]
        fn a_changed_event_breaks_the_next(length in 2..12_u32, place in 0..11_usize) {
            let mut history = history(length);
            prop_assume!(place + 1 < history.len());
            history[place].stage = Stage::Withdrawn;
            prop_assert_eq!(first_break(&history), Some(history[place].sequence + 1));
        }

        #[test]
        fn a_removed_event_shows(length in 2..12_u32, place in 0..11_usize) {
            let mut history = history(length);
            prop_assume!(place + 1 < history.len());
            history.remove(place);
            prop_assert_eq!(first_break(&history), u32::try_from(place + 1).ok());
        }
    }
}
