//! Actions that an entity's own system takes on cases.

use serde::de::{IntoDeserializer, value};

use crate::{
    case::{
        Command,
        action::{Action, Ground, Outcome},
        event::Actor,
        head::CaseHead,
        life_cycle::Verb,
    },
    input::{Errors, InputError, Reason},
    sla::priority::Priority,
    slug::Slug,
    staff::StaffId,
    wire::{CaseAction, CaseState},
};

impl CaseAction {
    /// Parses the action of an entity's system.
    ///
    /// # Errors
    ///
    /// Every error of the request.
    pub fn parse(&self, entity: &Slug) -> Result<Command, Vec<InputError>> {
        let mut errors = Errors::default();
        let deed = errors.keep("/action", named::<Verb>(&self.action).ok_or(Reason::SystemAction));
        let deed = deed.and_then(|verb| {
            self.deed(verb).map_err(|(pointer, reason)| errors.add(pointer, reason)).ok()
        });
        let words = errors.text("/text", self.text.as_deref());
        let Some(deed) = deed.filter(|_| errors.is_empty()) else { return Err(errors.into_all()) };
        let actor = Actor::EntitySystem(entity.clone());
        Ok(Command { words, ..Command::plain(actor, deed) })
    }

    /// Returns the action with its outcome and its target, and refuses those that it doesn't have.
    fn deed(&self, verb: Verb) -> Result<Action, (&'static str, Reason)> {
        let (outcome, to) = (self.outcome.as_deref(), self.to.as_deref());
        let no_outcome = ("/outcome", Reason::ActionOutcome);
        let no_target = ("/to", Reason::ActionTarget);
        let entity = || to.and_then(|to| Slug::parse_entity(to).ok()).ok_or(no_target);
        let has_outcome = matches!(verb, Verb::Answer | Verb::Decline | Verb::Decide);
        if outcome.is_some() && !has_outcome {
            return Err(no_outcome);
        }
        let has_target =
            matches!(verb, Verb::Transfer | Verb::Invite | Verb::Assign | Verb::Prioritise);
        if to.is_some() && !has_target {
            return Err(no_target);
        }
        let action = match verb {
            Verb::Take => Action::Take,
            Verb::Assign => {
                Action::Assign { to: to.and_then(|to| StaffId::parse(to).ok()).ok_or(no_target)? }
            }
            Verb::Prioritise => {
                Action::Prioritise { priority: to.and_then(named::<Priority>).ok_or(no_target)? }
            }
            Verb::Reply => Action::Reply,
            Verb::Ask => Action::Ask,
            Verb::Note => Action::Note,
            Verb::Transfer => Action::Transfer { to: entity()? },
            Verb::Accept => Action::Accept,
            Verb::Return => Action::Return,
            Verb::Invite => Action::Invite { to: entity()? },
            Verb::Part => Action::Part,
            Verb::Decline => {
                Action::Decline { ground: outcome.and_then(named::<Ground>).ok_or(no_outcome)? }
            }
            Verb::Answer => Action::Answer {
                outcome: match outcome {
                    Some(name) => Some(named::<Outcome>(name).ok_or(no_outcome)?),
                    None => None,
                },
            },
            Verb::Decide => Action::Decide {
                accepted: match outcome {
                    Some("accepted") => true,
                    Some("not_accepted") => false,
                    _ => return Err(no_outcome),
                },
            },
            Verb::Close => Action::Close,
            Verb::Undo => Action::Undo,
            _ => return Err(("/action", Reason::SystemAction)),
        };
        Ok(action)
    }
}

/// Returns the value with this name on the wire.
fn named<'de, T: serde::Deserialize<'de>>(name: &'de str) -> Option<T> {
    T::deserialize(IntoDeserializer::<value::Error>::into_deserializer(name)).ok()
}

impl From<CaseHead> for CaseState {
    fn from(head: CaseHead) -> Self {
        Self {
            reference: head.reference,
            stage: head.stage,
            entity: head.entity.to_string(),
            updated_at: head.last_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(action: &str, outcome: Option<&str>, to: Option<&str>) -> CaseAction {
        CaseAction {
            action: action.to_owned(),
            text: None,
            outcome: outcome.map(str::to_owned),
            to: to.map(str::to_owned),
        }
    }

    fn parsed(action: &str, outcome: Option<&str>, to: Option<&str>) -> Result<Action, String> {
        let rta = Slug::parse("rta").unwrap();
        let command = sent(action, outcome, to).parse(&rta);
        command.map(|command| command.deed).map_err(|errors| errors[0].pointer.clone())
    }

    #[test]
    fn a_verb_takes_its_outcome_and_its_target() {
        let dm = Slug::parse("dm").unwrap();
        assert_eq!(parsed("take", None, None), Ok(Action::Take));
        assert_eq!(parsed("transfer", None, Some("dm")), Ok(Action::Transfer { to: dm }));
        let upheld = Action::Answer { outcome: Some(Outcome::Upheld) };
        assert_eq!(parsed("answer", Some("upheld"), None), Ok(upheld));
        assert_eq!(parsed("answer", None, None), Ok(Action::Answer { outcome: None }));
        let ground = Ground::Duplicate;
        assert_eq!(parsed("decline", Some("duplicate"), None), Ok(Action::Decline { ground }));
        assert_eq!(parsed("decide", Some("accepted"), None), Ok(Action::Decide { accepted: true }));
        let priority = Priority::Urgent;
        assert_eq!(parsed("prioritise", None, Some("urgent")), Ok(Action::Prioritise { priority }));
    }

    #[test]
    fn anything_else_is_refused_at_its_place() {
        for (action, outcome, to, pointer) in [
            ("fly", None, None, "/action"),
            ("", None, None, "/action"),
            ("write", None, None, "/action"),
            ("erase", None, None, "/action"),
            ("take", Some("upheld"), None, "/outcome"),
            ("take", None, Some("dm"), "/to"),
            ("answer", Some("great"), None, "/outcome"),
            ("decline", None, None, "/outcome"),
            ("decide", Some("yes"), None, "/outcome"),
            ("transfer", None, None, "/to"),
            ("transfer", None, Some("D M"), "/to"),
            ("assign", None, Some("me"), "/to"),
        ] {
            assert_eq!(parsed(action, outcome, to), Err(pointer.to_owned()), "{action}");
        }
    }

    #[test]
    fn the_actor_is_the_system_of_the_entity() {
        let rta = Slug::parse("rta").unwrap();
        let command = sent("reply", None, None).parse(&rta).unwrap();
        assert_eq!(command.actor, Actor::EntitySystem(rta));
    }
}
