//! Sort key of cases in queues, as a text that puts the most urgent case first.

use jiff::Timestamp;

use crate::case::Case;

/// Upper bound of the sort keys of cases that haven't ended.
pub const END: &str = "~";

/// Seconds before a deadline from which a case counts as due soon.
pub const SOON: i64 = 48 * 60 * 60;

/// Second in the year 2286 from which the end times of cases are counted backwards, so that the
/// latest comes first.
const FAR: i64 = 9_999_999_999;

/// Returns the sort key of a case.
///
/// Cases with a running timer come first, by their next deadline. Cases whose timers are paused
/// follow, by the time at which the full answer would be due. Ended cases come last, the latest
/// first. `at` is the time of the latest event.
pub fn place(
    case: &Case,
    next_due: Option<Timestamp>,
    resolution_due: Timestamp,
    at: Timestamp,
) -> String {
    match next_due {
        Some(due) => due.to_string(),
        None if case.ended_at.is_none() => format!("|{resolution_due}"),
        None => format!("{END}{:010}", FAR - at.as_second()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::{
            Circumstances, Command,
            action::{Action, Change, Terms},
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
                deed: Action::Receive { kind: Kind::Complaint, channel: None, guide: None },
                terms,
            },
            stage: Stage::Received,
            entity: crate::slug::Slug::parse("rta").unwrap(),
            content_digest: String::new(),
            previous: Event::genesis(),
        };
        Case::tell(&[first]).unwrap()
    }

    fn after(case: &Case, deed: Action, at: &str) -> Case {
        let command = Command {
            words: Text::parse("Well.").unwrap(),
            ..Command::plain(Actor::Staff(StaffId::draw([7; 16])), deed)
        };
        case.decide(
            &command,
            &Circumstances {
                now: at.parse().unwrap(),
                charters: &charters(),
                salt: "",
                files: &crate::media::file_digest::FileDigests::default(),
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
        let answered = after(&early, Action::Answer, "2026-11-24T08:00:00Z");
        let answered_later = after(&late, Action::Answer, "2026-11-25T08:00:00Z");
        let order = [&early, &late, &waiting, &answered_later, &answered].map(placed);
        assert!(order.is_sorted(), "{order:?}");
        assert_eq!(order.iter().filter(|place| place.as_str() < END).count(), 3);
    }
}
