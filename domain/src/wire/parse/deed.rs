//! Actions that a member of staff takes on cases.

use crate::{
    case::{
        AT_ONCE, Command,
        action::Action,
        corrective_action::RootCause,
        event::Actor,
        lesson::PublicWords,
        life_cycle::{Audience, Words},
    },
    entity::reply_template,
    input::{Errors, InputError, Reason, attachments},
    staff::StaffId,
    text::Text,
    wire::console::{ActionRequest, Bulk},
};

impl ActionRequest {
    /// Parses an action on one case.
    ///
    /// # Errors
    ///
    /// Every error of the request.
    pub fn parse(&self, person: &StaffId) -> Result<Command, Vec<InputError>> {
        let mut errors = Errors::default();
        let words = words(&self.deed, &self.words, &mut errors);
        let attachments = attachments(&self.attachments, &mut errors);
        let given = Some(&self.root_cause).filter(|answers| !answers.is_empty());
        let root_cause =
            given.and_then(|answers| errors.keep("/root_cause", RootCause::parse(answers)));
        let public_words = self
            .public_words
            .as_ref()
            .and_then(|written| errors.keep("/public_words", PublicWords::parse(written)));
        errors.unless_any(Command {
            words,
            attachments,
            root_cause,
            public_words,
            ..Command::plain(Actor::Staff(person.clone()), self.deed.clone())
        })
    }
}

impl Bulk {
    /// Parses the same action on several cases.
    ///
    /// # Errors
    ///
    /// When there is no case, when there are too many, or when the action has errors.
    pub fn parse(&self, person: &StaffId) -> Result<Command, Vec<InputError>> {
        let mut errors = Errors::default();
        if !(1..=AT_ONCE).contains(&self.cases.len()) {
            errors.add("/cases", Reason::CaseCount);
        }
        let words = words(&self.deed, &self.words, &mut errors);
        errors.unless_any(Command {
            words,
            ..Command::plain(Actor::Staff(person.clone()), self.deed.clone())
        })
    }
}

/// Parses the text of an action. A text for the customer must have no unfilled placeholder of a
/// template.
fn words(deed: &Action, written: &str, errors: &mut Errors) -> Option<Text> {
    let is_sent = matches!(
        deed.verb().rule().words,
        Words::May(Audience::Everyone) | Words::Must(Audience::Everyone)
    );
    if is_sent {
        errors.keep("/words", reply_template::filled(written).map_err(|_| Reason::Unfilled));
    }
    errors.text("/words", Some(written))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{case::corrective_action::WHYS, reference::Reference, wire::console::Target};

    fn person() -> StaffId {
        StaffId::draw([7; 16])
    }

    fn request(words: &str, root_cause: &[&str]) -> ActionRequest {
        let root_cause = root_cause.iter().map(|&why| why.to_owned()).collect();
        ActionRequest {
            head: "h".into(),
            deed: Action::Note,
            words: words.into(),
            attachments: vec![],
            root_cause,
            public_words: None,
        }
    }

    fn pointers(result: Result<Command, Vec<InputError>>) -> Vec<String> {
        result.unwrap_err().into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn it_is_done_by_whoever_asks_with_what_they_say() {
        let command = request(" Seen. ", &["because"]).parse(&person()).unwrap();
        assert_eq!(command.actor, Actor::Staff(person()));
        assert_eq!(command.words.unwrap().as_str(), "Seen.");
        assert_eq!(command.root_cause.unwrap().answers().len(), 1);
        let silent = request(" ", &[]).parse(&person()).unwrap();
        assert_eq!((silent.words, silent.root_cause), (None, None));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let wrong =
            ActionRequest { attachments: vec!["x".into()], ..request("\0", &["because", " "]) };
        assert_eq!(pointers(wrong.parse(&person())), ["/words", "/attachments/0", "/root_cause"]);
        assert_eq!(pointers(request("", &["because"; WHYS + 1]).parse(&person())), ["/root_cause"]);
    }

    #[test]
    fn what_a_template_left_open_is_sent_to_nobody() {
        let reply = |deed| ActionRequest { deed, ..request("Come to {{place}}.", &[]) };
        assert_eq!(pointers(reply(Action::Reply).parse(&person())), ["/words"]);
        assert!(reply(Action::Note).parse(&person()).is_ok());
    }

    #[test]
    fn several_are_some_and_not_too_many() {
        let cases = |count: u8| {
            (0..count)
                .map(|number| Target { reference: Reference::draw([number; 8]), head: None })
                .collect()
        };
        let bulk = |count| {
            Bulk { cases: cases(count), deed: Action::Take, words: String::new() }.parse(&person())
        };
        assert!(bulk(1).is_ok() && bulk(50).is_ok());
        assert_eq!(
            (pointers(bulk(0)), pointers(bulk(51))),
            (vec!["/cases".to_owned()], vec!["/cases".to_owned()])
        );
    }
}
