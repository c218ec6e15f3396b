//! The part of a history that everybody with the reference may see. What staff do among themselves
//! leaves no trace in it.

use jiff::{Timestamp, civil::Date};

use crate::case::{action::Action, event::Event, life_cycle::Verb, stage::Stage};

/// Precision of public times, in seconds. It hides the rhythm in which staff work.
const PRECISION: i64 = 60;

/// Returns the public events of a history: those that change stage or entity, and those of which
/// the customer knows.
pub fn public(history: &[Event]) -> impl Iterator<Item = &Event> {
    let earlier = std::iter::once(None).chain(history.iter().map(Some));
    history.iter().zip(earlier).filter_map(|(event, before)| {
        let is_move = before
            .is_none_or(|before| (before.stage, &before.entity) != (event.stage, &event.entity));
        (is_move || event.change.deed.verb().is_public()).then_some(event)
    })
}

/// Implementation of an accepted suggestion, as far as it was announced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Implementation {
    /// Day by which it is to be implemented.
    pub planned_by: Option<Date>,
    /// Day on which it was implemented.
    pub implemented_on: Option<Date>,
}

impl Implementation {
    /// Returns what a history announces. Of several plans the latest counts.
    pub fn of(history: &[Event]) -> Self {
        let mut implementation = Self::default();
        for event in history {
            match event.change.deed {
                Action::Plan { by } => implementation.planned_by = Some(by),
                Action::Implement { on } => implementation.implemented_on = Some(on),
                _ => {}
            }
        }
        implementation
    }
}

/// Returns the time of the event that led to the present stage and whose words the author waits
/// for: the question, the answer or the reason.
pub fn headline(history: &[Event]) -> Option<Timestamp> {
    let stage = history.last()?.stage;
    let is_decisive = |verb: Verb| match stage {
        Stage::AwaitingCustomer => verb == Verb::Ask,
        Stage::Answered | Stage::Closed => matches!(verb, Verb::Answer | Verb::Decide),
        Stage::Declined => verb == Verb::Decline,
        Stage::Received
        | Stage::InReview
        | Stage::Transferred
        | Stage::Reopened
        | Stage::Withdrawn => false,
    };
    let decisive = history.iter().rev().find(|event| is_decisive(event.change.deed.verb()));
    decisive.map(|event| event.at)
}

/// Returns a time without its seconds.
pub fn coarse(at: Timestamp) -> Timestamp {
    let second = at.as_second();
    Timestamp::from_second(second - second.rem_euclid(PRECISION)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::{action::Change, event::Actor},
        intake::kind::Kind,
        reference::Reference,
        slug::Slug,
    };

    fn event(deed: Action, stage: Stage, entity: &str) -> Event {
        Event {
            reference: Reference::draw([7; 8]),
            sequence: 1,
            at: Timestamp::UNIX_EPOCH,
            actor: Actor::System,
            change: Change::plain(deed),
            stage,
            entity: Slug::parse(entity).unwrap(),
            content_digest: String::new(),
            previous: String::new(),
        }
    }

    #[test]
    fn notes_leave_no_trace_and_moves_and_answers_are_shown() {
        let note = || event(Action::Note, Stage::InReview, "rta");
        let history = [
            event(
                Action::Receive { kind: Kind::Complaint, channel: None, guide: None },
                Stage::Received,
                "rta",
            ),
            event(Action::Note, Stage::Received, "rta"),
            event(Action::Take, Stage::InReview, "rta"),
            note(),
            event(Action::Take, Stage::InReview, "rta"),
            event(Action::Reply, Stage::InReview, "rta"),
            event(Action::Write, Stage::InReview, "rta"),
            note(),
            event(Action::Accept, Stage::InReview, "dm"),
        ];
        let shown: Vec<_> = public(&history)
            .map(|event| history.iter().position(|other| std::ptr::eq(other, event)).unwrap())
            .collect();
        assert_eq!(shown, [0, 2, 5, 6, 8]);
    }

    #[test]
    fn the_latest_plan_of_a_suggestion_counts_and_so_does_its_implementation() {
        let day = |day| jiff::civil::date(2027, 3, day);
        let event = |deed| event(deed, Stage::Answered, "rta");
        let mut history = vec![event(Action::Plan { by: day(9) })];
        history.push(event(Action::Plan { by: day(20) }));
        let planned = Implementation { planned_by: Some(day(20)), implemented_on: None };
        assert_eq!(Implementation::of(&history), planned);
        history.push(event(Action::Implement { on: day(18) }));
        let done = Implementation { implemented_on: Some(day(18)), ..planned };
        assert_eq!(Implementation::of(&history), done);
        assert_eq!(Implementation::of(&[]), Implementation::default());
    }

    #[test]
    fn a_public_time_is_that_of_its_minute() {
        let at: Timestamp = "2026-11-28T06:59:59.999Z".parse().unwrap();
        assert_eq!(coarse(at).to_string(), "2026-11-28T06:59:00Z");
        assert_eq!(coarse(coarse(at)), coarse(at));
        assert_eq!(coarse(Timestamp::MIN), Timestamp::MIN);
    }
}
