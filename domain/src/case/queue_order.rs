//! Sort key of cases in queues, as a text that puts the most urgent case first, and the times until
//! which a case belongs into a queue.

use std::num::NonZeroU16;

use jiff::{Timestamp, civil::Date};

use crate::{
    case::{Case, corrective_action::Progress},
    sla::calendar::Calendar,
};

/// Upper bound of the sort keys of cases that haven't ended.
pub const END: &str = "~";

/// Working days of a week.
const WEEK: NonZeroU16 = NonZeroU16::MIN.saturating_add(4);

/// Second in the year 2286 from which the end times of cases are counted backwards, so that the
/// latest comes first.
const FAR: i64 = 9_999_999_999;

/// Times until which an entity's cases are due today and within a working week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// First second after the working day. On a day off, or after work, it's the next one.
    pub day: Timestamp,
    /// First second after the fifth working day, today included.
    pub week: Timestamp,
    /// Last of these days.
    pub last: Date,
}

impl Horizon {
    /// Returns the horizon of an entity with this calendar.
    pub fn of(calendar: &Calendar, now: Timestamp) -> Self {
        let [day, week] = [NonZeroU16::MIN, WEEK].map(|days| calendar.close_within(now, days));
        // What is due at the close is due on that day.
        let after = |close: Timestamp| {
            Timestamp::from_second(close.as_second().saturating_add(1)).unwrap_or(close)
        };
        Self { day: after(day), week: after(week), last: calendar.local(week).date() }
    }
}

/// Returns the sort key of a case.
///
/// Cases with a running timer come first, by their next deadline. Cases whose timers are paused
/// follow, by the time at which the full answer would be due. Of equal times, the case that was
/// received first comes first. Ended cases come last, the latest first. `at` is the time of the
/// latest event.
pub fn place(
    case: &Case,
    next_due: Option<Timestamp>,
    resolution_due: Timestamp,
    at: Timestamp,
) -> String {
    let received_at = case.received_at;
    match next_due {
        Some(due) => due_place(due, received_at),
        None if case.ended_at.is_none() => format!("|{}", due_place(resolution_due, received_at)),
        None => format!("{END}{:010}", FAR - at.as_second()),
    }
}

/// Returns the sort key of a case with a running timer.
pub fn due_place(due: Timestamp, received_at: Timestamp) -> String {
    format!("{due} {:010}", received_at.as_second())
}

/// Returns the day of the next step of a case that no timer promises: the deadline of an open
/// corrective or preventive action, the first day of the check of a completed one, or the day on
/// which a supervisor was asked for a delay.
pub fn action_due(case: &Case) -> Option<Date> {
    let steps = case.actions.iter().filter_map(|action| match action.progress() {
        Progress::Open => Some(action.plan().due),
        Progress::Done { .. } => Some(action.plan().check_from),
        Progress::Checked { .. } => None,
    });
    steps.chain(case.delay_request.iter().map(|request| request.on)).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::{
            Circumstances, Command,
            action::{Action, Change, Terms},
            corrective_action::{Nature, Plan, RootCause},
            event::{Actor, Event},
            stage::Stage,
        },
        entity::policy::{EntityPolicies, EntityPolicy},
        intake::kind::Kind,
        reference::Reference,
        sla::{agreement::Agreement, calendar::Calendar, priority::Priority},
        staff::StaffId,
        text::Text,
    };

    fn charters() -> EntityPolicies {
        EntityPolicies::new(EntityPolicy::working(Calendar::federal(2026..=2027)))
    }

    fn received(at: &str) -> Case {
        let terms =
            Some(Terms::Agreement(Agreement::default_for(Kind::Complaint, Priority::Ordinary)));
        let first = Event {
            reference: Reference::draw([1; 8]),
            sequence: 1,
            at: at.parse().unwrap(),
            actor: Actor::Customer,
            change: Change {
                terms,
                ..Change::plain(Action::Receive {
                    kind: Kind::Complaint,
                    channel: None,
                    guide: None,
                })
            },
            stage: Stage::Received,
            entity: crate::slug::Slug::parse("rta").unwrap(),
            content_digest: String::new(),
            previous: Event::genesis(),
        };
        Case::tell(&[first]).unwrap()
    }

    fn after(case: &Case, deed: Action, at: &str) -> Case {
        decided(case, deed, None, at)
    }

    fn decided(case: &Case, deed: Action, root_cause: Option<RootCause>, at: &str) -> Case {
        let words = (deed != Action::Take).then(|| Text::parse("Well.").unwrap()).flatten();
        let command = Command {
            words,
            root_cause,
            ..Command::plain(Actor::Staff(StaffId::draw([7; 16])), deed)
        };
        case.decide(
            &command,
            &Circumstances {
                now: at.parse().unwrap(),
                charters: &charters(),
                salt: "",
                files: &crate::media::file_digest::FileDigests::default(),
                is_told: false,
            },
        )
        .unwrap()
        .case
    }

    fn placed(case: &Case) -> String {
        let charters = charters();
        let next = case.clocks.next_due(&case.standing.entity, &charters);
        place(case, next, case.clocks.due(&charters).resolution, case.standing.last_at)
    }

    #[test]
    fn what_is_due_comes_first_then_what_waits_then_what_ended_last() {
        let (early, late) = (received("2026-11-24T06:00:00Z"), received("2026-11-25T06:00:00Z"));
        let waiting = after(&early, Action::Ask, "2026-11-24T07:00:00Z");
        let answered = after(&early, Action::Answer { outcome: None }, "2026-11-24T08:00:00Z");
        let answered_later = after(&late, Action::Answer { outcome: None }, "2026-11-25T08:00:00Z");
        let order = [&early, &late, &waiting, &answered_later, &answered].map(placed);
        assert!(order.is_sorted(), "{order:?}");
        assert_eq!(order.iter().filter(|place| place.as_str() < END).count(), 3);
    }

    #[test]
    fn of_equal_deadlines_what_came_first_comes_first() {
        // Both on a Saturday, so both are due at the same close.
        let (first, second) = (received("2026-11-28T06:00:00Z"), received("2026-11-28T07:00:00Z"));
        let [first, second] = [&first, &second].map(placed);
        assert_eq!(first[..20], second[..20]);
        assert!(first < second, "{first} {second}");
        let due: Timestamp = first[..20].parse().unwrap();
        assert!(
            first > due.to_string()
                && first < Horizon::of(&Calendar::federal(2026..=2027), due).day.to_string()
        );
    }

    #[test]
    fn on_a_friday_what_is_due_on_monday_is_due_within_a_working_week() {
        let now = "2026-11-20T09:00:00Z".parse().unwrap();
        let horizon = Horizon::of(&Calendar::federal(2026..=2027), now);
        assert_eq!(horizon.day.to_string(), "2026-11-23T11:30:01Z", "work is over on Friday noon");
        assert_eq!(horizon.week.to_string(), "2026-11-27T08:00:01Z");
        assert_eq!(horizon.last.to_string(), "2026-11-27");
    }

    #[test]
    fn an_action_is_due_by_its_next_step() {
        let case = after(&received("2026-11-24T06:00:00Z"), Action::Take, "2026-11-24T07:00:00Z");
        assert_eq!(action_due(&case), None);
        let plan = Plan {
            nature: Nature::Corrective,
            owner: StaffId::draw([7; 16]),
            due: "2026-12-10".parse().unwrap(),
            check_from: "2026-12-20".parse().unwrap(),
        };
        let root_cause = Some(RootCause::parse(&["Rust.".to_owned()]).unwrap());
        let agreed = decided(&case, Action::Act { plan }, root_cause, "2026-11-24T08:00:00Z");
        assert_eq!(action_due(&agreed).unwrap().to_string(), "2026-12-10");
        let done = after(&agreed, Action::Complete { action: 0 }, "2026-11-25T08:00:00Z");
        assert_eq!(action_due(&done).unwrap().to_string(), "2026-12-20");
    }
}
