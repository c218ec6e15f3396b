//! Commands that a customer gives about their own participation, parsed from requests.

use jiff::{SignedDuration, Timestamp};

use crate::{
    case::{
        Command,
        action::Action,
        event::Actor,
        life_cycle::{Next, Verb},
        stage::Stage,
    },
    input::{Errors, InputError, Reason, attachments},
    sla::agreement::REOPENING_DAYS,
    wire,
};

/// Returns the actions that the customer can take now. The decision uses nothing but the public
/// status.
pub fn offers(status: &wire::Status, now: Timestamp) -> Vec<Verb> {
    let is_in_time = || {
        ended_at(status).is_none_or(|at| {
            now.duration_since(at) <= SignedDuration::from_hours(24 * REOPENING_DAYS)
        })
    };
    [Verb::Write, Verb::Rate, Verb::Reopen, Verb::Withdraw]
        .into_iter()
        .filter(|verb| {
            verb.outcome(status.stage) != Next::Never && (*verb != Verb::Reopen || is_in_time())
        })
        .collect()
}

/// Returns the time at which the participation was last answered, closed or declined.
fn ended_at(status: &wire::Status) -> Option<Timestamp> {
    let before = std::iter::once(None).chain(status.timeline.iter().map(|entry| Some(entry.stage)));
    let ends = |stage| matches!(stage, Stage::Answered | Stage::Closed | Stage::Declined);
    let steps = before
        .zip(&status.timeline)
        .filter(|(before, entry)| ends(entry.stage) && *before != Some(entry.stage));
    steps.last().map(|(_, entry)| entry.at)
}

/// Parses a message: more details, or the answer to a question.
///
/// # Errors
///
/// Every error of the request.
pub fn message(sent: &wire::NewMessage) -> Result<Command, Vec<InputError>> {
    let mut errors = Errors::default();
    let words = errors.text("/text", Some(&sent.text));
    let attachments = attachments(&sent.attachments, &mut errors);
    if words.is_none() && sent.attachments.is_empty() && errors.is_empty() {
        errors.add("/text", Reason::NothingSaid);
    }
    errors.unless_any(Command { words, attachments, ..by_customer(Action::Write) })
}

/// Parses a withdrawal.
///
/// # Errors
///
/// When the reason can't be stored.
pub fn withdrawal(sent: &wire::Withdrawal) -> Result<Command, Vec<InputError>> {
    let mut errors = Errors::default();
    let words = errors.text("/reason", sent.reason.as_deref());
    errors.unless_any(Command { words, ..by_customer(Action::Withdraw) })
}

/// Parses a reopening by a customer who isn't content with the outcome.
///
/// # Errors
///
/// When the reason is missing or can't be stored.
pub fn reopening(sent: &wire::Reopening) -> Result<Command, Vec<InputError>> {
    let mut errors = Errors::default();
    let words = errors.text("/reason", Some(&sent.reason));
    if words.is_none() && errors.is_empty() {
        errors.add("/reason", Reason::NoReason);
    }
    errors.unless_any(Command { words, ..by_customer(Action::Reopen) })
}

/// Parses the customer's rating of the handling.
///
/// # Errors
///
/// When the comment can't be stored.
pub fn rating(sent: &wire::Rating) -> Result<Command, Vec<InputError>> {
    let mut errors = Errors::default();
    let words = errors.text("/comment", sent.comment.as_deref());
    errors.unless_any(Command { words, ..by_customer(Action::Rate { rating: sent.rating }) })
}

const fn by_customer(deed: Action) -> Command {
    Command::plain(Actor::Customer, deed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TEXT_MAX;

    fn pointers(result: Result<Command, Vec<InputError>>) -> Vec<String> {
        result.unwrap_err().into_iter().map(|error| error.pointer).collect()
    }

    fn said(text: &str, attachments: &[&str]) -> wire::NewMessage {
        wire::NewMessage {
            text: text.into(),
            attachments: attachments.iter().map(|&id| id.into()).collect(),
        }
    }

    #[test]
    fn a_message_is_words_or_attachments() {
        let upload = "0".repeat(32);
        assert_eq!(message(&said(" Gate 4. ", &[])).unwrap().words.unwrap().as_str(), "Gate 4.");
        assert_eq!(message(&said("", &[&upload])).unwrap().attachments.len(), 1);
        assert_eq!(pointers(message(&said(" ", &[]))), ["/text"]);
        assert_eq!(
            pointers(message(&said("", &[&upload, &upload, "x"]))),
            ["/attachments/1", "/attachments/2"]
        );
    }

    /// Returns the status of a participation that went through these stages, one a day.
    fn through(stages: &[Stage]) -> wire::Status {
        let day =
            |day: usize| Timestamp::from_second(i64::try_from(day).unwrap() * 86_400).unwrap();
        let entry =
            |(place, &stage)| wire::TimelineEntry { at: day(place), stage, entity: "rta".into() };
        wire::Status {
            reference: crate::reference::Reference::draw([1; 8]),
            kind: crate::intake::kind::Kind::Complaint,
            entity: "rta".into(),
            stage: *stages.last().unwrap(),
            received_at: day(0),
            updated_at: day(stages.len() - 1),
            first_response_due: day(1),
            resolution_due: day(5),
            timeline: stages.iter().enumerate().map(entry).collect(),
            content: None,
        }
    }

    #[test]
    fn what_is_offered_is_what_the_table_allows() {
        let day = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
        let open = through(&[Stage::Received, Stage::InReview]);
        assert_eq!(offers(&open, day(2)), [Verb::Write, Verb::Withdraw]);
        let answered = through(&[Stage::Received, Stage::InReview, Stage::Answered]);
        assert_eq!(offers(&answered, day(3)), [Verb::Write, Verb::Rate, Verb::Reopen]);
        assert_eq!(offers(&through(&[Stage::Received, Stage::Withdrawn]), day(3)), []);
    }

    #[test]
    fn reopening_is_offered_for_thirty_days_after_the_end_whatever_was_noted_since() {
        let day = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
        let ended = through(&[Stage::Received, Stage::Declined, Stage::Declined, Stage::Declined]);
        assert!(offers(&ended, day(31)).contains(&Verb::Reopen));
        assert!(!offers(&ended, day(32)).contains(&Verb::Reopen));
    }

    #[test]
    fn reopening_takes_a_reason_and_nothing_else_does() {
        assert_eq!(pointers(reopening(&wire::Reopening { reason: "\n".into() })), ["/reason"]);
        assert_eq!(withdrawal(&wire::Withdrawal::default()), Ok(by_customer(Action::Withdraw)));
        let long = Some("a".repeat(TEXT_MAX + 1));
        assert_eq!(pointers(withdrawal(&wire::Withdrawal { reason: long.clone() })), ["/reason"]);
        assert_eq!(
            pointers(rating(&wire::Rating {
                rating: crate::intake::kind::Mood::Happy,
                comment: long
            })),
            ["/comment"]
        );
    }
}
