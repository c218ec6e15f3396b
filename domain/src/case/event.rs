//! Event of a case, and the hash chain of its history.
//!
//! Each event carries the hash of the event before it, so a later change can be detected. Events
//! hold digests of texts and never the texts, so that content can be deleted and the chain still
//! verifies.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    case::{
        action::{Action, Change},
        stage::Stage,
    },
    hex,
    intake::kind::Kind,
    reference::Reference,
    slug::Slug,
    staff::StaffId,
};

/// Actor of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Author of the participation.
    Customer,
    /// Sawtak itself, by a rule.
    System,
    /// Member of staff.
    Staff(StaffId),
    /// Own system of an entity, in which its staff work.
    EntitySystem(Slug),
}

impl Actor {
    /// Parses the name in the store.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "customer" => Some(Self::Customer),
            "system" => Some(Self::System),
            other => match other.split_once(':')? {
                ("staff", id) => StaffId::parse(id).ok().map(Self::Staff),
                ("entity", name) => Slug::parse(name).ok().map(Self::EntitySystem),
                _ => None,
            },
        }
    }
}

impl fmt::Display for Actor {
    /// Writes the name in the store.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Customer => formatter.write_str("customer"),
            Self::System => formatter.write_str("system"),
            Self::Staff(id) => write!(formatter, "staff:{}", id.as_str()),
            Self::EntitySystem(entity) => write!(formatter, "entity:{entity}"),
        }
    }
}

/// Event of a case: an action with actor, time and hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Participation that the event belongs to.
    pub reference: Reference,
    /// Place in the participation's history, from 1.
    pub sequence: u32,
    /// Time of the event, by the edge's clock.
    pub at: Timestamp,
    /// Actor of the event.
    pub actor: Actor,
    /// Action that was taken, and the terms that applied.
    pub change: Change,
    /// Stage after the event.
    pub stage: Stage,
    /// Entity that has custody after the event.
    pub entity: Slug,
    /// Salted SHA-256 of the texts and attachments, in hexadecimal.
    pub content_digest: String,
    /// Hash of the event before; [`Event::genesis`] for the first event.
    pub previous: String,
}

impl Event {
    /// Returns the hash that the first event of a history has in `previous`.
    pub fn genesis() -> String {
        hex::encode(&[0; 32])
    }

    /// Returns the event's hash, which the next event carries.
    pub fn hash(&self) -> String {
        self.recorded().computed()
    }

    /// Returns the event as it is stored.
    pub fn recorded(&self) -> Recorded {
        let mut recorded = Recorded {
            reference: self.reference.digits().to_owned(),
            sequence: self.sequence,
            at: self.at.to_string(),
            actor: self.actor.to_string(),
            what: self.change.encode(),
            stage: self.stage.as_str().to_owned(),
            entity: self.entity.to_string(),
            content_digest: self.content_digest.clone(),
            previous: self.previous.clone(),
            hash: String::new(),
        };
        recorded.hash = recorded.computed();
        recorded
    }
}

/// Returns the salted SHA-256 of the parts. The salt is stored with the content and is deleted with
/// it.
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

/// Event as it is stored, with the hash that was written with it. All members are plain text,
/// because verification covers the text as it was written, not its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Twelve digits of the participation's reference number.
    pub reference: String,
    /// Place in the history, from 1.
    pub sequence: u32,
    /// Time of the event.
    pub at: String,
    /// Actor of the event.
    pub actor: String,
    /// Action as JSON. Empty in the oldest events, which were written without it.
    pub what: String,
    /// Stage after the event.
    pub stage: String,
    /// Entity that has custody after the event.
    pub entity: String,
    /// Digest of the texts and attachments.
    pub content_digest: String,
    /// Hash of the event before.
    pub previous: String,
    /// Hash of this event.
    pub hash: String,
}

impl Recorded {
    /// Removes the scores from an event that judges; returns whether it was one.
    pub fn withhold_scores(&mut self) -> bool {
        match Change::decode(&self.what) {
            Some(Change { deed: deed @ Action::Judge { .. }, .. }) => {
                self.what = Change::plain(deed.without_scores()).encode();
                true
            }
            _ => false,
        }
    }

    /// Returns the SHA-256 of all members, each preceded by its length.
    fn computed(&self) -> String {
        let sequence = self.sequence.to_string();
        let members = [
            &*self.reference,
            &sequence,
            &self.at,
            &self.actor,
            &self.stage,
            &self.entity,
            &self.content_digest,
            &self.previous,
        ];
        let what = (!self.what.is_empty()).then_some(&*self.what);
        digest(&members.into_iter().chain(what).collect::<Vec<_>>())
    }

    /// Parses the stored event; `None` if a member is invalid. `kind` is the participation's kind,
    /// which the oldest events don't hold.
    pub fn read(&self, kind: Kind) -> Option<Event> {
        let change = match (&*self.what, self.sequence) {
            ("", 1) => Change::plain(received(kind)),
            ("", _) => Change::plain(Action::Erase),
            (what, _) => Change::decode(what)?,
        };
        Some(Event {
            reference: Reference::parse(&self.reference).ok()?,
            sequence: self.sequence,
            at: self.at.parse().ok()?,
            actor: Actor::parse(&self.actor)?,
            change,
            stage: Stage::parse(&self.stage)?,
            entity: Slug::parse(&self.entity).ok()?,
            content_digest: self.content_digest.clone(),
            previous: self.previous.clone(),
        })
    }
}

/// Returns the receipt that the oldest events stand for.
const fn received(kind: Kind) -> Action {
    Action::Receive { kind, channel: None, guide: None }
}

/// Returns the place of the first event that was changed or doesn't follow the event before it.
///
/// If there is none, but the history doesn't end with the hash `head`, events are missing at the
/// end. Then the place after the last event is returned. `None` means that the history is intact.
pub fn first_fault(history: &[Recorded], head: &str) -> Option<u32> {
    first_fault_except(history, head, &[])
}

/// Returns the same as [`first_fault`] for a history whose events `withheld`, by sequence, hide
/// something from the reader. Of these, the place in the chain is verified, not the content.
pub fn first_fault_except(history: &[Recorded], head: &str, withheld: &[u32]) -> Option<u32> {
    let (mut previous, mut place) = (Event::genesis(), 1);
    for event in history {
        let is_whole = || withheld.contains(&event.sequence) || event.computed() == event.hash;
        if event.sequence != place || event.previous != previous || !is_whole() {
            return Some(place);
        }
        previous.clone_from(&event.hash);
        place += 1;
    }
    (history.is_empty() || previous != head).then_some(place)
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
                    change: Change::plain(Action::Note),
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

    fn recorded(length: u32) -> Vec<Recorded> {
        history(length).iter().map(Event::recorded).collect()
    }

    fn head(history: &[Recorded]) -> String {
        history.last().map(|event| event.hash.clone()).unwrap_or_default()
    }

    #[test]
    fn an_event_is_read_as_it_was_written() {
        let system = Actor::EntitySystem(Slug::parse("rta").unwrap());
        let person = Actor::Staff(StaffId::draw([7; 16]));
        for actor in [Actor::Customer, Actor::System, person, system] {
            let event = Event { actor, ..history(2).remove(1) };
            assert_eq!(event.recorded().read(Kind::Complaint), Some(event));
        }
        for wrong in ["staff:me", "entity:", "entity:R T A", "program:rta"] {
            assert_eq!(Actor::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn events_that_dont_say_what_was_done_still_hold_and_can_be_read() {
        let mut first = Recorded { what: String::new(), ..recorded(1).remove(0) };
        first.hash = first.computed();
        let read = first.read(Kind::Observation).unwrap();
        assert_eq!(read.change, Change::plain(received(Kind::Observation)));
        assert_eq!(first_fault(&[first.clone()], &first.hash), None);
        // The hash distinguishes an event without an action from one with an action.
        assert_ne!(first.hash, recorded(1)[0].hash);
        let second = Recorded { what: String::new(), ..recorded(2).remove(1) };
        assert_eq!(second.read(Kind::Observation).unwrap().change, Change::plain(Action::Erase));
    }

    #[test]
    fn an_event_that_judges_hides_its_scores_and_keeps_its_place() {
        let mark = |mark| crate::case::evaluation::Mark::new(mark).unwrap();
        let marks = [(Slug::parse("benefit").unwrap(), mark(5))].into();
        let judgement = Action::Judge { marks, nonce: Some("random".into()) };
        let judged = Event { change: Change::plain(judgement), ..history(2).remove(1) };
        let mut events = vec![recorded(1).remove(0), judged.recorded()];
        let head = head(&events);
        assert!(!events[0].withhold_scores() && events[1].withhold_scores());
        assert!(!events[1].what.contains("benefit") && !events[1].what.contains("random"));
        assert_eq!(first_fault(&events, &head), Some(2));
        assert_eq!(first_fault_except(&events, &head, &[2]), None);
        events[1].previous.push('0');
        assert_eq!(first_fault_except(&events, &head, &[2]), Some(2));
    }

    proptest! {
        #[test]
        fn an_untouched_history_holds(length in 1..12_u32) {
            let history = recorded(length);
            prop_assert_eq!(first_fault(&history, &head(&history)), None);
        }

        #[test]
        fn a_changed_event_is_named(length in 1..12_u32, place in 0..11_usize, member in 0..7_usize) {
            let mut history = recorded(length);
            prop_assume!(place < history.len());
            let head = head(&history);
            let event = &mut history[place];
            let Recorded { at, actor, what, stage, entity, content_digest, hash, .. } = event;
            let members = [at, actor, what, stage, entity, content_digest, hash];
            members.into_iter().nth(member).unwrap().push('0');
            prop_assert_eq!(first_fault(&history, &head), u32::try_from(place + 1).ok());
        }

        #[test]
        fn a_removed_event_shows_at_the_end_too(length in 1..12_u32, place in 0..11_usize) {
            let mut history = recorded(length);
            prop_assume!(place < history.len());
            let head = head(&history);
            history.remove(place);
            prop_assert_eq!(first_fault(&history, &head), u32::try_from(place + 1).ok());
        }

        #[test]
        fn an_inserted_or_moved_event_shows(length in 2..12_u32, place in 0..10_usize) {
            let whole = recorded(length);
            prop_assume!(place + 1 < whole.len());
            let head = head(&whole);
            let mut swapped = whole.clone();
            swapped.swap(place, place + 1);
            prop_assert_eq!(first_fault(&swapped, &head), u32::try_from(place + 1).ok());
            let mut doubled = whole.clone();
            doubled.insert(place, whole[place].clone());
            prop_assert_eq!(first_fault(&doubled, &head), u32::try_from(place + 2).ok());
        }
    }
}
