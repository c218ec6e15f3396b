//! Taking back what was said: words, contact and media go, counts and history stay.

use jiff::Timestamp;

use crate::{
    entity::Slug,
    event::{Actor, Event, content_digest},
    reference::Reference,
    stage::Stage,
};

/// Where a participation stands, as far as the next event needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its number.
    pub reference: Reference,
    /// Whose turn it is.
    pub entity: Slug,
    /// Where it stands.
    pub stage: Stage,
    /// How many events there were.
    pub events: u32,
    /// When the last of them was.
    pub last_at: Timestamp,
    /// The hash of the last of them.
    pub head: String,
}

/// The event that says that it was erased. Nobody can answer what is gone, so what was open is withdrawn by it.
pub fn erase(standing: Standing, actor: Actor, now: Timestamp) -> Event {
    let stage = match standing.stage {
        ended @ (Stage::Closed | Stage::Withdrawn | Stage::Declined) => ended,
        _ => Stage::Withdrawn,
    };
    Event {
        reference: standing.reference,
        sequence: standing.events + 1,
        // A clock that was set back doesn't turn history around.
        at: now.max(standing.last_at),
        actor,
        stage,
        entity: standing.entity,
        content_digest: content_digest("", &["erased"]),
        previous: standing.head,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(stage: Stage) -> Standing {
        Standing {
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
            let event = erase(standing(stage), Actor::Customer, Timestamp::from_second(2_000).unwrap());
            let has_ended = matches!(stage, Stage::Closed | Stage::Withdrawn | Stage::Declined);
            assert_eq!(event.stage, if has_ended { stage } else { Stage::Withdrawn });
            assert_eq!((event.sequence, event.previous.as_str()), (4, "h"));
        }
    }

    #[test]
    fn history_never_goes_backwards() {
        let event = erase(standing(Stage::Closed), Actor::System, Timestamp::from_second(500).unwrap());
        assert_eq!(event.at, Timestamp::from_second(1_000).unwrap());
    }
}
