//! The part of a history that everybody with the reference may see. What staff do among themselves
//! leaves no trace in it.

use jiff::{Timestamp, civil::Date};

use crate::{
    case::{action::Action, event::Event, life_cycle::Verb, stage::Stage},
    entity::hold::Hold,
};

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

/// Returns the part of a history that the customer is told: without a message of staff that is
/// still held, and without those that were taken back, each with its undo.
///
/// Only the latest event is held. Once another one has followed, it can't be taken back any more.
pub fn told(history: &[Event], now: Timestamp, hold: Hold) -> Vec<Event> {
    let is_held = |event: &Event| event.change.deed.verb().is_held();
    let mut told: Vec<Event> = Vec::with_capacity(history.len());
    for event in history {
        let is_undo = event.change.deed.verb() == Verb::Undo;
        // Undos can't follow each other, so the latest told event is the one that was undone.
        match told.last() {
            Some(last) if is_undo && is_held(last) => _ = told.pop(),
            _ => told.push(event.clone()),
        }
    }
    let is_latest =
        |event: &Event| history.last().is_some_and(|last| last.sequence == event.sequence);
    told.pop_if(|last| is_held(last) && is_latest(last) && now < told_at(last, hold));
    told
}

/// Returns the time at which the customer is told of an event.
pub fn told_at(event: &Event, hold: Hold) -> Timestamp {
    if event.change.deed.verb().is_held() { hold.told_from(event.at) } else { event.at }
}

/// Returns the version of the guide by which a participation was received. Histories from before it
/// was recorded have none.
pub fn guide(history: &[Event]) -> Option<u16> {
    match history.first()?.change.deed {
        Action::Receive { guide, .. } => guide,
        _ => None,
    }
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
                Action::Implement { on, .. } => implementation.implemented_on = Some(on),
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
        Stage::Answered | Stage::Closed => {
            matches!(verb, Verb::Answer | Verb::Decide | Verb::Relay)
        }
        Stage::Declined => matches!(verb, Verb::Decline | Verb::Merge),
        Stage::Received
        | Stage::InReview
        | Stage::Transferred
        | Stage::Reopened
        | Stage::Withdrawn => false,
    };
    let decisive = history.iter().rev().find(|event| is_decisive(event.change.deed.verb()));
    // A merge says nothing: it leads to the stage of a refusal, but has no reason.
    let decisive = decisive.filter(|event| event.change.deed.verb() != Verb::Merge);
    decisive.map(|event| event.at)
}

/// Returns whether a participation was merged into another one and waits for the answer of that
/// one, after these events. Erased content isn't answered.
pub fn is_merged(history: &[Event]) -> bool {
    let mut since = history.iter().rev().take_while(|event| event.stage == Stage::Declined);
    let is_erasure = |event: &&Event| event.change.deed.verb() == Verb::Erase;
    // What leads to the stage is a merge or a refusal; it doesn't happen again there.
    let is_merge = |event: &Event| event.change.deed.verb() == Verb::Merge;
    since.clone().find(is_erasure).is_none() && since.any(is_merge)
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
    fn a_message_is_withheld_while_it_can_be_taken_back_and_for_good_if_it_is() {
        let at = |sequence: u32| Timestamp::from_second(i64::from(sequence) * 100).unwrap();
        let events = |deeds: &[(Action, Stage)]| -> Vec<Event> {
            let all = deeds.iter().zip(1_u32..).map(|((deed, stage), sequence)| Event {
                sequence,
                at: at(sequence),
                ..event(deed.clone(), *stage, "rta")
            });
            all.collect()
        };
        let take = (Action::Take, Stage::InReview);
        let answer = (Action::Answer { outcome: None }, Stage::Answered);
        let undo = (Action::Undo, Stage::InReview);
        let hold = Hold::default();
        let sequences = |history: &[Event], now| -> Vec<u32> {
            told(history, now, hold).iter().map(|event| event.sequence).collect()
        };
        let sent = events(&[take.clone(), answer.clone()]);
        assert_eq!(sequences(&sent, at(2)), [1]);
        assert_eq!(sequences(&sent, hold.told_from(at(2))), [1, 2]);
        assert_eq!(told(&sent, at(2), Hold::of(0)).len(), 2);
        let undone = events(&[take.clone(), answer.clone(), undo.clone()]);
        assert_eq!(sequences(&undone, at(100)), [1]);
        let again = events(&[take.clone(), answer.clone(), undo.clone(), answer.clone()]);
        assert_eq!(sequences(&again, at(4)), [1]);
        assert_eq!(sequences(&again, at(100)), [1, 4]);
        let noted = events(&[take.clone(), answer, (Action::Note, Stage::Answered)]);
        assert_eq!(sequences(&noted, at(3)), [1, 2, 3], "it can't be taken back any more");
        let moved = (Action::Transfer { to: Slug::parse("dm").unwrap() }, Stage::Transferred);
        let back = events(&[take, moved, undo]);
        assert_eq!(sequences(&back, at(3)), [1, 2, 3], "everybody has seen the transfer");
    }

    #[test]
    fn the_latest_plan_of_a_suggestion_counts_and_so_does_its_implementation() {
        let day = |day| jiff::civil::date(2027, 3, day);
        let event = |deed| event(deed, Stage::Answered, "rta");
        let mut history = vec![event(Action::Plan { by: day(9) })];
        history.push(event(Action::Plan { by: day(20) }));
        let planned = Implementation { planned_by: Some(day(20)), implemented_on: None };
        assert_eq!(Implementation::of(&history), planned);
        history.push(event(Action::Implement { on: day(18), savings: None }));
        let done = Implementation { implemented_on: Some(day(18)), ..planned };
        assert_eq!(Implementation::of(&history), done);
        assert_eq!(Implementation::of(&[]), Implementation::default());
    }

    #[test]
    fn a_merge_shows_as_one_and_has_no_reason_until_the_other_is_answered() {
        let of = |deed, stage| event(deed, stage, "rta");
        let ground = crate::case::action::Ground::Duplicate;
        let into = Reference::draw([8; 8]);
        let relay = Action::Relay { from: into, by: Slug::parse("rta").unwrap() };
        let history = [
            of(Action::Decline { ground }, Stage::Declined),
            of(Action::Reopen, Stage::Reopened),
            of(Action::Merge { into }, Stage::Declined),
            of(Action::Note, Stage::Declined),
            of(relay, Stage::Answered),
        ];
        let merged: Vec<_> = (0..=5).map(|end| is_merged(&history[..end])).collect();
        assert_eq!(merged, [false, false, false, true, true, false]);
        assert_eq!(headline(&history[..1]), Some(history[0].at));
        assert_eq!(headline(&history[..4]), None, "an earlier refusal isn't the reason");
        assert_eq!(headline(&history), Some(history[4].at));
        let erased = [history[2].clone(), of(Action::Erase, Stage::Declined)];
        assert!(!is_merged(&erased));
    }

    #[test]
    fn a_public_time_is_that_of_its_minute() {
        let at: Timestamp = "2026-11-28T06:59:59.999Z".parse().unwrap();
        assert_eq!(coarse(at).to_string(), "2026-11-28T06:59:00Z");
        assert_eq!(coarse(coarse(at)), coarse(at));
        assert_eq!(coarse(Timestamp::MIN), Timestamp::MIN);
    }
}
