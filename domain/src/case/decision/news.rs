//! News of a case: the latest event that the staff who answer for it should read, since somebody
//! else brought it about.

use crate::{
    case::{action::Action, event::Actor},
    staff::StaffId,
};

/// Returns the sequence of the event that is news after an action. `before` is that of the news
/// before the action, `sequence` that of the action's own event. `owner` owns the case after it.
///
/// An escalation is news, since nobody has to get mail about it. Other events of the system aren't.
/// An action of the owner shows that the owner has read the news.
pub(super) fn news_after(
    before: Option<u32>,
    owner: Option<&StaffId>,
    (actor, action): (&Actor, &Action),
    sequence: u32,
) -> Option<u32> {
    match (actor, action) {
        (_, Action::Erase) => None,
        (Actor::System, Action::Escalate { .. }) => Some(sequence),
        (Actor::System, _) | (_, Action::CorrectContact) => before,
        (Actor::Customer, _) | (_, Action::Transfer { .. } | Action::Return) => Some(sequence),
        // Nobody owns the case: it may have moved to an entity whose staff haven't seen it.
        (_, Action::Classify { .. }) if owner.is_none() => Some(sequence),
        (Actor::EntitySystem(_), _) => owner.map(|_| sequence),
        (Actor::Staff(person), _) => match owner {
            Some(owner) if owner == person => None,
            Some(_) => Some(sequence),
            None if matches!(action, Action::Note | Action::RequestDelay) => before,
            None => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        sla::escalation::{Level, TimerName},
        slug::Slug,
    };

    fn person(number: u8) -> StaffId {
        StaffId::draw([number; 16])
    }

    fn employee(number: u8) -> Actor {
        Actor::Staff(person(number))
    }

    fn late() -> Action {
        Action::Escalate { clock: TimerName::Resolution, level: Level::Supervisor }
    }

    #[test]
    fn the_owner_has_news_of_what_others_do() {
        let assigned = Action::Assign { to: person(1) };
        for (actor, action, news) in [
            (Actor::Customer, Action::Write, Some(7)),
            (Actor::Customer, Action::Reopen, Some(7)),
            (employee(1), Action::Reply, None),
            (employee(2), Action::Note, Some(7)),
            (employee(2), assigned, Some(7)),
            (Actor::EntitySystem(Slug::parse("rta").unwrap()), Action::Reply, Some(7)),
            (Actor::System, Action::Remind, Some(3)),
            (Actor::System, late(), Some(7)),
            (Actor::Customer, Action::CorrectContact, Some(3)),
            (Actor::System, Action::Erase, None),
        ] {
            let after = news_after(Some(3), Some(&person(1)), (&actor, &action), 7);
            assert_eq!(after, news, "{action:?}");
        }
    }

    #[test]
    fn without_an_owner_everybody_has_news_until_somebody_acts() {
        let transferred = Action::Transfer { to: Slug::parse("dm").unwrap() };
        for (action, news) in [
            (transferred, Some(7)),
            (Action::Return, Some(7)),
            (Action::Note, Some(3)),
            (Action::Reply, None),
        ] {
            assert_eq!(news_after(Some(3), None, (&employee(1), &action), 7), news, "{action:?}");
        }
        assert_eq!(news_after(None, None, (&Actor::System, &late()), 7), Some(7));
    }
}
