//! Erasure of a participation's content: text, contact and media are deleted; counts and history
//! stay.

use jiff::{Timestamp, civil::Date};

use crate::case::{
    action::{Action, Change},
    event::{Actor, Event, content_digest},
    head::CaseHead,
    life_cycle::{Next, Verb},
};

/// Returns the event that records an erasure. An open case is withdrawn by it, since nobody can
/// answer content that is gone. `day` is the civil date at the entity that received the
/// participation; retention, which erases ended cases alone, needs none.
pub fn erase(standing: &CaseHead, actor: Actor, now: Timestamp, day: Option<Date>) -> Event {
    let stage = match Verb::Erase.outcome(standing.stage) {
        Next::To(stage) => stage,
        _ => standing.stage,
    };
    let after = (stage, standing.entity.clone());
    standing.follow(
        actor,
        Change { day, ..Change::plain(Action::Erase) },
        after,
        content_digest("", &["erased"]),
        now,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{case::stage::Stage, reference::Reference, slug::Slug};

    fn standing(stage: Stage) -> CaseHead {
        CaseHead {
            reference: Reference::draw([5; 8]),
            entity: Slug::parse("rta").unwrap(),
            stage,
            events: 3,
            last_at: Timestamp::from_second(1_000).unwrap(),
            head: "h".into(),
        }
    }

    #[test]
    fn what_is_open_is_withdrawn_and_what_has_ended_stays_as_it_ended() {
        for stage in Stage::ALL {
            let event = erase(
                &standing(stage),
                Actor::Customer,
                Timestamp::from_second(2_000).unwrap(),
                None,
            );
            let has_ended = matches!(stage, Stage::Closed | Stage::Withdrawn | Stage::Declined);
            assert_eq!(event.stage, if has_ended { stage } else { Stage::Withdrawn });
            assert_eq!((event.sequence, event.previous.as_str()), (4, "h"));
        }
    }

    #[test]
    fn history_never_goes_backwards() {
        let event = erase(
            &standing(Stage::Closed),
            Actor::System,
            Timestamp::from_second(500).unwrap(),
            None,
        );
        assert_eq!(event.at, Timestamp::from_second(1_000).unwrap());
    }
}
