//! Import of the cases that an entity had handled before it used this system.
//!
//! A past case has one event: its receipt, which also says how it ended. It counts in the figures
//! of its days, but in no promise, since this system made none.

use jiff::{SignedDuration, Timestamp, civil::Date};
use sha2::{Digest, Sha256};

use crate::{
    case::{
        action::{Action, Change, Past, Terms},
        content,
        event::{Actor, Event},
        receipt::Participation,
        stage::Stage,
    },
    entity::policy::EntityPolicy,
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
        submission::GUIDE_VERSION,
    },
    reference::Reference,
    sla::priority::Priority,
    slug::Slug,
    staff::StaffId,
    text::Text,
};

/// Most cases of one call.
pub const IMPORT_MAX: usize = 300;

/// Past case, as a file of the entity has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastCase {
    /// Number that the entity had given it.
    pub id: String,
    /// Kind.
    pub kind: Kind,
    /// Day of receipt.
    pub received: Date,
    /// End of the case.
    pub past: Past,
    /// Service that it was about.
    pub service: Option<Slug>,
    /// Language.
    pub language: String,
    /// Mood of the customer on arrival.
    pub mood: Option<Mood>,
    /// Text of the customer.
    pub text: Option<Text>,
}

/// External inputs of an import.
pub struct Circumstances<'a> {
    /// Entity whose cases they are.
    pub entity: &'a Slug,
    /// Policy of the entity.
    pub policy: &'a EntityPolicy,
    /// Person who imports them.
    pub person: &'a StaffId,
    /// Time of the import.
    pub now: Timestamp,
    /// Random salt of the case.
    pub salt: String,
}

impl PastCase {
    /// Returns the reference number of the case, which follows from the entity and its number. So
    /// a case that is imported twice is there once.
    pub fn reference(&self, entity: &Slug) -> Reference {
        let mut hasher = Sha256::new();
        for part in ["import", entity.as_str(), &self.id] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        let mut drawn = [0; 8];
        drawn.iter_mut().zip(hasher.finalize()).for_each(|(byte, hashed)| *byte = hashed);
        Reference::draw(drawn)
    }

    /// Returns the participation and its only event.
    pub fn import(self, circumstances: Circumstances<'_>) -> (Participation, Event) {
        let Circumstances { entity, policy, person, now, salt } = circumstances;
        let reference = self.reference(entity);
        let promised = policy.agreements.of(self.kind, Priority::Ordinary);
        let began = policy.calendar.beginning(self.received).unwrap_or(now);
        let received_at = began.saturating_add(within_an_hour(reference)).unwrap_or(began);
        let text = self.text.as_ref().map_or("", Text::as_str);
        let event = Event {
            reference,
            sequence: 1,
            at: now,
            actor: Actor::Staff(person.clone()),
            change: Change {
                terms: Some(Terms::Agreement(promised)),
                day: Some(self.received),
                past: Some(self.past),
                ..Change::plain(Action::Receive {
                    kind: self.kind,
                    channel: Some(Channel::Import),
                    guide: Some(GUIDE_VERSION),
                })
            },
            stage: Stage::Closed,
            entity: entity.clone(),
            content_digest: content::of_receipt(&salt, self.kind, text, &[]),
            previous: Event::genesis(),
        };
        let participation = Participation {
            reference,
            kind: self.kind,
            channel: Channel::Import,
            entity: entity.clone(),
            service: self.service,
            stage: Stage::Closed,
            text: self.text,
            attachments: Vec::new(),
            contact: None,
            place: None,
            language: self.language,
            mood: self.mood,
            page: None,
            elapsed_ms: None,
            complaint: None,
            received_at,
            promised,
            due: promised.due(received_at, &policy.calendar),
            wake_at: None,
            salt,
            // No key opens it: its author never had one.
            tracking_key_hash: String::new(),
            is_test: false,
        };
        (participation, event)
    }
}

/// Returns a part of an hour. The file has no time of the day; cases of one day are spread over its
/// first hour, since few of the same second have a row of their own in the search index.
fn within_an_hour(reference: Reference) -> SignedDuration {
    let digits: i64 = reference.digits().parse().unwrap_or_default();
    SignedDuration::from_secs(digits / 1_000_000 % 3_600)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        case::{
            Case,
            action::{Outcome, PastEnd},
        },
        entity::policy::EntityPolicies,
        figures::{
            contribution::Contribution,
            tally::{Slice, Span, Tallies},
        },
        sla::calendar::Calendar,
    };

    fn past(id: &str) -> PastCase {
        PastCase {
            id: id.into(),
            kind: Kind::Complaint,
            received: date(2025, 3, 4),
            past: Past {
                ended: date(2025, 4, 2),
                how: PastEnd::Answered { outcome: Some(Outcome::Upheld) },
                rating: Some(Mood::Happy),
            },
            service: None,
            language: "ar".into(),
            mood: None,
            text: None,
        }
    }

    #[test]
    fn a_past_case_counts_on_its_days_and_in_no_promise() {
        let policies = EntityPolicies::new(EntityPolicy::working(Calendar::federal(2026..=2027)));
        let entity = Slug::parse("iacad").unwrap();
        let (participation, event) = past("17").import(Circumstances {
            entity: &entity,
            policy: policies.of(&entity),
            person: &StaffId::draw([7; 16]),
            now: "2026-11-24T06:00:00Z".parse().unwrap(),
            salt: "salt".into(),
        });
        let received = policies.of(&entity).calendar.local(participation.received_at);
        assert_eq!((received.date(), received.hour()), (date(2025, 3, 4), 0));
        let case = Case::tell(std::slice::from_ref(&event)).unwrap();
        assert_eq!((case.standing.stage, case.alarm(&policies)), (Stage::Closed, None));
        assert!(case.ended_at.is_some() && case.rating == Some(Mood::Happy));
        let mut tallies = Tallies::default();
        tallies.add(&Contribution::of(&case, &participation.facts()), 1);
        let of = |period| {
            let mut found = tallies.counts().filter(|(key, _)| key.period == period);
            found.find(|(key, _)| key.slice == Slice::All).map(|(_, counts)| *counts).unwrap()
        };
        let (march, april) = (of(Span::Month(2025, 3)), of(Span::Month(2025, 4)));
        assert_eq!((march.received, march.ended), (1, 0));
        assert_eq!((april.received, april.ended, april.upheld, april.rated_happy), (0, 1, 1, 1));
        assert_eq!((april.full_judged, april.answered, of(Span::All).first_judged), (0, 0, 0));
    }

    #[test]
    fn a_number_names_one_case_of_one_entity() {
        let entity = |name| Slug::parse(name).unwrap();
        assert_eq!(past("17").reference(&entity("rta")), past("17").reference(&entity("rta")));
        assert_ne!(past("17").reference(&entity("rta")), past("18").reference(&entity("rta")));
        assert_ne!(past("17").reference(&entity("rta")), past("17").reference(&entity("dm")));
    }
}
